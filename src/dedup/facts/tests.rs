//! What is a fact, and what is none.

use proptest::prelude::*;

use super::FactKind as K;
use super::*;

fn found(text: &str) -> Vec<(FactKind, u64, u64, &str)> {
    facts(text).iter().map(|fact| (fact.kind, fact.value.0, fact.value.1, fact.text(text))).collect()
}

/// The only fact of a text, in whole units of its kind.
fn only(text: &str) -> (FactKind, u64, u64) {
    let found = found(text);
    let [(kind, low, high, written)] = found[..] else { panic!("{text}: {found:?}") };
    assert_eq!(written, text);
    assert!(low % 1000 == 0 && high % 1000 == 0, "{text}: {found:?}");
    (kind, low / 1000, high / 1000)
}

#[test]
fn numbers_alone() {
    for (text, wanted) in [
        ("48", Some(48_000)),
        ("１,000", Some(1_000_000)),
        ("3.50", Some(3500)),
        ("三", Some(3000)),
        ("兩", Some(2000)),
        ("十五", Some(15_000)),
        ("三五", None),
        ("48小时", None),
        ("13800138000", None),
        ("", None),
    ] {
        assert_eq!(written_number(text), wanted, "{text}");
    }
}

#[test]
fn numbers_with_units() {
    assert_eq!(found("付款后48 小时内发货"), [(K::Duration, 2_880_000, 2_880_000, "48 小时")]);
    assert_eq!(
        found("一般3-5天，偏远 7～10 天"),
        [(K::Duration, 4_320_000, 7_200_000, "3-5天"), (K::Duration, 10_080_000, 14_400_000, "7～10 天"),]
    );
    assert_eq!(
        found("满１,０００元打8.5折"),
        [(K::Amount, 1_000_000, 1_000_000, "１,０００元"), (K::Discount, 8500, 8500, "8.5折")]
    );
    assert_eq!(found("二十五天"), [(K::Duration, 36_000_000, 36_000_000, "二十五天")]);
    assert_eq!(found("十个工作日"), [(K::WorkingDays, 10_000, 10_000, "十个工作日")]);
    assert_eq!(found("一两天"), [(K::Duration, 1_440_000, 2_880_000, "一两天")]);
    assert_eq!(found("三到五天"), [(K::Duration, 4_320_000, 7_200_000, "三到五天")]);
    assert_eq!(found("洗两次"), [(K::Times, 2000, 2000, "两次")]);
    assert_eq!(found("缩水率3%以内"), [(K::Percentage, 3000, 3000, "3%")]);
    assert_eq!(found("运费:10元"), [(K::Amount, 10_000, 10_000, "10元")]);
}

#[test]
fn durations() {
    for (text, minutes) in [
        ("5分钟", 5),
        ("半小时", 30),
        ("半个小时", 30),
        ("半个鐘頭", 30),
        ("一个半小时", 90),
        ("1个半小时", 90),
        ("1小时30分钟", 90),
        ("1 hour 30 minutes", 90),
        ("半天", 720),
        ("一百天", 144_000),
        ("两天半", 3600),
        ("兩個小時", 120),
        ("48h", 2880),
        ("24 hours", 1440),
        ("3 days", 4320),
        ("30-day", 43_200),
        ("2 weeks", 20_160),
        ("1周", 10_080),
        ("两个星期", 20_160),
    ] {
        assert_eq!(only(text), (K::Duration, minutes, minutes), "{text}");
    }
    assert_eq!(found("付款后半小时"), [(K::Duration, 30_000, 30_000, "半小时")]);
    assert_eq!(found("90秒"), [(K::Duration, 1500, 1500, "90秒")]);
    assert_eq!(found("7日内退货"), [(K::Duration, 10_080_000, 10_080_000, "7日")]);
    for text in ["3天-5天", "3天到5天", "三至五天", "3 to 5 days", "3 – 5 days", "3 days to 5 days"]
    {
        assert_eq!(only(text), (K::Duration, 4320, 7200), "{text}");
    }
}

