//! A knowledge base with its trained matcher, as one file.
//!
//! This module exists so that a thousand processes that judge by the same knowledge base need not train a thousand
//! times, and judge alike wherever they run: [`write()`] puts everything into one file, [`Bundle::open`] has it back
//! within milliseconds, with the same rankings to the last bit. It may not know what is judged.
//!
//! ```
//! use kbtool::bundle::{Bundle, Settings, write};
//! use kbtool::matching::{Auto, Learned, LearningOptions, Matcher, Query, TrainingSet};
//! use kbtool::model::{KnowledgeBase, View, ViewOptions};
//!
//! let text = "- question: 什么时候发货？\n  variants: [多久发货, 几天能发出]\n  answer: 48 小时内。\n";
//! let loaded = KnowledgeBase::from_texts([("shop/faq.yaml".into(), text.to_owned())]);
//! let day = jiff::civil::date(2026, 11, 5);
//! let options = ViewOptions { shop: None, as_of: day, channel: None, mode: None };
//! let view = View::new(&loaded.knowledge_base, options)?;
//! let set = TrainingSet::new(&view);
//! let matcher = Auto::train(&view, &set, Learned::BySize, LearningOptions::default());
//!
//! let mut bytes = Vec::new();
//! write(&mut bytes, &Settings::of(&view), &loaded.knowledge_base, &matcher)?;
//! let bundle = Bundle::from_bytes("kb.bundle".as_ref(), &bytes)?;
//!
//! let queries = [Query::new("請問多久發貨")];
//! assert_eq!(bundle.matcher.rank(&queries), matcher.rank(&queries));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod file;
mod settings;

use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

pub use file::BundleError;
pub use settings::Settings;

use crate::matching::Auto;
use crate::model::KnowledgeBase;

/// A knowledge base with its trained matcher. Where a text stood in which file is not part of it.
#[derive(Debug, Deserialize)]
pub struct Bundle {
    /// For whom, when and how the matcher was trained.
    pub settings: Settings,
    /// The knowledge base.
    pub knowledge_base: KnowledgeBase,
    /// The matcher.
    pub matcher: Auto,
}

#[derive(Serialize)]
struct Content<'c> {
    settings: &'c Settings,
    knowledge_base: &'c KnowledgeBase,
    matcher: &'c Auto,
}

/// Write a bundle. The same in gives the same bytes.
///
/// # Errors
/// `writer` refuses.
pub fn write(
    writer: &mut dyn Write,
    settings: &Settings,
    knowledge_base: &KnowledgeBase,
    matcher: &Auto,
) -> io::Result<()> {
    file::write(writer, &Content { settings, knowledge_base, matcher })
}

impl Bundle {
    /// Open the bundle at `path`.
    ///
    /// # Errors
    /// The file cannot be read, is no bundle, was written by another version, or is damaged.
    pub fn open(path: &Path) -> Result<Self, BundleError> {
        let bytes =
            std::fs::read(path).map_err(|cause| BundleError::Read { path: path.to_owned(), cause })?;
        Self::from_bytes(path, &bytes)
    }

    /// The bundle whose bytes these are; `path` stands for it in messages.
    ///
    /// # Errors
    /// As for [`open`](Self::open).
    pub fn from_bytes(path: &Path, bytes: &[u8]) -> Result<Self, BundleError> {
        file::read(path, bytes)
    }
}

#[cfg(test)]
mod tests;
