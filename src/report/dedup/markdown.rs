//! Duplicates as a comment under a pull request: the result, a table of the worst groups, the groups folded
//! away by the harm they do.

use std::fmt::Write as _;

use super::super::eval_markdown::{escaped, table};
use super::super::folds::{Comment, cell, row};
use super::super::words::{heading, likeness, more, thousands};
use super::directory::{Directory, Shown};
use super::summary::{
    MOST_MEMBERS, facts_in_a_line, fixed, is_cut, more_groups, numbered, packs, sentence, set_apart_heading,
    whole_elsewhere,
};
use super::{DedupRenderOptions, DedupReport};
use crate::dedup::{Group, Harm, Member, SetApart};
use crate::diagnostic::Language;

/// So many groups stand open.
const OPEN: usize = 10;

/// So many packs are shown.
const MOST_PACKS: usize = 50;

/// The report in GitHub's Markdown.
pub(super) fn render(report: &DedupReport<'_>, language: Language, dedup: DedupRenderOptions) -> String {
    let duplicates = report.duplicates;
    let mark = match duplicates.groups.first().map(|group| group.harm) {
        None => "✅",
        Some(Harm::Conflict | Harm::Question) => "❌",
        Some(Harm::Shadowing | Harm::Merge | Harm::Clutter) => "⚠️",
    };
    let title = language.pick("Duplicate phrasings", "重复问法检查");
    // The sentence is kbtool's own and holds nobody else's words.
    let mut text = format!("## {mark} {title}\n\n{}\n", sentence(report, language));
    if let Some(fixed) = fixed(report, language) {
        // Writing into a text cannot fail.
        let _ = writeln!(text, "\n{fixed}");
    }
    let directory = Directory::new(report.knowledge_base, report.phrasings);
    let page = Page { report, directory: &directory, language };
    let left_out = left_out(usize::MAX, language) + &format!("\n{}\n", whole_elsewhere(language));
    let mut comment = Comment::new(text, &left_out);
    let most = dedup.groups();
    page.worst(&mut comment, most);
    page.packs(&mut comment);
    let mut missing = 0;
    for harm in Harm::ALL {
        missing += page.harm(&mut comment, harm, most);
    }
    let missing_pairs = page.set_apart(&mut comment, most);
    let mut end = String::new();
    if missing > 0 {
        end += &self::left_out(missing, language);
    }
    if missing > 0 || missing_pairs || is_cut(report, dedup) {
        let _ = writeln!(end, "\n{}", whole_elsewhere(language));
    }
    comment.end(&end)
}

fn left_out(count: usize, language: Language) -> String {
    match language {
        Language::English => {
            format!("\n{}, which do not fit into a comment.\n", more_groups(count, language))
        }
        Language::Chinese => format!("\n{}，评论里放不下。\n", more_groups(count, language)),
    }
}

struct Page<'r> {
    report: &'r DedupReport<'r>,
    directory: &'r Directory<'r>,
    language: Language,
}

