//! stub
use std::fmt;
/// A share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard {
    /// From 1.
    pub index: u32,
    /// Of how many.
    pub count: u32,
}
impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.count)
    }
}
/// Bad.
#[derive(Debug, thiserror::Error)]
#[error("bad shard")]
pub struct BadShard;
impl std::str::FromStr for Shard {
    type Err = BadShard;
    fn from_str(s: &str) -> Result<Self, BadShard> {
        let (a, b) = s.split_once('/').ok_or(BadShard)?;
        Ok(Self { index: a.parse().map_err(|_| BadShard)?, count: b.parse().map_err(|_| BadShard)? })
    }
}
