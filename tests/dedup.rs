//! `kbtool dedup` from outside: what is found and how it is ranked, what fails, what is written.
#![allow(clippy::format_push_string, reason = "tests build small files")]
#![allow(clippy::disallowed_methods, reason = "the tests lay out files")]

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::fs;

use common::dedup::{dedup, json, list, texts};
use common::{folder, git};
use serde_json::Value;
use tempfile::TempDir;

fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).expect("file")
}

/// The harm of each group.
fn harms(report: &Value) -> Vec<&str> {
    texts(list(report, "groups"), "harm")
}

/// The harms found in a pack of these entries.
fn found(entries: &str, arguments: &[&str]) -> (i32, Vec<String>) {
    let folder = folder(&[("kb/p/a.yaml", entries)]);
    let (code, report) = json(&folder, arguments);
    (code, harms(&report).into_iter().map(str::to_owned).collect())
}

const CONFLICT: &str = "- {id: c1, question: 发货时间, variants: [订单多久寄出], answer: 48 小时内发货。}\n- {id: c2, question: 预售到货时间, variants: [订单多久寄出], answer: 15 天内发货。}\n";
const QUESTION: &str = "- {id: q1, question: 开发票吗, answer: 支持电子发票。}\n- {id: q2, question: 用哪家快递公司, variants: [开发票吗], answer: 默认中通。}\n";
const MERGE: &str = "- {id: m1, question: 羊毛衫怎么洗涤, answer: 手洗。}\n- {id: m2, question: 羊毛衫如何洗涤, answer: 手洗！}\n";
const CLUTTER: &str =
    "- {id: l1, question: 尺码标准吗, variants: [鞋子会不会偏大, 鞋子会不会偏大呀], answer: 看尺码表。}\n";
const CLEAN: &str = "- {id: a, question: 什么时候发货, variants: [多久寄出], answer: 48 小时内发货。}\n- {id: b, question: 开发票吗, answer: 支持电子发票。}\n";

#[test]
fn every_harm_is_found_and_the_worst_comes_first() {
    let entries = [CLUTTER, MERGE, QUESTION, CONFLICT].concat();
    let folder = folder(&[
        ("kb/p/a.yaml", &entries),
        ("kb/other/a.yaml", "- {id: s, question: 保价多少天, answer: 7 天。}\n"),
        ("kb/third/a.yaml", "- {id: s, question: 保价多少天, answer: 30 天。}\n"),
    ]);
    let (code, report) = json(&folder, &[]);
    assert_eq!((code, report["schema"].as_str()), (1, Some("kbtool.dedup/1")));
    assert_eq!(harms(&report), ["conflict", "question", "shadowing", "merge", "clutter"]);
    let conflict = &report["groups"][0];
    assert_eq!(conflict["representative"]["entry"], "p/c1");
    let member = &conflict["members"][0];
    assert_eq!(
        (&member["entry"], &member["degree"], &member["score"]),
        (&"p/c2".into(), &"exact".into(), &1.0.into())
    );
    assert_eq!(member["facts"][0]["one"], serde_json::json!(["48 小时"]), "{member}");
    let merge = &report["groups"][3]["members"][0];
    assert_eq!((&merge["degree"], &merge["reason"]), (&"near".into(), &"怎么/如何 mean the same".into()));
    assert_eq!(report["groups"][4]["members"][0]["reason"], "only 呀 differs");
    let summary = &report["summary"];
    assert_eq!((&summary["groups"], &summary["phrasings"]), (&5.into(), &14.into()));
    for harm in harms(&report) {
        assert_eq!(summary[harm], 1, "{harm}");
    }
}

