//! What a pack's answers leave for the shop to fill in: names in braces.

use crate::model::Entry;

/// Longer ones are texts that happen to stand in braces.
const LONGEST: usize = 40;

/// The names in braces in the answers of `entries`, each once, in the order in which they come, with how many
/// entries have it.
pub fn placeholders<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for entry in entries {
        let mut names: Vec<&str> = entry.answers.iter().flat_map(|answer| names_in(&answer.text)).collect();
        names.sort_unstable();
        names.dedup();
        let position = |name: &&str| entry.answers.iter().map(|answer| answer.text.find(name)).next();
        names.sort_by_key(position);
        for name in names {
            match found.iter_mut().find(|(known, _)| known == name) {
                Some((_, count)) => *count += 1,
                None => found.push((name.to_owned(), 1)),
            }
        }
    }
    found
}

/// The names in braces in a text.
fn names_in(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once('{') {
        rest = behind;
        let Some((name, behind)) = behind.split_once('}') else { break };
        let is_name =
            !name.trim().is_empty() && !name.contains(['{', '\n']) && name.chars().count() <= LONGEST;
        if is_name {
            names.push(name.trim());
            rest = behind;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::KnowledgeBase;

    #[test]
    fn names_in_braces_are_found_once() {
        assert_eq!(names_in("运费为{运费}，满{ 包邮金额 }包邮。"), ["运费", "包邮金额"]);
        assert_eq!(names_in("{{fee}} {} {\n} {未完"), ["fee"]);
        let text = "- {question: 甲, answer: '{乙}、{甲}、{乙}'}\n- {question: 乙, answer: '{甲}'}\n- question: 丙\n";
        let loaded = KnowledgeBase::from_texts([("p/a.yaml".into(), text.to_owned())]);
        let found = placeholders(&loaded.knowledge_base.entries);
        assert_eq!(found, [("乙".to_owned(), 1), ("甲".to_owned(), 2)]);
    }
}
