//! Files that are broken, huge or meant to hurt: each ends in a message and one of the three exit codes.

#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;

use common::{ask, folder_of_bytes as folder, kbtool, package};

const GOOD: &str = "- {id: ship, question: 什么时候发货？, variants: [多久发货, 幾天能到], answer: 两天}\n";
const ROWS: &str = "question,expected\n什么时候发货,ship\n";

/// What becomes of a knowledge base that is this one file.
fn load(name: &str, bytes: &[u8]) -> (i32, String) {
    let folder = folder(&[(name, bytes)]);
    let (code, _, error) = ask(folder.path(), &["match", "多久发货", "--engine", "exact"]);
    (code, error)
}

fn refused(text: impl AsRef<[u8]>, words: &[&str]) {
    let (code, error) = load("kb/x.yaml", text.as_ref());
    assert_eq!(code, 2, "{error}");
    for word in words {
        assert!(error.contains(word), "`{word}` is missing: {error}");
    }
    // The linter says so too, goes on with the rest, and its fixes end.
    let folder = folder(&[("kb/x.yaml", text.as_ref()), ("kb/y.yaml", GOOD.as_bytes())]);
    let (code, out, error) = ask(folder.path(), &["lint", "--output", "concise"]);
    assert_eq!(code, 1, "{out}{error}");
    let (code, out, error) = ask(folder.path(), &["lint", "--fix", "--unsafe-fixes", "--output", "concise"]);
    assert!(code < 2, "{out}{error}");
    assert!(!fs::read(folder.path().join("kb/y.yaml")).expect("file").is_empty());
}

/// What becomes of a transcript beside a good knowledge base.
fn evaluate(name: &str, bytes: &[u8], more: &[&str]) -> (i32, String, String) {
    let folder = folder(&[("kb/x.yaml", GOOD.as_bytes()), (name, bytes)]);
    ask(folder.path(), &[&["eval", name, "--engine", "exact", "-o", "csv"], more].concat())
}

fn no_rows(name: &str, bytes: impl AsRef<[u8]>, words: &[&str]) {
    let (code, out, error) = evaluate(name, bytes.as_ref(), &[]);
    assert_eq!((code, out.as_str()), (2, ""), "{error}");
    for word in words {
        assert!(error.contains(word), "`{word}` is missing: {error}");
    }
}

/// The transcript gives some row that is covered; the notes are returned.
fn some_rows(name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> String {
    let (code, out, error) = evaluate(name, bytes.as_ref(), more);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("(all),coverage,1,"), "{out}{error}");
    error
}

fn utf16(text: &str) -> Vec<u8> {
    "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn gb18030(text: &str) -> Vec<u8> {
    encoding_rs::GB18030.encode(text).0.into_owned()
}

#[test]
fn aliases_that_explode() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..40 {
        let before = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(bomb, "a{level}: &a{level} [{before}]").expect("a text");
    }
    refused(&bomb, &["KB001", "nodes"]);
    refused("- &a {question: 甲, <<: *a}\n", &["KB001"]);
    refused("- &a [*a, *b]\n", &["KB001", "`*b`"]);
}

#[test]
fn nesting_without_end() {
    refused("- ".repeat(20_000), &["KB001"]);
    refused("[".repeat(20_000), &["KB001"]);
    refused("{a: ".repeat(20_000), &["KB001"]);
    refused("? ".repeat(20_000), &["KB001"]);
    refused(format!("{}{}", "[".repeat(20_000), "]".repeat(20_000)), &["KB001"]);
    let block = (0..1_000).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n");
    refused(block, &["KB001"]);
}

