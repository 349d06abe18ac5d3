//! # KB601 personal-data
//!
//! A mobile number, identity number, bank card number, e-mail address or number plate in any text.
//!
//! ## What it does
//! Looks through every text, variants included, for
//! - mobile numbers of the Chinese mainland with a prefix in use, also as 138 0013 8000 or +86…;
//! - identity numbers of 18 characters whose date exists and whose check character is right;
//! - bank card numbers of a known issuer whose check digit is right;
//! - e-mail addresses, unless their name is that of an office (service@, kefu@);
//! - number plates.
//!
//! Hot-lines (400, 800, 95xxx, 12345) and landlines are no personal data. A number introduced as that of an
//! order or parcel passes.
//!
//! ## Why it matters
//! Variants are copied from chats, and with them the numbers of real customers, which then stand in every
//! export. A private number in an answer is read by everybody. The Personal Information Protection Law
//! (个人信息保护法) allows neither.
//!
//! ## Example
//! ```yaml fail
//! - id: contact
//!   question: 怎么联系你们？
//!   variants: [我的电话13800138000，让客服打给我]
//!   answer: 请拨打 {客服电话}。
//! ```
//! ```yaml fail
//! - id: identity
//!   question: 怎么实名认证？
//!   answer: 请按这样的格式填写：11010519491231002X，邮箱写 zhangsan@qq.com。
//! ```
//! ```yaml pass
//! - id: contact
//!   question: 怎么联系你们？
//!   variants: [订单号13800138000的客服电话]
//!   answer: 请拨打 400-812-3123 或 95588，也可以写信到 service@qinghe.example。
//! ```
//!
//! ## Fix
//! None: write a placeholder such as `{客服电话}` instead; in a variant leave the number out.
//!
//! ## Settings
//! `allow`: numbers and e-mail addresses that are the shop's own, and domains whose addresses are:
//! `["13800138000", "qinghe.com"]`.
//!
//! # KB601 个人信息
//!
//! 文字里有手机号、身份证号、银行卡号、电子邮箱或车牌号。
//!
//! ## 检查什么
//! 检查所有文字，包括相似问：
//! - 号段有效的大陆手机号，写成 138 0013 8000 或 +86… 也算；
//! - 出生日期存在、校验码正确的 18 位身份证号；
//! - 发卡行已知、校验位正确的银行卡号；
//! - 电子邮箱，岗位邮箱（service@、kefu@）除外；
//! - 车牌号。
//!
//! 400、800、95xxx、12345 等服务热线和座机不是个人信息。前面写明是订单号、运单号的数字不报告。
//!
//! ## 为什么重要
//! 相似问常从聊天记录里抄来，真实顾客的号码也跟着进来，以后每次导出都带着；写在答案里的私人号码则人人可见。这两种情况《个人信息保护法》都不允许。
//!
//! ## 修复
//! 不自动修复：请换成 `{客服电话}` 这样的占位符；相似问里直接删掉号码。
//!
//! ## 设置
//! `allow`：店铺自己的号码、邮箱，以及自己的邮箱域名，例如 `["13800138000", "qinghe.com"]`。

use std::ops::Range;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Message, Severity};
use crate::lint::guard::before;
use crate::lint::{Check, Context, Findings, Fixes, LintText, Needs, Rule};
use crate::text::CharacterClasses;

/// The rule.
pub const RULE: Rule = Rule {
    code: "KB601",
    name: "personal-data",
    severity: Severity::Error,
    fixes: Fixes::None,
    needs: Needs::Nothing,
    check: Check::Text(
        CharacterClasses::ASCII_DIGIT
            .union(CharacterClasses::ASCII_LETTER)
            .union(CharacterClasses::FULL_WIDTH_ALPHANUMERIC),
        check,
    ),
    source: include_str!("personal_data.rs"),
};

/// What is nobody's own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Own {
    /// Numbers, e-mail addresses and domains that may stand in texts.
    pub allow: Vec<String>,
}

/// What kind of personal data something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mobile,
    Identity,
    Card,
    Mail,
    Plate,
}

