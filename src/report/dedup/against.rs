//! What a knowledge base shares with test questions or with another knowledge base.

use std::fmt::Write as _;

use serde::Serialize;

use super::super::folds::{Comment, cell, row};
use super::super::object::{Object, rounded};
use super::super::section::Paint;
use super::super::table::painted;
use super::super::words::{counted, heading, likeness, more, plain, shorten, thousands};
use super::directory::{Directory, Shown};
use super::summary::whole_elsewhere;
use super::text::PHRASING;
use super::{DedupFormat, DedupRenderOptions, RenderOptions, SCHEMA, csv};
use crate::dedup::{AgainstReport, Degree, Phrasings, Shared};
use crate::diagnostic::Language;
use crate::model::KnowledgeBase;

/// What `knowledge_base`, whose phrasings are `phrasings`, shares with other texts, in this format. The text
/// ends with a line end.
pub fn render_against(
    report: &AgainstReport,
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    format: DedupFormat,
    options: RenderOptions,
    dedup: &DedupRenderOptions,
) -> String {
    let page = Page {
        report,
        directory: Directory::new(knowledge_base, phrasings),
        options,
        language: options.language,
        most: dedup.groups(),
    };
    match format {
        DedupFormat::Text => page.text(),
        DedupFormat::Json => page.json(),
        DedupFormat::Csv => page.csv(),
        DedupFormat::Markdown => page.markdown(),
    }
}

#[derive(Serialize)]
struct SharedOut<'r> {
    text: &'r str,
    place: &'r str,
    expected: Option<&'r str>,
    phrasing: Shown<'r>,
    degree: Degree,
    score: f64,
    reason: String,
    reason_chinese: String,
}

#[derive(Serialize)]
struct Summary {
    compared: usize,
    shared: usize,
    exact: usize,
    normalised: usize,
    near: usize,
}

const HEADER: [&str; 13] = [
    "text", "place", "expected", "phrasing", "entry", "question", "number", "path", "line", "column",
    "degree", "score", "reason",
];

struct Page<'r> {
    report: &'r AgainstReport,
    directory: Directory<'r>,
    options: RenderOptions,
    language: Language,
    most: usize,
}

