//! Fixes for faults of loading, where what was meant is known only while loading.
//!
//! Each gives `None` where an edit cannot be made without touching something else: nodes with anchors, texts
//! after `|`, sources that do not spell the value.

use jiff::civil::Date;

use crate::diagnostic::{Fix, Message, Safety};
use crate::source::{
    Location, ScalarStyle, Structure, has_properties, replace_in_scalar, scalar_style, write_scalar,
};

/// Write `new` in the place of the whole scalar `value` at `location` of `text`.
pub(super) fn rewrite(text: &str, location: Location, value: &str, new: &str, safety: Safety) -> Option<Fix> {
    let value = value.trim();
    if has_properties(text, location.span.start) {
        return None;
    }
    let (span, replacement) = replace_in_scalar(text, location.span, value, 0..value.len(), new)?;
    let label = Message::new(format!("write `{new}`"), format!("改成 `{new}`"));
    Some(Fix::new(safety, label).replace(Location { span, ..location }, replacement))
}

/// Take the item at `location` out of its list.
pub(super) fn remove_item(structure: Structure<'_>, location: Location) -> Option<Fix> {
    let (span, replacement) = structure.remove_list_item(location.span)?;
    let label = Message::new("take it out of the list", "从列表里删去");
    Some(Fix::unsafe_(label).replace(Location { span, ..location }, replacement))
}

/// Put the text `value` in brackets, where a list of texts is wanted. Whoever wrote several texts into one,
/// with commas between them, did not mean a list of one: that wants a look.
pub(super) fn as_list(text: &str, location: Location, value: &str) -> Option<Fix> {
    if has_properties(text, location.span.start) || scalar_style(text, location.span) == ScalarStyle::Block {
        return None;
    }
    let value = value.trim();
    let several = value.contains([',', '，', '、', ';', '；', '|', '/', '\n']);
    let safety = if several { Safety::Unsafe } else { Safety::Safe };
    let item = if value.is_empty() { String::new() } else { write_scalar(value, true) };
    let label = Message::new("make it a list", "改成列表");
    Some(Fix::new(safety, label).replace(location, format!("[{item}]")))
}

/// Write the date that [`meant_date`] reads in the place of `written`. Without quotes, as dates are written,
/// though readers of old YAML take it for more than a text.
pub(super) fn date(text: &str, location: Location, written: &str) -> Option<Fix> {
    let date = meant_date(written)?.to_string();
    if location.span.slice(text) != written || has_properties(text, location.span.start) {
        return rewrite(text, location, written, &date, Safety::Safe);
    }
    let label = Message::new(format!("write `{date}`"), format!("改成 `{date}`"));
    Some(Fix::safe(label).replace(location, date))
}

/// The date that `2026/11/12`, `2026.1.5` or `2026年1月5日` means: year, month and day in this order, the year
/// with four digits, so that nothing has to be guessed.
fn meant_date(written: &str) -> Option<Date> {
    let numbers: Vec<&str> = written
        .trim()
        .split(['-', '/', '.', '年', '月', '日', ' '])
        .filter(|number| !number.is_empty())
        .collect();
    let [year, month, day] = numbers[..] else { return None };
    if year.len() != 4 || month.len() > 2 || day.len() > 2 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// Words that people write for a status, and the status.
const STATUS_WORDS: &[(&str, &str)] = &[
    ("上线", "live"),
    ("已上线", "live"),
    ("启用", "live"),
    ("生效", "live"),
    ("草稿", "draft"),
    ("待上线", "draft"),
    ("待审核", "draft"),
    ("下线", "retired"),
    ("已下线", "retired"),
    ("停用", "retired"),
];

/// The status that `written` most likely means, and whether that is sure.
pub(super) fn status(written: &str) -> Option<(&'static str, Safety)> {
    const STATUS: [&str; 3] = ["live", "draft", "retired"];
    let written = written.trim();
    if let Some(status) = STATUS.into_iter().find(|status| status.eq_ignore_ascii_case(written)) {
        return Some((status, Safety::Safe));
    }
    let word = STATUS_WORDS.iter().find(|(word, _)| *word == written).map(|&(_, status)| status);
    word.or_else(|| super::nearest(written, STATUS)).map(|status| (status, Safety::Unsafe))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Edit, FileId, Span, apply_edits};

    fn applied(text: &str, fix: &Fix) -> String {
        let edits: Vec<_> = fix
            .edits
            .iter()
            .map(|Edit { location, replacement }| (location.span, replacement.as_str()))
            .collect();
        apply_edits(text, &edits).expect("edits that fit")
    }

    fn at(text: &str, part: &str) -> Location {
        let start = text.find(part).expect("the part") as u32;
        Location { file: FileId(0), span: Span::new(start, start + part.len() as u32) }
    }

    #[test]
    fn a_text_becomes_a_list_of_one() {
        for (source, scalar, value, wanted) in [
            ("variants: 多久发货 # 注\n", "多久发货", "多久发货", "variants: [多久发货] # 注\n"),
            ("variants: 多久]发货\n", "多久]发货", "多久]发货", "variants: ['多久]发货']\n"),
            ("variants: '说''好'\r\n", "'说''好'", "说'好", "variants: [说'好]\r\n"),
            ("variants: ''\n", "''", "", "variants: []\n"),
        ] {
            let fix = as_list(source, at(source, scalar), value).expect("a fix");
            assert_eq!((applied(source, &fix).as_str(), fix.safety), (wanted, Safety::Safe));
        }
        let several = "variants: 多久发货，几天发货\n";
        let fix = as_list(several, at(several, "多久发货，几天发货"), "多久发货，几天发货").expect("a fix");
        assert_eq!(fix.safety, Safety::Unsafe);
        let (anchored, block) = ("variants: &a 多久发货\n", "variants: |\n  多久发货\n");
        for text in [anchored, block] {
            assert_eq!(as_list(text, at(text, "多久发货"), "多久发货"), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_where_nothing_is_guessed() {
        for written in ["2026/11/5", "2026.11.05", "2026年11月5日", "2026-11-5", " 2026 11 05"] {
            assert_eq!(meant_date(written), Some(jiff::civil::date(2026, 11, 5)), "{written}");
        }
        for written in ["11/5/2026", "26-11-05", "2026-13-01", "2026-11", "明天", "2026-11-05-01", ""] {
            assert_eq!(meant_date(written), None, "{written}");
        }
    }

    #[test]
    fn a_status_is_known_by_its_slips() {
        assert_eq!(status("Draft"), Some(("draft", Safety::Safe)));
        assert_eq!(status("retierd"), Some(("retired", Safety::Unsafe)));
        assert_eq!(status("草稿"), Some(("draft", Safety::Unsafe)));
        assert_eq!(status("on"), None);
    }
}
