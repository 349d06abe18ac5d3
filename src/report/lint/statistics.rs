//! How often each rule found something.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::section::{Column, Section};
use super::super::table;
use super::{LintReport, RenderOptions};
use crate::diagnostic::{Language, Safety};

/// The findings of one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct RuleCount {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) count: usize,
    /// How many have a safe fix.
    pub(super) fixable: usize,
    /// How many have a fix that wants a look.
    pub(super) fixable_unsafe: usize,
}

/// By count, the most first; then by code.
pub(super) fn count(report: &LintReport<'_>) -> Vec<RuleCount> {
    let mut rules: BTreeMap<(&'static str, &'static str), RuleCount> = BTreeMap::new();
    for finding in report.findings {
        let (code, name) = (finding.code, finding.name);
        let rule = rules.entry((code, name)).or_insert(RuleCount {
            code,
            name,
            count: 0,
            fixable: 0,
            fixable_unsafe: 0,
        });
        rule.count += 1;
        match finding.fix.as_ref().map(|fix| fix.safety) {
            Some(Safety::Safe) => rule.fixable += 1,
            Some(Safety::Unsafe) => rule.fixable_unsafe += 1,
            None => {}
        }
    }
    let mut rules: Vec<RuleCount> = rules.into_values().collect();
    // The sort keeps the order of the codes among equals.
    rules.sort_by_key(|rule| std::cmp::Reverse(rule.count));
    rules
}

/// The counts as a table of any format.
pub(super) fn section(report: &LintReport<'_>, language: Language) -> Section {
    let safe = language.pick("safe", "安全");
    let unsafe_ = language.pick("unsafe", "需确认");
    let rows = count(report).into_iter().map(|rule| {
        let fix = match (rule.fixable, rule.fixable_unsafe) {
            (0, 0) => String::new(),
            (_, 0) => safe.to_owned(),
            (0, _) => unsafe_.to_owned(),
            _ => format!("{safe}{}{unsafe_}", language.pick(", ", "、")),
        };
        vec![rule.count.to_string().into(), rule.code.into(), rule.name.into(), fix.into()]
    });
    Section {
        title: language.pick("Findings by rule", "各规则的问题数").to_owned(),
        columns: vec![
            Column::number(language.pick("Count", "数量")),
            Column::text(language.pick("Code", "代码")),
            Column::text(language.pick("Rule", "规则")),
            Column::text(language.pick("Fix", "修复")),
        ],
        rows: rows.collect(),
        remarks: Vec::new(),
    }
}

/// The table for a terminal with a blank line behind it; empty without findings.
pub(super) fn table(report: &LintReport<'_>, options: RenderOptions) -> String {
    if report.findings.is_empty() {
        return String::new();
    }
    table::render(&section(report, options.language), options) + "\n"
}
