//! What a knowledge base has in common with texts from elsewhere: test questions, another knowledge base.

use std::sync::Mutex;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::collection::{ClassId, Collection, NO_CLASS};
use super::join::{ClassPair, JoinOptions, join};
use super::likeness::{Degree, Likeness};
use super::phrasings::{PhrasingId, Phrasings};
use super::reason::explain;
use super::search::SearchOptions;
use crate::model::KnowledgeBase;

/// So many phrasings of a class are held against a text to find the likest; what is left is no likelier.
const MOST_COMPARED: usize = 64;

/// A text from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherText {
    /// The text.
    pub text: String,
    /// Where it stands, for people.
    pub place: String,
    /// What should answer it, as its label says; `None` without one.
    pub expected: Option<String>,
}

/// Which of `others` the knowledge base, whose phrasings are `phrasings`, says too: those that are equal to a
/// phrasing of any entry, or near one; each once, by the likest. The strictest degree first, then by score, then
/// in their order.
pub fn against(
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    others: &[OtherText],
    options: &SearchOptions<'_>,
) -> Vec<Shared> {
    let ids: Vec<PhrasingId> = phrasings.ids().collect();
    let own = |id: PhrasingId| &*phrasings.get(id).text(knowledge_base).value;
    let texts: Vec<&str> =
        ids.iter().map(|&id| own(id)).chain(others.iter().map(|other| other.text.as_str())).collect();
    let collection = Collection::new(&texts, options.guards);
    let mut own_of: Vec<Vec<PhrasingId>> = vec![Vec::new(); collection.len()];
    let mut is_other = vec![false; collection.len()];
    for (at, &class) in collection.class_of.iter().enumerate().filter(|&(_, &class)| class != NO_CLASS) {
        match ids.get(at) {
            Some(&id) if own_of[class as usize].len() < MOST_COMPARED => own_of[class as usize].push(id),
            Some(_) => {}
            None => is_other[class as usize] = true,
        }
    }
    // What is equal to a phrasing need not be near another.
    let meets = |own: ClassId, other: ClassId| {
        !own_of[own as usize].is_empty() && own_of[other as usize].is_empty() && is_other[other as usize]
    };
    let wanted = |one: ClassId, other: ClassId| meets(one, other) || meets(other, one);
    let nearest = Mutex::new(FxHashMap::<ClassId, (ClassId, ClassPair)>::default());
    let found = |pair: ClassPair| {
        let (own, other) =
            if meets(pair.one, pair.other) { (pair.one, pair.other) } else { (pair.other, pair.one) };
        if let Ok(mut nearest) = nearest.lock() {
            let best = nearest.entry(other).or_insert((own, pair));
            if pair.score > best.1.score || (pair.score == best.1.score && own < best.0) {
                *best = (own, pair);
            }
        }
    };
    let similarity = options.similarity;
    join(&collection, &JoinOptions { similarity, set_apart: false, wanted: &wanted }, &found);
    let nearest = nearest.into_inner().unwrap_or_default();
    let mut shared: Vec<Shared> = others
        .par_iter()
        .zip(&collection.class_of[ids.len()..])
        .filter_map(|(other, &class)| {
            if class == NO_CLASS {
                return None;
            }
            let (own_class, pair) = match nearest.get(&class) {
                Some(&(own_class, pair)) => (own_class, Some(pair)),
                None => (class, None),
            };
            let near = pair.map(|pair| (pair.score, pair.slip));
            let likest = own_of[own_class as usize].iter().map(|&id| {
                let likeness = explain(own(id), &other.text, near, similarity);
                (likeness.degree, id, likeness)
            });
            let (_, phrasing, likeness) = likest.min_by_key(|&(degree, id, _)| (degree, id))?;
            let (text, place) = (other.text.clone(), other.place.clone());
            let counts = likeness.score >= similarity.threshold();
            counts.then(|| Shared { phrasing, text, place, expected: other.expected.clone(), likeness })
        })
        .collect();
    shared.par_sort_by(|one, other| {
        let (one, other) = (&one.likeness, &other.likeness);
        one.degree.cmp(&other.degree).then(other.score.total_cmp(&one.score))
    });
    shared
}

/// A text from elsewhere that the knowledge base says too.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The phrasing of the knowledge base that is most like it.
    pub phrasing: PhrasingId,
    /// The other text.
    pub text: String,
    /// Where it stands: `file:line`, or `pack/id (path:line)`.
    pub place: String,
    /// What should answer it, as its label says; `None` without one.
    pub expected: Option<String>,
    /// How alike the two are, and why.
    pub likeness: Likeness,
}

/// What holding a knowledge base against texts from elsewhere came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AgainstReport {
    /// How many texts were compared.
    pub compared: usize,
    /// Those that the knowledge base says too, each once: the strictest degree first, then by score, then in
    /// their order.
    pub shared: Vec<Shared>,
    /// Whether they are test questions, which should not stand in what the engine learns from.
    pub leakage: bool,
}

impl AgainstReport {
    /// How many are so much alike.
    pub fn count(&self, degree: Degree) -> usize {
        self.shared.iter().filter(|shared| shared.likeness.degree == degree).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::{GuardLists, Guards, Similarity};

    #[test]
    fn each_text_once_by_the_likest() {
        let yaml = "- {id: a, question: 怎么申请退款, variants: [请问怎么申请退款？]}\n- {id: b, question: 帐户怎么注销}\n";
        let loaded = KnowledgeBase::from_texts([("p/a.yaml".into(), yaml.to_owned())]);
        let knowledge_base = loaded.knowledge_base;
        let phrasings = Phrasings::new(&knowledge_base);
        let guards = Guards::new(&GuardLists::default()).expect("the lists that ship");
        let similarity = Similarity::new(None);
        let options = SearchOptions {
            similarity: &similarity,
            guards: &guards,
            as_of: jiff::civil::date(2026, 11, 5),
            set_apart: false,
        };
        let others: Vec<OtherText> =
            ["如何申请退款", "账户怎么注销", "请问怎么申请退款？", "什么时候发货", "", "😀"]
                .into_iter()
                .map(|text| OtherText { text: text.into(), place: "t.csv:2".into(), expected: None })
                .collect();
        let shared = against(&knowledge_base, &phrasings, &others, &options);
        let told: Vec<_> =
            shared.iter().map(|one| (one.text.as_str(), one.phrasing.0, one.likeness.degree)).collect();
        assert_eq!(
            told,
            [
                ("请问怎么申请退款？", 1, Degree::Exact),
                ("如何申请退款", 0, Degree::Near),
                ("账户怎么注销", 2, Degree::Near),
            ]
        );
    }
}
