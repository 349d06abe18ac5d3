//! Curate the knowledge bases behind customer-service bots.
//!
//! A knowledge base is a folder of YAML: packs of questions, each with its phrasings and answers, and the
//! shops that subscribe to them. This crate reads such a folder and finds what is wrong in it, to the
//! character, by rules ([`lint`]), and which phrasings say the same, with the harm that does ([`dedup`]). It
//! learns from it what a customer's question means, and holds the result against labelled transcripts: how
//! many questions does the knowledge base cover (覆盖率), how many get the right answer at once (命中率), pack
//! by pack. Nothing is downloaded and no model file is kept: the same knowledge base, transcripts and day give
//! the same figures everywhere.
//!
//! The library neither prints nor exits nor reads command lines; the `kbtool` binary does that.
//!
//! # The modules
//!
//! | Module | Knows |
//! |---|---|
//! | [`source`] | files, encodings, positions, YAML with spans, tables; not what any of it means |
//! | [`text`] | when two texts count as the same, scripts, words, features |
//! | [`diagnostic`] | how to say that something is wrong at a place, in two languages |
//! | [`model`] | packs, shops, entries, and what of them is served to whom on which day |
//! | [`matching`] | engines that rank entries for a question, confidence, thresholds |
//! | [`eval`] | transcripts, judgements, figures, gates, baselines |
//! | [`dedup`] | which phrasings say the same, what harm that does, what people decide about it |
//! | [`diff`] | what changed in meaning between two versions, and what customers notice of it |
//! | [`lint`] | rules: what is wrong, where, and how to mend it |
//! | [`import`] | labelled utterances turned into files of entries |
//! | [`config`] | `kbtool.toml` |
//! | [`packs`] | the packs that ship with kbtool, as texts |
//! | [`starter`] | the files of a new knowledge base |
//! | [`report`] | a result as text, JSON, Markdown and what else people and programs read |
//!
//! `docs/architecture.md` tells which of them may use which, and `docs/figures.md` defines every figure.
//!
//! # An example
//!
//! Load a small knowledge base, learn from it, and ask:
//!
//! ```
//! use kbtool::matching::{Auto, Learned, LearningOptions, Matcher, Outcome, Query, TrainingSet};
//! use kbtool::model::{KnowledgeBase, View, ViewOptions};
//!
//! let file = "
//! - id: ship-time
//!   question: 什么时候发货？
//!   variants: [多久发货, 几天能发出]
//!   answer: 付款后 48 小时内发货。
//! - id: express
//!   question: 用什么快递？
//!   variants: [发哪家快递, 能指定快递吗]
//!   answer: 由店铺合作的快递寄出。
//! ";
//! let loaded = KnowledgeBase::from_texts([("shop/faq.yaml".into(), file.to_owned())]);
//! assert!(loaded.problems.is_empty());
//! let knowledge_base = loaded.knowledge_base;
//!
//! // What is served on this day. No shop is chosen, so every pack is.
//! let options = ViewOptions { shop: None, as_of: "2026-11-05".parse()?, channel: None, mode: None };
//! let view = View::new(&knowledge_base, options)?;
//!
//! let set = TrainingSet::new(&view);
//! let engine = Auto::train(&view, &set, Learned::BySize, LearningOptions::default());
//!
//! let ranking = engine.rank(&[Query::new("請問多久發貨")]).remove(0);
//! let top = ranking.top().expect("a candidate");
//! assert_eq!(&*knowledge_base.entry(top.entry).reference, "shop/ship-time");
//! let outcome = engine.thresholds().outcome_in(&view, &ranking);
//! println!("{outcome:?}, confidence {:.2}", top.confidence);
//! assert_eq!(outcome, Outcome::Direct);
//!
//! // Two rows of a transcript, judged and summed up.
//! use kbtool::eval::{Counters, Judge, Report, Row, RunFacts, Subject};
//! use kbtool::model::Lookup;
//!
//! let lookup = Lookup::new(&knowledge_base);
//! let judge = Judge::new(&view, &lookup, engine.thresholds());
//! let mut counters = Counters::default();
//! for (question, expected) in [("几天发货", "ship-time"), ("发哪家快递呀", "用什么快递？")] {
//!     let row = Row { question: question.into(), expected: Some(expected.into()), count: 1, ..Row::default() };
//!     let ranking = engine.rank(&[Query::new(question)]).remove(0);
//!     counters.count(&judge.judge(&row, &ranking)?, row.count);
//! }
//! let facts = RunFacts { engine: engine.name(), thresholds: engine.thresholds() };
//! let report = Report::new(&counters, &Subject::new(&view, facts));
//! assert_eq!(report.overall.coverage.value, Some(1.0));
//! assert_eq!(report.overall.hit_rate.value, Some(1.0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A whole file of transcripts, of any size, goes through [`eval::evaluate`], which reads, ranks and judges
//! on all cores.

pub mod bundle;
pub mod config;
pub mod dedup;
pub mod diagnostic;
pub mod diff;
pub mod eval;
pub mod import;
pub mod install;
pub mod lint;
pub mod matching;
pub mod model;
pub mod packs;
pub mod report;
pub mod source;
pub mod starter;
pub mod text;
