//! A titled table as data: what the text and the Markdown report both show, each in its way.

/// Stands between two words of a cell that must not be parted; shown as a space.
pub(super) const GLUE: char = '\u{a0}';

/// How a cell should strike the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Paint {
    /// Not at all.
    #[default]
    Plain,
    /// Kept, better.
    Good,
    /// Missed, worse.
    Bad,
    /// A total.
    Strong,
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) paint: Paint,
}

impl Cell {
    pub(super) fn painted(text: impl Into<String>, paint: Paint) -> Self {
        Self { text: text.into(), paint }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), paint: Paint::Plain }
    }
}

/// The head of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) title: &'static str,
    /// Whether it holds numbers, which stand at the right.
    pub(super) numeric: bool,
    /// Whether its words stay whole however long they are, as half a name is no name.
    pub(super) whole: bool,
}

impl Column {
    pub(super) const fn text(title: &'static str) -> Self {
        Self { title, numeric: false, whole: false }
    }

    pub(super) const fn number(title: &'static str) -> Self {
        Self { title, numeric: true, whole: true }
    }

    pub(super) const fn names(title: &'static str) -> Self {
        Self { title, numeric: false, whole: true }
    }
}

/// A table with a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
    /// What stands below the table.
    pub(super) remarks: Vec<String>,
}

impl Section {
    /// Leave the column with this title out.
    pub(super) fn drop_column(&mut self, title: &str) {
        if let Some(at) = self.columns.iter().position(|column| column.title == title) {
            self.columns.remove(at);
            for row in &mut self.rows {
                if at < row.len() {
                    row.remove(at);
                }
            }
        }
    }
}
