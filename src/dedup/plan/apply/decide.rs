//! What people decided, held against the knowledge base: who goes where in the end.

use std::collections::BTreeMap;

use super::fault_at;
use crate::dedup::plan::{Action, Plan, PlanError, PlanFault, PlannedPhrasing, fingerprint};
use crate::diagnostic::Message;
use crate::model::{Entry, EntryIndex, Found, KnowledgeBase, Lookup, nearest};
use crate::source::Location;

/// What becomes of a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Drop,
    /// It goes to the entry, which is not merged itself.
    Move(EntryIndex),
    Counterexample,
}

/// A phrasing: its entry, and 0 for the question or the number of the variant from 1.
pub(super) type Name = (EntryIndex, u32);

/// Everything that is to be done, free of contradictions.
#[derive(Debug, Default)]
pub(super) struct Decisions {
    pub(super) fates: BTreeMap<Name, Fate>,
    /// Entries that go into another, with the one that stays in the end.
    pub(super) merged: BTreeMap<EntryIndex, EntryIndex>,
    /// How many groups are not decided.
    pub(super) undecided: usize,
}

impl Decisions {
    /// Where an entry ends up: itself, if it is not merged.
    pub(super) fn home(&self, entry: EntryIndex) -> EntryIndex {
        self.merged.get(&entry).copied().unwrap_or(entry)
    }
}

/// Hold `plan` against `knowledge_base`; all faults are told.
pub(super) fn decide(plan: &Plan, knowledge_base: &KnowledgeBase) -> Result<Decisions, PlanError> {
    // Whatever else is wrong follows from that.
    if let Some(error) = PlanError::refused(changed_files(plan, knowledge_base)) {
        return Err(error);
    }
    let mut decider = Decider {
        knowledge_base,
        lookup: Lookup::new(knowledge_base),
        stated: BTreeMap::new(),
        merges: BTreeMap::new(),
        moves: Vec::new(),
        decisions: Decisions::default(),
        faults: Vec::new(),
    };
    for group in &plan.groups {
        if group.decided {
            group.phrasings.iter().for_each(|phrasing| decider.take(phrasing));
        } else {
            decider.decisions.undecided += 1;
        }
    }
    decider.follow_merges();
    decider.follow_moves();
    PlanError::refused(decider.faults).map_or(Ok(decider.decisions), Err)
}

fn changed_files(plan: &Plan, knowledge_base: &KnowledgeBase) -> Vec<PlanFault> {
    let now: BTreeMap<String, _> =
        knowledge_base.files.iter().map(|(_, file)| (file.display_path(), file)).collect();
    let fault = |path: &str, english: &'static str, chinese: &'static str| {
        let message = Message::new(english, chinese);
        Some(PlanFault { path: path.to_owned(), line: 0, column: 0, message })
    };
    let check = |planned: &super::super::PlannedFile| match now.get(&planned.path) {
        None => fault(
            &planned.path,
            "the plan speaks of this file, and it is not in the knowledge base; make the plan anew",
            "方案涉及这个文件，但知识库里没有它，请重新生成方案",
        ),
        Some(file) if fingerprint(file) != planned.fingerprint => fault(
            &planned.path,
            "the file has changed since the plan was made; make the plan anew",
            "生成方案之后文件有改动，请重新生成方案",
        ),
        Some(_) => None,
    };
    plan.files.iter().filter_map(check).collect()
}