#[test]
fn months_and_years() {
    for (text, months) in [
        ("3个月", 3),
        ("三個月", 3),
        ("半年", 6),
        ("一年", 12),
        ("一年半", 18),
        ("1年6个月", 18),
        ("2 years", 24),
        ("24个月", 24),
    ] {
        assert_eq!(only(text), (K::Months, months, months), "{text}");
    }
    assert_eq!(found("半个月"), [(K::Months, 500, 500, "半个月")]);
    assert_eq!(only("一到三年"), (K::Months, 12, 36));
}

#[test]
fn amounts() {
    for (text, thousandths) in [
        ("¥99", 99_000),
        ("￥ 99.5", 99_500),
        ("¥99元", 99_000),
        ("RMB99", 99_000),
        ("RMB 99", 99_000),
        ("99 RMB", 99_000),
        ("人民币99元", 99_000),
        ("99块", 99_000),
        ("99块钱", 99_000),
        ("99块9", 99_900),
        ("三块五", 3500),
        ("3元5角", 3500),
        ("5毛钱", 500),
        ("一百元", 100_000),
        ("三百五十元", 350_000),
        ("三百五十塊", 350_000),
        ("两万元", 20_000_000),
        ("1.5万元", 15_000_000),
        ("3千元", 3_000_000),
        ("一元", 1000),
    ] {
        assert_eq!(found(text), [(K::Amount, thousandths, thousandths, text)]);
    }
    assert_eq!(only("1-2万元"), (K::Amount, 10_000, 20_000));
    assert_eq!(only("¥99-199"), (K::Amount, 99, 199));
    assert_eq!(only("99元-199元"), (K::Amount, 99, 199));
    assert_eq!(only("$10"), (K::Dollars, 10, 10));
    assert_eq!(only("US$10"), (K::Dollars, 10, 10));
    assert_eq!(only("10美元"), (K::Dollars, 10, 10));
    assert_eq!(found("£1.50"), [(K::Pounds, 1500, 1500, "£1.50")]);
    assert_eq!(only("€20"), (K::Euros, 20, 20));
    assert_eq!(
        found("满300减40，满99包邮"),
        [
            (K::Amount, 300_000, 300_000, "满300"),
            (K::Amount, 40_000, 40_000, "减40"),
            (K::Amount, 99_000, 99_000, "满99")
        ]
    );
    assert_eq!(
        found("10块3-5天"),
        [(K::Amount, 10_000, 10_000, "10块"), (K::Duration, 4_320_000, 7_200_000, "3-5天")]
    );
    assert_eq!(found("10块3件"), [(K::Amount, 10_000, 10_000, "10块"), (K::Pieces, 3000, 3000, "3件")]);
}

#[test]
fn shares_and_discounts() {
    for (text, thousandths) in [
        ("3%", 3000),
        ("５％", 5000),
        ("百分之三", 3000),
        ("百分之三点五", 3500),
        ("3‰", 300),
        ("万分之五", 50),
        ("5 percent", 5000),
    ] {
        assert_eq!(found(text), [(K::Percentage, thousandths, thousandths, text)]);
    }
    assert_eq!(only("百分之三到五"), (K::Percentage, 3, 5));
    for (text, thousandths) in
        [("9折", 9000), ("八折", 8000), ("九五折", 9500), ("六八折", 6800), ("95折", 9500), ("8.8折", 8800)]
    {
        assert_eq!(found(text), [(K::Discount, thousandths, thousandths, text)]);
    }
    assert_eq!(only("8-9折"), (K::Discount, 8, 9));
}

#[test]
fn sizes() {
    for (text, kind, value) in [
        ("160cm", K::Length, 1600),
        ("160 厘米", K::Length, 1600),
        ("3毫米", K::Length, 3),
        ("1米65", K::Length, 1650),
        ("一米六五", K::Length, 1650),
        ("1米8", K::Length, 1800),
        ("一米半", K::Length, 1500),
        ("1.8m", K::Length, 1800),
        ("3公里", K::Length, 3_000_000),
        ("两千米", K::Length, 2_000_000),
        ("500g", K::Weight, 500),
        ("1.5KG", K::Weight, 1500),
        ("两斤半", K::Weight, 1250),
        ("半斤", K::Weight, 250),
        ("三千克", K::Weight, 3000),
        ("50公斤", K::Weight, 50_000),
        ("500ml", K::Volume, 500),
        ("1.5L", K::Volume, 1500),
        ("两升", K::Volume, 2000),
    ] {
        assert_eq!(only(text), (kind, value, value), "{text}");
    }
    assert_eq!(only("1米6到1米7"), (K::Length, 1600, 1700));
    assert_eq!(found("3m×2m").len(), 2);
    assert_eq!(only("155-160cm"), (K::Length, 1550, 1600));
    assert_eq!(only("50kg-55kg"), (K::Weight, 50_000, 55_000));
}

