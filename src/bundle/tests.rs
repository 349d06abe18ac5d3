use std::path::PathBuf;

use super::*;
use crate::matching::{Learned, LearningOptions, Matcher, Query, TrainingSet};
use crate::model::{View, ViewOptions};
use crate::text::Segmenter;

const FILES: [(&str, &str); 3] = [
    ("common/pack.yaml", "id: common\nname: 通用\ngates: {hit_rate: 0.8}\n"),
    (
        "common/faq.yaml",
        "- {id: ship, question: 什么时候发货？, variants: [多久发货, 几天能发出], counterexamples: [发货地是哪], keywords: [[发货, 哪天]], answer: 48 小时内}\n\
         - {id: refund, question: 怎么退款？, variants: [钱怎么退, 申请退款], answers: [{text: 原路退回, channel: app, from: 2026-01-01}], related: [ship]}\n\
         - {id: hello, question: Hello, variants: [hi there, good morning], answer: hi, status: draft}\n",
    ),
    (
        "shop/shop.yaml",
        "id: shop\nname: 青禾\nsubscribe: [common]\nanswers: {common/ship: 今天就发}\nentries: [{id: own, question: 有实体店吗, variants: [店在哪], answer: 没有}]\n",
    ),
];

fn knowledge_base() -> KnowledgeBase {
    let loaded = KnowledgeBase::from_texts(FILES.map(|(path, text)| (PathBuf::from(path), text.to_owned())));
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded.knowledge_base
}

fn bytes(view: &View<'_>, matcher: &Auto) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes, &Settings::of(view), view.knowledge_base(), matcher).expect("memory");
    bytes
}

#[test]
fn a_bundle_ranks_as_what_it_was_made_of() {
    let knowledge_base = knowledge_base();
    let options =
        ViewOptions { shop: None, as_of: jiff::civil::date(2026, 11, 5), channel: Some("app"), mode: None };
    let view = View::new(&knowledge_base, options).expect("view").within_packs();
    let set = TrainingSet::new(&view);
    let texts = ["请问多久发货呀", "哪天可以发货", "退款", "发货地是哪", "实体店", "hello", "", "股票"];
    let queries = texts.map(Query::new);
    for learned in [Learned::Linear, Learned::Retrieval] {
        for words in [None, Some(vec!["实体店".to_owned()])] {
            let segmenter = words.map(Segmenter::new);
            let options = LearningOptions { segmenter, ..LearningOptions::default() };
            let matcher = Auto::train(&view, &set, learned, options);
            let written = bytes(&view, &matcher);
            let bundle = Bundle::from_bytes(Path::new("b"), &written).expect("a bundle");
            assert_eq!(bundle.matcher.rank(&queries), matcher.rank(&queries));
            assert_eq!(bundle.matcher.thresholds(), matcher.thresholds());
            assert_eq!(bundle.knowledge_base.digest(), knowledge_base.digest());
            let again = bundle.settings.view(&bundle.knowledge_base).expect("view");
            assert!(again.is_within_packs());
            let states = |view: &View<'_>| -> Vec<_> {
                view.knowledge_base().indexed().map(|(index, _)| view.state(index)).collect()
            };
            assert_eq!(states(&again), states(&view));
            assert_eq!(bytes(&again, &bundle.matcher), written, "written again it is the same");
        }
    }
}
