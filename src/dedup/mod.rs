//! Which phrasings say the same, and where that hurts.
//!
//! Every phrasing of a knowledge base gets keys of three strengths (the match key; that without particles
//! and politeness; that with interchangeable words made one), and phrasings with equal keys are found by
//! sorting the keys' hashes: no pair is compared with another, so a million phrasings take a second. The
//! linter's rules about duplicates all read from one [`Phrasings`].
//!
//! Two things are looked at more closely, but only where keys have brought texts together: whether another
//! order of the same words says something else, and whether two answers to one question contradict each
//! other ([`facts`]).
//!
//! This module says what is equal, and carries out what people have decided about it ([`plan`]). Whether that
//! is an error is the business of others.

mod facts;
mod found;
mod likeness;
mod order;
mod phrasings;
pub mod plan;
mod served;

pub use facts::{Fact, FactKind, contradiction, facts};
pub use found::{Duplicates, FactConflict, Group, Harm, Member, PackCount, SetApart};
pub use likeness::{Degree, Likeness, Reason};
pub use order::is_reordered;
pub use phrasings::{Groups, Level, Phrasing, PhrasingId, Phrasings};
pub use served::ServedTogether;
