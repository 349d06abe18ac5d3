//! Curate the knowledge bases behind customer-service bots.

pub mod source;
