//! What every format shows of the same duplicates, and what each format demands.

use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::sample::{self, Sample};
use super::{DedupFormat, DedupRenderOptions, render_against, render_dedup, render_pairs};
use crate::diagnostic::Language;
use crate::report::RenderOptions;

const LANGUAGES: [(Language, &str); 2] = [(Language::English, "en"), (Language::Chinese, "zh")];

const ALL: DedupRenderOptions = DedupRenderOptions { limit: None };

fn in_language(language: Language) -> RenderOptions {
    RenderOptions { language, ..RenderOptions::default() }
}

fn rendered(sample: &Sample, format: DedupFormat, language: Language) -> String {
    render_dedup(&sample.report(), format, in_language(language), &ALL)
}

fn limited(sample: &Sample, format: DedupFormat, limit: usize) -> String {
    let dedup = DedupRenderOptions { limit: Some(limit) };
    render_dedup(&sample.report(), format, RenderOptions::default(), &dedup)
}

fn text(sample: &Sample, options: RenderOptions) -> String {
    render_dedup(&sample.report(), DedupFormat::Text, options, &ALL)
}

fn parsed(sample: &Sample) -> Value {
    let json = rendered(sample, DedupFormat::Json, Language::English);
    serde_json::from_str(&json).expect("JSON")
}

fn records(csv: &str) -> Vec<csv::StringRecord> {
    let csv = csv.strip_prefix('\u{feff}').expect("a byte order mark");
    let reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.into_records().map(|record| record.expect("a record of the same length")).collect()
}

/// A snapshot under the format's own name.
macro_rules! assert_looks {
    ($name:expr, $text:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

#[test]
fn formats_are_found_by_their_names() {
    for format in DedupFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!("CSV".parse(), Ok(DedupFormat::Csv));
    assert_eq!(
        "sarif".parse::<DedupFormat>().expect_err("no such format").to_string(),
        "dedup has no output format `sarif`; there are text, json, csv, markdown"
    );
}

#[test]
fn every_format_in_both_languages() {
    let sample = Sample::new();
    for format in DedupFormat::ALL {
        for (language, suffix) in LANGUAGES {
            let text = rendered(&sample, format, language);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}: one line end");
            assert!(!text.contains('\u{1b}'), "{format}: no colour unless asked");
            assert_looks!(format!("dedup-{format}-{suffix}"), text);
        }
    }
}

#[test]
fn every_format_when_nothing_is_found() {
    let sample = Sample::clean();
    let mut shown = String::new();
    for format in DedupFormat::ALL {
        for (language, _) in LANGUAGES {
            shown.extend(["=== ", format.name(), "\n", &rendered(&sample, format, language)]);
        }
    }
    assert_looks!("dedup-clean", shown);
}

#[test]
fn pairs_in_every_format_and_both_languages() {
    for format in DedupFormat::ALL {
        for (language, suffix) in LANGUAGES {
            let text = render_pairs(&sample::pairs(true), format, in_language(language), &ALL);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}: one line end");
            assert_looks!(format!("dedup-pairs-{format}-{suffix}"), text);
        }
    }
}

#[test]
fn shared_texts_in_every_format_and_both_languages() {
    let sample = Sample::new();
    for format in DedupFormat::ALL {
        for (language, suffix) in LANGUAGES {
            let mut shown = String::new();
            for leakage in [true, false] {
                let report = sample.against(leakage);
                let (knowledge_base, phrasings) = (&sample.knowledge_base, &sample.phrasings);
                let options = in_language(language);
                let text = render_against(&report, knowledge_base, phrasings, format, options, &ALL);
                assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}: one line end");
                shown += &text;
            }
            assert_looks!(format!("dedup-against-{format}-{suffix}"), shown);
        }
    }
}

#[test]
fn nothing_shared_is_a_sentence() {
    let sample = Sample::clean();
    let mut report = sample.against(true);
    report.shared.clear();
    for (leakage, language, expected) in [
        (true, Language::English, "None of 1,500 test questions stands in the knowledge base\n"),
        (false, Language::Chinese, "对照的 1,500 条问法都不在知识库里\n"),
    ] {
        report.leakage = leakage;
        let (knowledge_base, phrasings) = (&sample.knowledge_base, &sample.phrasings);
        let options = in_language(language);
        let text = render_against(&report, knowledge_base, phrasings, DedupFormat::Text, options, &ALL);
        assert_eq!(text, expected);
    }
}

