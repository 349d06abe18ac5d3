//! `[dedup]`: from where on phrasings are duplicates, what keeps them apart, and what fails.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::dedup::{GuardLists, Harm};

/// Thresholds below make everything a duplicate of everything.
pub const LEAST_THRESHOLD: f64 = 0.05;

/// `[dedup]`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct DedupConfig {
    /// The score, from 0.05 to 1, from which phrasings are near duplicates. Without it 0.89, which keeps
    /// 94 of 100 such pairs right.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.05, max = 1.0))]
    pub threshold: Option<f64>,
    /// Fail only for groups of at least this harm; for all of them without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Harm>,
    /// `[dedup.guards]`: the shop's own words that make two phrasings different.
    #[serde(skip_serializing_if = "is_empty")]
    pub guards: GuardLists,
}

fn is_empty(lists: &GuardLists) -> bool {
    *lists == GuardLists::default()
}
