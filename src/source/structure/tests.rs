use proptest::prelude::*;

use super::*;
use crate::source::yaml::{Content, Document, NodeId};
use crate::source::{SourceFile, apply_edits};

/// A text's meaning, without places; `None` for a text that is no YAML.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tree {
    Scalar(String),
    List(Vec<Tree>),
    Mapping(Vec<(Tree, Tree)>),
}

fn tree(text: &str) -> Option<Tree> {
    fn walk(document: &Document<'_>, id: NodeId) -> Tree {
        match &document.node(id).content {
            Content::Scalar(value, _) => Tree::Scalar(value.trim().to_owned()),
            Content::Sequence(items) => Tree::List(items.iter().map(|&item| walk(document, item)).collect()),
            Content::Mapping(pairs) => Tree::Mapping(
                pairs.iter().map(|&(key, value)| (walk(document, key), walk(document, value))).collect(),
            ),
        }
    }
    let (document, faults) = Document::parse(text);
    let document = document.filter(|_| faults.is_empty())?;
    Some(document.root().map_or(Tree::Scalar(String::new()), |root| walk(&document, root)))
}

/// Every list item: the path to its list, by positions, its own position and its span.
fn items(text: &str) -> Vec<(Vec<usize>, usize, Span)> {
    fn walk(document: &Document<'_>, id: NodeId, path: &[usize], found: &mut Vec<(Vec<usize>, usize, Span)>) {
        let below = |at: usize| [path, &[at]].concat();
        match &document.node(id).content {
            Content::Scalar(..) => {}
            Content::Sequence(items) => {
                for (at, &item) in items.iter().enumerate() {
                    found.push((path.to_vec(), at, document.node(item).span));
                    walk(document, item, &below(at), found);
                }
            }
            Content::Mapping(pairs) => {
                for (at, &(key, value)) in pairs.iter().enumerate() {
                    walk(document, key, &below(2 * at), found);
                    walk(document, value, &below(2 * at + 1), found);
                }
            }
        }
    }
    let (document, _) = Document::parse(text);
    let mut found = Vec::new();
    if let Some((document, root)) =
        document.as_ref().and_then(|document| document.root().map(|root| (document, root)))
    {
        walk(document, root, &[], &mut found);
    }
    found
}

/// The list at the end of a path.
fn list_at<'t>(tree: &'t mut Tree, path: &[usize]) -> &'t mut Vec<Tree> {
    match (tree, path) {
        (Tree::List(items), []) => items,
        (Tree::List(items), [at, rest @ ..]) => list_at(&mut items[*at], rest),
        (Tree::Mapping(pairs), [at, rest @ ..]) => {
            let pair = &mut pairs[at / 2];
            list_at(if at % 2 == 0 { &mut pair.0 } else { &mut pair.1 }, rest)
        }
        _ => panic!("no list there"),
    }
}

/// `text` after the item whose source is `item` has been taken out.
fn removed(text: &str, item: &str) -> Option<String> {
    let (_, _, span) = items(text)
        .into_iter()
        .find(|(_, _, span)| span.slice(text) == item)
        .unwrap_or_else(|| panic!("no item {item:?} in {text:?}: {:?}", items(text)));
    let (span, replacement) = remove_list_item(text, span)?;
    Some(apply_edits(text, &[(span, &replacement)]).expect("one edit that fits"))
}

fn check(text: &str, item: &str, wanted: &str) {
    assert_eq!(removed(text, item).as_deref(), Some(wanted));
}

