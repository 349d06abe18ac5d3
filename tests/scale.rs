//! Rows divided between processes in every way that users divide them, and the report that must come out the same to
//! the byte: files, shards, streams without a header; with the knowledge base and with a bundle of it.

#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

const FAQ: &str = "\
pack: shop
entries:
- {id: ship, question: 什么时候发货？, variants: [多久发货, 几天能发出, 今天能发吗], keywords: [[发货, 哪天]], answer: 48 小时内发货。}
- {id: refund, question: 怎么退款？, variants: [钱怎么退, 申请退款, 退款在哪点], counterexamples: [退款多久到账], answer: 在订单里申请。}
- {id: arrive, question: 退款几天到账？, variants: [退的钱几天到, 到账要多久, 退款多久到], answer: 三到五天。}
- {id: size, question: 尺码怎么选？, variants: [穿多大码, 选什么码, 偏大还是偏小]}
- {id: old, question: 双十一有活动吗, variants: [双11打折吗], answer: 有, until: 2026-11-12, status: retired}
";

/// What customers write, and what is expected: a label, a question, nothing, something unknown.
const ROWS: [(&str, &str); 12] = [
    ("几天发货呀", "shop/ship"),
    ("哪天可以发货", "ship"),
    ("退款到账要几天", "退款几天到账？"),
    ("钱咋退", "shop/refund"),
    ("多大码合适", "shop/size"),
    ("双11有优惠吗", "shop/old"),
    ("开发票", "shop/invoice"),
    ("今天天气怎么样", ""),
    ("你是机器人吗", "none"),
    ("=1+1", "shop/ship"),
    ("", "shop/ship"),
    ("退款多久到账", "shop/arrive"),
];

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write("kb/faq.yaml", FAQ);
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, content).expect("a file");
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect(name)
    }

    fn run(&self, arguments: &[&str], input: Option<&[u8]>) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kbtool"));
        command.args(["--quiet", "--lang", "en"]).args(arguments).current_dir(self.0.path());
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("kbtool");
        let mut stdin = child.stdin.take().expect("a pipe");
        // Whoever refuses the options does not read.
        let _ = stdin.write_all(input.unwrap_or_default());
        drop(stdin);
        child.wait_with_output().expect("output")
    }

    /// Run, and want exit code 0.
    fn ok(&self, arguments: &[&str]) -> String {
        self.ok_with(arguments, None)
    }

    fn ok_with(&self, arguments: &[&str], input: Option<&[u8]>) -> String {
        let output = self.run(arguments, input);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Run, want exit code 2, and give the message.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments, None);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8(output.stderr).expect("UTF-8")
    }
}

const DAY: [&str; 2] = ["--as-of", "2026-11-05"];

fn eval<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["eval"], &DAY[..], arguments].concat()
}

/// A row: which of [`ROWS`], how often, in which of a few conversations or none, in which file.
type Pick = (usize, u8, Option<u8>, usize);

const HEADER: &str = "question,expected,conversation,count\n";

fn line(&(row, count, conversation, _): &Pick) -> String {
    let (question, expected) = ROWS[row];
    let conversation = conversation.map(|number| format!("c{number}")).unwrap_or_default();
    format!("{question},{expected},{conversation},{count}\n")
}

