//! Tables of Markdown that keep within what a comment may be long.

use super::budget::Budget;
use super::eval_markdown::escaped;
use super::words::shorten;

/// A comment keeps below this, in UTF-16 code units: under 65,536, with room for what is put around it.
pub(super) const MOST: usize = 60_000;

/// A text of somebody else is cut to so many columns of a terminal.
const TEXT: usize = 120;

const END_OF_FOLD: &str = "\n</details>\n";

/// A comment that is being written.
pub(super) struct Comment {
    text: String,
    budget: Budget,
}

impl Comment {
    /// Begin with `text`, and keep `reserved` for the end.
    pub(super) fn new(text: String, reserved: &str) -> Self {
        let budget = Budget::new(MOST, &format!("{text}{reserved}"));
        Self { text, budget }
    }

    /// Add `text` if it fits; says whether it did.
    pub(super) fn add(&mut self, text: &str) -> bool {
        let fits = self.budget.spend(text);
        if fits {
            self.text += text;
        }
        fits
    }

    /// Add a table as far as it fits, folded under `title` if there is one; gives how many rows were
    /// written; what is one row here may be several lines. `above` stands between title and table.
    pub(super) fn table(
        &mut self,
        title: Option<&str>,
        above: &str,
        heads: &[(&str, bool)],
        rows: impl Iterator<Item = String>,
    ) -> usize {
        let head = head(heads);
        let start = match title {
            Some(title) => format!("\n<details><summary>{}</summary>\n{above}{head}", escaped(title)),
            None => format!("{above}{head}"),
        };
        // What has to be closed is paid for beforehand.
        let end = if title.is_some() { END_OF_FOLD } else { "" };
        if !self.budget.spend(&format!("{start}{end}")) {
            self.budget.close();
            return 0;
        }
        self.text += &start;
        let mut written = 0;
        for row in rows {
            if !self.add(&row) {
                self.budget.close();
                break;
            }
            written += 1;
        }
        self.text += end;
        written
    }

    /// Add a table of `total` rows, folded under `title`, in at most one part in `share` of what is left, so
    /// that a long table leaves room for those behind it; `left_out` says below it how many rows are missing.
    /// Gives how many rows were written.
    pub(super) fn share(
        &mut self,
        share: usize,
        title: &str,
        heads: &[(&str, bool)],
        total: usize,
        rows: impl Iterator<Item = String>,
        left_out: impl Fn(usize) -> String,
    ) -> usize {
        let start = format!("\n<details><summary>{}</summary>\n{}", escaped(title), head(heads));
        let paid = format!("{start}\n{}\n{END_OF_FOLD}", left_out(total));
        if !self.budget.spend(&paid) {
            self.budget.close();
            return 0;
        }
        self.text += &start;
        let mut part = self.budget.part(share);
        let mut written = 0;
        for row in rows {
            if !part.spend(&row) {
                break;
            }
            self.add(&row);
            written += 1;
        }
        if written < total {
            self.text.extend(["\n", &left_out(total - written), "\n"]);
        }
        self.text += END_OF_FOLD;
        written
    }

    /// The comment with what was reserved for its end.
    pub(super) fn end(self, end: &str) -> String {
        self.text + end
    }
}

/// The head of a table, with an empty line above it.
fn head(heads: &[(&str, bool)]) -> String {
    let cells: Vec<String> = heads.iter().map(|(head, _)| escaped(head)).collect();
    let rules: Vec<&str> = heads.iter().map(|&(_, numeric)| if numeric { "--:" } else { ":--" }).collect();
    format!("\n| {} |\n| {} |\n", cells.join(" | "), rules.join(" | "))
}

/// A line of a table.
pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// A stranger's text in a cell: cut, and nothing but text.
pub(super) fn cell(text: &str) -> String {
    escaped(&shorten(text, TEXT))
}