#[test]
fn an_item_of_lines_goes_with_its_lines() {
    check(
        "v:\n  - 甲 # 一\n  # 二\n  - 乙 # 三\n  # 四\n  - 丙\n",
        "乙",
        "v:\n  - 甲 # 一\n  # 二\n  # 三\n  # 四\n  - 丙\n",
    );
    check("v:\r\n- 甲\r\n- '乙' # 三\r\n\r\n- 丙\r\n", "'乙'", "v:\r\n- 甲\r\n# 三\r\n\r\n- 丙\r\n");
    check("- 甲\n- 乙", "乙", "- 甲\n");
    check("- 甲\n- |\n  乙\n\n  丙\n  \u{3000}\n- 丁\n", "乙\n\n  丙", "- 甲\n- 丁\n");
    check(
        "- id: a\n  question: 甲\n\n# 二\n- id: b # 三\n  question: 乙\n\n- 丙\n",
        "id: b # 三\n  question: 乙",
        "- id: a\n  question: 甲\n\n# 二\n\n- 丙\n",
    );
    check("- 甲\n- !!str &a # 注\n  乙\n-\n- 丙\n", "乙", "- 甲\n-\n- 丙\n");
    check("- 甲\n- a: # 一\n- b: ''\n", "a", "- 甲\n- b: ''\n");
    check(
        "- |\n  甲\n- 乙\n\n   # 一\n  # 二\n# 三\n  # 四\n",
        "乙",
        "- |\n  甲\n\n# 一\n# 二\n# 三\n  # 四\n",
    );
    check("- q: 甲\n  v: # 一\n  # 二\n- 乙\n", "q: 甲\n  v", "  # 二\n- 乙\n");
    check("- - 甲\n  - 乙\n- 丙\n", "甲", "- - 乙\n- 丙\n");
    check("- - 甲 # 一\n  # 二\n  - 乙\n", "甲", "-\n  # 二\n  - 乙\n");
}

#[test]
fn the_last_item_of_lines_leaves_brackets() {
    check("variants:\n  - 甲\nanswer: 乙\n", "甲", "variants: []\nanswer: 乙\n");
    check(
        "variants: # 一\r\n  # 二\r\n  - 甲 # 三\r\n  # 四\r\n",
        "甲",
        "variants: [] # 一\r\n  # 二\r\n  # 三\r\n  # 四\r\n",
    );
    check("'v' : &a !!seq\n- 甲", "甲", "'v' : &a !!seq []");
    check("- - 甲\n- 乙\n", "甲", "- []\n- 乙\n");
    check("--- # 一\n- 甲 # 二\n", "甲", "--- # 一\n[] # 二\n");
    check("# 一\n- 甲\n", "甲", "# 一\n[]\n");
}

#[test]
fn an_item_in_brackets_goes_with_a_comma() {
    check("v: [甲, 乙, 丙] # 注\n", "甲", "v: [乙, 丙] # 注\n");
    check("v: [甲, 乙, 丙]\n", "乙", "v: [甲, 丙]\n");
    check("v: [甲, 乙, 丙]\n", "丙", "v: [甲, 乙]\n");
    check("v: [ 甲 , 乙 , ]\n", "乙", "v: [ 甲 , ]\n");
    check("v: [ 甲, ]\n", "甲", "v: []\n");
    check("v: [甲,乙]\n", "乙", "v: [甲]\n");
    check("v: [a : , b:, c]\n", "a : ", "v: [b:, c]\n");
    check("[[a, b], \"c,]\", {d: e}, &x !y f, g: h]", "\"c,]\"", "[[a, b], {d: e}, &x !y f, g: h]");
    check("[[a, b], \"c,]\", {d: e}, &x !y f, g: h]", "f", "[[a, b], \"c,]\", {d: e}, g: h]");
    check("[[a, b], \"c,]\", {d: e}, &x !y f, g: h]", "g: h", "[[a, b], \"c,]\", {d: e}, &x !y f]");
    check("[[a, b], \"c,]\", {d: e}, &x !y f, g: h]", "{d: e}", "[[a, b], \"c,]\", &x !y f, g: h]");
}

#[test]
fn brackets_over_several_lines_keep_their_lines() {
    let text = "v: [\n  甲,  # 一\n  # 二\n  乙,  # 三\n  丙   # 四\n  # 五\n]\n";
    check(text, "甲", "v: [\n  # 一\n  # 二\n  乙,  # 三\n  丙   # 四\n  # 五\n]\n");
    check(text, "乙", "v: [\n  甲,  # 一\n  # 二\n  # 三\n  丙   # 四\n  # 五\n]\n");
    check(text, "丙", "v: [\n  甲,  # 一\n  # 二\n  乙  # 三\n  # 五\n]\n");
    check("v: [甲, 乙,\r\n    丙]\r\n", "乙", "v: [甲,\r\n    丙]\r\n");
    check("v: [甲, 乙, # 注\n    丙]\n", "乙", "v: [甲, # 注\n    丙]\n");
    check("v: [甲, # 注\n    丙]\n", "丙", "v: [甲 # 注\n    ]\n");
    check("v: [甲 # 一\n  , 乙]\n", "甲", "v: [ # 一\n   乙]\n");
    check("v: [\n  甲\n]\n", "甲", "v: []\n");
    check("v: [\n  # 一\n  甲\n]\n", "甲", "v: [\n  # 一\n]\n");
    check("v: [ 甲 # 一\n]\n", "甲", "v: [  # 一\n]\n");
}

