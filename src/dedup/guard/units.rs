//! Units of numbers, and the words that only begin like one.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// What a number counts. Numbers of different classes are different numbers, whatever they amount to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Class {
    /// Nothing that is said, money, or things; in tenths, for 5 毛.
    Plain,
    /// Time, in seconds.
    Time,
    /// Working days.
    WorkingDays,
    /// Months; a year is twelve.
    Months,
    /// A time of day, in minutes.
    Clock,
    /// A month of the year.
    Month,
    /// A day of a month.
    Day,
    /// A year by its number.
    Year,
    /// Per cent.
    Percent,
    /// 折: the price in hundredths.
    Discount,
    /// Years of age.
    Age,
    /// A place in a row: 第 2 件, 2 号.
    Ordinal,
    /// A floor.
    Floor,
    /// A rank: 二级, 三年级.
    Rank,
    /// Instalments: 分 12 期.
    Instalments,
    /// How many times as much.
    Multiple,
    /// A size: 42 码.
    Size,
    /// Mass in grams, and memory in gigabytes, as both are written g.
    Grams,
    /// Memory and bandwidth in megabytes or megabits.
    Megabytes,
    /// Volume in millilitres.
    Millilitres,
    /// Length in millimetres.
    Millimetres,
    /// Inches.
    Inches,
    /// 尺.
    Feet,
    /// Degrees of any kind.
    Degrees,
    /// Watts.
    Watts,
    /// Volts.
    Volts,
    /// Milliampere hours.
    Charge,
    /// 匹: the power of an air conditioner.
    Power,
}

/// Units that exclude each other although the numbers may be equal: 100 元 and 100 件. A number without unit
/// agrees with all of them, so they are sides of a set and no part of the number.
pub(super) const YUAN: u64 = 1;
pub(super) const DOLLAR: u64 = 1 << 1;
pub(super) const EURO: u64 = 1 << 2;
pub(super) const POUND: u64 = 1 << 3;
pub(super) const OTHER_MONEY: u64 = 1 << 4;
pub(super) const PIECES: u64 = 1 << 5;
pub(super) const TIMES: u64 = 1 << 6;
pub(super) const PEOPLE: u64 = 1 << 7;
pub(super) const POINTS: u64 = 1 << 8;

/// What a unit makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) class: Class,
    /// How many of the class's unit it is.
    pub(super) factor: u64,
    /// What it excludes; 0 if nothing.
    pub(super) side: u64,
}

const fn unit(class: Class, factor: u64) -> Unit {
    Unit { class, factor, side: 0 }
}

const fn counted(side: u64) -> Unit {
    Unit { class: Class::Plain, factor: 10, side }
}

/// No unit at all.
pub(super) const NONE: Unit = counted(0);

const DAY: u64 = 86_400;

