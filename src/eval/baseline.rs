//! An earlier report, and what has become better or worse since.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::gates::ROUNDING;
use super::report::{Figures, Report, SCHEMA};
use crate::diagnostic::Message;
use crate::model::Figure;

/// An earlier report cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    /// The file cannot be read.
    #[error("cannot read the baseline {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not JSON.
    #[error(
        "the baseline {} is not JSON: {source}; make one with `kbtool eval --output json=FILE`",
        path.display()
    )]
    NotJson {
        /// The file.
        path: PathBuf,
        /// What is wrong, with line and column.
        source: serde_json::Error,
    },
    /// It is JSON of another kind.
    #[error(
        "the baseline {} has {}, not `{SCHEMA}`; make one with `kbtool eval --output json=FILE`",
        path.display(),
        described(found.as_deref())
    )]
    Schema {
        /// The file.
        path: PathBuf,
        /// The schema it names.
        found: Option<String>,
    },
    /// It says that it is a report, but it lacks something or has it in another form.
    #[error(
        "the baseline {} is not a whole report: {source}; make it again with `kbtool eval --output json=FILE`",
        path.display()
    )]
    Incomplete {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
}

fn described(schema: Option<&str>) -> String {
    schema.map_or_else(|| "no schema".to_owned(), |schema| format!("the schema `{schema}`"))
}

/// Read a report that `kbtool eval --output json` wrote.
///
/// # Errors
/// The file cannot be read, is not JSON, is of another schema, or is damaged.
pub fn read_baseline(path: &Path) -> Result<Report, BaselineError> {
    let text = std::fs::read(path).map_err(|source| BaselineError::Read { path: path.to_owned(), source })?;
    // PowerShell puts a byte order mark before what it redirects into a file.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text);
    let value: serde_json::Value = serde_json::from_slice(text)
        .map_err(|source| BaselineError::NotJson { path: path.to_owned(), source })?;
    match value.get("schema").and_then(|schema| schema.as_str()) {
        Some(SCHEMA) => serde_json::from_value(value)
            .map_err(|source| BaselineError::Incomplete { path: path.to_owned(), source }),
        found => Err(BaselineError::Schema { path: path.to_owned(), found: found.map(str::to_owned) }),
    }
}

/// Whether a figure moved, judged by its own direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// It improved.
    Better,
    /// It got worse.
    Worse,
    /// It stayed.
    Same,
    /// It could not be measured before, or cannot now.
    NotComparable,
}

/// One figure then and now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// The figure.
    pub figure: Figure,
    /// What it was, from 0 to 1.
    pub before: Option<f64>,
    /// What it is, from 0 to 1.
    pub after: Option<f64>,
    /// Now less then.
    pub delta: Option<f64>,
    /// Better or worse.
    pub direction: Direction,
}

impl Change {
    fn new(figure: Figure, before: Option<f64>, after: Option<f64>) -> Self {
        let delta = before.zip(after).map(|(before, after)| after - before);
        let direction = match delta {
            None => Direction::NotComparable,
            Some(delta) if delta.abs() <= ROUNDING => Direction::Same,
            Some(delta) if (delta > 0.0) == figure.higher_is_better() => Direction::Better,
            Some(_) => Direction::Worse,
        };
        Self { figure, before, after, delta, direction }
    }

    /// By how much it got worse, from 0 to 1; 0 where it did not.
    fn loss(&self) -> f64 {
        match (self.direction, self.delta) {
            (Direction::Worse, Some(delta)) => delta.abs(),
            _ => 0.0,
        }
    }
}

/// In which of the two reports a pack is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    /// In both.
    Both,
    /// In the baseline only.
    OnlyBefore,
    /// In this report only.
    OnlyAfter,
}

/// All figures of a pack, or of all rows, then and now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScopeComparison {
    /// The pack; `None` for all rows.
    pub pack: Option<String>,
    /// In which report it is.
    pub presence: Presence,
    /// Every figure, in the order of [`Figure::ALL`].
    pub changes: Vec<Change>,
}

