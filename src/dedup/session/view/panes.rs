//! Two phrasings held against each other, and the list of all in the group.

use super::difference;
use super::line::{Line, Paint};
use super::words;
use crate::dedup::plan::{Action, PlannedGroup, PlannedPhrasing};
use crate::dedup::session::Session;
use crate::diagnostic::Language;

/// From how many columns on the two stand side by side.
const SIDE_BY_SIDE: usize = 100;

/// How many lines a phrasing may take.
const TEXT_LINES: usize = 2;

/// What both panes must know.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) language: Language,
    pub(super) width: usize,
    /// How many lines an answer may take.
    pub(super) answer_lines: usize,
    pub(super) colour: bool,
}

/// The target and the phrasing under the cursor, in at most `room` lines.
pub(super) fn compare(session: &Session, group: &PlannedGroup, frame: Frame, room: usize) -> Vec<Line> {
    let (Some(target), Some(current)) =
        (group.phrasings.get(session.target()), group.phrasings.get(session.cursor()))
    else {
        return Vec::new();
    };
    let side_by_side = frame.width >= SIDE_BY_SIDE;
    let separator = Line::new(" | ", Paint::Faint);
    let width = if side_by_side { (frame.width - separator.width()) / 2 } else { frame.width };
    let language = frame.language;
    let role = if session.marked().is_some() {
        language.pick("Marked *", "目标问法 *")
    } else {
        language.pick("Representative *", "代表问法 *")
    };
    let cells = width * TEXT_LINES.max(frame.answer_lines) + 1;
    let text = |text: &str| Line::beginning(text, Paint::Plain, cells);
    let mut texts = [text(&target.text), text(&current.text)];
    let mut answers = [text(&target.answer), text(&current.answer)];
    let same = session.target() == session.cursor();
    if !same {
        for [one, other] in [&mut texts, &mut answers] {
            difference::mark(one, other);
        }
    }
    let frame = Frame { width, ..frame };
    let ([text, other_text], [answer, other_answer]) = (texts, answers);
    let mut left = pane(role, target, text, answer, frame);
    if same {
        left.truncate(room);
        return left;
    }
    let mut right =
        pane(language.pick("Under the cursor >", "光标处 >"), current, other_text, other_answer, frame);
    if !side_by_side {
        left.push(Line::default());
        left.truncate((room / 2).max(room.saturating_sub(right.len())));
        left.append(&mut right);
        left.truncate(room);
        return left;
    }
    let lines = left.len().max(right.len()).min(room);
    left.resize(lines, Line::default());
    right.resize(lines, Line::default());
    let joined = left.into_iter().zip(right).map(|(one, other)| {
        let mut line = one.fit(width);
        line.append(separator.clone());
        line.append(other);
        line
    });
    joined.collect()
}

fn pane(role: &str, phrasing: &PlannedPhrasing, text: Line, answer: Line, frame: Frame) -> Vec<Line> {
    let Frame { language, width, .. } = frame;
    let one_line = |line: Line| line.cut(width);
    let mut lines = vec![
        one_line(Line::new(role, Paint::Faint).with(" ", Paint::Plain).with(&phrasing.entry, Paint::Strong)),
        one_line(
            Line::new(&words::kind(phrasing, language), Paint::Faint)
                .with("  ", Paint::Plain)
                .with(&phrasing.place, Paint::Faint),
        ),
    ];
    lines.extend(marked(text.wrap(width, TEXT_LINES), frame.colour));
    if !answer.cells.is_empty() {
        let mut line = Line::new(language.pick("answer: ", "答案："), Paint::Faint);
        line.append(answer);
        lines.extend(marked(line.wrap(width, frame.answer_lines), frame.colour));
    }
    if !phrasing.why.is_empty() {
        let why = Line::new(language.pick("why: ", "原因："), Paint::Faint);
        lines.push(one_line(why.with(&phrasing.why, Paint::Faint)));
    }
    lines
}

/// Where there is no colour, signs below the characters that differ.
fn marked(lines: Vec<Line>, colour: bool) -> Vec<Line> {
    if colour {
        return lines;
    }
    let mut all = Vec::new();
    for line in lines {
        let differs = line.cells.iter().any(|cell| cell.paint == Paint::Differs);
        let signs = line.cells.iter().map(|cell| {
            let sign = if cell.paint == Paint::Differs { "^" } else { " " };
            sign.repeat(cell.width())
        });
        let signs = differs.then(|| Line::new(&signs.collect::<String>(), Paint::Plain));
        all.push(line);
        all.extend(signs);
    }
    all
}

/// The phrasings of the group with what is to become of them, in at most `room` lines round the cursor.
pub(super) fn list(session: &Session, group: &PlannedGroup, frame: Frame, room: usize) -> Vec<Line> {
    let Frame { language, width, .. } = frame;
    let all = group.phrasings.len();
    let first = session.cursor().saturating_sub(room / 2).min(all.saturating_sub(room));
    let rows = group.phrasings.iter().enumerate().skip(first).take(room);
    let mut rows: Vec<Row> =
        rows.map(|(at, phrasing)| Row::new(at, phrasing, session, language, width)).collect();
    let widest =
        |rows: &[Row], part: usize| rows.iter().map(|row| row.parts[part].width()).max().unwrap_or(0);
    let actions = widest(&rows, 2).min(width * 2 / 5);
    let entries = if width < 50 { 0 } else { widest(&rows, 1).min(width / 4) };
    let numbers = all.to_string().len();
    let gaps = "> * ".len() + numbers + 2 + if entries > 0 { 4 } else { 2 };
    let texts = widest(&rows, 0).min(width.saturating_sub(gaps + actions + entries));
    let mut lines = Vec::new();
    for row in rows.drain(..) {
        let [text, entry, action] = row.parts;
        let mut line = Line::new(&format!("{} {:>numbers$}  ", row.signs, row.number), Paint::Plain);
        line.append(text.fit(texts));
        if entries > 0 {
            line.append(Line::new("  ", Paint::Plain));
            line.append(entry.fit(entries));
        }
        line.append(Line::new("  ", Paint::Plain));
        line.append(action.cut(actions));
        lines.push(line.cut(width));
    }
    lines
}

struct Row {
    signs: String,
    number: usize,
    /// Text, entry, action.
    parts: [Line; 3],
}

impl Row {
    fn new(
        at: usize,
        phrasing: &PlannedPhrasing,
        session: &Session,
        language: Language,
        width: usize,
    ) -> Self {
        let current = at == session.cursor();
        let sign = |shown: bool, sign| if shown { sign } else { ' ' };
        let paint = if current { Paint::Strong } else { Paint::Plain };
        let fate = if phrasing.action == Action::Keep { Paint::Faint } else { Paint::Change };
        Self {
            signs: [sign(current, '>'), ' ', sign(at == session.target(), '*')].iter().collect(),
            number: at + 1,
            parts: [
                Line::beginning(&phrasing.text, paint, width + 1),
                Line::beginning(&phrasing.entry, Paint::Faint, width + 1),
                Line::beginning(&words::action(&phrasing.action, language), fate, width + 1),
            ],
        }
    }
}
