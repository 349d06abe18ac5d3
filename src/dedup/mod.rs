//! Which phrasings say the same, and where that hurts.
//!
//! Two strengths of it, for two kinds of users:
//!
//! - **Equal.** Every phrasing gets keys of three strengths (the match key; that without particles and
//!   politeness; that with interchangeable words made one), and phrasings with equal keys are found by sorting
//!   the keys' hashes: no pair is compared with another, so a million phrasings take a second. The linter's
//!   rules about duplicates and the search below read from one [`Phrasings`].
//! - **Near.** [`search`] finds every pair whose [`Similarity`] reaches a threshold, and none below, by an
//!   exact join; what makes two phrasings different for certain, however much alike they look (开通, 关闭),
//!   is said by [`Guards`]. What is found is grouped around representatives and ranked by [`Harm`].
//!   [`score_pairs`] judges given pairs by the same score.
//!
//! Only where texts have been brought together they are looked at more closely: whether another order of the
//! same words says something else, on which facts two answers to one question contradict each other
//! ([`compare`]), and in words what differs ([`Reason`]).
//!
//! This module says what is alike and what harm that does. Whether it is an error is the business of others;
//! what is to be done is decided by people, in a [`plan`] that is carried out in memory.

mod against;
mod collection;
mod facts;
mod found;
mod grouping;
mod guard;
mod harm;
mod join;
mod kept;
mod likeness;
mod order;
mod pairs;
mod phrasings;
pub mod plan;
mod reason;
mod score;
mod search;
mod served;
pub mod session;
mod similarity;

pub use against::{AgainstReport, OtherText, Shared, against};
pub use facts::{Fact, FactDifference, FactKind, compare, contradiction, differences, facts, written_number};
pub use found::{Duplicates, FactConflict, Group, Harm, Member, PackCount, SetApart};
pub use guard::{Difference, DifferenceKind, GuardListError, GuardLists, Guarded, Guards};
pub use likeness::{Degree, Likeness, Reason};
pub use order::is_reordered;
pub use pairs::{PairFigures, PairReport, ScoredPair};
pub use phrasings::{Groups, Level, Phrasing, PhrasingId, Phrasings};
pub use score::{Scored, score_pairs};
pub use search::{SearchOptions, search};
pub use served::ServedTogether;
pub use similarity::{KeyDifference, Similarity};
