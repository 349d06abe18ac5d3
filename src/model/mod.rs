//! A knowledge base in memory: packs, shops, entries, and what of them is served when and where.
//!
//! [`KnowledgeBase::load`] reads folders and reports every fault at once. [`View`] answers the questions
//! that depend on a shop and a day: which entries are live, which have an answer. This module knows what
//! the keys of a file mean; it does not know how questions are matched nor what a rule thinks of a text.

mod assemble;
mod decode;
mod digest;
mod entry;
mod gates;
mod keys;
mod knowledge_base;
mod label;
mod load;
mod mend;
mod neighbourhood;
mod problem;
mod schema;
mod shop;
mod view;

pub use digest::Digest;
pub use entry::{Answer, Entry, EntryIndex, Reference, Status, Text, Validity, ValiditySpans};
pub use gates::{Figure, Gates};
pub use knowledge_base::{Found, KnowledgeBase, Lookup, Pack, PackIndex};
pub use label::{NOTHING, expects_nothing};
pub use load::{FileBytes, LoadOptions, Loaded, Overlay};
pub use neighbourhood::Neighbourhood;
pub use problem::nearest;
pub use schema::{SchemaKind, schema};
pub use shop::{Shop, ShopAnswer, Welcome};
pub use view::{LiveEntry, State, View, ViewError, ViewOptions};