#[test]
fn days() {
    for (text, low, high) in [
        ("2026年11月11日", 20_261_111, 20_261_111),
        ("2026 年 11 月 11 日", 20_261_111, 20_261_111),
        ("26年11月11号", 20_261_111, 20_261_111),
        ("11月11日", 1111, 1111),
        ("１１月１日", 1101, 1101),
        ("十一月十一日", 1111, 1111),
        ("2月29日", 229, 229),
        ("2026-11-11", 20_261_111, 20_261_111),
        ("2026/1/2", 20_260_102, 20_260_102),
        ("2026.11.11", 20_261_111, 20_261_111),
        ("11.11日", 1111, 1111),
        ("2026年11月", 20_261_101, 20_261_131),
        ("11月1日至11月12日", 1101, 1112),
        ("11月1日-12日", 1101, 1112),
        ("11月1-12日", 1101, 1112),
        ("2026年12月30日至1月3日", 20_261_230, 20_270_103),
        ("2026.11.1-11.11", 20_261_101, 20_261_111),
        ("2026-11-01 ~ 2026-11-12", 20_261_101, 20_261_112),
    ] {
        assert_eq!(only(text), (K::Date, low, high), "{text}");
    }
    assert_eq!(found("活动时间：11.11"), [(K::Date, 1_111_000, 1_111_000, "11.11")]);
    assert_eq!(
        found("12月30日至1月3日"),
        [(K::Date, 1_230_000, 1_230_000, "12月30日"), (K::Date, 103_000, 103_000, "1月3日")]
    );
    let kinds: Vec<_> = facts("11月11日20:00至11月12日24点").iter().map(|fact| fact.kind).collect();
    assert_eq!(kinds, [K::Date, K::TimeOfDay, K::Date, K::TimeOfDay]);
}

#[test]
fn times_of_day() {
    const OPEN: u64 = 2880;
    for (text, low, high) in [
        ("9:00", 540, 540),
        ("９：３０", 570, 570),
        ("18:30", 1110, 1110),
        ("23:59:59", 1439, 1439),
        ("24:00", 1440, 1440),
        ("早上9点", 540, 540),
        ("早上 9 點", 540, 540),
        ("下午3点", 900, 900),
        ("中午12点", 720, 720),
        ("晚上八点半", 1230, 1230),
        ("晚上八点五十五", 1255, 1255),
        ("晚上12点", 1440, 1440),
        ("凌晨1点", 60, 60),
        ("晚8:00", 1200, 1200),
        ("18点", 1080, 1080),
        ("9点30分", OPEN + 570, OPEN + 570),
        ("9点半", OPEN + 570, OPEN + 570),
        ("9点整", OPEN + 540, OPEN + 540),
        ("9am", 540, 540),
        ("6:30 p.m.", 1110, 1110),
        ("12am", 0, 0),
        ("9:00-18:00", 540, 1080),
        ("9:00——18:00", 540, 1080),
        ("9点到18点", 540, 1080),
        ("9-18点", 540, 1080),
        ("早9点至晚6点", 540, 1080),
        ("早上9点到6点", 540, 1080),
        ("下午2点到5点", 840, 1020),
        ("晚上8点到12点", 1200, 1440),
        ("22:00-次日6:00", 1320, 1800),
        ("9am to 6pm", 540, 1080),
        ("2-3pm", 840, 900),
        ("8点半到10点", OPEN + 510, OPEN + 600),
    ] {
        assert_eq!(only(text), (K::TimeOfDay, low, high), "{text}");
    }
    assert_eq!(found("每天9点开播"), [(K::TimeOfDay, 3_420_000, 3_420_000, "9点")]);
    assert_eq!(found("今晚8点半价"), [(K::TimeOfDay, 1_200_000, 1_200_000, "今晚8点")]);
    assert_eq!(found("最晚9点前"), [(K::TimeOfDay, 3_420_000, 3_420_000, "9点")]);
}

