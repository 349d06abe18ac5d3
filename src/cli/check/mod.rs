//! `kbtool check`: lint, dedup, diff against a base, and eval by the gates of `kbtool.toml`, in one run.
//!
//! What the steps share is done once: the knowledge base is loaded, its phrasings are taken apart and its engine
//! is trained a single time.

mod words;

use anyhow::{Result, bail};
use kbtool::dedup::Phrasings;
use kbtool::diagnostic::{Language, Message};
use kbtool::diff::{Behaviour, check_limits};
use kbtool::eval::PackSubject;
use kbtool::eval::transcripts::Transcripts;
use kbtool::lint::Changed;
use kbtool::model::{KnowledgeBase, Loaded};
use kbtool::report::{
    CheckFormat, CheckReport, DiffReport, EvalOutcome, Step, StepResult, StepVerdict, dedup_sentence,
    diff_sentence, eval_sentence, lint_sentence, render_check,
};

use super::arguments::CheckArguments;
use super::context::Context;
use super::dedup::{self, DedupStep};
use super::diff::{Compared, Questions, ask, configured_limits, earlier_view, is_of_no_use};
use super::engine::EngineSettings;
use super::eval;
use super::exit::Exit;
use super::lint::{self, LintStep};
use super::progress::Progress;
use super::versions::{Commit, Origin, Role, Version, files_at, was_not_there};
use super::{output, transcripts};

/// What a run of the command works with.
struct Run<'r> {
    context: &'r Context,
    settings: EngineSettings<'r>,
    outputs: Vec<output::Output<CheckFormat>>,
}

pub(crate) fn run(context: &Context, arguments: &CheckArguments) -> Result<Exit> {
    let run = Run {
        context,
        settings: EngineSettings::new(context, &arguments.engine)?,
        outputs: output::parse(&arguments.output, CheckFormat::Text)?,
    };
    let revision = arguments.base.as_deref().or(context.config.check.base.as_deref());
    if arguments.only_changed && revision.is_none() {
        bail!("--only-changed wants to know since when: --base REV, or `base` in [check] of kbtool.toml");
    }
    let paths = transcripts::named_or_configured(context, &arguments.transcripts)?;
    let inputs = transcripts::open_all(context, &paths, &arguments.table)?;
    let base = revision.map(|revision| Commit::named(context, revision)).transpose()?;
    let changed_since = base.as_ref().filter(|_| arguments.only_changed);
    let (before, loaded) = run.load(base.as_ref())?;
    run.check(before.as_ref(), loaded, changed_since, inputs)
}

