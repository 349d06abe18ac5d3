//! Text as matching sees it: what counts as the same, what a text is written in, where its words end.
//!
//! Customers write 發貨 and 发货, ＡＢＣ and abc, "多久能到？？？" and "多久 能到". This module decides
//! which of those differences matter. It works on plain strings and knows neither files nor entries.

mod character;
mod conversion;
mod features;
mod key_hash;
mod normalise;
mod ordinary;
mod particles;
mod pinyin;
mod regional;
mod script;
mod segment;
mod thesaurus;
mod word_table;
mod wording;

pub use character::{CharacterClasses, is_full_width_alphanumeric, is_invisible};
pub use conversion::{is_simplified_only, is_traditional_only};
pub use features::{FeatureHash, FeatureScheme, Features, GROUPS, Group, Part};
pub(crate) use key_hash::key_hash;
pub use normalise::{Normaliser, Steps, match_key};
pub use particles::core_key;
pub use pinyin::{slug, sound_key};
pub use script::{ScriptCounts, is_han, simplified};
pub use segment::{Segmenter, unicode_words};
pub(crate) use thesaurus::is_whole;
pub use wording::loose_key;