/// The longest number that is one of these.
const LONGEST: usize = 19;
/// What introduces a number that is nobody's.
const NUMBERS_OF_THINGS: &[&str] =
    &["订单", "单号", "运单", "编号", "货号", "流水号", "条码", "序列号", "型号", "批号", "SN", "款号"];
/// Letters that may stand right before a mobile number.
const PHONE_WORDS: &[&str] = &["tel", "phone", "mobile", "vx", "wx", "v", "call", "t"];
/// Names of mailboxes that belong to an office and to no person.
const OFFICES: &[&str] = &[
    "service",
    "services",
    "support",
    "kefu",
    "cs",
    "help",
    "info",
    "contact",
    "hr",
    "jobs",
    "complaint",
    "complaints",
    "feedback",
    "noreply",
    "no-reply",
    "privacy",
    "sales",
    "admin",
    "office",
    "postmaster",
    "webmaster",
    "market",
    "marketing",
    "business",
    "customer",
    "customerservice",
    "tousu",
    "press",
    "legal",
];
/// The abbreviations of provinces on plates (GA 36-2018).
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

fn check(context: &Context<'_>, text: &LintText<'_>, findings: &mut Findings<'_>) {
    let value = &**text.text;
    let mut report = |kind: Kind, range: Range<usize>| {
        let allow = &context.settings(text.file).personal_data.allow;
        if is_allowed(&value[range.clone()], kind, allow) {
            return;
        }
        let (english, chinese) = match kind {
            Kind::Mobile => ("a mobile number", "手机号"),
            Kind::Identity => ("an identity number", "身份证号"),
            Kind::Card => ("a bank card number", "银行卡号"),
            Kind::Mail => ("an e-mail address", "电子邮箱"),
            Kind::Plate => ("a number plate", "车牌号"),
        };
        let (role, role_chinese) = text.role.words();
        // The number itself is not repeated: reports travel further than the files.
        let message =
            Message::new(format!("{english} stands in the {role}"), format!("{role_chinese}里有{chinese}"));
        let help = if text.role.is_read() {
            Message::new(
                "write a placeholder such as {客服电话}, or list it under `allow` if it is the shop's own",
                "请换成 {客服电话} 这样的占位符；如果是店铺自己的，请加到 `allow`",
            )
        } else {
            Message::new(
                "leave it out: nobody else will ask with this number",
                "请删掉：别的顾客不会带着这个号码来问",
            )
        };
        findings.push(RULE.finding(context.locate(text, range), message).with_help(help));
    };
    if text.classes.intersects(CharacterClasses::ASCII_DIGIT.union(CharacterClasses::FULL_WIDTH_ALPHANUMERIC))
    {
        numbers(value, context.as_of, &mut report);
        if text.classes.intersects(CharacterClasses::HAN) {
            plates(value, &mut report);
        }
    }
    if value.contains('@') {
        addresses(value, &mut report);
    }
}

fn is_allowed(found: &str, kind: Kind, allow: &[String]) -> bool {
    let plain = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
    };
    allow.iter().any(|allowed| {
        if kind == Kind::Mail {
            let domain = allowed.trim_start_matches('@');
            return found.eq_ignore_ascii_case(allowed)
                || found.rsplit('@').next().is_some_and(|own| own.eq_ignore_ascii_case(domain));
        }
        let allowed = plain(allowed);
        !allowed.is_empty() && plain(found).trim_start_matches("86") == allowed.trim_start_matches("86")
    })
}

/// A run of digits, with single spaces or hyphens between groups where they are grouped.
#[derive(Default)]
struct Run {
    digits: [u8; LONGEST],
    count: usize,
    /// How many digits each group has, of the first six.
    groups: [usize; 6],
    group: usize,
    start: usize,
    end: usize,
}

impl Run {
    fn push(&mut self, digit: u8, end: usize) {
        if let Some(slot) = self.digits.get_mut(self.count) {
            *slot = digit;
        }
        self.count += 1;
        if let Some(group) = self.groups.get_mut(self.group) {
            *group += 1;
        }
        self.end = end;
    }

    fn digits(&self) -> &[u8] {
        &self.digits[..self.count.min(LONGEST)]
    }

