//! A key's hash, where keys are compared and not kept.

use std::hash::{DefaultHasher, Hasher};

/// SipHash with fixed keys: among ten million different keys the odds that any two collide are one in three
/// hundred thousand. Never written into files: another release of the compiler may hash otherwise.
pub(crate) fn key_hash(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(key.as_bytes());
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_and_no_others_have_equal_hashes() {
        assert_eq!(key_hash("退款"), key_hash(&["退", "款"].concat()));
        let keys = ["", "退", "退款", "退货", "款退"];
        for (at, one) in keys.iter().enumerate() {
            assert!(keys[..at].iter().all(|other| key_hash(one) != key_hash(other)), "{one}");
        }
    }
}
