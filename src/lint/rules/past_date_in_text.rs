//! # KB504 past-date-in-text
//!
//! An answer or greeting that still names a day which is over.
//!
//! ## What it does
//! Looks for dates in what customers read of live entries. A date with its year (2025年11月11日, 2025-11-11)
//! is reported when it lies before the day; of a period only its end counts. A date without a year is
//! reported only beside words such as 截止 and 活动时间, and only if it was within the last six months.
//!
//! Dates from which something holds (自2024年1月1日起), foundings, laws and their days of commencement,
//! examples, and what is said of goods of a certain date (2024年1月1日前购买的) pass.
//!
//! ## Why it matters
//! A customer who reads in November that the campaign runs until October doubts the rest of the answer too.
//!
//! ## Example
//! ```yaml fail
//! - id: campaign
//!   question: 国庆活动到什么时候？
//!   answer: 活动时间：2026年10月1日至10月8日，全场满300减40。
//! ```
//! ```yaml pass
//! - id: campaign
//!   question: 双十一活动到什么时候？
//!   answer: 活动时间：2026年11月1日至11月12日，全场满300减40。
//! - id: since
//!   question: 你们店开了多久？
//!   answer: 本店成立于2019年3月1日，自2024年1月1日起全面升级包装。
//! ```
//!
//! ## Fix
//! None: write the new date, or give the answer an `until`, after which it is not given any more.
//!
//! # KB504 过期日期
//!
//! 答案或欢迎语里还写着已经过去的日期。
//!
//! ## 检查什么
//! 在线知识点里顾客看得到的文字中的日期。带年份的日期（2025年11月11日、2025-11-11）早于当天就报告，一段时间只看结束日。不带年份的日期，只有旁边写着“截止”“活动时间”之类，而且是最近六个月内过去的，才报告。
//!
//! 起始日期（自2024年1月1日起）、成立日期、法规及施行日期、举例、以及说明某日期前后商品的（2024年1月1日前购买的）都不报告。
//!
//! ## 为什么重要
//! 顾客十一月看到“活动到十月为止”，对整段答案都会起疑。
//!
//! ## 修复
//! 不自动修复：改成新的日期，或者给答案加上 `until`，到期自动停用。

use std::ops::Range;

use jiff::civil::Date;

use crate::diagnostic::{Message, Severity};
use crate::lint::guard::{after, before, clause_after, clause_before};
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule};
use crate::text::CharacterClasses;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB504",
    name: "past-date-in-text",
    severity: Severity::Warning,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(CharacterClasses::ASCII_DIGIT, check),
    source: include_str!("past_date_in_text.rs"),
};

/// A day without a year is taken for this year's or last year's if it was at most so many days ago.
const HALF_A_YEAR: i32 = 183;

/// Words before a date, in its clause, after which it is none that runs out.
const NOT_AN_END_BEFORE: &[&str] = &[
    "成立",
    "创立",
    "创办",
    "创建",
    "始于",
    "建于",
    "开业",
    "上市",
    "发布",
    "公布",
    "颁布",
    "施行",
    "实施",
    "生效",
    "修订",
    "修正",
    "更新",
    "根据",
    "依据",
    "按照",
    "依照",
    "《",
    "例如",
    "比如",
    "譬如",
    "格式",
    "生日",
    "出生",
    "每年",
    "获得",
    "生产日期",
    "版本",
    "上线",
];
/// Words behind a date with which it is none that runs out.
const NOT_AN_END_AFTER: &[&str] = &[
    "起", "开始", "以来", "以后", "之后", "后", "成立", "创立", "创办", "开业", "施行", "实施", "生效",
    "发布", "公布", "颁布", "修订", "修正", "更新", "上线", "上市", "版", "正式", "通过", "获", "当天",
    "出生", "》",
];
/// Words behind a date that say of goods or customers that they are of that date.
const OF_THAT_DATE: &[&str] = &[
    "购买的",
    "下单的",
    "生产的",
    "出厂的",
    "注册的",
    "开通的",
    "办理的",
    "签收的",
    "发货的",
    "购入的",
    "激活的",
    "付款的",
    "的订单",
    "的商品",
    "的批次",
    "的用户",
    "的会员",
    "的老客",
];
/// Words that say that a date is the end of something.
const END_WORDS: &[&str] =
    &["截止", "截至", "活动时间", "活动期间", "活动日期", "活动有效期", "优惠时间", "报名时间"];
/// Words right behind a date that say the same.
const END_WORDS_AFTER: &[&str] = &["止", "截止", "结束", "截至"];