#[test]
fn on_eighty_and_on_forty_columns_in_colour() {
    for (width, name) in [(80, "dedup-text-80"), (40, "dedup-text-40")] {
        let options = RenderOptions { language: Language::Chinese, width: Some(width), colour: true };
        let coloured = text(&Sample::new(), options);
        let bare = anstream::adapter::strip_str(&coloured).to_string();
        assert_eq!(bare, text(&Sample::new(), RenderOptions { colour: false, ..options }));
        assert_looks!(name, coloured.replace('\u{1b}', "␛"));
    }
}

#[test]
fn answers_keep_to_the_width() {
    for width in [40, 60, 80, 120] {
        let options = RenderOptions { width: Some(width), ..RenderOptions::default() };
        let text = text(&Sample::new(), options);
        let mut compared = 0;
        for line in text.lines().filter(|line| line.contains(" | ") || line.trim_start().starts_with('|')) {
            assert!(line.width() <= usize::from(width), "{line}");
            compared += 1;
        }
        assert!(compared >= 5, "{text}");
    }
}

#[test]
fn a_phrasing_ten_thousand_times_over_stays_readable() {
    let sample = Sample::many(1, 10_000);
    for (format, lines) in [(DedupFormat::Text, 40), (DedupFormat::Markdown, 50)] {
        let text = rendered(&sample, format, Language::English);
        assert!(text.lines().count() < lines, "{text}");
        assert!(text.contains("… and 9,990 more\n") || text.contains("… and 9,990 more |\n"), "{text}");
        assert!(text.contains("The formats `json` and `csv` have everything"), "{text}");
    }
    let json = parsed(&sample);
    assert_eq!(json["groups"][0]["members"].as_array().map(Vec::len), Some(10_000));
    let csv = rendered(&sample, DedupFormat::Csv, Language::English);
    assert_eq!(records(&csv).len(), 1 + 1 + 10_000);
}

#[test]
fn the_way_out_is_named_where_it_leads_somewhere() {
    let sample = Sample::new();
    let mut report = sample.report();
    let last_line = |report: &super::DedupReport<'_>| {
        let text = render_dedup(report, DedupFormat::Text, RenderOptions::default(), &ALL);
        text.lines().last().expect("a sentence").to_owned()
    };
    assert!(last_line(&report).ends_with("1 of clutter; `--plan PLAN.yaml` writes a plan"));
    report.fixed = 0;
    assert!(last_line(&report).ends_with("; `--plan PLAN.yaml` writes a plan, `--fix` removes the clutter"));
    let conflicts = Sample::many(1, 1);
    report = conflicts.report();
    report.fixed = 0;
    assert_eq!(
        last_line(&report),
        "1 group in 1,234 phrasings of 2 packs: 1 conflict; `--plan PLAN.yaml` writes a plan"
    );
}

#[test]
fn no_more_groups_than_asked_for() {
    let sample = Sample::many(2_000, 1);
    let text = limited(&sample, DedupFormat::Text, 3);
    assert!(text.contains("\n3. conflict") && !text.contains("\n4. conflict"), "{text}");
    assert!(text.contains("\n… and 1,997 more groups\n"), "{text}");
    assert!(text.contains("2,000 groups in 1,234 phrasings of 2 packs: 2,000 conflicts;"), "{text}");
    let markdown = limited(&sample, DedupFormat::Markdown, 3);
    assert_eq!(markdown.matches("| 3 |").count(), 2, "{markdown}");
    assert!(!markdown.contains("| 4 |") && !markdown.contains("do not fit"), "{markdown}");
    let sample = Sample::new();
    assert_eq!(
        limited(&sample, DedupFormat::Json, 1),
        rendered(&sample, DedupFormat::Json, Language::English)
    );
}

