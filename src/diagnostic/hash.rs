//! A hash that is written into files and therefore may never change.

/// FNV-1a with 64 bits (Fowler, Noll and Vo, 1991; offset basis and prime as they published them). The
/// hashers of the standard library may give other values with every release of the compiler, and a recorded
/// finding must be known again after an update.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LastingHash(u64);

impl LastingHash {
    pub(crate) const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    /// Add a text and its end, so that `ab`, `c` and `a`, `bc` differ. The end is a byte that UTF-8 does not
    /// have.
    pub(crate) fn text(mut self, text: &str) -> Self {
        for byte in text.bytes().chain([0xFF]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
        self
    }

    /// The hash in 16 digits.
    pub(crate) fn digits(self) -> String {
        format!("{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_never_changes() {
        assert_eq!(LastingHash::new().digits(), "cbf29ce484222325");
        assert_eq!(LastingHash::new().text("发货").digits(), "2733d24167b480be");
        let parts = |parts: [&str; 2]| LastingHash::new().text(parts[0]).text(parts[1]).digits();
        assert_ne!(parts(["ab", "c"]), parts(["a", "bc"]));
    }
}
