//! What changed as a comment under a pull request: three lines for whoever decides, the changes of high risk,
//! the rest folded away.

use super::super::eval_markdown::{escaped, folded, table};
use super::super::folds::{Comment, cell, row};
use super::super::words::{capitalised, heading, more, thousands};
use super::behaviour::{asked_things, expected, of_kind, packs, place, response, times, title};
use super::content::bracketed;
use super::grouping::{Group, groups};
use super::headline;
use super::markdown_change::rows;
use super::questions::Questions;
use super::summary::{Counts, REVIEW, more_groups, whole_elsewhere};
use super::{DiffRenderOptions, DiffReport};
use crate::diagnostic::Language;
use crate::diff::{Behaviour, Flip, FlipKind, LimitResult, Risk, fingerprint};

/// So many entries of high risk stand open.
const OPEN: usize = 10;

/// So many packs, notes, or changes to review are shown.
const MOST: usize = 50;

/// The report in GitHub's Markdown.
pub(super) fn render(report: &DiffReport<'_>, language: Language, diff: DiffRenderOptions) -> String {
    let counts = Counts::new(report);
    let elsewhere = format!("\n{}\n", whole_elsewhere(language));
    let most = diff.limit.unwrap_or(usize::MAX);
    let comment = Comment::new(headline::lines(report, &counts, language), &elsewhere);
    let mut page = Page { report, language, most, comment, cut: false };
    page.high();
    page.limits();
    // What is further down gets what is left; a share each, or many small changes would push out the flips.
    for risk in Risk::ALL {
        page.risk(risk, &counts);
    }
    if let Some(behaviour) = report.behaviour {
        page.packs(behaviour);
        page.flips(behaviour);
    }
    page.notes();
    let end = if page.cut { elsewhere } else { String::new() };
    page.comment.end(&end)
}

struct Page<'r> {
    report: &'r DiffReport<'r>,
    language: Language,
    most: usize,
    comment: Comment,
    /// Whether something is left out.
    cut: bool,
}

