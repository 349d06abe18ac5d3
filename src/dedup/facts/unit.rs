//! Units of measure, and what looks like one and is none.

use std::sync::LazyLock;

use super::kind::FactKind;
use super::number::numeral;

/// A unit as it stands in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub kind: FactKind,
    /// How many of the kind's unit it is, as a fraction.
    pub factor: (u64, u64),
    /// Whether 个半 stands before it: an hour and a half.
    pub and_a_half: bool,
    /// Whether it stands only behind a larger one of its kind: the 角 of 3元5角.
    pub only_behind: bool,
    /// How many bytes it is long, with what joins it to its number.
    pub length: usize,
}

/// Whether 个 stands before a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counter {
    Never,
    Maybe,
    Always,
}

/// A unit with all its names.
struct Unit {
    names: &'static [&'static str],
    kind: FactKind,
    factor: (u64, u64),
    counter: Counter,
    /// What makes another word of it that stands right behind: 3 折叠, 1 周年.
    other: &'static [&'static str],
}

impl Unit {
    const fn new(kind: FactKind, factor: u64, names: &'static [&'static str]) -> Self {
        Self { names, kind, factor: (factor, 1), counter: Counter::Never, other: &[] }
    }

    const fn part(kind: FactKind, of: u64, names: &'static [&'static str]) -> Self {
        Self { factor: (1, of), ..Self::new(kind, 1, names) }
    }

    const fn counted(self, counter: Counter) -> Self {
        Self { counter, ..self }
    }

    /// Whether what stands behind a name makes another word of it.
    fn is_other(&self, after: &str) -> bool {
        self.other.iter().any(|word| after.starts_with(word))
    }

    const fn but(self, other: &'static [&'static str]) -> Self {
        Self { other, ..self }
    }
}

/// Units in Chinese; a name comes before those that begin it.
static CHINESE: &[Unit] = &[
    Unit::new(FactKind::Duration, 1440, &["天"]).but(&["猫", "貓", "气", "然", "空", "蓝", "到晚", "两头"]),
    Unit::new(FactKind::Duration, 1440, &["日"]),
    Unit::new(FactKind::Duration, 1440, &["自然日"]).counted(Counter::Maybe),
    Unit::new(FactKind::Duration, 60, &["小时", "小時"]).counted(Counter::Maybe),
    Unit::new(FactKind::Duration, 60, &["钟头", "鐘頭", "钟", "鐘"]).counted(Counter::Always),
    Unit::new(FactKind::Duration, 1, &["分钟", "分鐘"]),
    Unit::part(FactKind::Duration, 60, &["秒钟", "秒鐘", "秒"]).but(&["杀", "殺", "回", "发", "發"]),
    Unit::new(FactKind::Duration, 10_080, &["星期", "礼拜", "禮拜"]).counted(Counter::Maybe),
    Unit::new(FactKind::Duration, 10_080, &["周", "週"]).but(&["年", "岁", "歲", "边", "刊"]),
    Unit::new(FactKind::WorkingDays, 1, &["工作日", "工作天"]).counted(Counter::Maybe),
    Unit::new(FactKind::Months, 1, &["月"]).counted(Counter::Always),
    Unit::new(FactKind::Months, 12, &["年"]).but(&[
        "级", "級", "度", "货", "貨", "会", "會", "终", "終", "中", "底", "初", "末", "份", "代", "款",
        "四季", "到头", "到頭",
    ]),
    Unit::new(FactKind::Amount, 1, &["元"]).but(&["素", "件", "旦", "宵", "气", "氣", "催化", "论", "論"]),
    Unit::new(FactKind::Amount, 1, &["块钱", "塊錢", "块", "塊", "人民币", "人民幣"]),
    Unit::part(FactKind::Amount, 10, &["角"]).but(&["形", "度", "落", "裤"]),
    Unit::part(FactKind::Amount, 10, &["毛"]).but(&["衣", "巾"]),
    Unit::new(FactKind::Dollars, 1, &["美元", "美金"]),
    Unit::new(FactKind::Euros, 1, &["欧元", "歐元"]),
    Unit::new(FactKind::Pounds, 1, &["英镑", "英鎊"]),
    Unit::new(FactKind::Percentage, 1, &["%", "％"]),
    Unit::part(FactKind::Percentage, 10, &["‰"]),
    Unit::new(FactKind::Discount, 1, &["折"]).but(&["叠", "疊", "伞", "傘", "页", "頁"]),
    Unit::new(FactKind::Pieces, 1, &["件"]).but(&["套", "事"]),
    Unit::new(FactKind::Times, 1, &["次"]).but(&["元", "日", "方", "卡"]),
    Unit::new(FactKind::Length, 1, &["毫米"]),
    Unit::new(FactKind::Length, 10, &["厘米", "釐米", "公分"]),
    Unit::new(FactKind::Length, 1000, &["米"])
        .but(&["白", "色", "黄", "黃", "饭", "飯", "粉", "线", "粒", "²", "³"]),
    Unit::new(FactKind::Length, 1_000_000, &["公里"]),
    Unit::part(FactKind::Weight, 1000, &["毫克"]),
    Unit::new(FactKind::Weight, 1, &["克"]).but(&["拉", "隆"]),
    Unit::new(FactKind::Weight, 500, &["斤"]),
    Unit::new(FactKind::Weight, 1000, &["公斤"]),
    Unit::new(FactKind::Volume, 1, &["毫升"]),
    Unit::new(FactKind::Volume, 1000, &["公升", "升"]).but(&["级", "級", "舱", "至", "到", "高", "温", "值"]),
];