#[test]
fn exit_codes_follow_what_is_asked() {
    assert_eq!(found(CLEAN, &[]), (0, vec![]));
    assert_eq!(found(CLUTTER, &[]), (1, vec!["clutter".to_owned()]));
    assert_eq!(found(CLUTTER, &["--fail-on", "conflict"]).0, 0);
    assert_eq!(found(MERGE, &["--fail-on", "shadowing"]).0, 0);
    assert_eq!(found(MERGE, &["--fail-on", "merge"]).0, 1);
    assert_eq!(found(CONFLICT, &["--fail-on", "conflict"]).0, 1);
    let strict = folder(&[("kbtool.toml", "[dedup]\nfail-on = \"conflict\"\n"), ("kb/p/a.yaml", CLUTTER)]);
    assert_eq!(dedup(&strict, &[]).0, 0);
    assert_eq!(dedup(&strict, &["--fail-on", "clutter"]).0, 1);
    let empty = folder(&[("kb/readme.txt", "")]);
    for wrong in [&[][..], &["--threshold", "0.01"], &["--fail-on", "all"], &["--against", "gone.csv"]] {
        let (code, out, error) = dedup(&empty, wrong);
        assert_eq!((code, out.as_str()), (2, ""), "{wrong:?}: {error}");
        assert!(error.starts_with("error: "), "{wrong:?}: {error}");
    }
}

#[test]
fn what_is_retired_or_over_does_not_count() {
    let retired = CONFLICT.replace("id: c2,", "id: c2, status: retired,");
    assert_eq!(found(&retired, &[]), (0, vec![]));
    let draft = CONFLICT.replace("id: c2,", "id: c2, status: draft,");
    assert_eq!(found(&draft, &[]).0, 1, "a draft is to be live one day");
    let over = CONFLICT.replace("id: c2,", "id: c2, until: 2026-11-04,");
    assert_eq!(found(&over, &[]), (0, vec![]));
    let last_day = CONFLICT.replace("id: c2,", "id: c2, until: 2026-11-05,");
    assert_eq!(found(&last_day, &[]).0, 1);
    let one_after_the_other = CONFLICT
        .replace("id: c1,", "id: c1, until: 2026-11-10,")
        .replace("id: c2,", "id: c2, from: 2026-11-11,");
    assert_eq!(found(&one_after_the_other, &[]), (0, vec![]));
}

#[test]
fn packs_shadow_each_other_where_a_shop_has_both() {
    let packs = [
        ("kb/a/x.yaml", "- {id: x, question: 保价多少天, answer: 7 天。}\n"),
        ("kb/b/x.yaml", "- {id: x, question: 保价多少天, answer: 30 天。}\n"),
    ];
    let apart =
        [("kb/s/shop.yaml", "id: s\nsubscribe: [a]\n"), ("kb/t/shop.yaml", "id: t\nsubscribe: [b]\n")];
    let both = [("kb/s/shop.yaml", "id: s\nsubscribe: [a, b]\n")];
    let (code, report) = json(&folder(&[&packs[..], &apart].concat()), &[]);
    assert_eq!((code, harms(&report)), (0, vec![]));
    let (code, report) = json(&folder(&[&packs[..], &both].concat()), &[]);
    assert_eq!((code, harms(&report)), (1, vec!["shadowing"]));
    let packs: Vec<_> = list(&report, "packs").iter().map(|pack| &pack["shadowing"]).collect();
    assert_eq!(packs.iter().filter(|count| ***count == 1).count(), 2, "{report}");
}

#[test]
fn no_member_is_far_from_its_representative() {
    let things = ["这件羊毛大衣", "这件羊毛的大衣", "那件羊毛大衣", "那件羊毛外套", "羊毛外套", "这件外套"];
    let acts = ["可以机洗吗", "能机洗吗", "能不能放洗衣机洗", "可以放洗衣机里洗吗", "可以水洗吗"];
    let mut entries = String::new();
    for (number, (thing, act)) in
        things.iter().flat_map(|thing| acts.iter().map(move |act| (thing, act))).enumerate()
    {
        entries += &format!("- {{id: e{number}, question: {thing}{act}, answer: 第{number}种洗法。}}\n");
    }
    let folder = folder(&[("kb/p/a.yaml", &entries)]);
    for threshold in ["0.5", "0.8", "0.9"] {
        let (_, report) = json(&folder, &["--threshold", threshold]);
        let least: f64 = threshold.parse().expect("a number");
        let groups = list(&report, "groups");
        assert!(groups.len() > 1, "{threshold}: {report}");
        let mut rows = String::from("sentence1,sentence2\n");
        let mut scores = Vec::new();
        for group in groups {
            for member in list(group, "members") {
                let score = member["score"].as_f64().expect("a score");
                assert!(score >= least, "{member}");
                scores.push(score);
                rows += &format!(
                    "{},{}\n",
                    group["representative"]["text"].as_str().expect("a text"),
                    member["text"].as_str().expect("a text")
                );
            }
        }
        // The score is that of the two alone, whoever else is in the group.
        fs::write(folder.path().join("p.csv"), rows).expect("file");
        let (_, judged) = json(&folder, &["--pairs", "p.csv", "--threshold", threshold]);
        let alone: Vec<f64> =
            list(&judged, "pairs").iter().map(|pair| pair["score"].as_f64().expect("a score")).collect();
        assert_eq!(scores, alone);
        assert!(list(&judged, "pairs").iter().all(|pair| pair["duplicate"] == true));
    }
}

