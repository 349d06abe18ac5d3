use super::*;
use crate::eval::{Rate, sample};

#[test]
fn a_report_against_itself_is_the_same() {
    let report = sample::report();
    let comparison = compare(&report, &report);
    let moved = |change: &Change| !matches!(change.direction, Direction::Same | Direction::NotComparable);
    assert!(!comparison.scopes.iter().flat_map(|scope| &scope.changes).any(moved));
    assert!(comparison.circumstances.is_empty());
    assert!(comparison.regressions(0.0).is_empty());
}

#[test]
fn regressions_are_losses_beyond_the_limit() {
    let before = sample::report();
    let mut after = before.clone();
    after.overall.hit_rate = Rate::new(80, 100);
    after.overall.wrong_rate = Rate::new(10, 100);
    after.overall.none_rate = Rate::new(90, 100);
    let mut before = before;
    before.overall.hit_rate = Rate::new(85, 100);
    before.overall.wrong_rate = Rate::new(4, 100);
    let comparison = compare(&before, &after);
    let figures = |limit| -> Vec<Figure> {
        comparison.regressions(limit).iter().map(|regression| regression.change.figure).collect()
    };
    assert_eq!(figures(0.01), [Figure::HitRate, Figure::WrongRate]);
    assert_eq!(figures(0.05), [Figure::WrongRate], "a loss of exactly the limit is allowed");
    assert_eq!(figures(0.06), []);
}

#[test]
fn packs_of_one_report_only_are_said_to_be() {
    let before = sample::report();
    let mut after = before.clone();
    after.packs.retain(|pack| pack.pack != "shoes");
    let presences = |comparison: Comparison| -> Vec<(Option<String>, Presence)> {
        comparison.scopes.into_iter().map(|scope| (scope.pack, scope.presence)).collect()
    };
    let shoes = || Some("shoes".to_owned());
    assert!(presences(compare(&before, &after)).contains(&(shoes(), Presence::OnlyBefore)));
    assert!(presences(compare(&after, &before)).contains(&(shoes(), Presence::OnlyAfter)));
    assert!(compare(&before, &after).regressions(0.0).is_empty());
}

#[test]
fn another_engine_is_said_to_be_one() {
    let before = sample::report();
    let after = Report { engine: "retrieval".to_owned(), ..before.clone() };
    let said: Vec<String> = compare(&before, &after)
        .circumstances
        .into_iter()
        .map(|message| message.english.into_owned())
        .collect();
    assert_eq!(said, ["the baseline has the engine linear, this run has retrieval"]);
}

#[test]
fn what_is_no_baseline_is_refused_with_its_path() {
    let folder = tempfile::tempdir().expect("folder");
    let read = |text: &str| {
        let path = folder.path().join("base.json");
        let mut file =
            std::fs::OpenOptions::new().write(true).create(true).truncate(true).open(&path).expect("file");
        std::io::Write::write_all(&mut file, text.as_bytes()).expect("written");
        read_baseline(&path)
            .map_err(|error| error.to_string().replace(&path.display().to_string(), "base.json"))
    };
    let json = serde_json::to_string(&sample::report()).expect("json");
    assert!(read(&json).is_ok());
    assert!(read(&format!("\u{feff}{json}")).is_ok());
    insta::assert_snapshot!(read("hit rate: 83%").expect_err("not JSON"));
    insta::assert_snapshot!(read("[1]").expect_err("no schema"));
    insta::assert_snapshot!(read(r#"{"schema": "kbtool.lint/1"}"#).expect_err("another schema"));
    insta::assert_snapshot!(read(r#"{"schema": "kbtool.eval/1"}"#).expect_err("empty"));
    let missing = read_baseline(&folder.path().join("none.json")).expect_err("missing").to_string();
    assert!(missing.starts_with("cannot read the baseline ") && missing.contains("none.json"), "{missing}");
}
