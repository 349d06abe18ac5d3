//! The page of one rule: what its comment says, its examples with what they give, its settings.

use super::super::RenderOptions;
use super::super::diagnostics::{render_findings, severity_word};
use super::super::section::Paint;
use super::super::table::painted;
use super::{fixes_word, needs_option};
use crate::diagnostic::Language;
use crate::lint::{Example, Page, Rule, Settings, lint_example};

/// Before this the examples go on the Chinese page, which has none of its own.
const BEFORE_CHINESE_EXAMPLES: &str = "## 修复";

/// The page of `rule` as Markdown, its headings in bold if there are to be colours. It ends with a line end.
pub fn render_rule(rule: &Rule, options: RenderOptions) -> String {
    let page = markdown(rule, options.language);
    if !options.colour {
        return page;
    }
    let mut fenced = false;
    let lines = page.lines().map(|line| {
        fenced ^= line.starts_with("```");
        let heading = !fenced && line.starts_with('#');
        painted(line, if heading { Paint::Strong } else { Paint::Plain }, options) + "\n"
    });
    lines.collect()
}

/// The page of `rule` as Markdown.
pub(super) fn markdown(rule: &Rule, language: Language) -> String {
    let page = Page::of(rule);
    let mut out = Blocks::default();
    out.block(&match language {
        Language::English => format!("# {} {} ({})", rule.code, rule.name, page.chinese_title),
        Language::Chinese => format!("# {} {}（{}）", rule.code, page.chinese_title, rule.name),
    });
    let needs = match needs_option(rule.needs) {
        Some(option) => format!("`{option}`"),
        None => language.pick("nothing but the knowledge base", "只需知识库").to_owned(),
    };
    let severity = severity_word(rule.severity, language);
    let fixes = fixes_word(rule.fixes, language);
    out.block(&match language {
        Language::English => format!("- Severity: {severity}\n- Fix: {fixes}\n- Needs: {needs}"),
        Language::Chinese => format!("- 级别：{severity}\n- 修复：{fixes}\n- 需要：{needs}"),
    });
    let mut examples = page.examples.iter();
    match language {
        Language::English => body(rule, page.text(language), &mut examples, language, &mut out),
        Language::Chinese => {
            let text = page.text(language);
            let border = text.find(BEFORE_CHINESE_EXAMPLES).unwrap_or(text.len());
            let (before, behind) = text.split_at(border);
            body(rule, before, &mut examples, language, &mut out);
            out.block("## 示例");
            for example in &page.examples {
                show(rule, example, language, &mut out);
            }
            body(rule, behind, &mut examples, language, &mut out);
        }
    }
    if let Some(defaults) = defaults(rule) {
        out.block(language.pick("## Default settings", "## 默认设置"));
        out.fence("toml", &defaults);
    }
    out.text
}

/// Blocks with one blank line between them.
#[derive(Default)]
struct Blocks {
    text: String,
}

impl Blocks {
    fn block(&mut self, text: &str) {
        let text = text.trim_matches('\n');
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn fence(&mut self, language: &str, text: &str) {
        self.block(&format!("```{language}\n{}\n```", text.trim_end_matches('\n')));
    }
}

/// The text of a page, with the next of `examples` wherever a block marked `fail` or `pass` ends one.
fn body<'e>(
    rule: &Rule,
    text: &str,
    examples: &mut impl Iterator<Item = &'e Example>,
    language: Language,
    out: &mut Blocks,
) {
    let mut prose = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let mut words = line.strip_prefix("```").unwrap_or_default().split_whitespace();
        let kind = words.next();
        if !words.any(|word| word == "fail" || word == "pass") {
            prose.push_str(line);
            prose.push('\n');
            continue;
        }
        out.block(&prose);
        prose.clear();
        // The block is shown from the example, which has the settings and questions that go with it.
        lines.by_ref().find(|line| line.starts_with("```"));
        if !matches!(kind, Some("toml" | "csv"))
            && let Some(example) = examples.next()
        {
            show(rule, example, language, out);
        }
    }
    out.block(&prose);
}

/// An example, and what the rule finds in it.
fn show(rule: &Rule, example: &Example, language: Language, out: &mut Blocks) {
    if let Some(config) = &example.config {
        out.block(language.pick("With these settings:", "使用这些设置："));
        out.fence("toml", &as_in_file(config));
    }
    if let Some(transcripts) = &example.transcripts {
        out.block(language.pick("With these test questions:", "使用这些测试问题："));
        out.fence("csv", transcripts);
    }
    let bytes = bytes_words(example, language);
    out.block(&match (language, example.fails) {
        (Language::English, true) => format!("This gives a finding{bytes}:"),
        (Language::English, false) => format!("This gives none{bytes}:"),
        (Language::Chinese, true) => format!("这样写会报告问题{bytes}："),
        (Language::Chinese, false) => format!("这样写没有问题{bytes}："),
    });
    let files: Vec<String> = match example.files.as_slice() {
        [(_, text)] => vec![text.clone()],
        files => files.iter().map(|(path, text)| format!("# {path}\n{text}")).collect(),
    };
    out.fence("yaml", &files.join("\n"));
    if example.fails {
        let options = RenderOptions { language, width: None, colour: false };
        match lint_example(rule, example) {
            Ok((linted, knowledge_base)) => {
                let found = render_findings(
                    &linted.findings.iter().collect::<Vec<_>>(),
                    &knowledge_base.files,
                    options,
                );
                out.fence("text", &found);
            }
            Err(error) => out.fence("text", &error.to_string()),
        }
    }
}

