//! `kbtool lint` from outside: what is looked at, what fails, what is written.

#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use common::{command, folder, git, kbtool, run};
use serde_json::Value;

const CLEAN: &str = "- id: ship-time\n  question: 什么时候发货？\n  variants: [多久发货, 几天能发出, 啥时候寄走]\n  answer: 付款后 48 小时内发货。\n";
/// A repeated variant: KB301 with a safe fix.
const REPEATED: &str = "# 头\n- id: ship-time\n  question: 什么时候发货？\n  variants:\n    - 多久发货 # 一\n    - 几天能发出\n    - 多久发货？\n    - 啥时候寄走\n  answer: 付款后 48 小时内发货。\n";

fn lint(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    command(folder, "lint", arguments)
}

fn json(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let (code, out, error) = lint(folder, &[&["--output", "json"], arguments].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("JSON: {out}{error}")))
}

fn codes(report: &Value) -> Vec<&str> {
    let findings = report["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["code"].as_str().expect("a code")).collect()
}

#[test]
fn clean_findings_and_errors_have_their_exit_codes() {
    let clean = folder(&[("kb/p/a.yaml", CLEAN)]);
    assert_eq!(lint(clean.path(), &[]).0, 0);
    let repeated = folder(&[("kb/p/a.yaml", REPEATED)]);
    assert_eq!(lint(repeated.path(), &[]).0, 1);
    assert_eq!(lint(repeated.path(), &["--ignore", "KB301"]).0, 0);
    assert_eq!(lint(repeated.path(), &["--select", "same-phrasing-in-two-entries"]).0, 0);
    assert_eq!(lint(repeated.path(), &["--fail-on", "error"]).0, 0);
    for wrong in [&["--select", "KB3O1"][..], &["--kb", "gone"], &["gone.yaml"], &["--output", "pdf"], &["-"]]
    {
        let (code, out, error) = lint(repeated.path(), wrong);
        assert_eq!(code, 2, "{wrong:?}: {out}{error}");
        assert!(error.starts_with("error: "), "{wrong:?}: {error}");
    }
    assert!(lint(repeated.path(), &["--select", "KB3O1"]).2.contains("did you mean `KB301`?"));
    let empty = folder(&[("kb/readme.txt", "")]);
    assert_eq!(lint(empty.path(), &[]).0, 2, "nothing to look at");
}

#[test]
fn json_is_as_promised() {
    let folder = folder(&[(
        "kb/p/a.yaml",
        "- id: a\n  question: 😀发货时间？\n  varients: [甲]\n  answer: 两天内发货。\n",
    )]);
    let (code, report) = json(folder.path(), &["--select", "KB003"]);
    assert_eq!((code, report["schema"].as_str()), (1, Some("kbtool.lint/1")));
    let finding = &report["findings"][0];
    assert_eq!(finding["name"], "unknown-key");
    assert_eq!(finding["severity"], "error");
    assert_eq!(finding["path"], "kb/p/a.yaml");
    assert_eq!(finding["start"], serde_json::json!({"line": 3, "column": 3}));
    assert_eq!(finding["end"], serde_json::json!({"line": 3, "column": 11}));
    assert_eq!(finding["entry"], "p/a");
    assert!(report["summary"].is_object());
}

#[test]
fn one_bad_file_does_not_hide_the_others() {
    let folder = folder(&[("kb/p/a.yaml", "- [\n"), ("kb/p/b.yaml", REPEATED)]);
    fs::write(folder.path().join("kb/p/c.yaml"), b"\x00\xff\x01").expect("file");
    let (code, report) = json(folder.path(), &["--select", "KB0,KB301"]);
    assert_eq!((code, codes(&report)), (1, vec!["KB001", "KB301", "KB002"]));
}

#[test]
fn fixing_keeps_everything_else_and_ends() {
    let folder = folder(&[("kb/p/a.yaml", REPEATED)]);
    let file = folder.path().join("kb/p/a.yaml");
    let (code, out, error) = lint(folder.path(), &["--diff"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("\n-    - 多久发货？\n"), "{out}");
    assert_eq!(fs::read_to_string(&file).expect("file"), REPEATED, "--diff changes nothing");
    let (code, out, _) = lint(folder.path(), &["--fix"]);
    assert_eq!(code, 0, "{out}");
    assert_eq!(fs::read_to_string(&file).expect("file"), REPEATED.replace("    - 多久发货？\n", ""));
    assert_eq!(lint(folder.path(), &["--diff"]).0, 0, "a second run finds nothing to mend");
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_named_and_left() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("kb/p/a.yaml", REPEATED)]);
    let file = folder.path().join("kb/p/a.yaml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("permissions");
    let (code, _, error) = lint(folder.path(), &["--fix"]);
    assert_eq!(code, 2);
    assert!(error.contains("kb/p/a.yaml") && error.contains("read-only"), "{error}");
    assert_eq!(fs::read_to_string(&file).expect("file"), REPEATED);
    let left = fs::read_dir(folder.path().join("kb/p")).expect("folder").count();
    assert_eq!(left, 1, "no temporary file stays");
}

#[test]
fn paths_narrow_the_report_and_not_the_view() {
    let other = CLEAN.replace("ship-time", "ship-when").replace("什么时候发货？", "哪天能发货呀");
    let folder = folder(&[("kb/p/a.yaml", CLEAN), ("kb/p/b.yaml", &other)]);
    let (_, all) = json(folder.path(), &["--select", "KB302"]);
    let (code, narrowed) = json(folder.path(), &["--select", "KB302", "kb/p/b.yaml"]);
    assert_eq!(code, 1, "the duplicate is seen across files");
    assert!(!codes(&all).is_empty());
    assert!(
        narrowed["findings"].as_array().expect("findings").iter().all(|one| one["path"] == "kb/p/b.yaml")
    );
    // A folder elsewhere is a knowledge base of its own.
    let (code, report) = json(Path::new("/"), &[folder.path().join("kb/p").to_str().expect("a path")]);
    assert_eq!((code, codes(&report).contains(&"KB302")), (1, true));
}

#[test]
fn standard_input_takes_the_place_of_its_file() {
    let folder = folder(&[("kb/p/a.yaml", CLEAN)]);
    let ask = |more: &[&str]| {
        let mut child = kbtool(folder.path())
            .args(["lint", "-", "--stdin-filename", "kb/p/a.yaml", "--as-of", "2026-11-05"])
            .args(more)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        child.stdin.take().expect("a pipe").write_all(REPEATED.as_bytes()).expect("written");
        let output = child.wait_with_output().expect("an end");
        (output.status.code(), String::from_utf8(output.stdout).expect("UTF-8"))
    };
    let (code, out) = ask(&["--output", "concise"]);
    assert_eq!(code, Some(1));
    assert!(out.contains("kb/p/a.yaml:7:7: KB301"), "{out}");
    let (code, out) = ask(&["--fix"]);
    assert_eq!((code, out), (Some(0), REPEATED.replace("    - 多久发货？\n", "")));
    assert_eq!(fs::read_to_string(folder.path().join("kb/p/a.yaml")).expect("file"), CLEAN);
}

#[test]
fn a_baseline_excuses_what_was_there_and_nothing_new() {
    let folder = folder(&[("kb/p/a.yaml", REPEATED)]);
    let file = folder.path().join("kb/p/a.yaml");
    let baseline = &["--baseline", "lint.json"][..];
    assert_eq!(lint(folder.path(), baseline).0, 2, "a baseline that is not there");
    assert_eq!(lint(folder.path(), &[baseline, &["--update-baseline"]].concat()).0, 0);
    assert_eq!(lint(folder.path(), baseline).0, 0);
    // Lines move, and the entry is edited elsewhere.
    let moved = format!("# 新的一行\n\n{}", REPEATED.replace("48", "24"));
    fs::write(&file, &moved).expect("file");
    assert_eq!(lint(folder.path(), baseline).0, 0);
    fs::write(&file, moved.replace("    - 啥时候寄走\n", "    - 几天能发出！\n")).expect("file");
    let (code, out, _) = lint(folder.path(), &[baseline, &["--output", "concise"]].concat());
    assert_eq!(code, 1);
    assert!(
        out.contains("几天能发出") || out.lines().next().is_some_and(|line| line.contains("KB301")),
        "{out}"
    );
    // What is mended is stale.
    fs::write(&file, CLEAN).expect("file");
    let (code, report) = json(folder.path(), baseline);
    assert_eq!(code, 0);
    assert_eq!(report["summary"]["stale"].as_array().map(Vec::len), Some(1), "{report}");
    fs::write(folder.path().join("lint.json"), "{}").expect("file");
    assert_eq!(lint(folder.path(), baseline).0, 2);
}

#[test]
fn only_what_changed_since_a_revision() {
    let folder = folder(&[
        ("kb/p/a.yaml", REPEATED),
        (
            "kb/p/b.yaml",
            "- id: b\n  question: 怎么退款到卡里？\n  variants: [退款退到卡上, 退款退到卡上！, 把钱退到卡里, 钱退回卡]\n  answer: 三天内到账。\n",
        ),
    ]);
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "一"]);
    assert_eq!(lint(folder.path(), &["--since", "HEAD"]).0, 0);
    fs::write(folder.path().join("kb/p/a.yaml"), REPEATED.replace("48", "24")).expect("file");
    let (code, report) = json(folder.path(), &["--since", "HEAD", "--select", "KB301"]);
    assert_eq!((code, codes(&report).len()), (1, 1), "{report}");
    assert_eq!(report["findings"][0]["path"], "kb/p/a.yaml");
    let (code, _, error) = lint(folder.path(), &["--since", "nowhere"]);
    assert_eq!(code, 2);
    assert!(error.contains("nowhere"), "{error}");
}