#[test]
fn files_and_shards_in_any_order_give_the_report_of_all_rows() {
    let folder = Folder::new();
    folder.ok(&["bundle", "--out", "kb.bundle", DAY[0], DAY[1]]);
    let picks = prop::collection::vec(
        (0..ROWS.len(), 0_u8..4, prop::option::weighted(0.7, 0_u8..4), 0_usize..3),
        12..60,
    );
    let strategy = (picks, 1_u32..5, Just([0_usize, 1, 2]).prop_shuffle(), any::<bool>());
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() });
    let divided = |(picks, shards, order, bundle): (Vec<Pick>, u32, [usize; 3], bool)| {
        let mut files = [HEADER.to_owned(), HEADER.to_owned(), HEADER.to_owned()];
        for pick in &picks {
            files[pick.3].push_str(&line(pick));
        }
        let names = ["a.csv", "b.csv", "c.csv"];
        for (name, text) in names.iter().zip(&files) {
            folder.write(name, text);
        }
        let with: &[&str] = if bundle { &["--kb-bundle", "kb.bundle"] } else { &[] };
        let whole =
            eval(&["a.csv", "b.csv", "c.csv", "--output", "json=whole.json", "--output", "text=whole.txt"]);
        let output = folder.run(&whole, None);
        if output.status.code() == Some(2) {
            // Nothing but rows without a question.
            return Ok(());
        }
        let merge = |parts: &[String]| {
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            let report =
                ["--output", "json=merged.json", "--output", "text=merged.txt", "--failures", "failures.csv"];
            folder.ok(&[&["merge"], &parts[..], &report].concat());
            (folder.read("merged.json"), folder.read("merged.txt"), folder.read("failures.csv"))
        };
        let (json, text) = (folder.read("whole.json"), folder.read("whole.txt"));
        // One part for each file, merged in any order.
        let parts: Vec<String> = order
            .iter()
            .map(|&at| {
                let part = format!("--partial=file-{at}.tsv");
                folder.ok(&[eval(&[names[at], &part]), with.to_vec()].concat());
                format!("file-{at}.tsv")
            })
            .collect();
        let by_file = merge(&parts);
        prop_assert_eq!(&by_file.0, &json);
        prop_assert_eq!(&by_file.1, &text);
        // Shares of all files, to standard output.
        let shards: Vec<String> = (1..=shards)
            .map(|index| {
                let (name, shard) = (format!("shard-{index}.tsv"), format!("{index}/{shards}"));
                let all = ["a.csv", "b.csv", "c.csv", "--shard", &shard, "--partial"];
                let part = folder.ok(&[eval(&all), with.to_vec()].concat());
                folder.write(&name, part);
                name
            })
            .collect();
        let by_shard = merge(&shards);
        prop_assert_eq!(&by_shard.0, &json);
        prop_assert_eq!(&by_shard.1, &text);
        prop_assert_eq!(&by_shard.2, &by_file.2);
        // A stream without a header, in which an empty cell is null.
        let rows: String = files
            .iter()
            .flat_map(|text| text.lines().skip(1))
            .map(|line| {
                line.split(',')
                    .map(|cell| if cell.is_empty() { "\\N" } else { cell })
                    .collect::<Vec<_>>()
                    .join("\t")
                    + "\n"
            })
            .collect();
        let stream =
            ["-", "--input-format", "tsv", "--columns", "question,expected,conversation,count", "--partial"];
        let part = folder.ok_with(&[eval(&stream), with.to_vec()].concat(), Some(rows.as_bytes()));
        folder.write("stream.tsv", part);
        prop_assert_eq!(&merge(&["stream.tsv".to_owned()]), &by_file);
        Ok(())
    };
    runner.run(&strategy, divided).expect("the same report");
}

/// Four shards of one transcript, and a report of all of it.
fn sharded() -> Folder {
    let folder = Folder::new();
    let rows: String = (0..40).map(|n| line(&(n % ROWS.len(), 1, Some((n % 7) as u8), 0))).collect();
    folder.write("rows.csv", format!("{HEADER}{rows}"));
    for index in 1..=4 {
        let (shard, part) = (format!("{index}/4"), format!("--partial=parts/{index}.tsv"));
        folder.ok(&eval(&["rows.csv", "--shard", &shard, &part]));
    }
    folder
}

