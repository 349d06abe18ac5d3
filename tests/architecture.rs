//! `docs/architecture.md` says which room of the library uses which; the sources say so too, and no two
//! rooms use each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Modules that only tests have.
const OF_TESTS: [&str; 3] = ["tests.rs", "testing.rs", "sample.rs"];

/// The Rust files below `folder`, those of tests aside.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !OF_TESTS.contains(&&*name) {
            found.push(path);
        }
    }
}

/// The rooms that the code of one room names.
fn used_by(room: &Path) -> BTreeSet<String> {
    let mut files = Vec::new();
    sources(room, &mut files);
    let mut used = BTreeSet::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            for path in line.split("crate::").skip(1) {
                assert!(!path.starts_with('{'), "{}: name one room a line: {line}", file.display());
                used.insert(path.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect());
            }
        }
    }
    used.remove(&*room.file_name().expect("a name").to_string_lossy());
    used
}

/// The rooms of the table in their order, each with those that it uses.
fn table() -> Vec<(String, BTreeSet<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/architecture.md")).expect("the page");
    let rows = page.lines().skip_while(|line| *line != "| Room | Uses |").skip(2);
    let names =
        |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<String>>();
    rows.take_while(|line| line.starts_with('|'))
        .filter(|line| !line.contains("`cli`"))
        .flat_map(|line| {
            let mut cells = line.split('|').skip(1);
            let rooms = names(cells.next().unwrap_or_default());
            let uses = names(cells.next().unwrap_or_default());
            rooms.into_iter().map(move |room| (room, uses.clone()))
        })
        .collect()
}

#[test]
fn the_table_is_what_the_sources_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let table: BTreeMap<String, BTreeSet<String>> = table().into_iter().collect();
    let mut rooms = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_dir() && name != "cli" {
            rooms.insert(name, used_by(&path));
        }
    }
    assert_eq!(table, rooms);
}

#[test]
fn a_room_uses_only_what_stands_above_it_in_the_table() {
    let mut above = BTreeSet::new();
    for (room, uses) in table() {
        assert!(uses.is_subset(&above), "{room} uses {uses:?}");
        above.insert(room);
    }
}