#[test]
fn files_that_are_no_text() {
    refused(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x90\0\0\x01\x90\x08\x06", &["KB002", "NUL"]);
    refused([0_u8; 4096], &["KB002", "NUL"]);
    refused("- question: 什么\0时候\n", &["KB002", "NUL", "line 1"]);
    refused((0..=255).collect::<Vec<u8>>(), &["KB002"]);
    refused("- question: \"\u{7}\"\n- question: \u{1b}[31m红\n", &[]);
}

#[test]
fn other_encodings_are_named_with_the_way_out() {
    refused(gb18030(GOOD), &["KB002", "GB18030", "iconv -f GB18030 -t UTF-8", "line 1"]);
    refused(utf16(GOOD), &["KB002", "UTF-16LE", "iconv -f UTF-16 -t UTF-8"]);
    refused(&utf16(GOOD)[2..], &["KB002", "UTF-16LE", "iconv -f UTF-16LE -t UTF-8"]);
    let big5 = encoding_rs::BIG5.encode("- question: 請問什麼時候到貨\n  answer: 明天出貨\n").0.into_owned();
    refused(big5, &["KB002", "Big5", "iconv -f Big5 -t UTF-8"]);
    let mut cut = GOOD.as_bytes().to_vec();
    cut.insert(30, 0xe4);
    refused(cut, &["KB002", "line 1"]);
}

#[test]
fn marks_line_ends_and_letters_of_all_kinds_are_fine() {
    let question = "👩‍👩‍👧‍👦 e\u{301}é ＡＢＣ　１２ \u{202e}עברית\u{2028}ﷺ 🇨🇳 葛\u{e0100} \u{200b}";
    let text =
        format!("\u{feff}- id: ship\r\n  question: \"{question}\"\r\n  variants:\r\n    - 多久发货\r\n");
    let (code, error) = load("kb/x.yaml", text.as_bytes());
    assert_eq!((code, error.as_str()), (0, ""));
    let folder = folder(&[("kb/x.yaml", text.as_bytes())]);
    let (_, out, _) = ask(folder.path(), &["match", question, "-o", "json"]);
    assert!(out.contains("\"entry\":\"default/ship\",") && out.contains("\"reason\":\"exact\""), "{out}");
}

#[test]
fn files_with_nothing_in_them() {
    for text in ["", "\n\n", "# 只有注释\n", "---\n", "--- ~\n...\n", "\u{feff}", "[]", "entries: []\n", "{}"]
    {
        refused(text, &["no entry"]);
        let beside = folder(&[("kb/good.yaml", GOOD.as_bytes()), ("kb/x.yaml", text.as_bytes())]);
        let (code, _, error) = ask(beside.path(), &["match", "多久发货", "--engine", "exact"]);
        assert_eq!((code, error.as_str()), (0, ""), "{text:?}");
    }
}

#[test]
fn values_of_the_wrong_kind() {
    let faulty = "- question: 甲\n  from: 2026-02-30\n  until: 99999-01-01\n- question: 乙\n  from: 0x10\n  until: 1e309\n\
                  - question: 丙\n  from: [2026-01-01]\n  status: 99999999999999999999\n- question: {a: b}\n- [甲]\n- 42\n- ~\n";
    refused(
        faulty,
        &["x.yaml:2:", "x.yaml:3:", "x.yaml:5:", "x.yaml:6:", "x.yaml:8:", "x.yaml:9:", "x.yaml:10:"],
    );
    let folder =
        folder(&[("kb/pack.yaml", b"gates: {hit_rate: 1e999, coverage: .nan, mrr: -0.1, top1: 0x1}\n")]);
    let (code, _, error) = ask(folder.path(), &["match", "x"]);
    assert_eq!((code, error.matches("KB004").count()), (2, 4), "{error}");
    // A number is a text where a text is wanted, however large.
    let (code, error) =
        load("kb/x.yaml", b"- {id: 1e400, question: 99999999999999999999999, variants: [0o7, -.inf]}\n");
    assert_eq!((code, error.as_str()), (0, ""));
}

#[test]
fn one_line_of_a_megabyte() {
    let entries: Vec<String> = (0..20_000).map(|at| format!("{{id: e{at}, question: 问题{at}吗}}")).collect();
    let (code, error) = load("kb/x.yaml", format!("[{}]", entries.join(", ")).as_bytes());
    assert_eq!((code, error.as_str()), (0, ""));
    let (code, error) = load("kb/x.yaml", format!("- question: {}\n", "什么时候".repeat(90_000)).as_bytes());
    assert_eq!((code, error.as_str()), (0, ""));
    let (code, error) = load("kb/x.yaml", format!("[{}", "{a: 1}, ".repeat(500)).as_bytes());
    assert_eq!(code, 2, "{error}");
    refused(format!("- {{question: 甲, {}: 1}}\n", "键".repeat(1_000)), &["KB003"]);
    refused(format!("- {{question: 甲, {}: 1}}\n", "键".repeat(50_000)), &["x.yaml:1:"]);
    refused(format!("- {{question: 甲, related: [{}]}}\n", "无".repeat(50_000)), &["KB106"]);
    let merged: String =
        (0..20_000).fold("- &a {id: a, question: 甲".to_owned(), |text, at| text + &format!(", x-{at}: 1"));
    let (code, error) = load("kb/x.yaml", format!("{merged}}}\n- {{<<: *a, id: b}}\n").as_bytes());
    assert_eq!((code, error.as_str()), (0, ""));
}

#[test]
fn every_engine_takes_very_small_and_very_odd_knowledge_bases() {
    let long =
        format!("- {{question: 甲, answer: 好}}\n- {{question: {}}}\n", "什么时候发货呢".repeat(3_000));
    for text in [
        "- question: 甲\n",
        "- question: ？？\n",
        "- question: 😀\n- question: 😁\n",
        "- question: ''\n- question: 乙\n",
        "- {question: 甲, variants: [甲, 甲, 甲！]}\n- {question: 乙, variants: [甲]}\n",
        "- {question: 甲, counterexamples: [甲]}\n",
        "- {question: 甲, keywords: [[], [''], [a, a], ['？']]}\n",
        &long,
    ] {
        let folder = folder(&[("kb/x.yaml", text.as_bytes()), ("t.csv", ROWS.as_bytes())]);
        for engine in ["auto", "exact", "keyword", "linear", "retrieval"] {
            for question in ["甲", "", "？？", "😀", "什么时候发货"] {
                let (code, _, error) = ask(folder.path(), &["match", question, "--engine", engine]);
                assert_eq!(code, 0, "{engine}: {text}: {error}");
            }
            let (code, _, error) = ask(folder.path(), &["eval", "t.csv", "--engine", engine]);
            assert_eq!(code, 0, "{engine}: {text}: {error}");
        }
    }
}

#[cfg(unix)]
mod links {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    #[test]
    fn a_link_to_nowhere() {
        let folder = folder(&[("kb/x.yaml", GOOD.as_bytes())]);
        symlink("nowhere.yaml", folder.path().join("kb/gone.yaml")).expect("link");
        let (code, _, error) = ask(folder.path(), &["match", "多久发货", "--engine", "exact"]);
        assert_eq!(code, 2, "{error}");
        assert!(error.contains("kb/gone.yaml") && error.contains("target does not exist"), "{error}");
    }

    #[test]
    fn a_folder_inside_itself() {
        let folder = folder(&[("kb/deep/x.yaml", GOOD.as_bytes())]);
        symlink("..", folder.path().join("kb/deep/again")).expect("link");
        let (code, _, error) = ask(folder.path(), &["match", "多久发货", "--engine", "exact"]);
        assert_eq!(code, 2, "{error}");
        assert!(error.contains("kb/deep/again") && error.contains("leads back"), "{error}");
    }

    #[test]
    fn a_link_to_a_file_and_one_to_a_device() {
        let folder = folder(&[("elsewhere/x.txt", GOOD.as_bytes()), ("kb/notes.md", b"")]);
        symlink("../elsewhere/x.txt", folder.path().join("kb/x.yaml")).expect("link");
        symlink("/dev/zero", folder.path().join("kb/zero.yaml")).expect("link");
        let (code, _, error) = ask(folder.path(), &["match", "多久发货", "--engine", "exact"]);
        assert_eq!((code, error.as_str()), (0, ""));
        let (code, _, error) = ask(folder.path(), &["eval", "/dev/zero"]);
        assert_eq!(code, 2, "{error}");
        assert!(error.contains("binary"), "{error}");
    }

    #[test]
    fn a_file_without_permission() {
        let folder = folder(&[("kb/x.yaml", GOOD.as_bytes()), ("t.csv", ROWS.as_bytes())]);
        let (yaml, table) = (folder.path().join("kb/x.yaml"), folder.path().join("t.csv"));
        for path in [&yaml, &table] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o0)).expect("permissions");
        }
        // The superuser reads everything.
        let wanted = if fs::read(&yaml).is_ok() { 0 } else { 2 };
        let (code, _, error) = ask(folder.path(), &["match", "多久发货", "--engine", "exact"]);
        assert_eq!(code, wanted, "{error}");
        assert!(wanted == 0 || error.contains("kb/x.yaml"), "{error}");
        fs::set_permissions(&yaml, fs::Permissions::from_mode(0o644)).expect("permissions");
        let (code, _, error) = ask(folder.path(), &["eval", "t.csv", "--engine", "exact"]);
        assert_eq!(code, wanted, "{error}");
        assert!(wanted == 0 || error.contains("t.csv"), "{error}");
    }
}