/// What was done to the bytes of an example, which the text does not show.
fn bytes_words(example: &Example, language: Language) -> String {
    let words: Vec<&str> = example
        .bytes
        .iter()
        .filter_map(|change| match change.as_str() {
            "bom" => Some(language.pick("with a byte order mark", "文件带字节顺序标记")),
            "gb18030" => Some(language.pick("saved as GB18030", "文件保存为 GB18030 编码")),
            "mixed" => Some(language.pick("with its first line ending in CR LF", "首行以 CR LF 结尾")),
            _ => None,
        })
        .collect();
    if words.is_empty() {
        return String::new();
    }
    match language {
        Language::English => format!(" ({})", words.join(", ")),
        Language::Chinese => format!("（{}）", words.join("，")),
    }
}

/// Settings of an example, which are the inside of `[lint]`, as they stand in `kbtool.toml`.
fn as_in_file(config: &str) -> String {
    let header = |line: &str| line.starts_with('[') && line.ends_with(']') && !line.starts_with("[[");
    let mut text = String::new();
    if !config.lines().next().is_some_and(header) {
        text.push_str("[lint]\n");
    }
    for line in config.lines() {
        match line.strip_prefix('[').filter(|_| header(line)) {
            Some(rest) => text.extend(["[lint.", rest, "\n"]),
            None => text.extend([line, "\n"]),
        }
    }
    text
}

/// What the rule is told where nobody says otherwise, as it would stand in `kbtool.toml`.
fn defaults(rule: &Rule) -> Option<String> {
    let settings = toml::Table::try_from(Settings::default()).ok()?.remove(rule.name)?;
    let within = |name: &str, value: toml::Value| -> toml::Value {
        toml::Value::Table(std::iter::once((name.to_owned(), value)).collect())
    };
    let whole = within("lint", within("rules", within(rule.name, settings)));
    toml::to_string(&whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::{RULES, find_rule};

    fn rule(code: &str) -> &'static Rule {
        find_rule(code).expect("a rule")
    }

    #[test]
    fn a_page_in_both_languages() {
        for (language, name) in [(Language::English, "page-en"), (Language::Chinese, "page-zh")] {
            let page = markdown(rule("KB901"), language);
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(name, page);
            });
        }
    }

    #[test]
    fn a_page_shows_examples_findings_and_settings() {
        for rule in RULES {
            for language in [Language::English, Language::Chinese] {
                let page = markdown(rule, language);
                let code = rule.code;
                assert!(!page.contains(" fail\n") && !page.contains(" pass\n"), "{code}: marks of examples");
                assert_eq!(page.matches("\n```").count() % 2, 0, "{code}: each fence is closed");
                let found = page.matches(&format!("[{code}]: ")).count();
                let fails = Page::of(rule).examples.iter().filter(|example| example.fails).count();
                assert!(found >= fails && fails > 0, "{code}: {page}");
                let settings = page.matches(&format!("\n[lint.rules.{}]", rule.name)).count();
                assert_eq!(settings > 0, page.contains(language.pick("## Default", "## 默认")), "{code}");
            }
        }
    }

    #[test]
    fn settings_are_those_of_the_file() {
        assert_eq!(as_in_file("[rules.a]\nx = [\n]\n"), "[lint.rules.a]\nx = [\n]\n");
        assert_eq!(as_in_file("select = [\"KB2\"]\n"), "[lint]\nselect = [\"KB2\"]\n");
        let page = markdown(rule("KB201"), Language::English);
        assert!(
            page.contains("```toml\n[lint.rules.question-length]\nmaximum = 40\nminimum = 4\n"),
            "{page}"
        );
    }

    #[test]
    fn only_headings_are_coloured() {
        let options = RenderOptions { colour: true, ..RenderOptions::default() };
        let coloured = render_rule(rule("KB201"), options);
        let lines = |text: &str| text.lines().filter(|line| line.contains('\u{1b}')).count();
        assert!(lines(&coloured) >= 5);
        let plain = render_rule(rule("KB201"), RenderOptions::default());
        assert_eq!(lines(&plain), 0);
        assert_eq!(coloured.replace("\u{1b}[1m", "").replace("\u{1b}[0m", ""), plain);
    }

    #[test]
    fn the_examples_stand_where_the_page_has_them() {
        let page = markdown(rule("KB201"), Language::English);
        let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
        assert!(at("## Example") < at("This gives a finding:") && at("This gives none:") < at("## Fix"));
    }
}
