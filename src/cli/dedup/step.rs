//! The search for duplicates as a step of `kbtool check`: what is loaded already, by the settings of
//! `kbtool.toml` alone.

use anyhow::Result;
use kbtool::dedup::{Duplicates, Group, Phrasings, SearchOptions, Similarity};
use kbtool::lint::Changed;
use kbtool::model::KnowledgeBase;
use kbtool::report::DedupReport;

use super::{fails, guards, search_in};
use crate::cli::context::Context;

/// What the search came to.
#[derive(Default)]
pub(crate) struct DedupStep {
    pub(crate) duplicates: Duplicates,
    /// From which score on phrasings count as near.
    pub(crate) threshold: f64,
    pub(crate) failed: bool,
}

impl DedupStep {
    pub(crate) fn report<'r>(
        &'r self,
        context: &Context,
        knowledge_base: &'r KnowledgeBase,
        phrasings: &'r Phrasings,
    ) -> DedupReport<'r> {
        DedupReport {
            knowledge_base,
            phrasings,
            duplicates: &self.duplicates,
            threshold: self.threshold,
            fixed: 0,
            as_of: context.as_of,
        }
    }
}

/// Search `knowledge_base`, which has these phrasings; with `changed` only groups with a member in a changed
/// entry count.
pub(crate) fn step(
    context: &Context,
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    changed: Option<&Changed>,
) -> Result<DedupStep> {
    let similarity = Similarity::new(context.config.dedup.threshold);
    let guards = guards(context)?;
    let options =
        SearchOptions { similarity: &similarity, guards: &guards, as_of: context.as_of, set_apart: false };
    let mut duplicates = search_in(context, knowledge_base, phrasings, &options);
    if let Some(changed) = changed {
        let has_changed = |group: &Group| {
            let members = group.members.iter().map(|member| member.phrasing);
            members
                .chain([group.representative])
                .any(|phrasing| changed.holds(knowledge_base.entry(phrasings.get(phrasing).entry).location))
        };
        duplicates.keep_groups(knowledge_base, phrasings, has_changed);
    }
    let failed = fails(&duplicates, context.config.dedup.fail_on);
    Ok(DedupStep { duplicates, threshold: similarity.threshold(), failed })
}
