//! Any plan for any knowledge base does what it says and nothing else, or is refused.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::model::{Entry, EntryIndex};
use crate::source::{Comments, write_scalar};
use crate::text::match_key;

const TEXTS: [&str; 16] = [
    "怎么退款",
    "怎么退款？",
    "退款",
    "发货",
    "改 地址",
    "ＡＢ",
    "ab",
    "a, b: c",
    "no",
    "'引'",
    "# 井",
    "退款😀",
    "請問退款",
    "- 横",
    "问]",
    "12:30",
];

#[derive(Debug, Clone)]
#[allow(clippy::struct_excessive_bools, reason = "they are drawn one by one")]
struct Sketch {
    question: usize,
    variants: Vec<usize>,
    counterexamples: Vec<usize>,
    related: BTreeSet<usize>,
    keywords: bool,
    answer: bool,
    /// 0: braces; 1: brackets; 2: lines; 3: lines as deep as their key; 4: brackets over several lines.
    style: usize,
    comments: bool,
    quotes: bool,
    apart: bool,
}

fn sketch() -> impl Strategy<Value = Sketch> {
    let texts = || prop::collection::vec(0..TEXTS.len(), 0..5);
    let related = prop::collection::btree_set(0_usize..6, 0..3);
    let flags = (any::<bool>(), prop::bool::weighted(0.8), any::<bool>(), any::<bool>(), any::<bool>());
    (0..TEXTS.len(), texts(), texts(), related, 0_usize..5, flags).prop_map(
        |(
            question,
            variants,
            counterexamples,
            related,
            style,
            (keywords, answer, comments, quotes, apart),
        )| Sketch {
            question,
            variants,
            counterexamples,
            related,
            keywords,
            answer,
            style,
            comments,
            quotes,
            apart,
        },
    )
}

/// The text of a file with the entries of `sketches`, numbered from `first`.
#[allow(clippy::format_push_string, reason = "it reads better here")]
fn written(sketches: &[Sketch], first: usize, total: usize) -> String {
    let mut text = String::new();
    let mut notes = 0;
    let mut note = |wanted: bool, before: &str| {
        notes += 1;
        if wanted { format!("{before}# 注{first}-{notes}") } else { String::new() }
    };
    for (at, sketch) in sketches.iter().enumerate() {
        let id = first + at;
        let scalar = |index: &usize, in_flow: bool| {
            let text = TEXTS[*index];
            if sketch.quotes {
                format!("'{}'", text.replace('\'', "''"))
            } else {
                write_scalar(text, in_flow)
            }
        };
        let related: Vec<String> = sketch
            .related
            .iter()
            .filter(|other| **other < total && **other != id)
            .map(|other| format!("e{other}"))
            .collect();
        let brackets = |texts: &[usize]| {
            format!("[{}]", texts.iter().map(|text| scalar(text, true)).collect::<Vec<_>>().join(", "))
        };
        if sketch.apart {
            text.push('\n');
        }
        if sketch.style == 0 {
            text.push_str(&format!("- {{id: e{id}, question: {}", scalar(&sketch.question, true)));
            if !sketch.variants.is_empty() {
                text.push_str(&format!(", variants: {}", brackets(&sketch.variants)));
            }
            text.push_str(&format!(", counterexamples: {}", brackets(&sketch.counterexamples)));
            if !related.is_empty() {
                text.push_str(&format!(", related: [{}]", related.join(", ")));
            }
            text.push_str(if sketch.answer { ", answer: 好" } else { "" });
            text.push_str(if sketch.keywords { ", keywords: [[退款, 好], [发货]]" } else { "" });
            text.push_str(&format!("}}{}\n", note(sketch.comments, " ")));
            continue;
        }
        if sketch.comments {
            text.push_str(&format!("{}\n", note(true, "")));
        }
        text.push_str(&format!("- id: e{id}{}\n", note(sketch.comments, " ")));
        text.push_str(&format!("  question: {}\n", scalar(&sketch.question, false)));
        for (key, texts) in [("variants", &sketch.variants), ("counterexamples", &sketch.counterexamples)] {
            if texts.is_empty() {
                if sketch.quotes {
                    text.push_str(&format!("  {key}: []{}\n", note(sketch.comments, " ")));
                }
                continue;
            }
            if sketch.style == 1 {
                text.push_str(&format!("  {key}: {}{}\n", brackets(texts), note(sketch.comments, " ")));
                continue;
            }
            if sketch.style == 4 {
                let items = texts.iter().enumerate().map(|(at, item)| {
                    let comma = if at + 1 < texts.len() || sketch.quotes { "," } else { "" };
                    let above = if at % 2 == 0 { note(sketch.comments, "    ") } else { String::new() };
                    let above = if above.is_empty() { above } else { format!("{above}\n") };
                    format!("{above}    {}{comma}{}\n", scalar(item, true), note(sketch.comments, " "))
                });
                let items: String = items.collect();
                text.push_str(&format!("  {key}: [\n{items}  ]\n"));
                continue;
            }
            text.push_str(&format!("  {key}:\n"));
            let indentation = if sketch.style == 2 { "    " } else { "  " };
            for (at, item) in texts.iter().enumerate() {
                if sketch.comments && at % 2 == 1 {
                    text.push_str(&format!("{}\n", note(true, indentation)));
                }
                let behind = note(sketch.comments && at % 3 != 1, "  ");
                if !sketch.quotes && at % 3 != 1 {
                    text.push_str(&format!("{indentation}- |-{behind}\n{indentation}    {}\n", TEXTS[*item]));
                    continue;
                }
                text.push_str(&format!("{indentation}- {}{behind}\n", scalar(item, false)));
            }
        }
        if !related.is_empty() {
            text.push_str(&format!("  related: [{}]\n", related.join(", ")));
        }
        if sketch.answer {
            text.push_str(&format!(
                "  answer: |\n    好 # 不是注\n{}",
                if sketch.quotes { "\n" } else { "" }
            ));
        }
        if sketch.keywords {
            text.push_str("  keywords: [[好, 退款]]\n");
        }
    }
    if text.is_empty() { "[]\n".to_owned() } else { text }
}

