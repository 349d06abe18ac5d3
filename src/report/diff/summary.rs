//! How much changed, in numbers and in sentences that every format says in the same way.

use rustc_hash::FxHashSet;

use super::super::words::{counted, more, plain, thousands};
use super::DiffReport;
use super::grouping::Subject;
use crate::diagnostic::Language;
use crate::diff::{ChangeKind, Risk};

/// The option of the limit that wants changes reviewed.
pub(super) const REVIEW: &str = "require-review-of";

/// How much changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) changes: usize,
    pub(super) entries: usize,
    packs: usize,
    shops: usize,
    /// Whether something changed that holds for everything.
    everything: bool,
    by_risk: [usize; Risk::ALL.len()],
    /// The kinds that there are, in the order of reports.
    pub(super) by_kind: Vec<(ChangeKind, usize)>,
}

impl Counts {
    pub(super) fn new(report: &DiffReport<'_>) -> Self {
        let mut subjects: FxHashSet<(Subject, &str)> = FxHashSet::default();
        let mut by_risk = [0; Risk::ALL.len()];
        let mut by_kind = vec![0; ChangeKind::ALL.len()];
        for change in report.changes {
            subjects.insert((Subject::of(change), &change.entry));
            by_risk[change.risk as usize] += 1;
            by_kind[change.kind as usize] += 1;
        }
        let of = |wanted| subjects.iter().filter(|(subject, _)| *subject == wanted).count();
        let by_kind = ChangeKind::ALL.iter().copied().zip(by_kind).filter(|&(_, count)| count > 0);
        Self {
            changes: report.changes.len(),
            entries: of(Subject::Entry),
            packs: of(Subject::Pack),
            shops: of(Subject::Shop),
            everything: of(Subject::Everything) > 0,
            by_risk,
            by_kind: by_kind.collect(),
        }
    }

    pub(super) const fn of_risk(&self, risk: Risk) -> usize {
        self.by_risk[risk as usize]
    }

    /// `7 changes in 4 entries and 1 shop`.
    pub(super) fn amount(&self, language: Language) -> String {
        let things = [
            (self.entries, ("entry", "entries"), " 个知识点"),
            (self.packs, ("pack", "packs"), " 个行业包"),
            (self.shops, ("shop", "shops"), " 家店铺"),
        ];
        let mut parts: Vec<String> = things
            .into_iter()
            .filter(|&(count, ..)| count > 0)
            .map(|(count, (one, several), chinese)| match language {
                Language::English => counted(count, one, several),
                Language::Chinese => format!("{}{chinese}", thousands(count)),
            })
            .collect();
        if self.everything {
            parts.push(language.pick("the settings for everything", "全局设置").to_owned());
        }
        match language {
            Language::English => {
                format!("{} in {}", counted(self.changes, "change", "changes"), enumerated(&parts))
            }
            Language::Chinese => format!("{} 处改动，涉及 {}", thousands(self.changes), parts.join("、")),
        }
    }

    /// `3 high risk, 1 medium, 3 low`.
    pub(super) fn risks(&self, language: Language) -> String {
        let present = Risk::ALL.into_iter().filter(|&risk| self.of_risk(risk) > 0);
        let parts: Vec<String> = present
            .enumerate()
            .map(|(at, risk)| {
                let (count, title) = (thousands(self.of_risk(risk)), risk.title());
                match language {
                    // The first says what the numbers are of.
                    Language::English if at == 0 => format!("{count} {}", title.english),
                    Language::English => format!("{count} {}", risk.name()),
                    Language::Chinese => format!("{} {count} 处", title.chinese),
                }
            })
            .collect();
        parts.join(language.pick(", ", "，"))
    }
}