/// The words for each unit, divided by spaces.
const UNITS: &[(&str, Unit)] = &[
    ("秒 秒钟 sec second seconds", unit(Class::Time, 1)),
    ("分钟 min mins minute minutes", unit(Class::Time, 60)),
    ("刻钟", unit(Class::Time, 900)),
    ("小时 个小时 钟头 个钟头 个钟 h hr hrs hour hours", unit(Class::Time, 3600)),
    ("天 自然日 个自然日 日 day days", unit(Class::Time, DAY)),
    ("周 星期 个星期 礼拜 个礼拜 week weeks", unit(Class::Time, 7 * DAY)),
    ("工作日 个工作日", unit(Class::WorkingDays, 1)),
    ("个月 month months", unit(Class::Months, 1)),
    ("季度 个季度", unit(Class::Months, 3)),
    ("年 周年 year years yr yrs", unit(Class::Months, 12)),
    ("月 月份", unit(Class::Month, 1)),
    ("点 点钟 时", unit(Class::Clock, 60)),
    ("% 个点 percent", unit(Class::Percent, 1)),
    ("折", unit(Class::Discount, 1)),
    ("岁 周岁", unit(Class::Age, 1)),
    ("号 号线 号楼 代 胎 审 档", unit(Class::Ordinal, 1)),
    ("楼 floor", unit(Class::Floor, 1)),
    ("级 年级 星级 星", unit(Class::Rank, 1)),
    ("期", unit(Class::Instalments, 1)),
    ("倍", unit(Class::Multiple, 1)),
    ("码", unit(Class::Size, 1)),
    ("g gb 克", unit(Class::Grams, 1)),
    ("斤 市斤", unit(Class::Grams, 500)),
    ("kg 公斤 千克 tb", unit(Class::Grams, 1000)),
    ("mb 兆", unit(Class::Megabytes, 1)),
    ("ml 毫升", unit(Class::Millilitres, 1)),
    ("l 升", unit(Class::Millilitres, 1000)),
    ("mm 毫米", unit(Class::Millimetres, 1)),
    ("cm 厘米 公分", unit(Class::Millimetres, 10)),
    ("m 米", unit(Class::Millimetres, 1000)),
    ("里", unit(Class::Millimetres, 500_000)),
    ("km 公里 千米", unit(Class::Millimetres, 1_000_000)),
    ("寸 英寸 inch inches", unit(Class::Inches, 1)),
    ("尺", unit(Class::Feet, 1)),
    ("度 摄氏度", unit(Class::Degrees, 1)),
    ("w 瓦", unit(Class::Watts, 1)),
    ("千瓦 kw", unit(Class::Watts, 1000)),
    ("v 伏", unit(Class::Volts, 1)),
    ("mah 毫安 毫安时", unit(Class::Charge, 1)),
    ("p 匹", unit(Class::Power, 1)),
    ("元 块 块钱 元钱 圆 rmb 人民币 yuan cny", counted(YUAN)),
    ("毛 角 毛钱", Unit { class: Class::Plain, factor: 1, side: YUAN }),
    ("美元 美金 美刀 usd dollar dollars", counted(DOLLAR)),
    ("欧元 eur euro euros", counted(EURO)),
    ("英镑 gbp pound pounds", counted(POUND)),
    ("日元 港币 港元 台币 泰铢 韩元 加元 澳元 卢布 hkd jpy", counted(OTHER_MONEY)),
    (
        "个 件 只 条 张 双 套 盒 箱 包 袋 瓶 罐 支 枝 本 部 台 辆 片 把 份 单 款 种 组 对 颗 粒 杯 桶 卷 间 层",
        counted(PIECES),
    ),
    (
        "家 项 笔 批 页 步 户 章 课 棵 座 株 首 篇 句 轮 排 串 朵 幅 根 集 门 字 节 件套 piece pieces item items",
        counted(PIECES),
    ),
    ("次 遍 回 趟 time times", counted(TIMES)),
    ("人 位 名 口 口人 个人 people person persons", counted(PEOPLE)),
    ("分 积分 point points", counted(POINTS)),
];

/// Words that begin like a unit and are none: 3 天猫, 满 99 包邮, 第 3 步骤.
const NO_UNITS: &[&str] = &[
    "天猫",
    "天气",
    "天津",
    "天下",
    "天天",
    "天然",
    "天才",
    "天使",
    "年轻",
    "年底",
    "年会",
    "年费",
    "年龄",
    "年代",
    "年终",
    "折叠",
    "折扣",
    "次元",
    "次日",
    "包邮",
    "包裹",
    "包装",
    "包含",
    "包括",
    "包包",
    "包月",
    "包年",
    "包税",
    "件事",
    "条件",
    "条码",
    "单元",
    "单独",
    "单品",
    "单价",
    "单号",
    "家庭",
    "家具",
    "家里",
    "家用",
    "分期",
    "分享",
    "分开",
    "分之",
    "分裤",
    "分袖",
    "月饼",
    "月经",
    "月卡",
    "月租",
    "月亮",
    "月子",
    "周边",
    "周转",
    "号码",
    "码头",
    "点击",
    "点餐",
    "点赞",
    "度假",
    "级别",
    "个性",
    "人民",
    "人工",
    "人脸",
    "人品",
    "位置",
    "名字",
    "名称",
    "本人",
    "本来",
    "台式",
    "台风",
    "台湾",
    "部分",
    "对比",
    "对应",
    "对方",
    "组合",
    "组装",
    "款式",
    "套餐",
    "层次",
    "回复",
    "回来",
    "回购",
    "回家",
    "步骤",
    "课程",
    "集体",
    "集合",
    "首先",
    "首付",
    "句子",
    "种类",
    "种植",
    "把握",
    "份额",
    "片段",
    "盒子",
    "箱子",
    "袋子",
    "瓶子",
    "杯子",
    "双肩",
    "双卡",
    "双面",
    "里面",
    "里程",
    "时候",
    "时间",
    "时代",
    "日元",
    "日本",
    "日常",
    "日期",
    "口味",
    "口红",
    "门口",
    "门票",
    "期间",
    "期货",
    "项目",
    "米饭",
    "米粉",
    "米兰",
    "元素",
    "元旦",
    "块头",
    "角度",
    "毛衣",
    "毛病",
    "星座",
    "星巴克",
    "代码",
    "代理",
    "代表",
    "档案",
    "升级",
    "升舱",
    "只有",
    "只能",
    "只要",
    "只是",
    "张家",
    "排名",
    "轮胎",
    "朵朵",
    "把手",
    "座位",
    "座机",
    "页面",
    "户口",
    "章节",
    "批发",
    "笔记",
    "支持",
    "支付",
    "对公",
    "岁月",
    "寸照",
];

