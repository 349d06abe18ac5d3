//! What every format shows of the same changes, and what each format demands.

use serde_json::Value as Json;
use unicode_width::UnicodeWidthStr;

use super::sample::{Sample, piece, sample};
use super::{DiffFormat, DiffRenderOptions, render_diff};
use crate::diagnostic::{Language, Message};
use crate::diff::{
    Change, ChangeKind, EntrySummary, FactChange, FactTopic, Flip, FlipKind, LimitResult, PieceKind, Place,
    Risk, Value,
};
use crate::report::RenderOptions;
use crate::report::words::thousands;

const LANGUAGES: [(Language, &str); 2] = [(Language::English, "en"), (Language::Chinese, "zh")];

const ALL: DiffRenderOptions = DiffRenderOptions { limit: None };

/// The formats that this module renders itself.
const FORMATS: [DiffFormat; 4] =
    [DiffFormat::Text, DiffFormat::Json, DiffFormat::Markdown, DiffFormat::Changelog];

/// A text that would like to be more than text.
const HOSTILE: &str = "a|b `c` <b>@org/team</b> *d* ~~e~~ [f](g)\r\n# h\u{1b}[31m\u{202e}i</details>";

fn in_language(language: Language) -> RenderOptions {
    RenderOptions { language, ..RenderOptions::default() }
}

fn rendered(sample: &Sample, format: DiffFormat, language: Language) -> String {
    render_diff(&sample.report(), format, in_language(language), &ALL)
}

fn limited(sample: &Sample, format: DiffFormat, limit: usize) -> String {
    let diff = DiffRenderOptions { limit: Some(limit) };
    render_diff(&sample.report(), format, RenderOptions::default(), &diff)
}

fn text(sample: &Sample, options: RenderOptions) -> String {
    render_diff(&sample.report(), DiffFormat::Text, options, &ALL)
}

fn parsed(sample: &Sample) -> Json {
    serde_json::from_str(&rendered(sample, DiffFormat::Json, Language::English)).expect("JSON")
}

