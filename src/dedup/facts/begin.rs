//! Where a number can begin, by what stands before it: not in the middle of a telephone number, a version, a
//! rank (第 2 件), a day of the week or the name of a season (双11).

use super::money::code_before;
use super::number::{digit, multiplier, number, numeral};

/// Words before 半 with which it counts nothing: 下半年, 大半天, 一半.
const BEFORE_HALF: &[char] = &[
    '大', '小', '多', '一', '前', '后', '後', '上', '下', '夜', '过', '過', '对', '對', '点', '點', '个',
    '個', '了', '老', '等',
];

/// Whether a number can begin at `at`, by what stands before it.
pub(super) fn can_begin(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let Some(previous) = before.chars().next_back() else { return true };
    let c = text[at..].chars().next().unwrap_or_default();
    let of_number = digit(previous).is_some() || multiplier(previous).is_some();
    if of_number || before.trim_end_matches(' ').ends_with('第') {
        return false;
    }
    let word = &before[..before.len() - previous.len_utf8()];
    if matches!(previous, '双' | '雙') && is_shopping_day(&text[at..]) {
        return false;
    }
    if digit(c).is_some() {
        // Telephones, versions, sizes, addresses: 400-820, 2.3.1, 30*40, /12.
        let joined = |c: char| digit(c).is_some() || c.is_ascii_alphanumeric();
        return match previous {
            '.' | '．' | ':' | '：' | '/' | '-' | '_' | ',' => {
                !word.chars().next_back().is_some_and(joined)
            }
            'A'..='Z' | 'a'..='z' => code_before(before).is_some(),
            _ => !is_further_side(before),
        };
    }
    if c == '半' {
        // 付款后半小时, but not 后半场.
        let behind = matches!(previous, '前' | '后' | '後') && word.ends_with(char::is_alphabetic);
        return behind || !BEFORE_HALF.contains(&previous) && numeral(previous).is_none();
    }
    if numeral(previous).is_some() || matches!(previous, '几' | '幾' | '数' | '數' | '零' | '〇') {
        return false;
    }
    // 周三 and 星期五 are days, 一周三次 three times.
    let day = match previous {
        '周' | '週' => Some(word),
        '期' => word.strip_suffix('星'),
        '拜' => word.strip_suffix(['礼', '禮']),
        _ => None,
    };
    let counted = |word: &str| {
        word.chars().next_back().is_some_and(|c| digit(c).is_some() || numeral(c).is_some() || c == '个')
    };
    !numeral(c).is_some_and(|value| value <= 6 && c != '两' && c != '兩') || day.is_none_or(counted)
}

/// 11 and 12 behind 双.
fn is_shopping_day(text: &str) -> bool {
    number(text).is_some_and(|number| matches!(number.low, 10_000..=12_000))
}

/// Whether what stands before a number makes it the 40 of 30*40 or 30 x 40; 3m×2m has two lengths.
fn is_further_side(before: &str) -> bool {
    let sides = before.trim_end_matches(' ');
    let Some(first) = sides.strip_suffix(['*', '×', 'x', 'X']) else { return false };
    first.trim_end_matches(' ').chars().next_back().is_some_and(|c| digit(c).is_some())
}