#[test]
fn a_comment_is_not_longer_than_github_takes() {
    for (groups, members) in [(5_000, 1), (400, 30), (1, 5_000)] {
        let sample = Sample::many(groups, members);
        for (language, _) in LANGUAGES {
            let text = rendered(&sample, DedupFormat::Markdown, language);
            assert!(text.encode_utf16().count() < 60_000);
            assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
            let shown = text.matches("| **能不能退货？** |").count();
            assert!(shown > 0 && (groups == 1 || shown < groups));
            if groups > 1 {
                let left_out = crate::report::words::thousands(groups - shown);
                assert!(text.contains(&format!(" {left_out} ")), "says how many are left out: {left_out}");
            }
        }
    }
    let mut pairs = sample::pairs(true);
    pairs.pairs = pairs.pairs.iter().cycle().take(3_000).cloned().collect();
    let all = DedupRenderOptions { limit: Some(usize::MAX) };
    let text = render_pairs(&pairs, DedupFormat::Markdown, RenderOptions::default(), &all);
    assert!(text.encode_utf16().count() < 60_000 && text.contains(" more; the formats `json` and `csv`"));
}

#[test]
fn json_has_places_in_characters_and_every_field() {
    let json = parsed(&Sample::new());
    assert_eq!(json["schema"], "kbtool.dedup/1");
    assert_eq!(json["threshold"], 0.9);
    assert_eq!(
        json["groups"][0]["members"][0],
        json!({
            "text": "能不能退货？？", "entry": "common/refund", "question": false, "number": 1,
            "path": "common/after.yaml", "line": 12, "column": 14,
            "answer": "签收后 15 天内都能退，\n运费我们出。",
            "harm": "conflict", "degree": "normalised", "score": 1.0,
            "reason": "only width, case, script, marks or spaces differ",
            "reason_chinese": "只差全半角、大小写、简繁体、标点或空格",
            "facts": [
                { "kind": "duration", "kind_chinese": "时长", "one": ["7 天"], "other": ["15 天"] },
                {
                    "kind": "who pays the postage", "kind_chinese": "运费由谁承担",
                    "one": ["由您承担"], "other": ["我们出"],
                },
            ],
        })
    );
    // An answer whose time is over is not what the bot says.
    let representative = &json["groups"][0]["representative"];
    assert!(representative["answer"].as_str().is_some_and(|answer| answer.contains("7 天")));
    assert_eq!(representative["question"], true);
    // Behind an emoji on the same line, and without any answer.
    assert_eq!(json["groups"][0]["members"][1]["column"], 22);
    assert_eq!(json["groups"][3]["members"][0]["answer"], Value::Null);
    assert_eq!(json["groups"][3]["members"][0]["score"], 0.996_778);
    assert_eq!(json["set_apart"][0]["score"], 0.987_654);
    assert_eq!(
        json["packs"][1],
        json!({
            "pack": "common", "phrasings": 1222,
            "conflict": 1, "question": 1, "shadowing": 2, "merge": 1, "clutter": 1,
        })
    );
    assert_eq!(
        json["summary"],
        json!({
            "phrasings": 1234, "pairs": 1009, "groups": 6,
            "conflict": 1, "question": 1, "shadowing": 2, "merge": 1, "clutter": 1,
            "set_apart": 2, "fixed": 2,
        })
    );
}

#[test]
fn json_and_csv_have_the_same_phrasings() {
    let sample = Sample::new();
    let json = parsed(&sample);
    let csv = rendered(&sample, DedupFormat::Csv, Language::Chinese);
    let rows = records(&csv);
    let mut expected: Vec<&str> = Vec::new();
    for group in json["groups"].as_array().expect("groups") {
        let members = group["members"].as_array().expect("members");
        let phrasings = std::iter::once(&group["representative"]).chain(members);
        expected.extend(phrasings.map(|phrasing| phrasing["text"].as_str().expect("a text")));
    }
    for pair in json["set_apart"].as_array().expect("pairs") {
        expected.extend(["one", "other"].map(|side| pair[side]["text"].as_str().expect("a text")));
    }
    let written: Vec<&str> = rows.iter().skip(1).map(|row| &row[3]).collect();
    assert_eq!(written, expected);
    let numbers: Vec<&str> = rows.iter().skip(1).map(|row| &row[0]).collect();
    assert_eq!(
        numbers,
        ["1", "1", "1", "1", "2", "2", "3", "3", "4", "4", "5", "5", "6", "6", "7", "7", "8", "8"]
    );
}