#[test]
fn a_folder_that_is_called_like_a_file() {
    let folder = folder(&[("kb/x.yaml/y.yaml", GOOD.as_bytes()), ("t.csv/a.txt", b"")]);
    let (code, _, error) = ask(folder.path(), &["match", "多久发货", "--engine", "exact"]);
    assert_eq!((code, error.as_str()), (0, ""));
    let (code, _, error) = ask(folder.path(), &["eval", "t.csv"]);
    assert_eq!(code, 2);
    assert!(error.contains("is a directory"), "{error}");
}

#[test]
fn tables_without_a_row() {
    no_rows("t.csv", "", &["t.csv is empty"]);
    no_rows("t.csv", "\u{feff}", &["t.csv is empty"]);
    no_rows("t.csv", "\n\n  \n", &["t.csv is empty"]);
    no_rows("t.csv", "question,expected\n", &["no row could be judged"]);
    no_rows(
        "t.csv",
        "question,expected\n,ship\n,\n　,ship\n",
        &["no row could be judged: all were skipped", "t.csv:2"],
    );
    no_rows("t.jsonl", "\n", &["t.jsonl is empty"]);
    no_rows("t.jsonl", "[]", &["jq"]);
    no_rows("t.csv", "多久发货,ship\n", &["no column is `question`", "`多久发货`"]);
}

