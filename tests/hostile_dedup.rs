//! Duplicates among texts that are empty, huge, odd, or all the same: each run ends, and says something sensible.
#![allow(clippy::format_push_string, clippy::format_collect, reason = "tests build small files")]
#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fmt::Write as _;
use std::fs;

use common::{ask, folder_of_bytes as folder};

/// What `dedup` makes of this knowledge base, with every format and every way of writing; the JSON is returned.
fn dedup(text: &str) -> (i32, serde_json::Value) {
    let folder = folder(&[("kb/x.yaml", text.as_bytes())]);
    for format in ["text", "csv", "markdown"] {
        let (code, _, error) = ask(folder.path(), &["dedup", "--set-apart", "--output", format]);
        assert!(code < 2, "{error}");
    }
    let (code, out, error) = ask(folder.path(), &["dedup", "--set-apart", "--output", "json"]);
    assert!(code < 2, "{error}");
    let report = serde_json::from_str(&out).expect("JSON");
    let (planned, _, error) = ask(folder.path(), &["dedup", "--plan", "plan.yaml"]);
    assert_eq!(planned, code, "{error}");
    let (applied, _, error) = ask(folder.path(), &["dedup", "--apply", "plan.yaml"]);
    assert!(applied == 0 || error.contains("undecided"), "{error}");
    let (fixed, out, error) = ask(folder.path(), &["dedup", "--fix", "--output", "json"]);
    assert!(fixed < 2 && out.contains("\"clutter\":0"), "{error}");
    (code, report)
}

#[test]
fn duplicates_of_next_to_nothing() {
    let (code, report) =
        dedup("- {id: a, question: ''}\n- id: b\n  question: '　'\n  variants: ['', ' ', '？', '。！']\n");
    assert_eq!((code, &report["groups"]), (0, &serde_json::json!([])));
    // Where there is nothing else, emoji are what is said.
    let (code, report) = dedup(
        "- {id: a, question: 😀, variants: [😀😀, 👨‍👩‍👧‍👦], answer: 甲}\n- {id: b, question: 😁, variants: [👍🏽, 😀], answer: 乙}\n",
    );
    assert_eq!((code, &report["summary"]["groups"]), (1, &1.into()), "{report}");
    assert_eq!(report["groups"][0]["harm"], "question");
    let members = report["groups"][0]["members"].as_array().expect("members");
    assert_eq!(members.len(), 2, "{report}");
    let (code, report) = dedup(
        "- {id: a, question: 退, answer: 甲}\n- {id: b, question: 退, answer: 乙}\n- {id: c, question: 换, answer: 丙}\n- {id: d, question: a}\n- {id: e, question: Ａ}\n",
    );
    assert_eq!((code, &report["summary"]["groups"]), (1, &2.into()), "{report}");
    // Combining marks, controls, a bidirectional override, a private character, halves of emoji.
    let odd = "- {id: a, question: \"cafe\\u0301 退款\", variants: [\"退\\u200b款到卡\", \"\\u202e退款\", \"\\ue000退款\"], answer: 甲}\n- {id: b, question: \"caf\\u00e9 退款\", variants: [\"退款到卡\", \"退\\a款\", \"\\u0301\\u0301\", \"\\U0001f3fd\"], answer: 乙}\n";
    let (code, report) = dedup(odd);
    assert_eq!(code, 1, "{report}");
    assert_eq!(report["groups"][0]["representative"]["entry"], "default/a");
}

