//! Asking both versions the same questions.

use anyhow::Result;
use kbtool::diagnostic::Message;
use kbtool::diff::{Behaviour, BehaviourRun, QuestionSource, Side, self_test_batches};
use kbtool::eval::transcripts::Transcripts;
use kbtool::eval::{Inputs, Report, Row};
use kbtool::matching::{Matcher, Thresholds, TrainingSet};
use kbtool::model::{KnowledgeBase, Lookup, View};

use super::Compared;
use crate::cli::context::Context;
use crate::cli::engine::{EngineName, EngineSettings};
use crate::cli::eval::refuse_unjudged;
use crate::cli::rows::{BATCH, RowTeller};
use crate::cli::versions::Version;

/// What both versions are asked.
pub(crate) enum Questions {
    Transcripts(Vec<(String, Transcripts)>),
    /// The phrasings of the earlier version.
    SelfTest,
}

/// Whether the engine says the same of every version, as it only repeats what a bot once said.
pub(crate) fn is_of_no_use(settings: &EngineSettings<'_>) -> bool {
    settings.name == EngineName::Replay
}

fn has_shop(knowledge_base: &KnowledgeBase, id: &str) -> bool {
    knowledge_base.shops.iter().any(|shop| &*shop.id.value == id)
}

/// What the later version serves through `shop`, or without it if only the earlier one has it.
pub(super) fn later_view<'v>(
    context: &Context,
    before: &Version,
    after: &'v Version,
    shop: Option<&str>,
    notes: &mut Vec<Message>,
) -> Result<View<'v>> {
    let knowledge_base = after.knowledge_base();
    let only_before =
        |shop: &&str| !has_shop(knowledge_base, shop) && has_shop(before.knowledge_base(), shop);
    match shop.filter(only_before) {
        None => context.view_through(knowledge_base, shop),
        Some(shop) => {
            let view = context.view_through(knowledge_base, None)?;
            notes.push(lacks_shop(after, shop, &view));
            Ok(view)
        }
    }
}

/// What the earlier version serves through `shop`, else through the shop of `after`; nothing, with a note, where
/// it serves nothing at all.
pub(crate) fn earlier_view<'v>(
    context: &Context,
    before: &'v Version,
    after: &View<'_>,
    shop: Option<&str>,
    notes: &mut Vec<Message>,
) -> Result<Option<View<'v>>> {
    let knowledge_base = before.knowledge_base();
    let asked = shop.or(after.shop().map(|shop| &*shop.id.value));
    let view =
        View::new(knowledge_base, context.view_options(asked.filter(|shop| has_shop(knowledge_base, shop))))?;
    let view = if after.is_within_packs() { view.within_packs() } else { view };
    if view.live().next().is_none() {
        let (name, day) = (&before.name, context.as_of);
        notes.push(Message::new(
            format!("{}: no entry is live on {day}, so nothing was asked", name.english),
            format!("{}：{day} 没有生效的知识点，未做提问对比", name.chinese),
        ));
        return Ok(None);
    }
    if let Some(shop) = asked.filter(|shop| !has_shop(knowledge_base, shop)) {
        notes.push(lacks_shop(before, shop, &view));
    }
    Ok(Some(view))
}

fn lacks_shop(version: &Version, shop: &str, view: &View<'_>) -> Message {
    let name = &version.name;
    match view.shop() {
        Some(only) => Message::new(
            format!(
                "{} has no shop `{shop}`; it is served through its only one, `{}`",
                name.english, &*only.id
            ),
            format!("{}没有店铺“{shop}”，按其唯一的店铺“{}”评测", name.chinese, &*only.id),
        ),
        None => Message::new(
            format!("{} has no shop `{shop}`; all its packs are served", name.english),
            format!("{}没有店铺“{shop}”，按全部行业包评测", name.chinese),
        ),
    }
}

