//! Applying fixes, in memory, until nothing more changes.
//!
//! A round takes the findings in their order and applies each fix that does not touch what another fix of
//! the round has touched. Then everything is loaded and linted anew. A round that leaves a file with a fault
//! of YAML that it did not have is taken back for that file, and the fixes of that file are given up: a fix
//! never breaks a file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::LintError;
use super::run::{LintOptions, Linted, lint};
use crate::diagnostic::{Diagnostic, Fix, Safety};
use crate::model::{Loaded, Overlay};
use crate::source::{FileId, Files, Span, apply_edits};

/// No knowledge base needs more rounds; a fix that undoes another would go on for ever.
const MOST_ROUNDS: usize = 50;

/// Which fixes to apply.
#[derive(Debug, Clone, Copy)]
pub struct FixOptions {
    /// Also those that want a look.
    pub include_unsafe: bool,
}

/// What fixing came to.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The new contents of the files that changed.
    pub files: Overlay,
    /// Their texts before, without a byte order mark.
    pub before: BTreeMap<PathBuf, String>,
    /// How many findings were fixed, by code.
    pub by_code: BTreeMap<&'static str, usize>,
    /// What is left.
    pub left: Linted,
    /// The files of the last round, to which the findings that are left point.
    pub loaded: Option<Loaded>,
}

/// Fix what can be fixed.
///
/// `load` loads the knowledge base with the given contents in place of what lies on disk; `narrow` leaves
/// of a run's findings those that may be fixed (in the paths that were asked for, not in a baseline).
///
/// # Errors
/// As [`lint`].
pub fn fix(
    load: &dyn Fn(&Overlay) -> Loaded,
    narrow: &dyn Fn(&mut Vec<Diagnostic>, &Loaded),
    options: &LintOptions<'_>,
    fix_options: FixOptions,
) -> Result<Fixed, LintError> {
    let mut fixed = Fixed::default();
    let mut given_up: BTreeSet<PathBuf> = BTreeSet::new();
    for round in 0.. {
        let mut loaded = load(&fixed.files);
        let mut linted = lint(&mut loaded, options)?;
        narrow(&mut linted.findings, &loaded);
        let chosen = if round < MOST_ROUNDS {
            choose(&linted.findings, &loaded.knowledge_base.files, &given_up, fix_options)
        } else {
            Vec::new()
        };
        let next = apply(&chosen, &loaded.knowledge_base.files);
        if next.is_empty() {
            fixed.left = linted;
            fixed.loaded = Some(loaded);
            return Ok(fixed);
        }
        let mut attempt = fixed.files.clone();
        attempt.extend(next.clone());
        let broken = broken_files(&load(&attempt), &loaded, next.keys());
        if broken.is_empty() {
            for finding in &chosen {
                *fixed.by_code.entry(finding.code).or_default() += 1;
            }
            for (_, file) in
                loaded.knowledge_base.files.iter().filter(|(_, file)| next.contains_key(file.path()))
            {
                fixed.before.entry(file.path().to_owned()).or_insert_with(|| file.text().to_owned());
            }
            fixed.files = attempt;
        } else {
            given_up.extend(broken);
        }
    }
    Ok(fixed)
}

/// The findings whose fixes go together.
fn choose<'f>(
    findings: &'f [Diagnostic],
    files: &Files,
    given_up: &BTreeSet<PathBuf>,
    options: FixOptions,
) -> Vec<&'f Diagnostic> {
    let mut taken: BTreeMap<FileId, Taken> = BTreeMap::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        if fix.safety == Safety::Unsafe && !options.include_unsafe {
            continue;
        }
        let blocked = fix.edits.iter().any(|edit| {
            given_up.contains(files.get(edit.location.file).path())
                || taken.get(&edit.location.file).is_some_and(|taken| taken.touches(edit.location.span))
        });
        if blocked {
            continue;
        }
        for edit in &fix.edits {
            taken.entry(edit.location.file).or_default().add(edit.location.span);
        }
        chosen.push(finding);
    }
    chosen
}