#[test]
fn comments_silence_and_are_checked() {
    let text = REPEATED.replace("    - 多久发货？\n", "    - 多久发货？ # kbtool: ignore[KB301] 故意的\n");
    let silenced = folder(&[("kb/p/a.yaml", &text)]);
    assert_eq!(lint(silenced.path(), &[]).0, 0);
    let unused = CLEAN.replace("- id: ship-time", "- id: ship-time # kbtool: ignore[KB301] 没有了");
    let unused = folder(&[("kb/p/a.yaml", &unused)]);
    let (code, report) = json(unused.path(), &[]);
    assert_eq!((code, codes(&report)), (1, vec!["KB901"]));
}

#[test]
fn settings_hold_where_they_say() {
    let short = "- id: a\n  question: 发货？\n  variants: [多久发货, 几天能发出, 啥时候寄走]\n  answer: 付款后两天。\n";
    let config = "[lint]\nselect = [\"KB2\", \"KB9\"]\n[lint.per-file.\"kb/old/**\"]\nignore = [\"KB201\"]\n[lint.per-pack.strict]\nrules.question-length.minimum = 1\nseverity.KB201 = \"error\"\n[lint.per-pack.gone]\nignore = [\"KB1\"]\n";
    let folder = folder(&[
        ("kbtool.toml", config),
        ("kb/old/a.yaml", short),
        ("kb/strict/a.yaml", short),
        ("kb/new/a.yaml", short),
    ]);
    let (code, report) = json(folder.path(), &[]);
    assert_eq!((code, codes(&report)), (1, vec!["KB201", "KB904"]), "{report}");
    assert_eq!(report["findings"][0]["path"], "kb/new/a.yaml");
    assert_eq!(report["findings"][1]["path"], "kbtool.toml");
    assert_eq!(report["findings"][1]["start"]["line"], 8);
    fs::write(folder.path().join("kbtool.toml"), "[lint.rules.question-length]\nminimun = 3\n")
        .expect("file");
    let (code, _, error) = lint(folder.path(), &[]);
    assert_eq!(code, 2);
    assert!(error.contains("minimun") && error.contains("question-length"), "{error}");
    fs::write(folder.path().join("kbtool.toml"), "[lint]\nselekt = []\n").expect("file");
    let (code, _, error) = lint(folder.path(), &[]);
    assert_eq!(code, 2);
    assert!(error.contains("kbtool.toml:2:1") && error.contains("selekt"), "{error}");
}

#[test]
fn the_same_bytes_on_one_thread_and_on_many() {
    let package = common::package();
    let kb = package.join("kb");
    let report = |jobs: &str| {
        run(kbtool(&package)
            .args(["lint", "--jobs", jobs, "--as-of", "2030-01-01", "--output", "json"])
            .arg(&kb))
        .1
    };
    assert_eq!(report("1"), report("4"));
}