    fn groups(&self) -> &[usize] {
        &self.groups[..(self.group + 1).min(self.groups.len())]
    }
}

fn digit(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        '０'..='９' => Some((c as u32 - '０' as u32) as u8),
        _ => None,
    }
}

fn numbers(text: &str, today: Date, report: &mut dyn FnMut(Kind, Range<usize>)) {
    let mut at = 0;
    while let Some(start) = text[at..].find(|c| digit(c).is_some()).map(|found| at + found) {
        let whole = run(text, start, true);
        // Groups that mean nothing together may mean something alone.
        if whole.group > 0
            && let Some(kind) = kind_of(text, &whole, today)
        {
            report(kind, whole.start..whole.end);
            at = whole.end;
            continue;
        }
        let mut alone = run(text, start, false);
        if alone.count == 17 && text[alone.end..].starts_with(['X', 'x', 'Ｘ', 'ｘ']) {
            let mark = text[alone.end..].chars().next().map_or(0, char::len_utf8);
            alone.push(10, alone.end + mark);
        }
        if let Some(kind) = kind_of(text, &alone, today) {
            report(kind, alone.start..alone.end);
        }
        at = alone.end;
    }
}

/// The digits from `start` on; with `grouped` also behind single spaces and hyphens.
fn run(text: &str, start: usize, grouped: bool) -> Run {
    let mut run = Run { start, end: start, ..Run::default() };
    let mut separator = None;
    let mut characters = text[start..].char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        if let Some(digit) = digit(c) {
            run.push(digit, start + at + c.len_utf8());
            continue;
        }
        let more = characters.peek().is_some_and(|&(_, next)| digit(next).is_some());
        let fits = separator.is_none_or(|separator| separator == c);
        if !(grouped && matches!(c, ' ' | '-') && more && fits) {
            break;
        }
        separator = Some(c);
        run.group += 1;
    }
    run
}

fn kind_of(text: &str, run: &Run, today: Date) -> Option<Kind> {
    if run.count < 11 || run.count > LONGEST {
        return None;
    }
    let follows = text[run.end..].chars().next();
    if follows.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_' || c == '@') {
        return None;
    }
    let digits = run.digits();
    let identity = run.group == 0 && digits.len() == 18 && is_identity(digits, today);
    let ahead = &text[..run.start];
    let last = ahead.chars().next_back();
    if last.is_some_and(|c| c.is_ascii_alphabetic() || c == '_') {
        let letters = ahead.len() - ahead.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let word = ahead[ahead.len() - letters..].to_ascii_lowercase();
        if !PHONE_WORDS.contains(&word.as_str()) {
            return None;
        }
    }
    // Behind a point stand decimals, behind = and / parts of an address.
    if matches!(last, Some('.' | '=' | '/' | '-' | '#')) && !identity {
        return None;
    }
    if identity {
        return Some(Kind::Identity);
    }
    let near = before(text, run.start, 8);
    if NUMBERS_OF_THINGS.iter().any(|word| near.contains(word)) {
        return None;
    }
    let (mut mobile, mut groups) = (digits, run.groups());
    if let Some(rest) = digits.strip_prefix(&[8, 6]) {
        mobile = rest;
        groups = match groups {
            [2, rest @ ..] => rest,
            [13] => &[11],
            _ => groups,
        };
    }
    if matches!(groups, [11] | [3, 4, 4]) && is_mobile(mobile) {
        return Some(Kind::Mobile);
    }
    let (last, full) = run.groups().split_last()?;
    let in_fours = run.group == 0 || full.iter().all(|&group| group == 4) && *last <= 4;
    (in_fours && digits.iter().all(|digit| *digit < 10) && is_card(digits)).then_some(Kind::Card)
}

/// Whether it is eleven digits in a range that the ministry has given to mobile telephony.
fn is_mobile(digits: &[u8]) -> bool {
    if digits.len() != 11 || digits[0] != 1 {
        return false;
    }
    match digits[1] {
        3 | 8 => true,
        4 => digits[2] >= 5,
        5 | 9 => digits[2] != 4,
        6 => matches!(digits[2], 2 | 5..=7),
        7 => digits[2] <= 8,
        _ => false,
    }
}