/// Two files of entries `e0` … of pack `p`, and a shop.
#[allow(clippy::format_push_string, reason = "it reads better here")]
fn files(sketches: &[Sketch], windows: bool, marked: bool) -> Vec<(PathBuf, Vec<u8>)> {
    let total = sketches.len();
    let half = total / 2;
    let mut shop = "id: s\nsubscribe: [p]\nanswers:\n".to_owned();
    for id in (0..total).step_by(3) {
        shop.push_str(&format!("  p/e{id}: 店铺{id}\n"));
    }
    let cards: Vec<String> = (0..total).step_by(2).map(|id| format!("p/e{id}")).collect();
    shop.push_str(&format!("welcome:\n  greeting: 好\n  cards: [{}]\n", cards.join(", ")));
    let mut first = written(&sketches[..half], 0, total);
    if windows {
        first = first.replace('\n', "\r\n");
    }
    let mark = if marked { "\u{FEFF}" } else { "" };
    vec![
        ("p/a.yaml".into(), format!("{mark}{first}").into_bytes()),
        ("p/b.yaml".into(), written(&sketches[half..], half, total).into_bytes()),
        ("s/shop.yaml".into(), shop.into_bytes()),
    ]
}

fn key(text: &str) -> String {
    let key = match_key(text);
    if key.is_empty() { text.to_owned() } else { key }
}

/// What a plan should make of phrasings, worked out from the plan alone.
struct Expected {
    /// By entry: what it keeps of its variants, then all keys that it must have.
    entries: BTreeMap<String, (Vec<String>, BTreeSet<String>)>,
    homes: BTreeMap<String, String>,
}

fn expected(knowledge_base: &KnowledgeBase, actions: &[(String, u32, Action)]) -> Expected {
    let mut merged: BTreeMap<&str, &str> = BTreeMap::new();
    let mut fates: BTreeMap<(&str, u32), &Action> = BTreeMap::new();
    for (entry, number, action) in actions {
        match action {
            Action::Merge { into } => {
                merged.insert(entry, into);
            }
            Action::Keep => {}
            _ => {
                fates.insert((entry, *number), action);
            }
        }
    }
    let home = |entry: &str| {
        let mut home = entry.to_owned();
        while let Some(next) = merged.get(home.as_str()) {
            home = (*next).to_owned();
        }
        home
    };
    let mut expected = Expected { entries: BTreeMap::new(), homes: BTreeMap::new() };
    for entry in &knowledge_base.entries {
        expected.homes.insert(entry.reference.to_string(), home(&entry.reference));
        if !merged.contains_key(&*entry.reference) {
            expected.entries.insert(entry.reference.to_string(), (Vec::new(), BTreeSet::new()));
        }
    }
    for entry in &knowledge_base.entries {
        for (number, text) in (0_u32..).zip(entry.phrasings()) {
            let fate = fates.get(&(&*entry.reference, number)).copied();
            let place = match fate {
                None => home(&entry.reference),
                Some(Action::Move { to }) => home(to),
                Some(_) => continue,
            };
            let (kept, keys) = expected.entries.get_mut(&place).expect("an entry that stays");
            if place == *entry.reference && number > 0 {
                kept.push(text.to_string());
            }
            keys.insert(key(text));
        }
    }
    expected
}

