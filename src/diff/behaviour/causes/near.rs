//! The phrasing that is most like a question, for many questions at once.
//!
//! As [`Explainer::explain`] finds it; but the pieces of a phrasing are made once for all questions that are held
//! against its entry, as an entry may have a thousand phrasings and a thousand flips.

use rayon::prelude::*;

use crate::matching::{Explainer, SCHEME};
use crate::model::{EntryIndex, KnowledgeBase};
use crate::text::Features;

/// A phrasing and how like the question it is, from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Nearest<'kb> {
    pub(super) phrasing: &'kb str,
    pub(super) similarity: f32,
}

/// For each wanted entry and place of a question, the entry's phrasing that is most like it; by the places.
pub(super) fn nearest<'kb>(
    knowledge_base: &'kb KnowledgeBase,
    mut wanted: Vec<(EntryIndex, usize)>,
    questions: &[Explainer],
) -> Vec<Option<Nearest<'kb>>> {
    wanted.sort_unstable();
    let groups: Vec<&[(EntryIndex, usize)]> = wanted.chunk_by(|one, other| one.0 == other.0).collect();
    let found: Vec<Vec<Option<Nearest<'kb>>>> =
        groups.par_iter().map(|group| of_one_entry(knowledge_base, group, questions)).collect();
    let mut nearest = vec![None; questions.len()];
    for (&(_, at), found) in wanted.iter().zip(found.into_iter().flatten()) {
        nearest[at] = found;
    }
    nearest
}

fn of_one_entry<'kb>(
    knowledge_base: &'kb KnowledgeBase,
    group: &[(EntryIndex, usize)],
    questions: &[Explainer],
) -> Vec<Option<Nearest<'kb>>> {
    let mut best: Vec<Option<Nearest<'kb>>> = vec![None; group.len()];
    let mut features = Features::new();
    for phrasing in knowledge_base.entry(group[0].0).phrasings() {
        features.extract(phrasing, SCHEME, None);
        for (best, &(_, at)) in best.iter_mut().zip(group) {
            let similarity = questions[at].similarity(&features.pieces);
            if best.is_none_or(|best| similarity > best.similarity) {
                *best = Some(Nearest { phrasing, similarity });
            }
        }
    }
    best
}

/// How like a question a text is, from 0 to 1.
pub(super) fn similarity(question: &Explainer, text: &str) -> f32 {
    let mut features = Features::new();
    features.extract(text, SCHEME, None);
    question.similarity(&features.pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn it_finds_what_the_explainer_finds() {
        let text = "\
- {id: ship, question: 什么时候发货？, variants: [几天能到, 多久能送到 iPhone 15, ＡＢＣ, 😀]}
- {id: refund, question: 怎么退款, variants: [钱怎么退, 不想要了]}
";
        let loaded = KnowledgeBase::from_texts([(PathBuf::from("a.yaml"), text.to_owned())]);
        let knowledge_base = loaded.knowledge_base;
        let questions: Vec<Explainer> =
            ["亲，几天能到呀", "iphone 15多久到", "我不想要了", "", "😀😀", "abc", "怎么退款"]
                .map(Explainer::new)
                .into();
        for entry in [EntryIndex(0), EntryIndex(1)] {
            let wanted = (0..questions.len()).rev().map(|at| (entry, at)).collect();
            for (question, found) in questions.iter().zip(nearest(&knowledge_base, wanted, &questions)) {
                let explained = question.explain(knowledge_base.entry(entry));
                let found = found.expect("a phrasing");
                assert_eq!((found.phrasing, found.similarity), (explained.phrasing, explained.similarity));
            }
        }
        let one = nearest(&knowledge_base, vec![(EntryIndex(1), 2)], &questions);
        assert_eq!(one.iter().filter(|found| found.is_some()).count(), 1);
        assert_eq!(one[2].expect("asked").phrasing, "不想要了");
    }
}
