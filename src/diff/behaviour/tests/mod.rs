//! Two small versions, real engines, and what they make of the same rows.

mod causes;
mod flips;
mod properties;
mod served;

use std::path::PathBuf;

use super::*;
use crate::diff::{Change, Pairing, Share, Versions};
use crate::eval::{Row, sample};
use crate::matching::{Auto, Exact, Learned, LearningOptions, Linear, Matcher, TrainingSet};
use crate::model::{KnowledgeBase, Lookup, View, ViewOptions};

/// Which engine both versions are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Exact,
    Linear,
    Auto,
}

type Files<'t> = &'t [(&'t str, &'t str)];

/// Two versions, and how they are asked.
#[derive(Debug, Clone)]
struct Case<'t> {
    before: Files<'t>,
    after: Files<'t>,
    /// Entries that are pairs although they are called otherwise; those of one reference are pairs anyway.
    renamed: &'t [(&'t str, &'t str)],
    /// Entries without a pair and the entry that shares their phrasings in the other version, both by reference.
    shared: &'t [(&'t str, &'t str)],
    changes: Vec<Change>,
    engine: Engine,
    shop: Option<&'t str>,
    /// Rows that are asked at a time.
    batch: usize,
}

/// Rows of one file after the other.
type Batches = Vec<(String, Vec<Row>)>;

impl<'t> Case<'t> {
    fn new(before: Files<'t>, after: Files<'t>) -> Self {
        let (renamed, shared) = (&[][..], &[][..]);
        let (changes, engine) = (Vec::new(), Engine::Exact);
        Self { before, after, renamed, shared, changes, engine, shop: None, batch: 1000 }
    }

    /// The behaviour, from a transcript in which no row is to be skipped.
    fn ask(&self, rows: &[Row]) -> Behaviour {
        let (behaviour, skipped) =
            self.ask_all(QuestionSource::Transcripts, |_| vec![("t.csv".to_owned(), rows.to_vec())]);
        assert_eq!(skipped, Vec::<String>::new());
        behaviour
    }

    fn self_test(&self) -> Behaviour {
        self.ask_all(QuestionSource::SelfTest, |view| self_test_batches(view).collect()).0
    }

    /// The behaviour, and which lines were skipped and why.
    fn ask_all(
        &self,
        source: QuestionSource,
        batches: impl FnOnce(&View<'_>) -> Batches,
    ) -> (Behaviour, Vec<String>) {
        let bases = (load(self.before), load(self.after));
        let lookups = (Lookup::new(&bases.0), Lookup::new(&bases.1));
        let pairing = self.pairing(&bases, &lookups);
        let views = (self.view(&bases.0), self.view(&bases.1));
        let engines = (engine(self.engine, &views.0), engine(self.engine, &views.1));
        let before = Side {
            view: &views.0,
            lookup: &lookups.0,
            matcher: &*engines.0,
            thresholds: engines.0.thresholds(),
        };
        let after = Side {
            view: &views.1,
            lookup: &lookups.1,
            matcher: &*engines.1,
            thresholds: engines.1.thresholds(),
        };
        let mut run = BehaviourRun::new(&pairing, before, after, source);
        let mut skipped = Vec::new();
        for (file, rows) in batches(&views.0) {
            for rows in rows.chunks(self.batch) {
                run.ask(&file, rows, &mut |line, reason| skipped.push(format!("{line}: {reason}")));
            }
        }
        let versions = Versions { before: &bases.0, after: &bases.1, gates: None };
        (run.finish(versions, &self.changes), skipped)
    }

    fn pairing(&self, bases: &(KnowledgeBase, KnowledgeBase), lookups: &(Lookup, Lookup)) -> Pairing {
        let now = |reference: &str| {
            let renamed = self.renamed.iter().find(|(old, _)| *old == reference);
            lookups.1.reference(renamed.map_or(reference, |(_, new)| new))
        };
        let indexed = bases.0.indexed();
        let pairs: Vec<(u32, u32)> =
            indexed.filter_map(|(index, entry)| Some((index.0, now(&entry.reference)?.0))).collect();
        let mut pairing = Pairing::of(bases.0.entries.len(), bases.1.entries.len(), &pairs);
        for (alone, other) in self.shared {
            let before = |reference: &str| lookups.0.reference(reference);
            let after = |reference: &str| lookups.1.reference(reference);
            if let (Some(before), Some(after)) = (before(other), after(alone)) {
                pairing.splits.push(Share { before, after, phrasings: 1 });
            } else {
                let (before, after) = (before(alone).expect("gone"), after(other).expect("there"));
                pairing.merges.push(Share { before, after, phrasings: 1 });
            }
        }
        pairing
    }

    fn view<'kb>(&self, knowledge_base: &'kb KnowledgeBase) -> View<'kb> {
        let as_of = sample::view(knowledge_base).as_of();
        let options = ViewOptions { shop: self.shop, as_of, channel: None, mode: None };
        View::new(knowledge_base, options).expect("the shop")
    }
}

fn load(files: Files<'_>) -> KnowledgeBase {
    let texts = files.iter().map(|(path, text)| (PathBuf::from(path), (*text).to_owned()));
    let loaded = KnowledgeBase::from_texts(texts);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.knowledge_base
}

fn engine(engine: Engine, view: &View<'_>) -> Box<dyn Matcher> {
    let set = TrainingSet::new(view);
    match engine {
        Engine::Exact => Box::new(Exact::new(&set)),
        Engine::Linear => Box::new(Linear::train(&set, LearningOptions::default())),
        Engine::Auto => Box::new(Auto::train(view, &set, Learned::Linear, LearningOptions::default())),
    }
}

/// Rows by question and label, on lines from 2 on.
fn rows(rows: &[(&str, &str)]) -> Vec<Row> {
    let row = |(line, (question, expected)): (u64, &(&str, &str))| Row {
        line,
        ..sample::row(question, expected, "", 1)
    };
    (2..).zip(rows).map(row).collect()
}

/// Kind and question of each flip.
fn flipped(behaviour: &Behaviour) -> Vec<(FlipKind, &str)> {
    behaviour.flips.iter().map(|flip| (flip.kind, &*flip.question)).collect()
}
