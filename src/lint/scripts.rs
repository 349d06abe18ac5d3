//! Which of the two Chinese scripts a pack is written in.

use crate::model::{KnowledgeBase, PackIndex};
use crate::source::FileId;
use crate::text::{CharacterClasses, is_simplified_only, is_traditional_only};

/// One of the two ways to write Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Simplified, 发货.
    Simplified,
    /// Traditional, 發貨.
    Traditional,
}

/// One script is a pack's own if it has so many times more characters than the other.
const CLEARLY: usize = 4;

/// The script of every file, decided by what its pack says itself: questions and answers. Customers' ways
/// to ask do not count.
#[derive(Debug)]
pub struct Scripts {
    of_file: Vec<Option<Script>>,
}

impl Scripts {
    /// Count the characters of each pack that only one script uses.
    pub(super) fn new(knowledge_base: &KnowledgeBase) -> Self {
        let packs = knowledge_base.packs.len();
        // Behind the packs stand the shops, for those that have no entries of their own.
        let group_of_shop = |at: usize, id: &str| match knowledge_base.find_pack(id) {
            Some(PackIndex(pack)) => pack as usize,
            None => packs + at,
        };
        let mut counts = vec![(0_usize, 0_usize); packs + knowledge_base.shops.len()];
        let mut group_of_file: Vec<Option<usize>> = vec![None; knowledge_base.files.len()];
        for entry in &knowledge_base.entries {
            let group = entry.pack.0 as usize;
            set(&mut group_of_file, entry.location.file, group);
            count(&entry.question, &mut counts[group]);
            for answer in &entry.answers {
                count(&answer.text, &mut counts[group]);
            }
        }
        for (at, shop) in knowledge_base.shops.iter().enumerate() {
            let group = group_of_shop(at, &shop.id);
            set(&mut group_of_file, shop.location.file, group);
            if let Some(text) = &shop.welcome.greeting {
                count(text, &mut counts[group]);
            }
            for answer in shop.answers.iter().flat_map(|answer| &answer.answers) {
                count(&answer.text, &mut counts[group]);
            }
        }
        let scripts: Vec<Option<Script>> = counts.into_iter().map(majority).collect();
        Self { of_file: group_of_file.into_iter().map(|group| scripts[group?]).collect() }
    }

    /// The script that the pack of `file` is written in; `None` where neither prevails.
    pub fn of(&self, file: FileId) -> Option<Script> {
        self.of_file.get(file.0 as usize).copied().flatten()
    }
}

fn set(group_of_file: &mut [Option<usize>], file: FileId, group: usize) {
    if let Some(slot) = group_of_file.get_mut(file.0 as usize) {
        *slot = Some(group);
    }
}

fn count(text: &str, (simplified, traditional): &mut (usize, usize)) {
    let classes = CharacterClasses::of(text);
    if classes.intersects(CharacterClasses::SIMPLIFIED) {
        *simplified += text.chars().filter(|&c| is_simplified_only(c)).count();
    }
    if classes.intersects(CharacterClasses::TRADITIONAL) {
        *traditional += text.chars().filter(|&c| is_traditional_only(c)).count();
    }
}

fn majority((simplified, traditional): (usize, usize)) -> Option<Script> {
    match (simplified, traditional) {
        (0, 0) => None,
        _ if simplified >= CLEARLY * traditional => Some(Script::Simplified),
        _ if traditional >= CLEARLY * simplified => Some(Script::Traditional),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts(files: &[(&str, &str)]) -> Vec<Option<Script>> {
        let files = files.iter().map(|(path, text)| ((*path).into(), (*text).to_owned()));
        let knowledge_base = KnowledgeBase::from_texts(files).knowledge_base;
        let scripts = Scripts::new(&knowledge_base);
        (0..knowledge_base.files.len() as u32).map(|file| scripts.of(FileId(file))).collect()
    }

    #[test]
    fn a_pack_has_the_script_that_prevails() {
        let found = scripts(&[
            ("a/1.yaml", "- question: 什么时候发货\n  answer: 这两天发，請稍等\n"),
            ("a/2.yaml", "- question: 物流\n  variants: [請問什麼時候發貨]\n"),
            ("b/1.yaml", "- question: 什麼時候發貨\n"),
            ("c/1.yaml", "- question: 发货\n- question: 退貨\n"),
            ("d/1.yaml", "- question: when?\n"),
        ]);
        let (simple, traditional) = (Some(Script::Simplified), Some(Script::Traditional));
        assert_eq!(found, [simple, simple, traditional, None, None]);
    }

    #[test]
    fn a_shop_counts_with_its_own_entries() {
        let found = scripts(&[
            ("s/shop.yaml", "id: s\nwelcome:\n  greeting: 歡迎\n"),
            ("s/faq.yaml", "- question: 什么时候发货，这么慢\n"),
            ("t/shop.yaml", "id: t\nwelcome:\n  greeting: 歡迎光臨\n"),
        ]);
        assert_eq!(found, [Some(Script::Simplified), Some(Script::Simplified), Some(Script::Traditional)]);
    }
}