#[test]
fn what_the_representatives_entry_says_too_is_not_lost() {
    let entries = "- {id: e, question: 怎么退款, variants: [如何退款, 如何退款呢], answer: 三天到账。}\n- {id: f, question: 别的事情, variants: [如何退款], answer: 七天到账。}\n";
    let folder = folder(&[("kb/p/a.yaml", entries)]);
    let (_, report) = json(&folder, &[]);
    let groups = list(&report, "groups");
    assert_eq!(harms(&report), ["conflict", "question"], "{report}");
    assert_eq!(groups[0]["representative"]["text"], "如何退款");
    assert_eq!(texts(list(&groups[0], "members"), "harm"), ["conflict", "clutter"]);
    let (code, _, error) = dedup(&folder, &["--fix"]);
    assert_eq!(code, 1, "{error}");
    assert_eq!(read(&folder, "kb/p/a.yaml"), entries.replace(", 如何退款呢", ""));
    let (_, report) = json(&folder, &[]);
    assert!(!report.to_string().contains("\"harm\":\"clutter\""), "{report}");
}

/// The longer two texts are, the less a word weighs that only one of them has.
const APART: &str = "\
- id: a
  question: 我上个星期在你们店里买的那台手机收到7天内如果不喜欢可以退货吗
  variants:
    - 我想问一下在你们的应用里面的我的页面上要怎么样才能开通花呗分期付款这个功能
    - 我上个月在你们店里买的这件羊毛大衣洗过一次以后有点缩水了还能退吗
    - 你们家的这一款洗衣机如果今天下单的话寄到北京一般需要多久才能送到
  answer: 甲。
- id: b
  question: 我上个星期在你们店里买的那台手机收到15天内如果不喜欢可以退货吗
  variants:
    - 我想问一下在你们的应用里面的我的页面上要怎么样才能关闭花呗分期付款这个功能
    - 我上个月在你们店里买的这件羊毛大衣洗过一次以后有点缩水了还不能退吗
    - 你们家的这一款洗衣机如果今天下单的话寄到上海一般需要多久才能送到
  answer: 乙。
";

#[test]
fn what_differs_in_what_counts_is_set_apart() {
    let folder = folder(&[("kb/p/a.yaml", APART)]);
    let (code, report) = json(&folder, &["--threshold", "0.1"]);
    assert_eq!((code, harms(&report), list(&report, "set_apart").len()), (0, vec![], 0), "{report}");
    let (code, report) = json(&folder, &["--set-apart", "--threshold", "0.1"]);
    assert_eq!((code, harms(&report)), (0, vec![]), "they are no finding");
    let apart = list(&report, "set_apart");
    for [one, other] in [["7", "15"], ["开通", "关闭"], ["能退", "不"], ["北京", "上海"]] {
        let pair = apart.iter().find(|pair| {
            let text = |side: &str| pair[side]["text"].to_string();
            text("one").contains(one) && text("other").contains(other)
        });
        let pair = pair.unwrap_or_else(|| panic!("{one}/{other}: {report}"));
        let difference = pair["difference"].as_str().expect("a reason");
        assert!(difference.contains(other), "{difference}");
        assert!(!pair["difference_chinese"].as_str().expect("a reason").is_empty());
    }
    let (_, text, _) = dedup(&folder, &["--set-apart", "--threshold", "0.1"]);
    assert!(
        text.contains("Alike, but not the same (4)") && text.contains("negation: only there `不`"),
        "{text}"
    );
}

