//! What kbtool proposes to do about duplicates.
//!
//! It proposes only to take out variants, and only such as are the same as what stays once particles, marks
//! and notation are aside; everything else is kept until a person says otherwise.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::{Action, Plan, PlannedFile, PlannedGroup, PlannedPhrasing, SCHEMA};
use crate::dedup::{Degree, Duplicates, Group, Harm, Member, PhrasingId, Phrasings};
use crate::diagnostic::Language;
use crate::model::{Entry, KnowledgeBase};
use crate::source::FileId;

/// How many characters of an answer are shown.
const SHOWN: usize = 60;

/// A plan for `duplicates`, which were found in `knowledge_base` with `phrasings`. Reasons and answers are in
/// `language`; the answer shown is the first that can be given on `as_of`.
///
/// - Of what one entry has twice, exactly or once normalised, the question stays, else the representative, else
///   the first; the other variants are dropped. Where a group holds nothing else, it counts as decided.
/// - A variant that is another entry's question, exactly or once normalised, is dropped. It wants a look: the
///   group is not decided.
/// - Everything else is kept, and not decided: which of two answers is right, and whether two entries are one,
///   only a person knows.
///
/// A question is never dropped, and no phrasing because of one that is dropped itself.
pub fn propose(
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    duplicates: &Duplicates,
    as_of: Date,
    language: Language,
) -> Plan {
    let proposer = Proposer { knowledge_base, phrasings, as_of, language };
    let mut proposed = Proposed::default();
    for group in &duplicates.groups {
        // First what leaves its entry altogether, so that nothing stays for its sake.
        proposer.drop_from_questions(group, &mut proposed);
        proposer.drop_clutter(group, &mut proposed);
    }
    let groups = duplicates.groups.iter().map(|group| {
        let ids =
            std::iter::once(group.representative).chain(group.members.iter().map(|member| member.phrasing));
        let phrasings = ids.zip(std::iter::once(None).chain(group.members.iter().map(Some)));
        PlannedGroup {
            harm: group.harm,
            decided: proposer.is_nothing_but_clutter(group, &proposed),
            phrasings: phrasings
                .map(|(id, member)| proposer.phrasing(id, member, proposed.dropped.contains(&id)))
                .collect(),
        }
    });
    proposer.plan(groups.collect())
}

/// The plan of nothing but what is safe to do unseen: variants that say, exactly or once normalised, what their
/// own entry says already, as [`propose`] drops them. Every group is one entry's and is decided.
pub fn clutter_removals(
    knowledge_base: &KnowledgeBase,
    phrasings: &Phrasings,
    duplicates: &Duplicates,
    as_of: Date,
    language: Language,
) -> Plan {
    let proposer = Proposer { knowledge_base, phrasings, as_of, language };
    let mut proposed = Proposed::default();
    let mut groups = Vec::new();
    for group in &duplicates.groups {
        let of_entries = proposer.drop_clutter(group, &mut proposed);
        if of_entries.is_empty() {
            continue;
        }
        let members: FxHashMap<PhrasingId, &Member> =
            group.members.iter().map(|member| (member.phrasing, member)).collect();
        for (kept, dropped) in of_entries {
            let member = |id: PhrasingId| members.get(&id).copied();
            let phrasings = std::iter::once((kept, false)).chain(dropped.into_iter().map(|id| (id, true)));
            groups.push(PlannedGroup {
                harm: Harm::Clutter,
                decided: true,
                phrasings: phrasings.map(|(id, drop)| proposer.phrasing(id, member(id), drop)).collect(),
            });
        }
    }
    proposer.plan(groups)
}

/// What has been proposed so far; a phrasing may be in several groups.
#[derive(Default)]
struct Proposed {
    dropped: FxHashSet<PhrasingId>,
    /// What others were dropped for.
    needed: FxHashSet<PhrasingId>,
}

impl Proposed {
    /// Drop `id`, as `kept` says the same; `false` if one of the two has been decided otherwise.
    fn drop(&mut self, id: PhrasingId, kept: PhrasingId) -> bool {
        if self.needed.contains(&id) || self.dropped.contains(&kept) {
            return false;
        }
        self.needed.insert(kept);
        self.dropped.insert(id)
    }
}

struct Proposer<'k> {
    knowledge_base: &'k KnowledgeBase,
    phrasings: &'k Phrasings,
    as_of: Date,
    language: Language,
}

