//! The worst groups in a line each, for reports that have more to say than duplicates.

use super::super::words::{more, shorten};
use super::DedupReport;
use super::directory::{Directory, Shown};
use super::summary::facts_in_a_line;
use crate::dedup::Group;
use crate::diagnostic::Language;

/// A phrasing is cut to so many columns.
const PHRASING: usize = 40;

/// The worst groups, so many at most, a line each.
pub(in crate::report) fn worst_lines(
    report: &DedupReport<'_>,
    most: usize,
    language: Language,
) -> Vec<String> {
    let directory = Directory::new(report.knowledge_base, report.phrasings);
    // They stand by the harm they do.
    report.duplicates.groups.iter().take(most).map(|group| line(&directory, group, language)).collect()
}

/// Both phrasings with their entries and places, and what their answers say differently.
fn line(directory: &Directory<'_>, group: &Group, language: Language) -> String {
    let phrasing = |shown: Shown<'_>| {
        let (text, entry, place) =
            (shorten(shown.text, PHRASING), shown.entry_words(language), shown.place());
        match language {
            Language::English => format!("{text} ({entry}, {place})"),
            Language::Chinese => format!("{text}（{entry}，{place}）"),
        }
    };
    let harm = group.harm.title();
    let harm = harm.in_language(language);
    let representative = phrasing(directory.shown(group.representative));
    let mut line = format!("{harm}{}{representative}", language.pick(": ", "："));
    if let Some(member) = group.members.first() {
        line += " = ";
        line += &phrasing(directory.shown(member.phrasing));
        if group.members.len() > 1 {
            line += " ";
            line += &more(group.members.len() - 1, language);
        }
        if !member.facts.is_empty() {
            line += language.pick("; ", "；");
            line += &facts_in_a_line(&member.facts, language);
        }
    }
    line
}
