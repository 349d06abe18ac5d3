//! The list of all rules.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::diagnostics::severity_word;
use super::super::section::{Column, Section};
use super::super::{RenderOptions, table};
use super::{RulesFormat, fixes_word, needs_option, page};
use crate::diagnostic::{Language, Severity};
use crate::lint::{Fixes, Needs, Page, RULES};

/// The head of a column that people in either language look for.
const CHINESE_NAME: &str = "中文名";

/// All rules in the order of their codes. The text ends with a line end.
pub fn render_rules(format: RulesFormat, options: RenderOptions) -> String {
    match format {
        RulesFormat::Text => text(options),
        RulesFormat::Json => json(options.language),
        RulesFormat::Markdown => index(options.language),
    }
}

fn text(options: RenderOptions) -> String {
    let language = options.language;
    let rows = RULES.iter().map(|rule| {
        let page = Page::of(rule);
        vec![
            rule.code.into(),
            rule.name.into(),
            page.chinese_title.clone().into(),
            severity_word(rule.severity, language).into(),
            fixes_word(rule.fixes, language).into(),
            needs_option(rule.needs).unwrap_or_default().into(),
            page.summary(language).into(),
        ]
    });
    let title = |english, chinese| language.pick(english, chinese);
    let mut section = Section {
        title: String::new(),
        columns: vec![
            Column::names(title("Code", "代码")),
            Column::names(title("Rule", "规则")),
            Column::names(CHINESE_NAME),
            Column::names(title("Severity", "级别")),
            Column::names(title("Fix", "修复")),
            Column::names(title("Needs", "需要")),
            Column::text(title("What it finds", "检查什么")),
        ],
        rows: rows.collect(),
        remarks: Vec::new(),
    };
    // What a narrow terminal has no room for, the page has.
    for column in [CHINESE_NAME, title("Needs", "需要"), title("Fix", "修复")] {
        if options.width.is_some_and(|width| table::minimum_width(&section) > width) {
            section.drop_column(column);
        }
    }
    table::render(&section, options)
}

#[derive(Serialize)]
struct RuleOut {
    code: &'static str,
    name: &'static str,
    chinese_title: String,
    severity: Severity,
    fixes: Fixes,
    needs: Needs,
    summary: String,
    explanation: String,
}

fn json(language: Language) -> String {
    let rules: Vec<RuleOut> = RULES
        .iter()
        .map(|rule| {
            let page = Page::of(rule);
            RuleOut {
                code: rule.code,
                name: rule.name,
                summary: page.summary(language),
                explanation: page::markdown(rule, language),
                chinese_title: page.chinese_title,
                severity: rule.severity,
                fixes: rule.fixes,
                needs: rule.needs,
            }
        })
        .collect();
    serde_json::to_string_pretty(&rules).expect("texts are JSON") + "\n"
}

/// The list as the index of `docs/rules`.
pub(super) fn index(language: Language) -> String {
    let mut text = match language {
        Language::English => {
            "# Rules of `kbtool lint`\n\n\
             `kbtool explain KB201` prints a rule's page. *Safe* fixes are made by `--fix`, *unsafe* ones only \
             with `--unsafe-fixes`, as somebody should look at what comes of them.\n\n\
             | Code | Rule | 中文名 | Severity | Fix | Needs | What it finds |\n"
        }
        Language::Chinese => {
            "# `kbtool lint` 的规则\n\n\
             `kbtool explain KB201` 显示一条规则的说明。`--fix` 只做“安全”的修复；“需确认”的修复要加 \
             `--unsafe-fixes`，改完请人工看一遍。\n\n\
             | 代码 | 规则 | 中文名 | 级别 | 修复 | 需要 | 检查什么 |\n"
        }
    }
    .to_owned();
    text += "|---|---|---|---|---|---|---|\n";
    for rule in RULES {
        let page = Page::of(rule);
        let needs = needs_option(rule.needs).map_or_else(String::new, |option| format!("`{option}`"));
        // The summary is Markdown already; only the end of its cell must not come early.
        let summary = page.summary(language).replace('|', "\\|");
        let cells = [
            format!("[{0}]({0}.md)", rule.code),
            rule.name.to_owned(),
            page.chinese_title,
            severity_word(rule.severity, language).to_owned(),
            fixes_word(rule.fixes, language).to_owned(),
            needs,
            summary,
        ];
        // Writing into a text cannot fail.
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(format: RulesFormat, language: Language) -> String {
        render_rules(format, RenderOptions { language, width: None, colour: false })
    }

    #[test]
    fn every_rule_is_in_every_list() {
        for format in RulesFormat::ALL {
            for language in [Language::English, Language::Chinese] {
                let text = rendered(format, language);
                for rule in RULES {
                    let page = Page::of(rule);
                    for word in [rule.code, rule.name, &page.chinese_title] {
                        assert!(text.contains(word), "{format}: {word}");
                    }
                }
            }
        }
    }

    #[test]
    fn programs_get_what_people_get() {
        let value: serde_json::Value =
            serde_json::from_str(&rendered(RulesFormat::Json, Language::Chinese)).expect("JSON");
        let rule = value.as_array().expect("a list").iter().find(|rule| rule["code"] == "KB201");
        let rule = rule.expect("KB201");
        assert_eq!(rule["name"], "question-length");
        assert_eq!(rule["chinese_title"], "标准问长度");
        assert_eq!(
            (&rule["severity"], &rule["fixes"], &rule["needs"]),
            (&"info".into(), &"none".into(), &"nothing".into())
        );
        assert!(rule["explanation"].as_str().expect("a text").contains("## 检查什么"));
        assert!(!rule["summary"].as_str().expect("a text").is_empty());
    }

    #[test]
    fn a_narrow_terminal_breaks_no_name() {
        for language in [Language::English, Language::Chinese] {
            for width in [80, 100, 120] {
                let options = RenderOptions { language, width: Some(width), colour: false };
                let text = render_rules(RulesFormat::Text, options);
                assert!(RULES.iter().all(|rule| text.contains(rule.name)), "{width}: {text}");
                let widest = text.lines().map(unicode_width::UnicodeWidthStr::width).max();
                assert!(widest <= Some(width.into()), "{width}: {text}");
            }
        }
    }

    #[test]
    fn each_row_of_the_index_has_as_many_cells() {
        for language in [Language::English, Language::Chinese] {
            let text = index(language).replace("\\|", "");
            let mut rows = text.lines().filter(|line| line.starts_with('|'));
            assert!(rows.all(|row| row.matches('|').count() == 8), "{text}");
        }
    }
}
