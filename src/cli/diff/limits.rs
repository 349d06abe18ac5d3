//! The limits of a comparison: the configuration's, with the command line's before them.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use kbtool::diagnostic::Message;
use kbtool::diff::{DiffLimits, Risk};

use super::reviewed::Reviewed;
use crate::cli::arguments::{DiffArguments, RiskChoice};
use crate::cli::context::Context;

/// The limits, and the file that records reviews. What can only be held where questions are asked falls away
/// with a note where none are.
pub(super) fn of(
    context: &Context,
    arguments: &DiffArguments,
    asks: bool,
    notes: &mut Vec<Message>,
) -> Result<(DiffLimits, Reviewed)> {
    let config = &context.config.diff;
    let asked = arguments.fail_on.map(|choice| match choice {
        RiskChoice::High => Risk::High,
        RiskChoice::Medium => Risk::Medium,
        RiskChoice::Low => Risk::Low,
    });
    let topics = &arguments.require_review_of;
    let require_review_of = if topics.is_empty() { config.review_topics() } else { topics.clone() };
    let path = arguments.reviewed.as_ref().or(config.reviewed.as_ref());
    if arguments.update_reviewed {
        if path.is_none() {
            bail!("--update-reviewed wants to know the file: --reviewed FILE, or `reviewed` in [diff]");
        }
        if require_review_of.is_empty() {
            bail!(
                "--update-reviewed wants to know what needs a review: --require-review-of TOPICS, or `require-review-of` in [diff]"
            );
        }
    }
    let reviewed = match path {
        Some(path) => Reviewed::read(path, arguments.update_reviewed)?,
        None => Reviewed::default(),
    };
    let limits = DiffLimits {
        nothing_may_change: arguments.exit_code,
        fail_on: asked.or(config.fail_on),
        max_broken: max_broken(arguments.max_broken.or(config.max_broken), asks, notes),
        require_review_of,
        reviewed: reviewed.fingerprints.clone(),
    };
    Ok((limits, reviewed))
}

/// The limits of the configuration alone.
pub(crate) fn configured(context: &Context, asks: bool, notes: &mut Vec<Message>) -> Result<DiffLimits> {
    let config = &context.config.diff;
    let reviewed = match &config.reviewed {
        Some(path) => {
            Reviewed::read(path, false).context("`reviewed` in [diff] of kbtool.toml")?.fingerprints
        }
        None => BTreeSet::new(),
    };
    Ok(DiffLimits {
        nothing_may_change: false,
        fail_on: config.fail_on,
        max_broken: max_broken(config.max_broken, asks, notes),
        require_review_of: config.review_topics(),
        reviewed,
    })
}

fn max_broken(limit: Option<u64>, asks: bool, notes: &mut Vec<Message>) -> Option<u64> {
    if limit.is_some() && !asks {
        notes.push(Message::new(
            "max-broken was not checked, as no question was asked; transcripts are needed for it",
            "没有提问，未检查 max-broken；这一项需要对话记录",
        ));
    }
    limit.filter(|_| asks)
}
