//! What differs between two texts, word by word, and inside of words character by character.

use serde::Serialize;

/// What became of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PieceKind {
    /// It stayed.
    Same,
    /// Only the earlier text has it.
    Removed,
    /// Only the later text has it.
    Added,
}

/// A piece of a text that changed. The same and the removed pieces together are the earlier text, the same and
/// the added ones the later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of it.
    pub kind: PieceKind,
    /// Its text, never empty.
    pub text: String,
}

/// How `before` became `after`.
pub fn inline(before: &str, after: &str) -> Vec<Piece> {
    let piece = |kind, text: &str| Piece { kind, text: text.to_owned() };
    vec![piece(PieceKind::Removed, before), piece(PieceKind::Added, after)]
}