#[test]
fn what_is_no_fact() {
    for text in [
        "第2件半价",
        "第 2 天",
        "第3-5天",
        "第一次",
        "第一年",
        "哪一件",
        "一件代发",
        "二次销售",
        "一块买",
        "一下",
        "一直",
        "一起",
        "十分满意",
        "2026年",
        "几十天",
        "十几天",
        "十来天",
        "一百多天",
        "上百元",
        "数百元",
        "百元",
        "1周年",
        "三折叠",
        "2次元",
        "3件套",
        "5块电池",
        "1.0升级",
        "5g网络",
        "5G",
        "3M胶",
        "100%正品",
        "百分百",
        "下半年",
        "后半年",
        "大半天",
        "一半",
        "半价",
        "周三",
        "星期五次日达",
        "400-820-8820",
        "0571-88886666",
        "电话13800138000",
        "编号A12件",
        "订单号2026111112345678天",
        "单号2024-11-11-0001",
        "电话0571-2024-1111",
        "版本2.3.1",
        "v2.3元",
        "iPhone15",
        "99999999999999999999元",
        "24/7",
        "7x24小时",
        "7×24小时",
        "7天24小时在线",
        "7*24小时",
        "24小时在线",
        "24 hours a day",
        "24-hour support",
        "一年多",
        "三天多的时间",
        "size 10 x 20 cm",
        "30*40cm",
        "HK$10",
        "双11",
        "双十一",
        "双11天天有礼",
        "雙十一折扣",
        "618",
        "11.11",
        "11-11",
        "2026-13-45",
        "11月31日",
        "13月1日",
        "3月",
        "比例1:50",
        "1:50稀释",
        "16:9",
        "25:00",
        "9:60",
        "快一点",
        "早一点",
        "晚一点到",
        "以下3点",
        "有两点",
        "3点建议",
        "9时尚",
        "满3送1",
        "https://example.com/7天",
        "",
        "一",
        "半",
        "百",
        "百分之",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

/// What answers are made of, and much that only looks like it.
pub(super) fn answer() -> impl Strategy<Value = String> {
    let pieces = [
        "0",
        "1",
        "3",
        "9",
        "12",
        "24",
        "99",
        "2026",
        "０",
        "一",
        "二",
        "三",
        "五",
        "十",
        "两",
        "半",
        "百",
        "千",
        "万",
        "零",
        "亿",
        "几",
        "第",
        "个",
        "天",
        "小时",
        "分钟",
        "工作日",
        "周",
        "星期",
        "月",
        "年",
        "日",
        "号",
        "元",
        "块",
        "角",
        "%",
        "‰",
        "分之",
        "折",
        "件",
        "次",
        "点",
        "时",
        "分",
        "刻",
        "早上",
        "晚",
        "下午",
        "凌晨",
        "次日",
        "米",
        "cm",
        "斤",
        "kg",
        "升",
        "ml",
        "g",
        "m",
        "¥",
        "$",
        "£",
        "RMB",
        "US",
        " days",
        " hours",
        "am",
        "pm",
        " to ",
        "-",
        "~",
        "至",
        "到",
        ":",
        "：",
        ".",
        "/",
        ",",
        " ",
        "，",
        "满",
        "减",
        "包邮",
        "可以",
        "不能",
        "亲",
        "Yes",
        "No",
        "You can",
        "双",
        "24小时",
        "在线",
        "截止",
        "😀",
        "é",
        "\r\n",
        "\u{feff}",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..14).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let facts = facts(text);
    for fact in &facts {
        prop_assert!(fact.value.0 <= fact.value.1, "{fact:?}");
        prop_assert!(text.get(fact.span.clone()).is_some_and(|written| !written.is_empty()), "{fact:?}");
    }
    for (fact, next) in facts.iter().zip(facts.iter().skip(1)) {
        prop_assert!(fact.span.end <= next.span.start, "{fact:?} {next:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_answer(text in answer()) {
        check(&text)?;
    }

    #[test]
    fn any_text_at_all(text in "\\PC{0,40}") {
        check(&text)?;
    }

    #[test]
    fn any_characters_at_all(text in prop::collection::vec(any::<char>(), 0..20)) {
        check(&text.into_iter().collect::<String>())?;
    }
}
