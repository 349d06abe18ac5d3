use std::sync::OnceLock;

use proptest::prelude::*;

use super::*;
use crate::source::yaml::{Content, Document, NodeId, Style};
use crate::source::{Structure, apply_edits};

/// A scalar as the tree has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Leaf {
    value: String,
    span: Span,
    style: Style,
}

/// Every scalar in the order of the source; `None` for a text that is no YAML.
fn leaves(text: &str) -> Option<Vec<Leaf>> {
    fn walk(document: &Document<'_>, id: NodeId, found: &mut Vec<Leaf>) {
        let node = document.node(id);
        match &node.content {
            Content::Scalar(value, style) => {
                found.push(Leaf { value: value.to_string(), span: node.span, style: *style });
            }
            Content::Sequence(items) => items.iter().for_each(|&item| walk(document, item, found)),
            Content::Mapping(pairs) => pairs.iter().for_each(|&(key, value)| {
                walk(document, key, found);
                walk(document, value, found);
            }),
        }
    }
    let (document, faults) = Document::parse(text);
    let document = document.filter(|_| faults.is_empty())?;
    let mut found = Vec::new();
    walk(&document, document.root()?, &mut found);
    Some(found)
}

/// The scalar of `text` whose trimmed value is `value`.
fn leaf(text: &str, value: &str) -> Leaf {
    let found = leaves(text).expect("YAML");
    found.into_iter().find(|leaf| leaf.value.trim() == value).expect("a scalar with that value")
}

/// The source of `part` of the scalar with `value`.
fn source<'t>(text: &'t str, value: &str, part: &str) -> &'t str {
    let map = ScalarMap::new(text, leaf(text, value).span, value).expect("a map");
    let at = value.find(part).expect("a part");
    map.span(at..at + part.len()).slice(text)
}

/// `text` after `part` of the scalar with `value` has been replaced.
fn replaced(text: &str, value: &str, part: &str, replacement: &str) -> Option<String> {
    let at = value.find(part).expect("a part");
    let (span, new) =
        replace_in_scalar(text, leaf(text, value).span, value, at..at + part.len(), replacement)?;
    Some(apply_edits(text, &[(span, &new)]).expect("one edit that fits"))
}

#[test]
fn a_part_of_a_value_is_found_in_every_style() {
    assert_eq!(source("- 什么时候发货 # 注\n", "什么时候发货", "发货"), "发货");
    assert_eq!(source("- 什么\n  时候\n\n  发货\n", "什么 时候\n发货", "么 时"), "么\n  时");
    assert_eq!(source("- '说''好'\n", "说'好", "'好"), "''好");
    assert_eq!(
        source("- \"\\u4F60\\U0001F600\\x41\\/\\_b\"\n", "你😀A/\u{a0}b", "😀A/"),
        "\\U0001F600\\x41\\/"
    );
    assert_eq!(source("- \"\\uD83D\\uDE00好\"\n", "😀好", "😀"), "\\uD83D\\uDE00");
    assert_eq!(source("- \"甲\\\n    乙 丙\n\n    丁\"\n", "甲乙 丙\n丁", "甲乙"), "甲\\\n    乙");
    assert_eq!(source("- |\r\n  第一\r\n\r\n   第二\r\n", "第一\n\n 第二", "一\n\n 第"), "一\r\n\r\n   第");
    assert_eq!(source("- >2- # 注\n    甲\n  乙\n  丙\n", "甲\n乙 丙", "乙 丙"), "乙\n  丙");
    assert_eq!(source("- \u{3000}发货\u{3000}\n", "发货", "发货"), "发货");
}

#[test]
fn an_empty_part_is_a_place() {
    let at = |text: &str, value: &str, at: usize| {
        let map = ScalarMap::new(text, leaf(text, value).span, value).expect("a map");
        let span = map.span(at..at);
        assert_eq!(span.start, span.end);
        span.start
    };
    assert_eq!(at("- ''\n", "", 0), 3);
    assert_eq!(at("- '''a'\n", "'a", 1), 5);
    assert_eq!(at("- '''a'\n", "'a", 2), 6);
    assert_eq!(at("- 发货\n", "发货", 3), 5);
    assert_eq!(at("- 发货\n", "发货", 99), 8);
}