/// What the edits of a round have of one file. Neighbours get in each other's way, as the layout between them
/// belongs to both.
#[derive(Debug, Default)]
struct Taken {
    /// Ends by starts; none touches another.
    spans: BTreeMap<u32, u32>,
}

impl Taken {
    /// Whether `span` shares bytes with what is taken, or is right beside it.
    fn touches(&self, span: Span) -> bool {
        // Of spans that do not touch, the last to begin is the last to end.
        self.spans.range(..=span.end).next_back().is_some_and(|(_, end)| *end >= span.start)
    }

    /// Take `span`, together with what it touches: the edits of one fix may lie close.
    fn add(&mut self, span: Span) {
        let Span { mut start, mut end } = span;
        while let Some((&from, &to)) = self.spans.range(..=end).next_back().filter(|(_, to)| **to >= start) {
            self.spans.remove(&from);
            (start, end) = (start.min(from), end.max(to));
        }
        self.spans.insert(start, end);
    }
}

/// What happens to one file.
#[derive(Default)]
struct Changes<'f> {
    edits: Vec<(Span, &'f str)>,
    /// Whether it loses its byte order mark.
    without_mark: bool,
}

/// The contents of the files after the fixes of `chosen`.
fn apply(chosen: &[&Diagnostic], files: &Files) -> Overlay {
    let mut by_file: BTreeMap<FileId, Changes<'_>> = BTreeMap::new();
    for fix in chosen.iter().filter_map(|finding| finding.fix.as_ref()) {
        let Fix { edits, byte_order_mark_of, .. } = fix;
        for edit in edits {
            by_file
                .entry(edit.location.file)
                .or_default()
                .edits
                .push((edit.location.span, &edit.replacement));
        }
        if let Some(file) = byte_order_mark_of {
            by_file.entry(*file).or_default().without_mark = true;
        }
    }
    by_file
        .into_iter()
        .filter_map(|(file, Changes { edits, without_mark })| {
            let source = files.get(file);
            let text = apply_edits(source.text(), &edits).ok()?;
            let mut bytes = Vec::with_capacity(text.len() + 3);
            if source.has_byte_order_mark() && !without_mark {
                bytes.extend_from_slice("\u{FEFF}".as_bytes());
            }
            bytes.extend_from_slice(text.as_bytes());
            let changed = without_mark || text != source.text();
            changed.then(|| (source.path().to_owned(), bytes))
        })
        .collect()
}

/// The files among `changed` that have faults of loading they did not have before.
fn broken_files<'p>(
    after: &Loaded,
    before: &Loaded,
    changed: impl Iterator<Item = &'p PathBuf>,
) -> Vec<PathBuf> {
    let faults = |loaded: &Loaded| {
        let mut counted: BTreeMap<PathBuf, usize> = BTreeMap::new();
        for problem in &loaded.problems {
            let path = loaded.knowledge_base.files.get(problem.location.file).path();
            *counted.entry(path.to_owned()).or_default() += 1;
        }
        counted
    };
    let (after, before) = (faults(after), faults(before));
    let count = |counted: &BTreeMap<PathBuf, usize>, path: &PathBuf| counted.get(path).copied().unwrap_or(0);
    changed.filter(|path| count(&after, path) > count(&before, path)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_taken_touches_what_any_of_its_spans_touches(
            spans in proptest::collection::vec((0_u32..60, 0_u32..4), 0..12),
            asked in (0_u32..60, 0_u32..4),
        ) {
            let spans: Vec<Span> = spans.iter().map(|&(start, length)| Span::new(start, start + length)).collect();
            let asked = Span::new(asked.0, asked.0 + asked.1);
            let mut taken = Taken::default();
            for span in &spans {
                taken.add(*span);
            }
            let touch = spans.iter().any(|span| span.start <= asked.end && asked.start <= span.end);
            prop_assert_eq!(taken.touches(asked), touch);
        }
    }
}
