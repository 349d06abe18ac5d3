//! What changed, as a page that needs nothing else: no network, no script, no font. It is sent around, opened
//! on a phone in a meeting, printed.
//!
//! The page is for people: of very much it shows the first part and says what it leaves out. What belongs to
//! each part stands in a file: strangers' texts (`escape`), what stood and stands (`values`), the changes by
//! risk and entry (`changes`), what customers notice (`behaviour`), sentences (`words`), and what holds it
//! together (`page`, `style`).

mod behaviour;
mod changes;
mod context;
mod escape;
mod page;
mod style;
#[cfg(test)]
mod tests;
mod values;
mod words;

use super::DiffReport;
use crate::diagnostic::Language;
use context::Context;

/// The report as a page.
pub(super) fn render(report: &DiffReport<'_>, language: Language) -> String {
    page::render(&Context::new(report, language))
}
