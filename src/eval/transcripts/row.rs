//! One row of a transcript: what its cells say, or why they cannot be read.

use crate::source::table::{Record, RowFault, Table};

use super::columns::{Columns, Need, Role};
use crate::model::expects_nothing;

/// Speakers that are no customers. Letters match in either case.
pub const NOT_CUSTOMER: [&str; 20] = [
    "客服",
    "人工",
    "人工客服",
    "智能客服",
    "机器人",
    "坐席",
    "商家",
    "店铺",
    "系统",
    "機器人",
    "商家客服",
    "系統",
    "agent",
    "bot",
    "assistant",
    "system",
    "robot",
    "staff",
    "operator",
    "seller",
];

/// The highest `count` of one row: a number past it is an order number in the wrong column.
pub const MAX_COUNT: u64 = 1_000_000_000_000;

/// So many bytes of memory each text of a row may keep for the next.
const KEPT: usize = 1024;

const YES: [&str; 8] = ["是", "true", "1", "y", "yes", "已解决", "已转人工", "已转"];
const NO: [&str; 8] = ["否", "false", "0", "n", "no", "未解决", "未转人工", "未转"];

/// One question of a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The line on which the row begins, from 1; for a workbook the row number that Excel shows, for
    /// Parquet the number of the row in the file.
    pub line: u64,
    /// What the customer wrote, trimmed, never empty. Line ends inside are `\n`.
    pub question: String,
    /// The entry that should answer: `pack/id`, an id, or a canonical question, as it was written.
    /// `None`: nothing should answer (the cell is empty or one of [`NOTHING`](crate::model::NOTHING)), or
    /// there is no such column.
    pub expected: Option<String>,
    /// The pack to count the row under.
    pub pack: Option<String>,
    /// The conversation that the row belongs to.
    pub conversation: Option<String>,
    /// The place in the conversation.
    pub turn: Option<u32>,
    /// Who wrote it; never one of [`NOT_CUSTOMER`].
    pub speaker: Option<String>,
    /// The entry that the real bot answered with. `None`: it answered nothing (the cell is empty or one
    /// of [`NOTHING`](crate::model::NOTHING)), or there is no such column; see
    /// [`predicted_present`](Self::predicted_present).
    pub predicted: Option<String>,
    /// Whether the transcript has a `predicted` column, so that no prediction means no answer.
    pub predicted_present: bool,
    /// The real bot's confidence on its own scale; `92%` is 0.92.
    pub score: Option<f64>,
    /// Whether the conversation went to a person.
    pub handoff: Option<bool>,
    /// Whether the customer's problem was solved.
    pub resolved: Option<bool>,
    /// How many times the question was asked: 1 without such a column or value, never 0.
    pub count: u64,
    /// When it was asked, as it was written.
    pub time: Option<String>,
}

impl Row {
    /// How much text the row holds, in bytes.
    pub(super) fn text_bytes(&self) -> usize {
        let optional =
            [&self.expected, &self.pack, &self.conversation, &self.speaker, &self.predicted, &self.time];
        optional.into_iter().flatten().map(String::len).sum::<usize>() + self.question.len()
    }
}

/// A row that cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct Skipped {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// Why.
    pub reason: SkipReason,
}

/// Why a row cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SkipReason {
    /// The question is empty.
    #[error("no question")]
    NoQuestion,
    /// The row ends before a column that is needed.
    #[error("{cells} cells, but `{role}` is in column {column}")]
    TooFewCells {
        /// How many cells the row has.
        cells: usize,
        /// The column that it has not.
        role: Role,
        /// Where that column is, from 1.
        column: usize,
    },
    /// The row has text behind the last column, so some cells are not where they belong.
    #[error("{cells} cells for {columns} columns: {}", way_out(*unquoted))]
    TooManyCells {
        /// How many cells the row has.
        cells: usize,
        /// How many columns the table has.
        columns: usize,
        /// Whether the table knows no quotes.
        unquoted: bool,
    },
    /// A number is none, or out of range.
    #[error("`{value}` is no {role}; `--column {role}=` leaves that column out")]
    BadNumber {
        /// The role of the cell: `count`, `score` or `turn`.
        role: Role,
        /// What stands there, at most 40 characters of it.
        value: String,
    },
    /// A yes or no is neither.
    #[error(
        "`{value}` is no yes or no for {role} (是/否, true/false, 1/0, y/n); `--column {role}=` leaves that column out"
    )]
    BadFlag {
        /// The role of the cell: `handoff` or `resolved`.
        role: Role,
        /// What stands there, at most 40 characters of it.
        value: String,
    },
    /// The question was asked 0 times, so it weighs nothing in any figure.
    #[error("the count is 0")]
    ZeroCount,
    /// The file's format is broken there.
    #[error("{0}")]
    Fault(#[from] RowFault),
}