#[test]
fn what_does_not_belong_together_is_refused_by_name() {
    let folder = sharded();
    folder.ok(&["merge", "parts"]);
    let message = folder.refused(&["merge", "parts/1.tsv", "parts/2.tsv", "parts/4.tsv"]);
    assert!(message.contains("1 of 4 shards missing: 3/4"), "{message}");
    folder.write("again.tsv", folder.read("parts/2.tsv"));
    let message = folder.refused(&["merge", "parts", "again.tsv"]);
    assert!(message.contains("more than once there: shard 2/4"), "{message}");
    let message = folder.refused(&["merge", "parts", "parts/2.tsv"]);
    assert!(message.contains("named twice"), "{message}");

    folder.ok(&eval(&["rows.csv", "--shard", "3/4", "--partial=other/3.tsv", "--turn-away", "0.2"]));
    let message = folder.refused(&["merge", "parts/1.tsv", "parts/2.tsv", "other/3.tsv", "parts/4.tsv"]);
    assert!(message.contains("different settings") && message.contains("other/3.tsv"), "{message}");
    folder.write("kb/faq.yaml", FAQ.replace("48 小时", "24 小时"));
    folder.ok(&eval(&["rows.csv", "--shard", "3/4", "--partial=other/3.tsv"]));
    let message = folder.refused(&["merge", "parts/1.tsv", "parts/2.tsv", "other/3.tsv", "parts/4.tsv"]);
    assert!(message.contains("different knowledge bases") && message.contains("other/3.tsv"), "{message}");
    folder.write("kb/faq.yaml", FAQ);
    folder.write("rows.csv", folder.read("rows.csv") + &line(&(0, 1, None, 0)));
    folder.ok(&eval(&["rows.csv", "--shard", "3/4", "--partial=other/3.tsv"]));
    let message = folder.refused(&["merge", "parts/1.tsv", "parts/2.tsv", "other/3.tsv", "parts/4.tsv"]);
    assert!(message.contains("numbers of records"), "{message}");

    let whole = folder.read("parts/1.tsv");
    folder.write("parts/1.tsv", &whole.as_bytes()[..whole.len() - 20]);
    let message = folder.refused(&["merge", "parts"]);
    assert!(message.contains("1.tsv"), "{message}");
}

#[test]
fn parts_merge_in_a_tree_and_gates_are_for_the_whole() {
    let folder = sharded();
    folder.write("kbtool.toml", "[gates]\nhit_rate = 1.0\n");
    folder.ok(&eval(&["rows.csv", "--shard", "1/4", "--partial=parts/1.tsv"]));
    folder.ok(&["merge", "parts/1.tsv", "parts/4.tsv", "--partial=left.tsv"]);
    folder.ok(&["merge", "parts/3.tsv", "parts/2.tsv", "--partial=right.tsv"]);
    let output = folder.run(&["merge", "left.tsv", "right.tsv", "--output", "json"], None);
    assert_eq!(output.status.code(), Some(1), "the gate is missed");
    let whole = folder.run(&eval(&["rows.csv", "--output", "json"]), None);
    assert_eq!(whole.status.code(), Some(1));
    assert_eq!(String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&whole.stdout));
    let message = folder.refused(&["merge", "left.tsv"]);
    assert!(message.contains("2 of 4 shards missing: 2/4, 3/4"), "{message}");
}

#[test]
fn hostile_lines_are_counted_and_end_nothing() {
    let folder = Folder::new();
    let mut stream: Vec<u8> = Vec::new();
    let long = "长".repeat(10 * 1024 * 1024 / 3);
    for line in [
        &b"\xe5\x87\xa0\xe5\xa4\xa9\xe5\x8f\x91\xe8\xb4\xa7\tshop/ship\tc1"[..],
        b"a\tb\tc\td\te\tf",
        b"\\N\t\\N\t\\N",
        b"\"what\tnone\tc2",
        b"\xff\xfe\x80\tshop/ship\tc1",
        b"cut off",
        b"\0\0\t\0\t\0",
        long.as_bytes(),
        "😀\u{301}Ａ１\tnone\tc3".as_bytes(),
    ] {
        stream.extend_from_slice(line);
        stream.push(b'\n');
    }
    let columns = ["--input-format", "tsv", "--columns", "question,expected,conversation"];
    let part = folder.ok_with(&[eval(&["-", "--partial"]), columns.to_vec()].concat(), Some(&stream));
    let mut inputs: BTreeMap<&str, u64> = BTreeMap::new();
    for line in part.lines().filter(|line| line.contains("\tinput_")) {
        let cells: Vec<&str> = line.split('\t').collect();
        *inputs.entry(cells[1]).or_default() += cells[3].parse::<u64>().expect("a count");
    }
    assert_eq!(inputs.values().sum::<u64>(), 9, "{inputs:?}");
    assert!(inputs["input_skipped"] >= 5, "{inputs:?}");

    let mut json = String::new();
    for line in [
        r#"{"question":"几天发货","expected":"shop/ship","noise":[1]}"#,
        "{",
        "[]",
        "null",
        r#"{"expected":"x"}"#,
    ] {
        writeln!(json, "{line}").expect("memory");
    }
    let columns = ["--input-format", "jsonl", "--columns", "question,expected"];
    let part = folder.ok_with(&[eval(&["-", "--partial"]), columns.to_vec()].concat(), Some(json.as_bytes()));
    assert!(part.contains("*\tinput_rows\t*\t1\n"), "{part}");
    assert!(part.contains("*\tinput_skipped\tbad_json\t3\n"), "{part}");
}

