//! `kbtool eval`: hit rate and coverage per pack.

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
use super::progress::Progress;
use super::transcripts;

/// Without `--verbose` so many skipped rows are shown; the rest is counted.
const SHOWN: u64 = 10;

pub(crate) fn run(context: &Context, arguments: &EvalArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, Format::Text)?;
    let settings = EngineSettings::new(context, &arguments.engine)?;
    let gates = overall_gates(context, arguments)?;
    let max_regression = rate("--max-regression", arguments.max_regression)?;
    let baseline = arguments.baseline.as_deref().map(read_baseline).transpose()?;
    let knowledge_base = context.load()?;
    let view = context.view(&knowledge_base)?;
    let mut watcher = Watcher::new(context, arguments, &knowledge_base)?;
    let (counters, engine, thresholds) = match arguments.cross_validate {
        Some(folds) => validate(&settings, &view, folds, &mut watcher)?,
        None => {
            let inputs = transcripts::open_all(context, &arguments.transcripts, &arguments.table)?;
            over_transcripts(&settings, &view, inputs, &mut watcher)?
        }
    };
    let skipped: u64 = counters.inputs.skipped.values().sum();
    watcher.finish(skipped)?;
    let mut notes = Vec::new();
    if arguments.strict && skipped > 0 {
        bail!("{skipped} row(s) could not be read, and --strict is given");
    }
    if counters.inputs.rows == 0 {
        bail!("no row could be judged{}", if skipped > 0 { ": all were skipped" } else { "" });
    }
    if counters.inputs.failed == counters.inputs.rows {
        bail!("the engine failed on every row; see above");
    }
    let report = Report::new(&counters, &view, RunFacts { engine, thresholds });
    let per_pack = pack_gates(context, &knowledge_base, &mut notes);
    let gates = check_gates(&report, &gates, &per_pack);
    let comparison = baseline.map(|before| compare(&before, &report));
    let regressions = match (&comparison, max_regression) {
        (Some(comparison), Some(limit)) => comparison.regressions(limit),
        _ => Vec::new(),
    };
    let outcome = EvalOutcome { report, gates, comparison, regressions, notes };
    for output in &outputs {
        let rendered = render_eval(&outcome, output.format, &context.render_options(output.path.as_deref()))?;
        output::deliver(output.path.as_deref(), &rendered)?;
    }
    Ok(if outcome.passed() { Exit::Clean } else { Exit::Findings })
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
        watcher.file.clone_from(&name);
        counters.merge(evaluate(&mut transcripts, &*engine, &judge, watcher)?);
        for note in transcripts.notes() {
            watcher.context.note(&format!("{name}: {note}"));
        }
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
    watcher.file = format!("cross-validation, {folds} folds");
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

/// The gates of packs: those of each `pack.yaml`, with the configuration's laid over.
fn pack_gates(
    context: &Context,
    knowledge_base: &KnowledgeBase,
    notes: &mut Vec<Message>,
) -> std::collections::BTreeMap<String, Gates> {
    let mut gates: std::collections::BTreeMap<String, Gates> = knowledge_base
        .packs
        .iter()
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

/// Shows progress, writes the rows that went wrong, and tells of skipped ones.
struct Watcher<'r> {
    context: &'r Context,
    progress: Progress,
    file: String,
    failures: Option<FailureWriter<'r, AtomicFile>>,
    failed_write: Option<std::io::Error>,
    shown: u64,
    engine_failures: u64,
}

impl<'r> Watcher<'r> {
    fn new(
        context: &'r Context,
        arguments: &EvalArguments,
        knowledge_base: &'r KnowledgeBase,
    ) -> Result<Self> {
        let failures = match &arguments.failures {
            Some(path) => {
                Some(FailureWriter::new(AtomicFile::create(path)?, knowledge_base, context.language)?)
            }
            None => None,
        };
        let label = context.language.pick("Evaluating", "评测");
        let progress = Progress::new(label, None, context.global.quiet);
        Ok(Self {
            context,
            progress,
            file: String::new(),
            failures,
            failed_write: None,
            shown: 0,
            engine_failures: 0,
        })
    }

    fn finish(self, skipped: u64) -> Result<()> {
        drop(self.progress);
        if let Some(error) = self.failed_write {
            return Err(error).context("cannot write the failures");
        }
        if let Some(writer) = self.failures {
            writer.finish()?.commit()?;
        }
        if skipped > self.shown {
            let more = skipped - self.shown;
            self.context.note(&match self.context.language {
                kbtool::diagnostic::Language::English => {
                    format!("… and {more} more skipped rows (-v shows all)")
                }
                kbtool::diagnostic::Language::Chinese => format!("……另有 {more} 行被跳过（-v 显示全部）"),
            });
        }
        Ok(())
    }
}

impl Observer for Watcher<'_> {
    fn progress(&mut self, rows: u64) {
        self.progress.advance(rows);
    }

    fn wants_failures(&self) -> bool {
        self.failures.is_some()
    }

    fn failure(&mut self, row: &Row, judgement: &Judgement<'_>, ranking: &Ranking) {
        if let Some(writer) = &mut self.failures
            && let Err(error) = writer.write(&self.file, row, judgement, ranking)
        {
            self.failed_write.get_or_insert(error);
        }
    }

    fn engine_failed(&mut self, line: u64, reason: &str) {
        if self.engine_failures < SHOWN || self.context.global.verbose > 0 {
            let failed = self.context.language.pick("the engine failed", "引擎出错");
            self.progress.suspend(|| self.context.note(&format!("{}:{line}: {failed}: {reason}", self.file)));
        }
        self.engine_failures += 1;
    }

    fn skipped(&mut self, line: u64, reason: &str) {
        if self.shown < SHOWN || self.context.global.verbose > 0 {
            self.shown += 1;
            let skipped = self.context.language.pick("row skipped", "跳过一行");
            self.progress.suspend(|| {
                self.context.note(&format!("{}:{line}: {skipped}: {reason}", self.file));
            });
        }
    }
}
