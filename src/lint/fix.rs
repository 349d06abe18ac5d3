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
    let mut taken: BTreeMap<FileId, Vec<Span>> = BTreeMap::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let Some(fix) = &finding.fix else { continue };
        if fix.safety == Safety::Unsafe && !options.include_unsafe {
            continue;
        }
        let blocked = fix.edits.iter().any(|edit| {
            let spans = taken.get(&edit.location.file).map_or(&[][..], Vec::as_slice);
            given_up.contains(files.get(edit.location.file).path())
                || spans.iter().any(|span| touch(*span, edit.location.span))
        });
        if blocked {
            continue;
        }
        for edit in &fix.edits {
            taken.entry(edit.location.file).or_default().push(edit.location.span);
        }
        chosen.push(finding);
    }
    chosen
}

/// Whether two edits get in each other's way; neighbours do, as the layout between them belongs to both.
fn touch(one: Span, other: Span) -> bool {
    one.start <= other.end && other.start <= one.end
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