/// GB 11643-1999: a region, a date of birth, a number, and a check character after ISO 7064 MOD 11-2; X is
/// given as 10.
fn is_identity(digits: &[u8], today: Date) -> bool {
    let number =
        |range: Range<usize>| digits[range].iter().fold(0_i16, |sum, &digit| sum * 10 + i16::from(digit));
    let province = matches!(
        number(0..2),
        11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 91
    );
    let birth = Date::new(number(6..10), number(10..12) as i8, number(12..14) as i8);
    let sound = birth.is_ok_and(|birth| birth.year() >= 1900 && birth <= today);
    // The weight of a digit is 2 to the power of its place from the right, modulo 11.
    let sum = digits.iter().fold(0_u32, |sum, &digit| (sum * 2 + u32::from(digit)) % 11);
    province && sound && sum == 1
}

/// Whether an issuer has such numbers (ISO/IEC 7812) and the check digit after Luhn is right.
fn is_card(digits: &[u8]) -> bool {
    let length = digits.len();
    let number = |count: usize| digits[..count].iter().fold(0_u32, |sum, &digit| sum * 10 + u32::from(digit));
    let issued = match (number(1), number(2), number(4)) {
        // UnionPay, and what banks issued before under 9.
        (_, 62, _) => (16..=19).contains(&length),
        (9, ..) => matches!(length, 16 | 18 | 19),
        // Visa; Mastercard; JCB; American Express; Diners Club.
        (4, ..) | (_, 51..=55, _) | (_, _, 2221..=2720 | 3528..=3589) => length == 16,
        (_, 34 | 37, _) => length == 15,
        (_, 36 | 38, _) => length == 14,
        _ => false,
    };
    let doubled = |digit: u8| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, &digit)| u32::from(if at % 2 == 1 { doubled(digit) } else { digit }))
        .sum();
    let varied = digits.windows(2).any(|pair| pair[0] != pair[1]);
    issued && sum.is_multiple_of(10) && varied
}

/// A province, a letter for the city, and five or six letters and digits, mostly digits.
fn plates(text: &str, report: &mut dyn FnMut(Kind, Range<usize>)) {
    for (start, _) in text.char_indices().filter(|&(_, c)| PROVINCES.contains(c)) {
        let mut rest = text[start..].char_indices().skip(1).peekable();
        if !rest.next().is_some_and(|(_, c)| c.is_ascii_alphabetic()) {
            continue;
        }
        rest.next_if(|&(_, c)| matches!(c, '·' | '•' | ' ' | '-'));
        let (mut count, mut digits, mut end) = (0, 0, start);
        while let Some((at, c)) = rest.next_if(|&(_, c)| c.is_ascii_alphanumeric()) {
            count += 1;
            digits += usize::from(c.is_ascii_digit());
            end = start + at + 1;
            // I and O are not given out: they look like 1 and 0.
            if matches!(c, 'I' | 'O' | 'i' | 'o') {
                count = usize::MAX / 2;
            }
        }
        if matches!((count, digits), (5, 3..) | (6, 4..)) {
            report(Kind::Plate, start..end);
        }
    }
}

