//! Plans: writing one, deciding it on the terminal, carrying it out.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use kbtool::dedup::plan::{Plan, PlanError, propose};
use kbtool::diagnostic::Language;
use kbtool::source::write_atomically;

use super::interactive::{Outcome, walk as walk_through};
use super::{Run, Searched, rewrite};
use crate::cli::exit::Exit;

/// `--plan FILE`: write what is proposed.
pub(super) fn write(run: &Run<'_>, path: &Path) -> Result<Exit> {
    if path.exists() {
        bail!(
            "{} {}",
            path.display(),
            run.context.language.pick(
                "is there already and may hold decisions; carry it out, remove it, or give another name",
                "已经存在，里面可能有处理过的内容；请先执行或删除它，或换一个文件名"
            )
        );
    }
    refuse_inside(run, path)?;
    let plan = proposed(run)?;
    save(run, path, &plan)?;
    let (groups, path) = (plan.groups.len(), path.display());
    run.context.note(&match run.context.language {
        Language::English => {
            format!("{groups} group(s) in {path}; edit it, then run `kbtool dedup --apply {path}`")
        }
        Language::Chinese => {
            format!("{groups} 组重复已写入 {path}；改好后运行 `kbtool dedup --apply {path}`")
        }
    });
    Ok(if plan.groups.is_empty() { Exit::Clean } else { Exit::Findings })
}

/// `--apply FILE`: carry it out.
pub(super) fn apply(run: &Run<'_>, path: &Path) -> Result<Exit> {
    let language = run.context.language;
    let plan = Plan::read(path).map_err(|error| refusal(&error, language))?;
    carry_out(run, &plan)
}

/// `--interactive`: decide group by group. The plan's file, if one is named, is where it was left and where it
/// is saved; without it nothing outlasts the walk but what is carried out.
pub(super) fn walk(run: &Run<'_>) -> Result<Exit> {
    let language = run.context.language;
    let path = run.arguments.plan.as_deref();
    let begun = path.filter(|path| path.exists());
    if let Some(path) = path {
        refuse_inside(run, path)?;
    }
    let plan = match begun {
        Some(path) => Plan::read(path).map_err(|error| refusal(&error, language))?,
        None => proposed(run)?,
    };
    if plan.groups.is_empty() {
        run.context.note(language.pick("no duplicates: nothing to decide", "没有重复，无需处理"));
        return Ok(Exit::Clean);
    }
    let colour = run.context.render_options(None).colour;
    let mut keep = |plan: &Plan| path.map_or(Ok(()), |path| save(run, path, plan));
    match walk_through(plan, language, colour, &mut keep)? {
        Outcome::Apply(plan) => carry_out(run, &plan),
        Outcome::Stopped(plan) => {
            let decided = plan.groups.iter().filter(|group| group.decided).count();
            let (all, file) = (plan.groups.len(), path.map(|path| path.display().to_string()));
            run.context.note(&match (language, file) {
                (Language::English, Some(file)) => format!(
                    "{decided} of {all} group(s) decided; go on with `kbtool dedup --interactive --plan {file}`"
                ),
                (Language::Chinese, Some(file)) => format!(
                    "已处理 {decided}/{all} 组；继续请运行 `kbtool dedup --interactive --plan {file}`"
                ),
                (Language::English, None) => {
                    "stopped; nothing was written. With --plan FILE decisions are kept for the next time".into()
                }
                (Language::Chinese, None) => "已停止，没有写入任何内容。加上 --plan FILE 可以保存进度".into(),
            });
            Ok(Exit::Findings)
        }
    }
}

/// A plan in a folder of the knowledge base would be read as one of its files.
fn refuse_inside(run: &Run<'_>, path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_inside = |root: &std::path::PathBuf| match (folder.canonicalize(), root.canonicalize()) {
        (Ok(folder), Ok(root)) => folder.starts_with(root),
        _ => false,
    };
    match run.context.roots().iter().find(|root| is_inside(root)) {
        Some(root) if path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml") => {
            bail!(
                "{}",
                match run.context.language {
                    Language::English => format!(
                        "{} lies in the knowledge base {}, and would be read as a part of it; put the plan elsewhere",
                        path.display(),
                        root.display()
                    ),
                    Language::Chinese => format!(
                        "{} 在知识库 {} 里面，会被当作知识库文件读取；请把方案放到别处",
                        path.display(),
                        root.display()
                    ),
                }
            )
        }
        _ => Ok(()),
    }
}

fn proposed(run: &Run<'_>) -> Result<Plan> {
    let Searched { knowledge_base, phrasings, duplicates } = run.search()?;
    Ok(propose(&knowledge_base, &phrasings, &duplicates, run.context.as_of, run.context.language))
}

fn save(run: &Run<'_>, path: &Path, plan: &Plan) -> Result<()> {
    write_atomically(path, plan.to_yaml(run.context.language).as_bytes())
        .with_context(|| format!("cannot write {}", path.display()))
}

fn carry_out(run: &Run<'_>, plan: &Plan) -> Result<Exit> {
    let language = run.context.language;
    let knowledge_base = run.context.load()?;
    let applied = plan.apply(&knowledge_base).map_err(|error| refusal(&error, language))?;
    if applied.counts.undecided > 0 && applied.files.is_empty() {
        bail!(
            "{}",
            language.pick(
                "the plan has undecided groups only; set `decided: true` for those to carry out",
                "方案里的组都还没有处理；要执行的请改成 `decided: true`"
            )
        );
    }
    if run.arguments.diff {
        let colour = run.context.render_options(None).colour;
        crate::cli::output::deliver(None, &rewrite::diff(&applied.files, &applied.before, colour))?;
        return Ok(if applied.files.is_empty() { Exit::Clean } else { Exit::Findings });
    }
    rewrite::write(&applied.files, &applied.before)?;
    let (counts, files) = (applied.counts, applied.files.len());
    run.context.note(&match language {
        Language::English => format!(
            "{files} file(s) written: {} variant(s) dropped, {} moved, {} made counterexamples, {} entries merged, {} mention(s) renamed; {} group(s) not decided",
            counts.dropped, counts.moved, counts.counterexamples, counts.merged, counts.mentions, counts.undecided
        ),
        Language::Chinese => format!(
            "已改写 {files} 个文件：删除 {} 条，移动 {} 条，改为反例 {} 条，合并知识点 {} 个，更新引用 {} 处；未处理 {} 组",
            counts.dropped, counts.moved, counts.counterexamples, counts.merged, counts.mentions, counts.undecided
        ),
    });
    Ok(Exit::Clean)
}

/// Why a plan cannot be read or carried out, in the reader's language.
pub(super) fn refusal(error: &PlanError, language: Language) -> anyhow::Error {
    anyhow!(error.in_language(language))
}
