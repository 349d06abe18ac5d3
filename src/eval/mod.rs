//! Scoring a bot against what customers really asked.
//!
//! This module exists to turn labelled transcripts into figures. It may not know how a matcher works
//! inside, nor how a report looks.

pub mod transcripts;
