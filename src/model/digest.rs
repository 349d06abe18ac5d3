//! One number for everything that a knowledge base says, to tell whether two are the same.

use std::fmt;

use serde::Serialize;
use twox_hash::XxHash3_128;

use super::KnowledgeBase;

/// A 128-bit digest of something (XXH3, by Yann Collet), shown in hexadecimal. It tells accidents apart, not attacks:
/// whoever wants two things to look the same can have them so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub u128);

impl Digest {
    /// The digest of these bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }

    /// The digest of what a value is written as; the same for equal values.
    pub fn of(value: &impl Serialize) -> Self {
        // Writing into memory fails only for a value that refuses to be written, which none of ours does; all such
        // would have one digest.
        Self::of_bytes(&postcard::to_allocvec(value).unwrap_or_default())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:032x}", self.0)
    }
}

impl KnowledgeBase {
    /// The digest of all packs, shops and entries, wherever they lie: moving a text to another file or line does not
    /// change it, unless the order of entries changes.
    pub fn digest(&self) -> Digest {
        Digest::of(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn digest(path: &str, text: &str) -> Digest {
        let loaded = KnowledgeBase::from_texts([(PathBuf::from(path), text.to_owned())]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        loaded.knowledge_base.digest()
    }

    #[test]
    fn what_is_said_counts_and_not_where() {
        let text = "pack: p\nentries:\n- {id: ship, question: 什么时候发货, answer: 48 小时内}\n";
        let one = digest("a.yaml", text);
        assert_eq!(one, digest("deep/b.yaml", &format!("# 注释\n\n{text}")));
        assert_ne!(one, digest("a.yaml", &text.replace("48", "24")));
        assert_ne!(one, digest("a.yaml", &text.replace("id: ship", "id: shipping")));
        assert_eq!(one.to_string().len(), 32);
    }
}
