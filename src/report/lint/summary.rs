//! What a run came to, as numbers and as a sentence.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Language, Recorded, Safety, Severity};
use crate::source::Files;

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LintSummary {
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings for information.
    pub infos: usize,
    /// Files that have a finding.
    pub files_with_findings: usize,
    /// Files of the knowledge base; a configuration among them does not count.
    pub files: usize,
    /// Entries of the knowledge base.
    pub entries: usize,
    /// Findings that comments have silenced; they are not among the findings.
    pub suppressed: usize,
    /// Findings that the baseline has excused; they are not among the findings.
    pub baselined: usize,
    /// What the baseline records but is no longer found.
    pub stale: Vec<Recorded>,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings with a fix that wants a look.
    pub fixable_unsafe: usize,
    /// How many findings this run has fixed, by code; they are not among the findings.
    pub fixed: BTreeMap<&'static str, usize>,
}

impl LintSummary {
    /// Count `findings`. What they do not tell (entries, what was suppressed, baselined or fixed) is left
    /// at nothing for the caller to fill in.
    pub fn of(findings: &[Diagnostic], files: &Files) -> Self {
        let severe = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let fixable = |safety| {
            let fixes = findings.iter().filter_map(|finding| finding.fix.as_ref());
            fixes.filter(|fix| fix.safety == safety).count()
        };
        let with_findings: BTreeSet<_> = findings.iter().map(|finding| finding.location.file).collect();
        let is_configuration = |path: &std::path::Path| {
            path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
        };
        Self {
            errors: severe(Severity::Error),
            warnings: severe(Severity::Warning),
            infos: severe(Severity::Info),
            files_with_findings: with_findings.len(),
            files: files.iter().filter(|(_, file)| !is_configuration(file.path())).count(),
            fixable: fixable(Safety::Safe),
            fixable_unsafe: fixable(Safety::Unsafe),
            ..Self::default()
        }
    }

    /// All findings.
    pub const fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }

    /// How many recorded findings are no longer found.
    pub fn stale_findings(&self) -> usize {
        self.stale.iter().map(|recorded| recorded.count).sum()
    }

    /// The result in one sentence without a full stop.
    pub(in crate::report) fn sentence(&self, language: Language) -> String {
        if self.findings() == 0 {
            return match language {
                Language::English => format!(
                    "All clean: {} in {}",
                    counted(self.entries, "entry", "entries"),
                    counted(self.files, "file", "files")
                ),
                Language::Chinese => {
                    format!("没有发现问题：共检查 {} 个文件、{} 个知识点", self.files, self.entries)
                }
            };
        }
        let kinds = self.kinds(language);
        let found = match language {
            Language::English => format!(
                "Found {} ({kinds}) in {}",
                counted(self.findings(), "finding", "findings"),
                counted(self.files_with_findings, "file", "files")
            ),
            Language::Chinese => format!(
                "共发现 {} 个问题（{kinds}），涉及 {} 个文件",
                self.findings(),
                self.files_with_findings
            ),
        };
        let fixable = match (language, self.fixable, self.fixable_unsafe) {
            (_, 0, 0) => String::new(),
            (Language::English, safe, 0) => format!("; {safe} can be mended with --fix"),
            (Language::English, 0, unsafe_) => format!("; {unsafe_} can be mended with --fix --unsafe-fixes"),
            (Language::English, safe, unsafe_) => {
                format!("; {safe} can be mended with --fix, {unsafe_} more with --unsafe-fixes")
            }
            (Language::Chinese, safe, 0) => format!("；其中 {safe} 个可用 --fix 自动修复"),
            (Language::Chinese, 0, unsafe_) => {
                format!("；其中 {unsafe_} 个可用 --fix --unsafe-fixes 修复（需人工确认）")
            }
            (Language::Chinese, safe, unsafe_) => format!(
                "；其中 {safe} 个可用 --fix 自动修复，另有 {unsafe_} 个可用 --unsafe-fixes 修复（需人工确认）"
            ),
        };
        found + &fixable
    }

    /// "3 errors, 7 warnings", without the kinds that did not occur.
    fn kinds(&self, language: Language) -> String {
        let kinds = [
            (self.errors, "error", "errors", "错误"),
            (self.warnings, "warning", "warnings", "警告"),
            (self.infos, "info", "infos", "提示"),
        ];
        let named: Vec<String> = kinds
            .into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, several, chinese)| match language {
                Language::English => counted(count, one, several),
                Language::Chinese => format!("{count} 个{chinese}"),
            })
            .collect();
        named.join(language.pick(", ", "、"))
    }

    /// What belongs to the result but is no finding, each in a sentence without a full stop.
    pub(super) fn remarks(&self, language: Language) -> Vec<String> {
        let mut remarks = Vec::new();
        if !self.fixed.is_empty() {
            let codes: Vec<String> =
                self.fixed.iter().map(|(code, count)| format!("{code} × {count}")).collect();
            let codes = codes.join(language.pick(", ", "、"));
            let count = self.fixed.values().sum();
            remarks.push(match language {
                Language::English => format!("Mended {}: {codes}", counted(count, "finding", "findings")),
                Language::Chinese => format!("已修复 {count} 个问题：{codes}"),
            });
        }
        let were = |count| counted(count, "finding was", "findings were");
        if self.suppressed > 0 {
            let count = self.suppressed;
            remarks.push(match language {
                Language::English => format!("{} silenced by comments", were(count)),
                Language::Chinese => format!("另有 {count} 个问题被忽略注释跳过"),
            });
        }
        if self.baselined > 0 {
            let count = self.baselined;
            remarks.push(match language {
                Language::English => format!("{} excused by the baseline", were(count)),
                Language::Chinese => format!("另有 {count} 个问题已记录在基线中，未计入"),
            });
        }
        let stale = self.stale_findings();
        if stale > 0 {
            remarks.push(match language {
                Language::English => format!(
                    "{} in the baseline but no longer found; renew it with --update-baseline",
                    counted(stale, "finding is", "findings are")
                ),
                Language::Chinese => {
                    format!("基线中有 {stale} 个问题已不存在，请用 --update-baseline 更新基线")
                }
            });
        }
        remarks
    }
}

