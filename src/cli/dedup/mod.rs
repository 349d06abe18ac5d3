//! `kbtool dedup`.

mod interactive;
