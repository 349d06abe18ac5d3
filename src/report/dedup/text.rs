//! Duplicates for whoever sits at a terminal: by the harm they do, each group with its members, then what
//! looks alike and is not, then packs and the result.

use unicode_width::UnicodeWidthStr;

use super::super::parts::append;
use super::super::section::Paint;
use super::super::table::{self, painted};
use super::super::words::{heading, likeness, more, plain, shorten, thousands};
use super::directory::Directory;
use super::side_by_side::{self, Line};
use super::summary::{
    MOST_MEMBERS, fixed, is_cut, more_groups, numbered, packs, sentence, set_apart_heading, sides,
    whole_elsewhere,
};
use super::{DedupRenderOptions, DedupReport, RenderOptions};
use crate::dedup::{Group, Harm, Member};
use crate::model::EntryIndex;

/// A phrasing is cut to so many columns.
pub(super) const PHRASING: usize = 60;

/// The space before a member.
const INDENT: usize = 3;

/// The report in the options' language.
pub(super) fn render(report: &DedupReport<'_>, options: RenderOptions, dedup: DedupRenderOptions) -> String {
    let directory = Directory::new(report.knowledge_base, report.phrasings);
    let page = Page { report, directory, options };
    let mut text = String::new();
    for harm in Harm::ALL {
        page.harm(&mut text, harm, dedup.groups());
    }
    page.set_apart(&mut text, dedup.groups());
    page.ending(&mut text, dedup);
    text
}

struct Page<'r> {
    report: &'r DedupReport<'r>,
    directory: Directory<'r>,
    options: RenderOptions,
}

