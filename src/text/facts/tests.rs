use proptest::prelude::*;

use super::*;

fn found(text: &str) -> Vec<(FactKind, String)> {
    facts(text).into_iter().map(|fact| (fact.kind, fact.value.into())).collect()
}

fn values(kind: FactKind, text: &str) -> Vec<String> {
    let found = found(text);
    assert!(found.iter().all(|&(of, _)| of == kind), "{text}: {found:?}");
    found.into_iter().map(|(_, value)| value).collect()
}

#[test]
fn amounts() {
    for (text, value) in [
        ("99元", "99 CNY"),
        ("￥99.00", "99 CNY"),
        ("¥ 99", "99 CNY"),
        ("九十九块钱", "99 CNY"),
        ("運費１０元", "10 CNY"),
        ("三块五", "3.5 CNY"),
        ("1,299元", "1299 CNY"),
        ("1.5万元", "15000 CNY"),
        ("5角", "0.5 CNY"),
        ("20-30元", "20..30 CNY"),
        ("20元~30元", "20..30 CNY"),
        ("¥20-¥30", "20..30 CNY"),
        ("$5", "5 USD"),
        ("5 dollars", "5 USD"),
        ("RMB 88", "88 CNY"),
    ] {
        assert_eq!(values(FactKind::Amount, text), [value], "{text}");
    }
    assert_eq!(found("两块电池"), []);
    assert_eq!(found("我们一块去"), []);
}

#[test]
fn percentages() {
    for (text, value) in [
        ("50%", "50%"),
        ("５０％", "50%"),
        ("百分之二十", "20%"),
        ("百分之五到百分之十", "5..10%"),
        ("百分百", "100%"),
        ("八折", "80%"),
        ("打8折", "80%"),
        ("八五折", "85%"),
        ("9.5折", "95%"),
        ("75折", "75%"),
        ("7-8折", "70..80%"),
        ("七八折", "70..80%"),
        ("九成新", "90%"),
        ("半价", "50%"),
        ("5%-10%", "5..10%"),
    ] {
        assert_eq!(values(FactKind::Percentage, text), [value], "{text}");
    }
    assert_eq!(found("一成不变的折叠"), []);
}

#[test]
fn durations() {
    for (text, value) in [
        ("7天", "7 day"),
        ("七天", "7 day"),
        ("７天", "7 day"),
        ("七日内", "7 day"),
        ("7 days", "7 day"),
        ("24小时", "24 hour"),
        ("24小時", "24 hour"),
        ("24h", "24 hour"),
        ("半小时", "0.5 hour"),
        ("半个月", "0.5 month"),
        ("一个半小时", "1.5 hour"),
        ("两个半月", "2.5 month"),
        ("两年半", "2.5 year"),
        ("1天", "1 day"),
        ("7-15天", "7..15 day"),
        ("7到15天", "7..15 day"),
        ("三到五天", "3..5 day"),
        ("三五天", "3..5 day"),
        ("48小时-72小时", "48..72 hour"),
        ("3~5个工作日", "3..5 workday"),
        ("3個工作日", "3 workday"),
        ("2周", "2 week"),
        ("三个星期", "3 week"),
        ("12个月", "12 month"),
        ("十五分钟", "15 minute"),
        ("一年", "1 year"),
    ] {
        assert_eq!(values(FactKind::Duration, text), [value], "{text}");
    }
}

#[test]
fn dates_and_times() {
    for (text, value) in [
        ("2026年11月5日", "2026-11-05"),
        ("2026-11-05", "2026-11-05"),
        ("2026/11/5", "2026-11-05"),
        ("二〇二六年十一月五日", "2026-11-05"),
        ("11月5号", "--11-05"),
        ("十二月", "--12"),
        ("每月15号前", "---15"),
        ("2026年", "2026"),
        ("双十一", "--11-11"),
        ("双11", "--11-11"),
    ] {
        assert_eq!(values(FactKind::Date, text), [value], "{text}");
    }
    for (text, value) in [
        ("9:00", "09:00"),
        ("9:00-18:00", "09:00..18:00"),
        ("９：００～１８：００", "09:00..18:00"),
        ("早上9点到晚上10点", "09:00..22:00"),
        ("下午5点半", "17:30"),
        ("九点", "09:00"),
        ("16点", "16:00"),
        ("中午1点", "13:00"),
        ("晚上12点", "24:00"),
    ] {
        assert_eq!(values(FactKind::Time, text), [value], "{text}");
    }
    assert_eq!(found("便宜一点"), []);
    assert_eq!(values(FactKind::Number, "5号电池"), ["5"]);
}