/// `1 file`, `2 files`.
pub(super) fn counted(count: usize, one: &str, several: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { several })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn summary(numbers: [usize; 6]) -> LintSummary {
        let [errors, warnings, infos, files_with_findings, fixable, fixable_unsafe] = numbers;
        LintSummary {
            errors,
            warnings,
            infos,
            files_with_findings,
            fixable,
            fixable_unsafe,
            ..Default::default()
        }
    }

    fn both(summary: &LintSummary) -> [String; 2] {
        [Language::English, Language::Chinese].map(|language| summary.sentence(language))
    }

    #[test]
    fn the_sentence_counts_in_both_languages() {
        assert_eq!(
            both(&summary([3, 7, 2, 4, 5, 2])),
            [
                "Found 12 findings (3 errors, 7 warnings, 2 infos) in 4 files; 5 can be mended with --fix, \
                 2 more with --unsafe-fixes",
                "共发现 12 个问题（3 个错误、7 个警告、2 个提示），涉及 4 个文件；其中 5 个可用 --fix 自动修复，\
                 另有 2 个可用 --unsafe-fixes 修复（需人工确认）",
            ]
        );
        assert_eq!(
            both(&summary([0, 1, 0, 1, 0, 1])),
            [
                "Found 1 finding (1 warning) in 1 file; 1 can be mended with --fix --unsafe-fixes",
                "共发现 1 个问题（1 个警告），涉及 1 个文件；其中 1 个可用 --fix --unsafe-fixes 修复（需人工确认）",
            ]
        );
        assert!(both(&summary([1, 0, 1, 1, 1, 0]))[0].ends_with("file; 1 can be mended with --fix"));
        assert_eq!(both(&summary([1, 0, 0, 1, 0, 0]))[0], "Found 1 finding (1 error) in 1 file");
    }

    #[test]
    fn a_clean_run_says_what_was_looked_at() {
        let clean = LintSummary { entries: 1, files: 2, ..Default::default() };
        assert_eq!(
            both(&clean),
            ["All clean: 1 entry in 2 files", "没有发现问题：共检查 2 个文件、1 个知识点"]
        );
    }

    #[test]
    fn what_is_no_finding_is_mentioned() {
        let recorded = |count| Recorded {
            code: "KB201".to_owned(),
            place: "demo/ship".to_owned(),
            hash: "0".to_owned(),
            count,
            text: "物流".to_owned(),
        };
        let summary = LintSummary {
            suppressed: 1,
            baselined: 2,
            stale: vec![recorded(1), recorded(2)],
            fixed: BTreeMap::from([("KB001", 3), ("KB901", 1)]),
            ..Default::default()
        };
        assert_eq!(
            summary.remarks(Language::English),
            [
                "Mended 4 findings: KB001 × 3, KB901 × 1",
                "1 finding was silenced by comments",
                "2 findings were excused by the baseline",
                "3 findings are in the baseline but no longer found; renew it with --update-baseline",
            ]
        );
        assert_eq!(
            summary.remarks(Language::Chinese),
            [
                "已修复 4 个问题：KB001 × 3、KB901 × 1",
                "另有 1 个问题被忽略注释跳过",
                "另有 2 个问题已记录在基线中，未计入",
                "基线中有 3 个问题已不存在，请用 --update-baseline 更新基线",
            ]
        );
        assert!(LintSummary::default().remarks(Language::English).is_empty());
    }
}