impl SkipReason {
    /// A stable name to count reasons by: `no_question`, `too_few_cells`, `bad_json`…
    pub fn kind(&self) -> &'static str {
        match self {
            Self::NoQuestion => "no_question",
            Self::TooFewCells { .. } => "too_few_cells",
            Self::TooManyCells { .. } => "too_many_cells",
            Self::BadNumber { .. } => "bad_number",
            Self::BadFlag { .. } => "bad_flag",
            Self::ZeroCount => "zero_count",
            Self::Fault(RowFault::Json { .. }) => "bad_json",
            Self::Fault(RowFault::NotUtf8) => "bad_utf8",
            Self::Fault(RowFault::TooLong { .. }) => "too_long",
            Self::Fault(RowFault::UnclosedQuote { .. }) => "unclosed_quote",
        }
    }
}

/// How a delimiter gets into a cell without beginning another.
fn way_out(unquoted: bool) -> &'static str {
    if unquoted {
        "a tab in a cell begins another, so put a space in its place"
    } else {
        "a cell with the delimiter in it needs quotes"
    }
}

/// What has become of a record.
pub(super) enum Outcome {
    Customer,
    NotCustomer,
}

/// Reads records into rows by their columns.
pub(super) struct RowReader {
    columns: Columns,
    width: usize,
    /// The columns without which a row would say something false, the leftmost first.
    needed: Vec<(usize, Role)>,
    /// Whether the table knows no quotes.
    unquoted: bool,
}

impl RowReader {
    pub(super) fn new(columns: Columns, table: &Table, need: Need) -> Self {
        // People leave out the last cells of a row. What has no header was written by a program, which does
        // not: there a short row is the piece of one that a line end has cut.
        let is_needed = |role: Role| match role {
            Role::Question | Role::Predicted => true,
            Role::Expected => need == Need::Expected || table.columns_given(),
            _ => table.columns_given(),
        };
        let mut needed: Vec<(usize, Role)> = Role::ALL
            .into_iter()
            .filter(|role| is_needed(*role))
            .filter_map(|role| Some((columns.get(role)?, role)))
            .collect();
        needed.sort_unstable();
        Self { columns, width: table.columns().len(), needed, unquoted: table.is_unquoted() }
    }

    pub(super) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Overwrites every field of `row`, so that its texts' memory is used again. After an error, and for
    /// [`Outcome::NotCustomer`], the row holds nothing of use.
    pub(super) fn read(&self, record: &Record, row: &mut Row) -> Result<Outcome, SkipReason> {
        let cells = record.len();
        // Spreadsheets write empty cells behind a row. Without quotes they mean that a cell has been cut.
        let has_text = |index| !record.cell(index).trim().is_empty();
        if cells > self.width && (self.unquoted || (self.width..cells).any(has_text)) {
            let (columns, unquoted) = (self.width, self.unquoted);
            return Err(SkipReason::TooManyCells { cells, columns, unquoted });
        }
        let speaker = self.cell(record, Role::Speaker);
        if is_one_of(speaker, &NOT_CUSTOMER) {
            return Ok(Outcome::NotCustomer);
        }
        if let Some((index, role)) = self.needed.iter().find(|(index, _)| *index >= cells) {
            return Err(SkipReason::TooFewCells { cells, role: *role, column: index + 1 });
        }
        let question = self.cell(record, Role::Question);
        if question.is_empty() {
            return Err(SkipReason::NoQuestion);
        }
        row.count = self.count(record)?;
        row.turn = self.turn(record)?;
        row.score = self.score(record)?;
        row.handoff = self.flag(record, Role::Handoff)?;
        row.resolved = self.flag(record, Role::Resolved)?;
        row.line = record.line();
        renew(&mut row.question, question);
        set(&mut row.expected, reference(self.cell(record, Role::Expected)));
        set(&mut row.predicted, reference(self.cell(record, Role::Predicted)));
        row.predicted_present = self.columns.get(Role::Predicted).is_some();
        set(&mut row.speaker, speaker);
        set(&mut row.pack, self.cell(record, Role::Pack));
        set(&mut row.conversation, self.cell(record, Role::Conversation));
        set(&mut row.time, self.cell(record, Role::Time));
        Ok(Outcome::Customer)
    }

