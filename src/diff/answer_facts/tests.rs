//! What of an answer's facts is another, and what only reads differently.

use proptest::prelude::*;

use super::*;

/// Each change as `topic: before → after`.
fn found(before: &str, after: &str) -> Vec<String> {
    let show = |change: &FactChange| {
        format!("{}: {} → {}", change.topic.name(), change.before.join("|"), change.after.join("|"))
    };
    fact_changes(before, after).iter().map(show).collect()
}

#[test]
fn facts_that_changed() {
    for (before, after, wanted) in [
        ("签收后7天内可以退货。", "签收后15天内可以退货。", "duration: 7天 → 15天"),
        ("簽收後七天內可以退貨", "簽收後十五天內可以退貨", "duration: 七天 → 十五天"),
        ("满99包邮", "满199包邮", "amount: 满99 → 满199"),
        ("运费10元，满99元包邮", "运费12元，满99元包邮", "amount: 10元 → 12元"),
        ("亲，可以退哦", "亲，不可以退哦", "yes_or_no: 可以 → 不可以"),
        ("客服9:00-18:00在线", "客服9:00-21:00在线", "time_of_day: 9:00-18:00 → 9:00-21:00"),
        (
            "请看http://www.qinghe.cn/return，谢谢",
            "请看https://www.qinghe.cn/exchange，谢谢",
            "link: http://www.qinghe.cn/return → https://www.qinghe.cn/exchange",
        ),
        ("请拨打400-820-8820", "请拨打400-820-8821", "telephone_number: 400-820-8820 → 400-820-8821"),
        ("会员打八折", "会员打9折", "discount: 八折 → 9折"),
        ("手续费5%", "手续费3%", "percentage: 5% → 3%"),
        ("活动11月11日开始", "活动11月12日开始", "date: 11月11日 → 11月12日"),
        ("这款支持定制", "这款不支持定制", "negation:  → 不支持"),
        ("未拆封可以退，拆封了也能退", "未拆封可以退，拆封了不能退", "negation:  → 不能"),
        ("尺码没有货了", "尺码有货了", "negation: 没有货 → "),
        ("保修一年", "保修6个月", "months_and_years: 一年 → 6个月"),
        ("1-3个工作日到账", "3-5个工作日到账", "working_days: 1-3个工作日 → 3-5个工作日"),
        ("第2件半价", "第3件半价", "number: 第2 → 第3"),
        ("双11预售", "双12预售", "number: 11 → 12"),
        ("周一至周五办理", "周一至周六办理", "number: 周五 → 周六"),
        ("每天2次", "每天3次", "number_of_times: 2次 → 3次"),
        ("每人限购２件", "每人限购５件", "number_of_pieces: ２件 → ５件"),
        ("净含量500ml", "净含量450ml", "volume: 500ml → 450ml"),
        ("Returns within 30 days", "Returns within 14 days", "duration: 30 days → 14 days"),
        ("We ship abroad.", "We don't ship abroad.", "negation:  → don't ship"),
        ("费用$10", "费用$15", "amount_in_dollars: $10 → $15"),
        ("发到 help@qinghe.cn", "发到 service@qinghe.cn", "link: help@qinghe.cn → service@qinghe.cn"),
        ("热线95588", "热线95599", "telephone_number: 95588 → 95599"),
        ("适配iPhone15", "适配iPhone16", "number: iPhone15 → iPhone16"),
    ] {
        assert_eq!(found(before, after), [wanted], "{before} / {after}");
    }
}

#[test]
fn facts_that_came_or_went() {
    assert_eq!(found("可以退", "可以退，运费10元"), ["amount:  → 10元"]);
    assert_eq!(found("48小时内发货", "尽快发货"), ["duration: 48小时 → "]);
    assert_eq!(found("可以退", ""), ["yes_or_no: 可以 → "]);
    assert_eq!(found("", "不支持退货"), ["negation:  → 不支持"]);
    assert_eq!(
        found("7天内可退，运费10元，48小时发货", "15天内可退，24小时发货，详见a.cn/x"),
        ["duration: 7天|48小时 → 15天|24小时", "amount: 10元 → ", "link:  → a.cn/x"]
    );
    assert_eq!(found("退7天，换7天", "退7天"), ["duration: 7天 → "]);
}