#[test]
fn no_cell_is_a_formula() {
    let pairs = render_pairs(&sample::pairs(false), DedupFormat::Csv, RenderOptions::default(), &ALL);
    assert_eq!(&records(&pairs)[3][1], "'=1+1|`x`");
    let sample = Sample::new();
    let report = sample.against(true);
    let (knowledge_base, phrasings) = (&sample.knowledge_base, &sample.phrasings);
    let options = RenderOptions::default();
    let shared = render_against(&report, knowledge_base, phrasings, DedupFormat::Csv, options, &ALL);
    for row in records(&shared).iter().chain(&records(&rendered(&sample, DedupFormat::Csv, options.language)))
    {
        assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{row:?}");
    }
}

#[test]
fn markdown_takes_no_text_for_markup() {
    let text = rendered(&Sample::new(), DedupFormat::Markdown, Language::English);
    assert!(text.contains("“S&amp;M” &lt;怎么选\\|换&gt;？100% \\`x\\` \\*y\\* @\u{2060}人"), "{text}");
    let sample = Sample::many(1, 20);
    let text = rendered(&sample, DedupFormat::Markdown, Language::English);
    // Each row of a table has as many cells as its head, but for the last, which says how many more.
    for table in text.split("\n\n").filter(|part| part.starts_with('|')) {
        let bars = |line: &str| line.replace("\\|", "").matches('|').count();
        let head = bars(table.lines().next().expect("a head"));
        for line in table.lines().filter(|line| line.starts_with('|') && !line.contains("… and 10 more |"))
        {
            assert_eq!(bars(line), head, "{line}");
        }
    }
}

#[test]
fn pairs_say_how_many_are_left_out() {
    let mut report = sample::pairs(true);
    report.pairs = report.pairs.iter().cycle().take(1_025).cloned().collect();
    for (limit, left_out) in [(None, "1,005"), (Some(25), "1,000")] {
        let dedup = DedupRenderOptions { limit };
        for format in [DedupFormat::Text, DedupFormat::Markdown] {
            let text = render_pairs(&report, format, in_language(Language::Chinese), &dedup);
            assert!(text.contains(&format!("……另有 {left_out} 条，全部内容")), "{text}");
        }
        let json = render_pairs(&report, DedupFormat::Json, RenderOptions::default(), &dedup);
        let json: Value = serde_json::from_str(&json).expect("JSON");
        assert_eq!(json["pairs"].as_array().map(Vec::len), Some(1_025));
    }
}

#[test]
fn pairs_without_labels_have_no_figures() {
    let mut report = sample::pairs(false);
    assert_eq!(report.figures, None);
    let json = render_pairs(&report, DedupFormat::Json, RenderOptions::default(), &ALL);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["figures"], &json["pairs"][0]["label"]), (&Value::Null, &Value::Null));
    report.pairs.clear();
    let text = render_pairs(&report, DedupFormat::Text, RenderOptions::default(), &ALL);
    assert_eq!(text, "Skipped 1 row that cannot be read\n0 of 0 pairs are duplicates at threshold 0.9\n");
}

#[test]
fn limits_hold_for_shared_texts() {
    let sample = Sample::new();
    let report = sample.against(false);
    let (knowledge_base, phrasings) = (&sample.knowledge_base, &sample.phrasings);
    let dedup = DedupRenderOptions { limit: Some(1) };
    let options = in_language(Language::Chinese);
    let text = render_against(&report, knowledge_base, phrasings, DedupFormat::Text, options, &dedup);
    assert!(text.contains("完全相同（2）\n") && text.contains("\n  ……另有 1 条\n"), "{text}");
    assert!(!text.contains("=1+1"), "{text}");
}