impl Page<'_> {
    /// The first groups, a line each.
    fn worst(&self, comment: &mut Comment, most: usize) {
        let language = self.language;
        let groups = &self.report.duplicates.groups;
        if groups.is_empty() {
            return;
        }
        let heads = [
            ("#", true),
            (language.pick("Harm", "问题"), false),
            (language.pick("Phrasing", "问法"), false),
            (language.pick("Entry", "知识点"), false),
            (language.pick("Says the same", "重复的问法"), false),
            (language.pick("Entry", "知识点"), false),
            (language.pick("Why", "说明"), false),
        ];
        let shown = Harm::ALL
            .into_iter()
            .flat_map(|harm| numbered(self.report.duplicates, harm).take(most))
            .take(OPEN);
        let rows = shown.map(|(number, group)| self.summary_row(number, group));
        comment.table(None, "", &heads, rows);
    }

    fn summary_row(&self, number: usize, group: &Group) -> String {
        let language = self.language;
        let representative = self.directory.shown(group.representative);
        let (other, entry, why) = match group.members.first() {
            Some(member) => {
                let shown = self.directory.shown(member.phrasing);
                let rest = match group.members.len() - 1 {
                    0 => String::new(),
                    rest => format!(" {}", more(rest, language)),
                };
                (cell(shown.text) + &rest, self.entry_and_place(&shown), self.why(member))
            }
            None => (String::new(), String::new(), String::new()),
        };
        row(&[
            thousands(number),
            group.harm.title().in_language(language).to_owned(),
            cell(representative.text),
            self.entry_and_place(&representative),
            other,
            entry,
            why,
        ])
    }

    fn entry_and_place(&self, shown: &Shown<'_>) -> String {
        format!("{}<br>{}", cell(&shown.entry_words(self.language)), cell(&shown.place()))
    }

    fn why(&self, member: &Member) -> String {
        let language = self.language;
        let facts = facts_in_a_line(&member.facts, language);
        let reason = cell(member.likeness.reason.message().in_language(language));
        if facts.is_empty() { reason } else { format!("{reason}<br>**{}**", cell(&facts)) }
    }

    /// The groups of one harm, folded; gives how many did not fit.
    fn harm(&self, comment: &mut Comment, harm: Harm, most: usize) -> usize {
        let language = self.language;
        let count = numbered(self.report.duplicates, harm).count();
        if count == 0 {
            return 0;
        }
        let title = heading(harm.title().in_language(language), count, language);
        let above = format!("\n{}\n", escaped(harm.meaning().in_language(language)));
        let with_answers = matches!(harm, Harm::Conflict | Harm::Question);
        let mut heads = vec![
            ("#", true),
            (language.pick("Phrasing", "问法"), false),
            (language.pick("Entry", "知识点"), false),
            (language.pick("Place", "位置"), false),
            (language.pick("Degree", "程度"), false),
            (language.pick("Score", "相似度"), true),
            (language.pick("Why", "说明"), false),
        ];
        if with_answers {
            heads.push((language.pick("Answer", "答案"), false));
        }
        let rows = numbered(self.report.duplicates, harm)
            .take(most)
            .map(|(number, group)| self.group_rows(number, group, with_answers));
        let written = comment.table(Some(&title), &above, &heads, rows);
        count.min(most) - written
    }

    /// All lines of a group: it is shown whole or not at all.
    fn group_rows(&self, number: usize, group: &Group, with_answers: bool) -> String {
        let language = self.language;
        let line = |id, number: String, why: [String; 3], strong: bool| {
            let shown = self.directory.shown(id);
            let phrasing = cell(shown.text);
            let [degree, score, reason] = why;
            let mut line = row(&[
                number,
                if strong && !phrasing.is_empty() { format!("**{phrasing}**") } else { phrasing },
                cell(&shown.entry_words(language)),
                cell(&shown.place()),
                degree,
                score,
                reason,
            ]);
            if with_answers {
                let answer = self.directory.answer(id, self.report.as_of).unwrap_or_default();
                line.pop();
                let _ = writeln!(line, " {} |", cell(answer));
            }
            line
        };
        let mut text = line(group.representative, thousands(number), Default::default(), true);
        for member in group.members.iter().take(MOST_MEMBERS) {
            let why = [
                member.likeness.degree.title().in_language(language).to_owned(),
                likeness(member.likeness.score),
                self.why(member),
            ];
            text += &line(member.phrasing, String::new(), why, false);
        }
        if group.members.len() > MOST_MEMBERS {
            let _ = writeln!(text, "| | {} |", more(group.members.len() - MOST_MEMBERS, language));
        }
        text
    }

    fn packs(&self, comment: &mut Comment) {
        let language = self.language;
        let Some(mut section) = packs(self.report, language) else { return };
        // The last row is the total.
        let last = section.rows.len().saturating_sub(1);
        if last > MOST_PACKS {
            section.rows.drain(MOST_PACKS..last);
            section.remarks.push(more(last - MOST_PACKS, language));
        }
        let remarks: String = section.remarks.iter().flat_map(|remark| ["\n", remark, "\n"]).collect();
        comment.add(&format!(
            "\n<details><summary>{}</summary>\n\n{}\n{remarks}\n</details>\n",
            escaped(&section.title),
            table(&section)
        ));
    }

    /// Pairs that are set apart, folded; says whether some did not fit.
    fn set_apart(&self, comment: &mut Comment, most: usize) -> bool {
        let language = self.language;
        let pairs = &self.report.duplicates.set_apart;
        if pairs.is_empty() {
            return false;
        }
        let heads = [
            (language.pick("Score", "相似度"), true),
            (language.pick("Phrasing", "问法"), false),
            (language.pick("Entry", "知识点"), false),
            (language.pick("Other phrasing", "另一问法"), false),
            (language.pick("Entry", "知识点"), false),
            (language.pick("Difference", "区别"), false),
        ];
        let rows = pairs.iter().take(most).map(|pair| self.pair_row(pair));
        let title = set_apart_heading(pairs.len(), language);
        comment.table(Some(&title), "", &heads, rows) < pairs.len().min(most)
    }

    fn pair_row(&self, pair: &SetApart) -> String {
        let [one, other] = [pair.one, pair.other].map(|id| self.directory.shown(id));
        row(&[
            likeness(pair.score),
            cell(one.text),
            self.entry_and_place(&one),
            cell(other.text),
            self.entry_and_place(&other),
            cell(pair.difference.in_language(self.language)),
        ])
    }
}
