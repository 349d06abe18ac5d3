//! The three lines by which a manager knows whether to read on: how much changed, what customers notice, and
//! whether that is within limits.

use super::super::eval_markdown::escaped;
use super::super::words::{capitalised, shorten};
use super::DiffReport;
use super::behaviour::asked;
use super::content::bracketed;
use super::grouping::Subject;
use super::summary::{Counts, is_refused, limits, nothing_changed, to_look_at, versions};
use crate::diagnostic::Language;
use crate::diff::{Behaviour, Change, FlipKind, Risk};

/// A sentence of somebody else is cut to so many columns.
const SENTENCE: usize = 200;

/// A question is cut to so many columns.
const QUESTION: usize = 60;

/// Three items of a list in Markdown, each on a line.
pub(super) fn lines(report: &DiffReport<'_>, counts: &Counts, language: Language) -> String {
    let lines =
        [changes(report, counts, language), customers(report, language), look(report, counts, language)];
    lines.map(|line| format!("- {line}\n")).concat()
}

/// How much changed, and the worst of it.
fn changes(report: &DiffReport<'_>, counts: &Counts, language: Language) -> String {
    let Some(worst) = worst(report) else {
        return format!("🟢 **{}**", escaped(&shorten(&nothing_changed(report, language), SENTENCE)));
    };
    let mark = match worst.risk {
        Risk::High => "🔴",
        Risk::Medium => "🟡",
        Risk::Low => "🟢",
    };
    let risks = bracketed(&counts.risks(language), language);
    let versions = escaped(&shorten(&versions(report), SENTENCE));
    let (amount, worst) = (counts.amount(language), worst_words(worst, language));
    match language {
        Language::English => format!("{mark} **{amount}**{risks}, {versions}. {worst}"),
        Language::Chinese => format!("{mark} **{amount}**{risks}，{versions}。{worst}"),
    }
}

fn worst_words(worst: &Change, language: Language) -> String {
    if worst.risk == Risk::Low {
        return language.pick("Nothing of it is of more than low risk.", "都是低风险改动。").to_owned();
    }
    let name = if worst.question.is_empty() { &worst.entry } else { &worst.question };
    let (name, title) = (escaped(&shorten(name, QUESTION)), worst.kind.title());
    let reason = escaped(&shorten(worst.reason.in_language(language), SENTENCE));
    let title = title.in_language(language);
    let about = match Subject::of(worst) {
        Subject::Everything => title.to_owned(),
        _ => format!("“{name}”{}", bracketed(title, language)),
    };
    match language {
        Language::English => format!("The worst: {about}: {reason}"),
        Language::Chinese => format!("最要紧的是{about}：{reason}"),
    }
}

/// The change that a reader should see first: of the highest risk the one that broke the most questions, or
/// else the first that changed a fact, or else the first.
pub(super) fn worst<'r>(report: &DiffReport<'r>) -> Option<&'r Change> {
    let mut broken = vec![0_u64; report.changes.len()];
    let flips = report.behaviour.map_or(&[][..], |behaviour| &behaviour.flips);
    for flip in flips.iter().filter(|flip| matches!(flip.kind, FlipKind::Broken | FlipKind::NoLongerCovered))
    {
        if let Some(count) = flip.cause.as_ref().and_then(|cause| broken.get_mut(cause.change)) {
            *count += 1;
        }
    }
    let changes = report.changes.iter().zip(broken);
    // Of equals the first: `max_by_key` would give the last.
    changes
        .rev()
        .max_by_key(|(change, broken)| (std::cmp::Reverse(change.risk), *broken, !change.facts.is_empty()))
        .map(|(change, _)| change)
}

/// What customers notice.
fn customers(report: &DiffReport<'_>, language: Language) -> String {
    let Some(behaviour) = report.behaviour else {
        let unknown = if report.changes.is_empty() {
            language.pick(
                "➖ **Customers notice nothing**: both versions say the same",
                "➖ **顾客不会有感觉**：两个版本的内容相同",
            )
        } else {
            language.pick(
                "❔ **What customers notice is not known**: no test questions were run, see `--transcripts` and `--self-test`",
                "❔ **对顾客的影响未知**：没有跑测试问题，可用 `--transcripts` 或 `--self-test`",
            )
        };
        return unknown.to_owned();
    };
    let (gained, lost) = gained_and_lost(behaviour);
    let mark = match gained.cmp(&lost) {
        std::cmp::Ordering::Greater => "📈",
        std::cmp::Ordering::Equal => "➖",
        std::cmp::Ordering::Less => "📉",
    };
    let asked = asked(behaviour, language);
    let sentence = escaped(&shorten(behaviour.overall.sentence.in_language(language), SENTENCE));
    match language {
        Language::English => format!("{mark} **What customers notice**, by {asked}: {sentence}"),
        Language::Chinese => format!("{mark} **对顾客的影响**（{asked}）：{sentence}"),
    }
}

/// Rows that are better off, and rows that are worse off.
pub(super) const fn gained_and_lost(behaviour: &Behaviour) -> (u64, u64) {
    let counts = &behaviour.overall.counts;
    (counts.fixed + counts.newly_covered, counts.broken + counts.no_longer_covered)
}

/// Whether limits are kept, or what needs a look.
fn look(report: &DiffReport<'_>, counts: &Counts, language: Language) -> String {
    let to_look_at = to_look_at(counts, language).or_else(|| lost_words(report, language));
    let separator = language.pick("; ", "；");
    let Some(limits) = limits(report, language) else {
        let none = language.pick("no limits are set", "没有设置限制");
        return match to_look_at {
            Some(look) => format!("⚠️ **{}**{separator}{none}", capitalised(&look)),
            None => format!(
                "✅ **{}**{separator}{none}",
                language.pick("Nothing needs a closer look", "没有需要特别复核的改动")
            ),
        };
    };
    let limits = capitalised(&limits);
    if is_refused(report) {
        let missed = report.limits.iter().filter(|limit| !limit.kept);
        let words: Vec<&str> = missed.map(|limit| limit.words.in_language(language)).collect();
        let words = escaped(&shorten(&words.join(separator), SENTENCE));
        return format!("❌ **{limits}**{}{words}", language.pick(": ", "："));
    }
    let look = to_look_at.map_or_else(String::new, |look| format!("{separator}{look}"));
    format!("✅ **{limits}**{look}")
}

/// The questions that are worse off, where some are.
fn lost_words(report: &DiffReport<'_>, language: Language) -> Option<String> {
    let (_, lost) = report.behaviour.map(gained_and_lost)?;
    match (lost, language) {
        (0, _) => None,
        (1, Language::English) => Some("1 question that came off worse needs a look".to_owned()),
        (_, Language::English) => Some(format!("{lost} questions that came off worse need a look")),
        (_, Language::Chinese) => Some(format!("{lost} 条变差的问题需要复核")),
    }
}