/// An engine that learned one version.
struct Learned<'v> {
    view: &'v View<'v>,
    lookup: &'v Lookup,
    matcher: Box<dyn Matcher + 'v>,
    thresholds: Thresholds,
}

impl<'v> Learned<'v> {
    fn new(settings: &EngineSettings<'_>, view: &'v View<'v>, lookup: &'v Lookup) -> Result<Self> {
        let matcher = settings.build(view, lookup, &TrainingSet::new(view))?;
        let thresholds = settings.thresholds(&*matcher)?;
        Ok(Self { view, lookup, matcher, thresholds })
    }

    fn side(&self) -> Side<'_, 'v> {
        Side { view: self.view, lookup: self.lookup, matcher: &*self.matcher, thresholds: self.thresholds }
    }
}

/// Ask what is served of both versions, and sum up what became of it.
pub(crate) fn ask(
    context: &Context,
    settings: &EngineSettings<'_>,
    compared: &Compared<'_>,
    (before, after): (&View<'_>, &View<'_>),
    questions: Questions,
) -> Result<Behaviour> {
    let lookups = (Lookup::new(before.knowledge_base()), Lookup::new(after.knowledge_base()));
    let (before, after) = rayon::join(
        || Learned::new(settings, before, &lookups.0),
        || Learned::new(settings, after, &lookups.1),
    );
    let (before, after) = (before?, after?);
    let source = match questions {
        Questions::Transcripts(_) => QuestionSource::Transcripts,
        Questions::SelfTest => QuestionSource::SelfTest,
    };
    let mut run = BehaviourRun::new(&compared.pairing, before.side(), after.side(), source);
    let mut teller = RowTeller::new(context);
    let mut passed_over = Inputs::default();
    match questions {
        Questions::Transcripts(inputs) => {
            for (name, transcripts) in inputs {
                teller.file = name;
                ask_transcript(&mut run, &mut teller, transcripts, &mut passed_over)?;
            }
        }
        Questions::SelfTest => {
            for (file, rows) in self_test_batches(before.view) {
                teller.file = file;
                ask_rows(&mut run, &mut teller, &rows);
            }
        }
    }
    teller.finish();
    let mut behaviour = run.finish(compared.versions(), &compared.changes);
    for report in [&mut behaviour.before, &mut behaviour.after] {
        count_passed_over(report, &passed_over);
    }
    refuse_unjudged(&behaviour.after)?;
    Ok(behaviour)
}

fn ask_transcript(
    run: &mut BehaviourRun<'_, '_>,
    teller: &mut RowTeller<'_>,
    mut transcripts: Transcripts,
    passed_over: &mut Inputs,
) -> Result<()> {
    let (mut rows, mut skipped) = (Vec::new(), Vec::new());
    while transcripts.next_batch(BATCH, &mut rows, &mut skipped)? {
        for row in &skipped {
            passed_over.skipped += 1;
            *passed_over.skipped_by_reason.entry(row.reason.kind().to_owned()).or_default() += 1;
            teller.skipped(row.line, &row.reason.to_string());
        }
        ask_rows(run, teller, &rows);
    }
    passed_over.not_customer += transcripts.tally().not_customer;
    teller.notes(&transcripts);
    Ok(())
}

fn ask_rows(run: &mut BehaviourRun<'_, '_>, teller: &mut RowTeller<'_>, rows: &[Row]) {
    let file = teller.file.clone();
    run.ask(&file, rows, &mut |line, reason| teller.skipped(line, reason));
    teller.advance(rows.len() as u64);
}

/// The run is only told of rows that could be read; the report tells of the others too.
fn count_passed_over(report: &mut Report, passed_over: &Inputs) {
    let inputs = &mut report.inputs;
    inputs.skipped += passed_over.skipped;
    inputs.not_customer += passed_over.not_customer;
    for (reason, count) in &passed_over.skipped_by_reason {
        *inputs.skipped_by_reason.entry(reason.clone()).or_default() += count;
    }
}
