//! What XML may hold.

/// `text` without the characters that XML 1.0 (section 2.2) forbids even as references; the replacement
/// character stands in their place.
pub(super) fn allowed(text: &str) -> String {
    text.chars().map(|character| if is_allowed(character) { character } else { '\u{fffd}' }).collect()
}

const fn is_allowed(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// `text` as the value of an attribute in double quotes. Line ends and tabs are references, as readers turn
/// bare ones into spaces (section 3.3.3).
pub(super) fn attribute(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in allowed(text).chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_attribute_stays_an_attribute() {
        assert_eq!(attribute("<a b=\"c\">&'\n\t"), "&lt;a b=&quot;c&quot;&gt;&amp;&apos;&#10;&#9;");
        assert_eq!(attribute("货\u{0}\u{1b}[31m\u{ffff}😀"), "货\u{fffd}\u{fffd}[31m\u{fffd}😀");
    }

    proptest! {
        #[test]
        fn nothing_ends_an_attribute_early(text in any::<String>()) {
            let escaped = attribute(&text);
            prop_assert!(!escaped.contains(['<', '>', '"', '\n', '\t']));
            prop_assert!(escaped.chars().all(is_allowed));
        }
    }
}