/// The unit that `rest` begins with and its length in bytes, a space before a Latin one included.
pub(super) fn at(rest: &str) -> Option<(Unit, usize)> {
    let name = rest.strip_prefix(' ').filter(|after| after.starts_with(|c: char| c.is_ascii_alphabetic()));
    let skipped = usize::from(name.is_some());
    let name = name.unwrap_or(rest);
    let first = name.chars().next()?;
    if is_no_unit(name, first) {
        return None;
    }
    if first.is_ascii_alphabetic() {
        let end = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
        let after = &name[end..];
        // In m码 and xl the letters are a size; digits go on with a code.
        if after.starts_with(|c: char| matches!(c, '码' | '号') || c.is_ascii_digit()) {
            return None;
        }
        let word = &name[..end];
        if matches!(word, "business" | "working") {
            let days = after.strip_prefix(' ')?;
            let length = if days.starts_with("days") { 4 } else { 3 };
            return days
                .starts_with("day")
                .then(|| (unit(Class::WorkingDays, 1), skipped + end + 1 + length));
        }
        return named(word).map(|unit| (unit, skipped + end));
    }
    let longest = name.char_indices().take(4).map(|(at, c)| at + c.len_utf8()).filter_map(|end| {
        let unit = named(&name[..end])?;
        Some((unit, end))
    });
    longest.last()
}

fn named(word: &str) -> Option<Unit> {
    static BY_NAME: LazyLock<FxHashMap<&str, Unit>> = LazyLock::new(|| {
        let names = UNITS.iter().flat_map(|(names, unit)| names.split(' ').map(move |name| (name, *unit)));
        names.collect()
    });
    BY_NAME.get(word).copied()
}

/// Whether `rest` begins with a word that is no unit; `first` is its first character.
fn is_no_unit(rest: &str, first: char) -> bool {
    static BY_FIRST: LazyLock<FxHashMap<char, Vec<&str>>> = LazyLock::new(|| {
        let mut words: FxHashMap<char, Vec<&str>> = FxHashMap::default();
        for word in NO_UNITS {
            words.entry(word.chars().next().unwrap_or_default()).or_default().push(word);
        }
        words
    });
    BY_FIRST.get(&first).is_some_and(|words| words.iter().any(|word| rest.starts_with(word)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_longest_unit_counts() {
        assert_eq!(at("个工作日内"), Some((unit(Class::WorkingDays, 1), "个工作日".len())));
        assert_eq!(at("个"), Some((counted(PIECES), 3)));
        assert_eq!(at("个月"), Some((unit(Class::Months, 1), 6)));
        assert_eq!(at(" days left"), Some((unit(Class::Time, DAY), 5)));
        assert_eq!(at(" working days"), Some((unit(Class::WorkingDays, 1), 13)));
        assert_eq!(at("kg重"), Some((unit(Class::Grams, 1000), 2)));
        for none in ["", "包邮", "l码", "daylight", "m2", " 天", "business", "working x"] {
            assert_eq!(at(none), None, "{none}");
        }
    }

    #[test]
    fn no_unit_stands_twice() {
        let mut seen = BTreeSet::new();
        for name in UNITS.iter().flat_map(|(names, _)| names.split(' ')) {
            assert!(!name.is_empty() && seen.insert(name), "{name}");
            assert!(name.chars().count() <= 4 || name.is_ascii(), "{name}");
        }
        for word in NO_UNITS {
            assert!(seen.iter().any(|name| word.starts_with(name)), "{word} begins like no unit");
        }
    }
}
