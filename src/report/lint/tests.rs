//! What every format shows of the same findings, and what each format demands.

use serde_json::Value;

use super::sample::Sample;
use super::{LintFormat, LintRenderOptions, render_lint};
use crate::diagnostic::{Language, Severity};
use crate::report::RenderOptions;

fn rendered(sample: &Sample, format: LintFormat, language: Language, statistics: bool) -> String {
    let options = RenderOptions { language, width: None, colour: false };
    render_lint(&sample.report(), format, options, &LintRenderOptions { statistics })
}

fn english(sample: &Sample, format: LintFormat) -> String {
    rendered(sample, format, Language::English, false)
}

fn json(sample: &Sample, format: LintFormat) -> Value {
    serde_json::from_str(&english(sample, format)).expect("JSON")
}

/// A snapshot under the format's own name.
macro_rules! assert_looks {
    ($name:expr, $text:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

/// Pages of rules and the version change for reasons of their own.
fn without_pages(sarif: &str) -> String {
    let mut value: Value = serde_json::from_str(sarif).expect("JSON");
    let driver = &mut value["runs"][0]["tool"]["driver"];
    driver["version"] = "VERSION".into();
    driver["semanticVersion"] = "VERSION".into();
    for rule in driver["rules"].as_array_mut().expect("rules") {
        *rule = serde_json::json!({ "id": rule["id"], "name": rule["name"] });
    }
    serde_json::to_string_pretty(&value).expect("JSON")
}

#[test]
fn formats_are_found_by_their_names() {
    for format in LintFormat::ALL {
        assert_eq!(format.to_string().parse(), Ok(format));
    }
    assert_eq!("SARIF".parse(), Ok(LintFormat::Sarif));
    assert_eq!(
        "csv".parse::<LintFormat>().expect_err("no such format").to_string(),
        "lint has no output format `csv`; there are text, concise, grouped, json, jsonl, github, gitlab, sarif, \
         junit, checkstyle, rdjson, markdown"
    );
}

#[test]
fn every_format_in_both_languages() {
    let sample = Sample::new();
    for format in LintFormat::ALL {
        for (language, suffix) in [(Language::English, "en"), (Language::Chinese, "zh")] {
            let text = rendered(&sample, format, language, false);
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{format}: one line end");
            let text = if format == LintFormat::Sarif { without_pages(&text) } else { text };
            assert_looks!(format!("lint-{format}-{suffix}"), text);
        }
    }
}

#[test]
fn every_format_when_all_is_clean() {
    let sample = Sample::clean();
    let mut shown = String::new();
    for format in LintFormat::ALL {
        for language in [Language::English, Language::Chinese] {
            let text = rendered(&sample, format, language, true);
            let text = if format == LintFormat::Sarif { without_pages(&text) + "\n" } else { text };
            assert_eq!(text.is_empty(), matches!(format, LintFormat::Concise | LintFormat::JsonLines));
            shown.extend(["=== ", format.name(), "\n", &text]);
        }
    }
    assert_looks!("lint-clean", shown);
}

#[test]
fn statistics_where_they_are_shown() {
    let sample = Sample::new();
    for format in [LintFormat::Text, LintFormat::Grouped] {
        for (language, suffix) in [(Language::English, "en"), (Language::Chinese, "zh")] {
            let with = rendered(&sample, format, language, true);
            let without = rendered(&sample, format, language, false);
            let rest: &str =
                with.strip_prefix(without.split("\n\n").next().expect("text")).expect("the same");
            assert!(rest.len() < with.len());
            let table = with.replacen(&without[..without.rfind("\n\n").expect("a blank line") + 2], "", 1);
            assert_looks!(format!("lint-statistics-{format}-{suffix}"), table);
        }
    }
    let value: Value =
        serde_json::from_str(&rendered(&sample, LintFormat::Json, Language::English, true)).expect("JSON");
    let statistics = value["summary"]["statistics"].as_array().expect("a list");
    assert_eq!(
        statistics[0],
        serde_json::json!({
            "code": "KB998", "name": "traditional-among-simplified", "count": 2, "fixable": 1, "fixable_unsafe": 0,
        })
    );
    assert_eq!(statistics.len(), 7);
    assert!(rendered(&sample, LintFormat::Markdown, Language::Chinese, true).contains("| 2 | KB998 |"));
    assert!(json(&sample, LintFormat::Json)["summary"].get("statistics").is_none());
}

#[test]
fn colours_only_if_asked() {
    let sample = Sample::new();
    for format in LintFormat::ALL {
        assert!(!english(&sample, format).contains('\u{1b}'), "{format}");
    }
    for format in [LintFormat::Text, LintFormat::Grouped] {
        let options = RenderOptions { colour: true, ..RenderOptions::default() };
        let text = render_lint(&sample.report(), format, options, &LintRenderOptions::default());
        assert!(text.contains('\u{1b}'), "{format}");
    }
}

#[test]
fn the_order_of_the_findings_changes_nothing() {
    let sample = Sample::new();
    let report = sample.report();
    let mut turned = report.findings.to_vec();
    turned.reverse();
    for format in LintFormat::ALL {
        let mut report = report.clone();
        report.findings = &turned;
        let text =
            render_lint(&report, format, RenderOptions::default(), &LintRenderOptions { statistics: true });
        assert_eq!(text, rendered(&sample, format, Language::English, true), "{format}");
    }
}

/// The finding whose place comes after two emoji: two characters before it more in bytes than in units.
#[test]
fn each_format_has_its_columns() {
    let sample = Sample::new();
    let findings = json(&sample, LintFormat::Json);
    let finding = &findings["findings"][1 + 1];
    assert_eq!(finding["code"], "KB998");
    // `  answer: 😀😀亲，付款後發貨`: ten characters, two emoji, four more.
    assert_eq!(finding["start"], serde_json::json!({ "line": 3, "column": 17 }));
    assert_eq!(finding["end"], serde_json::json!({ "line": 3, "column": 20 }));
    let github = english(&sample, LintFormat::Github);
    assert!(github.contains("line=3,endLine=3,col=19,endColumn=22"), "{github}");
    let sarif = json(&sample, LintFormat::Sarif);
    assert_eq!(sarif["runs"][0]["columnKind"], "unicodeCodePoints");
    let region = &sarif["runs"][0]["results"][2]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&17.into(), &20.into()));
    let rdjson = json(&sample, LintFormat::Rdjson);
    let range = &rdjson["diagnostics"][2]["location"]["range"];
    assert_eq!((&range["start"]["column"], &range["end"]["column"]), (&31.into(), &40.into()));
    // The byte order mark has three bytes.
    assert_eq!(rdjson["diagnostics"][0]["location"]["range"]["start"]["column"], 4);
    assert_eq!(findings["findings"][0]["start"]["column"], 1);
}

