//! `kbtool eval`: hit rate and coverage per pack.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use kbtool::diagnostic::Message;
use kbtool::eval::transcripts::Transcripts;
use kbtool::eval::{
    Counters, FailureWriter, Judge, Judgement, Observer, Report, Row, RunFacts, check_gates, compare,
    cross_validate, evaluate, read_baseline,
};
use kbtool::matching::{Ranking, Thresholds, TrainingSet};
use kbtool::model::{Figure, Gates, KnowledgeBase, Lookup, View};
use kbtool::report::{EvalOutcome, Format, render_eval};
use kbtool::source::AtomicFile;

use super::arguments::EvalArguments;
use super::context::Context;
use super::engine::EngineSettings;
use super::exit::Exit;
use super::output;
use super::rows::RowTeller;
use super::transcripts;

pub(crate) fn run(context: &Context, arguments: &EvalArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, Format::Text)?;
    let settings = EngineSettings::new(context, &arguments.engine)?;
    let gates = overall_gates(context, arguments)?;
    let max_regression = rate("--max-regression", arguments.max_regression)?;
    let baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    let paths = match arguments.cross_validate {
        Some(_) => Vec::new(),
        None => transcripts::named_or_configured(context, &arguments.transcripts)?,
    };
    if paths.is_empty() && arguments.cross_validate.is_none() {
        bail!(
            "no transcripts: name them behind the command, or set `transcripts` in [eval] of kbtool.toml; without any, --cross-validate 5 holds phrasings out"
        );
    }
    let knowledge_base = context.load()?;
    let view = context.view(&knowledge_base)?;
    let mut watcher = Watcher::new(context, arguments.failures.as_deref(), &knowledge_base)?;
    let (counters, engine, thresholds) = match arguments.cross_validate {
        Some(folds) => validate(&settings, &view, folds, &mut watcher)?,
        None => {
            let inputs = transcripts::open_all(context, &paths, &arguments.table)?;
            over_transcripts(&settings, &view, inputs, &mut watcher)?
        }
    };
    watcher.finish()?;
    let report = Report::new(&counters, &view, RunFacts { engine, thresholds });
    if arguments.strict && report.inputs.skipped > 0 {
        bail!("{} row(s) could not be read, and --strict is given", report.inputs.skipped);
    }
    refuse_unjudged(&report)?;
    let mut outcome = held_to_gates(context, &view, report, &gates);
    outcome.comparison = baseline.map(|before| compare(&before, &outcome.report));
    if let (Some(comparison), Some(limit)) = (&outcome.comparison, max_regression) {
        outcome.regressions = comparison.regressions(limit);
    }
    for output in &outputs {
        let rendered = render_eval(&outcome, output.format, &context.render_options(output.path.as_deref()))?;
        output::deliver(output.path.as_deref(), &rendered)?;
    }
    Ok(if outcome.passed() { Exit::Clean } else { Exit::Findings })
}

/// The evaluation of `inputs`, held to the gates of packs and configuration: what `kbtool check` wants.
pub(super) fn evaluated(
    settings: &EngineSettings<'_>,
    context: &Context,
    view: &View<'_>,
    inputs: Vec<(String, Transcripts)>,
) -> Result<EvalOutcome> {
    let mut watcher = Watcher::new(context, None, view.knowledge_base())?;
    let (counters, engine, thresholds) = over_transcripts(settings, view, inputs, &mut watcher)?;
    watcher.finish()?;
    let report = Report::new(&counters, view, RunFacts { engine, thresholds });
    refuse_unjudged(&report)?;
    Ok(held_to_gates(context, view, report, &context.config.gates.overall))
}

/// A report on no row at all is an error, as it would look like one without failures.
pub(super) fn refuse_unjudged(report: &Report) -> Result<()> {
    let inputs = &report.inputs;
    if inputs.rows == 0 {
        bail!("no row could be judged{}", if inputs.skipped > 0 { ": all were skipped" } else { "" });
    }
    if inputs.failed == inputs.rows {
        bail!("the engine failed on every row; see above");
    }
    Ok(())
}

/// What the gates, `overall` and those of packs, say to a report.
pub(super) fn held_to_gates(
    context: &Context,
    view: &View<'_>,
    report: Report,
    overall: &Gates,
) -> EvalOutcome {
    let mut notes = Vec::new();
    let per_pack = pack_gates(context, view, &mut notes);
    let gates = check_gates(&report, overall, &per_pack);
    EvalOutcome { report, gates, comparison: None, regressions: Vec::new(), notes }
}