/// Units in Latin letters, capitals aside, no letter or digit behind.
static LATIN: &[Unit] = &[
    Unit::new(FactKind::Duration, 1440, &["day", "days", "calendar days"]),
    Unit::new(FactKind::Duration, 60, &["hour", "hours", "hr", "hrs", "h"]),
    Unit::new(FactKind::Duration, 1, &["minute", "minutes", "min", "mins"]),
    Unit::new(FactKind::Duration, 10_080, &["week", "weeks"]),
    Unit::new(FactKind::WorkingDays, 1, &["business day", "business days", "working day", "working days"]),
    Unit::new(FactKind::Months, 1, &["month", "months"]),
    Unit::new(FactKind::Months, 12, &["year", "years"]),
    Unit::new(FactKind::Amount, 1, &["RMB", "CNY", "yuan"]),
    Unit::new(FactKind::Dollars, 1, &["USD", "dollar", "dollars"]),
    Unit::new(FactKind::Euros, 1, &["EUR", "euro", "euros"]),
    Unit::new(FactKind::Pounds, 1, &["GBP"]),
    Unit::new(FactKind::Percentage, 1, &["percent", "per cent"]),
    Unit::new(FactKind::Pieces, 1, &["item", "items", "piece", "pieces", "pcs"]),
    Unit::new(FactKind::Length, 1, &["mm"]),
    Unit::new(FactKind::Length, 10, &["cm"]),
    Unit::new(FactKind::Length, 1000, &["m"]).but(&["宽带", "带宽", "流量", "²", "³"]),
    Unit::new(FactKind::Length, 1_000_000, &["km"]),
    Unit::part(FactKind::Weight, 1000, &["mg"]),
    Unit::new(FactKind::Weight, 1, &["g"]).but(&["网", "網", "信号", "手机", "流量", "套餐", "版"]),
    Unit::new(FactKind::Weight, 1000, &["kg", "kgs"]),
    Unit::new(FactKind::Volume, 1, &["ml"]),
    Unit::new(FactKind::Volume, 1000, &["l"]).but(&["码", "碼"]),
];

/// A name with its first character, and the unit it is of.
type Name = (char, &'static str, &'static Unit);

/// The names in Chinese by their first characters.
static NAMES: LazyLock<Vec<Name>> = LazyLock::new(|| {
    let names = CHINESE.iter().flat_map(|unit| unit.names.iter().map(move |name| (*name, unit)));
    let mut names: Vec<Name> =
        names.filter_map(|(name, unit)| Some((name.chars().next()?, name, unit))).collect();
    names.sort_by_key(|(first, ..)| *first);
    names
});

/// What 块 stands before or at the end of when it is money: 5块包邮, but not 5块电池.
const BEHIND_KUAI: &[char] = &[
    '以', '左', '的', '起', '包', '运', '運', '邮', '郵', '每', '就', '可', '能', '优', '優', '不', '封',
    '上', '到', '至', '减', '減', '打', '一', '吧', '哦', '呢', '啦', '和', '与', '或',
];

