//! For whom, when and how a matcher was trained.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::model::{Digest, KnowledgeBase, View, ViewError, ViewOptions};

/// For whom, when and how a matcher was trained: everything but the knowledge base that decides what it answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The shop through which the knowledge base is seen.
    pub shop: Option<String>,
    /// The day on which validity is judged.
    pub as_of: Date,
    /// The channel whose answers count.
    pub channel: Option<String>,
    /// The mode whose answers count.
    pub mode: Option<String>,
    /// Whether each question is asked within its pack.
    pub within_packs: bool,
    /// The engine's name.
    pub engine: String,
    /// The share of good questions that may be turned away when thresholds are found; the usual one if missing.
    pub turn_away: Option<f64>,
    /// The confidence from which an answer is given, where somebody sets it by hand.
    pub direct: Option<f64>,
    /// The confidence from which candidates are offered, where somebody sets it by hand.
    pub recommend: Option<f64>,
    /// Where words of a dictionary are learned too: the shop's own words beside those of the dictionary.
    pub words: Option<Vec<String>>,
}

impl Settings {
    /// What a view tells of them, and the usual for the rest.
    pub fn of(view: &View<'_>) -> Self {
        Self {
            shop: view.shop().map(|shop| shop.id.value.to_string()),
            as_of: view.as_of(),
            channel: view.channel().map(str::to_owned),
            mode: view.mode().map(str::to_owned),
            within_packs: view.is_within_packs(),
            engine: "auto".to_owned(),
            turn_away: None,
            direct: None,
            recommend: None,
            words: None,
        }
    }

    /// `knowledge_base` as it is seen with these settings.
    ///
    /// # Errors
    /// The knowledge base has no such shop.
    pub fn view<'kb>(&self, knowledge_base: &'kb KnowledgeBase) -> Result<View<'kb>, ViewError> {
        let options = ViewOptions {
            shop: self.shop.as_deref(),
            as_of: self.as_of,
            channel: self.channel.as_deref(),
            mode: self.mode.as_deref(),
        };
        let view = View::new(knowledge_base, options)?;
        Ok(if self.within_packs { view.within_packs() } else { view })
    }

    /// The digest of these settings.
    pub fn digest(&self) -> Digest {
        Digest::of(self)
    }
}
