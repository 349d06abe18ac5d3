//! A rule's page: the comment at the top of its file, taken apart.
//!
//! The comment holds the page twice, in English under `# KB201 question-length`, then in Chinese under
//! `# KB201 标准问长度`. Fenced blocks marked `fail` and `pass` are examples: the linter's own tests run
//! them, and the pages show them with the findings they give.

use super::rule::Rule;
use crate::diagnostic::Language;

/// The page of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// What the rule is called in Chinese.
    pub chinese_title: String,
    english: String,
    chinese: String,
    /// What must give a finding, and what must not.
    pub examples: Vec<Example>,
}

/// Files that are linted as one knowledge base.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Example {
    /// Whether the rule must find something here, or must not.
    pub fails: bool,
    /// Paths with their contents.
    pub files: Vec<(String, String)>,
    /// `[lint]`, where the example wants settings.
    pub config: Option<String>,
    /// Test questions: rows of `question,expected`.
    pub transcripts: Option<String>,
    /// What is done to the bytes of the first file: `bom`, `gb18030`, `mixed` (its first line ends in CR LF).
    pub bytes: Vec<String>,
}

impl Example {
    /// The files as bytes.
    pub fn bytes(&self) -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let mut files: Vec<(std::path::PathBuf, Vec<u8>)> =
            self.files.iter().map(|(path, text)| (path.into(), text.clone().into_bytes())).collect();
        if let Some((_, bytes)) = files.first_mut() {
            for change in &self.bytes {
                match change.as_str() {
                    "bom" => bytes.splice(0..0, *b"\xEF\xBB\xBF").for_each(drop),
                    "mixed" => {
                        if let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
                            bytes.insert(end, b'\r');
                        }
                    }
                    "gb18030" => {
                        let text = String::from_utf8_lossy(bytes).into_owned();
                        *bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
                    }
                    _ => {}
                }
            }
        }
        files
    }
}

impl Page {
    /// The page of `rule`.
    pub fn of(rule: &Rule) -> Self {
        let lines: Vec<&str> = rule
            .source
            .lines()
            .take_while(|line| line.starts_with("//!"))
            .map(|line| line.strip_prefix("//! ").unwrap_or_else(|| line.trim_start_matches("//!")))
            .collect();
        let mut titles = Vec::new();
        let mut fenced = false;
        for (at, line) in lines.iter().enumerate() {
            fenced ^= line.starts_with("```");
            if !fenced && line.starts_with("# ") {
                titles.push(at);
            }
        }
        let second = titles.get(1).copied().unwrap_or(lines.len());
        let title = lines.get(second).map_or("", |line| line.trim_start_matches("# "));
        let body = |lines: &[&str]| lines.join("\n").trim().to_owned();
        Self {
            chinese_title: title.strip_prefix(rule.code).unwrap_or(title).trim().to_owned(),
            english: body(lines.get(1..second).unwrap_or_default()),
            chinese: body(lines.get(second + 1..).unwrap_or_default()),
            examples: examples(&lines),
        }
    }

    /// The page in one language, as Markdown without its title.
    pub fn text(&self, language: Language) -> &str {
        language.pick(&self.english, &self.chinese)
    }

    /// The first paragraph: the rule in a sentence or two.
    pub fn summary(&self, language: Language) -> String {
        let text = self.text(language);
        let first: Vec<&str> = text.lines().take_while(|line| !line.trim().is_empty()).collect();
        first.join(language.pick(" ", ""))
    }
}

/// The blocks marked `fail` or `pass`; a block of settings or transcripts goes before the files it is for.
fn examples(lines: &[&str]) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<(Vec<&str>, Vec<&str>)> = None;
    let mut waiting = Example::default();
    for line in lines {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.split_whitespace().collect(), Vec::new())),
            (None, None) => {}
            (Some(_), Some(_)) => {
                let (info, block) = open.take().unwrap_or_default();
                let text: String = block.iter().flat_map(|line| [line, "\n"]).collect();
                let fails = info.contains(&"fail");
                if !fails && !info.contains(&"pass") {
                    continue;
                }
                match info.first().copied() {
                    Some("toml") => waiting.config = Some(text),
                    Some("csv") => waiting.transcripts = Some(text),
                    _ => {
                        let mut example = std::mem::take(&mut waiting);
                        example.fails = fails;
                        example.files = files(&block);
                        example.bytes = info[1..].iter().map(|word| (*word).to_owned()).collect();
                        examples.push(example);
                    }
                }
            }
            (Some((_, block)), None) => block.push(line),
        }
    }
    examples
}

/// Several files in one block each begin with `# file: path`.
fn files(block: &[&str]) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in block {
        if let Some(path) = line.strip_prefix("# file: ") {
            files.push((path.trim().to_owned(), String::new()));
            continue;
        }
        if files.is_empty() {
            files.push(("demo/faq.yaml".to_owned(), String::new()));
        }
        if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
            text.push('\n');
        }
    }
    files
}
