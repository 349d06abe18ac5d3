//! Carrying out a plan: from what people decided to the new bytes of files, or to every reason why not.
//!
//! Four steps, each of which may refuse:
//!
//! 1. `decide`: does the plan fit the knowledge base, and does it make sense? Who goes where in the end?
//! 2. `outcome`: what each list of each entry and shop gains and loses by that.
//! 3. `place`: where these lists stand in the files, and which comments go along.
//! 4. `edit`: splices of bytes. What comes out is read again and must hold what was meant and nothing else,
//!    so that no anchor, alias or odd layout can make an edit do more than it should.

mod comments;
mod decide;
mod edit;
mod mentions;
mod outcome;
mod outline;
mod place;
mod tree;

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;

use super::{Plan, PlanError, PlanFault};
use crate::model::{KnowledgeBase, Overlay};
use crate::source::{Location, SourceFile};

/// What a plan makes of the files. Nothing has been written.
#[derive(Debug, Default)]
pub struct Applied {
    /// The new contents of the files that change.
    pub files: Overlay,
    /// Their texts before, without a byte order mark.
    pub before: BTreeMap<PathBuf, String>,
    /// How much was done.
    pub counts: Counts,
}

/// How much a plan did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Variants taken out.
    pub dropped: usize,
    /// Variants that went to another entry, or were there already.
    pub moved: usize,
    /// Variants that became counterexamples.
    pub counterexamples: usize,
    /// Entries that went into another.
    pub merged: usize,
    /// Mentions of merged entries that name another entry now, or were taken out.
    pub mentions: usize,
    /// Groups that nobody has decided yet.
    pub undecided: usize,
}

impl Plan {
    /// Carry out what is decided, in memory: `knowledge_base` as it was just loaded, without faults, gives the
    /// files and what they mean.
    ///
    /// - What moves into an entry that is merged goes where that entry goes.
    /// - A phrasing that comes to an entry is not written if that has its match key; an equal counterexample
    ///   makes room for it. Counterexamples of a merged entry that are phrasings of the other are left out.
    /// - `related` takes up what the merged entry had, up to five.
    /// - A comment behind a phrasing goes with it, and of a merged entry also the comments right above a
    ///   variant, if the new place is a list of lines. All others stay where they were, those inside a merged
    ///   entry as lines of their own; only comments that silence the linter there go with what they spoke of.
    ///
    /// # Errors
    /// [`PlanError::Refused`] with all reasons: a file has changed since the plan was made; an entry or phrasing
    /// is not there as the plan says; a question is to be dropped, moved or made a counterexample; a target is
    /// no entry or the entry itself; one phrasing has two actions; merges go in a circle; answers would be
    /// lost because the target has none; a shop answers both entries of a merge; a counterexample would still
    /// be a phrasing of its entry; or a place cannot be edited without changing something else.
    pub fn apply(&self, knowledge_base: &KnowledgeBase) -> Result<Applied, PlanError> {
        let decisions = decide::decide(self, knowledge_base)?;
        let outcome = outcome::outcome(knowledge_base, &decisions)?;
        let edits = place::place(knowledge_base, &outcome)?;
        let edited: Vec<Result<(&SourceFile, String), PlanFault>> = edits
            .into_par_iter()
            .map(|(file, edits)| {
                let file = knowledge_base.files.get(file);
                edit::edit(file, &edits)
                    .map(|text| (file, text))
                    .map_err(|trouble| place::fault(file, &trouble))
            })
            .collect();
        let mut applied = Applied { counts: outcome.counts, ..Applied::default() };
        let mut faults = Vec::new();
        for edited in edited {
            match edited {
                Ok((file, text)) if text != file.text() => {
                    let mark = if file.has_byte_order_mark() { "\u{FEFF}" } else { "" };
                    applied.files.insert(file.path().to_owned(), [mark, &text].concat().into_bytes());
                    applied.before.insert(file.path().to_owned(), file.text().to_owned());
                }
                Ok(_) => {}
                Err(fault) => faults.push(fault),
            }
        }
        PlanError::refused(faults).map_or(Ok(applied), Err)
    }
}

/// The fault with `message` at a place of the knowledge base.
fn fault_at(
    knowledge_base: &KnowledgeBase,
    location: Location,
    message: crate::diagnostic::Message,
) -> PlanFault {
    let file = knowledge_base.files.get(location.file);
    let line = file.line_column(location.span.start).line;
    PlanFault { path: file.display_path(), line, column: 0, message }
}