impl Page<'_> {
    fn harm(&self, text: &mut String, harm: Harm, most: usize) {
        let duplicates = self.report.duplicates;
        let count = numbered(duplicates, harm).count();
        if count == 0 {
            return;
        }
        let language = self.options.language;
        let title = heading(harm.title().in_language(language), count, language);
        add_line(text, &painted(&title, paint(harm), self.options));
        add_line(text, harm.meaning().in_language(language));
        add_line(text, "");
        let groups: Vec<(usize, &Group)> = numbered(duplicates, harm).take(most).collect();
        append(text, &groups, |part| part.iter().map(|&(number, group)| self.group(number, group)).collect());
        if count > most {
            add_line(text, &more_groups(count - most, language));
            add_line(text, "");
        }
    }

    fn group(&self, number: usize, group: &Group) -> String {
        let mut text = String::new();
        let language = self.options.language;
        let shown = self.directory.shown(group.representative);
        let harm = painted(group.harm.title().in_language(language), paint(group.harm), self.options);
        let phrasing = painted(&shorten(shown.text, PHRASING), Paint::Strong, self.options);
        let place = format!("{}  {}", shown.entry_words(language), shown.place());
        let number = thousands(number);
        let head = format!("{number}. {harm}  {phrasing}");
        let plain_head = format!(
            "{number}. {}  {}",
            group.harm.title().in_language(language),
            shorten(shown.text, PHRASING)
        );
        if self.fits(plain_head.width() + 2 + place.width()) {
            add_line(&mut text, &format!("{head}  {place}"));
        } else {
            add_line(&mut text, &head);
            add_line(&mut text, &format!("{}{place}", " ".repeat(INDENT)));
        }
        let members = &group.members[..group.members.len().min(MOST_MEMBERS)];
        let rows = self.rows(group, members);
        let mut compared: Vec<EntryIndex> = Vec::new();
        for (member, row) in members.iter().zip(rows) {
            text += &row;
            let entry = self.report.phrasings.get(member.phrasing).entry;
            if !compared.contains(&entry) {
                compared.push(entry);
                text += &self.side_by_side(group, member);
            }
        }
        let left_out = group.members.len() - members.len();
        if left_out > 0 {
            add_line(&mut text, &format!("{}{}", " ".repeat(INDENT), more(left_out, language)));
        }
        text.push('\n');
        text
    }

    /// The members, each a line with its columns below each other, or two lines where that is too wide.
    fn rows(&self, group: &Group, members: &[Member]) -> Vec<String> {
        let language = self.options.language;
        let cells: Vec<[String; 7]> = members
            .iter()
            .map(|member| {
                let shown = self.directory.shown(member.phrasing);
                let harm = if member.harm == group.harm {
                    String::new()
                } else {
                    member.harm.title().in_language(language).to_owned()
                };
                [
                    shorten(shown.text, PHRASING),
                    shown.entry_words(language),
                    shown.place(),
                    harm,
                    member.likeness.degree.title().in_language(language).to_owned(),
                    likeness(member.likeness.score),
                    plain(member.likeness.reason.message().in_language(language)),
                ]
            })
            .collect();
        let lines = aligned(&cells);
        if lines.iter().all(|line| self.fits(INDENT + line.width())) {
            return lines.into_iter().map(|line| format!("{}{line}\n", " ".repeat(INDENT))).collect();
        }
        let split = cells.iter().map(|[phrasing, entry, place, harm, degree, score, reason]| {
            let why = [harm, degree, score, reason].map(String::as_str);
            let why: Vec<&str> = why.into_iter().filter(|cell| !cell.is_empty()).collect();
            let (indent, why) = (" ".repeat(INDENT), why.join("  "));
            format!("{indent}{phrasing}  {why}\n{indent}  {entry}  {place}\n")
        });
        split.collect()
    }

    /// The facts and answers of the representative and a member; nothing where they are of no interest.
    fn side_by_side(&self, group: &Group, member: &Member) -> String {
        let language = self.options.language;
        let answers_differ = matches!(member.harm, Harm::Conflict | Harm::Question);
        if !answers_differ && member.facts.is_empty() {
            return String::new();
        }
        let ids = [group.representative, member.phrasing];
        let mut lines = vec![Line {
            label: String::new(),
            sides: ids.map(|id| plain(&self.directory.entry(id).reference)),
            paint: Paint::Plain,
        }];
        lines.extend(member.facts.iter().map(|conflict| Line {
            label: plain(conflict.kind.in_language(language)),
            sides: sides(conflict, language),
            paint: Paint::Bad,
        }));
        let no_answer = language.pick("(no answer)", "（没有答案）");
        lines.push(Line {
            label: language.pick("answer", "答案").to_owned(),
            sides: ids.map(|id| self.directory.answer(id, self.report.as_of).unwrap_or(no_answer).to_owned()),
            paint: Paint::Plain,
        });
        side_by_side::render(&lines, INDENT + 2, self.options)
    }

    fn set_apart(&self, text: &mut String, most: usize) {
        let pairs = &self.report.duplicates.set_apart;
        if pairs.is_empty() {
            return;
        }
        let language = self.options.language;
        add_line(text, &painted(&set_apart_heading(pairs.len(), language), Paint::Strong, self.options));
        for pair in pairs.iter().take(most) {
            let cells = [pair.one, pair.other].map(|id| {
                let shown = self.directory.shown(id);
                [shorten(shown.text, PHRASING), shown.entry_words(language), shown.place()]
            });
            let score = likeness(pair.score);
            let lines = aligned(&cells);
            let indent = " ".repeat(score.width());
            for (before, line) in [&score, &indent].into_iter().zip(lines) {
                add_line(text, &format!("  {before}  {line}"));
            }
            add_line(text, &format!("  {indent}  {}", plain(pair.difference.in_language(language))));
        }
        if pairs.len() > most {
            add_line(text, &format!("  {}", more(pairs.len() - most, language)));
        }
        add_line(text, "");
    }

    fn ending(&self, text: &mut String, dedup: DedupRenderOptions) {
        let (report, options) = (self.report, self.options);
        if let Some(section) = packs(report, options.language) {
            *text += &table::render(&section, options);
            for remark in &section.remarks {
                add_line(text, &format!(" {remark}"));
            }
            add_line(text, "");
        }
        if is_cut(report, dedup) {
            add_line(text, whole_elsewhere(options.language));
        }
        if let Some(fixed) = fixed(report, options.language) {
            add_line(text, &fixed);
        }
        let paint = report.duplicates.groups.first().map_or(Paint::Good, |group| match paint(group.harm) {
            Paint::Plain => Paint::Strong,
            paint => paint,
        });
        add_line(text, &painted(&sentence(report, options.language), paint, options));
    }

    fn fits(&self, width: usize) -> bool {
        self.options.width.is_none_or(|columns| width <= usize::from(columns))
    }
}

fn add_line(text: &mut String, line: &str) {
    *text += line;
    text.push('\n');
}

/// How a harm strikes the eye.
const fn paint(harm: Harm) -> Paint {
    match harm {
        Harm::Conflict | Harm::Question => Paint::Bad,
        Harm::Shadowing | Harm::Merge => Paint::Strong,
        Harm::Clutter => Paint::Plain,
    }
}

/// Lines of cells that stand below each other; a column that is empty throughout is left out.
pub(super) fn aligned<const N: usize>(rows: &[[String; N]]) -> Vec<String> {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.width().max(*width);
        }
    }
    rows.iter()
        .map(|row| {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(widths).filter(|(_, width)| *width > 0) {
                line += cell;
                line += &" ".repeat(width - cell.width() + 2);
            }
            line.truncate(line.trim_end().len());
            line
        })
        .collect()
}
