//! One pack that ships: what it answers, what it leaves to the shop; or one of its entries in full.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::super::RenderOptions;
use super::super::eval_markdown::{self, escaped};
use super::super::object::Object;
use super::super::section::{Column, Paint, Section};
use super::super::table::{self, painted};
use super::super::words::{figure_value, heading, plain, thousands};
use super::list::sizes;
use super::{PacksFormat, SCHEMA};
use crate::diagnostic::Language;
use crate::install::{Release, Releases, placeholders};
use crate::model::{Entry, Gates, Status};

#[derive(Serialize)]
struct PackOut<'r> {
    id: &'r str,
    name: &'r str,
    description: &'r str,
    version: &'r str,
    language: &'r str,
    extends: &'r [String],
    entries: usize,
    phrasings: usize,
    gates: BTreeMap<&'static str, f64>,
    placeholders: Vec<PlaceholderOut>,
    categories: Vec<CategoryOut<'r>>,
}

#[derive(Serialize)]
struct PlaceholderOut {
    name: String,
    /// In how many entries.
    entries: usize,
}

#[derive(Serialize)]
struct CategoryOut<'r> {
    category: Option<&'r str>,
    entries: Vec<EntryOut<'r>>,
}

#[derive(Serialize)]
struct EntryOut<'r> {
    id: &'r str,
    question: &'r str,
    phrasings: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    full: Option<FullOut<'r>>,
}

#[derive(Serialize)]
struct FullOut<'r> {
    variants: Vec<&'r str>,
    counterexamples: Vec<&'r str>,
    keywords: Vec<Vec<&'r str>>,
    answers: Vec<AnswerOut<'r>>,
    related: Vec<&'r str>,
    tags: Vec<&'r str>,
    status: &'static str,
    /// As it is written.
    source: String,
}

#[derive(Serialize)]
struct AnswerOut<'r> {
    text: &'r str,
    channels: Vec<&'r str>,
    modes: Vec<&'r str>,
    when: Option<&'r str>,
}

/// The pack in this format, or only its entry `entry`. The text ends with a line end.
pub fn render_pack(
    releases: &Releases,
    pack: &Release,
    entry: Option<&Entry>,
    format: PacksFormat,
    options: RenderOptions,
) -> String {
    match (format, entry) {
        (PacksFormat::Json, _) => json(releases, pack, entry),
        (PacksFormat::Text, None) => text(releases, pack, options),
        (PacksFormat::Markdown, None) => markdown(releases, pack, options.language),
        (PacksFormat::Text, Some(entry)) => {
            let title = plain(&format!("{}  {}", entry.reference, &*entry.question));
            format!("{}\n\n{}\n", painted(&title, Paint::Strong, options), source(releases, entry))
        }
        (PacksFormat::Markdown, Some(entry)) => {
            let title = escaped(&format!("{}: {}", entry.reference, &*entry.question));
            format!("## {title}\n\n```yaml\n{}\n```\n", source(releases, entry))
        }
    }
}

/// An entry as its file has it, at the left edge.
fn source(releases: &Releases, entry: &Entry) -> String {
    let file = releases.knowledge_base.files.get(entry.location.file);
    let slice = entry.location.span.slice(file.text());
    let depth = file.line_column(entry.location.span.start).column.saturating_sub(1) as usize;
    let lines = slice.lines().enumerate().map(|(number, line)| {
        let indentation = line.len() - line.trim_start_matches(' ').len();
        if number == 0 { line } else { &line[indentation.min(depth)..] }
    });
    lines.collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// The entries by category, in the order of the files.
fn categories<'r>(releases: &'r Releases, pack: &Release) -> Vec<(Option<&'r str>, Vec<&'r Entry>)> {
    let mut found: Vec<(Option<&str>, Vec<&Entry>)> = Vec::new();
    for entry in entries(releases, pack) {
        let category = entry.category.as_deref();
        match found.iter_mut().find(|(known, _)| *known == category) {
            Some((_, entries)) => entries.push(entry),
            None => found.push((category, vec![entry])),
        }
    }
    found
}

fn entries<'r>(releases: &'r Releases, pack: &Release) -> impl Iterator<Item = &'r Entry> {
    let index = pack.index;
    releases.knowledge_base.entries.iter().filter(move |entry| entry.pack == index)
}

fn gates<'r>(releases: &'r Releases, pack: &Release) -> &'r Gates {
    &releases.knowledge_base.pack(pack.index).gates
}

/// What stands above the questions, a line each.
fn facts(releases: &Releases, pack: &Release, language: Language) -> Vec<String> {
    let (entries, phrasings) = sizes(releases, pack);
    let (entries, phrasings) = (thousands(entries), thousands(phrasings));
    let colon = language.pick(": ", "：");
    let mut lines = vec![match language {
        Language::English => format!("{entries} entries, {phrasings} phrasings; language {}", pack.language),
        Language::Chinese => format!("{entries} 个知识点，{phrasings} 条问法，语言 {}", pack.language),
    }];
    if !pack.extends.is_empty() {
        lines.push(format!("{}{colon}{}", language.pick("Extends", "依赖"), pack.extends.join(", ")));
    }
    let limits = gates(releases, pack).limits.iter().map(|(figure, limit)| {
        let bound = if figure.higher_is_better() { '≥' } else { '≤' };
        format!("{} {bound} {}", figure.label(language), figure_value(*figure, Some(*limit)))
    });
    let limits: Vec<String> = limits.collect();
    if !limits.is_empty() {
        let limits = limits.join(language.pick(", ", "，"));
        lines.push(format!("{}{colon}{limits}", language.pick("Gates", "门槛")));
    }
    lines
}

