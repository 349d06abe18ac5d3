//! The units that numbers in answers have, and how a value with its unit is written canonically.

use super::FactKind;
use crate::text::numeral::round;

/// What a unit makes of the number before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Unit {
    /// None.
    Bare,
    Time(&'static str),
    Money(&'static str),
    /// A tenth of the currency's unit.
    MoneyTenth(&'static str),
    Percent,
    /// 折: of ten tenths that many are to be paid.
    Fold,
    /// 成: that many tenths.
    Tenth,
    /// A measure or a classifier.
    Measure(&'static str),
}

impl Unit {
    pub(super) const fn kind(self) -> FactKind {
        match self {
            Self::Bare | Self::Measure(_) => FactKind::Number,
            Self::Time(_) => FactKind::Duration,
            Self::Money(_) | Self::MoneyTenth(_) => FactKind::Amount,
            Self::Percent | Self::Fold | Self::Tenth => FactKind::Percentage,
        }
    }

    /// The value in the canonical unit.
    fn scale(self, value: f64) -> f64 {
        round(match self {
            Self::MoneyTenth(_) => value / 10.0,
            // 八五折 and 85折 are 85 %, 8折 and 8.5折 are 80 % and 85 %.
            Self::Fold if value < 10.0 => value * 10.0,
            Self::Tenth => value * 10.0,
            _ => value,
        })
    }

    /// A value, or a span of values, with the unit: `7 day`, `7..15 day`, `80%`.
    pub(super) fn write(self, value: f64, upper: Option<f64>) -> String {
        let number = match upper {
            Some(upper) => format!("{}..{}", self.scale(value), self.scale(upper)),
            None => self.scale(value).to_string(),
        };
        match self {
            Self::Bare => number,
            Self::Time(unit) | Self::Money(unit) | Self::MoneyTenth(unit) | Self::Measure(unit) => {
                format!("{number} {unit}")
            }
            Self::Percent | Self::Fold | Self::Tenth => number + "%",
        }
    }
}

/// A unit's word, what it means, and what may not follow it for it to be one.
type Word = (&'static str, Unit, &'static [&'static str]);

const ANY: &[&str] = &[];
/// What 块 counts when it does not count money.
const PIECES: &[&str] = &[
    "电", "布", "面", "屏", "板", "肉", "糖", "表", "手", "玻", "砖", "地", "毛", "木", "石", "硬", "内",
    "香", "儿", "蛋", "巧", "豆", "饼", "瓷", "海", "抹", "的",
];

/// The words, the longer before the shorter that they begin with. English ones must end where they end.
const WORDS: &[Word] = &[
    ("个工作日", Unit::Time("workday"), ANY),
    ("工作日", Unit::Time("workday"), ANY),
    ("个自然日", Unit::Time("day"), ANY),
    ("自然日", Unit::Time("day"), ANY),
    ("个小时", Unit::Time("hour"), ANY),
    ("小时", Unit::Time("hour"), ANY),
    ("个钟头", Unit::Time("hour"), ANY),
    ("钟头", Unit::Time("hour"), ANY),
    ("分钟", Unit::Time("minute"), ANY),
    ("秒钟", Unit::Time("second"), ANY),
    ("秒", Unit::Time("second"), &["杀", "发"]),
    ("天", Unit::Time("day"), &["猫", "然", "气"]),
    ("日内", Unit::Time("day"), ANY),
    ("日之内", Unit::Time("day"), ANY),
    ("日以内", Unit::Time("day"), ANY),
    ("日无理由", Unit::Time("day"), ANY),
    ("个星期", Unit::Time("week"), ANY),
    ("星期", Unit::Time("week"), ANY),
    ("个礼拜", Unit::Time("week"), ANY),
    ("礼拜", Unit::Time("week"), ANY),
    ("周", Unit::Time("week"), &["年", "岁", "边"]),
    ("个月", Unit::Time("month"), &["亮"]),
    ("年", Unit::Time("year"), &["级", "龄", "轮", "份"]),
    ("business days", Unit::Time("workday"), ANY),
    ("business day", Unit::Time("workday"), ANY),
    ("working days", Unit::Time("workday"), ANY),
    ("working day", Unit::Time("workday"), ANY),
    ("workdays", Unit::Time("workday"), ANY),
    ("workday", Unit::Time("workday"), ANY),
    ("hours", Unit::Time("hour"), ANY),
    ("hour", Unit::Time("hour"), ANY),
    ("hrs", Unit::Time("hour"), ANY),
    ("hr", Unit::Time("hour"), ANY),
    ("h", Unit::Time("hour"), ANY),
    ("minutes", Unit::Time("minute"), ANY),
    ("minute", Unit::Time("minute"), ANY),
    ("mins", Unit::Time("minute"), ANY),
    ("min", Unit::Time("minute"), ANY),
    ("seconds", Unit::Time("second"), ANY),
    ("second", Unit::Time("second"), ANY),
    ("days", Unit::Time("day"), ANY),
    ("day", Unit::Time("day"), ANY),
    ("weeks", Unit::Time("week"), ANY),
    ("week", Unit::Time("week"), ANY),
    ("months", Unit::Time("month"), ANY),
    ("month", Unit::Time("month"), ANY),
    ("years", Unit::Time("year"), ANY),
    ("year", Unit::Time("year"), ANY),
    ("元人民币", Unit::Money("CNY"), ANY),
    ("元", Unit::Money("CNY"), &["素", "旦"]),
    ("圆", Unit::Money("CNY"), &["形", "领", "角", "头", "孔"]),
    ("块钱", Unit::Money("CNY"), ANY),
    ("块", Unit::Money("CNY"), PIECES),
    ("人民币", Unit::Money("CNY"), ANY),
    ("rmb", Unit::Money("CNY"), ANY),
    ("cny", Unit::Money("CNY"), ANY),
    ("yuan", Unit::Money("CNY"), ANY),
    ("毛钱", Unit::MoneyTenth("CNY"), ANY),
    ("角", Unit::MoneyTenth("CNY"), &["形", "星", "度"]),
    ("美元", Unit::Money("USD"), ANY),
    ("美金", Unit::Money("USD"), ANY),
    ("dollars", Unit::Money("USD"), ANY),
    ("dollar", Unit::Money("USD"), ANY),
    ("usd", Unit::Money("USD"), ANY),
    ("港币", Unit::Money("HKD"), ANY),
    ("港元", Unit::Money("HKD"), ANY),
    ("欧元", Unit::Money("EUR"), ANY),
    ("euros", Unit::Money("EUR"), ANY),
    ("euro", Unit::Money("EUR"), ANY),
    ("英镑", Unit::Money("GBP"), ANY),
    ("日元", Unit::Money("JPY"), ANY),
    ("%", Unit::Percent, ANY),
    ("percent", Unit::Percent, ANY),
    ("折", Unit::Fold, &["叠", "痕", "旧", "返", "弯", "断", "页", "伞", "线"]),
    ("成", Unit::Tenth, &["功", "员", "本", "人", "分", "为", "品", "不", "立", "都"]),
    ("公斤", Unit::Measure("kg"), ANY),
    ("千克", Unit::Measure("kg"), ANY),
    ("kg", Unit::Measure("kg"), ANY),
    ("斤", Unit::Measure("斤"), ANY),
    ("克", Unit::Measure("g"), &["隆", "服"]),
    ("g", Unit::Measure("g"), ANY),
    ("毫克", Unit::Measure("mg"), ANY),
    ("mg", Unit::Measure("mg"), ANY),
    ("公里", Unit::Measure("km"), ANY),
    ("千米", Unit::Measure("km"), ANY),
    ("km", Unit::Measure("km"), ANY),
    ("厘米", Unit::Measure("cm"), ANY),
    ("公分", Unit::Measure("cm"), ANY),
    ("cm", Unit::Measure("cm"), ANY),
    ("毫米", Unit::Measure("mm"), ANY),
    ("mm", Unit::Measure("mm"), ANY),
    ("米", Unit::Measure("m"), &["饭", "粉", "色", "白", "其", "线"]),
    ("m", Unit::Measure("m"), ANY),
    ("毫升", Unit::Measure("ml"), ANY),
    ("ml", Unit::Measure("ml"), ANY),
    ("升", Unit::Measure("l"), &["级", "降"]),
    ("l", Unit::Measure("l"), ANY),
    ("gb", Unit::Measure("gb"), ANY),
    ("mb", Unit::Measure("mb"), ANY),
    ("tb", Unit::Measure("tb"), ANY),
    ("mah", Unit::Measure("mah"), ANY),
    ("毫安", Unit::Measure("mah"), ANY),
    ("w", Unit::Measure("w"), ANY),
    ("瓦", Unit::Measure("w"), ANY),
    ("v", Unit::Measure("v"), ANY),
    ("伏", Unit::Measure("v"), ANY),
    ("度", Unit::Measure("度"), ANY),
    ("个", Unit::Measure("个"), ANY),
    ("件", Unit::Measure("件"), ANY),
    ("次", Unit::Measure("次"), &["性"]),
    ("张", Unit::Measure("张"), ANY),
    ("双", Unit::Measure("双"), ANY),
    ("套", Unit::Measure("套"), ANY),
    ("瓶", Unit::Measure("瓶"), ANY),
    ("盒", Unit::Measure("盒"), ANY),
    ("箱", Unit::Measure("箱"), ANY),
    ("袋", Unit::Measure("袋"), ANY),
    ("台", Unit::Measure("台"), ANY),
    ("条", Unit::Measure("条"), ANY),
    ("位", Unit::Measure("位"), ANY),
    ("名", Unit::Measure("名"), ANY),
    ("倍", Unit::Measure("倍"), ANY),
    ("种", Unit::Measure("种"), ANY),
    ("款", Unit::Measure("款"), ANY),
    ("码", Unit::Measure("码"), ANY),
    ("级", Unit::Measure("级"), ANY),
    ("层", Unit::Measure("层"), ANY),
    ("份", Unit::Measure("份"), ANY),
    ("单", Unit::Measure("单"), &["独", "肩", "面", "人"]),
    ("笔", Unit::Measure("笔"), ANY),
    ("家", Unit::Measure("家"), ANY),
    ("枚", Unit::Measure("枚"), ANY),
    ("片", Unit::Measure("片"), ANY),
    ("支", Unit::Measure("支"), &["持", "付"]),
    ("只", Unit::Measure("只"), &["能", "要", "有", "是"]),
    ("根", Unit::Measure("根"), &["据"]),
    ("颗", Unit::Measure("颗"), ANY),
    ("人", Unit::Measure("人"), &["民"]),
    ("岁", Unit::Measure("岁"), ANY),
    ("积分", Unit::Measure("积分"), ANY),
];

/// The unit at `at`, and the place behind it.
pub(super) fn unit_at(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    WORDS.iter().find_map(|&(word, unit, unless)| {
        let end = at + starts_with(&chars[at..], word)?;
        let rest = &chars[end..];
        let ascii = word.ends_with(|c: char| c.is_ascii_alphabetic());
        let cut = ascii && rest.first().is_some_and(char::is_ascii_alphanumeric);
        (!cut && !unless.iter().any(|word| starts_with(rest, word).is_some())).then_some((unit, end))
    })
}

/// The currency whose sign or code stands at `at` before a number, and the place behind it.
pub(super) fn currency_at(chars: &[char], at: usize) -> Option<(Unit, usize)> {
    const SIGNS: [(&str, &str); 10] = [
        ("¥", "CNY"),
        ("rmb", "CNY"),
        ("cny", "CNY"),
        ("人民币", "CNY"),
        ("us$", "USD"),
        ("usd", "USD"),
        ("hk$", "HKD"),
        ("$", "USD"),
        ("€", "EUR"),
        ("£", "GBP"),
    ];
    let inside_a_word = at > 0 && chars[at - 1].is_ascii_alphanumeric() && chars[at].is_ascii_alphabetic();
    SIGNS
        .iter()
        .filter(|_| !inside_a_word)
        .find_map(|&(sign, code)| Some((Unit::Money(code), at + starts_with(&chars[at..], sign)?)))
}

/// How many characters `word` has, if `chars` begin with it.
pub(super) fn starts_with(chars: &[char], word: &str) -> Option<usize> {
    let mut length = 0;
    for c in word.chars() {
        if chars.get(length) != Some(&c) {
            return None;
        }
        length += 1;
    }
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_hides_a_longer_one() {
        for (at, (short, ..)) in WORDS.iter().enumerate() {
            for (long, ..) in &WORDS[at + 1..] {
                let chinese = !short.is_ascii();
                assert!(!(chinese && long.starts_with(short)), "{short} hides {long}");
            }
        }
    }

    #[test]
    fn units_end_where_words_end() {
        let of = |text: &str| unit_at(&text.chars().collect::<Vec<_>>(), 0);
        assert_eq!(of("个工作日内"), Some((Unit::Time("workday"), 4)));
        assert_eq!(of("h内"), Some((Unit::Time("hour"), 1)));
        assert_eq!(of("hub"), None);
        assert_eq!(of("块电池"), None);
        assert_eq!(of("块"), Some((Unit::Money("CNY"), 1)));
        assert_eq!(of("折叠伞"), None);
    }

    #[test]
    fn values_have_one_form() {
        assert_eq!(Unit::Fold.write(8.0, None), "80%");
        assert_eq!(Unit::Fold.write(9.5, None), "95%");
        assert_eq!(Unit::Fold.write(85.0, None), "85%");
        assert_eq!(Unit::Time("day").write(7.0, Some(15.0)), "7..15 day");
        assert_eq!(Unit::MoneyTenth("CNY").write(5.0, None), "0.5 CNY");
        assert_eq!(Unit::Bare.write(1_200.0, None), "1200");
    }
}
