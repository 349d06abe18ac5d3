//! Labels that stand for no entry.

/// Labels that mean that nothing in the knowledge base should answer, besides the empty one. Letters
/// match in either case.
pub const NOTHING: [&str; 3] = ["none", "oos", "无"];

/// Whether `label` is one of [`NOTHING`].
pub fn expects_nothing(label: &str) -> bool {
    NOTHING.iter().any(|nothing| label.eq_ignore_ascii_case(nothing))
}
