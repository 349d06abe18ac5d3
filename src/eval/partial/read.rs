//! The lines of a part, added to what is being merged.

use std::borrow::Cow;
use std::io::BufRead;
use std::path::Path;

use super::figure::{ANSWERED, BEYOND, Fact, Figure, LABEL};
use super::line::{parted, unescaped};
use super::merge::Merger;
use super::{PART_SCHEMA, PartError};
use crate::eval::counters::{EntryCounters, PackCounters, add};
use crate::eval::transcripts::Shard;
use crate::eval::{EntrySubject, FailedRow, Gap};
use crate::matching::DEPTH;
use crate::model::Figure as GatedFigure;

/// What a line says, or why it says nothing.
type Read<T> = Result<T, Cow<'static, str>>;

/// How many parts one file begins and ends.
#[derive(Debug, Default)]
struct Ends {
    begun: u64,
    ended: u64,
}

impl Merger {
    /// Add the parts in `reader`, which `path` stands for in messages: one, or several already added up, in any order
    /// of lines; or some of the lines of such a sum, when the others come in further files.
    ///
    /// # Errors
    /// The file cannot be read, or holds something else.
    pub fn add(&mut self, path: &Path, mut reader: impl BufRead) -> Result<(), PartError> {
        let mut ends = Ends::default();
        let (mut bytes, mut number) = (Vec::new(), 0_u64);
        loop {
            bytes.clear();
            let failed = |cause| PartError::Read { path: path.to_owned(), cause };
            if reader.read_until(b'\n', &mut bytes).map_err(failed)? == 0 {
                break;
            }
            number += 1;
            let text = std::str::from_utf8(&bytes).map_err(|_| "not UTF-8".into());
            let line = text.map(|text| text.strip_suffix('\n').unwrap_or(text));
            let line = line.map(|line| line.strip_suffix('\r').unwrap_or(line));
            if line.as_ref().is_ok_and(|line| line.is_empty()) {
                continue;
            }
            let added = line.and_then(|line| self.line(path, line, &mut ends));
            added.map_err(|reason: Cow<'static, str>| match reason.strip_prefix(SCHEMA_MARK) {
                Some(found) => PartError::Schema { path: path.to_owned(), found: found.to_owned() },
                None => PartError::Line { path: path.to_owned(), line: number, reason: reason.into_owned() },
            })?;
        }
        add(&mut self.manifest.parts, ends.begun);
        add(&mut self.ended, ends.ended);
        if ends.begun != ends.ended {
            self.uneven.push(path.to_owned());
        }
        Ok(())
    }

    fn line(&mut self, path: &Path, line: &str, ends: &mut Ends) -> Read<()> {
        let mut cells = line.split('\t');
        let (Some(pack), Some(figure), Some(key), Some(count), None) =
            (cells.next(), cells.next(), cells.next(), cells.next(), cells.next())
        else {
            return Err(format!("{} cells instead of 4", line.split('\t').count()).into());
        };
        let text = |cell| unescaped(cell).ok_or("a backslash that nothing is written with");
        let (pack, key) = (text(pack)?, text(key)?);
        let count: u64 = count.parse().map_err(|_| format!("`{count}` is no count"))?;
        if let Some(fact) = Fact::ALL.into_iter().find(|fact| fact.name() == figure) {
            self.fact(path, fact, &key);
            return Ok(());
        }
        match Figure::from_name(figure).ok_or_else(|| format!("there is no figure `{figure}`"))? {
            Figure::Part if key != PART_SCHEMA => return Err(format!("{SCHEMA_MARK}{key}").into()),
            Figure::Part => add(&mut ends.begun, count),
            Figure::Complete => add(&mut ends.ended, count),
            Figure::Shard => {
                let shard: Shard = key.parse().map_err(|_| format!("`{key}` is no shard"))?;
                add(self.manifest.shards.entry(shard).or_default(), count);
            }
            Figure::Pack => drop(self.packs.entry(pack.into()).or_default()),
            Figure::PackName => self.packs.entry(pack.into()).or_default().name = Some(key.into_owned()),
            Figure::PackServed => self.packs.entry(pack.into()).or_default().is_served = true,
            Figure::PackLabels => self.packs.entry(pack.into()).or_default().is_labels = true,
            Figure::PackGate => {
                let (figure, limit) = gate(&key).ok_or_else(|| format!("`{key}` is no gate"))?;
                self.packs.entry(pack.into()).or_default().gates.limits.insert(figure, limit);
            }
            Figure::Entry => self.describe(entry(&pack, &key)?),
            Figure::EntryExpecting => add(&mut self.entry_counters(&pack, &key).expecting, count),
            Figure::EntryCovered => add(&mut self.entry_counters(&pack, &key).covered, count),
            Figure::EntryHits => add(&mut self.entry_counters(&pack, &key).hits, count),
            Figure::EntryGiven => add(&mut self.entry_counters(&pack, &key).given, count),
            Figure::Confusion => {
                let [expected, top] = parted(&key).ok_or("no two entries")?;
                let (expected, top) = (self.index(&format!("{pack}/{expected}")), self.index(&top));
                add(self.counters.confusions.entry((expected, top)).or_default(), count);
            }
            Figure::UnknownLabel => {
                add(self.counters.unknown_labels.entry(key.into()).or_default(), count);
            }
            Figure::InputRows => add(&mut self.counters.inputs.rows, count),
            Figure::InputSkipped => self.counters.count_skipped(&key, count),
            Figure::InputNotCustomer => self.counters.count_not_customer(count),
            Figure::InputFailed => add(&mut self.counters.inputs.failed, count),
            Figure::Failure => {
                let [place, row] = parted(&key).ok_or("no failure")?;
                let place = u64::from_str_radix(&place, 16).map_err(|error| error.to_string())?;
                let row: FailedRow = serde_json::from_str(&row).map_err(|error| error.to_string())?;
                self.counters.failures.add(place, row, count);
            }
            of_pack => {
                let counted = self.counters.packs.entry(pack.into()).or_default();
                add(
                    pack_counter(counted, of_pack, &key).ok_or_else(|| format!("`{key}` is no rank"))?,
                    count,
                );
            }
        }
        Ok(())
    }

    fn entry_counters(&mut self, pack: &str, key: &str) -> &mut EntryCounters {
        let index = self.index(&format!("{pack}/{key}"));
        self.counters.entries.entry(index).or_default()
    }
}

