//! A plan of three groups for tests: a conflict, another entry's question, clutter.

use crate::dedup::Harm;
use crate::dedup::plan::{Action, Plan, PlannedFile, PlannedGroup, PlannedPhrasing, SCHEMA};

fn phrasing(text: &str, entry: &str, number: u32, line: u32, answer: &str) -> PlannedPhrasing {
    PlannedPhrasing {
        text: text.to_owned(),
        entry: entry.to_owned(),
        number,
        place: format!("kb/shop/faq.yaml:{line}"),
        why: String::new(),
        answer: answer.to_owned(),
        action: Action::Keep,
    }
}

fn group(harm: Harm, phrasings: Vec<PlannedPhrasing>) -> PlannedGroup {
    PlannedGroup { harm, decided: false, phrasings }
}

/// The plan; its last phrasing is proposed to be dropped, nothing is decided.
pub(in crate::dedup) fn plan() -> Plan {
    let slow = "预售商品付款后 15 天内发货。\n以商品页为准。";
    let size = "请看详情页的尺码表。";
    let mut plan = Plan {
        schema: SCHEMA.to_owned(),
        files: vec![PlannedFile { path: "kb/shop/faq.yaml".to_owned(), fingerprint: "0".to_owned() }],
        groups: vec![
            group(
                Harm::Conflict,
                vec![
                    phrasing("订单多久寄出？", "shop/ship-time", 2, 9, "付款后 48 小时内发货。"),
                    phrasing("订单多久寄出呀", "shop/presale", 1, 16, slow),
                ],
            ),
            group(
                Harm::Question,
                vec![
                    phrasing("开发票吗", "shop/invoice", 0, 31, "支持电子发票，在订单页申请。"),
                    phrasing("開發票嗎", "shop/express", 4, 27, "默认中通快递。"),
                ],
            ),
            group(
                Harm::Clutter,
                vec![
                    phrasing("会不会偏大", "shop/size", 1, 40, size),
                    phrasing("会不会偏大一点", "shop/size", 2, 41, size),
                    phrasing("亲，会不会偏大呢😊", "shop/size", 3, 42, size),
                ],
            ),
        ],
    };
    let last = &mut plan.groups[2].phrasings[2];
    last.why = "语气词不同".to_owned();
    last.action = Action::Drop;
    plan
}
