//! Which packs meet in a shop: only there can their entries get in each other's way.

use crate::model::{Entry, KnowledgeBase, PackIndex};

/// For each two packs whether some customer is served from both.
///
/// Without any shop all packs are served together. With shops, packs meet where a shop subscribes to both,
/// directly, as the common pack, or through what packs extend; a shop's own entries are a pack of its own.
/// A pack always meets itself and what it extends.
#[derive(Debug)]
pub struct ServedTogether {
    packs: usize,
    /// One row a pack.
    meets: Vec<bool>,
}

impl ServedTogether {
    /// Work it out for all packs.
    pub fn new(knowledge_base: &KnowledgeBase) -> Self {
        let packs = knowledge_base.packs.len();
        let mut together = Self { packs, meets: vec![knowledge_base.shops.is_empty(); packs * packs] };
        for shop in &knowledge_base.shops {
            together.join(&knowledge_base.packs_of(shop));
        }
        for pack in (0..packs as u32).map(PackIndex) {
            for other in knowledge_base.with_extended([pack]) {
                together.join(&[pack, other]);
            }
        }
        together
    }

    fn join(&mut self, packs: &[PackIndex]) {
        for one in packs {
            for other in packs {
                self.meets[one.0 as usize * self.packs + other.0 as usize] = true;
            }
        }
    }

    /// Whether some customer is served from both entries on some day.
    pub fn entries_meet(&self, one: &Entry, other: &Entry) -> bool {
        self.meet(one.pack, other.pack) && one.validity.overlaps(&other.validity)
    }

    /// Whether some customer is served from both packs.
    pub fn meet(&self, one: PackIndex, other: PackIndex) -> bool {
        self.meets[one.0 as usize * self.packs + other.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meet(files: &[(&str, &str)], one: &str, other: &str) -> bool {
        let texts = files.iter().map(|(path, text)| ((*path).into(), (*text).to_owned()));
        let knowledge_base = KnowledgeBase::from_texts(texts).knowledge_base;
        let pack = |id| knowledge_base.find_pack(id).expect("a pack");
        ServedTogether::new(&knowledge_base).meet(pack(one), pack(other))
    }

    const ENTRIES: [(&str, &str); 3] = [
        ("a/x.yaml", "- {id: one, question: 甲}\n"),
        ("b/x.yaml", "- {id: two, question: 乙}\n"),
        ("c/x.yaml", "- {id: three, question: 丙}\n"),
    ];

    #[test]
    fn without_shops_all_packs_meet() {
        assert!(meet(&ENTRIES, "a", "c"));
    }

    #[test]
    fn with_shops_only_what_one_subscribes_to() {
        let mut files = ENTRIES.to_vec();
        files.push(("s/shop.yaml", "id: s\nsubscribe: [a, b]\nentries: [{id: own, question: 丁}]\n"));
        assert!(meet(&files, "a", "b") && meet(&files, "s", "b") && meet(&files, "c", "c"));
        assert!(!meet(&files, "a", "c"));
    }

    #[test]
    fn entries_meet_on_a_common_day() {
        let yaml =
            "- {question: 甲}\n- {question: 乙, until: 2026-05-31}\n- {question: 丙, from: 2026-06-01}\n";
        let files = [("a/x.yaml".into(), yaml.to_owned()), ("b/x.yaml".into(), yaml.to_owned())];
        let knowledge_base = KnowledgeBase::from_texts(files).knowledge_base;
        let together = ServedTogether::new(&knowledge_base);
        let meet = |one: usize, other: usize| {
            together.entries_meet(&knowledge_base.entries[one], &knowledge_base.entries[other])
        };
        assert!(meet(0, 1) && meet(0, 5) && meet(1, 4));
        assert!(!meet(1, 2) && !meet(5, 1));
    }

    #[test]
    fn a_pack_meets_what_it_extends() {
        let mut files = ENTRIES.to_vec();
        files.push(("s/shop.yaml", "id: s\nsubscribe: [b]\n"));
        files.push(("a/pack.yaml", "id: a\nextends: [c]\n"));
        assert!(meet(&files, "a", "c") && !meet(&files, "a", "b"));
    }
}