#[test]
fn what_only_reads_differently() {
    for (before, after) in [
        ("48小时内发货", "2天内发货"),
        ("保修一年", "保修12个月"),
        ("打八折", "打8折"),
        ("簽收後七天", "签收后7天"),
        ("满１，０００元", "满1，000元"),
        ("电话400-820-8820", "电话 4008208820"),
        ("拨打+86 138-0013-8000", "拨打13800138000"),
        ("见https://A.cn/", "见 https://a.cn 。"),
        ("运费您出", "运费我们出"),
        ("7天内退，满99元包邮", "满99元包邮，7天内可退"),
        ("可以，7天内申请", "7天内申请，可以的"),
        ("支持退货", "可以退货"),
        ("定制的不能退", "定制的无法退"),
        ("不支持开票", "发票暂不支持"),
        ("不锈钢的，不但耐用", "不锈钢的，耐用"),
        ("七天无理由退货", "签收后七天无理由退换"),
        ("第二件半价", "第2件半价"),
        ("三种颜色", "3种颜色"),
        ("您能不能发张照片？", "您发张照片？"),
        ("亲，在的哦😊", "在的～"),
        ("周日休息", "星期天休息"),
        ("一\r\n7天", "一\n7天"),
    ] {
        assert_eq!(found(before, after), [""; 0], "{before} / {after}");
        assert_eq!(found(after, before), [""; 0], "{after} / {before}");
    }
}

#[test]
fn a_no_in_place_of_a_yes_is_one_change() {
    assert_eq!(found("可以的", "不可以的，亲"), ["yes_or_no: 可以 → 不可以"]);
    assert_eq!(found("不支持换货", "支持换货"), ["yes_or_no: 不支持 → 支持"]);
    assert_eq!(found("可以退", "不可以退，也不能换"), ["yes_or_no: 可以 → 不可以", "negation:  → 不能"]);
}

#[test]
fn names_are_those_of_json() {
    let names = [FactTopic::Phone, FactTopic::Measured(FactKind::WorkingDays), FactTopic::Negation];
    assert_eq!(
        serde_json::to_string(&names).expect("json"),
        r#"["telephone_number","working_days","negation"]"#
    );
}

fn answer() -> impl Strategy<Value = String> {
    "(签收后|[1-9七两]{1,2}(天|小时|元|折|%|个月|件)|不?可以|[不没]支持|没有|无法|，|。|\n|满|¥|第|周[一五]|\
     400-?820-?882[0-9]|1380013800[0-9]|https?://a\\.[cn]n/[a-c]?|11月1[0-9]日|9:00|don't |no |能不能|\\PC){0,10}"
}

/// In an order of their own, as each side tells in its own.
fn sorted(mut changes: Vec<FactChange>) -> Vec<FactChange> {
    changes.sort_by_key(|change| change.topic);
    changes
}

proptest! {
    #[test]
    fn nothing_differs_from_itself(text in answer()) {
        prop_assert!(fact_changes(&text, &text).is_empty());
        let statements = Statements::of(&text);
        prop_assert!(compare::changes(&statements, &statements).is_empty());
    }

    #[test]
    fn sides_can_change_places(before in answer(), after in answer()) {
        let mut back = fact_changes(&after, &before);
        for change in &mut back {
            std::mem::swap(&mut change.before, &mut change.after);
        }
        prop_assert_eq!(sorted(fact_changes(&before, &after)), sorted(back));
    }

    #[test]
    fn every_change_says_something_and_each_topic_once(before in answer(), after in answer()) {
        let changes = fact_changes(&before, &after);
        for (at, change) in changes.iter().enumerate() {
            prop_assert!(!change.before.is_empty() || !change.after.is_empty());
            prop_assert!(change.before.iter().all(|words| before.contains(words)));
            prop_assert!(change.after.iter().all(|words| after.contains(words)));
            prop_assert!(changes[..at].iter().all(|other| other.topic != change.topic));
        }
    }
}
