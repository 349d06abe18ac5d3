//! Limits that an evaluation must keep, and which of them it kept.

use std::collections::BTreeMap;

use super::report::{Figures, Report};
use crate::model::{Figure, Gates};

/// Below this a difference is rounding: a share read back from JSON, a sum of reciprocals.
pub(super) const ROUNDING: f64 = 1e-9;

/// Whether a limit was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The figure keeps the limit.
    Passed,
    /// It does not.
    Missed,
    /// There is no such figure: no row to measure it on, or no such pack. Not a failure, but shown.
    NotMeasured,
}

/// One limit and what it was held against.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct GateResult {
    /// The pack's id; `None` for the figure over all rows.
    pub pack: Option<String>,
    /// The figure.
    pub figure: Figure,
    /// The least, or for a figure that is better low the most, that it may be. From 0 to 1.
    pub limit: f64,
    /// What it is.
    pub value: Option<f64>,
    /// Whether the limit was kept.
    pub verdict: Verdict,
}

impl GateResult {
    /// Whether the limit was missed: what should fail a build.
    pub fn missed(&self) -> bool {
        self.verdict == Verdict::Missed
    }

    fn new(pack: Option<&str>, figures: Option<&Figures>, figure: Figure, limit: f64) -> Self {
        let value = figures.and_then(|figures| figures.rate(figure).value);
        let kept = |value: f64| {
            if figure.higher_is_better() { value >= limit - ROUNDING } else { value <= limit + ROUNDING }
        };
        let verdict = match value {
            None => Verdict::NotMeasured,
            Some(value) if kept(value) => Verdict::Passed,
            Some(_) => Verdict::Missed,
        };
        Self { pack: pack.map(str::to_owned), figure, limit, value, verdict }
    }
}

/// Hold `report` against limits for all rows and for single packs by id: first the overall ones, then by
/// pack, each in the order of figures.
pub fn check_gates(report: &Report, overall: &Gates, per_pack: &BTreeMap<String, Gates>) -> Vec<GateResult> {
    let overall = overall
        .limits
        .iter()
        .map(|(&figure, &limit)| GateResult::new(None, Some(&report.overall), figure, limit));
    let packs = per_pack.iter().flat_map(|(pack, gates)| {
        let figures = report.packs.iter().find(|known| known.pack == *pack).map(|known| &known.figures);
        gates.limits.iter().map(move |(&figure, &limit)| GateResult::new(Some(pack), figures, figure, limit))
    });
    overall.chain(packs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::eval::sample;

    fn gates(limits: &[(Figure, f64)]) -> Gates {
        Gates { limits: limits.iter().copied().collect() }
    }

    #[test]
    fn a_limit_is_kept_at_its_edge_and_in_its_direction() {
        let mut report = sample::report();
        report.overall.hit_rate = crate::eval::Rate::new(85, 100);
        report.overall.wrong_rate = crate::eval::Rate::new(3, 100);
        report.overall.reject_rate = crate::eval::Rate::new(0, 0);
        let verdicts = |limits: &[(Figure, f64)]| -> Vec<Verdict> {
            let results = check_gates(&report, &gates(limits), &BTreeMap::new());
            results.into_iter().map(|result| result.verdict).collect()
        };
        assert_eq!(verdicts(&[(Figure::HitRate, 0.85)]), [Verdict::Passed]);
        assert_eq!(verdicts(&[(Figure::HitRate, 0.8501)]), [Verdict::Missed]);
        assert_eq!(verdicts(&[(Figure::WrongRate, 0.03)]), [Verdict::Passed]);
        assert_eq!(verdicts(&[(Figure::WrongRate, 0.02)]), [Verdict::Missed]);
        assert_eq!(verdicts(&[(Figure::RejectRate, 0.5)]), [Verdict::NotMeasured]);
    }

    #[test]
    fn a_pack_that_is_not_there_is_not_measured() {
        let per_pack = BTreeMap::from([("nowhere".to_owned(), gates(&[(Figure::HitRate, 0.5)]))]);
        let results = check_gates(&sample::report(), &Gates::default(), &per_pack);
        assert_eq!(results.len(), 1);
        assert_eq!((results[0].pack.as_deref(), results[0].verdict), (Some("nowhere"), Verdict::NotMeasured));
        assert!(!results[0].missed());
    }
}