#[test]
fn ones_own_words_set_apart_too() {
    let entries = "- {id: a, question: 上个月在你们店里买的那一套黑胶唱片平时应该怎么保养, answer: 甲。}\n- {id: b, question: 上个月在你们店里买的那一套白胶唱片平时应该怎么保养, answer: 乙。}\n";
    let own = "[dedup.guards]\nantonyms = [[[\"黑胶\"], [\"白胶\"]]]\n";
    let low = ["--threshold", "0.05", "--set-apart"];
    let (_, before) = json(&folder(&[("kb/p/a.yaml", entries)]), &low);
    let (_, after) = json(&folder(&[("kb/p/a.yaml", entries), ("kbtool.toml", own)]), &low);
    assert_eq!((list(&before, "groups").len(), list(&before, "set_apart").len()), (1, 0), "{before}");
    assert_eq!((list(&after, "groups").len(), list(&after, "set_apart").len()), (0, 1), "{after}");
}

#[test]
fn a_faulty_table_of_guards_is_shown_where_it_is() {
    for (config, place, word) in [
        ("[dedup.guards]\nantonym = [[\"开\", \"关\"]]\n", "kbtool.toml:2:1", "antonym"),
        ("[dedup.guards]\nantonyms = [[\"开\", \"关\"]]\n", "kbtool.toml:2:14", "a sequence"),
        ("[dedup.guards]\nantonyms = [[[\"开\"], [\"开\"]]]\n", "kbtool.toml:1:", "both sides"),
        ("[dedup.guards]\nantonyms = [[[\"开\"], []]]\n", "kbtool.toml:1:", "pair 1"),
        ("[dedup.guards]\nplaces = [\"！\"]\n", "kbtool.toml:1:", "places"),
        ("[dedup]\nthreshold = 7\n", "kbtool.toml:1:", "threshold"),
        ("[dedup]\nfail-on = \"konflikt\"\n", "kbtool.toml:2", "konflikt"),
    ] {
        let (code, out, error) = dedup(&folder(&[("kbtool.toml", config), ("kb/p/a.yaml", CLEAN)]), &[]);
        assert_eq!((code, out.as_str()), (2, ""), "{config}: {error}");
        assert!(error.contains(place) && error.contains(word), "{config}: {error}");
    }
}

/// Clutter within an entry, and a conflict that is for people.
const CLUTTERED: &str = "# 头\n- id: size\n  question: 尺码标准吗\n  variants:\n    - 鞋子会不会偏大 # 一\n    # 大促常问\n    - 会不会掉色\n    - 鞋子会不会偏大呀\n    - 鞋子会不会偏大？ # 二\n    - 尺码标准吗？\n  answer: 看尺码表。\n- id: colour\n  question: 洗后如何\n  variants: [会不会掉色, 褪不褪色]\n  answer: 不会。\n";
const TIDIED: &str = "# 头\n- id: size\n  question: 尺码标准吗\n  variants:\n    - 鞋子会不会偏大 # 一\n    # 大促常问\n    - 会不会掉色\n    # 二\n  answer: 看尺码表。\n- id: colour\n  question: 洗后如何\n  variants: [会不会掉色, 褪不褪色]\n  answer: 不会。\n";

#[test]
fn fixing_takes_out_clutter_and_nothing_else() {
    let folder = folder(&[("kb/p/a.yaml", CLUTTERED)]);
    let (code, out, error) = dedup(&folder, &["--diff"]);
    assert_eq!(code, 1, "{error}");
    assert!(out.contains("\n-    - 鞋子会不会偏大呀\n") && error.contains("3 variant(s)"), "{out}{error}");
    assert_eq!(read(&folder, "kb/p/a.yaml"), CLUTTERED, "--diff changes nothing");
    let (code, report) = json(&folder, &["--fix"]);
    assert_eq!(read(&folder, "kb/p/a.yaml"), TIDIED);
    assert_eq!((code, harms(&report), &report["summary"]["fixed"]), (1, vec!["conflict"], &3.into()));
    let (code, out, _) = dedup(&folder, &["--diff"]);
    assert_eq!((code, out.as_str()), (0, ""), "nothing is left to take out");
    let (_, again) = json(&folder, &["--fix"]);
    assert_eq!(again["summary"]["fixed"], 0);
    assert_eq!(read(&folder, "kb/p/a.yaml"), TIDIED);
}

