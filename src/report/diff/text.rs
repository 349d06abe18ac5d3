//! What changed, for whoever sits at a terminal: by risk and by entry, then what customers notice, then
//! limits and the whole in a sentence.

use super::super::RenderOptions;
use super::super::parts::append;
use super::super::section::Paint;
use super::super::table::{self, painted};
use super::super::words::{heading, more, plain, shorten};
use super::behaviour::{dispensable, expected, of_kind, packs, paint, place, response, times, title};
use super::content::bracketed;
use super::grouping::{Group, groups};
use super::layout::{Look, Words, add};
use super::questions::Questions;
use super::summary::{
    Counts, REVIEW, is_refused, more_groups, nothing_changed, sentence, to_look_at, versions, whole_elsewhere,
};
use super::text_change::group;
use super::{DiffRenderOptions, DiffReport};
use crate::diff::{Behaviour, Flip, FlipKind, LimitResult, Risk, fingerprint};

/// A question is cut to so many columns.
const QUESTION: usize = 80;

/// The report in the options' language.
pub(super) fn render(report: &DiffReport<'_>, options: RenderOptions, diff: DiffRenderOptions) -> String {
    let page = Page { report, options, most: diff.limit.unwrap_or(usize::MAX) };
    let counts = Counts::new(report);
    let mut text = String::new();
    let mut cut = page.changes(&mut text, &counts);
    if let Some(behaviour) = report.behaviour {
        cut |= page.behaviour(&mut text, behaviour);
    }
    page.limits(&mut text);
    page.notes(&mut text);
    if cut {
        line(&mut text, whole_elsewhere(options.language));
    }
    if !report.changes.is_empty() || report.behaviour.is_some() || !report.limits.is_empty() {
        page.ending(&mut text, &counts);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

struct Page<'r> {
    report: &'r DiffReport<'r>,
    options: RenderOptions,
    /// So many entries of each risk, and so many flips of each kind.
    most: usize,
}

impl Page<'_> {
    /// The changes by risk; says whether something is left out.
    fn changes(&self, text: &mut String, counts: &Counts) -> bool {
        let (report, options, language) = (self.report, self.options, self.options.language);
        if report.changes.is_empty() {
            line(text, &nothing_changed(report, language));
            text.push('\n');
            return false;
        }
        let risks = bracketed(&counts.risks(language), language);
        let words = format!("{}{}{risks}", language.pick(": ", "："), counts.amount(language));
        add(text, 0, Words::of(Look::Strong, &versions(report)).with(Look::Plain, &words), options);
        text.push('\n');
        let mut cut = false;
        for risk in Risk::ALL {
            let groups = groups(report.changes.iter().filter(|change| change.risk == risk));
            if groups.is_empty() {
                continue;
            }
            let title = heading(risk.title().in_language(language), counts.of_risk(risk), language);
            let paint = if risk == Risk::High { Paint::Bad } else { Paint::Strong };
            line(text, &painted(&title, paint, options));
            text.push('\n');
            let shown = &groups[..groups.len().min(self.most)];
            append(text, shown, |part| part.iter().map(|one| group(one, options)).collect());
            if groups.len() > shown.len() {
                line(text, &more_groups(groups.len() - shown.len(), language));
                text.push('\n');
            }
            cut |= groups.len() > shown.len() || shown.iter().any(Group::is_cut);
        }
        cut
    }

    /// What customers notice; says whether something is left out.
    fn behaviour(&self, text: &mut String, behaviour: &Behaviour) -> bool {
        let (options, language) = (self.options, self.options.language);
        line(text, &painted(&title(behaviour, language), Paint::Strong, options));
        let sentence = plain(behaviour.overall.sentence.in_language(language));
        add(text, 0, Words::of(Look::Plain, &sentence), options);
        text.push('\n');
        *text += &self.packs(behaviour);
        text.push('\n');
        let questions = Questions::new(self.report);
        let mut cut = false;
        for kind in FlipKind::ALL {
            let flips = of_kind(behaviour, kind);
            if flips.is_empty() {
                continue;
            }
            let title = heading(kind.title().in_language(language), flips.len(), language);
            line(text, &painted(&title, paint(kind), options));
            let shown = &flips[..flips.len().min(self.most)];
            append(text, shown, |part| part.iter().map(|flip| self.flip(flip, &questions)).collect());
            if flips.len() > shown.len() {
                line(text, &format!("  {}", more(flips.len() - shown.len(), language)));
                cut = true;
            }
            text.push('\n');
        }
        cut
    }

    /// The table of packs; where the terminal is too narrow for it, without some of its columns.
    fn packs(&self, behaviour: &Behaviour) -> String {
        let (options, language) = (self.options, self.options.language);
        let mut section = packs(behaviour, language);
        let mut left_out = Vec::new();
        for title in dispensable(language) {
            if options.width.is_none_or(|width| table::minimum_width(&section) <= width) {
                break;
            }
            section.drop_column(title);
            left_out.push(title);
        }
        let mut text = table::render(&section, options);
        if !left_out.is_empty() {
            let titles = left_out.join(language.pick(", ", "、"));
            let words =
                language.pick("left out for want of width: ", "终端太窄，未显示：").to_owned() + &titles;
            add(&mut text, 1, Words::of(Look::Plain, &words), options);
        }
        text
    }

    fn flip(&self, flip: &Flip, questions: &Questions<'_>) -> String {
        let (options, language) = (self.options, self.options.language);
        let mut text = String::new();
        let mut head = Words::of(Look::Strong, &shorten(&flip.question, QUESTION));
        head.push(Look::Faint, &format!("  {}", place(flip)));
        if let Some(times) = times(flip, language) {
            head.push(Look::Plain, &format!("  {times}"));
        }
        add(&mut text, 2, head, options);
        let expected = expected(flip, questions, language);
        let expected = format!("{}{expected}", language.pick("expected  ", "应为  "));
        add(&mut text, 6, Words::of(Look::Plain, &expected), options);
        let looks = [&flip.before, &flip.after].map(|side| if side.right { Look::New } else { Look::Old });
        let words = Words::of(Look::Plain, language.pick("bot       ", "应答  "))
            .with(looks[0], &response(&flip.before, language))
            .with(Look::Plain, " → ")
            .with(looks[1], &response(&flip.after, language));
        add(&mut text, 6, words, options);
        if let Some(cause) = &flip.cause {
            let words = language.pick("cause     ", "原因  ").to_owned();
            let words = words + &plain(cause.words.in_language(language));
            add(&mut text, 6, Words::of(Look::Plain, &words), options);
        }
        text
    }

    fn limits(&self, text: &mut String) {
        let (options, language) = (self.options, self.options.language);
        if self.report.limits.is_empty() {
            return;
        }
        line(text, &painted(language.pick("Limits", "限制"), Paint::Strong, options));
        for limit in self.report.limits {
            let (mark, look) = if limit.kept { ("✓ ", Look::Good) } else { ("✗ ", Look::Bad) };
            let words = Words::of(look, mark)
                .with(look, &plain(limit.words.in_language(language)))
                .with(Look::Faint, &format!("  {}", plain(&limit.limit)));
            add(text, 2, words, options);
            self.to_review(text, limit);
        }
        text.push('\n');
    }

    /// The changes that somebody has to review, by the fingerprints that say so when it is done.
    fn to_review(&self, text: &mut String, limit: &LimitResult) {
        if limit.kept || limit.limit != REVIEW {
            return;
        }
        let changes = limit.changes.iter().filter_map(|&at| self.report.changes.get(at));
        for change in changes.take(self.most) {
            let title = change.kind.title();
            let words = Words::of(Look::Strong, &fingerprint(change)).with(
                Look::Plain,
                &format!("  {}  {}", plain(&change.entry), title.in_language(self.options.language)),
            );
            add(text, 6, words, self.options);
        }
    }

    fn notes(&self, text: &mut String) {
        let (options, language) = (self.options, self.options.language);
        if self.report.notes.is_empty() {
            return;
        }
        line(text, &painted(language.pick("Notes", "说明"), Paint::Strong, options));
        for note in self.report.notes {
            let words = format!("- {}", plain(note.in_language(language)));
            add(text, 2, Words::of(Look::Plain, &words), options);
        }
        text.push('\n');
    }

    fn ending(&self, text: &mut String, counts: &Counts) {
        let (report, options) = (self.report, self.options);
        let look = if is_refused(report) {
            Look::Bad
        } else if to_look_at(counts, options.language).is_some() {
            Look::Strong
        } else {
            Look::Good
        };
        add(text, 0, Words::of(look, &sentence(report, counts, options.language)), options);
    }
}

fn line(text: &mut String, line: &str) {
    *text += line;
    text.push('\n');
}
