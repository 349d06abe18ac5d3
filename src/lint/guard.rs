//! What stands around a word: whether it is denied there, belongs to a longer word, or is allowed.
//!
//! Lists of words are coarse. 保本 stands in 请确保本人签收, and 私下转账 in 请勿私下转账. The rules for what
//! may not be said ask here before they report a hit.

use std::ops::Range;

/// Marks between clauses; a listing comma is none, as a denial goes for the whole list.
const CLAUSE_MARKS: &[char] =
    &['，', '。', '；', '！', '？', '：', ',', ';', '!', '?', '\n', '…', '~', '～', '（', '）'];
/// Marks between sentences.
const SENTENCE_MARKS: &[char] = &['。', '！', '？', '!', '?', '\n'];

/// What denies what follows it.
const DENIALS: &[&str] = &[
    "不", "非", "没", "未", "勿", "别", "无法", "无需", "禁止", "严禁", "杜绝", "拒绝", "谨防", "警惕",
    "防范", "避免", "所谓", "任何",
];
/// Words that only look like a denial.
const NO_DENIALS: &[&str] = &[
    "不仅",
    "不但",
    "不只",
    "不断",
    "不愧",
    "不错",
    "不管",
    "不论",
    "不少",
    "不久",
    "不同",
    "不止",
    "不妨",
    "特别",
    "区别",
    "级别",
    "分别",
    "类别",
    "个别",
    "识别",
    "性别",
    "并非不",
    "非常",
    "无非",
];

/// How far, in bytes, a clause or sentence is followed: some two hundred characters of Chinese. A text without
/// marks is not read to its end for each word in it.
const LONGEST: usize = 600;

/// How many characters before a word a denial may stand.
const REACH: usize = 12;

/// The last `characters` characters before `at`.
pub(super) fn before(text: &str, at: usize, characters: usize) -> &str {
    let text = &text[..at];
    match text.char_indices().rev().nth(characters.saturating_sub(1)) {
        Some((start, _)) if characters > 0 => &text[start..],
        _ if characters == 0 => "",
        _ => text,
    }
}

/// The first `characters` characters from `at` on.
pub(super) fn after(text: &str, at: usize, characters: usize) -> &str {
    let text = &text[at..];
    let end = text.char_indices().nth(characters).map_or(text.len(), |(end, _)| end);
    &text[..end]
}

/// Whether one of `words` begins right behind `range`.
pub(super) fn is_followed_by(text: &str, range: &Range<usize>, words: &[&str]) -> bool {
    let rest = &text[range.end..];
    words.iter().any(|word| rest.starts_with(word))
}

/// Whether one of `words` ends right before `range`.
pub(super) fn is_preceded_by(text: &str, range: &Range<usize>, words: &[&str]) -> bool {
    let rest = &text[..range.start];
    words.iter().any(|word| rest.ends_with(word))
}

/// What stands near before `range`.
fn near_before<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let mut start = range.start.saturating_sub(LONGEST);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..range.start]
}

/// What stands near behind `range`.
fn near_after<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let mut end = text.len().min(range.end + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[range.end..end]
}

/// The clause before `range`, from the last mark on.
pub(super) fn clause_before<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    near_before(text, range).rsplit(CLAUSE_MARKS).next().unwrap_or_default()
}

/// The clause behind `range`, up to the next mark.
pub(super) fn clause_after<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    near_after(text, range).split(CLAUSE_MARKS).next().unwrap_or_default()
}

/// The sentence that `range` stands in.
pub(super) fn sentence<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let (before, after) = (near_before(text, range), near_after(text, range));
    let start = range.start - before.len() + before.rfind(SENTENCE_MARKS).unwrap_or(0);
    let end = range.end + after.find(SENTENCE_MARKS).unwrap_or(after.len());
    &text[start..end]
}

/// Whether a word before `range` in its clause denies it, or warns of it.
pub(super) fn is_denied(text: &str, range: &Range<usize>) -> bool {
    let clause = clause_before(text, range);
    let near = before(clause, clause.len(), REACH);
    if !DENIALS.iter().any(|word| near.contains(word)) {
        return false;
    }
    let near = NO_DENIALS.iter().fold(near.to_owned(), |near, word| near.replace(word, " "));
    DENIALS.iter().any(|word| near.contains(word))
}

/// Whether `range` lies within an occurrence of one of `phrases`.
pub(super) fn is_allowed(text: &str, range: &Range<usize>, phrases: &[String]) -> bool {
    phrases.iter().filter(|phrase| !phrase.is_empty()).any(|phrase| {
        text.match_indices(phrase.as_str())
            .any(|(start, _)| start <= range.start && range.end <= start + phrase.len())
    })
}

/// Whether `range` is no part of a longer word of ASCII letters and digits.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let word = &text[range.clone()];
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let joined_before = letter(word.chars().next()) && letter(text[..range.start].chars().next_back());
    let joined_after = letter(word.chars().next_back()) && letter(text[range.end..].chars().next());
    !joined_before && !joined_after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(text: &str, word: &str) -> Range<usize> {
        let start = text.find(word).expect("the word");
        start..start + word.len()
    }

    #[test]
    fn a_denial_reaches_to_the_end_of_its_clause() {
        let denied = |text: &str| is_denied(text, &range(text, "保本"));
        assert!(denied("本产品不保本"));
        assert!(denied("请勿相信稳赚、保本的说法"));
        assert!(!denied("我们不打折，产品保本"));
        assert!(!denied("不仅保本"));
        assert!(!denied("特别保本"));
        assert!(!denied("非常保本"));
    }

    #[test]
    fn the_characters_around_are_counted_not_the_bytes() {
        assert_eq!((before("一二三四", 9, 2), before("一二", 3, 5), before("一", 3, 0)), ("二三", "一", ""));
        assert_eq!((after("一二三", 3, 1), after("一二三", 3, 9), after("一", 3, 1)), ("二", "二三", ""));
    }

    #[test]
    fn the_sentence_ends_where_it_ends() {
        let text = "好。建议服用两片，遵医嘱。再见";
        assert!(sentence(text, &range(text, "服用")).contains("遵医嘱"));
        assert!(!sentence(text, &range(text, "服用")).contains("再见"));
    }

    #[test]
    fn a_text_without_marks_is_not_read_to_its_end() {
        let text = format!("{}保本{}", "很长".repeat(1_000), "没完".repeat(1_000));
        let range = range(&text, "保本");
        assert_eq!((clause_before(&text, &range).len(), clause_after(&text, &range).len()), (600, 600));
        assert_eq!(sentence(&text, &range).len(), 1_206);
        assert!(!is_denied(&text, &range));
    }

    #[test]
    fn an_allowed_phrase_covers_the_word_only_where_it_stands() {
        let text = "顶级会员，顶级面料";
        let allowed = ["顶级会员".to_owned(), String::new()];
        assert!(is_allowed(text, &(0..6), &allowed));
        let second = text.rfind("顶级").expect("the word");
        assert!(!is_allowed(text, &(second..second + 6), &allowed));
    }

    #[test]
    fn a_word_of_letters_is_no_part_of_another() {
        assert!(stands_alone("加vx：abc", &range("加vx：abc", "vx")));
        assert!(!stands_alone("avx指令", &range("avx指令", "vx")));
    }
}