#[test]
fn a_source_that_spells_something_else_has_no_map() {
    let text = "a: '发''货'\nb: 发货\n";
    let span = leaf(text, "发'货").span;
    assert!(ScalarMap::new(text, span, "发货").is_none());
    assert!(ScalarMap::new(text, Span::new(4, 5), "发").is_none());
    assert!(ScalarMap::new(text, Span::new(0, 999), "a").is_none());
    assert!(ScalarMap::new(text, Span::new(5, 3), "a").is_none());
    assert!(replace_in_scalar(text, span, "发货", 0..3, "x").is_none());
    assert!(replace_in_scalar(text, span, "发'货", 1..3, "x").is_none());
    assert!(replace_in_scalar(text, span, "发'货", 3..99, "x").is_none());
    assert!(replace_in_scalar("a:\n", Span::at(2), "", 0..0, "x").is_none());
}

#[test]
fn the_style_is_seen_from_what_stands_there() {
    use ScalarStyle::{Block, Double, Plain, Single};
    let text = "a: |\n  'not a quote'\nb: 'q'\n? \"k: |\"\n: >+1 # 注\n   x\nc: x - |\nd: p\n\
                'e # |': &f !!str |-\n  y\n# g: |\nh: z\n";
    let styles: Vec<_> =
        leaves(text).expect("YAML").iter().map(|leaf| scalar_style(text, leaf.span)).collect();
    let wanted =
        [Plain, Block, Plain, Single, Double, Block, Plain, Plain, Plain, Plain, Single, Block, Plain, Plain];
    assert_eq!(styles, wanted);
}

#[test]
fn the_smallest_edit_keeps_quotes_comments_and_layout() {
    let check = |text: &str, value: &str, part: &str, replacement: &str, wanted: &str| {
        assert_eq!(replaced(text, value, part, replacement).as_deref(), Some(wanted));
    };
    check("- 多久发货 # 注\n", "多久发货", "多久", "几天", "- 几天发货 # 注\n");
    check("- '说''好'\n", "说'好", "好", "它's", "- '说''它''s'\n");
    check("- \"a\\n吗\"\n", "a\n吗", "吗", "\"\\\n", "- \"a\\n\\\"\\\\\\n\"\n");
    check("- 一般 {时效} 到账 # 注\n", "一般 {时效} 到账", "到", "入", "- 一般 {时效} 入账 # 注\n");
    check("- 一般到账\n", "一般到账", "般", ",[般]", "- 一,[般]到账\n");
    check("- >-\n  甲\n  乙\n# 注\n", "甲 乙", "乙", "丙丁", "- >-\n  甲\n  丙丁\n# 注\n");
    check("- 甲\r\n  乙\r\n- 丙\r\n", "甲 乙", "甲 ", "丁", "- 丁乙\r\n- 丙\r\n");
}

#[test]
fn a_plain_scalar_gets_quotes_when_it_must() {
    let check = |text: &str, value: &str, part: &str, replacement: &str, wanted: &str| {
        assert_eq!(replaced(text, value, part, replacement).as_deref(), Some(wanted));
    };
    check("- [到账, 发货] # 注\n", "到账", "到", "一,到", "- ['一,到账', 发货] # 注\n");
    check("- 到账 # 注\n", "到账", "账", "账 # 1", "- '到账 # 1' # 注\n");
    check("- 到账\n", "到账", "到账", "", "- ''\n");
    check("- 到账\n", "到账", "到账", "no", "- 'no'\n");
    check("- 到账\n", "到账", "账", "账: 它's", "- '到账: 它''s'\n");
    check("- 到\n  账\n", "到 账", "到", "- 12", "- '- 12 账'\n");
    check("到账: 1\n", "到账", "账", "账\n", "\"到账\\n\": 1\n");
    check("- '到账'\n", "到账", "账", "\t账", "- \"到\\t账\"\n");
    check("- '到\n  账'\n", "到 账", "到", "到 ", "- '到  账'\n");
}

#[test]
fn a_block_refuses_what_would_need_other_lines() {
    let text = "- |\n  甲\n  乙\n";
    let value = "甲\n乙";
    for (part, replacement) in [("甲", "丙\n丁"), ("甲", " 丙"), ("甲", ""), (value, ""), ("乙", "\u{2028}")]
    {
        assert_eq!(replaced(text, value, part, replacement), None, "{part:?} {replacement:?}");
    }
    assert_eq!(replaced(text, value, "乙", " 乙").as_deref(), Some("- |\n  甲\n   乙\n"));
    assert_eq!(replaced(text, value, "\n", "").as_deref(), Some("- |\n  甲乙\n"));
    assert_eq!(replaced("--- |\n甲\n乙\n", value, "乙", "--- 乙"), None);
    // The empty line in the middle has no indentation for what would stand there.
    let (text, value) = ("- |\n  甲\n\n  乙\n", "甲\n\n乙");
    let map = leaf(text, value);
    assert_eq!(replace_in_scalar(text, map.span, value, 4..4, "丙"), None);
    assert_eq!(replaced("- >\n  甲\n  乙\n", "甲 乙", "乙", " 乙"), None);
}

