//! What an update does: pack by pack what becomes of the entries, then the change of the knowledge base as
//! `kbtool diff` tells it.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::RenderOptions;
use super::super::diff::{DiffFormat, DiffRenderOptions, DiffReport, change_objects, render_diff};
use super::super::eval_markdown::escaped;
use super::super::object::Object;
use super::super::section::Paint;
use super::super::table::painted;
use super::super::words::{plain, shorten};
use super::{PacksFormat, SCHEMA};
use crate::diagnostic::{Language, Message};
use crate::install::{Decision, Outcome, Subject, Update};

/// A question is cut to so many columns.
const QUESTION: usize = 60;

/// Everything that an update has to show.
#[derive(Debug, Clone, Copy)]
pub struct PackUpdateReport<'r> {
    /// The packs that are followed, by id.
    pub updates: &'r [Update],
    /// Packs that come along, as one of these extends them now.
    pub added: &'r [String],
    /// The knowledge base before and after.
    pub diff: DiffReport<'r>,
    /// What else the reader should know.
    pub notes: &'r [Message],
}

impl PackUpdateReport<'_> {
    /// Whether nothing is to be written.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.updates.iter().all(Update::is_empty)
    }
}

#[derive(Serialize)]
struct UpdateOut<'r> {
    id: &'r str,
    from: &'r str,
    to: &'r str,
    adopted: bool,
    outcomes: Vec<OutcomeOut<'r>>,
    files: Vec<String>,
    removed_files: Vec<String>,
}

#[derive(Serialize)]
struct OutcomeOut<'r> {
    /// `entry`, or `pack.yaml` for a key of it.
    of: &'static str,
    name: &'r str,
    question: Option<&'r str>,
    decision: &'static str,
    conflict: bool,
}