#[test]
fn tables_that_are_something_else() {
    no_rows("t.xlsx", ROWS, &["Excel"]);
    no_rows("t.xlsx", b"PK\x03\x04 and then nothing of the kind", &["Excel"]);
    no_rows("t.csv", b"PK\x03\x04\0\0\0\0", &["Excel"]);
    no_rows("t.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".repeat(100), &["Excel"]);
    no_rows("t.csv", b"%PDF-1.7\n%\x80\x81\x82\x83\0\0\0\x01\x02\x03\x04\x05\x06", &["binary"]);
    no_rows("t.parquet", ROWS, &["t.parquet", "Parquet", "CSV"]);
    no_rows("t.csv", b"PAR1 and then nothing of the kind", &["t.csv", "Parquet", "CSV"]);
    no_rows("t.jsonl", ROWS, &["no JSON object"]);
    no_rows("t.csv", r#"{"question":"多久发货","expected":"ship"}"#, &["no column"]);
    no_rows("t.txt", r#"[{"question":"多久发货","expected":"ship"}]"#, &["jq"]);
    // A name without a meaning leaves it to the content.
    some_rows("t.txt", r#"{"question":"多久发货","expected":"ship"}"#, &[]);
    some_rows("t.dat", "question;expected\n多久发货;ship\n", &[]);
    some_rows("t.csv", "question\texpected\n多久发货\tship\n", &[]);
    some_rows("t.xlsx", ROWS, &["--input-format", "csv"]);
    some_rows("t.parquet", ROWS, &["--input-format", "csv"]);
}

#[test]
fn tables_with_faults_in_them() {
    let notes = some_rows("t.csv", "question,expected\n多久发货,ship\n\"没有收尾,ship\n又一行,ship\n", &[]);
    assert!(notes.contains("t.csv:3") && notes.contains("never closed"), "{notes}");
    let notes = some_rows("t.csv", "question,expected\n多久\0发货,ship\n多久发货,ship\n", &[]);
    assert!(!notes.contains("t.csv:3"), "{notes}");
    let notes = some_rows("t.csv", [ROWS.as_bytes(), b"\xff\xfe\xfd,ship\n"].concat(), &[]);
    assert!(notes.contains("malformed"), "{notes}");
    let notes = some_rows(
        "t.csv",
        "question,expected,count\n多久发货,ship,1\n多久发货,ship,99999999999999999999\n多久发货,ship,-1\n多久发货,ship,1e9\n多久发货,ship,NaN\n",
        &[],
    );
    assert_eq!(notes.matches("is no count").count(), 4, "{notes}");
    let deep = format!("{{\"question\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    let lines = format!(
        "{{\"question\":\"多久发货\",\"expected\":\"ship\"}}\n{deep}\n{{\"question\":\"\\ud800\",\"expected\":null}}\n{{\n"
    );
    let notes = some_rows("t.jsonl", lines, &[]);
    assert_eq!(notes.matches("not a JSON object").count(), 3, "{notes}");
    let many = (0..5_000).fold("question,expected".to_owned(), |text, at| text + &format!(",x{at}"));
    some_rows("t.csv", format!("{many}\n多久发货,ship{}\n", ",".repeat(5_000)), &[]);
    some_rows("t.csv", ROWS.replace('\n', "\r"), &[]);
    let (code, _, error) = evaluate("t.csv", b"question,expected\n\"\n", &["--strict"]);
    assert_eq!(code, 2, "{error}");
}

#[test]
fn cells_of_ten_megabytes_and_rows_without_end() {
    let long = "很长".repeat(1_700_000);
    some_rows("t.csv", format!("{ROWS}\"{long}\",ship\n"), &[]);
    let notes =
        some_rows("t.csv", format!("{ROWS}多久发货,{long}\n多久发货,ship\n").replace(&long, "ship"), &[]);
    assert_eq!(notes, "");
    let endless = format!("{ROWS}\"{}", "没有收尾\n".repeat(1_500_000));
    let (code, _, error) = evaluate("t.csv", endless.as_bytes(), &[]);
    assert_eq!(code, 2, "{error}");
    assert!(error.contains("line 3") && error.contains("16 MiB"), "{error}");
    let object = format!("{{\"question\":\"{}\"}}\n", "长".repeat(6_000_000));
    let notes =
        some_rows("t.jsonl", format!("{{\"question\":\"多久发货\",\"expected\":\"ship\"}}\n{object}"), &[]);
    assert!(notes.contains("16 MiB"), "{notes}");
}

#[test]
fn a_workbook_with_a_cell_outside_of_the_sheet() {
    let bytes = fs::read(package().join("tests/fixtures/hostile/reference.xlsx")).expect("the fixture");
    let (code, _, error) = evaluate("t.xlsx", &bytes, &[]);
    assert!(matches!(code, 0 | 2), "{error}");
}

#[test]
fn standard_input_as_a_table() {
    let folder = folder(&[("kb/x.yaml", GOOD.as_bytes())]);
    for (input, wanted) in [
        (ROWS.as_bytes().to_vec(), 0),
        (gb18030("问题,标准问\n多久发货,ship\n什么时候发货,ship\n"), 0),
        (utf16(ROWS), 0),
        (b"".to_vec(), 2),
        (vec![0; 100_000], 2),
    ] {
        let mut child = kbtool(folder.path())
            .args(["eval", "-", "--engine", "exact", "-o", "csv"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        // It may have seen enough before all is written.
        let _ = child.stdin.take().expect("piped").write_all(&input);
        let output = child.wait_with_output().expect("it ends");
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(wanted), "{error}");
        assert_eq!(wanted == 0, output.stdout.starts_with(b"pack,figure"), "{error}");
    }
}

#[test]
fn questions_on_standard_input_in_any_shape() {
    let folder = folder(&[("kb/x.yaml", GOOD.as_bytes())]);
    let mut child = kbtool(folder.path())
        .args(["match", "--engine", "exact", "-o", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let long = "很长".repeat(300_000);
    let input =
        [b"\xef\xbb\xbf\r\n\0\n\xff\xfe\n".as_slice(), long.as_bytes(), "\n多久发货".as_bytes()].concat();
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("it ends");
    writer.join().expect("written").expect("written");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(output.status.code(), Some(0));
    assert!(text.lines().last().is_some_and(|line| line.contains("\"entry\":\"default/ship\"")), "{text}");
}

/// `kbtool … | head -1`, with more to say than a pipe holds.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = folder(&[("kb/x.yaml", GOOD.as_bytes())]);
    let questions = vec!["多久发货"; 5_000];
    let mut child = kbtool(folder.path())
        .args(["match", "--engine", "exact"])
        .args(&questions)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    out.read_line(&mut line).expect("a line");
    drop(out);
    let mut error = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut error).expect("UTF-8");
    assert_eq!((line.as_str(), error.as_str()), ("多久发货\n", ""));
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

/// `kbtool … 2>&1 | head -1`, and a full disk behind `2>`.
#[test]
fn nobody_who_listens_to_notes_is_no_error() {
    let rows = format!("{ROWS}{}", ",ship\n".repeat(50_000));
    let folder = folder(&[("kb/x.yaml", GOOD.as_bytes()), ("t.csv", rows.as_bytes())]);
    let arguments = ["eval", "t.csv", "--engine", "exact", "-v", "-o", "csv"];
    let mut child = kbtool(folder.path())
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stderr.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
    if let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") {
        let output = kbtool(folder.path()).args(arguments).stderr(full).output().expect("the binary starts");
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stdout.starts_with(b"pack,figure"));
    }
}

/// A report that cannot be written is an error, not silence.
#[test]
fn a_full_disk_behind_the_report_is_an_error() {
    let folder = folder(&[("kb/x.yaml", GOOD.as_bytes())]);
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else { return };
    let output = kbtool(folder.path()).args(["match", "多久发货"]).stdout(full).output().expect("it starts");
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A list of 200 MB in one file. It takes a minute and a gigabyte or two in a debug build, so it is skipped,
/// and says so, unless `KBTOOL_HEAVY=1` is set.
#[test]
fn a_file_of_two_hundred_megabytes() {
    if std::env::var_os("KBTOOL_HEAVY").is_none() {
        eprintln!("skipped: set KBTOOL_HEAVY=1 to load a file of 200 MB");
        return;
    }
    let folder = folder(&[("kb/.keep", b"")]);
    let mut file = fs::File::create(folder.path().join("kb/large.yaml")).expect("file");
    let (mut at, mut written) = (0_u64, 0);
    while written < 200_000_000 {
        let mut block = String::new();
        for _ in 0..10_000 {
            write!(block, "- id: e{at}\n  question: 第{at}号商品什么时候发货？\n").expect("a text");
            write!(block, "  variants: [{at}号多久发货, {at}号几天能到]\n  answer: 付款后 48 小时内发货。\n")
                .expect("a text");
            at += 1;
        }
        file.write_all(block.as_bytes()).expect("written");
        written += block.len();
    }
    drop(file);
    let (code, out, error) = ask(folder.path(), &["match", "7号多久发货", "--engine", "exact"]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.contains("default/e7"), "{out}");
}
