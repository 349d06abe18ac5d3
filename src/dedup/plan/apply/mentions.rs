//! Who is merged is mentioned by the name of whom it goes into: in `related`, on cards, in a shop's answers.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::fault_at;
use super::outcome::{Added, ListKey, ListOutcome, Work};
use crate::diagnostic::Message;
use crate::model::{Entry, EntryIndex, Found, PackIndex, Reference, Text};
use crate::source::{Location, NewValue};

/// So many related entries are taken up at most.
const MOST_RELATED: usize = 5;

impl<'k> Work<'k> {
    /// What an entry relates to, and what those had that go into it.
    pub(super) fn related(&mut self, index: EntryIndex, entry: &'k Entry) {
        let (mut list, mut known) = self.mentions(&entry.related, Some(index), Some(entry.pack));
        self.outcome.counts.mentions += list.removed.len() + list.renamed.len();
        let mut count = entry.related.len() - list.removed.len();
        for merged in self.merged(index) {
            for related in &merged.related {
                let Some(target) = related.target else { continue };
                let home = self.decisions.home(target);
                if home == index || count >= MOST_RELATED || !known.insert(home) {
                    continue;
                }
                count += 1;
                let name = if home == target && merged.pack == entry.pack {
                    related.text.to_string()
                } else {
                    self.name(home, Some(entry.pack), &related.text)
                };
                list.added.push(Added { value: NewValue::Text(name), was: None });
            }
        }
        self.set(index, ListKey::Related, list);
    }

    /// What becomes of a list of mentions: who is merged is mentioned by the name of whom it goes into, once,
    /// and not by itself. Gives back whom the list mentions then.
    fn mentions(
        &self,
        mentions: &[Reference],
        own: Option<EntryIndex>,
        pack: Option<PackIndex>,
    ) -> (ListOutcome, FxHashSet<EntryIndex>) {
        let is_merged = |target: &EntryIndex| self.decisions.merged.contains_key(target);
        let targets = || mentions.iter().filter_map(|mention| mention.target);
        let mut known: FxHashSet<EntryIndex> = targets().filter(|target| !is_merged(target)).collect();
        let mut list = ListOutcome::default();
        for (at, mention) in mentions.iter().enumerate() {
            let Some(target) = mention.target.filter(is_merged) else { continue };
            let home = self.decisions.home(target);
            if Some(home) == own || !known.insert(home) {
                list.removed.insert(at);
            } else {
                list.renamed.insert(at, self.name(home, pack, &mention.text));
            }
        }
        (list, known)
    }

    /// The name of an entry where `before` stood: as short, if it is of the same pack and is found like that.
    fn name(&self, target: EntryIndex, pack: Option<PackIndex>, before: &str) -> String {
        let entry = self.entry(target);
        let short = entry.id.as_ref().filter(|_| pack == Some(entry.pack) && !before.contains('/'));
        let pack = pack.map(|pack| &*self.knowledge_base.pack(pack).id);
        let found = |id: &Text| self.lookup.find(self.knowledge_base, id, pack) == Found::One(target);
        short.filter(|id| found(id)).map_or_else(|| entry.reference.to_string(), |id| id.to_string())
    }

    pub(super) fn shop(&mut self, number: usize) {
        let shop = &self.knowledge_base.shops[number];
        let pack = self.knowledge_base.find_pack(&shop.id);
        let (cards, _) = self.mentions(&shop.welcome.cards, None, pack);
        let mut answers = BTreeMap::new();
        let mut answered: FxHashMap<EntryIndex, &Reference> = FxHashMap::default();
        for (at, answer) in shop.answers.iter().enumerate() {
            let Some(target) = answer.question.target else { continue };
            let home = self.decisions.home(target);
            if let Some(first) = answered.insert(home, &answer.question)
                && (home != target || first.target != Some(home))
            {
                let (one, other) = (&first.text.value, &answer.question.text.value);
                let message = Message::new(
                    format!(
                        "the shop answers `{one}` and `{other}`, which become one entry; leave one of its answers, \
                         then make the plan anew"
                    ),
                    format!(
                        "店铺对 `{one}` 和 `{other}` 都写了答案，而两者将合并；请先只留一个答案，再重新生成方案"
                    ),
                );
                let location = Location { span: answer.question.text.span, ..shop.location };
                self.faults.push(fault_at(self.knowledge_base, location, message));
            }
            if home != target {
                answers.insert(at, self.name(home, pack, &answer.question.text));
            }
        }
        if cards.is_empty() && answers.is_empty() {
            return;
        }
        self.outcome.counts.mentions += cards.removed.len() + cards.renamed.len() + answers.len();
        let file = self.outcome.files.entry(shop.location.file).or_default();
        (file.shop, file.cards, file.answers) = (Some(number), cards, answers);
    }
}