/// A date as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Written {
    range: Range<usize>,
    year: Option<i16>,
    month: i8,
    day: i8,
}

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    if !text.role.is_read() {
        return;
    }
    let value = &**text.text;
    let mut next = 0;
    // Where a period begins, and with which year.
    let mut begun: Option<(usize, Option<Date>)> = None;
    while let Some(written) = next_date(value, next, begun.is_some()) {
        next = written.range.end;
        let start = begun.map_or(written.range.start, |(start, _)| start);
        let whole = start..written.range.end;
        let date = match (written.year, begun) {
            (Some(year), _) => Date::new(year, written.month, written.day).ok(),
            (None, Some((_, Some(from)))) => end_of_period(from, &written),
            (None, _) => is_an_end(value, &whole).then(|| latest(context.as_of, &written)).flatten(),
        };
        if begins_a_period(value, next) {
            let known = date.filter(|_| written.year.is_some());
            begun = Some((start, known));
            continue;
        }
        begun = None;
        let Some(date) = date.filter(|date| *date < context.as_of) else { continue };
        if passes(value, &whole) || !context.is_to_be_read(text) {
            continue;
        }
        let shown = &value[written.range.clone()];
        let message =
            Message::new(format!("`{shown}` is over ({date})"), format!("“{shown}”已经过去（{date}）"));
        let help = Message::new(
            "write the new date, or give the answer an `until`",
            "请改成新的日期，或者给答案加上 `until`",
        );
        findings.push(RULE.finding(context.locate(text, written.range), message).with_help(help));
    }
}

/// Whether the words around say that the date is no end.
fn passes(text: &str, range: &Range<usize>) -> bool {
    let clause = clause_before(text, range);
    let near = before(clause, clause.len(), 20);
    if NOT_AN_END_BEFORE.iter().any(|word| near.contains(word))
        || near.ends_with(['如', '自', '从', 'v', 'V'])
    {
        return true;
    }
    let rest = clause_after(text, range);
    let rest = rest.trim_start_matches(['日', ' ', '0', '点', '时', '）', ')']);
    NOT_AN_END_AFTER.iter().any(|word| rest.starts_with(word))
        || OF_THAT_DATE.iter().any(|word| after(rest, 0, 12).contains(word))
}

/// Whether the words around a date without a year say that something ends then.
fn is_an_end(text: &str, range: &Range<usize>) -> bool {
    // The words may stand before a colon.
    let near = before(text, range.start, 8);
    let near = near.rsplit(['。', '；', '！', '\n']).next().unwrap_or_default();
    let rest = text[range.end..].trim_start();
    let rest = rest.strip_prefix("24点").or(rest.strip_prefix("24:00")).unwrap_or(rest);
    END_WORDS.iter().any(|word| near.contains(word))
        || END_WORDS_AFTER.iter().any(|word| rest.starts_with(word))
}

/// The day a period ends that began on `from`: in the same year, or in the next.
fn end_of_period(from: Date, written: &Written) -> Option<Date> {
    let of = |year| Date::new(year, written.month, written.day).ok();
    of(from.year()).filter(|until| *until >= from).or_else(|| of(from.year() + 1))
}

/// The last time it was that day, if that is not long ago.
fn latest(today: Date, written: &Written) -> Option<Date> {
    let of = |year| Date::new(year, written.month, written.day).ok();
    let past = [of(today.year()), of(today.year() - 1)].into_iter().flatten().find(|date| *date < today)?;
    (past.until(today).ok()?.get_days() <= HALF_A_YEAR).then_some(past)
}

/// Whether what follows makes the date before it the beginning of a period.
fn begins_a_period(text: &str, at: usize) -> bool {
    let rest = text[at..].trim_start_matches([' ', '0', ':', '：', '点', '时', '（', '）']);
    let joined = rest.strip_prefix(['至', '到', '-', '—', '–', '~', '～']);
    let rest = joined.map(|rest| rest.trim_start_matches(['-', '—', '–', '~', '～', ' ', '止']));
    rest.is_some_and(|rest| date_at(rest, true).is_some())
}

/// The first date from byte `from` on; `in_period` says that a period has begun before it.
fn next_date(text: &str, from: usize, in_period: bool) -> Option<Written> {
    let mut at = from;
    while let Some(found) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + found;
        let digits = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let joined = text[..start]
            .chars()
            .next_back()
            .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_') || c == '-' && !in_period);
        if !joined && let Some((length, year, month, day)) = date_at(&text[start..], in_period) {
            return Some(Written { range: start..start + length, year, month, day });
        }
        at = start + digits;
    }
    None
}