#[test]
fn line_ends_and_marks_stay() {
    for mark in ["", "\u{feff}"] {
        let with = |text: &str| format!("{mark}{}", text.replace('\n', "\r\n"));
        let folder = folder(&[("kb/p/a.yaml", &with(CLUTTERED)), ("kb/p/b.yaml", &with(QUESTION))]);
        dedup(&folder, &["--fix"]);
        assert_eq!(read(&folder, "kb/p/a.yaml"), with(TIDIED));
        assert_eq!(read(&folder, "kb/p/b.yaml"), with(QUESTION));
    }
}

#[test]
fn a_plan_is_carried_out_line_by_line() {
    let conflict = "- id: c1 # 旺季\n  question: 发货时间\n  variants:\n    - 订单多久寄出\n    - 几天能发出\n  answer: 48 小时内发货。\n- id: c2\n  question: 预售到货时间\n  variants:\n    - 订单多久寄出\n    - 尾款付了没动静 # 大促\n  answer: 15 天内发货。\n";
    let folder = folder(&[("kb/p/a.yaml", conflict), ("kb/p/b.yaml", CLUTTERED)]);
    git(folder.path(), &["init", "-q", "-b", "main"]);
    git(folder.path(), &["add", "."]);
    git(folder.path(), &["commit", "-qm", "一"]);
    let (code, _, error) = dedup(&folder, &["--plan", "plan.yaml"]);
    assert_eq!(code, 1, "{error}");
    assert!(error.contains("--apply plan.yaml"), "{error}");
    let plan = read(&folder, "plan.yaml");
    assert_eq!(git(folder.path(), &["diff", "--stat"]), "", "a plan changes nothing");

    // Nobody has decided about the conflicts yet: only the clutter would go.
    let (code, out, error) = dedup(&folder, &["--apply", "plan.yaml", "--diff"]);
    assert_eq!(code, 1, "{error}");
    assert!(!out.contains("a.yaml") && out.contains("b.yaml"), "{out}");
    let decided = plan
        .replace("    decided: false\n", "")
        .replace(
            "action: keep\n        entry: p/c2\n        number: 1",
            "action: drop\n        entry: p/c2\n        number: 1",
        )
        .replace(
            "action: keep\n        entry: p/colour\n        number: 1",
            "action: drop\n        entry: p/colour\n        number: 1",
        );
    assert_eq!(decided.matches("action: drop").count(), plan.matches("action: drop").count() + 2, "{plan}");
    fs::write(folder.path().join("plan.yaml"), &decided).expect("file");
    let (code, _, error) = dedup(&folder, &["--apply", "plan.yaml"]);
    assert_eq!(code, 0, "{error}");
    let diff = git(folder.path(), &["diff", "-U0"]);
    let gone: Vec<&str> =
        diff.lines().filter(|line| line.starts_with('-') && !line.starts_with("---")).collect();
    let come: Vec<&str> =
        diff.lines().filter(|line| line.starts_with('+') && !line.starts_with("+++")).collect();
    assert_eq!(
        gone,
        [
            "-    - 订单多久寄出",
            "-    - 鞋子会不会偏大呀",
            "-    - 鞋子会不会偏大？ # 二",
            "-    - 尺码标准吗？",
            "-  variants: [会不会掉色, 褪不褪色]",
        ]
    );
    assert_eq!(come, ["+    # 二", "+  variants: [褪不褪色]"]);
    let (code, report) = json(&folder, &[]);
    assert_eq!((code, harms(&report)), (0, vec![]), "{report}");

    // A plan is for the files as they were.
    let (code, _, error) = dedup(&folder, &["--apply", "plan.yaml"]);
    assert_eq!(code, 2);
    assert!(error.contains("kb/p/a.yaml") && error.contains("has changed"), "{error}");
    assert_eq!(git(folder.path(), &["diff", "-U0"]), diff, "nothing has been changed");
}

