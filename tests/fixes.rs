//! What must hold whatever is fixed: files stay YAML, comments stay, nothing fixable is left, nothing new is
//! found.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::date;
use kbtool::config::LintConfig;
use kbtool::lint::{FixOptions, Fixed, LintOptions, Linted, Selection, fix, lint};
use kbtool::model::{KnowledgeBase, Loaded, Overlay};
use kbtool::source::{Comments, SourceFile, write_scalar};
use proptest::prelude::*;
use proptest::sample::select;

type Bytes = Vec<(PathBuf, Vec<u8>)>;

fn with_options<R>(run: impl FnOnce(&LintOptions<'_>) -> R) -> R {
    let (config, selection) = (LintConfig::default(), Selection::default());
    run(&LintOptions {
        config: &config,
        config_path: None,
        config_text: None,
        selection: &selection,
        as_of: date(2026, 11, 5),
        deep: false,
        test_questions: None,
        phrasings: None,
        whole: true,
    })
}

fn found(files: &Bytes) -> Linted {
    let mut loaded = KnowledgeBase::from_bytes(files.clone());
    with_options(|options| lint(&mut loaded, options)).expect("linted")
}

fn fixed(files: &Bytes, include_unsafe: bool) -> Fixed {
    let load = |overlay: &Overlay| -> Loaded { KnowledgeBase::from_bytes(laid_over(files, overlay)) };
    with_options(|options| fix(&load, &|_, _| (), options, FixOptions { include_unsafe })).expect("fixed")
}

fn laid_over(files: &Bytes, overlay: &Overlay) -> Bytes {
    let bytes =
        |(path, bytes): &(PathBuf, Vec<u8>)| (path.clone(), overlay.get(path).unwrap_or(bytes).clone());
    files.iter().map(bytes).collect()
}

/// The comments of all files, but for those that speak to the linter.
fn comments(files: &Bytes) -> Vec<String> {
    let mut all = Vec::new();
    for (path, bytes) in files {
        let source = SourceFile::from_bytes(path, bytes.clone()).expect("UTF-8");
        let found = Comments::of(source.text());
        let texts = found.comments.iter().map(|comment| comment.span.slice(source.text()).to_owned());
        all.extend(texts.filter(|text| !text.contains("kbtool:")));
    }
    all.sort_unstable();
    all
}

fn counts(linted: &Linted) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for finding in &linted.findings {
        *counts.entry(finding.code).or_default() += 1;
    }
    counts
}

fn check(files: &Bytes, include_unsafe: bool) {
    let before = found(files);
    let result = fixed(files, include_unsafe);
    let after = laid_over(files, &result.files);
    let text = || -> String { after.iter().map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect() };
    assert_eq!(comments(files), comments(&after), "comments stay:\n{}", text());
    let left = found(&after);
    assert_eq!(left.findings.len(), result.left.findings.len());
    let again = fixed(&after, include_unsafe);
    assert!(again.files.is_empty(), "a second run finds nothing to mend:\n{}", text());
    // What could not be read hides what is wrong with it; a fix that lets it be read brings that to light.
    if !KnowledgeBase::from_bytes(files.clone()).problems.is_empty() {
        return;
    }
    let (before_by_code, left_by_code) = (counts(&before), counts(&left));
    for (code, count) in left_by_code {
        let earlier = before_by_code.get(code).copied().unwrap_or(0);
        assert!(count <= earlier, "{code}: {earlier} before, {count} after\n{}", text());
    }
}

/// Texts with every kind of trouble, and some without.
const TEXTS: &[&str] = &[
    "什么时候发货？",
    "什么时候发货",
    "什麼時候發貨？",
    "什么时候发货呢",
    "多久  发货",
    "ＡＢＣ１２３有货吗?",
    "亲,怎么退款呀～",
    "怎么退款",
    "如何退款？？",
    "登陆不了帐户怎么办",
    "用优惠卷(满100)能减多少",
    "支持，不支持",
    "付款后 48 小时内发货。",
    "付款后48小时内发货 。",
    "请看http://example.cn/a?b=1,谢谢",
    "答案（未完",
    "待补充",
    "？？",
    "😀什么时候发货👍🏽",
    "发\u{200B}货要多久",
    "发\u{3000}货要\u{a0}多久",
    "锟斤拷锟斤拷",
    "he said: \"no\", it's # 1",
    "- 不是列表",
    "[方括号]",
    "{昵称}您好",
    "yes",
    "12:30",
    "a: b",
    "第一行\n第二行",
    "结尾有空格 ",
];

