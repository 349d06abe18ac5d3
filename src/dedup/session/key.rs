//! What a person presses, and what that leads to; terminals give names of their own to keys.

use crate::diagnostic::Message;

/// A key as it was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A letter or sign. Capitals count as small letters.
    Char(char),
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow to the left.
    Left,
    /// Arrow to the right.
    Right,
    /// Enter.
    Enter,
    /// Ctrl-C, or whatever else asks to stop at once.
    Interrupt,
}

/// What a key has led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Something else is to be seen; the plan is as it was.
    Shown,
    /// What is to become of phrasings has changed in a group that is not decided.
    Changed,
    /// A group was decided, or a decision was taken back: time to save.
    Decided,
    /// Nothing has happened, and why.
    Refused(Message),
    /// Save and stop.
    Stop,
    /// Save, and carry out what was decided.
    Apply,
}