#[test]
fn a_task_without_rows_is_a_part_too() {
    let folder = Folder::new();
    let columns = ["--input-format", "tsv", "--columns", "question,expected"];
    let empty = folder.ok_with(&[eval(&["-", "--partial"]), columns.to_vec()].concat(), Some(b""));
    folder.write("empty.tsv", empty);
    let rows = "几天发货\tshop/ship\n".as_bytes();
    let part = folder.ok_with(&[eval(&["-", "--partial"]), columns.to_vec()].concat(), Some(rows));
    folder.write("part.tsv", part);
    let one = folder.ok(&["merge", "part.tsv", "--output", "json"]);
    assert_eq!(folder.ok(&["merge", "empty.tsv", "part.tsv", "--output", "json"]), one);
    let message = folder.refused(&["merge", "empty.tsv"]);
    assert!(message.contains("no row could be judged"), "{message}");
}

#[test]
fn a_bundle_judges_as_the_knowledge_base_and_is_refused_when_it_is_not_whole() {
    let folder = Folder::new();
    folder.write(
        "rows.csv",
        format!("{HEADER}{}", (0..30).map(|n| line(&(n % ROWS.len(), 1, None, 0))).collect::<String>()),
    );
    folder.ok(&["bundle", "--out", "kb.bundle", DAY[0], DAY[1]]);
    let with_bundle = folder.ok(&["eval", "rows.csv", "--kb-bundle", "kb.bundle", "--output", "json"]);
    assert_eq!(folder.ok(&eval(&["rows.csv", "--output", "json"])), with_bundle);
    let question = |arguments: &[&str]| folder.ok(&[&["match", "几天发货"], arguments].concat());
    assert_eq!(question(&["--kb-bundle", "kb.bundle"]), question(&DAY));
    // What was made with a bundle and what was made without add up.
    folder.ok(&eval(&["rows.csv", "--shard", "1/2", "--partial=1.tsv"]));
    folder.ok(&["eval", "rows.csv", "--shard", "2/2", "--partial=2.tsv", "--kb-bundle", "kb.bundle"]);
    assert_eq!(folder.ok(&["merge", "2.tsv", "1.tsv", "--output", "json"]), with_bundle);

    let message = folder.refused(&["eval", "rows.csv", "--kb-bundle", "kb.bundle", "--as-of", "2026-11-11"]);
    assert!(message.contains("made with --as-of 2026-11-05"), "{message}");
    let message = folder.refused(&["eval", "rows.csv", "--kb-bundle", "kb.bundle", "--kb", "kb"]);
    assert!(message.contains("two knowledge bases"), "{message}");
    let bytes = std::fs::read(folder.path("kb.bundle")).expect("the bundle");
    let mut damaged = bytes.clone();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    for (name, bytes, wanted) in [
        ("damaged", damaged, "is damaged: its digest is another"),
        ("cut", bytes[..middle].to_vec(), "are there"),
        ("none", b"- question: a\n".to_vec(), "is no bundle"),
        ("empty", Vec::new(), "is no bundle"),
    ] {
        folder.write(name, bytes);
        let message = folder.refused(&["eval", "rows.csv", "--kb-bundle", name]);
        assert!(message.contains(wanted), "{name}: {message}");
    }
    assert!(!Path::new("kb.bundle").exists(), "nothing is written elsewhere");
}
