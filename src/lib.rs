//! Curate the knowledge bases behind customer-service bots.

pub mod config;
pub mod diagnostic;
pub mod eval;
pub mod import;
pub mod matching;
pub mod model;
pub mod report;
pub mod source;
pub mod text;
