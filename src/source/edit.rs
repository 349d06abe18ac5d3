//! Changes to a text as replacements of spans, so that whatever is not replaced stays as it was written.

use super::{Location, Span};

/// The replacement of one span in one file of [`Files`](super::Files).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What is replaced; an empty span is a place to insert at.
    pub location: Location,
    /// What stands there afterwards.
    pub replacement: String,
}

/// Why edits cannot be applied. Nothing has been changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The span is turned round, runs past the end, or cuts a character in two.
    #[error("bytes {} to {} are no part of the text", .0.start, .0.end)]
    Outside(Span),
    /// Two edits want the same bytes, or insert at the same place.
    #[error(
        "the edit of bytes {} to {} meets that of bytes {} to {}",
        .first.start, .first.end, .second.start, .second.end
    )]
    Conflict {
        /// The one that begins first.
        first: Span,
        /// The other.
        second: Span,
    },
}

/// Whether edits of `a` and `b` cannot both be made: they share bytes, one inserts inside the other, or
/// both insert at the same place, as nobody could say which comes first. Spans that only touch are fine.
pub fn conflicts(a: Span, b: Span) -> bool {
    if a == b { true } else { a.start < b.end && b.start < a.end }
}

/// Apply `edits`, in whatever order they come, to `text`. An insertion that touches a replaced span stays
/// on its own side of it.
///
/// # Errors
/// A span does not fit the text, or two edits conflict; see [`conflicts`].
pub fn apply_edits(text: &str, edits: &[(Span, &str)]) -> Result<String, EditError> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|&(span, _)| span);
    let grown: usize = edits.iter().map(|(_, replacement)| replacement.len()).sum();
    let mut result = String::with_capacity(text.len() + grown);
    let mut done = Span::at(0);
    let mut first = true;
    for (span, replacement) in edits {
        if text.get(span.start as usize..span.end as usize).is_none() {
            return Err(EditError::Outside(span));
        }
        // Sorted spans conflict with a neighbour if they conflict at all.
        if !first && conflicts(done, span) {
            return Err(EditError::Conflict { first: done, second: span });
        }
        result.push_str(Span::new(done.end, span.start).slice(text));
        result.push_str(replacement);
        (done, first) = (span, false);
    }
    result.push_str(Span::new(done.end, text.len() as u32).slice(text));
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "问题: 发货😀";

    #[test]
    fn edits_come_in_any_order_and_may_touch() {
        let colon = Span::new(6, 7);
        let edits = [(Span::at(7), "<"), (colon, "："), (Span::at(6), ">"), (Span::new(0, 6), "Q")];
        assert_eq!(apply_edits(TEXT, &edits).as_deref(), Ok("Q>：< 发货😀"));
        assert_eq!(apply_edits(TEXT, &[]).as_deref(), Ok(TEXT));
    }

    #[test]
    fn conflicting_edits_are_refused() {
        let refused = |a: Span, b: Span| {
            let found = apply_edits(TEXT, &[(b, ""), (a, "")]);
            assert_eq!(found, Err(EditError::Conflict { first: a, second: b }));
            assert!(conflicts(a, b) && conflicts(b, a));
        };
        refused(Span::new(0, 6), Span::new(3, 7));
        refused(Span::new(0, 6), Span::at(3));
        refused(Span::at(3), Span::at(3));
        refused(Span::at(0), Span::at(0));
        assert!(!conflicts(Span::new(0, 3), Span::at(3)));
        assert!(!conflicts(Span::new(0, 3), Span::at(0)));
    }

    #[test]
    fn spans_that_do_not_fit_are_refused() {
        for span in [Span::new(1, 3), Span::new(0, 99), Span::new(6, 3), Span::at(1)] {
            assert_eq!(apply_edits(TEXT, &[(span, "x")]), Err(EditError::Outside(span)));
        }
    }

    proptest! {
        #[test]
        fn the_pairwise_rule_decides(spans in proptest::collection::vec((0_u32..8, 0_u32..3), 0..5)) {
            let text = "abcdefghij";
            let spans: Vec<Span> =
                spans.iter().map(|&(start, length)| Span::new(start, start + length)).collect();
            let edits: Vec<(Span, &str)> = spans.iter().map(|&span| (span, "XY")).collect();
            let mut free = true;
            for (at, &a) in spans.iter().enumerate() {
                free &= spans[at + 1..].iter().all(|&b| !conflicts(a, b));
            }
            let applied = apply_edits(text, &edits);
            prop_assert_eq!(applied.is_ok(), free);
            if let Ok(applied) = applied {
                let removed: usize = spans.iter().map(|span| (span.end - span.start) as usize).sum();
                prop_assert_eq!(applied.len(), text.len() - removed + 2 * spans.len());
                let kept: String = applied.chars().filter(char::is_ascii_lowercase).collect();
                let outside = |at: u32| spans.iter().all(|span| at < span.start || span.end <= at);
                let wanted: String = (0_u32..).zip(text.chars()).filter(|&(at, _)| outside(at)).map(|(_, c)| c).collect();
                prop_assert_eq!(kept, wanted);
            }
        }
    }
}
