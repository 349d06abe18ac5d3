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
//! Phrasings that are not equal but much alike can be the same question or its opposite (开通, 关闭). What
//! makes them different for certain is said by [`Guards`].
//!
//! This module says what is equal. Whether that is an error, and what to do about it, is the business of
//! others.

mod facts;
mod guard;
mod order;
mod phrasings;
mod served;

pub use facts::{Fact, FactKind, contradiction, facts};
pub use guard::{Difference, DifferenceKind, GuardListError, GuardLists, Guarded, Guards};
pub use order::is_reordered;
pub use phrasings::{Groups, Level, Phrasing, PhrasingId, Phrasings};
pub use served::ServedTogether;
