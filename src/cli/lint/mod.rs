//! `kbtool lint`: rules over the knowledge base, and their fixes.

mod scope;
mod step;

use std::cell::RefCell;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use kbtool::diagnostic::{Baseline, Diagnostic, Language, Recorded, Severity};
use kbtool::lint::{
    Changed, FixOptions, Fixed, LintOptions, Linted, Needs, RULES, Selection, TestQuestion, fix, lint,
};
use kbtool::model::{KnowledgeBase, LoadOptions, Loaded, Overlay};
use kbtool::report::{LintFormat, LintRenderOptions, LintReport, LintSummary, render_lint};
use kbtool::source::{SourceFile, write_atomically};

use super::arguments::{LintArguments, SeverityChoice};
use super::context::Context;
use super::exit::Exit;
use super::progress::Progress;
use super::rows::BATCH;
use super::{output, rewrite, transcripts};
use scope::Scope;
pub(crate) use step::{LintStep, step};

pub(crate) fn run(context: &Context, arguments: &LintArguments) -> Result<Exit> {
    let outputs = output::parse(&arguments.output, LintFormat::Text)?;
    let scope = Scope::new(context, arguments)?;
    let questions = test_questions(context, arguments)?;
    let selection = Selection { select: arguments.select.clone(), ignore: arguments.ignore.clone() };
    let named = |needs: Needs| {
        let exactly = |selector: &String| {
            RULES.iter().any(|rule| {
                rule.needs == needs && (rule.name == selector || rule.code.eq_ignore_ascii_case(selector))
            })
        };
        arguments.select.iter().any(exactly)
    };
    if named(Needs::Transcripts) && questions.is_none() {
        bail!("a selected rule compares with test questions; give them with --transcripts FILE");
    }
    let config_text = config_text(context)?;
    let options = LintOptions {
        config: &context.config.lint,
        config_path: context.config.path.as_deref(),
        config_text: config_text.as_deref(),
        selection: &selection,
        as_of: context.as_of,
        deep: arguments.deep || named(Needs::Deep),
        test_questions: questions.as_deref(),
        phrasings: None,
        whole: scope.is_whole(),
    };
    let baseline = Known::new(context, arguments.baseline.as_ref(), arguments.update_baseline)?;
    let progress = Progress::new(context.language.pick("Checking", "检查知识库"), None, context.global.quiet);
    let load = |overlay: &Overlay| -> Loaded {
        let mut whole = scope.overlay().clone();
        whole.extend(overlay.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
        let count = |_| progress.advance(1);
        KnowledgeBase::load(scope.roots(), LoadOptions { progress: Some(&count), overlay: Some(&whole) })
    };
    let before = scope.before(context)?;
    let excused = RefCell::new((0, Vec::new()));
    let narrow = |findings: &mut Vec<Diagnostic>, loaded: &Loaded| {
        let knowledge_base = &loaded.knowledge_base;
        scope.narrow(findings, knowledge_base);
        if let Some(before) = &before {
            let changed = Changed::since(knowledge_base, before.clone());
            findings.retain(|finding| changed.concerns(finding));
        }
        if let Some(baseline) = &baseline.recorded {
            *excused.borrow_mut() = baseline.excuse(findings, &knowledge_base.files);
        }
    };
    let (linted, loaded, fixed) = if arguments.fix || arguments.diff {
        let fix_options = FixOptions { include_unsafe: arguments.unsafe_fixes };
        let mut fixed = fix(&load, &narrow, &options, fix_options)?;
        let left = std::mem::take(&mut fixed.left);
        (left, fixed.loaded.take().context("nothing was loaded")?, fixed)
    } else {
        let mut loaded = load(&Overlay::new());
        let mut linted = lint(&mut loaded, &options)?;
        narrow(&mut linted.findings, &loaded);
        (linted, loaded, Fixed::default())
    };
    drop(progress);
    let knowledge_base = &loaded.knowledge_base;
    refuse_nothing(&scope, knowledge_base)?;
    if arguments.update_baseline {
        return baseline.update(context, &linted.findings, knowledge_base);
    }
    if arguments.diff {
        output::deliver(
            None,
            &rewrite::diff(&fixed.files, &fixed.before, context.render_options(None).colour),
        )?;
        context.note(&diff_summary(&fixed, context.language));
        return Ok(if fixed.files.is_empty() { Exit::Clean } else { Exit::Findings });
    }
    if let Some(path) = scope.standard_input().filter(|_| arguments.fix) {
        let text = fixed.files.get(path).or_else(|| scope.overlay().get(path));
        output::deliver_bytes(text.map_or(&[][..], Vec::as_slice))?;
        return Ok(Exit::Clean);
    }
    rewrite::write(&fixed.files, &fixed.before)?;
    let mut summary = summary(&linted, knowledge_base, excused.into_inner(), scope.is_whole());
    summary.fixed = fixed.by_code;
    let report = LintReport { findings: &linted.findings, files: &knowledge_base.files, summary };
    let lint_options = LintRenderOptions { statistics: arguments.statistics };
    for output in &outputs {
        let options = context.render_options(output.path.as_deref());
        let rendered = render_lint(&report, output.format, options, &lint_options);
        output::deliver(output.path.as_deref(), &rendered)?;
    }
    let asked = arguments.fail_on.map(|choice| match choice {
        SeverityChoice::Error => Severity::Error,
        SeverityChoice::Warning => Severity::Warning,
        SeverityChoice::Info => Severity::Info,
    });
    let fails = fails(&linted.findings, asked.or(context.config.lint.fail_on));
    Ok(if fails { Exit::Findings } else { Exit::Clean })
}

/// Whether a finding is at least as bad as `limit`, which is `info` if nobody says.
fn fails(findings: &[Diagnostic], limit: Option<Severity>) -> bool {
    // The order of severities is from bad to harmless.
    findings.iter().any(|finding| finding.severity <= limit.unwrap_or(Severity::Info))
}

/// What a run came to; `excused` is what the baseline excused, and what it records in vain.
fn summary(
    linted: &Linted,
    knowledge_base: &KnowledgeBase,
    excused: (usize, Vec<Recorded>),
    whole: bool,
) -> LintSummary {
    let (baselined, stale) = excused;
    LintSummary {
        entries: knowledge_base.entries.len(),
        suppressed: linted.suppressed,
        baselined,
        stale: if whole { stale } else { Vec::new() },
        ..LintSummary::of(&linted.findings, &knowledge_base.files)
    }
}

/// How much would be written, in a sentence.
fn diff_summary(fixed: &Fixed, language: Language) -> String {
    let (findings, files) = (fixed.by_code.values().sum::<usize>(), fixed.files.len());
    match language {
        Language::English => format!("--fix would mend {findings} finding(s) in {files} file(s)"),
        Language::Chinese => format!("--fix 会修复 {files} 个文件里的 {findings} 个问题"),
    }
}

/// Nothing to look at is an error, as a slip in a path would look like a clean knowledge base.
fn refuse_nothing(scope: &Scope, knowledge_base: &KnowledgeBase) -> Result<()> {
    // The configuration is one of the files.
    let yaml = knowledge_base
        .files
        .iter()
        .filter(|(_, file)| file.path().extension().is_none_or(|extension| extension != "toml"));
    if yaml.count() == 0 {
        let places: Vec<_> = scope.roots().iter().map(|root| root.display().to_string()).collect();
        bail!("no .yaml or .yml file in {}", places.join(", "));
    }
    Ok(())
}

/// The text of `kbtool.toml`, so that findings can point into it.
fn config_text(context: &Context) -> Result<Option<String>> {
    let Some(path) = &context.config.path else { return Ok(None) };
    Ok(Some(SourceFile::read(path).with_context(|| path.display().to_string())?.text().to_owned()))
}

fn test_questions(context: &Context, arguments: &LintArguments) -> Result<Option<Vec<TestQuestion>>> {
    if arguments.transcripts.is_empty() {
        return Ok(None);
    }
    let mut questions = Vec::new();
    for (name, mut transcripts) in transcripts::open_all(context, &arguments.transcripts, &arguments.table)? {
        let (mut rows, mut skipped) = (Vec::new(), Vec::new());
        while transcripts.next_batch(BATCH, &mut rows, &mut skipped)? {
            questions.extend(rows.iter().map(|row| TestQuestion {
                text: row.question.clone(),
                expected: row.expected.clone(),
                pack: row.pack.clone(),
                place: format!("{name}:{}", row.line),
            }));
        }
        let tally = transcripts.tally();
        if tally.skipped > 0 {
            context.note(&match context.language {
                Language::English => {
                    format!("{name}: {} row(s) could not be read and were passed over", tally.skipped)
                }
                Language::Chinese => {
                    format!("{name}：有 {} 行无法读取，已跳过", tally.skipped)
                }
            });
        }
    }
    Ok(Some(questions))
}

/// The baseline that is in force, if any.
struct Known {
    path: Option<PathBuf>,
    recorded: Option<Baseline>,
}

impl Known {
    fn new(context: &Context, named: Option<&PathBuf>, update: bool) -> Result<Self> {
        let path = named.or(context.config.lint.baseline.as_ref()).cloned();
        if update && path.is_none() {
            bail!("--update-baseline wants to know the file: --baseline FILE, or `baseline` in [lint]");
        }
        let recorded = match &path {
            // A file that is to be written need not be there, nor be right.
            Some(path) if !update => Some(Baseline::read(path)?),
            _ => None,
        };
        Ok(Self { path, recorded })
    }

    fn update(
        &self,
        context: &Context,
        findings: &[Diagnostic],
        knowledge_base: &KnowledgeBase,
    ) -> Result<Exit> {
        let Some(path) = &self.path else { return Ok(Exit::Clean) };
        let baseline = Baseline::of(findings, &knowledge_base.files);
        write_atomically(path, baseline.to_json().as_bytes())?;
        context.note(&match context.language {
            Language::English => {
                format!("{} finding(s) recorded in {}", baseline.len(), path.display())
            }
            Language::Chinese => {
                format!("已将 {} 个问题记入 {}", baseline.len(), path.display())
            }
        });
        Ok(Exit::Clean)
    }
}
