//! A stand-in for the row of the transcripts reader, field for field, until that is merged.

/// One question of a customer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// What the customer wrote.
    pub question: String,
    /// The label of the entry that should answer; `None` if nothing should.
    pub expected: Option<String>,
    /// The pack to count the row under.
    pub pack: Option<String>,
    /// The conversation that the row belongs to.
    pub conversation: Option<String>,
    /// The place in the conversation.
    pub turn: Option<u32>,
    /// Who wrote it.
    pub speaker: Option<String>,
    /// The label of the entry that the real bot answered with.
    pub predicted: Option<String>,
    /// Whether the transcript says at all what the real bot answered.
    pub predicted_present: bool,
    /// The real bot's confidence.
    pub score: Option<f64>,
    /// Whether the conversation went to a person.
    pub handoff: Option<bool>,
    /// Whether the customer's problem was solved.
    pub resolved: Option<bool>,
    /// How many times the question was asked; never 0.
    pub count: u64,
    /// When it was asked, as it was written.
    pub time: Option<String>,
}