#[derive(Debug, Clone, Copy)]
enum Way {
    Bare,
    Single,
    Double,
}

fn written(text: &str, way: Way, in_flow: bool) -> String {
    match way {
        Way::Single if !text.contains('\n') => format!("'{}'", text.replace('\'', "''")),
        Way::Double => format!("{text:?}")
            .replace("\\'", "'")
            .replace("\\u{", "\\U{")
            .replace("\\U{200b}", "\\u200B")
            .replace("\\U{3000}", "\\u3000")
            .replace("\\U{a0}", "\\u00A0"),
        _ => write_scalar(text, in_flow),
    }
}

fn texts() -> impl Strategy<Value = (&'static str, Way)> {
    (select(TEXTS), prop_oneof![Just(Way::Bare), Just(Way::Single), Just(Way::Double)])
}

prop_compose! {
    fn entry()(
        id in proptest::option::of(select(&["ship", "refund", "登录", "Ship", "a b", "size"][..])),
        question in texts(),
        variants in proptest::collection::vec((texts(), any::<bool>()), 0..5),
        flow in any::<bool>(),
        answer in proptest::option::of(texts()),
        block in any::<bool>(),
        related in proptest::collection::vec(select(&["ship", "refund", "gone", "size"][..]), 0..3),
        extra in proptest::option::of(select(&["varients: [甲]", "status: retired", "until: 2026-10-01", "tags: [双11]", "x-note: 好"][..])),
        comment in any::<bool>(),
    ) -> String {
        let note = if comment { " # 备注" } else { "" };
        let mut text = String::new();
        let mut lines: Vec<String> = Vec::new();
        if let Some(id) = id {
            lines.push(format!("id: {id}{note}"));
        }
        lines.push(format!("question: {}{note}", written(question.0, question.1, false)));
        if flow && !variants.is_empty() {
            let items: Vec<_> = variants.iter().map(|((text, way), _)| written(text, *way, true)).collect();
            lines.push(format!("variants: [{}]{note}", items.join(", ")));
        } else if !variants.is_empty() {
            lines.push(format!("variants:{note}"));
            for ((text, way), comment) in &variants {
                if *comment {
                    lines.push("  # 上面的注释".to_owned());
                }
                let behind = if *comment { "  # 后面的注释" } else { "" };
                lines.push(format!("  - {}{behind}", written(text, *way, false)));
            }
        }
        if let Some((answer, way)) = answer {
            if block && !answer.trim().is_empty() && !answer.starts_with(' ') {
                lines.push(format!("answer: |{note}"));
                lines.extend(answer.lines().map(|line| format!("  {line}")));
            } else {
                lines.push(format!("answer: {}{note}", written(answer, way, false)));
            }
        }
        if !related.is_empty() {
            lines.push(format!("related: [{}]", related.join(", ")));
        }
        if let Some(extra) = extra {
            lines.push(extra.to_owned());
        }
        for (at, line) in lines.iter().enumerate() {
            text += if at == 0 { "- " } else { "  " };
            text += line;
            text += "\n";
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_fix_removes_its_finding_and_adds_none(
        entries in proptest::collection::vec(entry(), 1..6),
        mark in any::<bool>(),
        carriage_returns in any::<bool>(),
        include_unsafe in any::<bool>(),
    ) {
        let mut text = format!("# 开头\n{}# 结尾\n", entries.concat());
        if carriage_returns {
            text = text.replace('\n', "\r\n");
        }
        if mark {
            text.insert(0, '\u{FEFF}');
        }
        check(&vec![("demo/faq.yaml".into(), text.into_bytes())], include_unsafe);
    }
}

#[test]
fn a_clean_file_is_not_touched() {
    let text = "- id: ship-time\n  question: 什么时候发货？ # 常问\n  variants: [多久发货, 几天能发出, 啥时候寄]\n  answer: 付款后 48 小时内发货。\n";
    let files = vec![("demo/faq.yaml".into(), text.as_bytes().to_vec())];
    assert!(fixed(&files, true).files.is_empty());
    assert_eq!(counts(&found(&files)), BTreeMap::new());
}
