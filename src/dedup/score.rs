//! Given pairs of texts, judged one by one, by the same score that the search uses.

use rayon::prelude::*;

use super::collection::{ClassId, Collection, NO_CLASS};
use super::guard::Guards;
use super::join::score_of;
use super::reason;
use super::similarity::{KeyDifference, Similarity};
use crate::diagnostic::Message;
use crate::text::{core_key, match_key};

/// What is said of a pair of texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// How alike they are, from 0 to 1. It is halved for what the guards keep apart.
    pub score: f64,
    /// Whether they count as duplicates: the score reaches the threshold, and the guards do not keep them
    /// apart, which they do at any threshold.
    pub duplicate: bool,
    /// Why, or what keeps them apart.
    pub reason: Message,
    /// What only one of them has.
    pub difference: KeyDifference,
    /// Whether two parts of what both have in common have changed places around a third.
    pub exchanged: bool,
    /// Whether the guards keep them apart.
    pub set_apart: bool,
}

/// Judge pairs, on all cores, in their order.
pub fn score_pairs<T: AsRef<str> + Sync>(
    pairs: &[(T, T)],
    similarity: &Similarity,
    guards: &Guards,
) -> Vec<Scored> {
    let texts: Vec<&str> = pairs.iter().flat_map(|(one, other)| [one.as_ref(), other.as_ref()]).collect();
    let collection = Collection::new(&texts, guards);
    texts
        .par_chunks_exact(2)
        .zip(collection.class_of.par_chunks_exact(2))
        .map(|(texts, classes)| {
            score(&collection, [texts[0], texts[1]], [classes[0], classes[1]], similarity, guards)
        })
        .collect()
}

fn score(
    collection: &Collection,
    [one, other]: [&str; 2],
    [class, other_class]: [ClassId; 2],
    similarity: &Similarity,
    guards: &Guards,
) -> Scored {
    let difference = KeyDifference::between(one, other);
    if class == NO_CLASS || other_class == NO_CLASS {
        let same = one.trim() == other.trim() && !one.trim().is_empty();
        let reason = if same {
            Message::new("the same text", "一字不差")
        } else {
            Message::new("nothing to compare", "没有可比较的内容")
        };
        let score = f64::from(u8::from(same));
        let duplicate = score >= similarity.threshold();
        return Scored { score, duplicate, reason, difference, exchanged: false, set_apart: false };
    }
    let near = (class != other_class).then(|| score_of(collection, similarity, class, other_class));
    let exchanged = near.is_some() && collection.exchanged(class, other_class);
    let keys = [one, other].map(match_key);
    let likeness = reason::explain(one, other, near, similarity);
    if near.is_some()
        && let Some(apart) = reason::difference(core_key(&keys[0]), core_key(&keys[1]), guards)
    {
        let score = (likeness.score * 5e5).round() / 1e6;
        return Scored { score, duplicate: false, reason: apart, difference, exchanged, set_apart: true };
    }
    let duplicate = likeness.score >= similarity.threshold();
    Scored {
        score: likeness.score,
        duplicate,
        reason: likeness.reason.message(),
        difference,
        exchanged,
        set_apart: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::GuardLists;

    fn scored(one: &str, other: &str) -> Scored {
        let guards = Guards::new(&GuardLists::default()).expect("the lists that ship");
        score_pairs(&[(one, other)], &Similarity::new(None), &guards).remove(0)
    }

    #[test]
    fn what_asks_the_same() {
        for (one, other) in [
            ("怎么退款", "怎么退款"),
            ("怎么退款", "請問怎麼退款？"),
            ("怎么退款呢", "如何退款"),
            ("帐户怎么注销", "账户怎么注销"),
            ("羽绒服可以机洗吗", "可以机洗吗，羽绒服"),
            ("how do i get a refund", "how do i get a refudn"),
        ] {
            let scored = scored(one, other);
            assert!(scored.duplicate, "{one} {other} {scored:?}");
        }
        assert_eq!(scored("怎么退款", "怎么退款？").score, 1.0);
    }

    #[test]
    fn what_asks_something_else() {
        for (one, other) in [
            ("怎么退款", "什么时候发货"),
            ("7天内可以退货吗", "15天内可以退货吗"),
            ("怎么开通花呗", "怎么关闭花呗"),
            ("这件衣服可以退吗", "这件衣服不可以退吗"),
            ("从北京寄到上海要多久", "从上海寄到北京要多久"),
            ("", ""),
            ("的", "吗"),
            ("", "怎么退款"),
        ] {
            let scored = scored(one, other);
            assert!(!scored.duplicate, "{one} {other} {scored:?}");
            assert!((0.0..=1.0).contains(&scored.score));
        }
    }

    #[test]
    fn what_is_kept_apart_says_why_and_scores_half() {
        let apart = scored("手机7天内可以退货吗", "手机15天内可以退货吗");
        assert!(apart.set_apart && apart.score <= 0.5);
        assert!(apart.reason.chinese.contains('7'), "{:?}", apart.reason);
        // At no threshold is it a duplicate, as no search would show it as one.
        let guards = Guards::new(&GuardLists::default()).expect("the lists that ship");
        let pair = [("买7款款退", "款7款退不买")];
        assert!(!score_pairs(&pair, &Similarity::new(Some(0.05)), &guards)[0].duplicate);
    }
}