struct Decider<'p, 'k> {
    knowledge_base: &'k KnowledgeBase,
    lookup: Lookup,
    /// What the plan says of each phrasing.
    stated: BTreeMap<Name, &'p PlannedPhrasing>,
    /// What goes into what, as stated, with the phrasing that says so.
    merges: BTreeMap<EntryIndex, (EntryIndex, &'p PlannedPhrasing)>,
    moves: Vec<(Name, EntryIndex, &'p PlannedPhrasing)>,
    decisions: Decisions,
    faults: Vec<PlanFault>,
}

impl<'p, 'k> Decider<'p, 'k> {
    fn entry(&self, index: EntryIndex) -> &'k Entry {
        self.knowledge_base.entry(index)
    }

    /// A fault of a phrasing, at its place in the knowledge base if it has one there, else where the plan says.
    fn fault(&mut self, phrasing: &PlannedPhrasing, message: &Message) {
        let message = Message::new(
            format!("`{}` of `{}`: {}", phrasing.text, phrasing.entry, message.english),
            format!("`{}` 的“{}”：{}", phrasing.entry, phrasing.text, message.chinese),
        );
        let fault = match self.lookup.reference(&phrasing.entry) {
            Some(index) => {
                let entry = self.entry(index);
                let text = entry.phrasings().nth(phrasing.number as usize).unwrap_or(&entry.question);
                fault_at(self.knowledge_base, Location { span: text.span, ..entry.location }, message)
            }
            None => {
                let (path, line) = phrasing.place.rsplit_once(':').unwrap_or((&phrasing.place, ""));
                PlanFault { path: path.to_owned(), line: line.parse().unwrap_or(0), column: 0, message }
            }
        };
        self.faults.push(fault);
    }

    fn take(&mut self, phrasing: &'p PlannedPhrasing) {
        let Some(entry) = self.lookup.reference(&phrasing.entry) else {
            let message = self.unknown(&phrasing.entry);
            return self.fault(phrasing, &message);
        };
        let now = self.entry(entry).phrasings().nth(phrasing.number as usize);
        if now.is_none_or(|now| *now.value != *phrasing.text) {
            let now = now.map_or_else(
                || Message::new("there is none", "没有这一条"),
                |now| Message::new(format!("there stands `{}`", now.value), format!("那里是“{}”", now.value)),
            );
            let message = Message::new(
                format!("it is not phrasing {} of its entry: {}", phrasing.number, now.english),
                format!("它不是该知识点的第 {} 条问法：{}", phrasing.number, now.chinese),
            );
            return self.fault(phrasing, &message);
        }
        let name = (entry, phrasing.number);
        if let Some(&before) = self.stated.get(&name) {
            if before.action != phrasing.action {
                let (one, other) = (before.action.name(), phrasing.action.name());
                let message = if one == other {
                    Message::new(
                        format!("the plan says `{one}` twice, with different targets; leave one"),
                        format!("方案里两处 `{one}` 的目标不同，请只留一处"),
                    )
                } else {
                    Message::new(
                        format!("the plan says `{one}` and `{other}`; make it one of the two"),
                        format!("方案里同时写了 `{one}` 和 `{other}`，请统一为其中一个"),
                    )
                };
                self.fault(phrasing, &message);
            }
            return;
        }
        self.stated.insert(name, phrasing);
        match &phrasing.action {
            Action::Keep => {}
            Action::Merge { into } => self.take_merge(phrasing, entry, into),
            Action::Drop | Action::Move { .. } | Action::Counterexample if phrasing.number == 0 => {
                let action = phrasing.action.name();
                let message = Message::new(
                    format!(
                        "it is the question of its entry, so `{action}` cannot be; `merge` the entry instead"
                    ),
                    format!("它是标准问，不能 `{action}`；如需处理，请用 `merge` 合并整个知识点"),
                );
                self.fault(phrasing, &message);
            }
            Action::Drop => {
                self.decisions.fates.insert(name, Fate::Drop);
            }
            Action::Counterexample => {
                self.decisions.fates.insert(name, Fate::Counterexample);
            }
            Action::Move { to } => {
                if let Some(target) = self.target(phrasing, entry, to) {
                    self.moves.push((name, target, phrasing));
                }
            }
        }
    }

    fn take_merge(&mut self, phrasing: &'p PlannedPhrasing, entry: EntryIndex, into: &str) {
        let Some(target) = self.target(phrasing, entry, into) else { return };
        let before = self.merges.entry(entry).or_insert((target, phrasing)).0;
        if before != target {
            let (one, other) = (&self.entry(before).reference, &self.entry(target).reference);
            let message = Message::new(
                format!("its entry is to go into `{one}` and into `{other}`; leave one"),
                format!("它所在的知识点既要并入 `{one}`，又要并入 `{other}`，请只留一个"),
            );
            self.fault(phrasing, &message);
        }
    }

    /// The entry with the name `target`, which is not `own`.
    fn target(&mut self, phrasing: &PlannedPhrasing, own: EntryIndex, target: &str) -> Option<EntryIndex> {
        let found = self.lookup.reference(target);
        if found == Some(own) {
            let message = Message::new("it is in that entry already", "它本来就在这个知识点里");
            self.fault(phrasing, &message);
            return None;
        }
        if found.is_none() {
            let message = self.unknown(target);
            self.fault(phrasing, &message);
        }
        found
    }

    /// That no entry has a name, and which may be meant.
    fn unknown(&self, name: &str) -> Message {
        let meant = match self.lookup.find(self.knowledge_base, name, None) {
            Found::One(index) => Some(&*self.entry(index).reference),
            _ => nearest(name, self.knowledge_base.entries.iter().map(|entry| &*entry.reference)),
        };
        match meant {
            Some(meant) => Message::new(
                format!("there is no entry `{name}`; did you mean `{meant}`?"),
                format!("没有知识点 `{name}`；是不是 `{meant}`？"),
            ),
            None => Message::new(
                format!("there is no entry `{name}`; write it as `pack/id`"),
                format!("没有知识点 `{name}`；请写成 `行业包/id`"),
            ),
        }
    }

    /// Follow each merge to the entry that stays.
    fn follow_merges(&mut self) {
        for (&entry, &(target, phrasing)) in &self.merges.clone() {
            let mut circle = vec![entry];
            let mut last = target;
            while let Some(&(next, _)) = self.merges.get(&last).filter(|_| !circle.contains(&last)) {
                circle.push(last);
                last = next;
            }
            if circle.contains(&last) {
                // Told where it begins, once, not by those that only lead there.
                if last == entry && circle.iter().all(|one| *one >= entry) {
                    let names: Vec<String> = circle
                        .iter()
                        .chain([&entry])
                        .map(|&one| format!("`{}`", self.entry(one).reference))
                        .collect();
                    let message = Message::new(
                        format!("the merges go in a circle: {}", names.join(" → ")),
                        format!("合并成了一个圈：{}", names.join(" → ")),
                    );
                    self.fault(phrasing, &message);
                }
                continue;
            }
            if !self.entry(entry).answers.is_empty() && self.entry(last).answers.is_empty() {
                let into = &self.entry(last).reference;
                let message = Message::new(
                    format!(
                        "its entry's answers would be lost, as `{into}` has none; merge the other way round"
                    ),
                    format!("`{into}` 没有答案，合并后本知识点的答案会丢失；请反过来合并"),
                );
                self.fault(phrasing, &message);
            }
            self.decisions.merged.insert(entry, last);
        }
    }

    fn follow_moves(&mut self) {
        for (name, target, phrasing) in std::mem::take(&mut self.moves) {
            let home = self.decisions.home(target);
            if home == name.0 {
                let message = Message::new(
                    format!(
                        "it is to go to `{}`, which goes into its own entry",
                        self.entry(target).reference
                    ),
                    format!("它要移到 `{}`，而后者又并入它自己的知识点", self.entry(target).reference),
                );
                self.fault(phrasing, &message);
                continue;
            }
            self.decisions.fates.insert(name, Fate::Move(home));
        }
    }
}
