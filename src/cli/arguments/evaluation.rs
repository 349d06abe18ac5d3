//! Arguments of the commands that count what became of questions.

use std::path::PathBuf;

use clap::Args;
use kbtool::eval::transcripts::Shard;

use super::{EngineArguments, TableArguments};

/// What says nothing about a part: comparison and gates.
const FOR_THE_WHOLE: [&str; 6] =
    ["baseline", "max_regression", "min_hit_rate", "min_coverage", "min_reject_rate", "max_wrong_rate"];

#[derive(Debug, Args)]
pub(crate) struct EvalArguments {
    /// Labelled transcripts: CSV, TSV, JSON Lines, XLSX or Parquet; `-` is standard input [default:
    /// `transcripts` in [eval] of kbtool.toml]
    #[arg(value_name = "TRANSCRIPTS")]
    pub(crate) transcripts: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) engine: EngineArguments,
    /// Judge by the knowledge base and the trained matcher in this file, which `kbtool bundle` wrote
    #[arg(long, value_name = "FILE", conflicts_with = "cross_validate")]
    pub(crate) kb_bundle: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) table: TableArguments,
    /// Without transcripts: hold out each phrasing once, in K folds
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(2..=100), conflicts_with = "transcripts")]
    pub(crate) cross_validate: Option<u32>,
    /// Take only a share of the rows, such as 2/8: conversations stay whole; for `kbtool merge`
    #[arg(long, value_name = "I/N", conflicts_with = "cross_validate", requires = "partial")]
    pub(crate) shard: Option<Shard>,
    /// Write counters that `kbtool merge` adds up; a report only if --output asks for one [default: to standard
    /// output]
    #[arg(
        long,
        value_name = "PATH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "-",
        conflicts_with = "cross_validate",
        conflicts_with_all = FOR_THE_WHOLE
    )]
    pub(crate) partial: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) report: ReportArguments,
}

/// What becomes of the counters.
#[derive(Debug, Args)]
pub(crate) struct ReportArguments {
    /// Report format: text, json, markdown, csv, junit; `=PATH` writes a file. May be given several times
    #[arg(long, short, value_name = "FORMAT[=PATH]")]
    pub(crate) output: Vec<String>,
    /// Write the rows that went wrong to this CSV file
    #[arg(long, value_name = "PATH")]
    pub(crate) failures: Option<PathBuf>,
    /// Compare with an earlier JSON report
    #[arg(long, value_name = "REPORT.json")]
    pub(crate) baseline: Option<PathBuf>,
    /// With a baseline: fail if a main figure got worse by more than this
    #[arg(long, value_name = "0..1", requires = "baseline")]
    pub(crate) max_regression: Option<f64>,
    /// Fail if the overall hit rate is below this
    #[arg(long, value_name = "0..1")]
    pub(crate) min_hit_rate: Option<f64>,
    /// Fail if the overall coverage is below this
    #[arg(long, value_name = "0..1")]
    pub(crate) min_coverage: Option<f64>,
    /// Fail if the overall reject rate is below this
    #[arg(long, value_name = "0..1")]
    pub(crate) min_reject_rate: Option<f64>,
    /// Fail if the overall share of wrong answers is above this
    #[arg(long, value_name = "0..1")]
    pub(crate) max_wrong_rate: Option<f64>,
    /// A row that cannot be read is an error
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, Args)]
pub(crate) struct BundleArguments {
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    /// Share of good questions that may be turned away when thresholds are found [default: 0.02]
    #[arg(long, value_name = "0..0.5")]
    pub(crate) turn_away: Option<f64>,
}

#[derive(Debug, Args)]
pub(crate) struct MergeArguments {
    /// What `kbtool eval --partial` wrote: files, or folders with nothing else in them; `-` is standard input
    #[arg(value_name = "PARTS", required = true)]
    pub(crate) parts: Vec<PathBuf>,
    /// Write the sums as one part again; a report only if --output asks for one [default: to standard output]
    #[arg(
        long,
        value_name = "PATH",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "-",
        conflicts_with_all = FOR_THE_WHOLE
    )]
    pub(crate) partial: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) report: ReportArguments,
}