/// The date that `text` begins with: its length, year, month, day. `bare` allows 11-11 and 11.11, which is a
/// date only behind another.
fn date_at(text: &str, bare: bool) -> Option<(usize, Option<i16>, i8, i8)> {
    let (first, rest) = number(text, 4)?;
    let (year, month, rest) = if text.len() - rest.len() == 4 {
        let separator = rest.chars().next().filter(|c| matches!(c, '年' | '-' | '/' | '.'))?;
        let (month, rest) = number(&rest[separator.len_utf8()..], 2)?;
        if !(1900..2200).contains(&first) {
            return None;
        }
        let between = if separator == '年' { '月' } else { separator };
        (Some(first), month, rest.strip_prefix(between)?)
    } else {
        let separator = rest.chars().next()?;
        let allowed = separator == '月' || bare && matches!(separator, '-' | '/' | '.');
        (None, first, allowed.then(|| &rest[separator.len_utf8()..])?)
    };
    let (day, rest) = number(rest, 2)?;
    let rest = rest.strip_prefix(['日', '号']).unwrap_or(rest);
    // A longer number or a version is no day.
    let mut follow = rest.chars();
    if matches!((follow.next(), follow.next()), (Some('.' | '-' | '/' | '%'), Some('0'..='9')))
        && !begins_like_a_period(rest)
    {
        return None;
    }
    if rest.starts_with(|c: char| c.is_ascii_digit())
        && text[..text.len() - rest.len()].ends_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    // A leap year, so that 29 February passes.
    Date::new(year.unwrap_or(2000), month, day).ok()?;
    Some((text.len() - rest.len(), year, month, day))
}

/// 2025.11.1-11.11: what follows the dash is a date itself.
fn begins_like_a_period(rest: &str) -> bool {
    rest.strip_prefix('-').is_some_and(|rest| date_at(rest, true).is_some())
}

/// A number of at most `digits` digits at the beginning of `text`.
fn number(text: &str, digits: usize) -> Option<(i16, &str)> {
    let length = text.bytes().take(digits + 1).take_while(u8::is_ascii_digit).count();
    if length == 0 || length > digits {
        return None;
    }
    Some((text[..length].parse().ok()?, &text[length..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lint::testing::Case;

    fn marked(answer: &str) -> Vec<String> {
        let yaml = format!("- question: 活动到什么时候\n  answer: \"{answer}\"\n");
        let (linted, knowledge_base) = Case::of(&yaml).select("KB504").lint();
        let slice = |location| knowledge_base.files.slice(location).to_owned();
        linted.findings.iter().map(|finding| slice(finding.location)).collect()
    }

    #[test]
    fn full_dates_in_the_past_are_found() {
        for (answer, wanted) in [
            ("优惠到2025年11月11日结束。", "2025年11月11日"),
            ("报名截止 2026-11-04 哦", "2026-11-04"),
            ("活动 2026/10/01 到 2026/10/08", "2026/10/08"),
            ("活动时间2026.10.1-10.8，速来", "10.8"),
            ("2025年12月30日至1月3日有优惠", "1月3日"),
            ("😀活动到2026年10月8号", "2026年10月8号"),
        ] {
            assert_eq!(marked(answer), [wanted], "{answer}");
        }
    }

    #[test]
    fn dates_without_a_year_need_a_word_and_a_recent_day() {
        assert_eq!(marked("报名截止10月31日"), ["10月31日"]);
        assert_eq!(marked("活动时间：10月1日至10月8日"), ["10月8日"]);
        assert_eq!(marked("10月31日24点截止"), ["10月31日"]);
        for answer in [
            "10月31日发货",
            "截止12月31日",
            "报名截止3月1日",
            "活动时间：11月1日至11月11日",
            "每年10月31日截止",
        ] {
            assert!(marked(answer).is_empty(), "{answer}");
        }
    }

    #[test]
    fn dates_that_run_out_of_nothing_pass() {
        for answer in [
            "自2024年1月1日起全国包邮",
            "2024年1月1日起实行新规则",
            "本店成立于2019年3月1日",
            "根据2014年3月15日施行的《消费者权益保护法》",
            "《办法》（2020年10月23日修订）",
            "2024年1月1日前购买的商品按旧规则保修",
            "日期写法如2024-01-01",
            "活动从2026年10月1日到2026年12月31日",
            "活动从2026年10月1日起到2026年12月31日",
            "版本V2024.1.1已上线",
            "单号2024-11-11-0001",
            "电话0571-2024-1111",
            "最晚2026年11月5日发货",
            "比例3.5/10，尺寸2024-13-45",
        ] {
            assert!(marked(answer).is_empty(), "{answer}");
        }
    }

    #[test]
    fn what_is_over_itself_is_not_looked_at() {
        let yaml = "- question: 甲\n  until: 2025-11-12\n  answer: 活动到2025年11月11日\n\
                    - question: 乙\n  answers: [{text: 活动到2025年11月11日, until: 2025-11-12}, 新]\n\
                    - question: 活动到2025年11月11日吗\n  variants: [2025年11月11日截止吗]\n";
        assert!(Case::of(yaml).select("KB504").lines().is_empty());
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "[0-9年月日号./\\-至到~ 截止a😀]{0,40}") {
            let mut at = 0;
            while let Some(written) = next_date(&text, at, at % 2 == 1) {
                prop_assert!(written.range.end > at && text.get(written.range.clone()).is_some());
                at = written.range.end;
                begins_a_period(&text, at);
                passes(&text, &written.range);
                is_an_end(&text, &written.range);
            }
        }
    }
}
