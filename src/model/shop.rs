//! A shop: what it subscribes to, what it answers, how it greets.

use serde::{Deserialize, Serialize};

use super::entry::{Answer, Reference, Text};
use crate::source::Location;

/// A shop's own answers to one question of a pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShopAnswer {
    /// The question answered.
    pub question: Reference,
    /// The answers, which take the place of the pack's.
    pub answers: Vec<Answer>,
}

/// The first thing a customer sees.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Welcome {
    /// The greeting.
    pub greeting: Option<Text>,
    /// The questions offered as buttons.
    pub cards: Vec<Reference>,
}

/// A `shop.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shop {
    /// Its id; its own entries live in a pack of the same name.
    pub id: Text,
    /// Its name for people.
    pub name: Option<Text>,
    /// The packs it subscribes to, as written.
    pub subscribe: Vec<Text>,
    /// Whether the common pack is in without being named.
    pub common: bool,
    /// Its answers over the packs' questions.
    pub answers: Vec<ShopAnswer>,
    /// Greeting and cards.
    pub welcome: Welcome,
    /// The whole file.
    #[serde(skip)]
    pub location: Location,
}
