//! The characters that only one of two texts has.

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::line::{Cell, Line, Paint};

/// Texts with less in common than this share differ as a whole; to mark everything would mark nothing.
const IN_COMMON: f32 = 0.3;

/// Paint the characters of each line that the other does not have.
pub(super) fn mark(one: &mut Line, other: &mut Line) {
    let texts = |line: &Line| line.cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>();
    let (old, new) = (texts(one), texts(other));
    let operations = capture_diff_slices(Algorithm::Myers, &old, &new);
    if similar::diff_ratio(&operations, old.len(), new.len()) < IN_COMMON {
        return;
    }
    let paint = |cells: &mut [Cell]| cells.iter_mut().for_each(|cell| cell.paint = Paint::Differs);
    for operation in operations.iter().filter(|operation| operation.tag() != DiffTag::Equal) {
        paint(&mut one.cells[operation.old_range()]);
        paint(&mut other.cells[operation.new_range()]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The marked characters of both.
    fn marked(one: &str, other: &str) -> (String, String) {
        let (mut one, mut other) = (Line::new(one, Paint::Plain), Line::new(other, Paint::Plain));
        mark(&mut one, &mut other);
        let differs = |line: &Line| {
            let cells = line.cells.iter().filter(|cell| cell.paint == Paint::Differs);
            cells.map(|cell| cell.text.as_str()).collect()
        };
        (differs(&one), differs(&other))
    }

    fn pair(one: &str, other: &str) -> (String, String) {
        (one.to_owned(), other.to_owned())
    }

    #[test]
    fn what_only_one_side_has() {
        assert_eq!(marked("多久发货", "多久发货呀"), pair("", "呀"));
        assert_eq!(marked("付款后48小时发货", "付款后72小时发货"), pair("48", "72"));
        assert_eq!(marked("什么时候發貨", "什么时候发货"), pair("發貨", "发货"));
        assert_eq!(marked("cafe\u{301}", "cafe"), pair("e\u{301}", "e"));
        assert_eq!(marked("发\u{200b}货", "发货"), pair("�", ""));
        assert_eq!(marked("", ""), pair("", ""));
    }

    #[test]
    fn where_all_differs_nothing_is_marked() {
        assert_eq!(marked("支持电子发票", "默认中通快递"), pair("", ""));
        assert_eq!(marked("", "默认"), pair("", ""));
    }
}