/// A snapshot under the format's own name.
macro_rules! assert_looks {
    ($name:expr, $text:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

/// The sample with its answer compared word by word.
fn compared() -> Sample {
    let mut sample = sample();
    sample.changes[0].pieces = vec![
        piece(PieceKind::Same, "签收后 "),
        piece(PieceKind::Removed, "7"),
        piece(PieceKind::Added, "15"),
        piece(PieceKind::Same, " 天内可以退货，运费由"),
        piece(PieceKind::Removed, "店铺"),
        piece(PieceKind::Added, "您"),
        piece(PieceKind::Same, "承担"),
        piece(PieceKind::Added, " <b>"),
        piece(PieceKind::Same, "。"),
    ];
    sample
}

fn nothing_asked(mut sample: Sample) -> Sample {
    sample.limits.clear();
    sample.notes.clear();
    sample
}

/// Changes of every kind, with values of the shapes that suit them.
fn every_kind() -> Sample {
    let mut sample = sample();
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    let list = |items: &[&str]| Some(Value::List(items.iter().map(|&item| item.to_owned()).collect()));
    let summary = |entry: &str, question: &str| {
        Some(Value::Entry(EntrySummary {
            entry: entry.to_owned(),
            question: question.to_owned(),
            variants: ["一件代发", "能代发吗", "支持代发不", "代发怎么弄"].map(str::to_owned).to_vec(),
            answers: vec!["支持一件代发，48 小时内发出。".to_owned()],
        }))
    };
    let model = sample.changes[3].clone();
    sample.changes = ChangeKind::ALL
        .iter()
        .map(|&kind| {
            use ChangeKind as Kind;
            let name = kind.name();
            let (before, after) = match kind {
                Kind::EntryAdded => (None, summary("common/agent", "支持一件代发吗？")),
                Kind::EntryRemoved => (summary("common/agent", "支持一件代发吗？"), None),
                Kind::EntrySplit => (text("common/refund-time"), summary("common/agent", "支持一件代发吗？")),
                Kind::EntryMerged => {
                    (summary("common/agent", "支持一件代发吗？"), text("common/refund-time"))
                }
                Kind::EntryRenamed => (text("common/refund-time"), text("common/refund-arrival")),
                Kind::EntryMoved => (text("apparel"), text("common")),
                Kind::QuestionReworded => (text("退款多久到？"), text("退款多久到账？")),
                Kind::VariantMoved => {
                    let phrasing = |entry: &str| {
                        Some(Value::Phrasing { entry: entry.to_owned(), text: "钱呢".to_owned() })
                    };
                    (phrasing("common/refund"), phrasing("common/refund-time"))
                }
                Kind::KeywordsChanged | Kind::RelatedChanged | Kind::TagsChanged => {
                    (list(&["双11", "预售"]), list(&["预售", "618"]))
                }
                Kind::PackExtendsChanged => (list(&["common"]), list(&["common", "footwear"])),
                Kind::GateChanged => (text("hit_rate 80%"), text("hit_rate 75%")),
                Kind::AnswerChanged | Kind::ShopAnswerChanged => (text("七天内。"), text("十五天内。")),
                _ if name.ends_with("_added") => (None, text("新的内容")),
                _ if name.ends_with("_removed") => (text("旧的内容"), None),
                _ => (text("旧的内容"), text("新的内容")),
            };
            let shop =
                name.starts_with("shop") || name.starts_with("subscription") || name.starts_with("welcome");
            let of_entry = !name.starts_with("pack") && (!shop || name.starts_with("shop_answer"));
            let (entry, question) = match (kind, of_entry) {
                (Kind::GateChanged, _) => ("", ""),
                (_, true) => ("common/refund-arrival", "退款多久到账？"),
                (_, false) if shop => ("qinghe", "青禾服饰"),
                (_, false) => ("footwear", "鞋靴"),
            };
            Change {
                kind,
                entry: entry.to_owned(),
                question: question.to_owned(),
                shop: shop.then(|| "qinghe".to_owned()),
                risk: Risk::ALL[kind as usize % 3],
                reason: Message::new("for some reason", "出于某种原因"),
                before,
                after,
                ..model.clone()
            }
        })
        .collect();
    sample.limits.clear();
    nothing_asked(sample)
}

/// Nothing but texts that would like to be more than text.
fn hostile() -> Sample {
    let mut sample = every_kind();
    let message = || Message::new(HOSTILE, HOSTILE);
    for change in &mut sample.changes {
        change.reason = message();
        change.notes = vec![message()];
        change.place = Some(Place { path: HOSTILE.to_owned(), line: 1 });
        for name in [&mut change.entry, &mut change.question] {
            *name = HOSTILE.to_owned();
        }
        change.shop = change.shop.as_ref().map(|_| HOSTILE.to_owned());
        change.facts = vec![FactChange {
            topic: FactTopic::Link,
            before: vec![HOSTILE.to_owned()],
            after: vec![HOSTILE.to_owned()],
        }];
        for value in [&mut change.before, &mut change.after].into_iter().flatten() {
            match value {
                Value::Text(text) => *text = HOSTILE.to_owned(),
                Value::List(items) => items[0] = HOSTILE.to_owned() + &items[0],
                Value::Phrasing { entry, text } => {
                    *entry += HOSTILE;
                    *text = HOSTILE.to_owned();
                }
                Value::Entry(summary) => {
                    *summary = EntrySummary {
                        entry: HOSTILE.to_owned(),
                        question: HOSTILE.to_owned(),
                        variants: vec![HOSTILE.to_owned()],
                        answers: vec![HOSTILE.to_owned()],
                    };
                }
            }
        }
    }
    for flip in &mut sample.behaviour.flips {
        (flip.question, flip.file, flip.expected) =
            (HOSTILE.to_owned(), HOSTILE.to_owned(), Some(HOSTILE.to_owned()));
        flip.after.words = message();
        if let Some(cause) = &mut flip.cause {
            cause.words = message();
        }
    }
    for scope in &mut sample.behaviour.packs {
        scope.title = HOSTILE.to_owned();
    }
    sample.behaviour.overall.sentence = message();
    sample.notes = vec![message()];
    sample.limits = vec![LimitResult {
        limit: HOSTILE.to_owned(),
        kept: false,
        words: message(),
        changes: vec![0, 1_000_000],
    }];
    sample
}

/// So many changes of high and of low risk each, and so many flips.
fn many(count: usize) -> Sample {
    let mut sample = sample();
    let numbered = |model: &Change, number: usize| {
        let mut change = model.clone();
        change.entry = format!("common/entry-{number}");
        change.question = format!("第 {number} 个问题是什么？");
        change
    };
    let high = (0..count).map(|number| numbered(&sample.changes[0], number));
    let low = (0..count).map(|number| numbered(&sample.changes[4], number));
    sample.changes = high.chain(low).collect();
    let model = sample.behaviour.flips[0].clone();
    sample.behaviour.flips = (1..=count as u64).map(|line| Flip { line, ..model.clone() }).collect();
    sample
}

#[test]
fn formats_are_found_by_their_names() {
    for format in DiffFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!("Changelog".parse(), Ok(DiffFormat::Changelog));
    assert_eq!(
        "csv".parse::<DiffFormat>().expect_err("no such format").to_string(),
        "diff has no output format `csv`; there are text, json, markdown, html, changelog"
    );
}

#[test]
fn every_format_in_both_languages() {
    let sample = compared();
    for format in FORMATS {
        for (language, suffix) in LANGUAGES {
            let text = rendered(&sample, format, language);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}: one line end");
            assert!(!text.contains('\u{1b}'), "{format}: no colour unless asked");
            assert_looks!(format!("diff-{format}-{suffix}"), text);
        }
    }
}

#[test]
fn every_format_when_nothing_changed() {
    let mut sample = nothing_asked(sample());
    sample.changes.clear();
    let mut report = sample.report();
    report.behaviour = None;
    let mut shown = String::new();
    for format in FORMATS {
        for (language, _) in LANGUAGES {
            let text = render_diff(&report, format, in_language(language), &ALL);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}: one line end");
            shown.extend(["=== ", format.name(), "\n", &text]);
        }
    }
    assert_looks!("diff-nothing", shown);
}