#[test]
fn behind_a_fault_nobody_knows_who_uses_an_anchor() {
    let text = "- [&a 甲, 乙]\n- [丙, 丁]\n- }\n";
    let at = |item: &str| {
        let start = text.find(item).expect("the item") as u32;
        Span::new(start, start + item.len() as u32)
    };
    assert_eq!(remove_list_item(text, at("甲")), None);
    assert!(remove_list_item(text, at("丙")).is_some());
}

#[test]
fn what_is_used_elsewhere_or_is_no_item_stays() {
    assert_eq!(removed("- &a 甲\n- *a\n", "甲"), None);
    assert_eq!(removed("- k: &a 甲\n- [*a]\n", "k: &a 甲"), None);
    check("- [&a 甲, *a]\n- 乙\n", "[&a 甲, *a]", "- 乙\n");
    check("- &a 甲\n- *a\n- 乙\n- [乙]\n", "[乙]", "- &a 甲\n- *a\n- 乙\n");
    let text = "a: 甲\nb: [乙\n";
    assert_eq!(remove_list_item(text, Span::new(3, 6)), None);
    assert_eq!(remove_list_item(text, Span::new(10, 13)), None);
    assert_eq!(remove_list_item("", Span::new(7, 9)), None);
}

/// `text` with a key put before those of the mapping that begins at `needle`.
fn with_key(text: &str, needle: &str, value: &str) -> Option<String> {
    let at = text.find(needle).expect("the mapping") as u32;
    let (span, inserted) = insert_key_before(text, at, "id", value)?;
    Some(apply_edits(text, &[(span, &inserted)]).expect("one edit that fits"))
}

#[test]
fn a_key_goes_before_the_others() {
    let check = |text: &str, needle: &str, value: &str, wanted: &str| {
        assert_eq!(with_key(text, needle, value).as_deref(), Some(wanted));
    };
    check(
        "- question: 甲 # 注\n  answer: 乙\n",
        "question",
        "a",
        "- id: a\n  question: 甲 # 注\n  answer: 乙\n",
    );
    check("e:\r\n  -   question: 甲\r\n", "question", "no", "e:\r\n  -   id: 'no'\r\n      question: 甲\r\n");
    check("a: b", "a", "c, d", "id: c, d\na: b");
    check("- - question: 甲", "question", "a", "- - id: a\n    question: 甲");
    check("-\n  # 注\n  question: 甲\n", "question", "a", "-\n  # 注\n  id: a\n  question: 甲\n");
    check("- {question: 甲}\n", "{", "c, d", "- {id: 'c, d', question: 甲}\n");
    check("- { question: 甲 }\n", "{", "a", "- { id: a, question: 甲 }\n");
    check("- {}\n", "{", "a", "- {id: a}\n");
    check("- {  # 注 }\n  }\n", "{", "a", "- {id: a  # 注 }\n  }\n");
    check(
        "- {\r\n    # 注\r\n    question: 甲\r\n  }\r\n",
        "{",
        "a",
        "- {\r\n    # 注\r\n    id: a,\r\n    question: 甲\r\n  }\r\n",
    );
    check("- &e question: 甲\n", "&e", "a", "- id: a\n  &e question: 甲\n");
    assert_eq!(with_key("- &e question: 甲\n", "question", "a"), None);
    assert_eq!(with_key("- [\n  a: b]\n", "a", "c"), None);
    assert_eq!(with_key("- {", "{", "c"), None);
    assert_eq!(insert_key_before("a: b", 99, "id", "c"), None);
}

/// Items that fit on one line, in brackets or not.
const SHORT: [&str; 14] = [
    "甲",
    "'乙,]'",
    "\"丙 # - \"",
    "😀",
    "&a 丁",
    "!!str 戊",
    "己 庚#",
    "{k: v, l: [m]}",
    "[]",
    "a: b",
    "x-y",
    "k: ",
    "'k':",
    "'- z'",
];
/// Items of lines, to be indented by two.
const LONG: [&str; 9] = [
    "|\n  一\n\n  二",
    ">-\n  三\n  四",
    "五\n  六",
    "\"七\n  八\"",
    "a: 九\n  b:\n  # 十\n  - c",
    "a:\n    b",
    "a: 1\n  b:",
    "a: &n\n  b: !!str",
    "k: |\n    一\n  # 二",
];

