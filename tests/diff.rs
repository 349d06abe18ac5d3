//! `kbtool diff` from outside: where versions come from, what is found, what fails, what is written.

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fs;
use std::path::Path;

use common::{command, commit, folder, git, kbtool, run, write};
use serde_json::Value;
use tempfile::TempDir;

const SHIP: &str = "- id: ship\n  question: 什么时候发货？\n  variants: [多久发货, 几天能发出, 啥时候寄走]\n  answer: 付款后 48 小时内发货。\n";
const REFUND: &str = "- id: refund\n  question: 怎么申请退款？\n  variants: [如何退款, 想把钱退回来, 退款在哪里点]\n  answer: 7 天内可以退款。\n";
const TRANSCRIPTS: &str = "question,expected\n几天能发出,p/ship\n想把钱退回来,p/refund\n";

fn diff(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    command(folder, "diff", arguments)
}

/// The report as JSON; both languages and colours aside, it is what every other format is made from.
fn json(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let (code, out, error) = diff(folder, &[arguments, &["--output", "json"]].concat());
    (code, serde_json::from_str(&out).unwrap_or_else(|_| panic!("JSON: {out}{error}")))
}

/// Kind and entry of every change.
fn changes(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let changes = report["changes"].as_array().expect("changes");
    changes.iter().map(|change| (text(&change["kind"]), text(&change["entry"]))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(kind, entry)| ((*kind).to_owned(), (*entry).to_owned())).collect()
}

fn kinds(folder: &Path, arguments: &[&str]) -> Vec<(String, String)> {
    changes(&json(folder, arguments).1)
}

/// It ends with exit code 2, nothing on standard output, and these words.
fn refused(folder: &Path, arguments: &[&str], words: &[&str]) {
    let (code, out, error) = diff(folder, arguments);
    assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
    assert!(words.iter().all(|word| error.contains(word)), "{arguments:?}: {error}");
}

/// A repository with one commit on `main`, on which two entries stand.
fn repository() -> TempDir {
    let folder = folder(&[("kb/p/ship.yaml", SHIP), ("kb/p/refund.yaml", REFUND)]);
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    commit(folder.path(), "一");
    folder
}

/// The same with a branch `topic`, checked out, that changed an answer, while `main` went on with another entry.
fn branches() -> TempDir {
    let folder = repository();
    let path = folder.path();
    git(path, &["checkout", "--quiet", "-b", "topic"]);
    write(path, "kb/p/ship.yaml", SHIP.replace("48 小时", "24 小时"));
    commit(path, "二");
    git(path, &["checkout", "--quiet", "main"]);
    write(path, "kb/p/invoice.yaml", "- {id: invoice, question: 能开发票吗？, answer: 支持电子发票。}\n");
    commit(path, "三");
    git(path, &["checkout", "--quiet", "topic"]);
    folder
}

const SINCE_BASE: &[(&str, &str)] = &[("answer_changed", "p/ship")];
const SINCE_MAIN: &[(&str, &str)] = &[("entry_removed", "p/invoice"), ("answer_changed", "p/ship")];

