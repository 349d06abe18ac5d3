//! Which entries are not what they were in an earlier version: `--since`.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostic;
use crate::model::{EntryIndex, FileBytes, KnowledgeBase};
use crate::source::{FileId, Location, Span};

/// What differs between a knowledge base and an earlier version of it.
///
/// An entry has changed if no entry of its reference was there, or if its text is another; where it stands
/// does not matter. The same holds for a shop's answers. A file has changed if its bytes have.
#[derive(Debug, Clone, Default)]
pub struct Changed {
    files: FxHashSet<FileId>,
    /// Places of entries and of shops' answers that have changed, by file.
    places: BTreeMap<FileId, Vec<Span>>,
}

impl Changed {
    /// Compare `now` with the files that an earlier version had, each with its path as it would be now.
    pub fn since(now: &KnowledgeBase, before: Vec<FileBytes>) -> Self {
        let mut changed = Self::default();
        let old: FxHashMap<&PathBuf, &[u8]> =
            before.iter().map(|file| (&file.path, file.bytes.as_slice())).collect();
        let mut same: FxHashSet<PathBuf> = FxHashSet::default();
        for (id, file) in now.files.iter() {
            let text =
                |bytes: &[u8]| bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) == file.text().as_bytes();
            if old.get(&file.path().to_owned()).is_some_and(|bytes| text(bytes)) {
                same.insert(file.path().to_owned());
            } else {
                changed.files.insert(id);
            }
        }
        // Files that are as they were say nothing new, but packs and shops name what others belong to.
        let needed = |path: &PathBuf| {
            let stem = path.file_stem().and_then(|stem| stem.to_str());
            !same.contains(path) || matches!(stem, Some("pack" | "shop"))
        };
        let before: Vec<_> = before.into_iter().filter(|file| needed(&file.path)).collect();
        let before = KnowledgeBase::from_file_bytes(before).knowledge_base;
        let mut texts: FxHashMap<String, &str> = FxHashMap::default();
        for (name, location) in places(&before) {
            texts.insert(name, before.files.slice(location));
        }
        for (name, location) in places(now) {
            if changed.files.contains(&location.file)
                && texts.get(&name).is_none_or(|text| *text != now.files.slice(location))
            {
                changed.places.entry(location.file).or_default().push(location.span);
            }
        }
        changed
    }

    /// Whether a place lies in an entry, or in a shop's answer, that has changed.
    pub fn holds(&self, location: Location) -> bool {
        self.places.get(&location.file).is_some_and(|spans| {
            spans.iter().any(|span| span.start <= location.span.start && location.span.start <= span.end)
        })
    }

    /// Whether a finding is about something that has changed: it or one of its related places lies in a
    /// changed entry, or it belongs to no entry and its file has changed.
    pub fn concerns(&self, finding: &Diagnostic) -> bool {
        self.holds(finding.location)
            || finding.related.iter().any(|related| self.holds(related.location))
            || (finding.entry.is_none() && self.files.contains(&finding.location.file))
    }
}

/// Every entry and every answer of a shop, with a name that stays the same between versions.
fn places(knowledge_base: &KnowledgeBase) -> impl Iterator<Item = (String, Location)> {
    let entries = knowledge_base.entries.iter().map(|entry| (entry.reference.to_string(), entry.location));
    let answers = knowledge_base.shops.iter().flat_map(|shop| {
        shop.answers.iter().map(|answer| {
            let file = shop.location.file;
            let start = answer.question.text.span.start;
            let end = answer.answers.iter().map(|answer| answer.text.span.end).max();
            let span = Span::new(start, end.unwrap_or(answer.question.text.span.end));
            (format!("{}: {}", &*shop.id, &*answer.question.text), Location { file, span })
        })
    });
    entries.chain(answers)
}

/// The entry whose answer a shop gives at `location`, if it does.
pub(super) fn answered_at(knowledge_base: &KnowledgeBase, location: Location) -> Option<EntryIndex> {
    knowledge_base.shops.iter().filter(|shop| shop.location.file == location.file).find_map(|shop| {
        let after = shop
            .answers
            .iter()
            .filter(|answer| answer.question.text.span.start <= location.span.start)
            .max_by_key(|answer| answer.question.text.span.start)?;
        let end = after.answers.iter().map(|answer| answer.text.span.end).max()?;
        (location.span.start < end).then_some(after.question.target).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Location;

    const BEFORE: &str = "- {id: one, question: 甲甲甲甲}\n- {id: two, question: 乙乙乙乙}\n";
    const NOW: &str =
        "- {id: two, question: 乙乙乙乙}\n- {id: one, question: 甲甲甲丁}\n- {id: three, question: 丙}\n";

    fn changed(before: &str, now: &str) -> Vec<bool> {
        let file = |text: &str| {
            let (root, path) = (PathBuf::new(), PathBuf::from("p/a.yaml"));
            vec![FileBytes { root, path, bytes: text.as_bytes().to_vec() }]
        };
        let now = KnowledgeBase::from_file_bytes(file(now)).knowledge_base;
        let changed = Changed::since(&now, file(before));
        let finding = |location: Location| {
            let finding = Diagnostic::error(
                "KB201",
                "question-length",
                location,
                crate::diagnostic::Message::default(),
            );
            finding.with_entry("p/x")
        };
        let concerns = |location: Location| {
            assert_eq!(changed.concerns(&finding(location)), changed.holds(location));
            changed.holds(location)
        };
        now.entries.iter().map(|entry| concerns(entry.location)).collect()
    }

    #[test]
    fn entries_that_only_moved_have_not_changed() {
        assert_eq!(changed(BEFORE, NOW), [false, true, true]);
        assert_eq!(changed(NOW, NOW), [false, false, false]);
        assert_eq!(changed("", BEFORE), [true, true]);
    }
}
