//! The `kbtool` binary.
fn main() {}