fn comments(files: &[(PathBuf, Vec<u8>)]) -> Vec<String> {
    let mut found: Vec<String> = files
        .iter()
        .flat_map(|(_, bytes)| {
            let text = String::from_utf8_lossy(bytes).trim_start_matches('\u{FEFF}').to_owned();
            let comments = Comments::of(&text).comments;
            comments.iter().map(|comment| comment.span.slice(&text).to_owned()).collect::<Vec<_>>()
        })
        .collect();
    found.sort();
    found
}

fn targets(knowledge_base: &KnowledgeBase, targets: impl Iterator<Item = Option<EntryIndex>>) -> Vec<String> {
    targets.flatten().map(|index| knowledge_base.entry(index).reference.to_string()).collect()
}

fn check_entry(before: &KnowledgeBase, after: &KnowledgeBase, was: &Entry, now: &Entry, expected: &Expected) {
    let name = was.reference.to_string();
    let (kept, keys) = &expected.entries[&name];
    let variants: Vec<String> = now.variants.iter().map(|text| text.value.to_string()).collect();
    assert_eq!(&variants[..kept.len()], &kept[..]);
    let have: BTreeSet<String> = now.phrasings().map(|text| key(text)).collect();
    assert_eq!(&have, keys);
    // What came is there once.
    let came: BTreeSet<String> = variants[kept.len()..].iter().map(|text| key(text)).collect();
    assert_eq!(came.len(), variants.len() - kept.len());
    let texts =
        |entry: &Entry| entry.answers.iter().map(|answer| answer.text.to_string()).collect::<Vec<_>>();
    assert_eq!((&*now.question, texts(now), now.status), (&*was.question, texts(was), was.status));
    let own: BTreeSet<String> = was.phrasings().map(|text| key(text)).collect();
    if own == have && !expected.homes.iter().any(|(entry, home)| entry != home && *home == name) {
        let texts =
            |entry: &Entry| entry.counterexamples.iter().map(|text| text.value.clone()).collect::<Vec<_>>();
        assert!(texts(now).starts_with(&texts(was)) || texts(now).len() < texts(was).len());
        assert_eq!(now.keywords.len(), was.keywords.len());
    }
    let homes = |base: &KnowledgeBase, entry: &Entry| {
        let named = targets(base, entry.related.iter().map(|related| related.target));
        named
            .into_iter()
            .map(|named| expected.homes[&named].clone())
            .filter(|home| *home != name)
            .collect::<BTreeSet<_>>()
    };
    assert!(homes(after, now).is_superset(&homes(before, was)));
    assert_eq!(homes(after, now).len(), now.related.len());
}