#[test]
fn words_of_any_yaml_get_quotes() {
    for value in [
        "no",
        "Off",
        "y",
        "~",
        "NULL",
        "12:30",
        "0x1F",
        "1_000",
        "-5",
        "+.5",
        ".inf",
        "-.INF",
        ".nan",
        "1e3",
        "=",
        "<<",
        "2026-11-12",
        "2026-11-12 10:00:00 +8",
        "0o17",
        "0b1",
        "# 1",
        "a: b",
        "a:",
        "a #b",
        " a",
        "a ",
        "",
        "- a",
        "-",
        "?a",
        ":a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a",
        "'a'",
        "\"a\"",
        "[a]",
        "{a}",
        "...",
        "---",
        "\u{3000}a",
    ] {
        let written = write_scalar(value, false);
        assert!(written.starts_with(['\'', '"']), "{value:?} became {written}");
    }
    for value in [
        "什么时候发货？",
        "10号退款",
        "一般 {时效} 到账",
        "a, b",
        "it's",
        "不a:b",
        "c#",
        "true story",
        "50%",
        "😀",
    ] {
        assert_eq!(write_scalar(value, false), value);
    }
    for value in ["a, b", "a[", "{a", "a?", "http://a"] {
        assert_eq!(write_scalar(value, true), format!("'{value}'"));
    }
    assert_eq!(write_scalar("'tis: a", false), "\"'tis: a\"");
    assert_eq!(write_scalar("a\u{7}\u{2028}\n", false), "\"a\\x07\\u2028\\n\"");
}

/// Characters and runs of them that matter somewhere.
fn value() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => prop::sample::select(vec!["发", "货", "😀", "e\u{301}", "a", "1", "？"]),
        3 => prop::sample::select(vec![
            " ", "  ", "'", "\"", "\\", ":", ": ", "#", " #", ",", "[", "]", "{", "}", "- ", "-", "?", "!", "&",
            "*", "|", ">", "%", "@", "`", "=", "~", "no", "null", "12:30", "---", "...", "\u{3000}", "0x",
        ]),
        1 => prop::sample::select(vec![
            "\n", "\n\n", "\t", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{feff}", "\0", "\u{7f}", "\u{fffe}",
        ]),
    ];
    prop::collection::vec(part, 0..7).prop_map(|parts| parts.concat())
}