#[test]
fn every_format_without_test_questions_and_limits() {
    let sample = nothing_asked(compared());
    let mut report = sample.report();
    report.behaviour = None;
    let mut shown = String::new();
    for format in [DiffFormat::Text, DiffFormat::Markdown, DiffFormat::Changelog] {
        for (language, _) in LANGUAGES {
            shown.extend([
                "=== ",
                format.name(),
                "\n",
                &render_diff(&report, format, in_language(language), &ALL),
            ]);
        }
    }
    assert_looks!("diff-without-behaviour", shown);
}

#[test]
fn every_kind_of_change_in_every_format() {
    let sample = every_kind();
    let mut report = sample.report();
    report.behaviour = None;
    for format in [DiffFormat::Text, DiffFormat::Markdown, DiffFormat::Changelog] {
        for (language, suffix) in LANGUAGES {
            let text = render_diff(&report, format, in_language(language), &ALL);
            assert_looks!(format!("diff-kinds-{format}-{suffix}"), text);
        }
    }
}

#[test]
fn a_change_says_something_whatever_its_values_are() {
    let mut sample = every_kind();
    let text = Value::Text("甲".to_owned());
    let values = [
        None,
        Some(text),
        Some(Value::List(vec!["甲".to_owned(), "乙".to_owned()])),
        Some(Value::Phrasing { entry: "p/e".to_owned(), text: "甲".to_owned() }),
        sample.changes[0].after.clone(),
    ];
    let model = sample.changes[0].clone();
    for before in &values {
        for after in &values {
            sample.changes = ChangeKind::ALL
                .iter()
                .map(|&kind| Change { kind, before: before.clone(), after: after.clone(), ..model.clone() })
                .collect();
            for (language, _) in LANGUAGES {
                for format in [DiffFormat::Text, DiffFormat::Markdown] {
                    let text = rendered(&sample, format, language);
                    for kind in ChangeKind::ALL {
                        assert!(text.contains(kind.title().in_language(language)), "{format} {kind:?}");
                    }
                }
                let changelog = rendered(&sample, DiffFormat::Changelog, language);
                let lines = changelog.lines().filter(|line| line.starts_with("- ")).count();
                assert_eq!(lines, ChangeKind::ALL.len(), "{changelog}");
                assert!(!changelog.contains("“”"), "{changelog}");
            }
        }
    }
}

#[test]
fn narrow_and_wide_and_in_colour() {
    for (language, width, name) in [
        (Language::English, 60, "diff-text-60"),
        (Language::Chinese, 80, "diff-text-80"),
        (Language::Chinese, 120, "diff-text-120"),
    ] {
        let options = RenderOptions { language, width: Some(width), colour: false };
        assert_looks!(name, text(&compared(), options));
    }
}

#[test]
fn in_colour() {
    let options = RenderOptions { width: Some(80), colour: true, ..RenderOptions::default() };
    let coloured = text(&compared(), options);
    // Pieces that are marked without colour are only coloured with it; all else is the same.
    let bare = anstream::adapter::strip_str(&coloured).to_string();
    let marked = text(&compared(), RenderOptions { colour: false, ..options });
    let without = |text: &str| text.replace(['[', ']', '{', '}', '+', '-', ' ', '\n'], "");
    assert_eq!(without(&bare), without(&marked));
    assert_looks!("diff-text-coloured", coloured.replace('\u{1b}', "␛"));
}