/// Marks the reason of a line whose part is of another format; no other reason begins with it.
const SCHEMA_MARK: &str = "\u{0}";

fn gate(key: &str) -> Option<(GatedFigure, f64)> {
    let (figure, limit) = key.split_once(' ')?;
    Some((GatedFigure::from_name(figure)?, limit.parse().ok().filter(|limit| (0.0..=1.0).contains(limit))?))
}

fn entry(pack: &str, key: &str) -> Read<EntrySubject> {
    let [key, state, question] = parted(key).ok_or("no entry with its state and question")?;
    let gap = match state.as_str() {
        ANSWERED | LABEL => None,
        name => Some(
            Gap::ALL
                .into_iter()
                .find(|gap| gap.name() == name)
                .ok_or_else(|| format!("`{state}` is no state of an entry"))?,
        ),
    };
    Ok(EntrySubject {
        reference: format!("{pack}/{key}").into(),
        pack_length: pack.len(),
        question: question.into(),
        gap,
        has_answer: state == ANSWERED,
    })
}

fn pack_counter<'c>(counted: &'c mut PackCounters, figure: Figure, key: &str) -> Option<&'c mut u64> {
    Some(match figure {
        Figure::Rows => &mut counted.rows,
        Figure::Expecting => &mut counted.expecting,
        Figure::Covered => &mut counted.covered,
        Figure::ExpectingNothing => &mut counted.expecting_nothing,
        Figure::DirectRight => &mut counted.covered_outcomes.direct_right,
        Figure::DirectWrong => &mut counted.covered_outcomes.direct_wrong,
        Figure::Recommend => &mut counted.covered_outcomes.recommend,
        Figure::None => &mut counted.covered_outcomes.none,
        Figure::NothingDirect => &mut counted.nothing_outcomes.direct,
        Figure::NothingRecommend => &mut counted.nothing_outcomes.recommend,
        Figure::NothingNone => &mut counted.nothing_outcomes.none,
        Figure::Rank if key == BEYOND => &mut counted.ranks[DEPTH],
        Figure::Rank => {
            let rank: usize = key.parse().ok()?;
            counted.ranks[..DEPTH].get_mut(rank.checked_sub(1)?)?
        }
        _ => return None,
    })
}
