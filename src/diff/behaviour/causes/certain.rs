//! The changes that decided: a phrasing, a keyword set, a counterexample, an entry that came or went.

use super::coverage::{Effect, Opening, opening_change, pack_id};
use super::index::{Index, OfEntry, Who, phrasings};
use super::near::{Nearest, nearest, similarity};
use super::{Context, Deciding, Found};
use crate::diff::ChangeKind;
use crate::diff::behaviour::flip::Flipped;
use crate::diff::behaviour::run::Side;
use crate::diff::behaviour::types::FlipKind;
use crate::eval::Gap;
use crate::matching::{Explainer, has_word};
use crate::model::{Entry, EntryIndex};
use crate::text::match_key;

/// A phrasing less like the question than this decides nothing, even if no other is more like it.
const FAINT: f32 = 0.1;
/// A phrasing this like the question is the question, and goes before keywords.
const EQUAL: f32 = 0.999;
/// From here on a counterexample tells on the question.
const NEAR: f32 = 0.5;

/// Who lost the question and who won it.
#[derive(Debug, Clone, Copy, Default)]
struct Roles {
    /// Of the earlier version: it had the question, or should have.
    loser: Option<EntryIndex>,
    /// Of the later version: it has the question now.
    winner: Option<EntryIndex>,
}

impl Roles {
    fn of(flip: &Flipped) -> Self {
        let (before, after) = (flip.before, flip.after);
        let other = |top: Option<EntryIndex>, expected| top.filter(|_| top != expected);
        match flip.kind {
            FlipKind::Broken => Self { loser: before.expected, winner: other(after.top, after.expected) },
            FlipKind::Fixed => Self { loser: other(before.top, before.expected), winner: after.expected },
            FlipKind::StillWrong => Self { loser: before.top, winner: after.top },
            FlipKind::NoLongerCovered | FlipKind::NewlyCovered => Self::default(),
        }
    }
}

/// Finds the changes that decided.
pub(super) struct Certain<'r, 's, 'kb> {
    context: &'r Context<'s, 'kb>,
    index: &'r Index<'r>,
    /// For each flip whose loser lost anything: what it had that was most like the question.
    had: Vec<Option<Nearest<'kb>>>,
    /// For each flip whose winner gained anything: what it has that is most like the question.
    has: Vec<Option<Nearest<'kb>>>,
}

impl<'r, 's, 'kb> Certain<'r, 's, 'kb> {
    pub(super) fn new(
        context: &'r Context<'s, 'kb>,
        index: &'r Index<'r>,
        flips: &[Flipped],
        explainers: &[Explainer],
    ) -> Self {
        let wanted = |entry: &dyn Fn(Roles) -> Option<EntryIndex>| -> Vec<(EntryIndex, usize)> {
            let wanted = flips.iter().enumerate();
            wanted.filter_map(|(at, flip)| Some((entry(Roles::of(flip))?, at))).collect()
        };
        let changed = |who: Who, some: &dyn Fn(&OfEntry) -> bool| index.of(who).is_some_and(some);
        let had = wanted(&|roles| {
            roles.loser.filter(|&loser| changed(context.who_was(loser), &|entry| !entry.lost.is_empty()))
        });
        let has = wanted(&|roles| {
            roles.winner.filter(|&winner| changed(Who::There(winner), &|entry| !entry.gained.is_empty()))
        });
        Self {
            context,
            index,
            had: nearest(context.before.view.knowledge_base(), had, explainers),
            has: nearest(context.after.view.knowledge_base(), has, explainers),
        }
    }

    /// The change that decided the flip at this place.
    pub(super) fn cause(&self, at: usize, flip: &Flipped, explainer: &Explainer) -> Option<Found> {
        let roles = Roles::of(flip);
        let loss = || roles.loser.and_then(|loser| self.loss(loser, self.had[at], explainer));
        let gain = || roles.winner.and_then(|winner| self.gain(winner, self.has[at], explainer));
        let found = match flip.kind {
            FlipKind::Fixed => gain().or_else(loss),
            _ => loss().or_else(gain),
        };
        found.or_else(|| self.counterexample(roles, explainer))
    }

    /// What the entry had, and has no longer.
    fn loss(&self, loser: EntryIndex, had: Option<Nearest<'_>>, explainer: &Explainer) -> Option<Found> {
        let who = self.context.who_was(loser);
        let changes = self.index.of(who);
        let was = entry_of(self.context.before, Some(loser));
        let is = match who {
            Who::There(entry) => entry_of(self.context.after, Some(entry)),
            Who::Gone(_) => None,
        };
        let kinds = [ChangeKind::KeywordsChanged, ChangeKind::EntryRemoved, ChangeKind::EntryMerged];
        changes
            .and_then(|changes| {
                let phrasing = had.and_then(|had| deciding(had, &changes.lost, is));
                decided(phrasing, had, || {
                    let (change, words) = keywords(was, is, changes, &kinds, self.index, explainer)?;
                    Some(Found { change, deciding: Some(Deciding::KeywordsLost(words)) })
                })
            })
            .or_else(|| self.opened(Effect::Takes, loser, who))
    }