#[test]
fn lines_keep_to_the_width() {
    for (language, _) in LANGUAGES {
        for width in [60, 80, 100, 120, 160] {
            let options = RenderOptions { language, width: Some(width), colour: false };
            for sample in [compared(), every_kind(), hostile()] {
                for line in text(&sample, options).lines() {
                    let is_table = line.starts_with(' ') && line.contains("  0.0");
                    assert!(is_table || line.width() <= usize::from(width), "{width}: {line}");
                }
            }
        }
    }
}

#[test]
fn many_variants_are_one_line() {
    let mut sample = sample();
    let model = sample.changes[4].clone();
    sample.changes = (1..=1_200)
        .map(|number| Change { after: Some(Value::Text(format!("问法{number}"))), ..model.clone() })
        .collect();
    let text = rendered(&sample, DiffFormat::Text, Language::English);
    assert!(text.contains("\n  + 1,200 variants added  问法1, 问法2, 问法3, … and 1,197 more\n"), "{text}");
    assert!(text.contains("has everything that is left out"), "{text}");
    let markdown = rendered(&sample, DiffFormat::Markdown, Language::Chinese);
    assert!(markdown.contains("| 新增相似问 1,200 条 | 问法1、问法2、问法3……另有 1,197 条 |"), "{markdown}");
    let changelog = rendered(&sample, DiffFormat::Changelog, Language::Chinese);
    assert!(changelog.contains("新增问法 1,200 条：如“问法1”、“问法2”、“问法3”。"), "{changelog}");
    assert_eq!(parsed(&sample)["changes"].as_array().map(Vec::len), Some(1_200));
}

#[test]
fn no_more_than_asked_for() {
    let sample = many(15);
    let text = limited(&sample, DiffFormat::Text, 3);
    assert_eq!(text.matches("  ~ answer changed").count(), 3, "{text}");
    assert_eq!(text.matches("\n… and 12 more\n").count(), 2, "{text}");
    assert_eq!(text.matches("\n  … and 12 more\n").count(), 1, "{text}");
    assert!(text.contains("High risk (15)") && text.contains("Broken (15)"), "{text}");
    assert!(text.contains("has everything that is left out"), "{text}");
    let markdown = limited(&sample, DiffFormat::Markdown, 3);
    assert_eq!(markdown.matches("| answer changed |").count(), 3, "{markdown}");
    assert_eq!(markdown.matches("| variant added |").count(), 3, "{markdown}");
    assert_eq!(markdown.matches("\n… and 12 more\n").count(), 3, "{markdown}");
    let changelog = limited(&sample, DiffFormat::Changelog, 3);
    assert_eq!(changelog.matches("\n- … and 12 more\n").count(), 2, "{changelog}");
    let all = rendered(&sample, DiffFormat::Json, Language::English);
    assert_eq!(limited(&sample, DiffFormat::Json, 3), all);
    assert!(!limited(&sample, DiffFormat::Text, 15).contains("left out"));
}

#[test]
fn a_comment_is_not_longer_than_github_takes() {
    let sample = many(3_000);
    for (language, suffix) in LANGUAGES {
        let text = rendered(&sample, DiffFormat::Markdown, language);
        assert!(text.encode_utf16().count() < 65_536);
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        // Each fold says how many of its lines are missing, and each has some.
        for (row, in_all) in [("<del>", 3_000), ("钱几天退回来1", 3_000), ("| 衣服不想要了怎么弄 |", 3_000)]
        {
            let shown = text.lines().filter(|line| line.contains(row)).count();
            assert!(shown > 10 && shown < in_all, "{row}: {shown}");
            assert!(text.contains(&format!(" {} ", thousands(in_all - shown))), "{row}: {shown}");
        }
        let folds: Vec<&str> =
            text.lines().filter(|line| line.starts_with("<details>") || line.contains('…')).collect();
        assert_looks!(format!("diff-markdown-cut-{suffix}"), folds.join("\n"));
    }
}

#[test]
fn a_comment_opens_with_three_lines() {
    for sample in [compared(), nothing_asked(sample()), every_kind(), hostile(), many(100)] {
        for (language, _) in LANGUAGES {
            for behaviour in [true, false] {
                let mut report = sample.report();
                if !behaviour {
                    report.behaviour = None;
                }
                let text = render_diff(&report, DiffFormat::Markdown, in_language(language), &ALL);
                let lines: Vec<&str> = text.lines().take(4).collect();
                assert!(
                    lines[..3].iter().all(|line| line.starts_with("- ")) && lines[3].is_empty(),
                    "{text}"
                );
            }
        }
    }
}

