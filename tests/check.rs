//! `kbtool check` from outside: which steps run, what fails, what is left out.

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fs;
use std::path::Path;

use common::{command, commit, folder, git, write};
use serde_json::Value;
use tempfile::TempDir;

const SHIP: &str = "- id: ship\n  question: 什么时候发货？\n  variants: [多久发货, 几天能发出, 啥时候寄走, 下单后何时寄出]\n  answer: 付款后 48 小时内发货。\n";
const REFUND: &str = "- id: refund\n  question: 怎么申请退款？\n  variants: [如何退款, 想把钱退回来, 退款在哪里点]\n  answer: 7 天内可以退款。\n";
const TRANSCRIPTS: &str = "question,expected\n几天能发出,p/ship\n想把钱退回来,p/refund\n";
/// A variant that its own entry has twice: a finding, and clutter.
const CLUTTERED: &str = "- id: invoice\n  question: 能开发票吗？\n  variants: [可以开票吗, 有没有发票, 可以开票吗？]\n  answer: 支持电子发票。\n";

fn check(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    command(folder, "check", arguments)
}

/// Exit code, and the verdict of each step: lint, dedup, diff, eval.
fn verdicts(folder: &Path, arguments: &[&str]) -> (i32, Vec<String>) {
    let (code, out, error) = check(folder, &[arguments, &["--output", "json"]].concat());
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("JSON: {out}{error}"));
    assert_eq!(report["schema"], "kbtool.check/1");
    let steps = report["steps"].as_array().expect("steps");
    let names: Vec<_> = steps.iter().map(|step| step["step"].as_str().expect("a name")).collect();
    assert_eq!(names, ["lint", "dedup", "diff", "eval"]);
    (code, steps.iter().map(|step| step["verdict"].as_str().expect("a verdict").to_owned()).collect())
}

fn outcome(code: i32, steps: [&str; 4]) -> (i32, Vec<String>) {
    (code, steps.map(str::to_owned).to_vec())
}

fn repository(settings: &str) -> TempDir {
    let folder = folder(&[
        ("kbtool.toml", settings),
        ("kb/p/ship.yaml", SHIP),
        ("kb/p/refund.yaml", REFUND),
        ("tests/t.csv", TRANSCRIPTS),
    ]);
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    commit(folder.path(), "一");
    folder
}

const SETTINGS: &str = "[eval]\nengine = \"exact\"\ntranscripts = \"tests/*.csv\"\n[check]\nbase = \"main\"\n[gates]\nhit_rate = 0.9\n[diff]\nfail-on = \"high\"\n";

#[test]
fn steps_without_what_they_need_are_left_out() {
    let folder = repository("");
    let path = folder.path();
    assert_eq!(verdicts(path, &[]), outcome(0, ["passed", "passed", "left_out", "left_out"]));
    assert_eq!(verdicts(path, &["--base", "main"]), outcome(0, ["passed", "passed", "passed", "left_out"]));
    let asked = &["--transcripts", "tests/t.csv", "--engine", "exact"];
    assert_eq!(verdicts(path, asked), outcome(0, ["passed", "passed", "left_out", "passed"]));
    let (code, out, error) = check(path, &[]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.contains("--base REV") && out.contains("--transcripts FILE"), "{out}");
    let (_, out, _) = check(path, &["--lang", "zh"]);
    assert!(out.contains("没有比较的基准") && out.contains("没有对话记录"), "{out}");
}

#[test]
fn findings_duplicates_and_gates_fail_by_their_own_settings() {
    let folder =
        repository("[eval]\nengine = \"exact\"\ntranscripts = [\"tests/t.csv\"]\n[gates]\nhit_rate = 0.9\n");
    let path = folder.path();
    assert_eq!(verdicts(path, &[]), outcome(0, ["passed", "passed", "left_out", "passed"]));
    write(path, "kb/p/invoice.yaml", CLUTTERED);
    assert_eq!(verdicts(path, &[]), outcome(1, ["failed", "failed", "left_out", "passed"]));
    let lenient = "[lint]\nfail-on = \"error\"\n[dedup]\nfail-on = \"merge\"\n";
    write(path, "kbtool.toml", lenient);
    assert_eq!(verdicts(path, &[]), outcome(0, ["passed", "passed", "left_out", "left_out"]));
    write(path, "kbtool.toml", format!("{lenient}[gates.pack.p]\nhit_rate = 1.0\n"));
    write(path, "wrong.csv", "question,expected\n几天能发出,p/refund\n如何退款,p/refund\n");
    let asked = &["--transcripts", "wrong.csv", "--engine", "exact"];
    assert_eq!(verdicts(path, asked), outcome(1, ["passed", "passed", "left_out", "failed"]));
}

#[test]
fn a_pull_request_that_changes_an_answer() {
    let folder = repository(SETTINGS);
    let path = folder.path();
    assert_eq!(verdicts(path, &[]), outcome(0, ["passed"; 4]));
    git(path, &["checkout", "--quiet", "-b", "topic"]);
    write(path, "kb/p/ship.yaml", SHIP.replace("48 小时", "15 天"));
    assert_eq!(verdicts(path, &[]), outcome(1, ["passed", "passed", "failed", "passed"]));
    assert_eq!(verdicts(path, &["--base", "HEAD"]), outcome(1, ["passed", "passed", "failed", "passed"]));
    commit(path, "二");
    assert_eq!(verdicts(path, &["--base", "HEAD"]), outcome(0, ["passed"; 4]), "the option goes before");
    write(path, "kbtool.toml", SETTINGS.replace("fail-on = \"high\"", "max-broken = 0"));
    assert_eq!(verdicts(path, &[]), outcome(0, ["passed"; 4]));
    // The phrasing of a test question goes to the other entry.
    write(path, "kb/p/ship.yaml", SHIP.replace(", 几天能发出", ""));
    write(path, "kb/p/refund.yaml", REFUND.replace("如何退款", "如何退款, 几天能发出"));
    assert_eq!(verdicts(path, &[]), outcome(1, ["passed", "passed", "failed", "failed"]));
}