/// A list in brackets with what `nested` gives among its items.
fn flow_list(nested: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let space = || {
        prop::sample::select(vec!["", "", " ", "  ", "\n    ", " # , 注]\n      ", "\n\n    # - 注\n     "])
    };
    let short = prop::sample::select(SHORT.to_vec()).prop_map(str::to_owned);
    let nested = nested.prop_map(|list| if list.starts_with('[') { list } else { "空".to_owned() });
    let item = (space(), prop_oneof![4 => short, 1 => nested], space());
    let item = item.prop_map(|(before, item, after)| format!("{before}{item}{after}"));
    (prop::collection::vec(item, 1..5), prop::sample::select(vec!["", ","]), space())
        .prop_map(|(items, comma, space)| format!("[{}{comma}{space}]", items.join(",")))
}

/// A list of lines with what `nested` gives among its items, without a line end after its last line.
fn block_list(nested: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec!["- ", "-   ", "- !!str ", "- # 头\n  ", "-\n  "]);
    let tail = prop::sample::select(vec!["", "", " # 注", "  ", "\n\n", "\n# 远", "\n      # 近"]);
    let short = prop::sample::select(SHORT.to_vec()).prop_map(str::to_owned);
    let long = prop::sample::select(LONG.to_vec()).prop_map(str::to_owned);
    let nested = nested.prop_map(|list| list.replace('\n', "\n  "));
    let item = (head, prop_oneof![4 => short, 2 => long, 2 => nested], tail);
    let item = item.prop_map(|(head, item, tail)| {
        let has_lines = item.contains('\n');
        // Deeper lines than those of the first would not fit, and not all items take a tag.
        let head = if has_lines || (head.contains('!') && item != "甲") { "- " } else { head };
        // A comment there would be text of a block scalar.
        let tail = if has_lines && tail.starts_with(' ') { "" } else { tail };
        format!("{head}{item}{tail}")
    });
    prop::collection::vec(item, 1..5).prop_map(|items| items.join("\n"))
}

fn list(depth: u32) -> BoxedStrategy<String> {
    let nested = if depth == 0 { Just("[子]".to_owned()).boxed() } else { list(depth - 1) };
    prop_oneof![flow_list(nested.clone()), block_list(nested)].boxed()
}

/// A file with a list in it.
fn file() -> impl Strategy<Value = String> {
    (list(2), 0_u8..5, any::<bool>()).prop_map(|(list, shape, windows)| {
        let deeper = list.replace('\n', "\n  ");
        let text = match shape {
            0 => format!("# 头\n{list}\n"),
            1 if list.starts_with('[') => format!("k: {deeper} # 尾\nl: x\n"),
            1 => format!("k: # 头\n  # 注\n  {deeper}\n# 尾\nl: x\n"),
            2 if list.starts_with('-') => format!("j: &j 1\nk:\n{list}\nl: *j\n"),
            3 => format!("---\n- {deeper}\n- l\n"),
            _ => format!("- m\n-\n  {deeper}"),
        };
        if windows { text.replace('\n', "\r\n") } else { text }
    })
}

