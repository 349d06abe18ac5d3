//! A hash of small things, the same on every machine and spread over all 64 bits, so that hashes can be
//! added up where order does not matter.

/// One round of multiply and rotate over the state.
pub(super) const fn mix(state: u64, value: u64) -> u64 {
    (state ^ value).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29)
}

/// The finaliser of MurmurHash3 (Appleby), so that all bits depend on all bits.
pub(super) const fn finish(mut state: u64) -> u64 {
    state ^= state >> 33;
    state = state.wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    state ^= state >> 33;
    state = state.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    state ^ (state >> 33)
}

/// The hash of some bytes.
pub(super) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    finish(bytes.fold(0xD6E8_FEB8_6659_FD93, |state, byte| mix(state, u64::from(byte))))
}