/// The source of one scalar in some style, to stand four spaces deep.
fn spelling() -> impl Strategy<Value = String> {
    fn of(
        parts: &[&'static str],
        open: &'static str,
        close: &'static str,
    ) -> impl Strategy<Value = String> + use<> {
        prop::collection::vec(prop::sample::select(parts.to_vec()), 1..9)
            .prop_map(move |parts| format!("{open}{}{close}", parts.concat()))
    }
    const FOLDS: [&str; 5] = ["\n    ", "\n\n     ", " \n \t\n    ", "\n    \t", " "];
    let words = ["发", "货😀", "e\u{301}", "a", "1", "\u{3000}", "什么", "？"];
    let plain =
        of(&[&words[..], &FOLDS[..2], &[" ", "'", "\"", "\\", ":", "#", "{", "=", "-"]].concat(), "", "");
    let one_line = of(&[&words[..], &[" ", "'", "#"]].concat(), "", "");
    let single = of(&[&words[..], &FOLDS[..], &["''", "\\", "\"", "# ", ": ", ", "]].concat(), "'", "'");
    let escapes = [
        "\\n",
        "\\t",
        "\\ ",
        "\\\"",
        "\\\\",
        "\\/",
        "\\_",
        "\\N",
        "\\L",
        "\\P",
        "\\0",
        "\\e",
        "\\r",
        "\\x41",
        "\\u4F60",
        "\\U0001F600",
        "\\uD83D\\uDE00",
        "\\u3000",
        "\\\n    ",
        "\\\n\n    ",
        " \\\n      ",
        "'",
        "# ",
        ": ",
    ];
    let double = of(&[&words[..], &FOLDS[..], &escapes[..]].concat(), "\"", "\"");
    let lines = [
        "\n    发",
        "\n    货😀 a",
        "\n     深",
        "\n\n    e\u{301}",
        "\n    # 1",
        "\n    - b: 'c'",
        "\n    \"d\"",
        "\n      ",
        "\n    \t",
        "\n    \u{3000}",
        " 尾",
        " ",
        "\u{3000}",
    ];
    let header = prop::sample::select(vec!["|", ">", "|-", ">+", "|2", ">2-", "|  # 注", "&b >", "!!str |"]);
    let block = (header, of(&lines, "", "")).prop_map(|(header, body)| format!("{header}\n    首{body}"));
    let deep = (prop::sample::select(vec!["|2", ">2-"]), of(&lines, "", ""))
        .prop_map(|(header, body)| format!("{header}\n      深{body}"));
    prop_oneof![plain, one_line, single, double, block, deep]
}

/// A file with two spellings among other scalars, with LF or CR LF.
fn file() -> impl Strategy<Value = String> {
    (spelling(), spelling(), any::<bool>(), 0_u8..4).prop_map(|(one, two, windows, shape)| {
        let text = match shape {
            0 => format!("# 注\n- '甲': {one}\n  # 乙\n  \"丙\": {two}\n- 丁 # 戊\n"),
            1 => format!("k:\n- - {one}\n  - {two}\n  - [己, {{庚: 辛}}]\n"),
            2 => format!("k: [壬, {one} , {{a: {two} }}] # 癸\nl: x\n"),
            _ => format!("k:\n  -\n    {one}\n  - - - {two}\n"),
        };
        if windows { text.replace('\n', "\r\n") } else { text }
    })
}

fn borders(value: &str) -> Vec<usize> {
    value.char_indices().map(|(at, _)| at).chain([value.len()]).collect()
}

/// Whether `source` may be what spells `character`.
fn spells(source: &str, character: char) -> bool {
    let quoted = format!("- \"{source}\"\n");
    source == character.to_string()
        || (character == '\'' && source == "''")
        || (character.is_whitespace() && source.trim().is_empty())
        || leaves(&quoted).is_some_and(|leaves| leaves.len() == 1 && leaves[0].value == character.to_string())
        || (character == '\n' && source.starts_with('\\') && source[1..].trim().is_empty())
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 100_000, ..ProptestConfig::with_cases(1_000) })]

    #[test]
    fn every_scalar_of_a_file_has_a_map(text in file()) {
        let leaves = leaves(&text);
        prop_assume!(leaves.is_some());
        for leaf in leaves.unwrap() {
            let is_block = scalar_style(&text, leaf.span) == ScalarStyle::Block;
            // An empty block has no text from which it could be told.
            let is_empty = leaf.span.slice(&text).is_empty();
            prop_assert!(is_empty || is_block == (leaf.style == Style::Block), "{:?}", leaf);
            let value = leaf.value.trim();
            let map = ScalarMap::new(&text, leaf.span, value);
            prop_assert!(map.is_some(), "{:?} at {:?}", leaf, leaf.span.slice(&text));
            let map = map.unwrap();
            let mut end = leaf.span.start;
            for (at, character) in value.char_indices() {
                let span = map.span(at..at + character.len_utf8());
                prop_assert!(text.get(span.start as usize..span.end as usize).is_some());
                prop_assert!(span.start <= span.end && span.end <= leaf.span.end);
                // Several empty lines are one piece, so white space may give the same place twice.
                prop_assert!(span.start >= end || character == '\n', "{:?}", leaf);
                let source = span.slice(&text);
                prop_assert!(spells(source, character), "{:?} is not {:?}", source, character);
                end = span.end;
            }
        }
    }

    #[test]
    fn a_replacement_changes_one_value_and_nothing_else(
        text in file(),
        which in any::<prop::sample::Index>(),
        ends in (any::<prop::sample::Index>(), any::<prop::sample::Index>()),
        replacement in prop_oneof![value(), prop::sample::select(vec!["", " ", "，", "货1"]).prop_map(str::to_owned)],
    ) {
        let before = leaves(&text);
        prop_assume!(before.as_ref().is_some_and(|leaves| !leaves.is_empty()));
        let before = before.unwrap();
        let which = which.index(before.len());
        let leaf = &before[which];
        let value = leaf.value.trim();
        let borders = borders(value);
        let (a, b) = (*ends.0.get(&borders), *ends.1.get(&borders));
        let range = a.min(b)..a.max(b);
        let edit = replace_in_scalar(&text, leaf.span, value, range.clone(), &replacement);
        if edit.is_none() {
            // Only blocks and what is not written at all may refuse.
            prop_assert!(leaf.style == Style::Block || leaf.span.slice(&text).is_empty(), "{:?}", leaf);
        }
        let parsed = OnceLock::new();
        let structure = Structure::new(&text, &parsed);
        let short = ScalarMap::new(&text, leaf.span, value)
            .and_then(|map| map.replace(structure, leaf.span, value, range.clone(), &replacement));
        // The short way may keep a scalar without quotes that the long one, being strict, would quote.
        prop_assert!(short == edit || short.as_ref().is_some_and(|(_, new)| *new == replacement));
        for (span, new) in [edit, short].into_iter().flatten() {
            prop_assert!(leaf.span.start <= span.start && span.end <= leaf.span.end);
            let after = apply_edits(&text, &[(span, &new)]).expect("one edit that fits");
            let after_leaves = leaves(&after);
            prop_assert!(after_leaves.is_some(), "no YAML: {:?}", after);
            let values = |leaves: &[Leaf]| leaves.iter().map(|leaf| leaf.value.trim().to_owned()).collect();
            let found: Vec<String> = values(&after_leaves.unwrap());
            let mut wanted: Vec<String> = values(&before);
            wanted[which].replace_range(range.clone(), &replacement);
            wanted[which] = wanted[which].trim().to_owned();
            prop_assert_eq!(found, wanted, "{:?}", after);
        }
    }

    #[test]
    fn a_slip_among_chinese_characters_needs_no_look_at_the_whole(
        words in prop::collection::vec(prop::sample::select(vec!["发货", "多久", "ｖ", "。", "1", "''", "a"]), 1..6),
        open in prop::sample::select(vec!["", "'", "\"", "|\n  ", ">-\n  "]),
        slip in prop::sample::select(vec![",", "  ", "Ｖ", "\u{200B}", ": ", "#", "http"]),
        after in prop::sample::select(vec!["文", "://", "。\n  "]),
        replacement in prop::sample::select(vec!["", " ", "，", "V", "货1"]),
    ) {
        let close = open.trim_end().trim_end_matches(['|', '>', '-']);
        let before = words.concat();
        let text = format!("- {open}开{before}中{slip}{after}{before}完{close}\n- x\n");
        let leaf = leaves(&text).and_then(|leaves| leaves.into_iter().next());
        prop_assume!(leaf.as_ref().is_some_and(|leaf| leaf.value.contains(slip)));
        let leaf = leaf.unwrap();
        let value = leaf.value.trim();
        let start = value.find("中").unwrap() + "中".len();
        let range = start..start + slip.len();
        let map = ScalarMap::new(&text, leaf.span, value).expect("a map");
        let parsed = OnceLock::new();
        let structure = Structure::new(&text, &parsed);
        let edit = map.replace(structure, leaf.span, value, range.clone(), replacement);
        let at = text.find("中").unwrap() + "中".len();
        let place = Span::new(at as u32, (at + slip.len()) as u32);
        prop_assert_eq!(edit, Some((place, replacement.to_owned())), "{:?}", text);
        let after = apply_edits(&text, &[(place, replacement)]).expect("one edit that fits");
        let mut wanted = value.to_owned();
        wanted.replace_range(range, replacement);
        let found = leaves(&after).expect("YAML").swap_remove(0).value;
        prop_assert_eq!(found.trim(), wanted, "{:?}", after);
    }

    #[test]
    fn what_is_written_is_read_back(value in value(), in_flow in any::<bool>()) {
        let scalar = write_scalar(&value, in_flow);
        prop_assert!(!scalar.contains(['\n', '\r']));
        let text = if in_flow {
            format!("- [{scalar}, {{{scalar}: {scalar}}},{scalar}]\n")
        } else {
            format!("- {scalar}\n- {scalar}: {scalar} # 注\n  x: {scalar}\n")
        };
        let found = leaves(&text);
        prop_assert!(found.is_some(), "no YAML: {:?}", text);
        let found = found.unwrap().into_iter().map(|leaf| leaf.value);
        let found: Vec<String> = found.filter(|value| value != "x").collect();
        prop_assert_eq!(found, vec![value; 4], "{}", text);
    }

    #[test]
    fn any_place_of_any_text_is_borne(
        text in "[ \\-:\\[\\]{}'\"|>&*#?!\\\\a1吗😀\\r\\n\\t]{0,40}",
        start in 0_u32..50,
        length in 0_u32..20,
    ) {
        let span = Span::new(start, start + length);
        let value = span.slice(&text).trim().to_owned();
        scalar_style(&text, span);
        let _ = ScalarMap::new(&text, span, &value);
        let _ = ScalarMap::new(&text, span, "吗");
        let _ = replace_in_scalar(&text, span, &value, 0..value.len(), "x: y");
    }
}
