//! Placeholder until merge.
use super::Span;
/// map
#[derive(Debug)]
pub struct ScalarMap(Span);
impl ScalarMap {
    /// new
    pub fn new(_: &str, span: Span, _: &str) -> Option<Self> {
        Some(Self(span))
    }
    /// span
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.0.start + range.start as u32, self.0.start + range.end as u32)
    }
}
