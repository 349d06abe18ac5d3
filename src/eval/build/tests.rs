use super::*;
use crate::eval::{Direction, sample};
use crate::matching::Thresholds;
use crate::model::Figure;

fn pack(report: &Report, name: &str) -> Figures {
    report.packs.iter().find(|pack| pack.pack == name).expect("pack").figures
}

fn counts(figures: &Figures, figure: Figure) -> (f64, u64) {
    let rate = figures.rate(figure);
    (rate.numerator, rate.denominator)
}

#[test]
fn figures_follow_their_definitions() {
    let report = sample::report();
    let common = pack(&report, "ecommerce-common");
    assert_eq!(counts(&common, Figure::Coverage), (73.0, 83));
    assert_eq!(counts(&common, Figure::HitRate), (60.0, 73));
    assert_eq!(counts(&common, Figure::Top1), (66.0, 73));
    assert_eq!(counts(&common, Figure::HitAt3), (73.0, 73));
    assert_eq!(counts(&common, Figure::Mrr), (69.5, 73));
    assert_eq!(counts(&common, Figure::WrongRate), (4.0, 73));
    assert_eq!(counts(&common, Figure::RecommendRate), (6.0, 73));
    assert_eq!(counts(&common, Figure::NoneRate), (3.0, 73));
    assert_eq!(counts(&common, Figure::RejectRate), (0.0, 0));
    assert_eq!(counts(&report.overall, Figure::RejectRate), (8.0, 11));
    assert_eq!(counts(&report.overall, Figure::FalseAnswerRate), (2.0, 11));
    assert_eq!(counts(&report.overall, Figure::HitAt5), (93.0, 94));
}

#[test]
fn a_pack_of_labels_does_not_pretend_to_be_answered() {
    let report = sample::report();
    assert_eq!(counts(&pack(&report, "greetings"), Figure::AnswerCoverage), (0.0, 2));
    assert_eq!(counts(&pack(&report, "ecommerce-common"), Figure::AnswerCoverage), (2.0, 3));
    assert_eq!(counts(&report.overall, Figure::AnswerCoverage), (3.0, 6));
    assert_eq!(counts(&report.overall, Figure::EntryCoverage), (5.0, 6));
    assert_eq!(report.label_packs, ["greetings"]);
}

#[test]
fn packs_stand_by_id_and_rows_of_none_last() {
    let names: Vec<String> = sample::report().packs.into_iter().map(|pack| pack.pack).collect();
    assert_eq!(names, ["ecommerce-common", "greetings", "shoes", NO_PACK]);
}

#[test]
fn every_live_entry_has_its_figures() {
    let report = sample::report();
    let names: Vec<&str> = report.entries.iter().map(|entry| entry.entry.as_str()).collect();
    let expected = [
        "ecommerce-common/express",
        "ecommerce-common/invoice",
        "ecommerce-common/ship-time",
        "greetings/hello",
        "greetings/size",
        "shoes/size",
    ];
    assert_eq!(names, expected);
    let (unasked, ship_time) = (&report.entries[4], &report.entries[2]);
    assert_eq!((unasked.rows, unasked.precision, unasked.recall, unasked.f1), (0, None, None, None));
    assert_eq!(ship_time.precision, Some(40.0 / 48.0));
    assert_eq!(ship_time.recall, Some(40.0 / 46.0));
    assert_eq!(ship_time.f1, Some(80.0 / 94.0));
}

#[test]
fn gaps_stand_with_the_most_rows_first() {
    let gaps: Vec<(Gap, u64)> =
        sample::report().uncovered.into_iter().map(|one| (one.reason, one.rows)).collect();
    assert_eq!(gaps, [(Gap::Unanswered, 7), (Gap::Expired, 2), (Gap::Draft, 2), (Gap::UnknownLabel, 1)]);
}

#[test]
fn a_report_is_read_back_as_it_was() {
    let report = sample::report();
    let json = serde_json::to_string(&report).expect("json");
    let back: Report = serde_json::from_str(&json).expect("report");
    // serde_json reads a float to within one unit in the last place, hence not simply equal.
    let comparison = crate::eval::compare(&report, &back);
    assert!(
        comparison
            .scopes
            .iter()
            .flat_map(|scope| &scope.changes)
            .all(|change| { matches!(change.direction, Direction::Same | Direction::NotComparable) })
    );
    assert_eq!((&back.confusions, &back.uncovered), (&report.confusions, &report.uncovered));
    assert_eq!((&back.inputs, &back.label_packs), (&report.inputs, &report.label_packs));
    assert_eq!(back.entries.len(), report.entries.len());
}

#[test]
fn a_threshold_out_of_reach_is_null() {
    let thresholds = Thresholds { direct: f64::INFINITY, recommend: 0.5 };
    let json = serde_json::to_string(&crate::eval::ReportedThresholds::from(thresholds)).expect("json");
    assert_eq!(json, r#"{"direct":null,"recommend":0.5}"#);
}

#[test]
fn the_json_has_the_contract_s_shape() {
    insta::assert_json_snapshot!(sample::report());
}
