//! What was found: groups of phrasings that say the same, each with the harm it does.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::likeness::Likeness;
use super::phrasings::{PhrasingId, Phrasings};
use crate::diagnostic::Message;
use crate::model::{KnowledgeBase, PackIndex};

/// What harm two phrasings that say the same do, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Harm {
    /// Two entries of a pack with different answers: the bot flips between them.
    Conflict,
    /// A variant is the question of another entry of the pack, whose answer differs.
    Question,
    /// Entries of two packs that some shop has both.
    Shadowing,
    /// Two entries of a pack with the same answer, or of which one has none: they are one.
    Merge,
    /// Two phrasings of one entry.
    Clutter,
}

impl Harm {
    /// All, the worst first.
    pub const ALL: [Self; 5] = [Self::Conflict, Self::Question, Self::Shadowing, Self::Merge, Self::Clutter];

    /// The name in reports for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conflict => "conflict",
            Self::Question => "question",
            Self::Shadowing => "shadowing",
            Self::Merge => "merge",
            Self::Clutter => "clutter",
        }
    }

    /// The name for people.
    pub fn title(self) -> Message {
        match self {
            Self::Conflict => Message::new("conflict", "知识冲突"),
            Self::Question => Message::new("another entry's question", "与其他标准问相同"),
            Self::Shadowing => Message::new("shadowing", "行业包之间重复"),
            Self::Merge => Message::new("merge", "可合并"),
            Self::Clutter => Message::new("clutter", "冗余问法"),
        }
    }

    /// What it does to customers, in a sentence.
    pub fn meaning(self) -> Message {
        match self {
            Self::Conflict => Message::new(
                "one phrasing, two entries, different answers: the bot flips between them",
                "同一句问法属于两个知识点，答案不同，机器人时而答这个、时而答那个",
            ),
            Self::Question => Message::new(
                "a variant is the question of another entry: that entry may never be reached",
                "相似问就是另一个知识点的标准问，问到它时可能答错",
            ),
            Self::Shadowing => Message::new(
                "two packs that one shop has both answer the same phrasing",
                "同一个店铺使用的两个行业包里有同样的问法",
            ),
            Self::Merge => Message::new(
                "two entries say the same, and their answers do not differ: they are one",
                "两个知识点问法相同，答案没有差别，可以合并",
            ),
            Self::Clutter => Message::new("one entry has the phrasing twice", "同一个知识点里重复的问法"),
        }
    }
}

/// A phrasing that says what its group's representative says.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The phrasing.
    pub phrasing: PhrasingId,
    /// The harm it does beside the representative.
    pub harm: Harm,
    /// How alike it is to the representative.
    pub likeness: Likeness,
    /// Where its entry's answers state other facts than the representative's: the words of each side. Told
    /// of the first member of each entry only.
    pub facts: Vec<FactConflict>,
}

/// Facts of one kind that two answers state differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactConflict {
    /// The kind: duration, amount …
    pub kind: Message,
    /// The representative's words.
    pub one: Vec<String>,
    /// The member's words.
    pub other: Vec<String>,
}

/// A representative and every phrasing close to it. No member is there because it is close to another member.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The worst harm of a member.
    pub harm: Harm,
    /// The phrasing that the others are held against.
    pub representative: PhrasingId,
    /// The others, worst harm first, then in the order of the knowledge base.
    pub members: Vec<Member>,
}

/// Two phrasings that look alike and are kept apart by what they speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct SetApart {
    /// The one.
    pub one: PhrasingId,
    /// The other.
    pub other: PhrasingId,
    /// How alike they look, from 0 to 1.
    pub score: f64,
    /// What sets them apart.
    pub difference: Message,
}

/// How many groups a pack has part in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackCount {
    /// The pack.
    pub pack: PackIndex,
    /// Its phrasings, those of entries that do not count left out.
    pub phrasings: usize,
    /// Groups by harm, in the order of [`Harm::ALL`].
    pub groups: [usize; 5],
}

/// What a search for duplicates came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Duplicates {
    /// The groups, worst harm first, then by degree, score and the order of the knowledge base.
    pub groups: Vec<Group>,
    /// Pairs that look alike and are no duplicates; found on request.
    pub set_apart: Vec<SetApart>,
    /// Each pack, by id.
    pub packs: Vec<PackCount>,
    /// How many phrasings were compared.
    pub phrasings: usize,
    /// How many pairs are alike, those of one entry included, harmful or not.
    pub pairs: u64,
    /// How many near pairs are in no group, as there were more than memory is meant for; none of them is more
    /// alike than those that are. 0 for all but absurd thresholds.
    pub left_out: u64,
}

impl Duplicates {
    /// Forget the groups that `keep` does not want; what each pack has part in is counted anew. The rest stays
    /// what the whole search came to.
    pub fn keep_groups(
        &mut self,
        knowledge_base: &KnowledgeBase,
        phrasings: &Phrasings,
        keep: impl FnMut(&Group) -> bool,
    ) {
        self.groups.retain(keep);
        let pack = |id: PhrasingId| knowledge_base.entry(phrasings.get(id).entry).pack;
        count_groups(&mut self.packs, &self.groups, pack);
    }
}

/// Count for each pack, in the order of their numbers, the groups that it has part in.
pub(super) fn count_groups(
    counts: &mut [PackCount],
    groups: &[Group],
    pack: impl Fn(PhrasingId) -> PackIndex,
) {
    for count in &mut *counts {
        count.groups = [0; 5];
    }
    for group in groups {
        let mut packs: Vec<_> = group.members.iter().map(|member| pack(member.phrasing)).collect();
        packs.push(pack(group.representative));
        packs.sort_unstable();
        packs.dedup();
        for pack in packs {
            counts[pack.0 as usize].groups[group.harm as usize] += 1;
        }
    }
}
