//! A small knowledge base, rows and rankings made by hand, for the tests of evaluation and reports.

use std::path::PathBuf;

use jiff::civil::date;

use super::{Counters, Judge, Report, Row, RunFacts, Subject};
use crate::matching::{Candidate, Ranking, Reason, Thresholds};
use crate::model::{KnowledgeBase, Lookup, View, ViewOptions};

/// Above 0.7 the bot answers, above 0.4 it offers.
pub(crate) const THRESHOLDS: Thresholds = Thresholds { direct: 0.7, recommend: 0.4 };

const FILES: [(&str, &str); 5] = [
    ("ecommerce-common/pack.yaml", "id: ecommerce-common\nname: 电商通用包\n"),
    (
        "ecommerce-common/faq.yaml",
        "- {id: ship-time, question: 什么时候发货, variants: [多久发货], answer: 48 小时内发货}\n\
         - {id: express, question: 用什么快递, answer: 默认发顺丰}\n\
         - {id: invoice, question: 怎么开发票}\n\
         - {id: presale, question: 预售什么时候付尾款, answer: 11 月 1 日, until: 2026-11-01}\n",
    ),
    ("greetings/labels.yaml", "- {id: hello, question: 你好}\n- {id: size, question: 尺码问题}\n"),
    ("shoes/pack.yaml", "id: shoes\nname: 鞋靴\n"),
    (
        "shoes/faq.yaml",
        "- {id: size, question: 尺码怎么选, answer: 按平时的尺码}\n\
         - {id: wash, question: 鞋子怎么洗, answer: 不要机洗, status: draft}\n",
    ),
];

/// The knowledge base: two packs with answers, one of labels only.
pub(crate) fn knowledge_base() -> KnowledgeBase {
    let loaded = KnowledgeBase::from_texts(FILES.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.knowledge_base
}

/// What is served on 5 November 2026 without a shop.
pub(crate) fn view(knowledge_base: &KnowledgeBase) -> View<'_> {
    let options = ViewOptions { shop: None, as_of: date(2026, 11, 5), channel: None, mode: None };
    View::new(knowledge_base, options).expect("view")
}

/// A row with a label and a pack column; the empty text is no cell.
pub(crate) fn row(question: &str, expected: &str, pack: &str, count: u64) -> Row {
    let cell = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Row { question: question.to_owned(), expected: cell(expected), pack: cell(pack), count, ..Row::default() }
}

/// A ranking by references and confidences.
pub(crate) fn ranking(knowledge_base: &KnowledgeBase, candidates: &[(&str, f32)]) -> Ranking {
    let lookup = Lookup::new(knowledge_base);
    let candidate = |&(reference, confidence): &(&str, f32)| Candidate {
        entry: lookup.reference(reference).expect("a reference of the sample"),
        confidence,
        reason: Reason::Linear,
    };
    Ranking { candidates: candidates.iter().map(candidate).collect(), ..Ranking::default() }
}

/// Rows of every kind, with the lines of a transcript that has a header, and their rankings.
pub(crate) fn rows(knowledge_base: &KnowledgeBase) -> Vec<(Row, Ranking)> {
    const SHIP: &str = "ecommerce-common/ship-time";
    const EXPRESS: &str = "ecommerce-common/express";
    const INVOICE: &str = "ecommerce-common/invoice";
    const SIZE: &str = "shoes/size";
    const HELLO: &str = "greetings/hello";
    type Line<'t> = (&'t str, &'t str, &'t str, u64, &'t [(&'t str, f32)]);
    let lines: [Line<'_>; 15] = [
        ("什么时候发货呀", SHIP, "", 40, &[(SHIP, 0.98), (EXPRESS, 0.2)]),
        ("几天能发", "ship-time", "", 6, &[(SHIP, 0.6), (EXPRESS, 0.5)]),
        ("发什么快递", "用什么快递", "", 20, &[(EXPRESS, 0.9)]),
        ("快递多久到", EXPRESS, "", 4, &[(SHIP, 0.8), (EXPRESS, 0.3), (SIZE, 0.1)]),
        ("顺丰吗", EXPRESS, "", 3, &[(SHIP, 0.3), (EXPRESS, 0.25)]),
        ("能开专票吗", INVOICE, "", 7, &[(INVOICE, 0.9)]),
        ("尾款啥时候付", "ecommerce-common/presale", "", 2, &[(SHIP, 0.75)]),
        ("=1+1", "ecommerce-common/refund", "", 1, &[]),
        ("38码偏大吗", SIZE, "", 12, &[(SIZE, 0.85)]),
        ("脚宽怎么选", "size", "鞋靴", 3, &[(SIZE, 0.5), (SHIP, 0.2)]),
        ("怎么洗", "shoes/wash", "", 2, &[(SIZE, 0.2)]),
        ("你好呀", HELLO, "", 5, &[(HELLO, 0.99)]),
        ("你是真人吗", "", "", 8, &[(HELLO, 0.3)]),
        ("今天天气", "", "", 2, &[(SHIP, 0.72)]),
        ("讲个|笑话", "", "鞋靴", 1, &[(SIZE, 0.45)]),
    ];
    let mut rows: Vec<(Row, Ranking)> = lines
        .into_iter()
        .map(|(question, expected, pack, count, candidates)| {
            (row(question, expected, pack, count), ranking(knowledge_base, candidates))
        })
        .collect();
    rows.push((row("超长问题", SIZE, "", 1), Ranking::failed("timed out after 5 s")));
    for (at, (row, _)) in rows.iter_mut().enumerate() {
        row.line = at as u64 + 2;
    }
    rows
}

/// The rows judged and counted, with three records that the reader passed over.
pub(crate) fn counters(judge: &Judge<'_, '_>, rows: &[(Row, Ranking)]) -> Counters {
    let mut counters = Counters::default();
    for (row, ranking) in rows {
        counters.count(&judge.judge(row, ranking).expect("no ambiguous label"), row.count);
    }
    counters.count_skipped("no_question", 2);
    counters.count_not_customer(1);
    counters
}

/// The report over [`rows`].
pub(crate) fn report() -> Report {
    let knowledge_base = knowledge_base();
    let view = view(&knowledge_base);
    let lookup = Lookup::new(&knowledge_base);
    let judge = Judge::new(&view, &lookup, THRESHOLDS);
    let counters = counters(&judge, &rows(&knowledge_base));
    let facts = RunFacts { engine: "linear", thresholds: THRESHOLDS };
    Report::new(&counters, &Subject::new(&view, facts))
}