/// Counters, the engine's name, and the thresholds judged by.
type Evaluated = (Counters, &'static str, Thresholds);

fn over_transcripts(
    settings: &EngineSettings<'_>,
    view: &View<'_>,
    inputs: Vec<(String, Transcripts)>,
    watcher: &mut Watcher<'_>,
) -> Result<Evaluated> {
    let lookup = Lookup::new(view.knowledge_base());
    let set = TrainingSet::new(view);
    let engine = settings.build(view, &lookup, &set)?;
    let thresholds = settings.thresholds(&*engine)?;
    let judge = Judge::new(view, &lookup, thresholds);
    let mut counters = Counters::default();
    for (name, mut transcripts) in inputs {
        watcher.teller.file = name;
        counters.merge(evaluate(&mut transcripts, &*engine, &judge, watcher)?);
        watcher.teller.notes(&transcripts);
    }
    Ok((counters, engine.name(), thresholds))
}

fn validate(
    settings: &EngineSettings<'_>,
    view: &View<'_>,
    folds: u32,
    watcher: &mut Watcher<'_>,
) -> Result<Evaluated> {
    let lookup = Lookup::new(view.knowledge_base());
    let set = TrainingSet::new(view);
    watcher.teller.file = format!("cross-validation, {folds} folds");
    let mut name = "auto";
    let mut sum = Thresholds { direct: 0.0, recommend: 0.0 };
    let counters = cross_validate(
        &set,
        folds,
        view.knowledge_base(),
        |rest, evaluate| -> Result<()> {
            let engine = settings.build(view, &lookup, rest)?;
            let thresholds = settings.thresholds(&*engine)?;
            name = engine.name();
            sum.direct += thresholds.direct;
            sum.recommend += thresholds.recommend;
            evaluate(&*engine, &Judge::new(view, &lookup, thresholds));
            Ok(())
        },
        watcher,
    )?;
    // Each fold finds its own thresholds; the report shows their mean.
    let folds = f64::from(folds);
    Ok((counters, name, Thresholds { direct: sum.direct / folds, recommend: sum.recommend / folds }))
}

/// The gates over all packs: the configuration's, with the command line's laid over.
fn overall_gates(context: &Context, arguments: &EvalArguments) -> Result<Gates> {
    let mut asked = Gates::default();
    for (option, figure, limit) in [
        ("--min-hit-rate", Figure::HitRate, arguments.min_hit_rate),
        ("--min-coverage", Figure::Coverage, arguments.min_coverage),
        ("--min-reject-rate", Figure::RejectRate, arguments.min_reject_rate),
        ("--max-wrong-rate", Figure::WrongRate, arguments.max_wrong_rate),
    ] {
        if let Some(limit) = rate(option, limit)? {
            asked.limits.insert(figure, limit);
        }
    }
    Ok(context.config.gates.overall.clone().overlaid(&asked))
}

/// The value of an option that takes a rate.
fn rate(option: &str, value: Option<f64>) -> Result<Option<f64>> {
    if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
        bail!("{option} wants a number from 0 to 1, such as 0.8");
    }
    Ok(value)
}

/// The gates of packs: those in the `pack.yaml` of each that is served, with the configuration's laid over.
fn pack_gates(
    context: &Context,
    view: &View<'_>,
    notes: &mut Vec<Message>,
) -> std::collections::BTreeMap<String, Gates> {
    let knowledge_base = view.knowledge_base();
    let served = view.packs().iter().map(|&pack| knowledge_base.pack(pack));
    let mut gates: std::collections::BTreeMap<String, Gates> = served
        .filter(|pack| !pack.gates.limits.is_empty())
        .map(|pack| (pack.id.to_string(), pack.gates.clone()))
        .collect();
    for (pack, limits) in &context.config.gates.pack {
        if knowledge_base.find_pack(pack).is_none() {
            notes.push(Message::new(
                format!("[gates.pack.{pack}] in kbtool.toml: there is no such pack"),
                format!("kbtool.toml 的 [gates.pack.{pack}]：没有这个行业包"),
            ));
            continue;
        }
        let before = gates.remove(pack).unwrap_or_default();
        gates.insert(pack.clone(), before.overlaid(limits));
    }
    gates
}

/// Writes the rows that went wrong, and has everything else told.
struct Watcher<'r> {
    teller: RowTeller<'r>,
    failures: Option<FailureWriter<'r, AtomicFile>>,
    failed_write: Option<std::io::Error>,
}

impl<'r> Watcher<'r> {
    fn new(context: &'r Context, failures: Option<&Path>, knowledge_base: &'r KnowledgeBase) -> Result<Self> {
        let failures = match failures {
            Some(path) => {
                Some(FailureWriter::new(AtomicFile::create(path)?, knowledge_base, context.language)?)
            }
            None => None,
        };
        Ok(Self { teller: RowTeller::new(context), failures, failed_write: None })
    }

    fn finish(self) -> Result<()> {
        if let Some(error) = self.failed_write {
            return Err(error).context("cannot write the failures");
        }
        if let Some(writer) = self.failures {
            writer.finish()?.commit()?;
        }
        self.teller.finish();
        Ok(())
    }
}

impl Observer for Watcher<'_> {
    fn progress(&mut self, rows: u64) {
        self.teller.advance(rows);
    }

    fn wants_failures(&self) -> bool {
        self.failures.is_some()
    }

    fn failure(&mut self, row: &Row, judgement: &Judgement<'_>, ranking: &Ranking) {
        if let Some(writer) = &mut self.failures
            && let Err(error) = writer.write(&self.teller.file, row, judgement, ranking)
        {
            self.failed_write.get_or_insert(error);
        }
    }

    fn engine_failed(&mut self, line: u64, reason: &str) {
        self.teller.engine_failed(line, reason);
    }

    fn skipped(&mut self, line: u64, reason: &str) {
        self.teller.skipped(line, reason);
    }
}
