//! Curate the knowledge bases behind customer-service bots.

pub mod diagnostic;
pub mod eval;
pub mod matching;
pub mod model;
pub mod report;
pub mod source;
pub mod text;
