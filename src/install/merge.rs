//! The three-way merge of one entry: as it was shipped, as the shop has it now, as the pack has it now.

use std::collections::BTreeSet;

/// What becomes of an entry, or of a key of `pack.yaml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Decision {
    /// Neither changed it, or both in the same way.
    Same,
    /// The pack is followed: it changed the entry, the shop did not.
    Update,
    /// The pack is followed: it is new.
    Add,
    /// The pack is followed: it no longer has the entry, and the shop has not changed it.
    Remove,
    /// The shop's stays: the pack has not changed it.
    Keep,
    /// The shop deleted it, and the pack has not changed it: it stays deleted.
    KeepDeleted,
    /// Both changed it, or both have it and nobody knows since when: the shop's stays, and is reported.
    Conflict,
    /// The shop deleted it, or perhaps never had it, and the pack has another than was shipped: it stays away,
    /// and is reported.
    ConflictDeleted,
    /// The pack no longer has it, and the shop changed it: it stays, as the shop's own, and is reported.
    ConflictRemoved,
    /// The pack no longer has it, and something that the shop keeps refers to it: it stays, as the shop's own, and is
    /// reported.
    ConflictMentioned,
    /// The pack's was taken although the shop had another, as was asked for.
    Taken,
    /// It was taken away although the shop had changed it, as was asked for.
    TakenAway,
}

impl Decision {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Same,
        Self::Update,
        Self::Add,
        Self::Remove,
        Self::Keep,
        Self::KeepDeleted,
        Self::Conflict,
        Self::ConflictDeleted,
        Self::ConflictRemoved,
        Self::ConflictMentioned,
        Self::Taken,
        Self::TakenAway,
    ];

    /// The name in reports for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Update => "updated",
            Self::Add => "added",
            Self::Remove => "removed",
            Self::Keep => "kept",
            Self::KeepDeleted => "kept-deleted",
            Self::Conflict => "conflict",
            Self::ConflictDeleted => "conflict-deleted",
            Self::ConflictRemoved => "conflict-removed",
            Self::ConflictMentioned => "conflict-mentioned",
            Self::Taken => "taken",
            Self::TakenAway => "taken-away",
        }
    }

    /// Whether the shop's file changes.
    pub const fn writes(self) -> bool {
        matches!(self, Self::Update | Self::Add | Self::Remove | Self::Taken | Self::TakenAway)
    }

    /// Whether the pack's text is what stands there afterwards.
    pub const fn follows(self) -> bool {
        matches!(self, Self::Update | Self::Add | Self::Taken)
    }

    /// Whether somebody should look at it.
    pub const fn is_conflict(self) -> bool {
        matches!(
            self,
            Self::Conflict | Self::ConflictDeleted | Self::ConflictRemoved | Self::ConflictMentioned
        )
    }
}

/// An entry's fingerprints; `None` where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides<'f> {
    /// As it was shipped. Without a record nobody knows.
    pub base: Option<&'f str>,
    /// As the shop has it.
    pub local: Option<&'f str>,
    /// As the pack has it now.
    pub pack: Option<&'f str>,
}

/// When the pack's entry is taken although the shop has another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Take {
    /// Never: the shop's stays.
    #[default]
    Never,
    /// Where the two conflict.
    Conflicts,
    /// For these entries, by their names without the pack, whatever happened to them.
    Entries(BTreeSet<String>),
}

impl Take {
    fn takes(&self, key: &str, decision: Decision) -> bool {
        match self {
            Self::Never => false,
            Self::Conflicts => decision.is_conflict(),
            Self::Entries(keys) => {
                let has_other = matches!(decision, Decision::Keep | Decision::KeepDeleted);
                keys.contains(key) && (has_other || decision.is_conflict())
            }
        }
    }
}

