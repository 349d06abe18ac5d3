//! What a finding is known by on servers that compare one run with the next.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, LastingHash, Recorded};
use crate::source::Files;

/// A fingerprint for each finding, in their order: 16 digits that stay when lines move or an entry goes to
/// another file, as a baseline sees it (rule, entry or file, text), and differ within the report.
pub(super) fn fingerprints(findings: &[&Diagnostic], files: &Files) -> Vec<String> {
    let mut seen: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    findings
        .iter()
        .map(|finding| {
            let Recorded { code, place, hash, .. } = Recorded::of(finding, files);
            let hashed = LastingHash::new().text(&code).text(&place).text(&hash);
            let number = seen.entry((code, place, hash)).and_modify(|number| *number += 1).or_default();
            // The first goes without its number, so that a second one does not change it.
            let hashed = if *number == 0 { hashed } else { hashed.text(&number.to_string()) };
            hashed.digits()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diagnostic::Message;
    use crate::source::{FileId, Location, SourceFile, Span};

    /// A finding at each `货`.
    fn of(text: &str) -> Vec<String> {
        let files = Files::new(vec![SourceFile::from_text("demo/faq.yaml", text)]);
        let findings: Vec<Diagnostic> = text
            .match_indices('货')
            .map(|(at, found)| {
                let span = Span::new(at as u32, (at + found.len()) as u32);
                let location = Location { file: FileId(0), span };
                Diagnostic::error("KB201", "question-length", location, Message::new("short", "太短"))
            })
            .collect();
        fingerprints(&findings.iter().collect::<Vec<_>>(), &files)
    }

    #[test]
    fn lines_may_move() {
        assert_eq!(of("货"), of("\n\n  货"));
    }

    #[test]
    fn the_same_again_is_another() {
        let three = of("货\n货\n货");
        assert_eq!(three.iter().collect::<BTreeSet<_>>().len(), 3);
        assert_eq!(three[0], of("货")[0]);
        assert!(three.iter().all(|digits| digits.len() == 16));
    }
}
