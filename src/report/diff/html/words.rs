//! What the page says in sentences.

use super::super::super::words::{counted, thousands};
use super::super::DiffReport;
use crate::diagnostic::Language;
use crate::diff::{FlipKind, McNemar, QuestionSource, Risk};

/// How many changes there are of each risk, in the order of [`Risk::ALL`].
pub(super) fn by_risk(report: &DiffReport<'_>) -> [usize; 3] {
    Risk::ALL.map(|risk| report.changes.iter().filter(|change| change.risk == risk).count())
}

/// The mark of a risk, as colour alone is not for everyone.
pub(super) const fn risk_mark(risk: Risk) -> &'static str {
    match risk {
        Risk::High => "▲",
        Risk::Medium => "◆",
        Risk::Low => "○",
    }
}

/// The mark of a way to flip.
pub(super) const fn flip_mark(kind: FlipKind) -> &'static str {
    match kind {
        FlipKind::Broken => "✗",
        FlipKind::NoLongerCovered => "−",
        FlipKind::StillWrong => "≠",
        FlipKind::NewlyCovered => "+",
        FlipKind::Fixed => "✓",
    }
}

/// What changed, in a line.
pub(super) fn changes_line(report: &DiffReport<'_>, language: Language) -> String {
    let (before, after) = report.entries;
    if report.changes.is_empty() {
        return match language {
            Language::English => {
                format!("Nothing changed in meaning, in {}.", counted(after, "entry", "entries"))
            }
            Language::Chinese => format!("{} 个知识点，内容没有任何变化。", thousands(after)),
        };
    }
    let risks: Vec<String> = Risk::ALL
        .into_iter()
        .zip(by_risk(report))
        .filter(|&(_, count)| count > 0)
        .map(|(risk, count)| match language {
            Language::English => format!("{} of {}", thousands(count), risk.title().english),
            Language::Chinese => format!("{} {} 处", risk.title().chinese, thousands(count)),
        })
        .collect();
    let risks = risks.join(language.pick(", ", "、"));
    let (all, before, after) = (report.changes.len(), thousands(before), thousands(after));
    match language {
        Language::English => {
            format!("{}: {risks}; {before} entries before, {after} now.", counted(all, "change", "changes"))
        }
        Language::Chinese => {
            format!("共 {} 处改动：{risks}；知识点原有 {before} 个，现有 {after} 个。", thousands(all))
        }
    }
}

/// What customers notice, in a line.
pub(super) fn customers_line(report: &DiffReport<'_>, language: Language) -> String {
    let Some(behaviour) = report.behaviour else {
        return language
            .pick(
                "What customers notice was not measured: --transcripts or --self-test does that.",
                "没有测算对顾客的影响，加上 --transcripts 或 --self-test 即可测算。",
            )
            .to_owned();
    };
    let (rows, sentence) = (thousands(behaviour.overall.rows), &behaviour.overall.sentence);
    match language {
        Language::English => format!("What customers notice, in {rows} questions: {}.", sentence.english),
        Language::Chinese => format!("对顾客的影响（{rows} 个问题）：{}。", sentence.chinese),
    }
}

/// Whether it passes, in a line.
pub(super) fn limits_line(report: &DiffReport<'_>, language: Language) -> String {
    let all = report.limits.len();
    let broken: Vec<&str> = report
        .limits
        .iter()
        .filter(|limit| !limit.kept)
        .map(|limit| limit.words.in_language(language))
        .collect();
    match (language, all, broken.len()) {
        (Language::English, 0, _) if by_risk(report)[0] > 0 => {
            "No limits were set; look at the changes of high risk first.".to_owned()
        }
        (Language::English, 0, _) => "No limits were set.".to_owned(),
        (Language::Chinese, 0, _) if by_risk(report)[0] > 0 => "没有设置限制，请先看高风险改动。".to_owned(),
        (Language::Chinese, 0, _) => "没有设置限制。".to_owned(),
        (Language::English, 1, 0) => "The limit is kept.".to_owned(),
        (Language::English, all, 0) => format!("All {all} limits are kept."),
        (Language::Chinese, all, 0) => format!("{all} 项限制全部满足。"),
        (Language::English, all, count) => {
            let are = if count == 1 { "is" } else { "are" };
            format!("{count} of {} {are} not kept: {}.", counted(all, "limit", "limits"), broken.join("; "))
        }
        (Language::Chinese, all, count) => {
            format!("{all} 项限制中有 {count} 项未满足：{}。", broken.join("；"))
        }
    }
}

/// Where the questions come from.
pub(super) fn source_line(source: QuestionSource, language: Language) -> &'static str {
    match source {
        QuestionSource::Transcripts => language.pick(
            "Both versions were asked the labelled questions of the transcripts.",
            "用对话记录里已标注的问题，分别向两个版本提问。",
        ),
        QuestionSource::SelfTest => language.pick(
            "Both versions were asked the phrasings of the earlier version.",
            "用旧版本的全部问法，分别向两个版本提问。",
        ),
    }
}

/// What McNemar's test says, beside the figures.
pub(super) fn verdict(test: &McNemar, language: Language) -> &'static str {
    match (test.is_significant(), test.fixed.cmp(&test.broken)) {
        (true, std::cmp::Ordering::Greater) => language.pick("better than chance", "确实变好"),
        (true, std::cmp::Ordering::Less) => language.pick("worse than chance", "确实变差"),
        _ => language.pick("no more than chance", "可能只是偶然"),
    }
}

/// How many changes of a risk the page leaves out.
pub(super) fn changes_left_out(count: usize, risk: Risk, language: Language) -> String {
    match language {
        Language::English => format!(
            "… and {} of {}, which this page leaves out. The format json has them all.",
            counted(count, "more change", "more changes"),
            risk.title().english
        ),
        Language::Chinese => format!(
            "……另有 {} 处{}改动没有列出，完整内容见 json 格式的报告。",
            thousands(count),
            risk.title().chinese
        ),
    }
}

/// How many items of another kind the page leaves out.
pub(super) fn left_out(count: usize, language: Language) -> String {
    match language {
        Language::English => {
            format!(
                "… and {} more, which this page leaves out. The format json has them all.",
                thousands(count)
            )
        }
        Language::Chinese => format!("……另有 {} 条没有列出，完整内容见 json 格式的报告。", thousands(count)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_test_is_put_in_words() {
        let test = |fixed, broken, p| McNemar { fixed, broken, p };
        let words = |test: McNemar| verdict(&test, Language::English);
        assert_eq!(words(test(12, 3, 0.035)), "better than chance");
        assert_eq!(words(test(3, 12, 0.035)), "worse than chance");
        assert_eq!(words(test(4, 3, 1.0)), "no more than chance");
    }
}
