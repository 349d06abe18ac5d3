//! Duplicates for a spreadsheet: a line a phrasing, in UTF-8 with a byte order mark, which Excel needs.
//!
//! Heads and names of harms and degrees are the same in every language; reasons and facts are in the
//! reader's.

use super::super::eval_csv::quoted;
use super::super::object::rounded;
use super::super::parts::append;
use super::DedupReport;
use super::directory::Directory;
use super::summary::facts_in_a_line;
use crate::dedup::{Group, PhrasingId, SetApart};
use crate::diagnostic::Language;
use crate::eval::guarded;

const HEADER: [&str; 16] = [
    "group", "harm", "role", "phrasing", "entry", "question", "number", "pack", "path", "line", "column",
    "degree", "score", "reason", "answer", "facts",
];

/// The groups, each with its representative first; behind them pairs that are set apart, whose harm is
/// `none`.
pub(super) fn render(report: &DedupReport<'_>, language: Language) -> String {
    let duplicates = report.duplicates;
    let directory = Directory::new(report.knowledge_base, report.phrasings);
    let lines = Lines { report, directory, language };
    let mut text = begin(&HEADER);
    let numbered: Vec<(usize, &Group)> = (1..).zip(&duplicates.groups).collect();
    append(&mut text, &numbered, |part| {
        part.iter().map(|&(number, group)| lines.group(number, group)).collect()
    });
    let numbered: Vec<(usize, &SetApart)> =
        (duplicates.groups.len() + 1..).zip(&duplicates.set_apart).collect();
    append(&mut text, &numbered, |part| {
        part.iter().map(|&(number, pair)| lines.set_apart(number, pair)).collect()
    });
    text
}

/// A byte order mark and a line of heads.
pub(super) fn begin(header: &[&str]) -> String {
    format!("\u{feff}{}\n", header.join(","))
}

/// A line of cells, none of which a spreadsheet takes for a formula.
pub(super) fn line(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(&guarded(cell))).collect();
    cells.join(",") + "\n"
}

/// Why a phrasing stands on its line.
#[derive(Default)]
struct Why<'w> {
    group: usize,
    harm: &'w str,
    role: &'w str,
    degree: &'w str,
    score: String,
    reason: &'w str,
    facts: String,
}

struct Lines<'r> {
    report: &'r DedupReport<'r>,
    directory: Directory<'r>,
    language: Language,
}

impl Lines<'_> {
    fn group(&self, number: usize, group: &Group) -> String {
        let representative =
            Why { group: number, harm: group.harm.name(), role: "representative", ..Why::default() };
        let mut text = self.line(group.representative, &representative);
        for member in &group.members {
            let reason = member.likeness.reason.message();
            let why = Why {
                group: number,
                harm: member.harm.name(),
                role: "member",
                degree: member.likeness.degree.name(),
                score: rounded(member.likeness.score).to_string(),
                reason: reason.in_language(self.language),
                facts: facts_in_a_line(&member.facts, self.language),
            };
            text += &self.line(member.phrasing, &why);
        }
        text
    }

    fn set_apart(&self, number: usize, pair: &SetApart) -> String {
        let score = rounded(pair.score).to_string();
        let one = Why { group: number, harm: "none", role: "set_apart", ..Why::default() };
        let reason = pair.difference.in_language(self.language);
        let other = Why { group: number, harm: "none", role: "set_apart", score, reason, ..Why::default() };
        self.line(pair.one, &one) + &self.line(pair.other, &other)
    }

    fn line(&self, id: PhrasingId, why: &Why<'_>) -> String {
        let shown = self.directory.shown(id);
        line(&[
            &why.group.to_string(),
            why.harm,
            why.role,
            shown.text,
            shown.entry,
            if shown.question { "true" } else { "false" },
            &shown.number.to_string(),
            self.directory.pack(id),
            shown.path,
            &shown.line.to_string(),
            &shown.column.to_string(),
            why.degree,
            &why.score,
            why.reason,
            self.directory.answer(id, self.report.as_of).unwrap_or_default(),
            &why.facts,
        ])
    }
}