    /// The trimmed text of the cell with `role`; empty if there is none.
    fn cell<'a>(&self, record: &'a Record, role: Role) -> &'a str {
        self.columns.get(role).map_or("", |index| record.cell(index).trim())
    }

    fn count(&self, record: &Record) -> Result<u64, SkipReason> {
        let text = self.cell(record, Role::Count);
        if text.is_empty() {
            return Ok(1);
        }
        match whole_number(text) {
            Some(0) => Err(SkipReason::ZeroCount),
            Some(count) if count <= MAX_COUNT => Ok(count),
            _ => Err(SkipReason::BadNumber { role: Role::Count, value: excerpt(text) }),
        }
    }

    fn turn(&self, record: &Record) -> Result<Option<u32>, SkipReason> {
        let text = self.cell(record, Role::Turn);
        if text.is_empty() {
            return Ok(None);
        }
        let turn = whole_number(text).and_then(|number| u32::try_from(number).ok());
        let bad = || SkipReason::BadNumber { role: Role::Turn, value: excerpt(text) };
        turn.map(Some).ok_or_else(bad)
    }

    fn score(&self, record: &Record) -> Result<Option<f64>, SkipReason> {
        let text = self.cell(record, Role::Score);
        if text.is_empty() {
            return Ok(None);
        }
        let (digits, unit) = match text.strip_suffix(['%', '％']) {
            Some(digits) => (digits.trim_end(), 100.0),
            None => (text, 1.0),
        };
        let score = digits.parse::<f64>().ok().filter(|score| score.is_finite());
        let bad = || SkipReason::BadNumber { role: Role::Score, value: excerpt(text) };
        score.map(|score| Some(score / unit)).ok_or_else(bad)
    }

    fn flag(&self, record: &Record, role: Role) -> Result<Option<bool>, SkipReason> {
        let text = self.cell(record, role);
        if text.is_empty() {
            Ok(None)
        } else if is_one_of(text, &YES) {
            Ok(Some(true))
        } else if is_one_of(text, &NO) {
            Ok(Some(false))
        } else {
            Err(SkipReason::BadFlag { role, value: excerpt(text) })
        }
    }
}

/// Puts `text` into `slot`, into the memory that is there already; empty text is none.
fn set(slot: &mut Option<String>, text: &str) {
    match slot {
        _ if text.is_empty() => *slot = None,
        Some(old) => renew(old, text),
        None => *slot = Some(text.to_owned()),
    }
}

/// Puts `text` in the place of `old`, into its memory unless that is far more than texts usually take: rows
/// that are used again and again must not end up with the longest text that ever stood in each.
fn renew(old: &mut String, text: &str) {
    if old.capacity() > KEPT {
        *old = String::new();
    }
    old.clear();
    old.push_str(text);
}

/// The text of a label, empty if it means nothing.
fn reference(text: &str) -> &str {
    if expects_nothing(text) { "" } else { text }
}

fn is_one_of(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A number without a fraction: `3`, `3.0` as spreadsheets write it, `1,234`.
fn whole_number(text: &str) -> Option<u64> {
    let text = text.strip_prefix('+').unwrap_or(text);
    let digits = match text.split_once('.') {
        Some((digits, fraction)) if fraction.bytes().all(|byte| byte == b'0') => digits,
        Some(_) => return None,
        None => text,
    };
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let mut joined = first.to_owned();
    for group in groups {
        if group.len() != 3 || first.len() > 3 {
            return None;
        }
        joined.push_str(group);
    }
    // `parse` would take a sign of its own.
    if joined.bytes().all(|byte| byte.is_ascii_digit()) { joined.parse().ok() } else { None }
}

/// The beginning of a cell for a message.
fn excerpt(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_come_in_the_ways_of_spreadsheets() {
        for (text, expected) in [
            ("3", Some(3)),
            ("+3", Some(3)),
            ("3.0", Some(3)),
            ("3.", Some(3)),
            ("1,234", Some(1_234)),
            ("1,234,567.00", Some(1_234_567)),
            ("0", Some(0)),
            ("3.5", None),
            ("-1", None),
            ("1,23", None),
            ("1234,567", None),
            ("3个", None),
            ("", None),
            ("99999999999999999999", None),
            ("++3", None),
        ] {
            assert_eq!(whole_number(text), expected, "{text}");
        }
    }

    #[test]
    fn a_row_does_not_keep_the_memory_of_long_texts() {
        let mut row = Row { question: "好".repeat(100_000), ..Row::default() };
        row.pack = Some("好".repeat(100_000));
        assert_eq!(row.text_bytes(), 600_000);
        renew(&mut row.question, "在吗");
        set(&mut row.pack, "茶");
        assert_eq!((row.question.as_str(), row.pack.as_deref()), ("在吗", Some("茶")));
        assert!(row.question.capacity() <= KEPT && row.pack.unwrap().capacity() <= KEPT);
    }

    #[test]
    fn words_are_known_in_any_case() {
        assert_eq!(reference("OOS"), "");
        assert_eq!(reference("None"), "");
        assert_eq!(reference("无"), "");
        assert_eq!(reference("无理由退货"), "无理由退货");
        assert!(is_one_of("Agent", &NOT_CUSTOMER));
        assert!(!is_one_of("客户", &NOT_CUSTOMER));
    }
}
