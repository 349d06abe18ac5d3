//! An evaluation with something of everything, and an empty one, for the tests of the renderers.

use std::collections::BTreeMap;

use super::EvalOutcome;
use crate::diagnostic::Message;
use crate::eval::{Counters, Rate, Report, RunFacts, Subject, check_gates, compare, sample};
use crate::model::{Figure, Gates};

fn gates(limits: &[(Figure, f64)]) -> Gates {
    Gates { limits: limits.iter().copied().collect() }
}

/// Gates kept, missed and not measured, and a baseline that was better at some things.
pub(super) fn outcome() -> EvalOutcome {
    let report = sample::report();
    let overall = gates(&[(Figure::Coverage, 0.85), (Figure::HitRate, 0.8195), (Figure::Mrr, 0.9)]);
    let per_pack = BTreeMap::from([
        ("ecommerce-common".to_owned(), gates(&[(Figure::HitRate, 0.8), (Figure::WrongRate, 0.02)])),
        ("greetings".to_owned(), gates(&[(Figure::RejectRate, 0.9)])),
        ("shoes".to_owned(), gates(&[(Figure::HitRate, 0.85)])),
    ]);
    let mut before = report.clone();
    before.engine = "retrieval".to_owned();
    before.overall.hit_rate = Rate::new(83, 94);
    before.overall.wrong_rate = Rate::new(5, 94);
    before.packs[0].figures.hit_rate = Rate::new(66, 73);
    before.packs.retain(|pack| pack.pack != "greetings");
    let comparison = compare(&before, &report);
    EvalOutcome {
        gates: check_gates(&report, &overall, &per_pack),
        regressions: comparison.regressions(0.02),
        comparison: Some(comparison),
        notes: vec![Message::new("the file is damaged at byte 7", "文件在第 7 个字节处损坏")],
        report,
    }
}

/// No row, no gate, no baseline, an empty knowledge base.
pub(super) fn empty() -> EvalOutcome {
    let knowledge_base = crate::model::KnowledgeBase::default();
    let view = sample::view(&knowledge_base);
    let facts = RunFacts { engine: "auto", thresholds: sample::THRESHOLDS };
    let report = Report::new(&Counters::default(), &Subject::new(&view, facts));
    EvalOutcome { report, gates: vec![], comparison: None, regressions: vec![], notes: vec![] }
}