/// The report in this format. The text ends with a line end.
pub fn render_pack_update(
    report: &PackUpdateReport<'_>,
    format: PacksFormat,
    options: RenderOptions,
    diff: &DiffRenderOptions,
) -> String {
    let language = options.language;
    let mut text = String::new();
    let format = match format {
        PacksFormat::Json => return json(report),
        PacksFormat::Text => {
            for update in report.updates {
                let title = plain(&title(update, language));
                let _ = writeln!(text, "{}", painted(&title, Paint::Strong, options));
                for line in lines(update, language) {
                    let paint = if line.is_conflict { Paint::Bad } else { Paint::Plain };
                    let _ = writeln!(text, "  {}", painted(&plain(&line.words), paint, options));
                }
                text.push('\n');
            }
            DiffFormat::Text
        }
        PacksFormat::Markdown => {
            for update in report.updates {
                let _ = writeln!(text, "### {}\n", escaped(&title(update, language)));
                for line in lines(update, language) {
                    let depth = if line.words.starts_with(' ') { "  " } else { "" };
                    let _ = writeln!(text, "{depth}- {}", escaped(line.words.trim_start()));
                }
                text.push('\n');
            }
            DiffFormat::Markdown
        }
    };
    for id in report.added {
        let _ = match language {
            Language::English => writeln!(text, "`{id}` comes along, as it is extended now\n"),
            Language::Chinese => writeln!(text, "一并加入“{id}”：有行业包依赖它\n"),
        };
    }
    for note in report.notes {
        let _ = writeln!(text, "{}\n", note.in_language(language));
    }
    if !report.is_empty() {
        text += &render_diff(&report.diff, format, options, diff);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn title(update: &Update, language: Language) -> String {
    let Update { pack, from, to, .. } = update;
    let from = if from.is_empty() { "?" } else { from };
    let versions = if from == to { to.clone() } else { format!("{from} → {to}") };
    if update.is_empty() {
        return format!("{pack} {versions}{}", language.pick(": up to date", "：已是最新"));
    }
    format!("{pack} {versions}")
}

struct Line {
    words: String,
    is_conflict: bool,
}

/// How many met which fate, and those that somebody should look at by name.
fn lines(update: &Update, language: Language) -> Vec<Line> {
    let mut lines = Vec::new();
    let of_entries = |outcome: &&Outcome| matches!(outcome.subject, Subject::Entry { .. });
    if update.adopted {
        let words = language.pick(
            "no record of what was copied: what differs from the pack is taken for the shop's",
            "没有复制时的记录：与行业包不同之处视为店铺的改动",
        );
        lines.push(Line { words: words.to_owned(), is_conflict: false });
    }
    for decision in Decision::ALL {
        let names: Vec<&Outcome> = update
            .outcomes
            .iter()
            .filter(|outcome| outcome.decision == decision)
            .filter(|outcome| decision.is_conflict() || of_entries(outcome))
            .collect();
        // What stays as it is tells nothing where nothing else happens either.
        if names.is_empty() || decision == Decision::Same {
            continue;
        }
        let is_conflict = decision.is_conflict();
        let colon = language.pick(": ", "：");
        let words = format!("{}{colon}{}", fate(decision, language), names.len());
        lines.push(Line { words, is_conflict });
        if is_conflict || matches!(decision, Decision::Taken | Decision::TakenAway) {
            let named = names.iter().map(|outcome| Line {
                words: format!("  {}", subject(&update.pack, &outcome.subject)),
                is_conflict: false,
            });
            lines.extend(named);
        }
    }
    let keys: Vec<&str> = update
        .outcomes
        .iter()
        .filter(|outcome| !of_entries(outcome) && outcome.decision.writes())
        .map(|outcome| outcome.subject.name())
        .collect();
    if !keys.is_empty() {
        let words = match language {
            Language::English => format!("pack.yaml follows the pack: {}", keys.join(", ")),
            Language::Chinese => format!("pack.yaml 跟随更新：{}", keys.join("、")),
        };
        lines.push(Line { words, is_conflict: false });
    }
    if update.conflicts().next().is_some() {
        let words = match language {
            Language::English => {
                "the shop's text stays where both changed; --take pack takes the pack's, --entry ID for some alone".to_owned()
            }
            Language::Chinese => {
                "双方都改过的，保留店铺的写法；加 --take pack 改用行业包的，--entry ID 只对指定的知识点生效".to_owned()
            }
        };
        lines.push(Line { words, is_conflict: false });
    }
    lines
}

fn subject(pack: &str, subject: &Subject) -> String {
    match subject {
        Subject::Description(key) => format!("pack.yaml: {key}"),
        Subject::Entry { key, question } => {
            format!("{pack}/{key}  {}", shorten(question, QUESTION)).trim_end().to_owned()
        }
    }
}

const fn fate(decision: Decision, language: Language) -> &'static str {
    match decision {
        Decision::Same => language.pick("as it was", "未变"),
        Decision::Update => language.pick("follow the pack", "跟随行业包更新"),
        Decision::Add => language.pick("new in the pack", "行业包新增"),
        Decision::Remove => language.pick("no longer in the pack, removed", "行业包已删除，一并删除"),
        Decision::Keep => language.pick("changed here, kept", "本店改过，保留"),
        Decision::KeepDeleted => language.pick("deleted here, stay deleted", "本店已删除，不再加回"),
        Decision::Conflict => language
            .pick("conflict: the pack has another, the shop's stays", "冲突：行业包的内容不同，保留店铺的"),
        Decision::ConflictDeleted => language.pick(
            "conflict: not here, but new or changed in the pack",
            "冲突：本店没有，而行业包有新增或改动",
        ),
        Decision::ConflictRemoved => language.pick(
            "conflict: no longer in the pack, but changed here; stay",
            "冲突：行业包已删除，但本店改过，保留",
        ),
        Decision::ConflictMentioned => language.pick(
            "conflict: no longer in the pack, but something here refers to it; stay",
            "冲突：行业包已删除，但本店仍有内容引用它，保留",
        ),
        Decision::Taken => language.pick("taken from the pack as asked", "按要求改用行业包的"),
        Decision::TakenAway => language.pick("removed with the pack as asked", "按要求随行业包删除"),
    }
}

fn json(report: &PackUpdateReport<'_>) -> String {
    let path = |path: &std::path::PathBuf| crate::source::display_path(path);
    let mut object = Object::new(SCHEMA);
    object.list("packs", report.updates, |update| UpdateOut {
        id: &update.pack,
        from: &update.from,
        to: &update.to,
        adopted: update.adopted,
        outcomes: update.outcomes.iter().map(outcome).collect(),
        files: update
            .files
            .keys()
            .chain(update.record.is_some().then_some(&update.record_path))
            .map(path)
            .collect(),
        removed_files: update.gone.iter().map(path).collect(),
    });
    object.field("added", report.added);
    object.field("changes_anything", &!report.is_empty());
    change_objects(&mut object, report.diff.changes);
    let notes: Vec<&str> = report.notes.iter().map(|note| &*note.english).collect();
    object.field("notes", &notes);
    object.end()
}

fn outcome(outcome: &Outcome) -> OutcomeOut<'_> {
    let (of, question) = match &outcome.subject {
        Subject::Description(_) => ("pack.yaml", None),
        Subject::Entry { question, .. } => ("entry", Some(question.as_str())),
    };
    OutcomeOut {
        of,
        name: outcome.subject.name(),
        question,
        decision: outcome.decision.name(),
        conflict: outcome.decision.is_conflict(),
    }
}
