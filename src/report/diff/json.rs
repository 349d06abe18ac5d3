//! What changed, for programs: one object (`kbtool.diff/1`) with everything in it.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::super::object::Object;
use super::DiffReport;
use super::summary::Counts;
use crate::diff::{Behaviour, Change, ChangeKind, QuestionSource, Risk, fingerprint};

/// What a report of changes says it is.
const SCHEMA: &str = "kbtool.diff/1";

#[derive(Serialize)]
struct ChangeOut<'r> {
    #[serde(flatten)]
    change: &'r Change,
    /// To say that somebody has reviewed it.
    fingerprint: String,
}

#[derive(Serialize)]
struct Summary {
    changes: usize,
    /// Entries of which something changed.
    entries: usize,
    high: usize,
    medium: usize,
    low: usize,
    by_kind: ByKind,
    /// All entries of the earlier version.
    entries_before: usize,
    /// All entries of the later version.
    entries_after: usize,
}

/// Kinds with their counts, in the order of reports.
struct ByKind(Vec<(ChangeKind, usize)>);

impl Serialize for ByKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (kind, count) in &self.0 {
            map.serialize_entry(kind.name(), count)?;
        }
        map.end()
    }
}

/// Add the changes, a line each.
pub(in crate::report) fn change_objects(object: &mut Object, changes: &[Change]) {
    object.list("changes", changes, |change| ChangeOut { change, fingerprint: fingerprint(change) });
}

/// The report as one object, a change a line. It is the same in every language.
pub(super) fn render(report: &DiffReport<'_>) -> String {
    let counts = Counts::new(report);
    let behaviour = report.behaviour;
    let mut object = Object::new(SCHEMA);
    object.field("before", report.before);
    object.field("after", report.after);
    object.field(
        "summary",
        &Summary {
            changes: counts.changes,
            entries: counts.entries,
            high: counts.of_risk(Risk::High),
            medium: counts.of_risk(Risk::Medium),
            low: counts.of_risk(Risk::Low),
            by_kind: ByKind(counts.by_kind),
            entries_before: report.entries.0,
            entries_after: report.entries.1,
        },
    );
    change_objects(&mut object, report.changes);
    let source: Option<QuestionSource> = behaviour.map(|behaviour| behaviour.source);
    object.field("source", &source);
    object.list("flips", behaviour.map_or(&[][..], |behaviour| &behaviour.flips), |flip| flip);
    object.list("packs", behaviour.map_or(&[][..], |behaviour: &Behaviour| &behaviour.packs), |pack| pack);
    object.field("overall", &behaviour.map(|behaviour| &behaviour.overall));
    object.list("limits", report.limits, |limit| limit);
    let notes: Vec<&str> = report.notes.iter().map(|note| &*note.english).collect();
    object.list("notes", &notes, |note| *note);
    object.end()
}
