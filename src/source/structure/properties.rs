//! Anchors and tags before a node, which are no part of its span.

/// Whether an anchor (`&name`) or a tag (`!name`) stands right before the node that begins at byte `start`.
///
/// What has an anchor may be used elsewhere, so whoever changes it changes more than this place. The node
/// of an alias is the node that it names, which has one.
pub fn has_properties(text: &str, start: u32) -> bool {
    let before = text.get(..start as usize).unwrap_or_default().trim_end();
    let word = before.rfind([' ', '\t', '\r', '\n', ',', '[', '{']).map_or(0, |at| at + 1);
    before.len() < start as usize && before[word..].starts_with(['&', '!'])
}

#[cfg(test)]
mod tests {
    use super::has_properties;

    #[test]
    fn anchors_and_tags_are_seen_and_nothing_else_is() {
        let at = |text: &str| has_properties(text, text.find('甲').expect("a node") as u32);
        for text in ["- &a 甲", "[&a 甲]", "{x: 乙,&a 甲: 1}", "- !!str\t甲", "- &a\n  甲", "- !t &a 甲"]
        {
            assert!(at(text), "{text}");
        }
        for text in ["- 甲", "a: 甲", "甲", "- '&' \n- 甲", "[a&b, 甲]", "- '&a 甲'", "&a甲"] {
            assert!(!at(text), "{text}");
        }
    }
}
