//! One change of meaning: what, where, how much harm it can do, and what stood and stands there.

use serde::Serialize;

use super::answer_facts::FactChange;
use super::inline::Piece;
use crate::diagnostic::Message;

/// How much harm a change can do.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    serde::Deserialize,
    schemars::JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Risk {
    /// Customers may be told something else, or get another answer than before.
    High,
    /// What is recognised or offered may shift.
    Medium,
    /// Hardly noticed by customers.
    Low,
}

impl Risk {
    /// All risks, the worst first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The name in files and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// What a report calls it.
    pub fn title(self) -> Message {
        match self {
            Self::High => Message::new("high risk", "高风险"),
            Self::Medium => Message::new("medium risk", "中风险"),
            Self::Low => Message::new("low risk", "低风险"),
        }
    }
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident, $name:literal, $english:literal, $chinese:literal;)*) => {
        /// What kind of change.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ChangeKind {
            $($(#[$doc])* $variant,)*
        }

        impl ChangeKind {
            /// All kinds in the order of reports.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name in JSON and on the command line, where dashes may stand for underscores.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// What a report calls it.
            pub fn title(self) -> Message {
                match self {
                    $(Self::$variant => Message::new($english, $chinese),)*
                }
            }
        }
    };
}

kinds! {
    /// An entry that is new.
    EntryAdded, "entry_added", "entry added", "新增知识点";
    /// An entry that is gone.
    EntryRemoved, "entry_removed", "entry removed", "删除知识点";
    /// A new entry that took phrasings of another that is still there.
    EntrySplit, "entry_split", "entry split off", "拆分知识点";
    /// An entry that is gone, its phrasings having gone over into another.
    EntryMerged, "entry_merged", "entry merged", "合并知识点";
    /// The id of an entry is another.
    EntryRenamed, "entry_renamed", "id changed", "修改知识点 ID";
    /// The entry is in another pack.
    EntryMoved, "entry_moved", "moved to another pack", "移到其他行业包";
    /// The entry is in another category.
    CategoryChanged, "category_changed", "category changed", "修改分类";
    /// The standard question is worded otherwise.
    QuestionReworded, "question_reworded", "question reworded", "修改标准问";
    /// A variant is new.
    VariantAdded, "variant_added", "variant added", "新增相似问";
    /// A variant is gone.
    VariantRemoved, "variant_removed", "variant removed", "删除相似问";
    /// A phrasing leads to another entry now.
    VariantMoved, "variant_moved", "phrasing moved to another entry", "问法移到其他知识点";
    /// An answer is new.
    AnswerAdded, "answer_added", "answer added", "新增答案";
    /// An answer is gone.
    AnswerRemoved, "answer_removed", "answer removed", "删除答案";
    /// The text of an answer is another.
    AnswerChanged, "answer_changed", "answer changed", "修改答案";
    /// The days, channels, modes or condition of an answer are others.
    AnswerConditionsChanged, "answer_conditions_changed", "conditions of an answer changed", "修改答案生效条件";
    /// The days on which the entry is served are others.
    ValidityChanged, "validity_changed", "validity changed", "修改有效期";
    /// Live, draft, retired.
    StatusChanged, "status_changed", "status changed", "修改状态";
    /// The keyword sets are others.
    KeywordsChanged, "keywords_changed", "keywords changed", "修改关键词";
    /// A counterexample is new.
    CounterexampleAdded, "counterexample_added", "counterexample added", "新增反例";
    /// A counterexample is gone.
    CounterexampleRemoved, "counterexample_removed", "counterexample removed", "删除反例";
    /// The related questions are others.
    RelatedChanged, "related_changed", "related questions changed", "修改关联问题";
    /// The tags are others.
    TagsChanged, "tags_changed", "tags changed", "修改标签";
    /// A pack is new.
    PackAdded, "pack_added", "pack added", "新增行业包";
    /// A pack is gone.
    PackRemoved, "pack_removed", "pack removed", "删除行业包";
    /// The id of a pack is another; most of its entries went along.
    PackRenamed, "pack_renamed", "pack id changed", "修改行业包 ID";
    /// Name, description or version of a pack are others.
    PackChanged, "pack_changed", "pack described otherwise", "修改行业包说明";
    /// A pack brings along other packs than before.
    PackExtendsChanged, "pack_extends_changed", "pack extends others", "修改行业包继承";
    /// A gate is new, gone, or another.
    GateChanged, "gate_changed", "gate changed", "修改门禁";
    /// A shop is new.
    ShopAdded, "shop_added", "shop added", "新增店铺";
    /// A shop is gone.
    ShopRemoved, "shop_removed", "shop removed", "删除店铺";
    /// The name of a shop is another.
    ShopRenamed, "shop_renamed", "shop name changed", "修改店铺名称";
    /// A shop subscribes to a pack.
    SubscriptionAdded, "subscription_added", "pack subscribed to", "新增订阅";
    /// A shop no longer subscribes to a pack.
    SubscriptionRemoved, "subscription_removed", "pack no longer subscribed to", "取消订阅";
    /// A shop has an answer of its own where it had none.
    ShopAnswerAdded, "shop_answer_added", "shop answer added", "新增店铺答案";
    /// A shop has no answer of its own any more.
    ShopAnswerRemoved, "shop_answer_removed", "shop answer removed", "删除店铺答案";
    /// A shop's own answer is another.
    ShopAnswerChanged, "shop_answer_changed", "shop answer changed", "修改店铺答案";
    /// Greeting or cards are others.
    WelcomeChanged, "welcome_changed", "welcome changed", "修改欢迎语";
}