/// `a, b and c`.
fn enumerated(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `main (1a2b3c4) → the working tree`.
pub(super) fn versions(report: &DiffReport<'_>) -> String {
    format!("{} → {}", plain(report.before), plain(report.after))
}

/// That both versions say the same.
pub(super) fn nothing_changed(report: &DiffReport<'_>, language: Language) -> String {
    let entries = report.entries.1;
    match language {
        Language::English => format!(
            "{}: nothing changed in meaning ({} compared)",
            versions(report),
            counted(entries, "entry", "entries")
        ),
        Language::Chinese => {
            format!("{}：内容没有变化（共比较 {} 个知识点）", versions(report), thousands(entries))
        }
    }
}

/// How many limits are missed of how many; nothing where none is set.
pub(super) fn limits(report: &DiffReport<'_>, language: Language) -> Option<String> {
    let all = report.limits.len();
    let missed = report.limits.iter().filter(|limit| !limit.kept).count();
    Some(match (language, all, missed) {
        (_, 0, _) => return None,
        (Language::English, 1, 0) => "the limit is kept".to_owned(),
        (Language::English, 1, _) => "the limit is not kept".to_owned(),
        (Language::English, _, 0) => format!("all {} limits are kept", thousands(all)),
        (Language::English, _, _) => {
            let verb = if missed == 1 { "is" } else { "are" };
            format!("{} of {} limits {verb} not kept", thousands(missed), thousands(all))
        }
        (Language::Chinese, 1, 0) => "限制已满足".to_owned(),
        (Language::Chinese, 1, _) => "限制未满足".to_owned(),
        (Language::Chinese, _, 0) => format!("{} 项限制全部满足", thousands(all)),
        (Language::Chinese, _, _) => {
            format!("{} 项限制中有 {} 项未满足", thousands(all), thousands(missed))
        }
    })
}

/// Whether a limit is missed.
pub(super) fn is_refused(report: &DiffReport<'_>) -> bool {
    report.limits.iter().any(|limit| !limit.kept)
}

/// What needs a look; nothing where no risk is high.
pub(super) fn to_look_at(counts: &Counts, language: Language) -> Option<String> {
    let high = counts.of_risk(Risk::High);
    match (language, high) {
        (_, 0) => None,
        (Language::English, 1) => Some("1 change of high risk needs a look".to_owned()),
        (Language::English, _) => Some(format!("{} changes of high risk need a look", thousands(high))),
        (Language::Chinese, _) => Some(format!("{} 处高风险改动需要复核", thousands(high))),
    }
}

/// The whole in one sentence without a full stop.
pub(super) fn sentence(report: &DiffReport<'_>, counts: &Counts, language: Language) -> String {
    let no_risk = || language.pick("no change of high risk", "没有高风险改动").to_owned();
    let behaviour = report.behaviour.map(|behaviour| plain(behaviour.overall.sentence.in_language(language)));
    let parts =
        [Some(to_look_at(counts, language).unwrap_or_else(no_risk)), behaviour, limits(report, language)];
    parts.into_iter().flatten().collect::<Vec<String>>().join(language.pick("; ", "；"))
}

/// How many entries more there are, some of which may be packs or shops.
pub(super) fn more_groups(count: usize, language: Language) -> String {
    match language {
        Language::English => more(count, language),
        Language::Chinese => format!("……另有 {} 项", thousands(count)),
    }
}

/// Where everything stands that is left out.
pub(super) fn whole_elsewhere(language: Language) -> &'static str {
    language
        .pick("The format `json` has everything that is left out here.", "未列出的内容请看 json 格式的报告。")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::diff::sample::sample;

    #[test]
    fn what_is_no_entry_is_not_counted_as_one() {
        let sample = sample();
        let counts = Counts::new(&sample.report());
        assert_eq!(counts.amount(Language::English), "7 changes in 4 entries and 1 shop");
        assert_eq!(counts.amount(Language::Chinese), "7 处改动，涉及 4 个知识点、1 家店铺");
        assert_eq!(counts.risks(Language::English), "3 high risk, 1 medium, 3 low");
        let only_low = Counts { by_risk: [0, 1, 2], ..counts };
        assert_eq!(only_low.risks(Language::English), "1 medium risk, 2 low");
        assert_eq!(only_low.risks(Language::Chinese), "中风险 1 处，低风险 2 处");
        assert_eq!(to_look_at(&only_low, Language::English), None);
    }

    #[test]
    fn limits_are_counted() {
        let sample = sample();
        let mut report = sample.report();
        let words = |report: &DiffReport<'_>| limits(report, Language::English);
        assert_eq!(words(&report).as_deref(), Some("1 of 2 limits is not kept"));
        report.limits = &sample.limits[..1];
        assert_eq!(words(&report).as_deref(), Some("the limit is kept"));
        assert!(!is_refused(&report));
        report.limits = &[];
        assert_eq!(words(&report), None);
    }
}
