//! Which changes are shown together: those of one entry, and of those the many that are of one kind.

use rustc_hash::FxHashMap;

use super::content::EXAMPLES;
use crate::diff::{Change, ChangeKind, Place, Value};

/// What a change is a change of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Subject {
    Entry,
    Pack,
    Shop,
    /// What holds for everything.
    Everything,
}

impl Subject {
    pub(super) fn of(change: &Change) -> Self {
        match change.kind {
            _ if change.entry.is_empty() => Self::Everything,
            ChangeKind::PackAdded
            | ChangeKind::PackRemoved
            | ChangeKind::PackRenamed
            | ChangeKind::PackChanged
            | ChangeKind::PackExtendsChanged
            | ChangeKind::GateChanged => Self::Pack,
            ChangeKind::ShopAdded
            | ChangeKind::ShopRemoved
            | ChangeKind::ShopRenamed
            | ChangeKind::SubscriptionAdded
            | ChangeKind::SubscriptionRemoved
            | ChangeKind::WelcomeChanged => Self::Shop,
            _ => Self::Entry,
        }
    }
}

/// The changes of one entry, or whatever else they are of.
#[derive(Debug)]
pub(super) struct Group<'c> {
    pub(super) subject: Subject,
    /// `pack/id`, or what the first change says otherwise.
    pub(super) entry: &'c str,
    pub(super) question: &'c str,
    /// Where the first line of it stands that changed.
    pub(super) place: Option<&'c Place>,
    /// At least one, in the order given.
    pub(super) changes: Vec<&'c Change>,
}

impl Group<'_> {
    /// Whether only some of its phrasings are shown.
    pub(super) fn is_cut(&self) -> bool {
        self.changes.len() > EXAMPLES && alike(&self.changes).iter().any(|changes| changes.len() > EXAMPLES)
    }
}

/// The changes by what they are of, in the order in which that comes first.
pub(super) fn groups<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<Group<'c>> {
    let mut groups: Vec<Group<'c>> = Vec::new();
    let mut known: FxHashMap<(Subject, &str), usize> = FxHashMap::default();
    for change in changes {
        let subject = Subject::of(change);
        let at = *known.entry((subject, &change.entry)).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Group {
                subject,
                entry: &change.entry,
                question: &change.question,
                place: change.place.as_ref(),
                changes: Vec::new(),
            });
        }
        let group = &mut groups[at];
        group.changes.push(change);
        let is_before = |one: &Place, other: &Place| one.path == other.path && one.line < other.line;
        match (group.place, &change.place) {
            (None, place) => group.place = place.as_ref(),
            (Some(first), Some(place)) if is_before(place, first) => group.place = Some(place),
            _ => {}
        }
    }
    groups
}

/// The changes of a group, those of phrasings of one kind together. What has notes stands alone.
pub(super) fn alike<'c>(changes: &[&'c Change]) -> Vec<Vec<&'c Change>> {
    let mut items: Vec<Vec<&Change>> = Vec::new();
    let mut known: FxHashMap<(ChangeKind, &str, &str), usize> = FxHashMap::default();
    for &change in changes {
        match key(change) {
            None => items.push(vec![change]),
            Some(key) => {
                let at = *known.entry(key).or_insert(items.len());
                if at == items.len() {
                    items.push(Vec::new());
                }
                items[at].push(change);
            }
        }
    }
    items
}

/// What changes have in common that are shown together; a phrasing has to go the same way.
fn key(change: &Change) -> Option<(ChangeKind, &str, &str)> {
    if !change.notes.is_empty() {
        return None;
    }
    match (change.kind, &change.before, &change.after) {
        (
            ChangeKind::VariantAdded
            | ChangeKind::VariantRemoved
            | ChangeKind::CounterexampleAdded
            | ChangeKind::CounterexampleRemoved,
            ..,
        ) if phrasing(change).is_some() => Some((change.kind, "", "")),
        (
            ChangeKind::VariantMoved,
            Some(Value::Phrasing { entry: from, .. }),
            Some(Value::Phrasing { entry: to, .. }),
        ) => Some((change.kind, from, to)),
        _ => None,
    }
}

/// The one phrasing that a change is about.
pub(super) fn phrasing(change: &Change) -> Option<&str> {
    match change.after.as_ref().or(change.before.as_ref()) {
        Some(Value::Text(text) | Value::Phrasing { text, .. }) => Some(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::Risk;
    use crate::report::diff::sample::sample;

    #[test]
    fn changes_of_one_entry_stand_together() {
        let sample = sample();
        let changes = &sample.changes;
        // In turns, as nothing says that they come sorted.
        let turns = [&changes[4], &changes[0], &changes[5], &changes[2]];
        let groups = groups(turns);
        let entries: Vec<(&str, usize)> =
            groups.iter().map(|group| (group.entry, group.changes.len())).collect();
        assert_eq!(entries, [("common/refund-arrival", 3), ("common/return-window", 1)]);
        let sizes: Vec<usize> = alike(&groups[0].changes).iter().map(Vec::len).collect();
        assert_eq!(sizes, [2, 1]);
    }

    #[test]
    fn a_shop_is_no_entry() {
        let sample = sample();
        assert_eq!(Subject::of(&sample.changes[6]), Subject::Shop);
        let mut gate = sample.changes[6].clone();
        gate.kind = ChangeKind::GateChanged;
        assert_eq!(Subject::of(&gate), Subject::Pack);
        gate.entry.clear();
        assert_eq!(Subject::of(&gate), Subject::Everything);
    }

    #[test]
    fn a_group_stands_where_its_first_change_does() {
        let sample = sample();
        let mut changes = sample.changes[4..6].to_vec();
        changes[0].place = None;
        changes.extend([changes[1].clone(), changes[1].clone()]);
        changes[2].place.as_mut().expect("a place").line = 7;
        changes[3].place = Some(Place { path: "other.yaml".to_owned(), line: 1 });
        assert_eq!(groups(&changes)[0].place.map(|place| place.line), Some(7));
    }

    #[test]
    fn a_change_with_a_note_stands_alone() {
        let sample = sample();
        let mut changes = sample.changes[4..6].to_vec();
        changes[0].notes = sample.changes[2].notes.clone();
        changes[0].risk = Risk::Low;
        let changes: Vec<&Change> = changes.iter().collect();
        assert_eq!(alike(&changes).len(), 2);
    }
}