/// Questions are merged or kept, but for a few wishes that cannot be granted.
fn action(kind: usize, number: u32, target: String) -> Action {
    match (kind, number) {
        (0, _) | (1..=4, 0) => Action::Keep,
        (_, 0) | (8, _) => Action::Merge { into: target },
        (1 | 2, _) => Action::Drop,
        (3..=6, _) => Action::Move { to: target },
        _ => Action::Counterexample,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn a_plan_does_what_it_says_or_nothing(
        sketches in prop::collection::vec(sketch(), 2..6),
        wishes in prop::collection::vec((0_usize..6, 0_u32..5, 0_usize..10, 1_usize..6), 0..6),
        windows in any::<bool>(),
        marked in any::<bool>(),
    ) {
        let files = files(&sketches, windows, marked);
        let loaded = KnowledgeBase::from_bytes(files.clone());
        prop_assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        let before = loaded.knowledge_base;
        let total = before.entries.len();
        let mut actions: Vec<(String, u32, Action)> = Vec::new();
        for &(entry, number, kind, further) in &wishes {
            let (was, target) = (&before.entries[entry % total], &before.entries[(entry + further) % total]);
            let (name, number) = (was.reference.to_string(), number % (was.variants.len() as u32 + 1));
            // One phrasing with two actions is refused, and that is tested elsewhere.
            if !actions.iter().any(|(other, at, _)| (other, *at) == (&name, number)) {
                actions.push((name, number, action(kind, number, target.reference.to_string())));
            }
        }
        let stated: Vec<(&str, u32, Action)> =
            actions.iter().map(|(entry, number, action)| (entry.as_str(), *number, action.clone())).collect();
        let applied = match plan(&before, &stated).apply(&before) {
            Ok(applied) => applied,
            Err(PlanError::Refused { faults }) => {
                // Nothing here is shared, so no place may be unsafe.
                for fault in &faults {
                    prop_assert!(!fault.message.english.starts_with("this cannot be edited"), "{:?} {:#?}", fault, files);
                }
                return Ok(());
            }
            Err(error) => panic!("{error}"),
        };
        let now = after(&before, &applied);
        let loaded = KnowledgeBase::from_bytes(now.clone());
        prop_assert!(loaded.problems.is_empty(), "{:?} {:?}", loaded.problems, now);
        let expected = expected(&before, &actions);
        let names: Vec<String> = loaded.knowledge_base.entries.iter().map(|entry| entry.reference.to_string()).collect();
        let mut wanted: Vec<String> = before.entries.iter().map(|entry| entry.reference.to_string()).collect();
        wanted.retain(|name| expected.entries.contains_key(name));
        prop_assert_eq!(&names, &wanted);
        for entry in &loaded.knowledge_base.entries {
            let was = before.entries.iter().find(|was| was.reference == entry.reference).expect("it was there");
            check_entry(&before, &loaded.knowledge_base, was, entry, &expected);
        }
        let (shop, shop_now) = (&before.shops[0], &loaded.knowledge_base.shops[0]);
        let cards = targets(&before, shop.welcome.cards.iter().map(|card| card.target));
        let cards: BTreeSet<String> = cards.iter().map(|card| expected.homes[card].clone()).collect();
        let cards_now = targets(&loaded.knowledge_base, shop_now.welcome.cards.iter().map(|card| card.target));
        prop_assert_eq!(cards_now.len(), cards.len());
        prop_assert_eq!(cards_now.into_iter().collect::<BTreeSet<_>>(), cards);
        let answered = targets(&before, shop.answers.iter().map(|answer| answer.question.target));
        let answered: Vec<String> = answered.iter().map(|name| expected.homes[name].clone()).collect();
        prop_assert_eq!(targets(&loaded.knowledge_base, shop_now.answers.iter().map(|answer| answer.question.target)), answered);

        // No comment is lost, and line ends and the mark stay.
        prop_assert_eq!(comments(&now), comments(&files));
        for ((path, now), (_, was)) in now.iter().zip(&files) {
            let (now, was) = (String::from_utf8_lossy(now), String::from_utf8_lossy(was));
            prop_assert_eq!(now.matches('\n').count() == now.matches("\r\n").count(), was.contains("\r\n") || !now.contains('\n'));
            prop_assert_eq!(now.starts_with('\u{FEFF}'), was.starts_with('\u{FEFF}'));
            prop_assert_eq!(applied.files.contains_key(path), now != was);
        }
        // Entries that the plan does not concern are as they were, to the byte.
        let concerned: BTreeSet<&String> = actions
            .iter()
            .flat_map(|(entry, _, action)| match action {
                Action::Move { to } => vec![entry, to, &expected.homes[to]],
                Action::Merge { into } => vec![entry, into, &expected.homes[into]],
                _ => vec![entry, &expected.homes[entry]],
            })
            .collect();
        for entry in before.entries.iter().filter(|entry| !concerned.contains(&entry.reference.to_string())) {
            let mentions = targets(&before, entry.related.iter().map(|related| related.target));
            if mentions.iter().any(|name| expected.homes[name] != *name) {
                continue;
            }
            let source = before.files.slice(entry.location);
            let same = loaded.knowledge_base.entries.iter().find(|now| now.reference == entry.reference).expect("it stays");
            prop_assert_eq!(loaded.knowledge_base.files.slice(same.location), source);
        }
    }
}
