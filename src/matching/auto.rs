//! The `auto` engine: what is certain first, then what is learned.
//!
//! A question that is a phrasing needs no classifier, and a complete keyword set is a trainer's explicit
//! word; both go before what was learned. What is learned depends on size: a classifier is the better
//! judge and is trained in seconds up to some ten thousand phrasings; beyond that the index takes over.

use serde::{Deserialize, Serialize};

use super::{
    Candidate, DEPTH, Exact, Keyword, LearningOptions, Linear, Matcher, Query, Ranking, Retrieval,
    Thresholds, TrainingSet,
};
use crate::model::View;
use crate::text::Normaliser;

/// From this product of phrasings and entries on, training a classifier takes more than half a minute.
const LARGE: u64 = 100_000_000;

/// Whether a classifier for `set` would take too long to train.
pub(crate) fn is_large(set: &TrainingSet<'_>) -> bool {
    set.phrasings.len() as u64 * set.classes.len() as u64 >= LARGE
}

/// Which engine learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Learned {
    /// Linear or retrieval, by size.
    #[default]
    BySize,
    /// Always the classifier.
    Linear,
    /// Always the index.
    Retrieval,
}

/// Exact, keyword and one learning engine, one after the other.
#[derive(Debug, Serialize, Deserialize)]
pub struct Auto {
    exact: Exact,
    keyword: Keyword,
    learned: LearnedEngine,
}

/// What was learned.
#[derive(Debug, Serialize, Deserialize)]
enum LearnedEngine {
    Linear(Box<Linear>),
    Retrieval(Box<Retrieval>),
}

impl std::ops::Deref for LearnedEngine {
    type Target = dyn Matcher;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Linear(linear) => &**linear,
            Self::Retrieval(retrieval) => &**retrieval,
        }
    }
}

impl Auto {
    /// Build for everything that is live in `view`.
    pub fn train(
        view: &View<'_>,
        set: &TrainingSet<'_>,
        learned: Learned,
        options: LearningOptions<'_>,
    ) -> Self {
        let linear = match learned {
            Learned::BySize => !is_large(set),
            Learned::Linear => true,
            Learned::Retrieval => false,
        };
        let train = || {
            if linear {
                LearnedEngine::Linear(Box::new(Linear::train(set, options)))
            } else {
                LearnedEngine::Retrieval(Box::new(Retrieval::train(set, options)))
            }
        };
        let certain = || (Exact::new(set), Keyword::new(view));
        let (learned, (exact, keyword)) = rayon::join(train, certain);
        Self { exact, keyword, learned }
    }

    /// The name of the engine that learned.
    pub fn learned(&self) -> &'static str {
        self.learned.name()
    }

    /// Several entries that are named equally well are not guessed between but offered, in the order of
    /// what was learned.
    fn offered_if_tied(&self, mut candidates: Vec<Candidate>, learned: &Ranking) -> Vec<Candidate> {
        let tied =
            candidates.iter().filter(|candidate| candidate.confidence == candidates[0].confidence).count();
        if tied > 1 {
            let Thresholds { direct, recommend } = self.learned.thresholds();
            let offered = f64::midpoint(direct, recommend) as f32;
            let place = |candidate: &Candidate| learned.rank_of(candidate.entry).unwrap_or(usize::MAX);
            candidates[..tied].sort_by_key(place);
            for candidate in &mut candidates {
                candidate.confidence = candidate.confidence.min(offered);
            }
        }
        candidates
    }

    fn combine(&self, query: &Query<'_>, key: &str, learned: Ranking) -> Ranking {
        let exact = self.exact.candidates(query, key);
        let keyword = self.keyword.candidates(query, key);
        let excluded = self.exact.excluded(key);
        // Most questions are no phrasing and have no keywords.
        let mut kept = if exact.is_empty() && keyword.is_empty() && excluded.is_empty() {
            learned.candidates
        } else {
            let mut candidates = self.offered_if_tied(exact, &learned);
            candidates.extend(self.offered_if_tied(keyword, &learned));
            candidates.extend(learned.candidates);
            let mut kept: Vec<Candidate> = Vec::with_capacity(DEPTH);
            for candidate in candidates {
                let known = kept.iter().any(|other| other.entry == candidate.entry);
                if kept.len() < DEPTH && !known && !excluded.contains(&candidate.entry) {
                    kept.push(candidate);
                }
            }
            kept
        };
        // Behind a certain candidate nothing may look more certain.
        let mut most = 1.0_f32;
        for candidate in &mut kept {
            candidate.confidence = candidate.confidence.min(most);
            most = candidate.confidence;
        }
        Ranking { candidates: kept, ..Ranking::default() }
    }
}