#[test]
fn sarif_has_what_the_standard_demands() {
    let sarif = json(&Sample::new(), LintFormat::Sarif);
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let known = rules.iter().find(|rule| rule["id"] == "KB201").expect("a rule with a page");
    for text in ["shortDescription", "fullDescription", "help"] {
        assert!(!known[text]["text"].as_str().expect("a text").is_empty(), "{text}");
    }
    let help = known["help"]["markdown"].as_str().expect("Markdown");
    assert!(help.contains("## ") && help.contains("\n```yaml\n") && !help.contains("```yaml fail"));
    assert_eq!(known["defaultConfiguration"]["level"], "note");
    let results = run["results"].as_array().expect("results");
    let mut fingerprints = std::collections::BTreeSet::new();
    for result in results {
        let rule = &rules[result["ruleIndex"].as_u64().expect("a number") as usize];
        assert_eq!(rule["id"], result["ruleId"]);
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")));
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
        assert!(uri.is_ascii() && !uri.contains([' ', ':', '\\']), "{uri}");
        let region = &place["region"];
        let number = |name: &str| region[name].as_u64().expect("a number");
        assert!(number("startLine") >= 1 && number("startColumn") >= 1);
        assert!((number("startLine"), number("startColumn")) <= (number("endLine"), number("endColumn")));
        fingerprints.insert(result["partialFingerprints"].to_string());
        for fix in result["fixes"].as_array().into_iter().flatten() {
            for change in fix["artifactChanges"].as_array().expect("changes") {
                assert!(!change["replacements"].as_array().expect("replacements").is_empty());
            }
        }
    }
    assert_eq!(fingerprints.len(), results.len());
    // A fix in two files is one fix; one that no edit can make is none.
    let fixes = |code: &str| {
        let result = results.iter().find(|result| result["ruleId"] == code).expect("a result");
        result["fixes"][0]["artifactChanges"].as_array().map_or(0, Vec::len)
    };
    assert_eq!((fixes("KB996"), fixes("KB999"), fixes("KB003")), (2, 0, 1));
}