fn comments(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.trim_start().starts_with('#')).map(str::trim).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::with_cases(500) })]

    #[test]
    fn an_item_taken_out_leaves_all_others(text in file()) {
        let before = tree(&text);
        prop_assume!(before.is_some());
        let before = before.unwrap();
        let all = comments(&text).len();
        for (path, index, span) in items(&text) {
            let edit = remove_list_item(&text, span);
            prop_assert!(edit.is_some(), "{:?} of {:?}", span.slice(&text), text);
            let (edit, replacement) = edit.unwrap();
            let after = apply_edits(&text, &[(edit, &replacement)]).expect("one edit that fits");
            let mut wanted = before.clone();
            list_at(&mut wanted, &path).remove(index);
            let what = format!("{text:?} without {:?} is {after:?}", span.slice(&text));
            prop_assert_eq!(tree(&after), Some(wanted), "{}", what);
            // Comments on lines of their own stay, but for those within the item.
            let within = comments(span.slice(&text)).len();
            prop_assert!(comments(&after).len() + within >= all, "{}", what);
        }
    }

    #[test]
    fn a_key_put_in_is_read_as_the_first(text in file(), value in "[a-c:, #'\"吗\\[\\]]{0,5}") {
        fn mappings(document: &Document<'_>, id: NodeId, found: &mut Vec<(Span, usize)>) {
            match &document.node(id).content {
                Content::Scalar(..) => {}
                Content::Sequence(items) => items.iter().for_each(|&item| mappings(document, item, found)),
                Content::Mapping(pairs) => {
                    found.push((document.node(id).span, pairs.len()));
                    for &(_, value) in pairs {
 mappings(document, value, found);
}
                }
            }
        }
        let (document, faults) = Document::parse(&text);
        let root = document.as_ref().and_then(Document::root);
        prop_assume!(faults.is_empty() && root.is_some());
        let document = document.unwrap();
        let mut before = Vec::new();
        mappings(&document, document.root().unwrap(), &mut before);
        for (at, &(span, count)) in before.iter().enumerate() {
            let Some((place, inserted)) = insert_key_before(&text, span.start, "新 键", &value) else {
                // A pair in square brackets, without braces of its own.
                let bare = Parsed::of(&text).stands_in_flow(span.start) || is_item_in_brackets(&text, span.start);
                prop_assert!(bare, "{:?}", text);
                continue;
            };
            let after = apply_edits(&text, &[(place, &inserted)]).expect("one edit that fits");
            let (changed, faults) = Document::parse(&after);
            prop_assert!(faults.is_empty(), "{:?}", after);
            let changed = changed.unwrap();
            let mut found = Vec::new();
            mappings(&changed, changed.root().unwrap(), &mut found);
            prop_assert_eq!(found.len(), before.len());
            prop_assert_eq!(found[at].1, count + 1, "{:?}", after);
            let start = found[at].0.slice(&after).trim_start_matches(['{', ' ', '\r', '\n']);
            prop_assert!(start.starts_with("新 键: ") || start.starts_with('#'), "{:?}", after);
        }
    }

    #[test]
    fn items_put_behind_the_last_leave_all_others(text in file(), values in prop::collection::vec("[a-c:, #'\"吗\\[\\]]{1,5}", 1..3)) {
        let before = tree(&text);
        prop_assume!(before.is_some());
        let before = before.unwrap();
        let new: Vec<NewItem> = values.iter().map(|value| NewItem::text(value.trim())).collect();
        let file = SourceFile::from_text("a.yaml", text.clone());
        for (path, _, span) in items(&text) {
            let edit = file.structure().append_items(span.start, &new);
            let empty = span.start == span.end;
            prop_assert!(edit.is_some() || empty, "{:?} of {:?}", span.slice(&text), text);
            let Some((place, inserted)) = edit else { continue };
            let after = apply_edits(&text, &[(place, &inserted)]).expect("one edit that fits");
            let mut wanted = before.clone();
            let added = values.iter().map(|value| Tree::Scalar(value.trim().to_owned()));
            list_at(&mut wanted, &path).extend(added);
            prop_assert_eq!(tree(&after), Some(wanted), "{:?} with more at {:?} is {:?}", text, span.slice(&text), after);
            prop_assert_eq!(comments(&after), comments(&text));
        }
    }

    #[test]
    fn any_place_of_any_text_is_borne(
        text in "[ \\-:\\[\\]{}'\",|>&*#?!\\\\a1吗😀\\r\\n\\t]{0,40}",
        start in 0_u32..50,
    ) {
        let at = Span::new(start, start + 1);
        if let Some((span, replacement)) = remove_list_item(&text, at) {
            prop_assert!(apply_edits(&text, &[(span, &replacement)]).is_ok());
        }
        if let Some((span, inserted)) = insert_key_before(&text, start, "a", "b") {
            prop_assert!(apply_edits(&text, &[(span, &inserted)]).is_ok());
        }
        let (file, new) = (SourceFile::from_text("a.yaml", text.clone()), [NewItem::text("a")]);
        let structure = file.structure();
        for (span, inserted) in [
            structure.append_items(start, &new),
            structure.fill_list(at, &new),
            structure.give_list(at, Span::at(start), &new),
            structure.insert_list(start, at, "a", &new, ListStyle::Lines(2)),
        ].into_iter().flatten() {
            prop_assert!(apply_edits(&text, &[(span, &inserted)]).is_ok());
        }
    }
}

/// Whether the item that begins at `start` is one of a list in brackets.
fn is_item_in_brackets(text: &str, start: u32) -> bool {
    Parsed::of(text).list_with_item(start).is_some_and(|(list, _)| list.flow)
}