impl Matcher for Auto {
    fn name(&self) -> &'static str {
        "auto"
    }

    fn rank(&self, queries: &[Query<'_>]) -> Vec<Ranking> {
        let (normaliser, mut key) = (Normaliser::default(), String::new());
        let combine = |(query, learned): (&Query<'_>, Ranking)| {
            normaliser.apply_into(query.text, &mut key);
            self.combine(query, &key, learned)
        };
        queries.iter().zip(self.learned.rank(queries)).map(combine).collect()
    }

    fn thresholds(&self) -> Thresholds {
        self.learned.thresholds()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::{Outcome, Reason};
    use crate::model::{KnowledgeBase, ViewOptions};
    use std::path::PathBuf;

    /// Outcome and candidates (`pack/id`, reason) for each question.
    fn ask(text: &str, questions: &[&str]) -> Vec<(Outcome, Vec<(String, Reason)>)> {
        let loaded = KnowledgeBase::from_texts([(PathBuf::from("kb.yaml"), text.to_owned())]);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let knowledge_base = loaded.knowledge_base;
        let options =
            ViewOptions { shop: None, as_of: jiff::civil::date(2026, 11, 5), channel: None, mode: None };
        let view = View::new(&knowledge_base, options).expect("view");
        let set = TrainingSet::new(&view);
        [Learned::Linear, Learned::Retrieval]
            .into_iter()
            .flat_map(|learned| {
                let auto = Auto::train(&view, &set, learned, LearningOptions::default());
                let queries: Vec<_> = questions.iter().map(|text| Query::new(text)).collect();
                let show = |ranking: Ranking| {
                    let outcome = auto.thresholds().outcome(&ranking);
                    let one =
                        |one: &Candidate| (knowledge_base.entry(one.entry).reference.to_string(), one.reason);
                    assert!(ranking.candidates.is_sorted_by(|one, other| one.confidence >= other.confidence));
                    (outcome, ranking.candidates.iter().take(2).map(one).collect())
                };
                auto.rank(&queries).into_iter().map(show).collect::<Vec<_>>()
            })
            .collect()
    }

    const TEXT: &str = "\
- {id: ship, question: 什么时候发货？, variants: [多久发货, 几天能发出, 今天能发吗], keywords: [[发货, 哪天]]}
- {id: refund, question: 怎么退款？, variants: [钱怎么退, 申请退款, 退款在哪点], counterexamples: [退款多久到账]}
- {id: arrive, question: 退款要等几天？, variants: [退的钱几天到, 在哪看进度, 到账要多久]}
- {id: size, question: 尺码怎么选？, variants: [穿多大码, 选什么码, 在哪看进度]}
";

    #[test]
    fn what_is_certain_goes_first() {
        for (outcome, candidates) in ask(TEXT, &["多久發貨？", "哪天可以发货呀"]) {
            assert_eq!((outcome, &*candidates[0].0), (Outcome::Direct, "default/ship"));
            assert!(matches!(candidates[0].1, Reason::Exact | Reason::Keyword));
        }
    }

    #[test]
    fn one_phrasing_under_two_entries_is_offered_not_guessed() {
        for (outcome, candidates) in ask(TEXT, &["在哪看进度"]) {
            assert_eq!(outcome, Outcome::Recommend);
            let mut found: Vec<_> = candidates.iter().map(|(entry, _)| entry.as_str()).collect();
            found.sort_unstable();
            assert_eq!(found, ["default/arrive", "default/size"]);
        }
    }

    #[test]
    fn a_counterexample_never_leads_to_its_entry() {
        for (_, candidates) in ask(TEXT, &["退款多久到账"]) {
            assert!(candidates.iter().all(|(entry, _)| entry != "default/refund"), "{candidates:?}");
        }
    }

    #[test]
    fn within_packs_only_what_the_pack_meets_comes_into_question() {
        let texts = [
            (
                "kb/shoes.yaml",
                "- {id: wash, question: 鞋子怎么洗？, variants: [怎么洗, 可以机洗吗, 脏了咋办]}\n",
            ),
            ("kb/coats.yaml", "- {id: wash, question: 大衣怎么洗？, variants: [怎么洗, 能干洗吗, 洗坏了]}\n"),
            ("kb/common.yaml", "- {id: hello, question: 在吗？, variants: [有人吗]}\n"),
        ];
        let texts = texts.map(|(path, text)| {
            let name = path.trim_start_matches("kb/").trim_end_matches(".yaml");
            (std::path::PathBuf::from(path), format!("pack: {name}\nentries:\n{text}"))
        });
        let loaded = crate::model::KnowledgeBase::from_texts(texts);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let knowledge_base = loaded.knowledge_base;
        let options =
            ViewOptions { shop: None, as_of: jiff::civil::date(2026, 11, 5), channel: None, mode: None };
        let view = View::new(&knowledge_base, options).expect("view").within_packs();
        let set = TrainingSet::new(&view);
        for learned in [Learned::Linear, Learned::Retrieval] {
            let auto = Auto::train(&view, &set, learned, LearningOptions::default());
            let ask = |pack: Option<&str>, text| {
                let pack = pack.and_then(|pack| knowledge_base.find_pack(pack));
                let within = pack.and_then(|pack| view.neighbourhood(pack));
                let ranking = auto.rank(&[Query { within, ..Query::new(text) }]).remove(0);
                let entry = |one: &Candidate| knowledge_base.entry(one.entry).reference.to_string();
                let found: Vec<String> = ranking.candidates.iter().map(entry).collect();
                (auto.thresholds().outcome(&ranking), found)
            };
            assert_eq!(ask(None, "怎么洗").0, Outcome::Recommend, "two entries have the phrasing");
            let (outcome, found) = ask(Some("shoes"), "怎么洗");
            assert_eq!((outcome, &*found[0]), (Outcome::Direct, "shoes/wash"));
            assert!(found.iter().all(|entry| !entry.starts_with("coats/")), "{found:?}");
            assert!(ask(Some("common"), "能机洗吗").1.iter().all(|entry| entry == "common/hello"));
        }
    }

    #[test]
    fn odd_questions_and_tiny_knowledge_bases_are_no_trouble() {
        let one = "- question: 在吗\n";
        for text in [TEXT, one, "- question: ？\n- question: 😀\n"] {
            assert_eq!(ask(text, &["", "？？？", "😀", "a", &"长".repeat(5000)]).len(), 10);
        }
        assert_eq!(ask(one, &["在吗"])[0].0, Outcome::Direct);
    }
}