#[test]
fn only_what_changed_is_reported() {
    let folder = repository("");
    let path = folder.path();
    write(path, "kb/p/invoice.yaml", CLUTTERED);
    commit(path, "二");
    let narrowed = &["--base", "main", "--only-changed"];
    assert_eq!(verdicts(path, narrowed), outcome(0, ["passed", "passed", "passed", "left_out"]));
    // The entry beside it is none of its business.
    write(path, "kb/p/ship.yaml", SHIP.replace("48", "24"));
    assert_eq!(verdicts(path, narrowed).0, 0);
    write(path, "kb/p/invoice.yaml", CLUTTERED.replace("支持", "可开"));
    assert_eq!(verdicts(path, narrowed), outcome(1, ["failed", "failed", "passed", "left_out"]));
    let (code, _, error) = check(path, &["--only-changed"]);
    assert_eq!(code, 2);
    assert!(error.contains("--base REV"), "{error}");
}

#[test]
fn a_knowledge_base_that_does_not_load_fails_lint_and_leaves_out_the_rest() {
    let folder = repository(SETTINGS);
    let path = folder.path();
    write(path, "kb/p/ship.yaml", SHIP.replace("answer:", "anwser:"));
    assert_eq!(verdicts(path, &[]), outcome(2, ["failed", "left_out", "left_out", "left_out"]));
    let (_, _, error) = check(path, &[]);
    assert!(error.contains("KB003") && error.contains("kb/p/ship.yaml:4:3"), "{error}");
    // What mends a broken base must be able to pass.
    commit(path, "坏了");
    write(path, "kb/p/ship.yaml", SHIP);
    assert_eq!(verdicts(path, &[]), outcome(0, ["passed", "passed", "left_out", "passed"]));
    let (_, out, _) = check(path, &[]);
    assert!(out.contains("main (") && out.contains("does not load"), "{out}");
}

#[test]
fn a_base_without_a_knowledge_base_is_where_it_began() {
    let folder = folder(&[("readme.txt", "")]);
    let path = folder.path();
    git(path, &["init", "--quiet", "--initial-branch=main"]);
    commit(path, "一");
    write(path, "kb/p/ship.yaml", SHIP);
    write(path, "t.csv", "question,expected\n几天能发出,p/ship\n");
    let asked = &["--base", "main", "--transcripts", "t.csv", "--engine", "exact", "--only-changed"];
    assert_eq!(verdicts(path, asked), outcome(0, ["passed"; 4]));
    let (_, out, _) = check(path, asked);
    assert!(out.contains("not there yet"), "{out}");
}

#[test]
fn what_cannot_be_done_is_an_error() {
    let folder = repository("");
    let path = folder.path();
    for (arguments, words) in [
        (&["--base", "nowhere"][..], "no commit `nowhere`"),
        (&["--base", "origin/main"], "git fetch origin"),
        (&["--transcripts", "gone.csv"], "gone.csv"),
        (&["--engine", "luck"], "no engine `luck`"),
        (&["--output", "github"], "no output format `github`"),
        (&["--kb", "gone"], "no knowledge base at `gone`"),
        (&["kb"], "unexpected argument"),
    ] {
        let (code, out, error) = check(path, arguments);
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
    write(path, "kbtool.toml", "[eval]\ntranscripts = [\"tests/t.csv\", \"tests/*.tsv\"]\n");
    for name in ["check", "eval"] {
        let (code, _, error) = command(path, name, &[]);
        assert_eq!(code, 2);
        assert!(error.contains("tests/*.tsv"), "{error}");
    }
    let elsewhere = common::folder(&[("kb/p/ship.yaml", SHIP)]);
    let (code, _, error) = check(elsewhere.path(), &["--base", "main"]);
    assert!(code == 2 && error.contains("in no git repository"), "{error}");
}

#[test]
fn a_log_of_the_real_bot_is_evaluated_and_not_compared() {
    let folder = repository("");
    let path = folder.path();
    write(path, "log.csv", "question,expected,predicted\n几天能发出,p/ship,p/ship\n");
    let asked = &["--base", "main", "--transcripts", "log.csv", "--engine", "replay"];
    assert_eq!(verdicts(path, asked), outcome(0, ["passed"; 4]));
    let (_, out, _) = check(path, asked);
    assert!(out.contains("replay engine says the same"), "{out}");
}

#[test]
fn reports_go_to_their_places_and_eval_finds_the_configured_transcripts() {
    let folder = repository("[eval]\nengine = \"exact\"\ntranscripts = \"tests/*.csv\"\n");
    let path = folder.path();
    let (code, out, error) =
        check(path, &["-o", "text", "-o", "markdown=d/check.md", "-o", "json=d/check.json"]);
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(!out.is_empty());
    for name in ["d/check.md", "d/check.json"] {
        assert!(fs::read_to_string(path.join(name)).expect(name).ends_with('\n'), "{name}");
    }
    let (code, out, _) = command(path, "eval", &["-o", "csv"]);
    assert!(code == 0 && out.contains("(all),hit_rate,1,"), "{out}");
    write(path, "other.csv", "question,expected\n几天能发出,p/refund\n");
    let (_, out, _) = command(path, "eval", &["other.csv", "-o", "csv"]);
    assert!(out.contains("(all),hit_rate,0,"), "what is named goes before what is configured: {out}");
}