impl ChangeKind {
    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// What an entry is, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntrySummary {
    /// `pack/id`.
    pub entry: String,
    /// The standard question.
    pub question: String,
    /// Its variants.
    pub variants: Vec<String>,
    /// The texts of its own answers.
    pub answers: Vec<String>,
}

/// What stood or stands somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A text.
    Text(String),
    /// Several.
    List(Vec<String>),
    /// A phrasing and the entry that it leads to.
    Phrasing {
        /// `pack/id`.
        entry: String,
        /// The phrasing.
        text: String,
    },
    /// A whole entry.
    Entry(EntrySummary),
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// What kind.
    pub kind: ChangeKind,
    /// `pack/id` of the entry, as it is called now, or was if it is gone; the id of the pack or shop for what
    /// belongs to no entry; empty for what holds for everything.
    pub entry: String,
    /// The standard question of that entry, as it is now, or was; the name of pack or shop; may be empty.
    pub question: String,
    /// The pack of the entry, as it is now, or was; the pack's own id; the shop's for what is a shop's.
    pub pack: String,
    /// The shop, for what is a shop's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop: Option<String>,
    /// How much harm it can do.
    pub risk: Risk,
    /// Why, in a sentence.
    #[serde(serialize_with = "english")]
    pub reason: Message,
    /// What stood there; nothing for what is new.
    pub before: Option<Value>,
    /// What stands there; nothing for what is gone.
    pub after: Option<Value>,
    /// Of a changed text: the pieces that went, came and stayed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pieces: Vec<Piece>,
    /// Of a changed answer: the facts that are others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<FactChange>,
    /// What else a reviewer should know: that another entry would have paired as well.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "all_english")]
    pub notes: Vec<Message>,
    /// Where it stands; where it stood if it is gone.
    pub place: Option<Place>,
}

pub(super) fn english<S: serde::Serializer>(message: &Message, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&message.english)
}

fn all_english<S: serde::Serializer>(messages: &[Message], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(messages.iter().map(|message| &message.english))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_and_match_serde() {
        for &kind in ChangeKind::ALL {
            assert_eq!(ChangeKind::from_name(&kind.name().replace('_', "-")), Some(kind));
            assert_eq!(serde_json::to_string(&kind).expect("json"), format!("\"{}\"", kind.name()));
        }
        for risk in Risk::ALL {
            assert_eq!(serde_json::to_string(&risk).expect("json"), format!("\"{}\"", risk.name()));
        }
        assert_eq!(ChangeKind::from_name("weather"), None);
    }
}
