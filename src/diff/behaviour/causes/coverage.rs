//! The change that took away, or gave, an entry or its answer.

use super::Context;
use super::index::{Index, OfEntry, Who};
use crate::diff::behaviour::flip::Flipped;
use crate::diff::behaviour::run::Side;
use crate::diff::behaviour::types::FlipKind;
use crate::diff::{Change, ChangeKind, Value};
use crate::eval::{FailureClass, Gap};
use crate::model::EntryIndex;

/// What a change does to coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Effect {
    Takes,
    Gives,
}

/// A gap that opened or closed between the versions.
#[derive(Clone, Copy)]
pub(super) struct Opening<'p> {
    pub(super) gap: Gap,
    pub(super) effect: Effect,
    /// The pack of the entry, in the version that serves it.
    pub(super) pack: &'p str,
}

/// All of a row that says which change made it covered or not covered; many rows have it in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Turn {
    gap: Gap,
    effect: Effect,
    /// What was expected of the earlier version.
    before: Option<EntryIndex>,
    /// What is expected of the later version.
    after: Option<EntryIndex>,
}

impl Turn {
    /// Of a flip that is one of coverage.
    pub(super) fn of(flip: &Flipped) -> Option<Self> {
        let (effect, lacking) = match flip.kind {
            FlipKind::NoLongerCovered => (Effect::Takes, flip.after),
            FlipKind::NewlyCovered => (Effect::Gives, flip.before),
            _ => return None,
        };
        let FailureClass::NotCovered(gap) = lacking.class else { return None };
        Some(Self { gap, effect, before: flip.before.expected, after: flip.after.expected })
    }

    /// The change that did it.
    pub(super) fn cause(self, context: &Context<'_, '_>, index: &Index<'_>) -> Option<usize> {
        let pack = match self.effect {
            Effect::Takes => pack_id(context.before, self.before?),
            Effect::Gives => pack_id(context.after, self.after?),
        };
        // Mostly one entry; two where a label has come to name another.
        let was = self.before.map(|entry| context.who_was(entry));
        let is = self.after.map(Who::There).filter(|is| Some(*is) != was);
        let opening = Opening { gap: self.gap, effect: self.effect, pack };
        opening_change(context, index, opening, was.into_iter().chain(is))
    }
}

/// The change that opened, or closed, a gap of any of these entries.
pub(super) fn opening_change(
    context: &Context<'_, '_>,
    index: &Index<'_>,
    opening: Opening<'_>,
    whos: impl Iterator<Item = Who>,
) -> Option<usize> {
    let entries: Vec<&OfEntry> = whos.filter_map(|who| index.of(who)).collect();
    let on_entry = |&kind: &ChangeKind| {
        let fits = |at: &usize| {
            let change = &index.changes[*at];
            change.kind == kind && concerns_shop(context, change)
        };
        entries.iter().find_map(|entry| entry.touching.iter().copied().find(fits))
    };
    kinds(opening.gap, opening.effect)
        .iter()
        .find_map(on_entry)
        .or_else(|| of_pack(context, index, opening))
        .or_else(|| first_answers(context, index, opening))
}

/// The pack of an entry.
pub(super) fn pack_id<'kb>(side: Side<'_, 'kb>, entry: EntryIndex) -> &'kb str {
    let knowledge_base = side.view.knowledge_base();
    &knowledge_base.pack(knowledge_base.entry(entry).pack).id
}

/// The kinds of changes of an entry that leave, or fill, a gap; the likeliest first.
const fn kinds(gap: Gap, effect: Effect) -> &'static [ChangeKind] {
    use ChangeKind as Kind;
    match (gap, effect) {
        (Gap::UnknownLabel, Effect::Takes) => &[Kind::EntryRemoved, Kind::EntryMerged],
        (Gap::UnknownLabel, Effect::Gives) => &[Kind::EntryAdded, Kind::EntrySplit],
        (Gap::Unanswered, Effect::Takes) => &[
            Kind::ShopAnswerRemoved,
            Kind::AnswerRemoved,
            Kind::AnswerConditionsChanged,
            Kind::ShopAnswerChanged,
            Kind::EntryMoved,
        ],
        (Gap::Unanswered, Effect::Gives) => &[
            Kind::ShopAnswerAdded,
            Kind::AnswerAdded,
            Kind::AnswerConditionsChanged,
            Kind::ShopAnswerChanged,
            Kind::EntryMoved,
        ],
        (Gap::Expired | Gap::NotYetValid, _) => &[Kind::ValidityChanged],
        (Gap::Draft | Gap::Retired, _) => &[Kind::StatusChanged],
        (Gap::NotSubscribed, _) => &[Kind::EntryMoved],
    }
}