#[test]
fn the_worst_is_what_broke_the_most() {
    let mut sample = sample();
    let worst = |sample: &Sample| super::headline::worst(&sample.report()).map(|change| change.kind);
    assert_eq!(worst(&sample), Some(ChangeKind::VariantMoved));
    // Without questions that broke it is the change of a fact.
    sample.behaviour.flips.retain(|flip| flip.kind != FlipKind::Broken);
    assert_eq!(worst(&sample), Some(ChangeKind::AnswerChanged));
    sample.changes.remove(0);
    assert_eq!(worst(&sample), Some(ChangeKind::VariantMoved));
    sample.changes.retain(|change| change.risk == Risk::Low);
    assert_eq!(worst(&sample), Some(ChangeKind::EntryAdded));
    sample.changes.clear();
    assert_eq!(worst(&sample), None);
}

#[test]
fn markdown_takes_no_text_for_markup() {
    for format in [DiffFormat::Markdown, DiffFormat::Changelog] {
        for (language, _) in LANGUAGES {
            let text = rendered(&hostile(), format, language);
            assert!(!text.contains("<b>@") && !text.contains("`c`") && !text.contains("@org"), "{text}");
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{text}");
            assert!(!text.contains("\n# h") && !text.contains("~~") && !text.contains("[f]("), "{text}");
            assert_eq!(text.matches("<details>").count(), text.matches("</details>").count(), "{text}");
            assert_eq!(text.matches("<del>").count(), text.matches("</del>").count(), "{text}");
        }
    }
    let text = rendered(&hostile(), DiffFormat::Markdown, Language::English);
    for table in text.split("\n\n").filter(|part| part.starts_with('|')) {
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        let head = bars(table.lines().next().expect("a head"));
        for line in table.lines().filter(|line| line.starts_with('|')) {
            assert_eq!(bars(line), head, "{line}");
        }
    }
}

#[test]
fn a_terminal_is_not_moved() {
    let text = rendered(&hostile(), DiffFormat::Text, Language::Chinese);
    assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
    assert!(!text.contains('\u{202e}'));
}

#[test]
fn json_has_everything() {
    let json = parsed(&compared());
    assert_eq!((&json["schema"], &json["before"]), (&"kbtool.diff/1".into(), &"main (1a2b3c4)".into()));
    assert_eq!(json["summary"]["by_kind"]["variant_added"], 2);
    assert_eq!((&json["summary"]["high"], &json["summary"]["entries"]), (&3.into(), &4.into()));
    let change = &json["changes"][0];
    assert_eq!((&change["kind"], &change["risk"]), (&"answer_changed".into(), &"high".into()));
    assert!(change["reason"].is_string() && change["fingerprint"].is_string(), "{change}");
    assert_eq!(change["pieces"].as_array().map(Vec::len), Some(9));
    assert_eq!(change["facts"][0]["topic"], "duration");
    assert_eq!(json["changes"][3]["before"], Json::Null);
    assert_eq!(json["flips"][0]["cause"]["change"], 1);
    assert_eq!(json["packs"][0]["counts"]["fixed"], 12);
    assert_eq!(json["limits"][1]["changes"], serde_json::json!([0, 1, 6]));
    assert_eq!(json["notes"][0], "the shop qinghe is not in main");

    let sample = sample();
    let mut report = sample.report();
    report.behaviour = None;
    let json = render_diff(&report, DiffFormat::Json, RenderOptions::default(), &ALL);
    let json: Json = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["flips"], &json["packs"]), (&serde_json::json!([]), &serde_json::json!([])));
    assert_eq!((&json["overall"], &json["source"]), (&Json::Null, &Json::Null));
}

#[test]
fn what_is_to_be_reviewed_is_named_by_its_fingerprint() {
    let mut sample = sample();
    sample.limits = vec![LimitResult {
        limit: "require-review-of".to_owned(),
        kept: false,
        words: Message::new("1 change of answer facts is not reviewed", "1 处答案事实改动未复核"),
        changes: vec![0],
    }];
    let fingerprint = crate::diff::fingerprint(&sample.changes[0]);
    let text = rendered(&sample, DiffFormat::Text, Language::English);
    assert!(
        text.contains(&format!("\n      {fingerprint}  common/return-window  answer changed\n")),
        "{text}"
    );
    let markdown = rendered(&sample, DiffFormat::Markdown, Language::Chinese);
    let line = format!("\n  - <code>{fingerprint}</code> common/return-window 修改答案\n");
    assert!(markdown.contains(&line), "{markdown}");
}

#[test]
fn the_same_bytes_whatever_the_number_of_threads() {
    let sample = many(2_000);
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| FORMATS.map(|format| rendered(&sample, format, Language::English)))
    };
    assert_eq!(on(1), on(4));
}