    /// What the entry has, and had not.
    fn gain(&self, winner: EntryIndex, has: Option<Nearest<'_>>, explainer: &Explainer) -> Option<Found> {
        let who = Who::There(winner);
        let is = entry_of(self.context.after, Some(winner));
        let was = entry_of(self.context.before, self.context.pairing.before(winner));
        let kinds = [ChangeKind::KeywordsChanged, ChangeKind::EntryAdded, ChangeKind::EntrySplit];
        self.index
            .of(who)
            .and_then(|changes| {
                let phrasing = has.and_then(|has| deciding(has, &changes.gained, was));
                decided(phrasing, has, || {
                    let (change, words) = keywords(is, was, changes, &kinds, self.index, explainer)?;
                    Some(Found { change, deciding: Some(Deciding::KeywordsGained(words)) })
                })
            })
            .or_else(|| self.opened(Effect::Gives, winner, who))
    }

    /// The change by which the entry takes part in matching no longer, or only now.
    fn opened(&self, effect: Effect, entry: EntryIndex, who: Who) -> Option<Found> {
        let (having, lacking, counterpart) = match effect {
            Effect::Takes => (self.context.before, self.context.after, self.context.pairing.after(entry)),
            Effect::Gives => (self.context.after, self.context.before, self.context.pairing.before(entry)),
        };
        let gap = match counterpart.map(|counterpart| lacking.view.state(counterpart)) {
            Some(state) if state.is_live() => return None,
            Some(state) => Gap::of(state)?,
            None => Gap::UnknownLabel,
        };
        let opening = Opening { gap, effect, pack: pack_id(having, entry) };
        opening_change(self.context, self.index, opening, std::iter::once(who)).map(Found::change)
    }

    /// A new counterexample of the loser, or a former one of the winner, that is like the question.
    fn counterexample(&self, roles: Roles, explainer: &Explainer) -> Option<Found> {
        let loser = roles.loser.and_then(|loser| self.index.of(self.context.who_was(loser)));
        let winner = roles.winner.and_then(|winner| self.index.of(Who::There(winner)));
        let changes = loser
            .into_iter()
            .flat_map(|entry| &entry.barred)
            .chain(winner.into_iter().flat_map(|entry| &entry.freed));
        let mut best: Option<(f32, usize, &str)> = None;
        for &at in changes {
            let change = &self.index.changes[at];
            for text in change.before.iter().chain(&change.after).flat_map(phrasings) {
                let similarity = similarity(explainer, text);
                if similarity >= NEAR && best.is_none_or(|best| similarity > best.0) {
                    best = Some((similarity, at, text));
                }
            }
        }
        let (_, change, text) = best?;
        Some(Found { change, deciding: Some(Deciding::Phrasing(text.to_owned())) })
    }
}

fn entry_of<'kb>(side: Side<'_, 'kb>, entry: Option<EntryIndex>) -> Option<&'kb Entry> {
    entry.map(|entry| side.view.knowledge_base().entry(entry))
}

/// The change that `texts` has for the nearest phrasing, unless the entry has that phrasing in the other version
/// too: a question may have become a variant.
fn deciding(
    nearest: Nearest<'_>,
    texts: &rustc_hash::FxHashMap<String, usize>,
    other: Option<&Entry>,
) -> Option<Found> {
    let key = match_key(nearest.phrasing);
    let &change = texts.get(&key).filter(|_| nearest.similarity > FAINT)?;
    let stays = other.is_some_and(|other| other.phrasings().any(|phrasing| match_key(phrasing) == key));
    (!stays).then(|| Found { change, deciding: Some(Deciding::Phrasing(nearest.phrasing.to_owned())) })
}

/// As the bot decides: by a phrasing that is the question, then by keywords, then by what is alike.
fn decided(
    phrasing: Option<Found>,
    nearest: Option<Nearest<'_>>,
    keywords: impl FnOnce() -> Option<Found>,
) -> Option<Found> {
    match phrasing {
        Some(found) if nearest.is_some_and(|nearest| nearest.similarity >= EQUAL) => Some(found),
        other => keywords().or(other),
    }
}

/// The change of one of `kinds` by which an entry has a keyword set, complete in the question, that it has not in
/// the other version; and the set's words.
fn keywords(
    having: Option<&Entry>,
    lacking: Option<&Entry>,
    changes: &OfEntry,
    kinds: &[ChangeKind],
    index: &Index<'_>,
    explainer: &Explainer,
) -> Option<(usize, String)> {
    let keys = |set: &[crate::model::Text]| -> Vec<String> {
        let mut keys: Vec<String> =
            set.iter().map(|word| match_key(word)).filter(|key| !key.is_empty()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    };
    let known: Vec<Vec<String>> =
        lacking.into_iter().flat_map(|entry| &entry.keywords).map(|set| keys(set)).collect();
    let set = having?.keywords.iter().find(|set| {
        let keys = keys(set);
        let complete = !keys.is_empty() && keys.iter().all(|word| has_word(explainer.key(), word));
        complete && !known.contains(&keys)
    })?;
    let change = changes.touching.iter().copied().find(|&at| kinds.contains(&index.changes[at].kind))?;
    let words: Vec<&str> = set.iter().map(|word| &*word.value).collect();
    Some((change, words.join(" ")))
}