impl Page<'_> {
    fn json(&self) -> String {
        let report = self.report;
        let mut object = Object::new(SCHEMA);
        object.list("against", &report.shared, |shared| {
            let reason = shared.likeness.reason.message();
            SharedOut {
                text: &shared.text,
                place: &shared.place,
                expected: shared.expected.as_deref(),
                phrasing: self.directory.shown(shared.phrasing),
                degree: shared.likeness.degree,
                score: rounded(shared.likeness.score),
                reason: reason.english.into_owned(),
                reason_chinese: reason.chinese.into_owned(),
            }
        });
        let [exact, normalised, near] = Degree::ALL.map(|degree| report.count(degree));
        let shared = report.shared.len();
        object.field("summary", &Summary { compared: report.compared, shared, exact, normalised, near });
        object.end()
    }

    fn csv(&self) -> String {
        let mut text = csv::begin(&HEADER);
        for shared in &self.report.shared {
            let shown = self.directory.shown(shared.phrasing);
            text += &csv::line(&[
                &shared.text,
                &shared.place,
                shared.expected.as_deref().unwrap_or_default(),
                shown.text,
                shown.entry,
                if shown.question { "true" } else { "false" },
                &shown.number.to_string(),
                shown.path,
                &shown.line.to_string(),
                &shown.column.to_string(),
                shared.likeness.degree.name(),
                &rounded(shared.likeness.score).to_string(),
                shared.likeness.reason.message().in_language(self.language),
            ]);
        }
        text
    }

    fn text(&self) -> String {
        let (language, options) = (self.language, self.options);
        let mut text = String::new();
        let mut line = |words: &str| {
            text += words;
            text.push('\n');
        };
        let mut cut = false;
        for degree in Degree::ALL {
            let count = self.report.count(degree);
            if count == 0 {
                continue;
            }
            let title = heading(degree.title().in_language(language), count, language);
            line(&painted(&title, Paint::Strong, options));
            for shared in self.of(degree).take(self.most) {
                let other = painted(&shorten(&shared.text, PHRASING), Paint::Strong, options);
                line(&format!("  {other}  {}", plain(&shared.place)));
                line(&format!("    {}", self.phrasing(shared)));
                if let Some(expected) = self.unexpected(shared) {
                    line(&format!("    {}", painted(&self.expected(expected), Paint::Bad, options)));
                }
            }
            if count > self.most {
                cut = true;
                line(&format!("  {}", more(count - self.most, language)));
            }
            line("");
        }
        if cut {
            line(whole_elsewhere(language));
        }
        let paint = match (self.report.shared.is_empty(), self.report.leakage) {
            (true, _) => Paint::Good,
            (false, true) => Paint::Bad,
            (false, false) => Paint::Strong,
        };
        line(&painted(&self.sentence(), paint, options));
        text
    }

    fn markdown(&self) -> String {
        let language = self.language;
        let mark = match (self.report.shared.is_empty(), self.report.leakage) {
            (true, true) => "✅ ",
            (false, true) => "⚠️ ",
            (_, false) => "",
        };
        let title = if self.report.leakage {
            language.pick("Test questions in the knowledge base", "测试问题泄漏检查")
        } else {
            language.pick("Phrasings in common", "共有的问法")
        };
        let text = format!("## {mark}{title}\n\n{}\n", self.sentence());
        let end = format!("\n{}\n", whole_elsewhere(language));
        let mut comment = Comment::new(text, &end);
        let mut cut = false;
        for degree in Degree::ALL {
            let count = self.report.count(degree);
            if count > 0 {
                let title = heading(degree.title().in_language(language), count, language);
                let rows = self.of(degree).take(self.most).map(|shared| self.row(shared));
                cut |= comment.table(Some(&title), "", &self.heads(), rows) < count;
            }
        }
        comment.end(if cut { &end } else { "" })
    }

    fn heads(&self) -> [(&'static str, bool); 7] {
        let language = self.language;
        [
            self.other_head(),
            (language.pick("Place", "位置"), false),
            (language.pick("Phrasing", "知识库里的问法"), false),
            (language.pick("Entry", "知识点"), false),
            (language.pick("Place", "位置"), false),
            (language.pick("Score", "相似度"), true),
            (language.pick("Why", "说明"), false),
        ]
    }

    fn other_head(&self) -> (&'static str, bool) {
        let language = self.language;
        let head = if self.report.leakage {
            language.pick("Test question", "测试问题")
        } else {
            language.pick("Other text", "对照问法")
        };
        (head, false)
    }

    fn row(&self, shared: &Shared) -> String {
        let shown = self.directory.shown(shared.phrasing);
        let mut entry = cell(&shown.entry_words(self.language));
        if let Some(expected) = self.unexpected(shared) {
            // Writing into a text cannot fail.
            let _ = write!(entry, "<br>**{}**", cell(&self.expected(expected)));
        }
        row(&[
            cell(&shared.text),
            cell(&shared.place),
            cell(shown.text),
            entry,
            cell(&shown.place()),
            likeness(shared.likeness.score),
            cell(shared.likeness.reason.message().in_language(self.language)),
        ])
    }

    fn of(&self, degree: Degree) -> impl Iterator<Item = &Shared> {
        self.report.shared.iter().filter(move |shared| shared.likeness.degree == degree)
    }

    /// The phrasing of the knowledge base in a line.
    fn phrasing(&self, shared: &Shared) -> String {
        let language = self.language;
        let shown = self.directory.shown(shared.phrasing);
        let mut text = format!(
            "→ {}  {}  {}",
            shorten(shown.text, PHRASING),
            shown.entry_words(language),
            shown.place()
        );
        if shared.likeness.degree != Degree::Exact {
            let _ = write!(
                text,
                "  {}  {}",
                likeness(shared.likeness.score),
                plain(shared.likeness.reason.message().in_language(language))
            );
        }
        text
    }

    /// The label, where it names another entry than the one that has the phrasing.
    fn unexpected<'s>(&self, shared: &'s Shared) -> Option<&'s str> {
        let entry = self.directory.entry(shared.phrasing);
        let names = |label: &str| {
            label == &*entry.reference || label == entry.key() || label == &*entry.question.value
        };
        shared.expected.as_deref().filter(|label| !names(label))
    }

    fn expected(&self, label: &str) -> String {
        format!("{}{}", self.language.pick("labelled ", "标注为 "), shorten(label, PHRASING))
    }

    /// The result in a sentence without a full stop.
    fn sentence(&self) -> String {
        let (shared, compared) = (self.report.shared.len(), self.report.compared);
        let leakage = self.report.leakage;
        match self.language {
            Language::English => {
                let texts = if leakage {
                    counted(compared, "test question", "test questions")
                } else {
                    counted(compared, "other phrasing", "other phrasings")
                };
                let stand = if shared > 1 { "stand" } else { "stands" };
                let number = if shared == 0 { "None".to_owned() } else { thousands(shared) };
                let sentence = format!("{number} of {texts} {stand} in the knowledge base");
                if leakage && shared > 0 {
                    sentence
                        + " (leakage): the engine has learned what it is tested with, so figures look better than they are"
                } else {
                    sentence
                }
            }
            Language::Chinese => {
                let (compared, number) = (thousands(compared), thousands(shared));
                match (leakage, shared) {
                    (true, 0) => format!("{compared} 个测试问题都不在知识库里"),
                    (false, 0) => format!("对照的 {compared} 条问法都不在知识库里"),
                    (true, _) => format!(
                        "{compared} 个测试问题中有 {number} 个就在知识库里（测试泄漏）：引擎已经学过这些问法，评测成绩会虚高"
                    ),
                    (false, _) => format!("对照的 {compared} 条问法中，有 {number} 条知识库里也有"),
                }
            }
        }
    }
}