#[test]
fn gitlab_has_what_its_schema_demands() {
    let list = json(&Sample::new(), LintFormat::Gitlab);
    let list = list.as_array().expect("a list");
    let mut fingerprints = std::collections::BTreeSet::new();
    for finding in list {
        for name in ["description", "check_name", "fingerprint", "severity"] {
            assert!(finding[name].is_string(), "{name}");
        }
        assert!(["info", "minor", "major"].contains(&finding["severity"].as_str().expect("a text")));
        assert!(finding["location"]["path"].is_string());
        assert_eq!(finding["location"]["lines"]["begin"], finding["location"]["positions"]["begin"]["line"]);
        fingerprints.insert(finding["fingerprint"].as_str().expect("a text"));
    }
    assert_eq!(fingerprints.len(), list.len());
    assert_eq!(json(&Sample::clean(), LintFormat::Gitlab), serde_json::json!([]));
}

#[test]
fn rdjson_suggests_what_can_be_taken_alone() {
    let value = json(&Sample::new(), LintFormat::Rdjson);
    assert_eq!(value["severity"], "ERROR");
    let finding = |code: &str| {
        let list = value["diagnostics"].as_array().expect("a list").iter();
        list.clone().find(|finding| finding["code"]["value"] == code).expect("a diagnostic").clone()
    };
    // Two edits become one, from the first to the last.
    let traditional = finding("KB998");
    assert_eq!(traditional["suggestions"].as_array().map(Vec::len), Some(1));
    assert_eq!(traditional["suggestions"][0]["text"], "后发货");
    assert_eq!(traditional["suggestions"][0]["range"], traditional["location"]["range"]);
    for code in ["KB996", "KB999"] {
        assert!(finding(code).get("suggestions").is_none(), "{code}");
    }
    assert_eq!(finding("KB996")["related_locations"][0]["location"]["path"], "服装/尺码 表.yaml");
}

#[test]
fn annotations_stand_on_a_line_each_worst_first() {
    let text = english(&Sample::new(), LintFormat::Github);
    let levels: Vec<&str> =
        text.lines().map(|line| line.split([' ', ':']).nth(2).expect("a level")).collect();
    assert_eq!(
        levels,
        ["error", "error", "warning", "warning", "warning", "warning", "notice", "notice", "notice"]
    );
    let several = text.lines().find(|line| line.contains("several lines")).expect("the finding");
    assert!(several.contains("line=8,endLine=9,title=") && !several.contains("col"), "{several}");
}

#[test]
fn a_comment_is_not_longer_than_github_takes() {
    for (count, message) in
        [(5_000, "短"), (500, "|".repeat(2_000).as_str()), (300, "😀".repeat(900).as_str())]
    {
        for language in [Language::English, Language::Chinese] {
            let sample = Sample::many(Severity::Warning, count, message);
            let text = rendered(&sample, LintFormat::Markdown, language, true);
            assert!(text.encode_utf16().count() < 65_536);
            assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
            let rows = text.matches("\n| KB201 |").count();
            assert!(rows > 20 && rows < count);
            assert!(text.contains(&format!(" {} ", count - rows)), "says how many are left out");
        }
    }
    let some =
        rendered(&Sample::many(Severity::Info, 21, "x"), LintFormat::Markdown, Language::English, false);
    assert!(some.contains("<summary>1 more</summary>"), "{some}");
    let few =
        rendered(&Sample::many(Severity::Info, 20, "x"), LintFormat::Markdown, Language::English, false);
    assert!(!few.contains("<details>"));
}

#[test]
fn junit_fails_only_for_what_is_worth_it_and_names_each_test_once() {
    let text = english(&Sample::new(), LintFormat::Junit);
    assert!(
        text.contains("<testsuites name=\"kbtool lint\" tests=\"8\" failures=\"6\" errors=\"0\">"),
        "{text}"
    );
    let twice = english(&Sample::many(Severity::Info, 2, "x"), LintFormat::Junit);
    assert!(twice.contains("failures=\"0\"") && twice.contains("<system-out>"), "{twice}");
    let name = "name=\"KB201 question-length demo/faq.yaml";
    assert!(twice.contains(&format!("{name}\"")) && twice.contains(&format!("{name} (2)\"")), "{twice}");
}

#[test]
fn xml_holds_whatever_a_message_says() {
    let sample = Sample::many(Severity::Error, 1, "<]]>&\u{0}\u{1b}[31m\u{ffff}货\"'");
    for format in [LintFormat::Junit, LintFormat::Checkstyle] {
        let text = english(&sample, format);
        assert!(!text.contains(['\u{0}', '\u{1b}', '\u{ffff}']), "{format}");
        assert!(text.contains("货") && text.contains("&lt;]]&gt;&amp;"), "{format}: {text}");
    }
}

#[test]
fn json_lines_are_the_findings_of_the_object() {
    let sample = Sample::new();
    let lines = english(&sample, LintFormat::JsonLines);
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(Value::from(lines), json(&sample, LintFormat::Json)["findings"]);
}
