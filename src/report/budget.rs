//! How long a comment on GitHub may be.

/// GitHub refuses a comment of more than 65,536 characters, and does not say which; counted in UTF-16 code
/// units, of which a character has one or two, and with a margin, it is short enough either way.
pub(super) const MOST: usize = 65_000;

/// How much may still be written.
pub(super) struct Budget {
    left: usize,
}

impl Budget {
    /// So many code units, of which `text` has taken its part.
    pub(super) fn new(most: usize, text: &str) -> Self {
        Self { left: most.saturating_sub(length(text)) }
    }

    /// Whether `text` fits; if so it is taken off.
    pub(super) fn spend(&mut self, text: &str) -> bool {
        let length = length(text);
        let fits = length <= self.left;
        if fits {
            self.left -= length;
        }
        fits
    }

    /// One part in `share` of what is left, to be spent there as well.
    pub(super) const fn part(&self, share: usize) -> Self {
        Self { left: self.left / share }
    }

    /// Nothing fits any more: what would stand behind something left out is left out too, or the order
    /// would tell lies.
    pub(super) const fn close(&mut self) {
        self.left = 0;
    }
}

/// How long a text is, in UTF-16 code units.
pub(super) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_costs_two() {
        let mut budget = Budget::new(10, "😀货");
        assert!(!budget.spend("😀😀😀😀"));
        assert!(budget.spend("😀😀😀"));
        assert!(budget.spend("货") && !budget.spend("货"));
        let mut closed = Budget::new(10, "");
        closed.close();
        assert!(!closed.spend("x"));
    }
}
