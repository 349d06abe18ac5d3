//! What comes of asking both versions: flips, their causes, figures, and a sentence for each pack.

use serde::Serialize;

use crate::diagnostic::Message;
use crate::diff::McNemar;
use crate::eval::Report;
use crate::matching::Outcome;

/// Where the questions come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionSource {
    /// From labelled transcripts.
    Transcripts,
    /// They are the phrasings of the earlier version.
    SelfTest,
}

/// How the bot's response to a question has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FlipKind {
    /// It was right and no longer is, though both versions could be.
    Broken,
    /// Its expected entry was live and answered and no longer is.
    NoLongerCovered,
    /// It was wrong and is wrong in another way.
    StillWrong,
    /// Its expected entry is live and answered and was not before.
    NewlyCovered,
    /// It was wrong and is right now, and both versions could be.
    Fixed,
}

impl FlipKind {
    /// All kinds, the worst first.
    pub const ALL: [Self; 5] =
        [Self::Broken, Self::NoLongerCovered, Self::StillWrong, Self::NewlyCovered, Self::Fixed];

    /// The name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::NoLongerCovered => "no_longer_covered",
            Self::StillWrong => "still_wrong",
            Self::NewlyCovered => "newly_covered",
            Self::Fixed => "fixed",
        }
    }

    /// What a report calls it.
    pub fn title(self) -> Message {
        match self {
            Self::Broken => Message::new("broken", "变错"),
            Self::NoLongerCovered => Message::new("no longer covered", "不再覆盖"),
            Self::StillWrong => Message::new("wrong in another way", "换了一种错法"),
            Self::NewlyCovered => Message::new("newly covered", "新覆盖"),
            Self::Fixed => Message::new("fixed", "修复"),
        }
    }
}

/// What one version did with a question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Response {
    /// Whether that was right.
    pub right: bool,
    /// Right, or wrong in what way: the name of a [`FailureClass`](crate::eval::FailureClass).
    pub class: &'static str,
    /// What the bot did.
    pub outcome: Outcome,
    /// The entry ranked first, as `pack/id` of that version.
    pub entry: Option<String>,
    /// Its confidence, from 0 to 1.
    pub confidence: Option<f32>,
    /// The class in words.
    #[serde(skip)]
    pub words: Message,
}

/// The change that most likely made a question flip.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    /// Its place among the changes, from 0.
    pub change: usize,
    /// The phrasing that decided, where one did.
    pub phrasing: Option<String>,
    /// The same in a sentence.
    #[serde(serialize_with = "crate::diff::change::english")]
    pub words: Message,
}

/// A question to which the bot responds otherwise than before.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flip {
    /// In what way.
    pub kind: FlipKind,
    /// The transcript; for the phrasings of the earlier version, their file.
    pub file: String,
    /// The line in it, from 1; of the phrasing in its file.
    pub line: u64,
    /// What the customer wrote.
    pub question: String,
    /// What should answer, as labelled; nothing if nothing should.
    pub expected: Option<String>,
    /// The pack that the row counts under in the later version; in the earlier one if it belongs to none there.
    pub pack: String,
    /// How often it was asked.
    pub count: u64,
    /// What the earlier version did.
    pub before: Response,
    /// What the later version does.
    pub after: Response,
    /// What most likely did it.
    pub cause: Option<Cause>,
}

/// Rows by how they flipped. Each row counts once, whatever its `count`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct FlipCounts {
    /// See [`FlipKind::Broken`].
    pub broken: u64,
    /// See [`FlipKind::NoLongerCovered`].
    pub no_longer_covered: u64,
    /// Of those, the ones that were answered right.
    pub no_longer_covered_right: u64,
    /// See [`FlipKind::StillWrong`].
    pub still_wrong: u64,
    /// See [`FlipKind::NewlyCovered`].
    pub newly_covered: u64,
    /// See [`FlipKind::Fixed`].
    pub fixed: u64,
}

impl FlipCounts {
    /// Count a row; `was_right` before.
    pub(super) fn count(&mut self, kind: FlipKind, was_right: bool) {
        match kind {
            FlipKind::Broken => self.broken += 1,
            FlipKind::NoLongerCovered => {
                self.no_longer_covered += 1;
                self.no_longer_covered_right += u64::from(was_right);
            }
            FlipKind::StillWrong => self.still_wrong += 1,
            FlipKind::NewlyCovered => self.newly_covered += 1,
            FlipKind::Fixed => self.fixed += 1,
        }
    }

    /// Add the counts of other rows.
    pub(super) fn merge(&mut self, other: Self) {
        self.broken += other.broken;
        self.no_longer_covered += other.no_longer_covered;
        self.no_longer_covered_right += other.no_longer_covered_right;
        self.still_wrong += other.still_wrong;
        self.newly_covered += other.newly_covered;
        self.fixed += other.fixed;
    }
}

/// What changed for the questions of one pack, or of all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScopeBehaviour {
    /// The pack's id; nothing for all rows.
    pub pack: Option<String>,
    /// What people call it: its name, else its id; `all` for all rows.
    pub title: String,
    /// Rows judged by both versions.
    pub rows: u64,
    /// How they flipped.
    pub counts: FlipCounts,
    /// Whether gains and losses are more than chance.
    pub mcnemar: McNemar,
    /// Every figure then and now.
    pub figures: Vec<crate::eval::Change>,
    /// All that in a sentence: 12 fixed, 3 broken, better than chance, p = 0.035.
    #[serde(serialize_with = "crate::diff::change::english")]
    pub sentence: Message,
}

/// What customers notice of the changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Behaviour {
    /// Where the questions came from.
    pub source: QuestionSource,
    /// The questions that flipped: the worst kinds first, then in the order of the transcripts.
    pub flips: Vec<Flip>,
    /// Over all rows.
    pub overall: ScopeBehaviour,
    /// By pack that has rows, in the order of ids; rows of no pack come last.
    pub packs: Vec<ScopeBehaviour>,
    /// The evaluation of the earlier version.
    pub before: Report,
    /// The evaluation of the later version.
    pub after: Report,
}