/// Whether a change, if it is a shop's, is one of the shop that is served.
fn concerns_shop(context: &Context<'_, '_>, change: &Change) -> bool {
    let serves = |side: Side<'_, '_>, shop: &str| side.view.shop().is_some_and(|served| &*served.id == shop);
    let served = |shop: &str| serves(context.before, shop) || serves(context.after, shop);
    change.shop.as_deref().is_none_or(served)
}

/// The change of packs and shops that took `pack` away, or brought it.
fn of_pack(context: &Context<'_, '_>, index: &Index<'_>, opening: Opening<'_>) -> Option<usize> {
    use ChangeKind as Kind;
    let Opening { gap, effect, pack } = opening;
    let kinds: &[Kind] = match (gap, effect) {
        (Gap::UnknownLabel, Effect::Takes) => &[Kind::PackRemoved, Kind::ShopRemoved],
        (Gap::UnknownLabel, Effect::Gives) => &[Kind::PackAdded, Kind::ShopAdded],
        (Gap::NotSubscribed, Effect::Takes) => &[Kind::SubscriptionRemoved],
        (Gap::NotSubscribed, Effect::Gives) => &[Kind::SubscriptionAdded],
        _ => &[],
    };
    // What a pack brings along, or which shop is the only one, moves packs that the change does not name.
    let at_large: &[Kind] = match (gap, effect) {
        (Gap::NotSubscribed, Effect::Takes) => {
            &[Kind::SubscriptionRemoved, Kind::PackExtendsChanged, Kind::ShopAdded, Kind::ShopRemoved]
        }
        (Gap::NotSubscribed, Effect::Gives) => {
            &[Kind::SubscriptionAdded, Kind::PackExtendsChanged, Kind::ShopRemoved, Kind::ShopAdded]
        }
        (Gap::Unanswered, Effect::Takes) => &[Kind::ShopAdded],
        (Gap::Unanswered, Effect::Gives) => &[Kind::ShopRemoved],
        _ => &[],
    };
    let wide = |kinds: &[Kind], named: bool| {
        index.wide.iter().copied().find(|&at| {
            let change = &index.changes[at];
            let is_shop = matches!(change.kind, Kind::ShopAdded | Kind::ShopRemoved);
            kinds.contains(&change.kind)
                && (is_shop || concerns_shop(context, change))
                && (!named || names(change, pack))
        })
    };
    wide(kinds, true).or_else(|| wide(at_large, true)).or_else(|| wide(at_large, false))
}

/// Whether a change of packs or shops names a pack.
fn names(change: &Change, pack: &str) -> bool {
    let says = |value: &Option<Value>| match value {
        Some(Value::Text(text)) => text == pack,
        Some(Value::List(texts)) => texts.iter().any(|text| text == pack),
        _ => false,
    };
    change.entry == pack || change.pack == pack || says(&change.before) || says(&change.after)
}

/// A pack without any answer is a set of labels, of which every entry counts as answered; its first answer makes
/// it a pack whose other entries have none.
fn first_answers(context: &Context<'_, '_>, index: &Index<'_>, opening: Opening<'_>) -> Option<usize> {
    use ChangeKind as Kind;
    let Opening { gap, effect, pack } = opening;
    let (having, lacks) = match effect {
        Effect::Takes => (context.before, context.after),
        Effect::Gives => (context.after, context.before),
    };
    let is_label_pack = |side: Side<'_, '_>| {
        let found = side.view.knowledge_base().find_pack(pack);
        found.is_some_and(|pack| side.view.label_packs().contains(&pack))
    };
    if gap != Gap::Unanswered || !is_label_pack(having) || is_label_pack(lacks) {
        return None;
    }
    let answered =
        |value: &Option<Value>| matches!(value, Some(Value::Entry(entry)) if !entry.answers.is_empty());
    index.changes.iter().position(|change| {
        change.pack == pack
            && match (change.kind, effect) {
                (Kind::AnswerAdded, Effect::Takes) | (Kind::AnswerRemoved, Effect::Gives) => true,
                (Kind::EntryAdded | Kind::EntrySplit, Effect::Takes) => answered(&change.after),
                (Kind::EntryRemoved | Kind::EntryMerged, Effect::Gives) => answered(&change.before),
                _ => false,
            }
    })
}