#[test]
fn entries_are_merged_and_phrasings_moved_by_a_plan() {
    let entries = [MERGE, CONFLICT].concat();
    let folder = folder(&[("kb/p/a.yaml", &entries)]);
    dedup(&folder, &["--plan", "plan.yaml"]);
    let plan = read(&folder, "plan.yaml").replace("    decided: false\n", "");
    let merged = plan.replace(
        "action: keep\n        entry: p/m2",
        "action: merge\n        into: p/m1\n        entry: p/m2",
    );
    let moved = merged
        .replace("action: keep\n        entry: p/c2", "action: move\n        to: p/c1\n        entry: p/c2");
    assert_ne!((&plan, &merged), (&merged, &moved), "{plan}");
    fs::write(folder.path().join("plan.yaml"), moved).expect("file");
    let (code, _, error) = dedup(&folder, &["--apply", "plan.yaml"]);
    assert_eq!(code, 0, "{error}");
    let text = read(&folder, "kb/p/a.yaml");
    assert!(!text.contains("m2") && text.contains("羊毛衫如何洗涤"), "{text}");
    assert_eq!(text.matches("订单多久寄出").count(), 1, "{text}");
    let (_, report) = json(&folder, &["--fail-on", "merge"]);
    assert!(harms(&report).iter().all(|harm| *harm == "clutter"), "{report}");
}

#[test]
fn a_plan_with_a_slip_is_refused_at_its_place() {
    let folder = folder(&[("kb/p/a.yaml", CONFLICT)]);
    dedup(&folder, &["--plan", "plan.yaml"]);
    let plan = read(&folder, "plan.yaml");
    for (from, to, word) in [
        ("action: keep", "action: dorp", "`drop`"),
        ("action: keep", "action: move", "where to"),
        ("    decided: false", "    decided: maybe", "`true` or `false`"),
        ("number: 1", "number: one", "whole number"),
    ] {
        let wrong = plan.replacen(from, to, 1);
        fs::write(folder.path().join("plan.yaml"), &wrong).expect("file");
        let (code, _, error) = dedup(&folder, &["--apply", "plan.yaml"]);
        assert_eq!(code, 2, "{to}");
        let line = 1 + wrong.lines().position(|line| line.contains(to)).expect("the line");
        let column = 1 + wrong.lines().nth(line - 1).and_then(|text| text.find(": ")).expect("a key") + 2;
        assert!(
            error.contains(&format!("plan.yaml:{line}:{column}")) && error.contains(word),
            "{to}: {error}"
        );
        assert_eq!(read(&folder, "kb/p/a.yaml"), CONFLICT);
    }
    for wrong in ["", "- a\n", "schema: kbtool.dedup-plan/9\n", "{"] {
        fs::write(folder.path().join("plan.yaml"), wrong).expect("file");
        let (code, _, error) = dedup(&folder, &["--apply", "plan.yaml"]);
        assert_eq!(code, 2, "{wrong}");
        assert!(error.contains("plan.yaml"), "{error}");
    }
    assert_eq!(dedup(&folder, &["--apply", "gone.yaml"]).0, 2);
}

#[test]
fn test_questions_in_the_knowledge_base_are_leakage() {
    let folder = folder(&[
        ("kb/p/a.yaml", CLEAN),
        ("leaky.csv", "question,expected\n几号上班,\n什么时候发货呢,p/a\n请问多久寄出,a\n"),
        ("sound.csv", "question,expected\n几号上班,\n"),
        (
            "other/q/b.yaml",
            "- {id: z, question: 怎么退款}\n- {id: y, question: 可以开发票吗, variants: [开发票吗]}\n",
        ),
        ("third/q/b.yaml", "- {id: z, question: 怎么退款}\n"),
    ]);
    let (code, out, _) = dedup(&folder, &["--against", "leaky.csv"]);
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains("leaky.csv:3") && out.contains("leaky.csv:4") && !out.contains("leaky.csv:2"),
        "{out}"
    );
    let (code, report) = json(&folder, &["--against", "leaky.csv"]);
    assert_eq!((code, report["schema"].as_str()), (1, Some("kbtool.dedup/1")));
    let (code, out, error) = dedup(&folder, &["--against", "sound.csv"]);
    assert_eq!(code, 0, "{out}{error}");
    let (code, out, _) = dedup(&folder, &["--against", "other"]);
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("q/y") && out.contains("b.yaml:2") && !out.contains("q/z"), "{out}");
    assert_eq!(dedup(&folder, &["--against", "third"]).0, 0);
    let (code, _, error) = dedup(&folder, &["--against", "third", "--against", "leaky.csv"]);
    assert_eq!(code, 2);
    assert!(error.contains("not both"), "{error}");
}