impl<'k> Proposer<'k> {
    fn entry(&self, id: PhrasingId) -> &'k Entry {
        self.knowledge_base.entry(self.phrasings.get(id).entry)
    }

    fn is_question(&self, id: PhrasingId) -> bool {
        self.phrasings.get(id).is_question()
    }

    /// Drop what an entry says twice; gives back of each such entry what stays and what goes.
    fn drop_clutter(&self, group: &Group, proposed: &mut Proposed) -> Vec<(PhrasingId, Vec<PhrasingId>)> {
        let representative = std::iter::once(group.representative);
        let mut ids: Vec<PhrasingId> =
            representative.chain(group.members.iter().map(|member| member.phrasing)).collect();
        // What an entry says, whether or not the representative says the same.
        let says = |id: &PhrasingId| (self.phrasings.get(*id).entry, self.phrasings.core(*id));
        // The question first, then the representative, then the others in their order.
        let rank = |id: &PhrasingId| (!self.is_question(*id), *id != group.representative, *id);
        ids.sort_by_cached_key(|id| (says(id), rank(id)));
        let mut of_entries = Vec::new();
        for of_entry in ids.chunk_by(|one, other| says(one) == says(other)) {
            let [kept, others @ ..] = of_entry else { continue };
            let dropped: Vec<PhrasingId> = others
                .iter()
                .copied()
                .filter(|&id| !self.is_question(id) && proposed.drop(id, *kept))
                .collect();
            if !dropped.is_empty() {
                of_entries.push((*kept, dropped));
            }
        }
        of_entries
    }

    /// Drop variants that are the question of another entry.
    fn drop_from_questions(&self, group: &Group, proposed: &mut Proposed) {
        let representative = group.representative;
        for member in group.members.iter().filter(|member| member.harm == Harm::Question && is_same(member)) {
            match (self.is_question(representative), self.is_question(member.phrasing)) {
                (true, false) => proposed.drop(member.phrasing, representative),
                (false, true) => proposed.drop(representative, member.phrasing),
                _ => false,
            };
        }
    }

    /// Whether every member is dropped as clutter, so that nobody has to look.
    fn is_nothing_but_clutter(&self, group: &Group, proposed: &Proposed) -> bool {
        let entry = self.phrasings.get(group.representative).entry;
        let ids = same(group);
        let left = ids.iter().filter(|id| !proposed.dropped.contains(id)).count();
        left == 1
            && ids.len() == group.members.len() + 1
            && ids.iter().all(|&id| self.phrasings.get(id).entry == entry)
    }

    fn plan(&self, groups: Vec<PlannedGroup>) -> Plan {
        Plan { schema: SCHEMA.to_owned(), files: self.files(&groups), groups }
    }

    /// The files of all that is planned, by path.
    fn files(&self, groups: &[PlannedGroup]) -> Vec<PlannedFile> {
        let named: FxHashSet<&str> = groups
            .iter()
            .flat_map(|group| &group.phrasings)
            .map(|phrasing| phrasing.entry.as_str())
            .collect();
        let entries = self.knowledge_base.entries.iter();
        let files: BTreeSet<FileId> = entries
            .filter(|entry| named.contains(&*entry.reference))
            .map(|entry| entry.location.file)
            .collect();
        let mut files: Vec<PlannedFile> =
            files.into_iter().map(|file| PlannedFile::of(self.knowledge_base.files.get(file))).collect();
        files.sort_by(|one, other| one.path.cmp(&other.path));
        files
    }

    fn phrasing(&self, id: PhrasingId, member: Option<&Member>, drop: bool) -> PlannedPhrasing {
        let phrasing = self.phrasings.get(id);
        let entry = self.knowledge_base.entry(phrasing.entry);
        let text = phrasing.text(self.knowledge_base);
        let file = self.knowledge_base.files.get(entry.location.file);
        PlannedPhrasing {
            text: text.to_string(),
            entry: entry.reference.to_string(),
            number: phrasing.number,
            place: format!("{}:{}", file.display_path(), file.line_column(text.span.start).line),
            why: member.map_or_else(String::new, |member| self.why(member)),
            answer: self.answer(self.entry(id)),
            action: if drop { Action::Drop } else { Action::Keep },
        }
    }

    /// How alike it is, and what the answers state differently.
    fn why(&self, member: &Member) -> String {
        let (comma, against) = (self.language.pick("; ", "；"), self.language.pick(" / ", "／"));
        let colon = self.language.pick(": ", "：");
        let mut why = member.likeness.reason.message().in_language(self.language).to_owned();
        for conflict in &member.facts {
            let between = self.language.pick(", ", "、");
            why.push_str(comma);
            why.push_str(conflict.kind.in_language(self.language));
            why.push_str(colon);
            why.push_str(&conflict.one.join(between));
            why.push_str(against);
            why.push_str(&conflict.other.join(between));
        }
        why
    }

    /// The beginning of the first answer that can be given, on one line.
    fn answer(&self, entry: &Entry) -> String {
        let Some(answer) = entry.answers.iter().find(|answer| answer.is_live(self.as_of, None, None)) else {
            return String::new();
        };
        let line = answer.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &line[..end]),
            None => line,
        }
    }
}

fn is_same(member: &Member) -> bool {
    matches!(member.likeness.degree, Degree::Exact | Degree::Normalised)
}

/// The representative and what is the same, near ones left out.
fn same(group: &Group) -> Vec<PhrasingId> {
    let members = group.members.iter().filter(|member| is_same(member)).map(|member| member.phrasing);
    std::iter::once(group.representative).chain(members).collect()
}
