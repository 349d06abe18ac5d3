//! What changed between two versions of a knowledge base, in the words of those who review it, and what it
//! does to customers.
//!
//! A diff of files shows lines. This module shows changes of meaning:
//!
//! 1. **Who is who.** [`Pairing`] finds for each entry of the one version the entry of the other that it
//!    became: by its reference, by its question, by the likeness of its phrasings. A new id, a new question, a
//!    new file or pack is a rename or a move, not a removal and an addition. What one entry shared out among
//!    two is a split, the reverse a merge.
//! 2. **What is different.** [`changes`] compares each pair and everything around the entries (packs, shops,
//!    gates), names each difference ([`ChangeKind`]) and says how much harm it can do ([`Risk`]) and why.
//!    Answers are compared word by word ([`inline`]) and by the facts they state ([`fact_changes`]).
//!    Order, layout, comments and quotes are no difference, as they never reach the model.
//! 3. **What customers notice.** [`BehaviourRun`] asks both versions the same questions and lists those that
//!    are now answered otherwise, with the change that most likely did it, and tests whether gains and losses
//!    are more than chance ([`McNemar`]).
//! 4. **Whether that passes.** [`check_limits`] holds it all against the limits of a team.
//!
//! Everything here mirrors: what is added from A to B is removed from B to A. This module does not know where
//! a version comes from (a folder, a commit), nor how a report looks.

mod answer_facts;
mod behaviour;
mod change;
mod changes;
mod inline;
mod limits;
mod mcnemar;
mod pairing;

pub use answer_facts::{FactChange, FactTopic, fact_changes};
pub use behaviour::{
    Behaviour, BehaviourRun, Cause, Flip, FlipCounts, FlipKind, QuestionSource, Response, ScopeBehaviour,
    Side, self_test_batches,
};
pub use change::{Change, ChangeKind, EntrySummary, Place, Risk, Value};
pub use changes::{GateTable, Versions, changes};
pub use inline::{Piece, PieceKind, inline};
pub use limits::{DiffLimits, LimitResult, ReviewTopic, UnknownReviewTopic, check_limits, fingerprint};
pub use mcnemar::McNemar;
pub use pairing::{Pair, PairedBy, Pairing, Rival, Share};