/// Texts that would be tags, cells or formulas elsewhere.
const ODD: &str = "- {id: a, question: '发<b>货|时间</b>', variants: ['=1+1 多久\\|寄出', '`订单`多久 *寄出*'], answer: '<i>48</i> | 小时'}\n- {id: b, question: '发<b>货|时间</b>', variants: ['=1+1 多久\\|寄出', \"订单\\t多久寄出\"], answer: \"7 天\"}\n";

/// The cells of each row.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for c in csv.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(!quoted && row.is_empty() && cell.is_empty(), "{csv}");
    rows
}

#[test]
fn all_formats_hold_whatever_stands_in_the_texts() {
    let folder = folder(&[
        (
            "kb/p/a.yaml",
            &[ODD, APART].concat().replacen("id: a,", "id: odd,", 1).replacen("id: b,", "id: odder,", 1),
        ),
        ("t.csv", "question,expected\n'=1+1 多久\\|寄出',\n发<b>货|时间</b>,\n"),
        ("p.csv", "sentence1,sentence2,label\n发<b>货|时间</b>,\"=1+1 \"\"多久\"\"\",1\n"),
    ]);
    let asked: [&[&str]; 3] = [&["--set-apart"], &["--against", "t.csv"], &["--pairs", "p.csv"]];
    for arguments in asked {
        for language in ["en", "zh"] {
            let report = |format| {
                let output = ["--lang", language, "--output", format];
                let (code, out, error) = dedup(&folder, &[arguments, &output].concat());
                assert!(code < 2 && !out.is_empty(), "{arguments:?}: {error}");
                assert!(out.ends_with('\n'));
                out
            };
            let value: Value = serde_json::from_str(&report("json")).expect("JSON");
            assert_eq!(value["schema"], "kbtool.dedup/1");
            let csv = report("csv");
            let rows = rows(csv.strip_prefix('\u{feff}').expect("a byte order mark"));
            assert!(rows.len() > 1 && rows.iter().all(|row| row.len() == rows[0].len()), "{csv}");
            assert!(rows.iter().flatten().all(|cell| !cell.starts_with('=')), "{csv}");
            let markdown = report("markdown");
            assert!(!markdown.contains("<b>") && !markdown.contains("<i>"), "{markdown}");
            assert!(!markdown.contains("货|时"), "{markdown}");
            assert!(!report("text").contains('\t'));
        }
    }
    let (code, out, _) =
        dedup(&folder, &["--output", "text", "--output", "json=r.json", "--output", "csv=r.csv"]);
    assert_eq!(code, 1);
    assert!(out.contains("conflict") && read(&folder, "r.json").starts_with('{'));
    assert!(read(&folder, "r.csv").starts_with('\u{feff}'));
}

#[test]
fn the_same_bytes_on_one_thread_and_on_two() {
    let mut entries = String::new();
    for number in 0..300 {
        let thing = ["大衣", "外套", "毛衣", "衬衫", "裙子", "帐户"][number % 6];
        let act =
            ["怎么退", "如何退", "怎么洗", "能机洗吗", "可以机洗吗", "7天能到吗", "15天能到吗"][number % 7];
        let link = ["", "请问", "我买的", "店里的"][number / 5 % 4];
        entries += &format!(
            "- {{id: e{number}, question: {link}{thing}{act}, variants: [{act}呢{thing}, {act}{thing}], answer: {}天}}\n",
            number % 4
        );
    }
    let folder = folder(&[("kb/p/a.yaml", &entries), ("kb/q/a.yaml", APART)]);
    let report = |jobs, format| {
        let asked = ["--jobs", jobs, "--threshold", "0.3", "--set-apart", "--output", format];
        dedup(&folder, &asked).1
    };
    let json = report("1", "json");
    let value: Value = serde_json::from_str(&json).expect("JSON");
    let (groups, apart) = (list(&value, "groups").len(), list(&value, "set_apart").len());
    assert!(groups > 20 && apart > 0, "{groups} {apart}");
    assert_eq!(json, report("2", "json"));
    assert_eq!(report("1", "text"), report("2", "text"));
}
