//! From counters to what the user asked for: reports, held to gates and to an earlier run.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Result, bail};
use kbtool::diagnostic::Message;
use kbtool::eval::{Counters, Manifest, PackSubject, Report, Subject, check_gates, compare, read_baseline};
use kbtool::model::{Figure, Gates};
use kbtool::report::{EvalOutcome, Format, render_eval};

use super::part;
use crate::cli::arguments::ReportArguments;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::output::{self, Output};

/// What is to be made of counters; slips in the options show before anything long begins.
pub(in crate::cli) struct Reporting {
    outputs: Vec<Output<Format>>,
    gates: Gates,
    baseline: Option<Report>,
    max_regression: Option<f64>,
    strict: bool,
}

impl Reporting {
    /// `by_default` is the format of standard output where no other is asked for.
    pub(in crate::cli) fn new(
        context: &Context,
        arguments: &ReportArguments,
        by_default: Option<Format>,
    ) -> Result<Self> {
        let outputs = match (by_default, &arguments.output[..]) {
            (None, []) => Vec::new(),
            (format, outputs) => output::parse(outputs, format.unwrap_or(Format::Text))?,
        };
        Ok(Self {
            outputs,
            gates: overall_gates(context, arguments)?,
            baseline: arguments.baseline.as_deref().map(read_baseline).transpose()?,
            max_regression: rate("--max-regression", arguments.max_regression)?,
            strict: arguments.strict,
        })
    }

    /// Whether a report goes to standard output.
    pub(in crate::cli) fn takes_standard_output(&self) -> bool {
        self.outputs.iter().any(|output| output.path.is_none())
    }

    /// Whether there is any report to write.
    pub(in crate::cli) fn is_wanted(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// Refuse rows that could not be read, where the user wants that.
    pub(in crate::cli) fn refuse_skipped(&self, counters: &Counters) -> Result<()> {
        let skipped = counters.inputs.skipped.values().fold(0_u64, |sum, &rows| sum.saturating_add(rows));
        if self.strict && skipped > 0 {
            bail!("{skipped} row(s) could not be read, and --strict is given");
        }
        Ok(())
    }

    /// Write the counters as a part, where there is a path for it, and the reports that are wanted.
    pub(in crate::cli) fn deliver(
        self,
        context: &Context,
        part: Option<(&Path, &Manifest)>,
        counters: &Counters,
        subject: &Subject,
    ) -> Result<Exit> {
        if let Some((path, manifest)) = part {
            part::deliver(path, manifest, subject, counters)?;
        }
        if self.is_wanted() { self.report(context, counters, subject) } else { Ok(Exit::Clean) }
    }

    fn report(self, context: &Context, counters: &Counters, subject: &Subject) -> Result<Exit> {
        let report = Report::new(counters, subject);
        refuse_unjudged(&report)?;
        let mut outcome = held_to_gates(context, &subject.packs, report, &self.gates);
        outcome.comparison = self.baseline.map(|before| compare(&before, &outcome.report));
        if let (Some(comparison), Some(limit)) = (&outcome.comparison, self.max_regression) {
            outcome.regressions = comparison.regressions(limit);
        }
        for output in &self.outputs {
            let options = context.render_options(output.path.as_deref());
            let rendered = render_eval(&outcome, output.format, &options)?;
            output::deliver(output.path.as_deref(), &rendered)?;
        }
        Ok(if outcome.passed() { Exit::Clean } else { Exit::Findings })
    }
}

/// A report on no row at all is an error, as it would look like one without failures.
pub(in crate::cli) fn refuse_unjudged(report: &Report) -> Result<()> {
    let inputs = &report.inputs;
    if inputs.rows == 0 {
        bail!("no row could be judged{}", if inputs.skipped > 0 { ": all were skipped" } else { "" });
    }
    if inputs.failed == inputs.rows {
        bail!("the engine failed on every row; see above");
    }
    Ok(())
}

/// What the gates, `overall` and those of packs, say to a report.
pub(in crate::cli) fn held_to_gates(
    context: &Context,
    packs: &BTreeMap<Box<str>, PackSubject>,
    report: Report,
    overall: &Gates,
) -> EvalOutcome {
    let mut notes = Vec::new();
    let per_pack = pack_gates(context, packs, &mut notes);
    let gates = check_gates(&report, overall, &per_pack);
    EvalOutcome { report, gates, comparison: None, regressions: Vec::new(), notes }
}

/// The gates over all packs: the configuration's, with the command line's laid over.
fn overall_gates(context: &Context, arguments: &ReportArguments) -> Result<Gates> {
    let mut asked = Gates::default();
    for (option, figure, limit) in [
        ("--min-hit-rate", Figure::HitRate, arguments.min_hit_rate),
        ("--min-coverage", Figure::Coverage, arguments.min_coverage),
        ("--min-reject-rate", Figure::RejectRate, arguments.min_reject_rate),
        ("--max-wrong-rate", Figure::WrongRate, arguments.max_wrong_rate),
    ] {
        if let Some(limit) = rate(option, limit)? {
            asked.limits.insert(figure, limit);
        }
    }
    Ok(context.config.gates.overall.clone().overlaid(&asked))
}

/// The value of an option that takes a rate.
fn rate(option: &str, value: Option<f64>) -> Result<Option<f64>> {
    if value.is_some_and(|value| !(0.0..=1.0).contains(&value)) {
        bail!("{option} wants a number from 0 to 1, such as 0.8");
    }
    Ok(value)
}

/// The gates of packs: those in the `pack.yaml` of each that is served, with the configuration's laid over.
fn pack_gates(
    context: &Context,
    packs: &BTreeMap<Box<str>, PackSubject>,
    notes: &mut Vec<Message>,
) -> BTreeMap<String, Gates> {
    let mut gates: BTreeMap<String, Gates> = packs
        .iter()
        .filter(|(_, pack)| pack.is_served && !pack.gates.limits.is_empty())
        .map(|(id, pack)| (id.to_string(), pack.gates.clone()))
        .collect();
    for (pack, limits) in &context.config.gates.pack {
        if !packs.contains_key(&**pack) {
            notes.push(Message::new(
                format!("[gates.pack.{pack}] in kbtool.toml: there is no such pack"),
                format!("kbtool.toml 的 [gates.pack.{pack}]：没有这个行业包"),
            ));
            continue;
        }
        let before = gates.remove(pack).unwrap_or_default();
        gates.insert(pack.clone(), before.overlaid(limits));
    }
    gates
}
