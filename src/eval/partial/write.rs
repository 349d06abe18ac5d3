//! Counters and what they count, as the lines of a part.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::figure::{ANSWERED, BEYOND, Figure, LABEL, NOT_SAID};
use super::line::{joined, write};
use super::{Manifest, PART_SCHEMA};
use crate::eval::{Counters, EntrySubject, PackCounters, Subject};
use crate::matching::DEPTH;
use crate::model::EntryIndex;

/// Write `counters`, which count `subject`, as a part. The same in gives the same bytes.
///
/// # Errors
/// `writer` refuses.
pub fn write_part(
    writer: &mut dyn Write,
    manifest: &Manifest,
    subject: &Subject,
    counters: &Counters,
) -> io::Result<()> {
    let mut lines = Lines { writer };
    lines.manifest(manifest)?;
    lines.packs(subject, manifest.parts)?;
    lines.entries(subject, counters, manifest.parts)?;
    lines.counters(subject, counters)?;
    lines.write(NOT_SAID, Figure::Complete, NOT_SAID, manifest.parts)
}

struct Lines<'w> {
    writer: &'w mut dyn Write,
}

impl Lines<'_> {
    fn write(&mut self, pack: &str, figure: Figure, key: &str, count: u64) -> io::Result<()> {
        write(self.writer, pack, figure.name(), key, count)
    }

    /// The same, unless there is nothing to count.
    fn count(&mut self, pack: &str, figure: Figure, key: &str, count: u64) -> io::Result<()> {
        if count == 0 { Ok(()) } else { self.write(pack, figure, key, count) }
    }

    fn manifest(&mut self, manifest: &Manifest) -> io::Result<()> {
        self.write(NOT_SAID, Figure::Part, PART_SCHEMA, manifest.parts)?;
        for (fact, value) in &manifest.facts {
            write(self.writer, NOT_SAID, fact.name(), value, manifest.parts)?;
        }
        for (shard, count) in &manifest.shards {
            self.write(NOT_SAID, Figure::Shard, &shard.to_string(), *count)?;
        }
        Ok(())
    }

    fn packs(&mut self, subject: &Subject, parts: u64) -> io::Result<()> {
        for (id, pack) in &subject.packs {
            self.write(id, Figure::Pack, NOT_SAID, parts)?;
            if let Some(name) = &pack.name {
                self.write(id, Figure::PackName, name, parts)?;
            }
            for (figure, holds) in
                [(Figure::PackServed, pack.is_served), (Figure::PackLabels, pack.is_labels)]
            {
                self.count(id, figure, NOT_SAID, if holds { parts } else { 0 })?;
            }
            for (figure, limit) in &pack.gates.limits {
                self.write(id, Figure::PackGate, &format!("{} {limit}", figure.name()), parts)?;
            }
        }
        Ok(())
    }

    /// Entries that are served, which every report lists, and others that were counted.
    fn entries(&mut self, subject: &Subject, counters: &Counters, parts: u64) -> io::Result<()> {
        let counted =
            counters.entries.keys().chain(counters.confusions.keys().flat_map(|(one, other)| [one, other]));
        let told: BTreeSet<EntryIndex> =
            counted.copied().chain(subject.live().map(|(index, _)| index)).collect();
        for index in told {
            let entry = subject.entry(index);
            let key = joined(&[entry.key(), state(entry), &entry.question]);
            self.write(entry.pack(), Figure::Entry, &key, parts)?;
        }
        Ok(())
    }

    fn counters(&mut self, subject: &Subject, counters: &Counters) -> io::Result<()> {
        for (pack, counted) in &counters.packs {
            self.pack(pack, counted)?;
        }
        let mut entries: Vec<_> = counters.entries.iter().collect();
        entries.sort_unstable_by_key(|(index, _)| **index);
        for (&index, counted) in entries {
            let (pack, key) = (subject.entry(index).pack(), subject.entry(index).key());
            self.count(pack, Figure::EntryExpecting, key, counted.expecting)?;
            self.count(pack, Figure::EntryCovered, key, counted.covered)?;
            self.count(pack, Figure::EntryHits, key, counted.hits)?;
            self.count(pack, Figure::EntryGiven, key, counted.given)?;
        }
        let mut confusions: Vec<_> = counters.confusions.iter().collect();
        confusions.sort_unstable();
        for (&(expected, top), &rows) in confusions {
            let expected = subject.entry(expected);
            let key = joined(&[expected.key(), &subject.entry(top).reference]);
            self.count(expected.pack(), Figure::Confusion, &key, rows)?;
        }
        let mut labels: Vec<_> = counters.unknown_labels.iter().collect();
        labels.sort_unstable();
        for (label, &rows) in labels {
            self.count(NOT_SAID, Figure::UnknownLabel, label, rows)?;
        }
        let inputs = &counters.inputs;
        self.count(NOT_SAID, Figure::InputRows, NOT_SAID, inputs.rows)?;
        for (kind, &rows) in &inputs.skipped {
            self.count(NOT_SAID, Figure::InputSkipped, kind, rows)?;
        }
        self.count(NOT_SAID, Figure::InputNotCustomer, NOT_SAID, inputs.not_customer)?;
        self.count(NOT_SAID, Figure::InputFailed, NOT_SAID, inputs.failed)?;
        for (place, row, rows) in counters.failures.iter() {
            let text = serde_json::to_string(row).map_err(io::Error::other)?;
            self.count(&row.pack, Figure::Failure, &joined(&[&format!("{place:016x}"), &text]), rows)?;
        }
        Ok(())
    }

    fn pack(&mut self, pack: &str, counted: &PackCounters) -> io::Result<()> {
        for (figure, count) in pack_figures(counted) {
            self.count(pack, figure, NOT_SAID, count)?;
        }
        for (at, &rows) in counted.ranks.iter().enumerate() {
            let rank = if at == DEPTH { BEYOND.to_owned() } else { (at + 1).to_string() };
            self.count(pack, Figure::Rank, &rank, rows)?;
        }
        Ok(())
    }
}

/// What stands in a part for the state of an entry.
fn state(entry: &EntrySubject) -> &'static str {
    match entry.gap {
        Some(gap) => gap.name(),
        None if entry.has_answer => ANSWERED,
        None => LABEL,
    }
}

fn pack_figures(counted: &PackCounters) -> [(Figure, u64); 11] {
    let (covered, nothing) = (&counted.covered_outcomes, &counted.nothing_outcomes);
    [
        (Figure::Rows, counted.rows),
        (Figure::Expecting, counted.expecting),
        (Figure::Covered, counted.covered),
        (Figure::ExpectingNothing, counted.expecting_nothing),
        (Figure::DirectRight, covered.direct_right),
        (Figure::DirectWrong, covered.direct_wrong),
        (Figure::Recommend, covered.recommend),
        (Figure::None, covered.none),
        (Figure::NothingDirect, nothing.direct),
        (Figure::NothingRecommend, nothing.recommend),
        (Figure::NothingNone, nothing.none),
    ]
}
