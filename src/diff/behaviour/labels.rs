//! What a label means in either version: a transcript may use the ids of the one or of the other.
//!
//! A label that only one version finds means, in the other version, what that entry was or became. So an id
//! that is new breaks no row that is still labelled by the old one.

use std::borrow::Cow;
use std::sync::{PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::run::Side;
use crate::diff::Pairing;
use crate::eval::{Judge, Row};
use crate::model::{EntryIndex, Found};

/// How many labels are remembered: labels repeat, free text taken for labels does not.
const REMEMBERED_LABELS: usize = 100_000;

/// What a label names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// To each version what that version finds by it.
    AsWritten,
    /// An entry that only the earlier version finds by it.
    OfBefore(EntryIndex),
    /// An entry that only the later version finds by it.
    OfAfter(EntryIndex),
}

/// Finds out what labels mean, from several threads at once.
pub(super) struct Labels<'s, 'kb> {
    pairing: &'s Pairing,
    before: Side<'s, 'kb>,
    after: Side<'s, 'kb>,
    /// Labels looked up before; nothing for those that only a pack column decides.
    known: RwLock<FxHashMap<Box<str>, Option<Meaning>>>,
}

impl<'s, 'kb> Labels<'s, 'kb> {
    pub(super) fn new(pairing: &'s Pairing, before: Side<'s, 'kb>, after: Side<'s, 'kb>) -> Self {
        Self { pairing, before, after, known: RwLock::default() }
    }

    /// The row as either version is to be judged by: the row itself wherever that will do.
    pub(super) fn rows<'r>(
        &self,
        row: &'r Row,
        before: &Judge<'_, '_>,
        after: &Judge<'_, '_>,
    ) -> (Cow<'r, Row>, Cow<'r, Row>) {
        let mut rows = (Cow::Borrowed(row), Cow::Borrowed(row));
        let column = row.pack.as_deref().map(str::trim).filter(|pack| !pack.is_empty());
        let packs = column.map(|column| (before.pack_id(column), after.pack_id(column)));
        if let Some(packs) = packs {
            let known = (self.before.knows_pack(packs.0), self.after.knows_pack(packs.1));
            // A name that one version has given up is still the name of the same id.
            if known == (true, false) && self.after.knows_pack(packs.0) {
                rows.1.to_mut().pack = Some(packs.0.to_owned());
            }
            if known == (false, true) && self.before.knows_pack(packs.1) {
                rows.0.to_mut().pack = Some(packs.1.to_owned());
            }
        }
        let label = row.expected.as_deref().map(str::trim).filter(|label| !label.is_empty());
        match label.map_or(Meaning::AsWritten, |label| self.meaning(label, packs)) {
            Meaning::AsWritten => {}
            Meaning::OfBefore(entry) => {
                let counterpart = self.pairing.after(entry);
                rows.1.to_mut().expected = Some(match counterpart {
                    Some(counterpart) => self.after.reference(counterpart),
                    None => self.before.reference(entry),
                });
            }
            Meaning::OfAfter(entry) => {
                let counterpart = self.pairing.before(entry);
                rows.0.to_mut().expected = Some(match counterpart {
                    Some(counterpart) => self.before.reference(counterpart),
                    None => self.after.reference(entry),
                });
            }
        }
        rows
    }

    fn meaning(&self, label: &str, packs: Option<(&str, &str)>) -> Meaning {
        let (before, after) = (self.before.lookup.reference(label), self.after.lookup.reference(label));
        if before.is_some() && after.is_some() {
            return Meaning::AsWritten;
        }
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner).get(label).copied();
        let meaning = known.unwrap_or_else(|| {
            let (before, after) = (self.before.find(label, None), self.after.find(label, None));
            let ambiguous = [&before, &after].into_iter().any(|found| matches!(found, Found::Several(_)));
            let meaning = (!ambiguous).then(|| meaning(&before, &after));
            let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
            if known.len() < REMEMBERED_LABELS {
                known.insert(label.into(), meaning);
            }
            meaning
        });
        meaning.unwrap_or_else(|| {
            let (before, after) = packs.unzip();
            self::meaning(&self.before.find(label, before), &self.after.find(label, after))
        })
    }
}

/// What a label means of which so much is found. Where one version finds one entry and the other several, the
/// one is meant in both.
fn meaning(before: &Found, after: &Found) -> Meaning {
    match (before, after) {
        (Found::One(_), Found::One(_)) => Meaning::AsWritten,
        (Found::One(entry), _) => Meaning::OfBefore(*entry),
        (_, Found::One(entry)) => Meaning::OfAfter(*entry),
        _ => Meaning::AsWritten,
    }
}
