//! Whether gains and losses between two versions are more than chance.

use serde::Serialize;

/// McNemar's exact test: of the questions that only one version gets right, each is as likely to be a gain as a
/// loss, if the versions are equally good.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct McNemar {
    /// Questions that only the later version gets right.
    pub fixed: u64,
    /// Questions that only the earlier version gets right.
    pub broken: u64,
    /// The two-sided p value, from 0 to 1; 1 where nothing differs.
    pub p: f64,
}

impl McNemar {
    /// Below this p a difference counts as more than chance.
    pub const LEVEL: f64 = 0.05;

    /// Of these counts.
    pub fn new(fixed: u64, broken: u64) -> Self {
        Self { fixed, broken, p: 1.0 }
    }

    /// Whether the difference is more than chance.
    pub fn is_significant(&self) -> bool {
        self.p < Self::LEVEL
    }
}
