//! What went wrong with a row, in a word for programs and in a sentence for people.

use crate::diagnostic::{Language, Message};
use crate::model::{EntryIndex, KnowledgeBase, State};

/// Why the knowledge base does not cover an expected label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// No entry goes by the label.
    UnknownLabel,
    /// The entry is served but has no answer to give.
    Unanswered,
    /// The entry's last day has passed.
    Expired,
    /// The entry's first day is still to come.
    NotYetValid,
    /// The entry is a draft.
    Draft,
    /// The entry is retired.
    Retired,
    /// The shop does not subscribe to the entry's pack.
    NotSubscribed,
}

impl Gap {
    /// All reasons in the order of reports.
    pub const ALL: [Self; 7] = [
        Self::UnknownLabel,
        Self::Unanswered,
        Self::Expired,
        Self::NotYetValid,
        Self::Draft,
        Self::Retired,
        Self::NotSubscribed,
    ];

    /// What keeps an entry in this state from being covered; `None` if nothing does.
    pub const fn of(state: State) -> Option<Self> {
        match state {
            State::Answered => None,
            State::Unanswered => Some(Self::Unanswered),
            State::Expired => Some(Self::Expired),
            State::NotYetValid => Some(Self::NotYetValid),
            State::Draft => Some(Self::Draft),
            State::Retired => Some(Self::Retired),
            State::NotSubscribed => Some(Self::NotSubscribed),
        }
    }

    /// The name in files and JSON, such as `not_yet_valid`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::UnknownLabel => "unknown_label",
            Self::Unanswered => "unanswered",
            Self::Expired => "expired",
            Self::NotYetValid => "not_yet_valid",
            Self::Draft => "draft",
            Self::Retired => "retired",
            Self::NotSubscribed => "not_subscribed",
        }
    }

    /// What a report calls it.
    pub const fn label(self, language: Language) -> &'static str {
        let (english, chinese) = match self {
            Self::UnknownLabel => ("no such entry", "知识库里没有这个知识点"),
            Self::Unanswered => ("no answer written", "没有可用的答案"),
            Self::Expired => ("expired", "已过期"),
            Self::NotYetValid => ("not valid yet", "尚未生效"),
            Self::Draft => ("draft", "草稿"),
            Self::Retired => ("retired", "已下线"),
            Self::NotSubscribed => ("pack not subscribed", "未订阅所在行业包"),
        };
        language.pick(english, chinese)
    }
}

/// What became of a row: right, or wrong in one of these ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FailureClass {
    /// Right: answered directly with the expected entry.
    Hit,
    /// Right: nothing was expected, and nothing was answered or offered.
    Rejected,
    /// The knowledge base does not cover the label, whatever the bot did.
    NotCovered(Gap),
    /// No candidate was sure enough: handed over though the knowledge base covers the question.
    BelowThreshold,
    /// Candidates were offered instead of an answer.
    OfferedOnly,
    /// Answered directly with this other entry.
    ConfusedWith(EntryIndex),
    /// This other entry ranked first, which has no answer to give: handed over.
    UnansweredFirst(EntryIndex),
    /// Answered directly with something that the knowledge base does not have.
    AnsweredOutside,
    /// Answered directly with this entry although nothing was expected.
    FalselyAnswered(EntryIndex),
    /// Candidates were offered, this one first, although nothing was expected.
    FalselyOffered(EntryIndex),
    /// The engine broke on the row; the figures count it as no answer.
    EngineFailed,
}

impl FailureClass {
    /// Whether something went wrong.
    pub const fn is_failure(self) -> bool {
        !matches!(self, Self::Hit | Self::Rejected)
    }

    /// The name in files, such as `below_threshold`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Rejected => "rejected",
            Self::NotCovered(_) => "not_covered",
            Self::BelowThreshold => "below_threshold",
            Self::OfferedOnly => "offered_only",
            Self::ConfusedWith(_) => "confused",
            Self::UnansweredFirst(_) => "unanswered_first",
            Self::AnsweredOutside => "answered_outside",
            Self::FalselyAnswered(_) => "falsely_answered",
            Self::FalselyOffered(_) => "falsely_offered",
            Self::EngineFailed => "engine_failed",
        }
    }

    /// The same in words, with the entry concerned by its reference.
    pub fn describe(self, knowledge_base: &KnowledgeBase) -> Message {
        let reference = |entry: EntryIndex| &knowledge_base.entry(entry).reference;
        match self {
            Self::Hit => Message::new("answered rightly", "直接命中"),
            Self::Rejected => Message::new("rightly handed over", "正确拒识"),
            Self::NotCovered(gap) => Message::new(
                format!("not covered: {}", gap.label(Language::English)),
                format!("未覆盖：{}", gap.label(Language::Chinese)),
            ),
            Self::BelowThreshold => Message::new("no candidate was sure enough", "没有足够把握的候选"),
            Self::OfferedOnly => Message::new("offered a choice, no answer", "只给出推荐，没有直接回答"),
            Self::ConfusedWith(entry) => Message::new(
                format!("answered with {}", reference(entry)),
                format!("误答为 {}", reference(entry)),
            ),
            Self::UnansweredFirst(entry) => Message::new(
                format!("{} ranked first, which has no answer", reference(entry)),
                format!("排在首位的 {} 没有答案", reference(entry)),
            ),
            Self::AnsweredOutside => {
                Message::new("answered with something outside the knowledge base", "回答了知识库之外的内容")
            }
            Self::FalselyAnswered(entry) => Message::new(
                format!("nothing was expected, answered with {}", reference(entry)),
                format!("不该回答，却回答了 {}", reference(entry)),
            ),
            Self::FalselyOffered(entry) => Message::new(
                format!("nothing was expected, offered {}", reference(entry)),
                format!("不该回答，却推荐了 {}", reference(entry)),
            ),
            Self::EngineFailed => Message::new("the engine failed", "引擎出错"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gap_names_match_serde() {
        for gap in Gap::ALL {
            assert_eq!(serde_json::to_string(&gap).expect("json"), format!("\"{}\"", gap.name()));
        }
    }

    #[test]
    fn only_an_answered_entry_has_no_gap() {
        assert_eq!(Gap::of(State::Answered), None);
        assert_eq!(Gap::of(State::Unanswered), Some(Gap::Unanswered));
    }
}
