//! An evaluation for programs: the report, and beside its fields what it was held against.

use serde::Serialize;

use super::{EvalOutcome, RenderError};
use crate::eval::{Comparison, GateResult, Regression, Report};

#[derive(Serialize)]
struct Document<'o> {
    #[serde(flatten)]
    report: &'o Report,
    gates: &'o [GateResult],
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<&'o Comparison>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    regressions: &'o [Regression],
}

/// The report as JSON over several lines.
pub(super) fn render(outcome: &EvalOutcome) -> Result<String, RenderError> {
    let document = Document {
        report: &outcome.report,
        gates: &outcome.gates,
        comparison: outcome.comparison.as_ref(),
        regressions: &outcome.regressions,
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

#[cfg(test)]
mod tests {
    use crate::eval::Report;
    use crate::report::{Format, RenderOptions, render_eval, sample};

    #[test]
    fn gates_and_comparison_stand_beside_the_report() {
        let json = render_eval(&sample::outcome(), Format::Json, &RenderOptions::default()).expect("json");
        let value: serde_json::Value = serde_json::from_str(&json).expect("value");
        let keys: Vec<&String> = value.as_object().expect("object").keys().collect();
        insta::assert_snapshot!(format!("{keys:?}"));
        insta::assert_json_snapshot!(value["gates"]);
        insta::assert_json_snapshot!(value["regressions"]);
        assert!(serde_json::from_str::<Report>(&json).is_ok(), "it can be the next baseline");
    }

    #[test]
    fn the_same_outcome_gives_the_same_bytes() {
        let json = || render_eval(&sample::outcome(), Format::Json, &RenderOptions::default()).expect("json");
        assert_eq!(json(), json());
        assert!(json().starts_with("{\n  \"schema\": \"kbtool.eval/1\",\n"));
    }
}