/// What becomes of the entry `key`. With `adopted` there is no record, and what the shop lacks may have been
/// deleted.
pub fn decide(key: &str, sides: Sides<'_>, adopted: bool, take: &Take) -> Decision {
    let decision = match (sides.base, sides.local, sides.pack) {
        (_, local, pack) if local == pack => Decision::Same,
        // The shop's own.
        (None, _, None) => Decision::Same,
        (None, None, Some(_)) if adopted => Decision::ConflictDeleted,
        (None, None, Some(_)) => Decision::Add,
        (None, Some(_), Some(_)) => Decision::Conflict,
        (Some(base), None, pack) => {
            if pack == Some(base) {
                Decision::KeepDeleted
            } else {
                Decision::ConflictDeleted
            }
        }
        (Some(base), Some(local), None) => {
            if local == base {
                Decision::Remove
            } else {
                Decision::ConflictRemoved
            }
        }
        (Some(base), Some(local), Some(pack)) => {
            if local == base {
                Decision::Update
            } else if pack == base {
                Decision::Keep
            } else {
                Decision::Conflict
            }
        }
    };
    if !take.takes(key, decision) {
        return decision;
    }
    if sides.pack.is_some() { Decision::Taken } else { Decision::TakenAway }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: Option<&str> = Some("a");
    const B: Option<&str> = Some("b");
    const C: Option<&str> = Some("c");

    fn decided(base: Option<&str>, local: Option<&str>, pack: Option<&str>) -> Decision {
        decide("x", Sides { base, local, pack }, false, &Take::Never)
    }

    /// Rows: the shop's unchanged, changed, deleted. Columns: the pack's unchanged, changed, deleted.
    #[test]
    fn an_entry_that_was_shipped() {
        use Decision::{Conflict, ConflictDeleted, ConflictRemoved, Keep, KeepDeleted, Remove, Same, Update};
        let wanted = [
            (A, [(A, Same), (C, Update), (None, Remove)]),
            (B, [(A, Keep), (C, Conflict), (None, ConflictRemoved)]),
            (None, [(A, KeepDeleted), (C, ConflictDeleted), (None, Same)]),
        ];
        for (local, row) in wanted {
            for (pack, decision) in row {
                assert_eq!(decided(A, local, pack), decision, "{local:?} {pack:?}");
            }
        }
        assert_eq!(decided(A, B, B), Same, "both made the same change");
    }

    #[test]
    fn an_entry_that_was_not() {
        assert_eq!(decided(None, None, A), Decision::Add);
        assert_eq!(decided(None, A, None), Decision::Same, "the shop's own");
        assert_eq!(decided(None, A, A), Decision::Same);
        assert_eq!(decided(None, A, B), Decision::Conflict);
    }

    #[test]
    fn without_a_record_nothing_is_written() {
        for local in [None, A, B] {
            for pack in [None, A, B] {
                let sides = Sides { base: None, local, pack };
                let decision = decide("x", sides, true, &Take::Never);
                assert!(!decision.writes(), "{sides:?}");
                assert_eq!(decision.is_conflict(), pack.is_some() && local != pack, "{sides:?}");
            }
        }
    }

    #[test]
    fn the_pack_s_is_taken_where_it_is_asked_for() {
        let entries = Take::Entries(BTreeSet::from(["x".to_owned()]));
        for base in [None, A] {
            for local in [None, A, B] {
                for pack in [None, A, B, C] {
                    let sides = Sides { base, local, pack };
                    let plain = decide("x", sides, false, &Take::Never);
                    let taken = decide("x", sides, false, &Take::Conflicts);
                    assert_eq!(plain != taken, plain.is_conflict(), "{sides:?}");
                    assert!(!taken.is_conflict(), "{sides:?}");
                    let named = decide("x", sides, false, &entries);
                    let ends_as_pack = named.writes() || named == Decision::Same;
                    assert!(ends_as_pack, "{sides:?}: {named:?}");
                    assert_eq!(decide("y", sides, false, &entries), plain, "{sides:?}");
                }
            }
        }
    }

    #[test]
    fn names_are_not_used_twice() {
        let names: BTreeSet<&str> = Decision::ALL.iter().map(|decision| decision.name()).collect();
        assert_eq!(names.len(), Decision::ALL.len());
    }
}
