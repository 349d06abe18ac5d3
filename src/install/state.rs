//! Whether a newer pack is shipped than the one that is installed.

use std::cmp::Ordering;

use super::copy::Copy;
use super::release::Release;

/// How a copy stands to the pack that is shipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CopyState {
    /// What is recorded is what is shipped.
    Current,
    /// Something else is shipped.
    Outdated,
    /// A newer version is recorded than is shipped.
    Newer,
    /// There is no record: it was copied by hand.
    Unrecorded,
}

/// How `copy` stands to `release`.
pub fn state_of(copy: &Copy<'_>, release: &Release) -> CopyState {
    let Some(record) = &copy.record else { return CopyState::Unrecorded };
    if *record == release.record {
        CopyState::Current
    } else if compare_versions(&record.version, &release.version) == Some(Ordering::Greater) {
        CopyState::Newer
    } else {
        CopyState::Outdated
    }
}

/// Which of two versions is the later one, number by number: `1.10` comes after `1.9`, and `1.0` is `1`.
/// `None` if one is no row of numbers with dots.
pub fn compare_versions(one: &str, other: &str) -> Option<Ordering> {
    let numbers = |version: &str| -> Option<Vec<u64>> {
        let mut numbers: Vec<u64> =
            version.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
        while numbers.last() == Some(&0) {
            numbers.pop();
        }
        Some(numbers)
    };
    Some(numbers(one)?.cmp(&numbers(other)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_rows_of_numbers() {
        for (one, other, wanted) in [
            ("1.0.0", "1.0.0", Some(Ordering::Equal)),
            ("1.0", "1", Some(Ordering::Equal)),
            ("1.10.0", "1.9.3", Some(Ordering::Greater)),
            ("0.9", "1", Some(Ordering::Less)),
            ("1.0-beta", "1.0", None),
            ("", "1.0", None),
        ] {
            assert_eq!(compare_versions(one, other), wanted, "{one} {other}");
        }
    }
}
