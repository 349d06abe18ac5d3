//! `kbtool diff`: what changed between two versions, and what it does to customers.

mod behaviour;
mod limits;
mod reviewed;

use anyhow::{Result, bail};
use kbtool::diagnostic::{Language, Message};
use kbtool::diff::{Behaviour, Change, Pairing, Versions, changes, check_limits};
use kbtool::report::{DiffFormat, DiffRenderOptions, DiffReport, render_diff};

pub(crate) use behaviour::{Questions, ask, earlier_view, is_of_no_use};
pub(crate) use limits::configured as configured_limits;
use reviewed::Reviewed;

use super::arguments::DiffArguments;
use super::context::Context;
use super::engine::EngineSettings;
use super::exit::Exit;
use super::output;
use super::progress::Progress;
use super::transcripts;
use super::versions::{Origin, Version, load_both};

/// As many as a reader scrolls through.
const FIRST: usize = 20;

pub(crate) fn run(context: &Context, arguments: &DiffArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, DiffFormat::Text)?;
    let settings = EngineSettings::new(context, &arguments.engine)?;
    let asks = arguments.self_test || !arguments.transcripts.is_empty();
    if asks && is_of_no_use(&settings) {
        bail!("the replay engine says the same of every version; choose another with --engine");
    }
    let mut notes = Vec::new();
    let (limits, reviewed) = limits::of(context, arguments, asks, &mut notes)?;
    let questions = if arguments.self_test {
        Questions::SelfTest
    } else {
        Questions::Transcripts(transcripts::open_all(context, &arguments.transcripts, &arguments.table)?)
    };
    let (old, new) = Origin::both(context, &arguments.old, arguments.new.as_deref())?;
    let (before, after) = load_both(context, &old, &new)?;
    notes.extend(before.notes.iter().chain(&after.notes).cloned());
    let compared = Compared::new(context, &before, &after);
    let behaviour = if asks { compared.behaviour(context, &settings, questions, &mut notes)? } else { None };
    if arguments.update_reviewed {
        return update(context, &reviewed, &compared, &limits);
    }
    let results = check_limits(&compared.changes, behaviour.as_ref(), &limits);
    for output in &outputs {
        // Programs read English, whoever asks.
        let language = if output.format == DiffFormat::Json { Language::English } else { context.language };
        let report = DiffReport { limits: &results, ..compared.report(language, behaviour.as_ref(), &notes) };
        // A file is searched rather than read; Markdown becomes a comment, which is read.
        let is_read = output.path.is_none() || output.format == DiffFormat::Markdown;
        let limit = match arguments.limit {
            Some(0) => None,
            Some(limit) => Some(limit),
            None => is_read.then_some(FIRST),
        };
        let options = context.render_options(output.path.as_deref());
        let rendered = render_diff(&report, output.format, options, &DiffRenderOptions { limit });
        output::deliver(output.path.as_deref(), &rendered)?;
    }
    let kept = results.iter().all(|result| result.kept);
    Ok(if kept { Exit::Clean } else { Exit::Findings })
}

/// Two versions that were held against each other.
pub(crate) struct Compared<'v> {
    before: &'v Version,
    after: &'v Version,
    pairing: Pairing,
    pub(crate) changes: Vec<Change>,
}

impl<'v> Compared<'v> {
    pub(crate) fn new(context: &Context, before: &'v Version, after: &'v Version) -> Self {
        let label = context.language.pick("Comparing", "比较两个版本");
        let _progress = Progress::new(label, None, context.global.quiet);
        let pairing = Pairing::new(before.knowledge_base(), after.knowledge_base());
        let mut compared = Self { before, after, pairing, changes: Vec::new() };
        compared.changes = changes(compared.versions(), &compared.pairing);
        compared
    }

    fn versions(&self) -> Versions<'v> {
        Versions {
            before: self.before.knowledge_base(),
            after: self.after.knowledge_base(),
            gates: self.before.gates.as_ref().zip(self.after.gates.as_ref()),
        }
    }

    /// What is to be shown; the limits are left to the caller.
    pub(crate) fn report<'r>(
        &'r self,
        language: Language,
        behaviour: Option<&'r Behaviour>,
        notes: &'r [Message],
    ) -> DiffReport<'r> {
        DiffReport {
            before: self.before.name.in_language(language),
            after: self.after.name.in_language(language),
            entries: (self.before.knowledge_base().entries.len(), self.after.knowledge_base().entries.len()),
            changes: &self.changes,
            behaviour,
            limits: &[],
            notes,
        }
    }

    /// Ask both versions; nothing where the earlier one serves nobody.
    fn behaviour(
        &self,
        context: &Context,
        settings: &EngineSettings<'_>,
        questions: Questions,
        notes: &mut Vec<Message>,
    ) -> Result<Option<Behaviour>> {
        let shop = context.shop(self.after.shop.as_deref());
        let after = behaviour::later_view(context, self.before, self.after, shop, notes)?;
        let Some(before) = earlier_view(context, self.before, &after, shop, notes)? else { return Ok(None) };
        ask(context, settings, self, (&before, &after), questions).map(Some)
    }
}

/// Record the changes that still need a review.
fn update(
    context: &Context,
    reviewed: &Reviewed,
    compared: &Compared<'_>,
    limits: &kbtool::diff::DiffLimits,
) -> Result<Exit> {
    let only_reviews = kbtool::diff::DiffLimits {
        require_review_of: limits.require_review_of.clone(),
        reviewed: limits.reviewed.clone(),
        ..Default::default()
    };
    let results = check_limits(&compared.changes, None, &only_reviews);
    let mut open: Vec<usize> = results.into_iter().flat_map(|result| result.changes).collect();
    open.sort_unstable();
    open.dedup();
    let open: Vec<&Change> = open.into_iter().filter_map(|at| compared.changes.get(at)).collect();
    let (count, path) = (reviewed.record(&open, context.language)?, reviewed.path.display());
    context.note(&match context.language {
        Language::English => format!("{count} change(s) recorded as reviewed in {path}"),
        Language::Chinese => format!("已将 {count} 处变化记入 {path}，视为已审阅"),
    });
    Ok(Exit::Clean)
}
