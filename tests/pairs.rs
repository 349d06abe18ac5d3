//! `kbtool dedup --pairs` from outside: pairs of sentences in, judgements and figures out.

#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use common::dedup::{dedup, json, list, texts};
use common::{folder, kbtool};
use serde_json::Value;

const PAIRS: &str = "sentence1,sentence2,label\n怎么退款,如何退款,1\n怎么退款,怎么改地址,0\n怎么开通花呗,怎么关闭花呗,0\n怎么退款,,\n帐户怎么注销,账户怎么注销,1\n";

#[test]
fn pairs_are_judged_row_by_row() {
    let folder = folder(&[("p.csv", PAIRS), ("plain.csv", "text1,TEXT2\n怎么退款,如何退款\n")]);
    let (code, report) = json(&folder, &["--pairs", "p.csv"]);
    assert_eq!((code, report["schema"].as_str()), (0, Some("kbtool.dedup/1")));
    let pairs = list(&report, "pairs");
    let of = |field: &str| pairs.iter().map(|pair| pair[field].clone()).collect::<Vec<Value>>();
    assert_eq!(of("line"), [2, 3, 4, 5, 6].map(Value::from));
    assert_eq!(of("duplicate"), [true, false, false, false, true].map(Value::from));
    assert_eq!(of("set_apart"), [false, false, true, false, false].map(Value::from));
    assert_eq!(of("label")[3], Value::Null);
    assert_eq!(texts(pairs, "sentence2")[4], "账户怎么注销");
    assert_eq!(texts(pairs, "reason")[4], "帐户/账户 sound alike");
    assert!(pairs.iter().all(|pair| (0.0..=1.0).contains(&pair["score"].as_f64().expect("a score"))));
    let figures = &report["figures"];
    assert_eq!(
        (&figures["rows"], &figures["precision"], &figures["recall"]),
        (&4.into(), &1.0.into(), &1.0.into())
    );
    let (code, plain) = json(&folder, &["--pairs", "plain.csv"]);
    assert_eq!((code, &plain["figures"]), (0, &Value::Null));
    assert_eq!(plain["pairs"][0]["label"], Value::Null);
}

#[test]
fn tables_of_pairs_that_are_wrong_or_odd() {
    let folder = folder(&[
        ("columns.csv", "a,b\n怎么退款,如何退款\n"),
        ("half.csv", "sentence1,b\n怎么退款,如何退款\n"),
        ("label.csv", "sentence1,sentence2,label\n怎么退款,如何退款,maybe\n"),
        ("empty.csv", ""),
        ("header.csv", "sentence1,sentence2\n"),
        ("p.jsonl", "{\"sentence1\":\"怎么退款\",\"sentence2\":\"如何退款\",\"label\":1}\n"),
    ]);
    for (name, words) in [
        ("columns.csv", &["`sentence1`", "a, b"][..]),
        ("half.csv", &["`sentence2`", "sentence1, b"]),
        ("label.csv", &["label.csv:2", "`maybe`"]),
        ("empty.csv", &["empty.csv"]),
        ("gone.csv", &["gone.csv"]),
    ] {
        let (code, out, error) = dedup(&folder, &["--pairs", name]);
        assert_eq!((code, out.as_str()), (2, ""), "{name}: {error}");
        for word in words {
            assert!(error.contains(word), "{name}: {error}");
        }
    }
    let (code, report) = json(&folder, &["--pairs", "header.csv"]);
    assert_eq!((code, list(&report, "pairs").len(), &report["figures"]), (0, 0, &Value::Null));
    assert_eq!(json(&folder, &["--pairs", "p.jsonl"]).1["pairs"][0]["duplicate"], true);
    fs::write(folder.path().join("gb.csv"), encoding_rs::GB18030.encode(PAIRS).0).expect("file");
    fs::write(folder.path().join("utf8.csv"), format!("\u{feff}{}", PAIRS.replace('\n', "\r\n")))
        .expect("file");
    let (_, gb) = json(&folder, &["--pairs", "gb.csv"]);
    assert_eq!(json(&folder, &["--pairs", "utf8.csv"]).1, gb);
    let mut child = kbtool(folder.path())
        .args(["dedup", "--pairs", "-", "--output", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    child.stdin.take().expect("a pipe").write_all(PAIRS.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("an end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).expect("JSON"), gb);
}