#[test]
fn nothing_changed_is_clean() {
    let folder = repository();
    for arguments in [&["HEAD"][..], &["main", "HEAD"], &["main..."], &["kb", "kb"], &["kb"], &["main..main"]]
    {
        let (code, _, error) = diff(folder.path(), &[arguments, &["--exit-code"]].concat());
        assert_eq!((code, error.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn branches_are_compared_as_git_compares_them() {
    let folder = branches();
    let path = folder.path();
    for arguments in [
        &["main..."][..],
        &["main...topic"],
        &["main...", "topic"],
        &["main..."],
        &["main~1", "topic"],
        &["main~1..topic"],
        &["main~1.."],
    ] {
        assert_eq!(kinds(path, arguments), pairs(SINCE_BASE), "{arguments:?}");
    }
    for arguments in [&["main"][..], &["main", "topic"], &["main..topic"], &["main", "HEAD"], &["main.."]] {
        assert_eq!(kinds(path, arguments), pairs(SINCE_MAIN), "{arguments:?}");
    }
    assert_eq!(kinds(path, &["...main"]), pairs(&[("entry_added", "p/invoice")]));
    let change = &json(path, &["main..."]).1["changes"][0];
    assert_eq!(change["risk"], "high", "{change}");
    assert!(change["reason"].as_str().expect("a reason").len() > 10, "{change}");
}

#[test]
fn versions_are_called_by_name_and_commit() {
    let folder = branches();
    let path = folder.path();
    let short = git(path, &["rev-parse", "--short", "main"]);
    let (_, report) = json(path, &["main", "--lang", "zh"]);
    assert_eq!(report["before"], format!("main ({short})"), "{report}");
    assert_eq!(report["after"], "the working tree", "programs read English");
    let base = git(path, &["rev-parse", "--short", "main~1"]);
    let (_, report) = json(path, &["main...topic"]);
    assert_eq!(report["before"], format!("the merge base of main and topic ({base})"));
    let (_, report) = json(path, &[&git(path, &["rev-parse", "main"]), "kb"]);
    assert_eq!((report["before"].as_str(), report["after"].as_str()), (Some(short.as_str()), Some("kb/")));
}

#[test]
fn the_working_tree_is_never_touched() {
    let folder = branches();
    let path = folder.path();
    write(path, "kb/p/ship.yaml", SHIP.replace("48", "12"));
    write(path, "new.txt", "");
    let state = || (git(path, &["status", "--porcelain"]), fs::read(path.join(".git/index")).expect("index"));
    let before = state();
    for arguments in
        [&["main"][..], &["main", "topic"], &["main..."], &["main", "--self-test", "--max-broken", "9"]]
    {
        run(kbtool(path).arg("diff").args(arguments));
    }
    assert!(state() == before);
    // What is not committed yet counts.
    let (_, report) = json(path, &["topic"]);
    assert_eq!(changes(&report), pairs(SINCE_BASE));
}

#[test]
fn moves_and_new_names_are_not_removals() {
    let folder = repository();
    let path = folder.path();
    git(path, &["mv", "kb/p/ship.yaml", "kb/p/物流.yaml"]);
    commit(path, "移动");
    assert!(kinds(path, &["main~1", "main"]).is_empty());
    write(path, "kb/p/物流.yaml", SHIP.replace("id: ship", "id: ship-time"));
    assert_eq!(kinds(path, &["main~1"]), pairs(&[("entry_renamed", "p/ship-time")]));
    // Into another pack, and its file elsewhere.
    fs::remove_file(path.join("kb/p/物流.yaml")).expect("removed");
    write(path, "kb/q/物流/发货.yaml", SHIP);
    assert_eq!(kinds(path, &["main~1"]), pairs(&[("entry_moved", "q/ship"), ("pack_added", "q")]));
}

#[test]
fn order_layout_comments_and_quotes_are_no_change() {
    let folder = repository();
    let path = folder.path();
    let ship = "# 物流\r\n- answer: \"付款后 48 小时内发货。\"\r\n  id: 'ship'\r\n  variants:\r\n    - 啥时候寄走 # 口语\r\n    - 多久发货\r\n    - \"几天能发出\"\r\n  question: 什么时候发货？\r\n";
    fs::remove_file(path.join("kb/p/ship.yaml")).expect("removed");
    write(path, "kb/p/refund.yaml", format!("\u{FEFF}{}{ship}", REFUND.replace('\n', "\r\n")));
    let (code, report) = json(path, &["main", "--exit-code"]);
    assert_eq!((code, changes(&report)), (0, Vec::new()), "{report}");
}

#[test]
fn bare_repositories_and_other_work_trees() {
    let folder = branches();
    let clones = tempfile::tempdir().expect("folder");
    let (path, clones) = (folder.path(), clones.path());
    git(clones, &["clone", "--quiet", "--bare", path.to_str().expect("UTF-8"), "bare.git"]);
    let bare = clones.join("bare.git");
    for arguments in [&["main", "topic"][..], &["main..topic"]] {
        assert_eq!(kinds(&bare, arguments), pairs(SINCE_MAIN), "{arguments:?}");
    }
    assert_eq!(kinds(&bare, &["main...topic"]), pairs(SINCE_BASE));
    for one in [&["main"][..], &["main..."], &["kb", "--kb", "kb"]] {
        refused(
            &bare,
            one,
            if one.len() == 1 { &["no working tree", "name two revisions"] } else { &["kb"] },
        );
    }
    // The environment names the repository, as git's own hooks do.
    let elsewhere = tempfile::tempdir().expect("folder");
    let ask = &mut kbtool(elsewhere.path());
    let (code, _, error) =
        run(ask.env("GIT_DIR", &bare).args(["diff", "main", "topic", "--exit-code", "--output", "json"]));
    assert!(code.is_some_and(|code| code < 2), "{error}");
    let second = clones.join("second tree");
    git(path, &["worktree", "add", "--quiet", "--detach", second.to_str().expect("UTF-8"), "main"]);
    write(&second, "kb/p/ship.yaml", SHIP.replace("48", "36"));
    assert_eq!(kinds(&second, &["main"]), pairs(SINCE_BASE));
    assert_eq!(diff(&second.join("kb"), &["main"]).0, 0, "from a folder below");
}

#[test]
fn folders_are_versions_with_their_own_settings() {
    let folder = folder(&[
        ("old/p/ship.yaml", SHIP),
        ("new/kbtool.toml", "kb = \"词库\"\nshop = \"nowhere\"\n[gates]\nhit_rate = 0.5\n"),
        ("new/词库/p/ship.yaml", &SHIP.replace("48", "24")),
        ("new/elsewhere.yaml", "- [\n"),
        ("one.yaml", SHIP),
    ]);
    let path = folder.path();
    assert_eq!(kinds(path, &["old", "new"]), pairs(SINCE_BASE), "nothing is said of gates of one side only");
    assert_eq!(kinds(path, &["old/", "new", "--fail-on", "low"]), pairs(SINCE_BASE));
    assert_eq!(kinds(path, &["one.yaml", "--kb", "one.yaml"]), Vec::new());
    refused(path, &["old"], &["no knowledge base at `kb`"]);
    refused(path, &["gone/", "new"], &["`gone/` is no folder", "git"]);
    fs::create_dir(path.join("empty")).expect("folder");
    refused(path, &["empty", "new"], &["empty/", "no entry"]);
    refused(path, &["old", "empty"], &["empty/", "no entry"]);
}

#[test]
fn a_commit_is_read_by_its_own_settings() {
    let folder = repository();
    let path = folder.path();
    git(path, &["mv", "kb", "词库"]);
    write(path, "kbtool.toml", "kb = \"词库\"\n[gates]\nhit_rate = 0.5\n");
    assert_eq!(kinds(path, &["main"]), pairs(&[("gate_changed", "")]), "the folder has another name");
    commit(path, "二");
    assert_eq!(kinds(path, &["main~1", "main"]), pairs(&[("gate_changed", "")]));
    // The user's word goes before that of either.
    let kb = path.join("词库");
    let (_, report) = json(path, &["main~1", "main", "--kb", kb.to_str().expect("UTF-8")]);
    assert!(changes(&report).contains(&("entry_added".to_owned(), "p/ship".to_owned())), "{report}");
    // Without a configuration of its own the current one's folders hold.
    git(path, &["rm", "--quiet", "kbtool.toml"]);
    commit(path, "三");
    write(path, "kbtool.toml", "kb = \"词库\"\n");
    assert_eq!(kinds(path, &["main", "--exit-code"]), Vec::new());
    // A configuration in a folder of its own, seen from there.
    write(path, "店/kbtool.toml", "kb = \"../词库\"\n");
    assert_eq!(kinds(&path.join("店"), &["main"]), Vec::new());
    write(path, "kbtool.toml", "kbs = \"词库\"\n");
    commit(path, "四");
    write(path, "kbtool.toml", "kb = \"词库\"\n");
    refused(path, &["main"], &["main (", "kbtool.toml:1:1", "unknown key `kbs`"]);
}

const ALL_NEW: &[(&str, &str)] = &[("entry_added", "p/ship"), ("pack_added", "p")];

#[test]
fn a_knowledge_base_that_was_not_there_yet() {
    let folder = folder(&[("readme.txt", "")]);
    let path = folder.path();
    git(path, &["init", "--quiet", "--initial-branch=main"]);
    commit(path, "一");
    write(path, "kb/p/ship.yaml", SHIP);
    let (code, report) = json(path, &["main"]);
    assert_eq!((code, changes(&report)), (0, pairs(ALL_NEW)));
    assert!(report["notes"].to_string().contains("not there yet"), "{report}");
    commit(path, "二");
    refused(path, &["main", "main~1"], &["main~1 (", "no knowledge base at kb"]);
    assert_eq!(kinds(path, &["main~1", "main"]), pairs(ALL_NEW));
}

#[test]
fn what_cannot_be_had_is_said() {
    let folder = branches();
    let path = folder.path();
    refused(path, &["nowhere"], &["`nowhere` is no folder", "no commit `nowhere`"]);
    refused(path, &["main", "nowhere"], &["`nowhere` is no folder", "no commit"]);
    refused(path, &["main..nowhere"], &["no commit `nowhere`"]);
    refused(path, &["nowhere..."], &["no commit `nowhere`"]);
    refused(path, &["origin/main"], &["git fetch origin"]);
    refused(path, &["../gone"], &["`../gone` is no folder"]);
    refused(path, &["--help-me"], &["--help-me"]);
    refused(path, &["main..topic", "HEAD"], &["names both versions", "`HEAD`"]);
    refused(path, &["main...", "kb"], &["a folder is no branch"]);
    git(path, &["checkout", "--quiet", "--orphan", "alone"]);
    commit(path, "无");
    refused(path, &["main..."], &["`main` and HEAD have no commit in common"]);
    let elsewhere = tempfile::tempdir().expect("folder");
    write(elsewhere.path(), "kbtool.toml", "");
    write(elsewhere.path(), "kb/p/ship.yaml", SHIP);
    refused(elsewhere.path(), &["main"], &["`main` is no folder", "in no git repository"]);
    write(path, "kbtool.toml", format!("kb = [\"kb\", {:?}]\n", elsewhere.path().join("kb")));
    refused(path, &["main~1", "--kb", "kb", "--kb", elsewhere.path().to_str().expect("UTF-8")], &["outside"]);
    let (code, out, error) =
        run(kbtool(path).env("PATH", elsewhere.path()).args(["diff", "main", "--kb", "kb"]));
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(error.contains("`git` is not on the PATH"), "{error}");
}

#[test]
fn a_shallow_clone_says_how_to_have_the_rest() {
    let folder = branches();
    let clones = tempfile::tempdir().expect("folder");
    let url = format!("file://{}", folder.path().display());
    git(clones.path(), &["clone", "--quiet", "--depth=1", "--branch=topic", &url, "shallow"]);
    refused(&clones.path().join("shallow"), &["HEAD~1"], &["shallow clone", "fetch-depth: 0"]);
}

#[test]
fn a_folder_goes_before_a_revision_of_its_name() {
    let folder = branches();
    let path = folder.path();
    write(path, "main/p/ship.yaml", SHIP.replace("48", "72"));
    let (code, _, error) = diff(path, &["main", "kb"]);
    assert_eq!(code, 0);
    assert!(
        error.contains("`main` is a folder and a git revision") && error.contains("`refs/heads/main`"),
        "{error}"
    );
    let (_, _, error) = diff(path, &["main", "kb", "--lang", "zh"]);
    assert!(error.contains("“refs/heads/main”"), "{error}");
    assert_eq!(diff(path, &["main", "kb", "--quiet"]).2, "");
    let (_, _, error) = diff(path, &["refs/heads/main", "kb"]);
    assert_eq!(error, "");
}

#[test]
fn a_version_that_does_not_load_is_shown_as_lint_shows_it() {
    let folder = repository();
    let path = folder.path();
    let broken = SHIP.replace("answer:", "anwser:");
    write(path, "kb/p/ship.yaml", &broken);
    refused(path, &["main"], &["the working tree:", "KB003", "kb/p/ship.yaml:4:3", "nothing was compared"]);
    commit(path, "二");
    write(path, "kb/p/refund.yaml", "- [\n");
    let (code, out, error) = diff(path, &["main", "--lang", "zh"]);
    assert_eq!((code, out.as_str()), (2, ""));
    let (head, other) = (error.find("main（").expect("a head"), error.find("工作区：").expect("another"));
    assert!(head < other && error.contains("KB003") && error.contains("KB001"), "{error}");
    // The words are those of the linter.
    let (_, linted, _) = command(path, "lint", &["--select", "KB001"]);
    let line = linted.lines().next().expect("a line");
    let (_, _, error) = diff(path, &["main"]);
    assert!(error.contains(line), "{line}: {error}");
}

#[test]
fn transcripts_show_what_flips() {
    let folder = repository();
    let path = folder.path();
    write(path, "t.csv", TRANSCRIPTS);
    write(path, "more.csv", "question,expected\n多久发货,p/ship\n,p/ship\n多久发货\n");
    // The phrasing goes over to the other entry.
    write(path, "kb/p/ship.yaml", SHIP.replace(", 几天能发出", ""));
    write(path, "kb/p/refund.yaml", REFUND.replace("如何退款", "如何退款, 几天能发出"));
    let asked = &["main", "--transcripts", "t.csv", "--transcripts", "more.csv", "--engine", "exact"];
    let (code, report) = json(path, asked);
    assert_eq!(code, 0, "no limit is set");
    let flips = report["flips"].as_array().expect("flips");
    assert_eq!(flips.len(), 1, "{report}");
    assert_eq!((&flips[0]["kind"], &flips[0]["question"]), (&"broken".into(), &"几天能发出".into()));
    assert_eq!((&flips[0]["file"], &flips[0]["line"]), (&"t.csv".into(), &2.into()));
    assert!(changes(&report).contains(&("variant_moved".to_owned(), "p/refund".to_owned())), "{report}");
    let (code, _, error) = diff(path, &[&asked[..], &["--max-broken", "0"]].concat());
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("more.csv:3: row skipped"), "{error}");
    assert_eq!(diff(path, &[&asked[..], &["--max-broken", "1"]].concat()).0, 0);
    let (code, report) = json(path, &["main", "--transcripts", "t.csv", "--engine", "linear", "--jobs", "2"]);
    assert_eq!(code, 0);
    assert!(report["overall"]["rows"] == 2, "{report}");
    refused(path, &["main", "--transcripts", "gone.csv"], &["gone.csv"]);
    write(path, "none.csv", "question,expected\n,p/ship\n");
    refused(path, &["main", "--transcripts", "none.csv", "--engine", "exact"], &["no row could be judged"]);
}

#[test]
fn the_phrasings_of_the_earlier_version_are_questions() {
    let folder = repository();
    let path = folder.path();
    write(path, "kb/p/ship.yaml", SHIP.replace(", 几天能发出", ""));
    let asked = &["main", "--self-test", "--engine", "exact"];
    let (_, report) = json(path, asked);
    let flips = report["flips"].as_array().expect("flips");
    assert_eq!(flips.len(), 1, "{report}");
    assert_eq!(flips[0]["question"], "几天能发出");
    assert_eq!(diff(path, &[&asked[..], &["--max-broken", "0"]].concat()).0, 1);
    // Nothing was served before, so there is nothing to ask.
    write(path, "kb/p/ship.yaml", SHIP.replace("id: ship", "id: ship\n  status: draft"));
    write(path, "kb/p/refund.yaml", "");
    commit(path, "二");
    write(path, "kb/p/ship.yaml", SHIP);
    let (code, report) = json(path, asked);
    assert_eq!(code, 0);
    assert!(report["notes"].to_string().contains("no entry is live"), "{report}");
}

#[test]
fn questions_go_to_both_versions_through_the_same_shop() {
    let shop = "id: xiaohe\nname: 小禾\nsubscribe: [p]\nanswers: {p/ship: 当天发货。}\n";
    let folder = folder(&[("kb/p/ship.yaml", SHIP), ("t.csv", TRANSCRIPTS)]);
    let path = folder.path();
    git(path, &["init", "--quiet", "--initial-branch=main"]);
    commit(path, "一");
    write(path, "kb/xiaohe/shop.yaml", shop);
    let asked = &["main", "--transcripts", "t.csv", "--engine", "exact"];
    for more in [&[][..], &["--shop", "xiaohe"]] {
        let (code, report) = json(path, &[&asked[..], more].concat());
        assert_eq!(code, 0);
        assert!(report["notes"].to_string().contains("has no shop `xiaohe`"), "{report}");
    }
    let (_, report) = json(path, &["kb", "--kb", "kb", "--transcripts", "t.csv", "--engine", "exact"]);
    assert!(!report["notes"].to_string().contains("no shop"), "{report}");
    refused(path, &[&asked[..], &["--shop", "nobody"]].concat(), &["no shop `nobody`"]);
}

#[test]
fn engines_that_say_the_same_and_options_that_clash() {
    let folder = repository();
    let path = folder.path();
    write(path, "t.csv", TRANSCRIPTS);
    refused(path, &["main", "--transcripts", "t.csv", "--engine", "replay"], &["replay", "every version"]);
    refused(path, &["main", "--self-test", "--engine", "luck"], &["no engine `luck`"]);
    refused(path, &["main", "--self-test", "--transcripts", "t.csv"], &["cannot be used with"]);
    refused(path, &["main", "--max-broken", "1"], &["--transcripts", "--self-test"]);
    refused(path, &["main", "--fail-on", "none"], &["high, medium, low"]);
    refused(path, &["main", "--require-review-of", "weather"], &["`weather`", "answer-facts"]);
    refused(path, &["main", "--output", "pdf"], &["no output format `pdf`", "changelog"]);
    refused(path, &[], &["<OLD>"]);
}

#[test]
fn limits_decide_the_exit_code() {
    let folder = branches();
    let path = folder.path();
    assert_eq!(diff(path, &["main..."]).0, 0);
    assert_eq!(diff(path, &["main...", "--exit-code"]).0, 1);
    for risk in ["high", "medium", "low"] {
        assert_eq!(diff(path, &["main...", "--fail-on", risk]).0, 1, "{risk}");
    }
    assert_eq!(diff(path, &["main...", "--require-review-of", "entry-removed,entry_added"]).0, 0);
    assert_eq!(diff(path, &["main...", "--require-review-of", "entry-removed,answer-facts"]).0, 1);
    write(path, "kbtool.toml", "[diff]\nfail-on = \"high\"\nmax-broken = 0\n");
    assert_eq!(diff(path, &["main..."]).0, 1, "the configuration holds");
    write(path, "kbtool.toml", "[diff]\nmax-broken = 0\n");
    let (code, report) = json(path, &["main..."]);
    assert_eq!(code, 0);
    assert!(report["notes"].to_string().contains("max-broken was not checked"), "{report}");
    // A new variant is a small thing.
    write(path, "kb/p/ship.yaml", SHIP.replace("48", "24").replace("[多久发货", "[多久发货, 何时发货呢"));
    assert_eq!(kinds(path, &["topic"]), pairs(&[("variant_added", "p/ship")]));
    assert_eq!(diff(path, &["topic", "--fail-on", "medium"]).0, 0);
    assert_eq!(diff(path, &["topic", "--fail-on", "low"]).0, 1);
}

#[test]
fn what_was_reviewed_passes_until_it_changes_again() {
    let folder = branches();
    let path = folder.path();
    let wanted = &["main...", "--require-review-of", "answer-facts", "--reviewed", "审过.txt"];
    refused(path, wanted, &["审过.txt", "--update-reviewed"]);
    write(path, "审过.txt", "# 我们看过的\r\n0123456789abcdef # 旧的");
    assert_eq!(diff(path, wanted).0, 1);
    let (code, out, error) = diff(path, &[&wanted[..], &["--update-reviewed"]].concat());
    assert_eq!((code, out.as_str()), (0, ""), "{error}");
    assert!(error.contains("1 change(s) recorded"), "{error}");
    let text = fs::read_to_string(path.join("审过.txt")).expect("file");
    assert!(text.starts_with("# 我们看过的\r\n0123456789abcdef # 旧的\r\n"), "{text}");
    let added: Vec<&str> = text.lines().skip(2).collect();
    assert!(added.len() == 1 && added[0].contains("p/ship") && added[0].contains("什么时候发货"), "{text}");
    assert_eq!(diff(path, wanted).0, 0);
    // A second time there is nothing to add.
    assert_eq!(diff(path, &[&wanted[..], &["--update-reviewed"]].concat()).0, 0);
    assert_eq!(fs::read_to_string(path.join("审过.txt")).expect("file"), text);
    write(path, "kb/p/ship.yaml", SHIP.replace("48", "72"));
    assert_eq!(diff(path, wanted).0, 1);
    write(path, "审过.txt", "# 一\n退款\n");
    refused(path, wanted, &["审过.txt:2", "`退款`"]);
    refused(path, &["main", "--update-reviewed"], &["--reviewed FILE"]);
    refused(path, &["main", "--update-reviewed", "--reviewed", "x"], &["--require-review-of"]);
    // All of it may stand in the configuration.
    write(
        path,
        "店/kbtool.toml",
        "kb = \"../kb\"\n[diff]\nrequire-review-of = [\"answer-facts\"]\nreviewed = \"r.txt\"\n",
    );
    let shop = path.join("店");
    assert_eq!(diff(&shop, &["main...", "--update-reviewed"]).0, 0);
    assert_eq!(diff(&shop, &["main..."]).0, 0);
    assert!(shop.join("r.txt").is_file());
}

#[test]
fn every_format_goes_to_its_place() {
    let folder = branches();
    let path = folder.path();
    let outputs =
        ["text", "json=d/report.json", "markdown=d/report.md", "html=d/report.html", "changelog=d/log.md"];
    let arguments: Vec<&str> = outputs.iter().flat_map(|output| ["-o", output]).collect();
    let (code, out, error) = diff(path, &[&["main"], &arguments[..]].concat());
    assert_eq!((code, error.as_str()), (0, ""));
    assert!(out.contains("什么时候发货") && out.contains("能开发票吗"), "{out}");
    for output in &outputs[1..] {
        let file = output.split_once('=').expect("a path").1;
        let text = fs::read_to_string(path.join(file)).expect(file);
        assert!(text.contains("什么时候发货") && text.ends_with('\n'), "{file}: {text}");
    }
}

#[test]
fn people_see_the_first_and_files_hold_all() {
    let entries = |answer: &str| {
        let entry =
            |at| format!("- {{id: e{at}, question: 第{at}个问题怎么办？, answer: {answer} {at} 天。}}\n");
        (0..30).map(entry).collect::<Vec<_>>().concat()
    };
    let folder = folder(&[("old/p/a.yaml", &entries("等")), ("new/p/a.yaml", &entries("再等"))]);
    let path = folder.path();
    let shown = |arguments: &[&str]| {
        let (_, out, _) = diff(path, &[&["old", "new"], arguments].concat());
        (0..30).filter(|at| out.contains(&format!("第{at}个问题"))).count()
    };
    assert_eq!((shown(&[]), shown(&["--limit", "0"]), shown(&["--limit", "3"])), (20, 30, 3));
    assert_eq!(shown(&["-o", "markdown"]), 20);
    diff(path, &["old", "new", "-o", "text=t.txt", "-o", "markdown=t.md"]);
    let in_file = |name: &str| {
        let text = fs::read_to_string(path.join(name)).expect(name);
        (0..30).filter(|at| text.contains(&format!("第{at}个问题"))).count()
    };
    assert_eq!((in_file("t.txt"), in_file("t.md")), (30, 20));
    assert_eq!(json(path, &["old", "new", "--limit", "1"]).1["changes"].as_array().map(Vec::len), Some(30));
}

#[test]
fn the_same_bytes_on_one_thread_and_on_many() {
    let folder = branches();
    write(folder.path(), "t.csv", TRANSCRIPTS);
    let report = |jobs: &str| json(folder.path(), &["main", "--jobs", jobs, "--transcripts", "t.csv"]).1;
    assert_eq!(report("1"), report("4"));
}