fn table_of(entries: &[&Entry], language: Language) -> Section {
    let title = |english, chinese| language.pick(english, chinese);
    let rows = entries.iter().map(|entry| {
        vec![entry.key().into(), (&*entry.question.value).into(), thousands(entry.phrasings().count()).into()]
    });
    Section {
        title: String::new(),
        columns: vec![
            Column::names(title("Entry", "知识点")),
            Column::text(title("Question", "标准问")),
            Column::number(title("Phrasings", "问法")),
        ],
        rows: rows.collect(),
        remarks: Vec::new(),
    }
}

fn category_title(category: Option<&str>, count: usize, language: Language) -> String {
    heading(category.unwrap_or(language.pick("no category", "未分类")), count, language)
}

fn placeholders_title(count: usize, language: Language) -> String {
    heading(language.pick("to fill in", "待填内容"), count, language)
}

fn text(releases: &Releases, pack: &Release, options: RenderOptions) -> String {
    let language = options.language;
    let title = plain(&format!("{}  {}  {}", pack.id, pack.name, pack.version));
    let mut text = format!("{}\n", painted(title.trim_end(), Paint::Strong, options));
    // Writing into a text cannot fail.
    if !pack.description.is_empty() {
        let _ = writeln!(text, "{}", plain(&pack.description));
    }
    text.push('\n');
    for line in facts(releases, pack, language) {
        let _ = writeln!(text, "{}", plain(&line));
    }
    for (category, entries) in categories(releases, pack) {
        let title = plain(&category_title(category, entries.len(), language));
        let _ = writeln!(text, "\n{}", painted(&title, Paint::Strong, options));
        text += &table::render(&table_of(&entries, language), options);
    }
    let names = placeholders(self::entries(releases, pack));
    if !names.is_empty() {
        let title = placeholders_title(names.len(), language);
        let _ = writeln!(text, "\n{}", painted(&title, Paint::Strong, options));
        for (name, count) in names {
            let _ = writeln!(text, "  {}", plain(&placeholder(&name, count)));
        }
    }
    text
}

/// A placeholder, with how many entries have it if there are several.
fn placeholder(name: &str, count: usize) -> String {
    if count > 1 { format!("{{{name}}} × {count}") } else { format!("{{{name}}}") }
}

fn markdown(releases: &Releases, pack: &Release, language: Language) -> String {
    let mut text = format!("## {}\n", escaped(&format!("{} {} {}", pack.id, pack.name, pack.version)));
    if !pack.description.is_empty() {
        let _ = writeln!(text, "\n{}", escaped(&pack.description));
    }
    text.push('\n');
    for line in facts(releases, pack, language) {
        let _ = writeln!(text, "- {}", escaped(&line));
    }
    for (category, entries) in categories(releases, pack) {
        let title = escaped(&category_title(category, entries.len(), language));
        let _ = writeln!(text, "\n### {title}\n\n{}", eval_markdown::table(&table_of(&entries, language)));
    }
    let names = placeholders(self::entries(releases, pack));
    if !names.is_empty() {
        let _ = writeln!(text, "\n### {}\n", placeholders_title(names.len(), language));
        for (name, count) in names {
            let _ = writeln!(text, "- {}", escaped(&placeholder(&name, count)));
        }
    }
    text
}

fn json(releases: &Releases, pack: &Release, only: Option<&Entry>) -> String {
    let (count, phrasings) = sizes(releases, pack);
    let entry_out = |entry: &&'_ Entry| only.is_none_or(|only| only.reference == entry.reference);
    let categories = categories(releases, pack).into_iter().filter_map(|(category, entries)| {
        let entries: Vec<EntryOut<'_>> = entries
            .into_iter()
            .filter(entry_out)
            .map(|entry| EntryOut {
                id: entry.key(),
                question: &entry.question,
                phrasings: entry.phrasings().count(),
                full: only.map(|_| full(releases, entry)),
            })
            .collect();
        (!entries.is_empty()).then_some(CategoryOut { category, entries })
    });
    let gates = gates(releases, pack).limits.iter().map(|(figure, limit)| (figure.name(), *limit)).collect();
    let names = placeholders(self::entries(releases, pack));
    let out = PackOut {
        id: &pack.id,
        name: &pack.name,
        description: &pack.description,
        version: &pack.version,
        language: &pack.language,
        extends: &pack.extends,
        entries: count,
        phrasings,
        gates,
        placeholders: names.into_iter().map(|(name, entries)| PlaceholderOut { name, entries }).collect(),
        categories: categories.collect(),
    };
    let mut object = Object::new(SCHEMA);
    object.list("packs", &[out], |pack| pack);
    object.end()
}

fn full<'r>(releases: &Releases, entry: &'r Entry) -> FullOut<'r> {
    let texts = |texts: &'r [crate::model::Text]| texts.iter().map(|text| &*text.value).collect::<Vec<_>>();
    let answer = |answer: &'r crate::model::Answer| AnswerOut {
        text: &answer.text,
        channels: texts(&answer.channels),
        modes: texts(&answer.modes),
        when: answer.when.as_deref(),
    };
    FullOut {
        variants: texts(&entry.variants),
        counterexamples: texts(&entry.counterexamples),
        keywords: entry.keywords.iter().map(|set| texts(set)).collect(),
        answers: entry.answers.iter().map(answer).collect(),
        related: entry.related.iter().map(|related| &*related.text.value).collect(),
        tags: texts(&entry.tags),
        status: match entry.status {
            Status::Live => "live",
            Status::Draft => "draft",
            Status::Retired => "retired",
        },
        source: source(releases, entry),
    }
}
