//! Asking both versions: rows in, counters and flips out, the same whatever the threads and batches.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::flip::{Flipped, Given, flip_kind};
use super::labels::Labels;
use super::types::{FlipCounts, QuestionSource};
use crate::diff::Pairing;
use crate::eval::{Counters, Judge, NO_PACK, Row, Unjudged};
use crate::matching::{Matcher, Query, Ranking, Thresholds};
use crate::model::{EntryIndex, Found, Lookup, View};

/// Rows ranked by one thread at a time.
const PART: usize = 512;

/// One version with an engine that learned it.
#[derive(Clone, Copy)]
pub struct Side<'s, 'kb> {
    /// What is served.
    pub view: &'s View<'kb>,
    /// Of the same knowledge base.
    pub lookup: &'s Lookup,
    /// The engine.
    pub matcher: &'s dyn Matcher,
    /// The thresholds to judge by.
    pub thresholds: Thresholds,
}

impl Side<'_, '_> {
    pub(super) fn reference(&self, entry: EntryIndex) -> String {
        self.view.knowledge_base().entry(entry).reference.to_string()
    }

    pub(super) fn find(&self, label: &str, pack: Option<&str>) -> Found {
        self.lookup.find(self.view.knowledge_base(), label, pack)
    }

    pub(super) fn knows_pack(&self, id: &str) -> bool {
        self.view.knowledge_base().find_pack(id).is_some()
    }
}

/// The rows of one pack, each once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Scope {
    pub(super) rows: u64,
    pub(super) counts: FlipCounts,
}

impl Scope {
    pub(super) fn merge(&mut self, other: Self) {
        self.rows += other.rows;
        self.counts.merge(other.counts);
    }
}

/// What has been asked so far, or in one part.
#[derive(Default)]
pub(super) struct Asked {
    pub(super) before: Counters,
    pub(super) after: Counters,
    pub(super) scopes: BTreeMap<Box<str>, Scope>,
    pub(super) flips: Vec<Flipped>,
    unjudged: Vec<Unjudged>,
}

/// Asks both versions, batch by batch.
pub struct BehaviourRun<'s, 'kb> {
    pub(super) pairing: &'s Pairing,
    pub(super) before: Side<'s, 'kb>,
    pub(super) after: Side<'s, 'kb>,
    pub(super) source: QuestionSource,
    pub(super) files: Vec<String>,
    pub(super) asked: Asked,
    judges: (Judge<'s, 'kb>, Judge<'s, 'kb>),
    labels: Labels<'s, 'kb>,
}

impl<'s, 'kb> BehaviourRun<'s, 'kb> {
    /// A run of these two versions.
    pub fn new(
        pairing: &'s Pairing,
        before: Side<'s, 'kb>,
        after: Side<'s, 'kb>,
        source: QuestionSource,
    ) -> Self {
        let judge = |side: Side<'s, 'kb>| Judge::new(side.view, side.lookup, side.thresholds);
        Self {
            pairing,
            before,
            after,
            source,
            files: Vec::new(),
            asked: Asked::default(),
            judges: (judge(before), judge(after)),
            labels: Labels::new(pairing, before, after),
        }
    }

    /// Ask both versions these rows of `file`, on all cores; `skipped` is told of rows whose label names several
    /// entries, with line and reason.
    pub fn ask(&mut self, file: &str, rows: &[Row], skipped: &mut dyn FnMut(u64, &str)) {
        if self.files.last().is_none_or(|last| last != file) {
            self.files.push(file.to_owned());
        }
        let parts: Vec<Asked> = rows.par_chunks(PART).map(|rows| self.ask_part(rows)).collect();
        for part in parts {
            self.asked.before.merge(part.before);
            self.asked.after.merge(part.after);
            for (pack, scope) in part.scopes {
                self.asked.scopes.entry(pack).or_default().merge(scope);
            }
            self.asked.flips.extend(part.flips);
            for unjudged in part.unjudged {
                skipped(unjudged.line, &unjudged.to_string());
            }
        }
    }

    fn ask_part(&self, rows: &[Row]) -> Asked {
        let (judge_before, judge_after) = &self.judges;
        let of_both: Vec<_> =
            rows.iter().map(|row| self.labels.rows(row, judge_before, judge_after)).collect();
        let (before, after): (Vec<Query<'_>>, Vec<Query<'_>>) = of_both
            .iter()
            .map(|(before, after)| (judge_before.query(before), judge_after.query(after)))
            .unzip();
        let mut part = Asked::default();
        let rankings = self.before.matcher.rank(&before).into_iter().zip(self.after.matcher.rank(&after));
        for (rows, (before, after)) in of_both.iter().zip(rankings) {
            if let Err(unjudged) = self.ask_row((&rows.0, &rows.1), &before, &after, &mut part) {
                // In neither version, so that both are asked the same.
                part.before.count_skipped(Unjudged::KIND, 1);
                part.after.count_skipped(Unjudged::KIND, 1);
                part.unjudged.push(unjudged);
            }
        }
        part
    }

    fn ask_row(
        &self,
        rows: (&Row, &Row),
        before: &Ranking,
        after: &Ranking,
        part: &mut Asked,
    ) -> Result<(), Unjudged> {
        let (judge_before, judge_after) = &self.judges;
        let judged = (judge_before.judge(rows.0, before)?, judge_after.judge(rows.1, after)?);
        part.before.count(&judged.0, rows.0.count);
        part.after.count(&judged.1, rows.0.count);
        // What a removed pack had answered is told under that pack.
        let pack = if judged.1.pack == NO_PACK { judged.0.pack } else { judged.1.pack };
        let scope = match part.scopes.get_mut(pack) {
            Some(scope) => scope,
            None => part.scopes.entry(pack.into()).or_default(),
        };
        scope.rows += 1;
        if let Some(kind) = flip_kind(&judged.0, &judged.1, self.pairing) {
            scope.counts.count(kind, !judged.0.class.is_failure());
            let given = (Given::new(&judged.0, before), Given::new(&judged.1, after));
            part.flips.push(Flipped::new(kind, self.files.len() - 1, rows.0, pack, given));
        }
        Ok(())
    }
}
