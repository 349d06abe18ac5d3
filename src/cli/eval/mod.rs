//! `kbtool eval`: hit rate and coverage per pack.

mod part;
mod reporting;
mod watcher;

use anyhow::{Result, bail};
use kbtool::eval::transcripts::Transcripts;
use kbtool::eval::{Counters, Judge, Report, RunFacts, Subject, cross_validate, evaluate};
use kbtool::matching::{Matcher, Remembering, Thresholds, TrainingSet};
use kbtool::model::{Lookup, View};
use kbtool::report::{EvalOutcome, Format};

pub(super) use self::part::refuse_two_on_standard_output;
pub(super) use self::reporting::{Reporting, held_to_gates, refuse_unjudged};
use self::watcher::Watcher;
use super::arguments::EvalArguments;
use super::bundle::Base;
use super::context::Context;
use super::engine::EngineSettings;
use super::exit::Exit;
use super::transcripts;

pub(crate) fn run(context: &Context, arguments: &EvalArguments) -> Result<Exit> {
    let part = arguments.partial.as_deref();
    let reporting = Reporting::new(context, &arguments.report, part.is_none().then_some(Format::Text))?;
    refuse_two_on_standard_output(part, &reporting)?;
    let settings = EngineSettings::new(context, &arguments.engine)?;
    let paths = match arguments.cross_validate {
        Some(_) => Vec::new(),
        None => transcripts::named_or_configured(context, &arguments.transcripts)?,
    };
    if paths.is_empty() && arguments.cross_validate.is_none() {
        bail!(
            "no transcripts: name them behind the command, or set `transcripts` in [eval] of kbtool.toml; without any, --cross-validate 5 holds phrasings out"
        );
    }
    let base = Base::read(context, arguments.kb_bundle.as_deref())?;
    let settings = base.settings(settings)?;
    let view = base.view(context)?;
    let mut watcher = Watcher::new(context, arguments.report.failures.as_deref(), &base.knowledge_base)?;
    if part.is_some() {
        watcher = watcher.sampling();
    }
    let (counters, engine, thresholds) = match arguments.cross_validate {
        Some(folds) => validate(&settings, &view, folds, &mut watcher)?,
        None => {
            let inputs = transcripts::open_share(context, &paths, &arguments.table, arguments.shard)?;
            match base.matcher() {
                Some(matcher) => {
                    let thresholds = settings.thresholds(matcher)?;
                    let lookup = Lookup::new(&base.knowledge_base);
                    let judge = Judge::new(&view, &lookup, thresholds);
                    let counters = judged(matcher, &judge, inputs, &mut watcher)?;
                    (counters, matcher.name(), thresholds)
                }
                None => over_transcripts(&settings, &view, inputs, &mut watcher)?,
            }
        }
    };
    let records = watcher.records;
    watcher.finish()?;
    reporting.refuse_skipped(&counters)?;
    let subject = Subject::new(&view, RunFacts { engine, thresholds });
    let Some(path) = part else { return reporting.deliver(context, None, &counters, &subject) };
    let manifest = part::manifest(context, arguments, &settings, (&subject, &view), records)?;
    reporting.deliver(context, Some((path, &manifest)), &counters, &subject)?;
    // Gates are for the whole.
    Ok(Exit::Clean)
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
    let subject = Subject::new(view, RunFacts { engine, thresholds });
    let report = Report::new(&counters, &subject);
    refuse_unjudged(&report)?;
    Ok(held_to_gates(context, &subject.packs, report, &context.config.gates.overall))
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
    let counters = judged(&*engine, &Judge::new(view, &lookup, thresholds), inputs, watcher)?;
    Ok((counters, engine.name(), thresholds))
}

fn judged(
    matcher: &dyn Matcher,
    judge: &Judge<'_, '_>,
    inputs: Vec<(String, Transcripts)>,
    watcher: &mut Watcher<'_>,
) -> Result<Counters> {
    let remembering = Remembering::new(matcher);
    let matcher = if matcher.is_repeatable() { &remembering } else { matcher };
    let mut counters = Counters::with_sample(watcher.sampled());
    for (name, mut transcripts) in inputs {
        watcher.teller.file = name;
        counters.merge(evaluate(&mut transcripts, matcher, judge, watcher)?);
        watcher.records += transcripts.tally().records();
        watcher.teller.notes(&transcripts);
    }
    Ok(counters)
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
