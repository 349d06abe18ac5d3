//! Comments that silence findings, and what becomes of comments that do not.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::context::Context;
use super::findings::Findings;
use super::rule::{Check, Rule};
use super::{RULES, rules};
use crate::diagnostic::{Diagnostic, FileSuppressions, Suppression};
use crate::model::KnowledgeBase;
use crate::source::FileId;
use rayon::prelude::*;

/// All suppressions, with what each has silenced.
#[derive(Debug)]
pub(super) struct Suppressions {
    files: BTreeMap<FileId, FileSuppressions>,
    /// By file and line the numbers of the comments about that line; line 0 is the whole file.
    about: BTreeMap<(FileId, u32), Vec<usize>>,
    /// First line of the entry or shop's answer that each line of such a file belongs to.
    openings: BTreeMap<FileId, Vec<Opening>>,
    /// By file, number of the comment, number of the selector.
    used: BTreeMap<(FileId, usize, usize), usize>,
    today: Date,
}

/// An entry, or a shop's answer to one: a comment on its first line is about all of it.
#[derive(Debug, Clone, Copy)]
struct Opening {
    start: u32,
    end: u32,
    line: u32,
}

impl Suppressions {
    /// Read the comments of the first `count` files.
    pub(super) fn collect(knowledge_base: &KnowledgeBase, count: usize, today: Date) -> Self {
        let files: BTreeMap<FileId, FileSuppressions> = (0..count as u32)
            .into_par_iter()
            .map(FileId)
            .filter_map(|id| Some((id, FileSuppressions::of(id, knowledge_base.files.get(id))?)))
            .collect();
        let mut openings: BTreeMap<FileId, Vec<Opening>> = BTreeMap::new();
        if !files.is_empty() {
            let entries = knowledge_base.entries.iter().map(|entry| entry.location);
            let answers = knowledge_base.shops.iter().flat_map(|shop| {
                shop.answers.iter().map(|answer| {
                    let mut location = shop.location;
                    location.span.start = answer.question.text.span.start;
                    location.span.end = answer
                        .answers
                        .iter()
                        .map(|answer| answer.text.span.end)
                        .fold(answer.question.text.span.end, u32::max);
                    location
                })
            });
            for location in entries.chain(answers).filter(|location| files.contains_key(&location.file)) {
                let line = knowledge_base.files.get(location.file).line_column(location.span.start).line;
                let (start, end) = (location.span.start, location.span.end);
                openings.entry(location.file).or_default().push(Opening { start, end, line });
            }
            for openings in openings.values_mut() {
                openings.sort_unstable_by_key(|opening| opening.start);
            }
        }
        let mut about: BTreeMap<(FileId, u32), Vec<usize>> = BTreeMap::new();
        for (file, known) in &files {
            for (number, suppression) in known.suppressions.iter().enumerate() {
                let line = if suppression.whole_file { 0 } else { suppression.line };
                about.entry((*file, line)).or_default().push(number);
            }
        }
        Self { files, about, openings, used: BTreeMap::new(), today }
    }

    /// Take out the findings that a comment silences, and remember which comment it was.
    pub(super) fn silence(&mut self, knowledge_base: &KnowledgeBase, findings: &mut Vec<Diagnostic>) {
        if self.files.is_empty() {
            return;
        }
        findings.retain(|finding| match self.silencer(knowledge_base, finding) {
            Some(used) => {
                *self.used.entry(used).or_default() += 1;
                false
            }
            None => true,
        });
    }

    fn silencer(
        &self,
        knowledge_base: &KnowledgeBase,
        finding: &Diagnostic,
    ) -> Option<(FileId, usize, usize)> {
        let file = finding.location.file;
        let known = self.files.get(&file)?;
        let rule = RULES.iter().find(|rule| rule.code == finding.code)?;
        let line = knowledge_base.files.get(file).line_column(finding.location.span.start).line;
        let lines = [Some(0), Some(line), known.header_of(line), self.opening(finding)];
        let mut numbers: Vec<usize> = lines
            .into_iter()
            .flatten()
            .filter_map(|line| self.about.get(&(file, line)))
            .flatten()
            .copied()
            .collect();
        numbers.sort_unstable();
        for number in numbers {
            let suppression = &known.suppressions[number];
            if suppression.until.is_some_and(|until| until < self.today) {
                continue;
            }
            let selector =
                suppression.selectors.iter().position(|(name, _)| rule.selected_by(name).is_some());
            if let Some(selector) = selector {
                return Some((file, number, selector));
            }
        }
        None
    }

    /// The first line of the entry that the finding stands in.
    fn opening(&self, finding: &Diagnostic) -> Option<u32> {
        let openings = self.openings.get(&finding.location.file)?;
        let start = finding.location.span.start;
        let after = openings.partition_point(|opening| opening.start <= start);
        let opening = openings[..after].last()?;
        (start <= opening.end).then_some(opening.line)
    }

    /// Report comments that silence nothing, say no reason, or are past their day.
    pub(super) fn report(&self, context: &Context<'_>, runs: &[bool], findings: &mut Findings<'_>) {
        for (file, known) in &self.files {
            for (number, suppression) in known.suppressions.iter().enumerate() {
                let used = |selector: usize| self.used.contains_key(&(*file, number, selector));
                rules::expired_suppression::check(
                    self.today,
                    suppression,
                    findings_of(findings, &rules::expired_suppression::RULE),
                );
                rules::unexplained_suppression::check(
                    suppression,
                    findings_of(findings, &rules::unexplained_suppression::RULE),
                );
                if suppression.until.is_none_or(|until| until >= self.today) {
                    let idle: Vec<usize> = (0..suppression.selectors.len())
                        .filter(|&selector| !used(selector) && could_be_used(suppression, selector, runs))
                        .collect();
                    rules::unused_suppression::check(
                        context,
                        suppression,
                        &idle,
                        findings_of(findings, &rules::unused_suppression::RULE),
                    );
                }
            }
        }
    }
}

fn findings_of<'f, 'c>(findings: &'f mut Findings<'c>, rule: &Rule) -> &'f mut Findings<'c> {
    findings.of_rule(super::position(rule))
}

/// Whether a selector could have silenced something: a rule it names has looked, or it names none at all.
fn could_be_used(suppression: &Suppression, selector: usize, runs: &[bool]) -> bool {
    let (name, _) = &suppression.selectors[selector];
    let mut named = RULES.iter().enumerate().filter(|(_, rule)| rule.selected_by(name).is_some()).peekable();
    named.peek().is_none()
        || named.any(|(position, rule)| runs[position] && !matches!(rule.check, Check::Afterwards))
}