#[test]
fn duplicates_of_a_hundred_thousand_characters() {
    let (one, other) = ("发货退款换货".repeat(17_000), "什么时候能到呢我".repeat(12_500));
    let different: String = ('\u{4e00}'..'\u{9fa5}').cycle().step_by(7).take(100_000).collect();
    let turned: String = different.chars().rev().collect();
    let text = format!(
        "- {{id: a, question: 甲, variants: [{one}, {other}, {different}], answer: 三天}}\n- {{id: b, question: 乙, variants: [{one}尺, {turned}, {other}], answer: 七天}}\n"
    );
    let folder = folder(&[("kb/x.yaml", text.as_bytes())]);
    let (code, out, error) = ask(folder.path(), &["dedup", "--output", "csv"]);
    assert_eq!((code, out.matches("conflict").count()), (1, 4), "{error}");
    let (code, out, _) = ask(folder.path(), &["dedup"]);
    assert!(code == 1 && out.lines().all(|line| line.len() < 2_000));
    // Pairs that the search would never bring together are compared all the same.
    let pairs = format!("sentence1,sentence2\n{different},{turned}\n{one},{other}\n{different},退\n");
    fs::write(folder.path().join("p.csv"), pairs).expect("file");
    let (code, out, error) = ask(folder.path(), &["dedup", "--pairs", "p.csv"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("0 of 3 pairs"), "{out}");
}

#[test]
fn duplicates_by_the_thousand() {
    let same = format!("- question: 怎么退款\n  variants:\n{}", "    - 怎么退款\n".repeat(20_000));
    let folder = folder(&[("kb/x.yaml", same.as_bytes())]);
    let (code, out, error) = ask(folder.path(), &["dedup"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("and 19,990 more"), "{out}");
    let (code, out, error) = ask(folder.path(), &["dedup", "--fix"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("20,000"), "{out}");
    let left = fs::read_to_string(folder.path().join("kb/x.yaml")).expect("file");
    assert_eq!(left.matches("怎么退款").count(), 1, "{left}");
    // As many entries with one phrasing, and one entry that says one thing in as many ways.
    let entries: String =
        (0..3_000).map(|at| format!("- {{id: e{at}, question: 怎么退款, answer: {at}天}}\n")).collect();
    fs::write(folder.path().join("kb/x.yaml"), entries).expect("file");
    let (code, out, error) = ask(folder.path(), &["dedup", "--output", "csv"]);
    assert_eq!((code, out.lines().count()), (1, 3_001), "{error}");
    let mut ways =
        "- {id: a, question: 怎么退款, answer: 甲}\n- id: b\n  question: 发货\n  answer: 乙\n  variants:\n"
            .to_owned();
    for (how, end) in
        ["怎么", "如何", "咋", "怎样"].iter().flat_map(|how| (0..1_500).map(move |end| (how, end)))
    {
        writeln!(ways, "    - {}{how}退款{}", "亲，".repeat(end % 40), "呢啊".repeat(end / 40))
            .expect("a text");
    }
    fs::write(folder.path().join("kb/x.yaml"), ways).expect("file");
    let (code, out, error) = ask(folder.path(), &["dedup", "--output", "csv"]);
    assert_eq!((code, out.lines().count()), (1, 6_002), "{error}");
}

/// A million copies of one phrasing in a thousand entries. It takes minutes in a debug build, so it is skipped,
/// and says so, unless `KBTOOL_HEAVY=1` is set.
#[test]
fn a_million_duplicates() {
    if std::env::var_os("KBTOOL_HEAVY").is_none() {
        eprintln!("skipped: set KBTOOL_HEAVY=1 to look for duplicates among a million copies");
        return;
    }
    let variants = "    - 怎么退款\n".repeat(999);
    let entries: String = (0..1_000)
        .map(|at| format!("- id: e{at}\n  question: 怎么退款\n  answer: {at}天\n  variants:\n{variants}"))
        .collect();
    let folder = folder(&[("kb/x.yaml", entries.as_bytes())]);
    let (code, out, error) = ask(folder.path(), &["dedup"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("1,000,000"), "{out}");
    let (code, _, error) = ask(folder.path(), &["dedup", "--fix", "--output", "csv"]);
    assert_eq!(code, 1, "{error}");
    let left = fs::read_to_string(folder.path().join("kb/x.yaml")).expect("file");
    assert_eq!(left.matches("怎么退款").count(), 1_000);
}