#[test]
fn numbers() {
    for (text, value) in [
        ("3件", "3 件"),
        ("三件", "3 件"),
        ("满2件", "2 件"),
        ("1200", "1200"),
        ("1,200", "1200"),
        ("2-3公斤", "2..3 kg"),
        ("2.50kg", "2.5 kg"),
        ("3 kg", "3 kg"),
        ("iPhone15", "iphone15"),
        ("A4纸", "a4"),
        ("3D", "3d"),
        ("三点五倍", "3.5 倍"),
        ("订单 12345678901234567890", "12345678901234567890"),
        ("第2个", "2 个"),
    ] {
        assert_eq!(values(FactKind::Number, text), [value], "{text}");
    }
    for text in [
        "周一",
        "星期三",
        "第一时间",
        "唯一",
        "一个",
        "一下",
        "一般",
        "千万",
        "统一",
        "十分",
        "万一",
        "三包",
        "①②",
        "x²",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

#[test]
fn lists_are_not_counted() {
    assert_eq!(found("1、打开页面\n2. 点击申请\n(3) 等待\n4：完成"), []);
    assert_eq!(values(FactKind::Number, "1.5倍"), ["1.5 倍"]);
}

#[test]
fn links_and_phones() {
    for (text, value) in [
        ("https://Example.com/Path?a=1。", "example.com/Path?a=1"),
        ("见http://example.com/）", "example.com"),
        ("www.example.cn", "www.example.cn"),
        ("访问example.com查看", "example.com"),
        ("example.com，abc", "example.com"),
        ("ｗｗｗ不算，www.a.com算", "www.a.com"),
    ] {
        assert_eq!(values(FactKind::Link, text), [value], "{text}");
    }
    for (text, value) in [
        ("400-800-1234", "4008001234"),
        ("4008001234", "4008001234"),
        ("13800001111", "13800001111"),
        ("138 0000 1111", "13800001111"),
        ("010-12345678", "01012345678"),
        ("+86 138 0000 1111", "8613800001111"),
        ("客服电话：95338", "95338"),
        ("请拨打 12315", "12315"),
    ] {
        assert_eq!(values(FactKind::Phone, text), [value], "{text}");
    }
    assert_eq!(values(FactKind::Number, "编号95338"), ["95338"]);
}

#[test]
fn a_whole_answer() {
    let text = "亲，支持的哦～七天无理由退货，运费10元，审核1-3个工作日，电话400-800-1234。";
    let all = facts(text);
    let said: Vec<(&str, &str)> = all.iter().map(|fact| (&text[fact.span.clone()], &*fact.value)).collect();
    assert_eq!(
        said,
        [
            ("支持", "yes"),
            ("七天", "7 day"),
            ("10元", "10 CNY"),
            ("1-3个工作日", "1..3 workday"),
            ("400-800-1234", "4008001234"),
        ]
    );
    assert_eq!(found("付款後兩天內發貨"), [(FactKind::Duration, "2 day".to_owned())]);
}

#[test]
fn long_rows_of_one_thing_are_quick() {
    let start = std::time::Instant::now();
    for piece in ["一", "1", "a", " ", "1-", "一百", "1 ", "双", "a.", "(", "不"] {
        facts(&piece.repeat(50_000));
    }
    // A second is plenty; walking each row again from each of its places would take minutes.
    assert!(start.elapsed().as_secs() < 20);
}

fn contradictions(one: &str, other: &str) -> Vec<(Option<String>, Option<String>)> {
    let (one, other) = (facts(one), facts(other));
    let value = |fact: Option<&Fact>| fact.map(|fact| fact.value.to_string());
    differing(&one, &other).iter().map(|pair| (value(pair.one), value(pair.other))).collect()
}

#[test]
fn answers_that_contradict() {
    let pair = |one: &str, other: &str| (Some(one.to_owned()), Some(other.to_owned()));
    assert_eq!(contradictions("七天内发货", "7天发货"), []);
    assert_eq!(contradictions("7天内发货", "15天内发货"), [pair("7 day", "15 day")]);
    assert_eq!(contradictions("支持退货", "不支持退货"), [pair("yes", "no")]);
    assert_eq!(contradictions("24小时发货", "1天发货"), [pair("24 hour", "1 day")]);
    // The same unit is compared first.
    assert_eq!(
        contradictions("24小时发货，3天送到", "5天送到，48小时发货"),
        [pair("24 hour", "48 hour"), pair("3 day", "5 day")]
    );
    // A kind that one side does not speak of says nothing.
    assert_eq!(contradictions("7天内发货，运费10元", "7天内发货"), []);
    assert_eq!(contradictions("7天，15天", "7天"), [(Some("15 day".to_owned()), None)]);
    let (one, other) = (facts("7天，15天"), facts("7天"));
    assert!(!differing(&one, &other)[0].is_contradiction());
}

proptest! {
    #[test]
    fn spans_stand_on_characters_in_order(
        text in "((一|二|三|五|十|百|千|万|半|两|零|点|个|年|月|日|号|天|小时|块|元|折|成|%|百分之|至|到|-|~|:|：|\\.|,|/|￥|\\$|\\+|400|138|20|2026|5|７|h|kg|a|www.|https://|.com|电话|第|周|不|可以|是|\\(|\\)|\n| |😀|\u{301}){0,14})|\\PC{0,40}",
    ) {
        let mut end = 0;
        for fact in facts(&text) {
            prop_assert!(fact.span.start >= end && fact.span.end > fact.span.start);
            prop_assert!(text.get(fact.span.clone()).is_some());
            prop_assert!(!fact.value.is_empty());
            end = fact.span.end;
        }
    }

    #[test]
    fn nothing_differs_from_itself(text in "[一三五十天元块折%0-9.\\-~点月日号不能是kgh￥ ]{0,24}", other in "[三七天元0-9不能]{0,12}") {
        let (one, other) = (facts(&text), facts(&other));
        prop_assert_eq!(differing(&one, &one), []);
        let mirrored: Vec<_> = differing(&other, &one).iter().map(Difference::is_contradiction).collect();
        let straight: Vec<_> = differing(&one, &other).iter().map(Difference::is_contradiction).collect();
        prop_assert_eq!(straight, mirrored);
    }
}