fn addresses(text: &str, report: &mut dyn FnMut(Kind, Range<usize>)) {
    for (at, _) in text.match_indices('@') {
        let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
        let start = at - (text[..at].len() - text[..at].trim_end_matches(local).len());
        let rest = &text[at + 1..];
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-')));
        let domain = rest[..length.unwrap_or(rest.len())].trim_end_matches(['.', '-']);
        let name = text[start..at].trim_start_matches(['.', '-']);
        let top = domain.rsplit_once('.').map_or("", |(_, top)| top);
        let sound = top.len() >= 2 && top.chars().all(|c| c.is_ascii_alphabetic()) && !name.is_empty();
        let office = OFFICES.contains(&name.to_ascii_lowercase().as_str());
        let invented = matches!(top, "example" | "invalid" | "test") || domain.starts_with("example.");
        if sound && !office && !invented {
            report(Kind::Mail, at - name.len()..at + 1 + domain.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::lint::testing::Case;

    fn found(text: &str) -> Vec<(Kind, &str)> {
        let mut found = Vec::new();
        let mut report = |kind, range: Range<usize>| found.push((kind, &text[range]));
        numbers(text, date(2026, 11, 5), &mut report);
        plates(text, &mut report);
        addresses(text, &mut report);
        found
    }

    #[test]
    fn personal_data_is_found_in_many_forms() {
        for (text, kind, marked) in [
            ("打13800138000找我", Kind::Mobile, "13800138000"),
            ("138 0013 8000", Kind::Mobile, "138 0013 8000"),
            ("电话138-0013-8000。", Kind::Mobile, "138-0013-8000"),
            ("+8613800138000", Kind::Mobile, "8613800138000"),
            ("+86 138 0013 8000", Kind::Mobile, "86 138 0013 8000"),
            ("tel13800138000", Kind::Mobile, "13800138000"),
            ("１３８００１３８０００", Kind::Mobile, "１３８００１３８０００"),
            ("😀2026-11-05 13800138000", Kind::Mobile, "13800138000"),
            ("身份证11010519491231002X", Kind::Identity, "11010519491231002X"),
            ("440524188001010014", Kind::Mobile, ""),
            ("卡号6222021234567890128", Kind::Card, "6222021234567890128"),
            ("6222 0212 3456 7890 128", Kind::Card, "6222 0212 3456 7890 128"),
            ("4111111111111111", Kind::Card, "4111111111111111"),
            ("写信给zhang.san@qq.com吧", Kind::Mail, "zhang.san@qq.com"),
            ("粤B12345停哪", Kind::Plate, "粤B12345"),
            ("沪A·D12345", Kind::Plate, "沪A·D12345"),
        ] {
            let found = found(text);
            if marked.is_empty() {
                assert!(found.is_empty(), "{text}: born in 1880");
            } else {
                assert_eq!(found, [(kind, marked)], "{text}");
            }
        }
    }

    #[test]
    fn what_is_nobodys_passes() {
        for text in [
            "400-812-3123、4008123123、95588、12345、800-810-1234",
            "座机0571-88888888",
            "订单号：13800138000",
            "SF13800138000",
            "12345678901",
            "15412345678",
            "138001380001",
            "11010519491231002",
            "110105194912310021",
            "6222021234567890121",
            "4444444444444444",
            "0.13800138000",
            "https://example.cn/item?id=13800138000",
            "138****8000",
            "service@qinghe.com，a@b，@张三，user@example.com",
            "新A款100件，京A，豫A级12，粤BO1234，苏打水12345",
            "2026-11-05 10-20 30-40",
        ] {
            assert!(found(text).is_empty(), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn what_is_the_shops_own_may_stand_there() {
        let yaml = "- {question: 电话, answer: \"138-0013-8000，li@qinghe.com，wang@qq.com\"}\n";
        let config = "[rules.personal-data]\nallow = [\"+86 13800138000\", \"@qinghe.com\"]\n";
        let lines = Case::of(yaml).config(config).select("KB601").lines();
        assert_eq!(lines, ["KB601 [wang@qq.com] an e-mail address stands in the answer"]);
        assert_eq!(Case::of(yaml).select("KB601").lines().len(), 3);
    }

    #[test]
    fn the_message_does_not_repeat_the_number() {
        let (linted, _) = Case::of("- {question: 打13800138000}\n").select("KB601").lint();
        assert!(!format!("{:?}", linted.findings[0].message).contains("1380013"));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "[0-9０-９Xx .@a-c粤·\\-😀+]{0,60}") {
            found(&text);
        }

        #[test]
        fn a_changed_digit_is_no_identity(at in 0_usize..17, by in 1_u8..10) {
            let mut digits: Vec<u8> = "11010519491231002".bytes().map(|byte| byte - b'0').collect();
            digits.push(10);
            prop_assert!(is_identity(&digits, date(2026, 11, 5)));
            digits[at] = (digits[at] + by) % 10;
            prop_assert!(!is_identity(&digits, date(2026, 11, 5)));
        }
    }
}