/// The unit that `rest`, what stands behind a number, begins with.
pub(super) fn unit_at(rest: &str) -> Option<Found> {
    let name_at = rest.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    let first = name_at.chars().next()?;
    if first.is_ascii_alphabetic() || first == '-' {
        return latin(rest, name_at);
    }
    let counted = name_at.strip_prefix(['个', '個']);
    let halved = counted.and_then(|rest| rest.strip_prefix('半'));
    let name_at = halved.or(counted).unwrap_or(name_at);
    let first = name_at.chars().next()?;
    let begun = &NAMES[NAMES.partition_point(|(of, ..)| *of < first)..];
    let mut begun = begun.iter().take_while(|(of, ..)| *of == first);
    let &(_, name, unit) = begun.find(|(_, name, _)| name_at.starts_with(name))?;
    let fits = match unit.counter {
        Counter::Never => counted.is_none(),
        Counter::Maybe => true,
        Counter::Always => counted.is_some(),
    };
    let after = &name_at[name.len()..];
    if !fits || !stands_alone(name, after) || unit.is_other(after) {
        return None;
    }
    let only_behind = matches!(name, "角" | "毛");
    let money = if only_behind { after.strip_prefix(['钱', '錢']) } else { None };
    Some(Found {
        kind: unit.kind,
        factor: unit.factor,
        and_a_half: halved.is_some(),
        only_behind: only_behind && money.is_none(),
        length: rest.len() - money.unwrap_or(after).len(),
    })
}

/// Whether what stands behind a name leaves it the unit.
fn stands_alone(name: &str, after: &str) -> bool {
    match name {
        // 7日内 is seven days, 7日 alone a day of the month.
        "日" => ["内", "內", "之内", "以内", "以內", "左右", "无理由", "無理由"]
            .iter()
            .any(|word| after.starts_with(word)),
        "块" | "塊" => after
            .chars()
            .next()
            .is_none_or(|c| !c.is_alphabetic() || numeral(c).is_some() || BEHIND_KUAI.contains(&c)),
        _ => true,
    }
}

/// Latin units may be set off by a hyphen: 30-day.
fn latin(rest: &str, name_at: &str) -> Option<Found> {
    let name_at = name_at.strip_prefix('-').unwrap_or(name_at);
    let bytes = name_at.as_bytes();
    let first = bytes.first()?.to_ascii_lowercase();
    let begins = |name: &&&str| {
        name.as_bytes()[0].to_ascii_lowercase() == first
            && bytes.len() >= name.len()
            && bytes[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && !bytes.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
    };
    let (unit, name) = LATIN
        .iter()
        .find_map(|unit| unit.names.iter().find(|name| begins(name)).map(|name| (unit, *name)))?;
    // 5G, 3M and 100M are networks, brands and sizes of data.
    let capital = matches!(name, "g" | "m") && bytes[0].is_ascii_uppercase();
    // One letter behind a hyphen is a model: 3-L.
    let model = name.len() == 1 && rest.starts_with('-');
    if capital || model || unit.is_other(&name_at[name.len()..]) {
        return None;
    }
    Some(Found {
        kind: unit.kind,
        factor: unit.factor,
        and_a_half: false,
        only_behind: false,
        length: rest.len() - name_at.len() + name.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_hides_a_longer_one() {
        let names: Vec<&str> = CHINESE.iter().flat_map(|unit| unit.names).copied().collect();
        for (at, name) in names.iter().enumerate() {
            assert!(!names[..at].iter().any(|earlier| name.starts_with(earlier)), "{name}");
        }
    }

    #[test]
    fn every_unit_is_found_by_its_name() {
        for unit in CHINESE.iter().chain(LATIN) {
            for name in unit.names {
                let counter = if unit.counter == Counter::Always { "个" } else { "" };
                let behind = if *name == "日" { "内" } else { "" };
                let found = unit_at(&format!("{counter}{name}{behind}")).expect("a unit");
                assert_eq!((found.kind, found.factor), (unit.kind, unit.factor), "{name}");
                assert_eq!(found.length, counter.len() + name.len(), "{name}");
            }
        }
    }

    #[test]
    fn what_is_no_unit() {
        for rest in [
            "",
            " ",
            "个",
            "个天",
            "月",
            "周年庆",
            "折叠",
            "升级",
            "块电池",
            "日",
            "日上市",
            "G网络",
            "g网络",
            "M宽带",
            "hello",
            "dayz",
            "L码",
            "平方米",
            "kgf",
            "-L",
        ] {
            assert_eq!(unit_at(rest), None, "{rest}");
        }
    }
}