impl Run<'_> {
    /// Load the knowledge base and, beside it, what it is compared with.
    fn load(&self, base: Option<&Commit>) -> Result<(Option<Version>, Loaded)> {
        let context = self.context;
        let silent = Progress::new("", None, true);
        let (before, loaded) = rayon::join(
            || {
                let origin = |commit: &Commit| Origin::Commit(commit.clone());
                base.map(|base| Version::load(context, &origin(base), Role::Before, &silent)).transpose()
            },
            || context.load_with_faults(),
        );
        Ok((before?, loaded?))
    }

    fn check(
        &self,
        before: Option<&Version>,
        mut loaded: Loaded,
        changed_since: Option<&Commit>,
        inputs: Vec<(String, Transcripts)>,
    ) -> Result<Exit> {
        let context = self.context;
        let phrasings = Phrasings::new(&loaded.knowledge_base);
        let changed = changed_since.map(|base| self.changed(base, &loaded.knowledge_base)).transpose()?;
        let linted = lint::step(context, &mut loaded, &phrasings, changed.as_ref())?;
        if !loaded.problems.is_empty() {
            return self.stop_at_faults(&loaded, &phrasings, &linted);
        }
        context.refuse_no_entry(&loaded.knowledge_base)?;
        let after = Version::of_working_tree(context, loaded);
        let searched = dedup::step(context, after.knowledge_base(), &phrasings, changed.as_ref())?;
        let mut notes = before.map(|before| before.notes.clone()).unwrap_or_default();
        let no_diff = match before {
            None => Some(words::no_base()),
            Some(before) => words::faults_of_base(before),
        };
        let before = before.filter(|_| no_diff.is_none());
        let compared = before.map(|before| Compared::new(context, before, &after));
        let (behaviour, outcome) =
            self.evaluate(&after, before.zip(compared.as_ref()), inputs, &mut notes)?;
        let limits = match &compared {
            Some(compared) => {
                let limits = configured_limits(context, behaviour.is_some(), &mut notes)?;
                check_limits(&compared.changes, behaviour.as_ref(), &limits)
            }
            None => Vec::new(),
        };
        let diff = |language| {
            let report = compared.as_ref()?.report(language, behaviour.as_ref(), &[]);
            Some(DiffReport { limits: &limits, ..report })
        };
        let steps = [
            step(Step::Lint, linted.failed, lint_sentence(&linted.summary)),
            step(Step::Dedup, searched.failed, dedup_sentence(&searched.duplicates)),
            match diff(Language::English) {
                Some(report) => {
                    step(Step::Diff, limits.iter().any(|limit| !limit.kept), diff_sentence(&report))
                }
                None => left_out(Step::Diff, no_diff.unwrap_or_default()),
            },
            match &outcome {
                Some(outcome) => step(Step::Eval, !outcome.passed(), eval_sentence(outcome)),
                None => left_out(Step::Eval, words::no_transcripts()),
            },
        ];
        let knowledge_base = after.knowledge_base();
        let report = CheckReport {
            steps: &steps,
            lint: &linted.report(knowledge_base),
            dedup: &searched.report(context, knowledge_base, &phrasings),
            diff: None,
            eval: outcome.as_ref(),
            notes: &notes,
        };
        self.deliver(&report, diff)?;
        let failed = steps.iter().any(|step| step.verdict == StepVerdict::Failed);
        Ok(if failed { Exit::Findings } else { Exit::Clean })
    }

    /// Nothing is built on a knowledge base with faults: they are shown, and every other step is left out.
    fn stop_at_faults(&self, loaded: &Loaded, phrasings: &Phrasings, linted: &LintStep) -> Result<Exit> {
        let (context, knowledge_base) = (self.context, &loaded.knowledge_base);
        context.show_problems(None, loaded);
        let rest = [Step::Dedup, Step::Diff, Step::Eval];
        let lint = step(Step::Lint, true, lint_sentence(&linted.summary));
        let rest = rest.map(|step| left_out(step, words::does_not_load()));
        let steps: Vec<StepResult> = std::iter::once(lint).chain(rest).collect();
        let nothing = DedupStep::default();
        let report = CheckReport {
            steps: &steps,
            lint: &linted.report(knowledge_base),
            dedup: &nothing.report(context, knowledge_base, phrasings),
            diff: None,
            eval: None,
            notes: &[],
        };
        self.deliver(&report, |_| None)?;
        bail!(
            "the knowledge base has {} error(s); nothing but lint was run. Mend them and run again",
            loaded.problems.len()
        );
    }

    /// Render the report for each place it is to go to, with what `diff` makes of the changes in its language.
    fn deliver<'d>(
        &self,
        report: &CheckReport<'_>,
        diff: impl Fn(Language) -> Option<DiffReport<'d>>,
    ) -> Result<()> {
        for output in &self.outputs {
            // Programs read English, whoever asks.
            let is_json = output.format == CheckFormat::Json;
            let diff = diff(if is_json { Language::English } else { self.context.language });
            let report = CheckReport { diff: diff.as_ref(), ..*report };
            let options = self.context.render_options(output.path.as_deref());
            output::deliver(output.path.as_deref(), &render_check(&report, output.format, options)?)?;
        }
        Ok(())
    }

    /// What differs from the base, as the linter sees it.
    fn changed(&self, base: &Commit, now: &KnowledgeBase) -> Result<Changed> {
        let before = files_at(&base.repository, &base.id, self.context.roots())?;
        if before.is_empty() {
            self.context.note(was_not_there(&base.name).in_language(self.context.language));
        }
        Ok(Changed::since(now, before))
    }

    /// The figures on transcripts, of both versions where there are two, so that an engine is trained once.
    fn evaluate(
        &self,
        after: &Version,
        base: Option<(&Version, &Compared<'_>)>,
        inputs: Vec<(String, Transcripts)>,
        notes: &mut Vec<Message>,
    ) -> Result<(Option<Behaviour>, Option<EvalOutcome>)> {
        let (context, settings) = (self.context, &self.settings);
        if inputs.is_empty() {
            return Ok((None, None));
        }
        let view = context.view(after.knowledge_base())?;
        if base.is_some() && is_of_no_use(settings) {
            notes.push(words::replay_says_the_same());
        }
        if let Some((before, compared)) = base.filter(|_| !is_of_no_use(settings)) {
            let shop = context.shop(after.shop.as_deref());
            if let Some(earlier) = earlier_view(context, before, &view, shop, notes)? {
                let questions = Questions::Transcripts(inputs);
                let behaviour = ask(context, settings, compared, (&earlier, &view), questions)?;
                let (gates, report) = (&context.config.gates.overall, behaviour.after.clone());
                let outcome = eval::held_to_gates(context, &PackSubject::all(&view), report, gates);
                return Ok((Some(behaviour), Some(outcome)));
            }
        }
        Ok((None, Some(eval::evaluated(settings, context, &view, inputs)?)))
    }
}

fn step(step: Step, failed: bool, words: Message) -> StepResult {
    let verdict = if failed { StepVerdict::Failed } else { StepVerdict::Passed };
    StepResult { step, verdict, words }
}

fn left_out(step: Step, words: Message) -> StepResult {
    StepResult { step, verdict: StepVerdict::LeftOut, words }
}