impl<'r> Page<'r> {
    fn of_risk(&self, risk: Risk) -> Vec<Group<'r>> {
        groups(self.report.changes.iter().filter(|change| change.risk == risk))
    }

    fn heads(&self, with_reasons: bool) -> Vec<(&'static str, bool)> {
        let language = self.language;
        let mut heads = vec![
            (language.pick("Entry", "知识点"), false),
            (language.pick("Change", "改动"), false),
            (language.pick("Before → after", "之前 → 之后"), false),
        ];
        if with_reasons {
            heads.push((language.pick("Why it matters", "风险"), false));
        }
        heads
    }

    /// The first entries of high risk.
    fn high(&mut self) {
        let language = self.language;
        let groups = self.of_risk(Risk::High);
        let open = &groups[..groups.len().min(OPEN).min(self.most)];
        if open.is_empty() {
            return;
        }
        let (heads, rows) = (self.heads(true), open.iter().map(|group| rows(group, true, language)));
        let written = self.comment.table(None, "", &heads, rows);
        self.cut |= written < open.len() || open.iter().any(Group::is_cut);
    }

    /// The entries of one risk, folded; those that stand open already are not said twice.
    fn risk(&mut self, risk: Risk, counts: &Counts) {
        let language = self.language;
        let groups = self.of_risk(risk);
        let open = if risk == Risk::High { groups.len().min(OPEN).min(self.most) } else { 0 };
        let rest = &groups[open..];
        if rest.is_empty() {
            return;
        }
        let mut title = heading(risk.title().in_language(language), counts.of_risk(risk), language);
        if open > 0 {
            let (name, rest) = (risk.title(), thousands(rest.len()));
            title = match language {
                Language::English => format!("{}: {rest} more", capitalised(&name.english)),
                Language::Chinese => format!("{}：另有 {rest} 项", name.chinese),
            };
        }
        let shown = &rest[..rest.len().min(self.most - open)];
        let with_reasons = risk != Risk::Low;
        let heads = self.heads(with_reasons);
        let written = self.comment.share(
            3,
            &title,
            &heads,
            rest.len(),
            shown.iter().map(|group| rows(group, with_reasons, language)),
            |missing| more_groups(missing, language),
        );
        self.cut |= written < rest.len() || shown.iter().take(written).any(Group::is_cut);
    }

    /// The questions that flipped, folded by the way they did.
    fn flips(&mut self, behaviour: &Behaviour) {
        let language = self.language;
        let questions = Questions::new(self.report);
        let heads = [
            (language.pick("Question", "问题"), false),
            (language.pick("Expected", "应为"), false),
            (language.pick("Before → after", "之前 → 之后"), false),
            (language.pick("Likely cause", "可能的原因"), false),
            (language.pick("Place", "位置"), false),
        ];
        for kind in FlipKind::ALL {
            let flips = of_kind(behaviour, kind);
            if flips.is_empty() {
                continue;
            }
            let kind = kind.title();
            let (things, colon) = (asked_things(behaviour.source, language), language.pick(": ", "："));
            let title = format!("{things}{colon}{}", kind.in_language(language));
            let title = heading(&title, flips.len(), language);
            let rows = flips.iter().take(self.most).map(|flip| flip_row(flip, &questions, language));
            let left_out = |missing| more(missing, language);
            let written = self.comment.share(2, &title, &heads, flips.len(), rows, left_out);
            self.cut |= written < flips.len();
        }
    }

    fn packs(&mut self, behaviour: &Behaviour) {
        let language = self.language;
        let mut section = packs(behaviour, language);
        // The last row is the total.
        let last = section.rows.len().saturating_sub(1);
        if last > MOST {
            section.rows.drain(MOST..last);
            section.remarks.push(more(last - MOST, language));
            self.cut = true;
        }
        let remarks: String = section.remarks.iter().flat_map(|remark| ["\n\n", remark]).collect();
        let text = folded(&title(behaviour, language), &format!("{}{remarks}", table(&section)));
        self.cut |= !self.comment.add(&text);
    }

    fn limits(&mut self) {
        let limits = self.report.limits;
        if limits.is_empty() {
            return;
        }
        let title = heading(self.language.pick("limits", "限制"), limits.len(), self.language);
        let title =
            format!("{}{}{title}", self.language.pick("Limits", "限制"), self.language.pick(": ", "："));
        let lines: Vec<String> = limits.iter().flat_map(|limit| self.limit(limit)).collect();
        let text = folded(&title, &lines.join("\n"));
        self.cut |= !self.comment.add(&text);
    }

    /// A limit, and below it what has to be reviewed for it.
    fn limit(&self, limit: &LimitResult) -> Vec<String> {
        let mark = if limit.kept { "✅" } else { "❌" };
        let words = cell(limit.words.in_language(self.language));
        let option = bracketed(&format!("<code>{}</code>", cell(&limit.limit)), self.language);
        let mut lines = vec![format!("- {mark} {words}{option}")];
        if !limit.kept && limit.limit == REVIEW {
            let changes = limit.changes.iter().filter_map(|&at| self.report.changes.get(at));
            lines.extend(changes.take(self.most.min(MOST)).map(|change| {
                let title = change.kind.title();
                let title = escaped(title.in_language(self.language));
                format!("  - <code>{}</code> {} {title}", fingerprint(change), cell(&change.entry))
            }));
            if limit.changes.len() > self.most.min(MOST) {
                let missing = limit.changes.len() - self.most.min(MOST);
                lines.push(format!("  - {}", more(missing, self.language)));
            }
        }
        lines
    }

    fn notes(&mut self) {
        let language = self.language;
        let notes = self.report.notes;
        if notes.is_empty() {
            return;
        }
        let lines = notes.iter().take(MOST).map(|note| format!("- {}", cell(note.in_language(language))));
        let mut lines: Vec<String> = lines.collect();
        if notes.len() > MOST {
            lines.push(format!("- {}", more(notes.len() - MOST, language)));
        }
        self.cut |= notes.len() > MOST;
        let text = folded(language.pick("Notes", "说明"), &lines.join("\n"));
        self.cut |= !self.comment.add(&text);
    }
}

fn flip_row(flip: &Flip, questions: &Questions<'_>, language: Language) -> String {
    let mut question = cell(&flip.question);
    if let Some(times) = times(flip, language) {
        question.extend(["<br><sub>", &times, "</sub>"]);
    }
    let sides = [&flip.before, &flip.after].map(|side| cell(&response(side, language)));
    let cause = flip.cause.as_ref().map(|cause| cell(cause.words.in_language(language)));
    row(&[
        question,
        cell(&expected(flip, questions, language)),
        sides.join(" → "),
        cause.unwrap_or_default(),
        cell(&place(flip)),
    ])
}
