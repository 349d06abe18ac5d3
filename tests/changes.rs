//! One case for each kind of change and for those that are easily confused, with what the reports say.
//!
//! A case is a file in `tests/changes`: a line about it, then the files of both versions, each under a line
//! `=== before PATH` or `=== after PATH`. `INSTA_UPDATE=always cargo test --test changes` renews the snapshots.

use std::path::{Path, PathBuf};

use kbtool::diagnostic::Language;
use kbtool::diff::{Change, Pairing, Versions, changes};
use kbtool::model::KnowledgeBase;
use kbtool::report::{DiffFormat, DiffRenderOptions, DiffReport, RenderOptions, render_diff};

struct Case {
    name: String,
    about: String,
    before: KnowledgeBase,
    after: KnowledgeBase,
}

impl Case {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("a case");
        let mut parts = text.split("\n=== ");
        let about = parts.next().expect("a line about it").to_owned();
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for part in parts {
            let (head, yaml) = part.split_once('\n').expect("a head and a file");
            let (side, path) = head.split_once(' ').expect("a side and a path");
            let files = if side == "before" { &mut before } else { &mut after };
            files.push((PathBuf::from(path), format!("{yaml}\n")));
        }
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let load = |files: Vec<(PathBuf, String)>| {
            let loaded = KnowledgeBase::from_texts(files);
            assert!(loaded.problems.is_empty(), "{name}: {:?}", loaded.problems);
            loaded.knowledge_base
        };
        Self { about, before: load(before), after: load(after), name }
    }

    fn changes(&self) -> Vec<Change> {
        let (before, after) = (&self.before, &self.after);
        changes(Versions { before, after, gates: None }, &Pairing::new(before, after))
    }

    fn rendered(&self, changes: &[Change], format: DiffFormat) -> String {
        let report = DiffReport {
            before: "before",
            after: "after",
            entries: (self.before.entries.len(), self.after.entries.len()),
            changes,
            behaviour: None,
            limits: &[],
            notes: &[],
        };
        let options = RenderOptions { language: Language::English, width: Some(100), colour: false };
        render_diff(&report, format, options, &DiffRenderOptions::default())
    }
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/changes");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| Case::read(path)).collect()
}

#[test]
fn every_case_reads_as_it_did() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("changes/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for case in cases() {
        let changes = case.changes();
        let formats = [DiffFormat::Text, DiffFormat::Markdown, DiffFormat::Json];
        let parts: Vec<String> = formats
            .iter()
            .map(|&format| format!("--- {format}\n{}", case.rendered(&changes, format)))
            .collect();
        settings.set_description(case.about.clone());
        settings.bind(|| insta::assert_snapshot!(case.name.as_str(), parts.join("\n")));
    }
}

#[test]
fn every_kind_of_change_has_a_case() {
    let cases = cases();
    let told: Vec<_> = cases.iter().flat_map(Case::changes).map(|change| change.kind).collect();
    for kind in kbtool::diff::ChangeKind::ALL {
        assert!(told.contains(kind), "{} has no case in tests/changes", kind.name());
    }
}

#[test]
fn each_version_is_itself_and_mirrors_the_other() {
    for case in cases() {
        for version in [&case.before, &case.after] {
            let versions = Versions { before: version, after: version, gates: None };
            assert_eq!(changes(versions, &Pairing::new(version, version)), [], "{}", case.name);
        }
        let (before, after) = (&case.after, &case.before);
        let back = changes(Versions { before, after, gates: None }, &Pairing::new(before, after));
        assert_eq!(case.changes().len(), back.len(), "{}", case.name);
    }
}