/// A report held against an earlier one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// All rows first, then the packs of either report by id.
    pub scopes: Vec<ScopeComparison>,
    /// What is not the same about the two runs themselves, so that a change may have that for its cause.
    #[serde(skip)]
    pub circumstances: Vec<Message>,
}

/// A figure that got worse by more than is allowed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regression {
    /// The pack; `None` for all rows.
    pub pack: Option<String>,
    /// The figure then and now.
    #[serde(flatten)]
    pub change: Change,
}

/// The figures whose loss is a regression.
pub const WATCHED: [Figure; 5] =
    [Figure::Coverage, Figure::HitRate, Figure::Top1, Figure::WrongRate, Figure::RejectRate];

impl Comparison {
    /// The [`WATCHED`] figures, overall and of packs in both reports, that got worse by more than
    /// `limit`, a share from 0 to 1. A loss of exactly the limit is allowed.
    pub fn regressions(&self, limit: f64) -> Vec<Regression> {
        let too_much =
            |change: &&Change| WATCHED.contains(&change.figure) && change.loss() > limit.max(0.0) + ROUNDING;
        self.scopes
            .iter()
            .flat_map(|scope| {
                scope
                    .changes
                    .iter()
                    .filter(too_much)
                    .map(|&change| Regression { pack: scope.pack.clone(), change })
            })
            .collect()
    }
}

/// Hold `after` against the baseline `before`.
pub fn compare(before: &Report, after: &Report) -> Comparison {
    let overall = scope(None, Some(&before.overall), Some(&after.overall));
    let figures = |report: &'_ Report, pack: &str| {
        report.packs.iter().find(|known| known.pack == pack).map(|known| known.figures)
    };
    let packs: BTreeSet<&str> =
        before.packs.iter().chain(&after.packs).map(|pack| pack.pack.as_str()).collect();
    let packs = packs
        .into_iter()
        .map(|pack| scope(Some(pack), figures(before, pack).as_ref(), figures(after, pack).as_ref()));
    Comparison {
        scopes: std::iter::once(overall).chain(packs).collect(),
        circumstances: circumstances(before, after),
    }
}

fn scope(pack: Option<&str>, before: Option<&Figures>, after: Option<&Figures>) -> ScopeComparison {
    let value = |figures: Option<&Figures>, figure| figures.and_then(|figures| figures.rate(figure).value);
    ScopeComparison {
        pack: pack.map(str::to_owned),
        presence: match (before, after) {
            (Some(_), None) => Presence::OnlyBefore,
            (None, _) => Presence::OnlyAfter,
            (Some(_), Some(_)) => Presence::Both,
        },
        changes: Figure::ALL
            .map(|figure| Change::new(figure, value(before, figure), value(after, figure)))
            .to_vec(),
    }
}

fn circumstances(before: &Report, after: &Report) -> Vec<Message> {
    let mut found = Vec::new();
    let mut differ = |english: &str, chinese: &str, before: &str, after: &str| {
        if before != after {
            found.push(Message::new(
                format!("the baseline has {english} {before}, this run has {after}"),
                format!("基线的{chinese}是 {before}，这次是 {after}"),
            ));
        }
    };
    let thresholds = |report: &Report| {
        let number =
            |threshold: Option<f64>| threshold.map_or("–".to_owned(), |value| format!("{value:.3}"));
        format!("{} / {}", number(report.thresholds.direct), number(report.thresholds.recommend))
    };
    let shop = |report: &Report| report.shop.clone().unwrap_or_else(|| "–".to_owned());
    differ("the engine", "引擎", &before.engine, &after.engine);
    differ("the thresholds", "阈值", &thresholds(before), &thresholds(after));
    differ("the shop", "店铺", &shop(before), &shop(after));
    let asked =
        |report: &Report| if report.within_packs { "within packs" } else { "of all packs" }.to_owned();
    differ("questions asked", "提问范围", &asked(before), &asked(after));
    differ("rows:", "行数", &before.overall.rows.to_string(), &after.overall.rows.to_string());
    found
}

#[cfg(test)]
mod tests;
