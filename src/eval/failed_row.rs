//! A row that went wrong, in words: what it needs to be shown where its knowledge base is not at hand.

use serde::{Deserialize, Serialize};

use super::{Judgement, Row};
use crate::diagnostic::Message;
use crate::matching::{Outcome, Ranking};
use crate::model::KnowledgeBase;

/// How many candidates a failure shows.
pub(super) const CANDIDATES: usize = 3;

/// A row that went wrong, without the place where it stood.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FailedRow {
    /// What the customer wrote.
    pub question: String,
    /// The expected entry as `pack/id`, or the label as written; empty if nothing should answer.
    pub expected: String,
    /// The pack that the row counts under.
    pub pack: String,
    /// In what way it went wrong, such as `below_threshold`.
    pub class: String,
    /// The same in English.
    pub reason: String,
    /// The same in Simplified Chinese.
    pub reason_chinese: String,
    /// `direct`, `recommend` or `none`.
    pub outcome: String,
    /// The first candidates as `pack/id`, each with its confidence in three decimals.
    pub candidates: Vec<(String, String)>,
    /// The conversation, where the transcript names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<String>,
    /// The place in the conversation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<u32>,
}

impl FailedRow {
    /// What went wrong with a row; `None` if nothing did.
    pub fn new(
        row: &Row,
        judgement: &Judgement<'_>,
        ranking: &Ranking,
        knowledge_base: &KnowledgeBase,
    ) -> Option<Self> {
        if !judgement.class.is_failure() {
            return None;
        }
        let reference = |entry| knowledge_base.entry(entry).reference.to_string();
        let mut reason = judgement.class.describe(knowledge_base);
        if let Some(failure) = ranking.failure.as_ref().filter(|_| judgement.failed) {
            let with_failure = |text: &str| format!("{text}: {failure}");
            reason = Message::new(with_failure(&reason.english), with_failure(&reason.chinese));
        }
        let candidates = ranking.candidates.iter().take(CANDIDATES);
        Some(Self {
            question: row.question.clone(),
            expected: judgement
                .expectation
                .entry()
                .map_or_else(|| row.expected.clone().unwrap_or_default(), reference),
            pack: judgement.pack.to_owned(),
            class: judgement.class.name().to_owned(),
            reason: reason.english.into_owned(),
            reason_chinese: reason.chinese.into_owned(),
            outcome: match judgement.outcome {
                Outcome::Direct => "direct",
                Outcome::Recommend => "recommend",
                Outcome::None => "none",
            }
            .to_owned(),
            candidates: candidates
                .map(|candidate| (reference(candidate.entry), format!("{:.3}", candidate.confidence)))
                .collect(),
            conversation: row.conversation.clone(),
            turn: row.turn,
        })
    }
}
