//! Placeholder until merge.
/// core
pub fn core_key(k: &str) -> String {
    k.to_owned()
}
/// loose
pub fn loose_key(k: &str) -> String {
    k.to_owned()
}
