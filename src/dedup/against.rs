//! What a knowledge base has in common with texts from elsewhere: test questions, another knowledge base.

use super::likeness::{Degree, Likeness};
use super::phrasings::PhrasingId;

/// A text from elsewhere that the knowledge base says too.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared {
    /// The phrasing of the knowledge base that is most like it.
    pub phrasing: PhrasingId,
    /// The other text.
    pub text: String,
    /// Where it stands: `file:line`, or `pack/id (path:line)`.
    pub place: String,
    /// What should answer it, as its label says; `None` without one.
    pub expected: Option<String>,
    /// How alike the two are, and why.
    pub likeness: Likeness,
}

/// What holding a knowledge base against texts from elsewhere came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AgainstReport {
    /// How many texts were compared.
    pub compared: usize,
    /// Those that the knowledge base says too, each once: the strictest degree first, then by score, then in
    /// their order.
    pub shared: Vec<Shared>,
    /// Whether they are test questions, which should not stand in what the engine learns from.
    pub leakage: bool,
}

impl AgainstReport {
    /// How many are so much alike.
    pub fn count(&self, degree: Degree) -> usize {
        self.shared.iter().filter(|shared| shared.likeness.degree == degree).count()
    }
}
