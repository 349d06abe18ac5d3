//! Copies of packs followed on disk: an older version is laid out by hand, then the binary brings it up to what
//! ships.

#[allow(dead_code, reason = "each test file takes what it needs")]
mod common;

use std::path::Path;

use common::{ask, kbtool, run, write};
use kbtool::install::{PackFiles, Releases, files_of};
use kbtool::packs::BUNDLED;
use tempfile::TempDir;

/// The packs that ship, as they may have been before: one entry answers otherwise, one is missing, one is there
/// that is gone now.
fn older() -> Releases {
    let packs = BUNDLED.iter().filter(|pack| matches!(pack.id, "apparel" | "common"));
    Releases::of(packs.map(|pack| {
        let mut files = PackFiles::from(pack);
        for (name, text) in &mut files.files {
            if name == "pack.yaml" {
                *text = text.replace("version: ", "version: 0.");
            }
            if pack.id == "apparel" && name == "care.yaml" {
                *text = text
                    .replacen("answer: \"", "answer: \"亲，", 1)
                    .replacen("care-ironing\n", "care-ironing-old\n", 1)
                    .replace("care-ironing,", "care-ironing-old,")
                    .replace("care-ironing]", "care-ironing-old]");
            }
        }
        files
    }))
}

/// A repository with a copy of the older packs and a shop.
fn repository() -> TempDir {
    let folder = common::folder(&[("shop/shop.yaml", "id: 甲店\nsubscribe: [apparel]\n")]);
    write(folder.path(), "kbtool.toml", "kb = [\"kb\", \"shop\"]\n");
    let releases = older();
    assert!(releases.problems.is_empty(), "{:?}", releases.problems);
    for pack in &releases.packs {
        for (name, text) in files_of(pack) {
            write(folder.path(), &format!("kb/{}/{}", pack.id, name.display()), text);
        }
    }
    folder
}

fn read(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What a pack that ships has in a file.
fn shipped(pack: &str, name: &str) -> &'static str {
    let pack = BUNDLED.iter().find(|bundled| bundled.id == pack).expect("a pack");
    pack.files.iter().find(|(file, _)| *file == name).expect("a file").1
}

/// All files below a folder with their contents.
fn everything(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in std::fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").display().to_string();
                found.push((name, std::fs::read(&path).expect("a file")));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn an_older_copy_becomes_what_ships() {
    let folder = repository();
    let (code, out, error) = ask(folder.path(), &["packs", "list"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("is bundled"), "{out}");
    let before = everything(folder.path());
    for option in ["--dry-run", "--check"] {
        let (code, out, error) = ask(folder.path(), &["packs", "update", option]);
        assert_eq!(code, i32::from(option == "--check"), "{error}");
        assert!(out.contains("apparel 0.") && out.contains(" → ") && out.contains("亲，"), "{out}");
        assert_eq!(everything(folder.path()), before, "nothing is written");
    }
    let (code, out, error) = ask(folder.path(), &["packs", "update", "--lang", "zh"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("跟随行业包更新：") && error.contains("已写入"), "{out}{error}");
    for pack in BUNDLED.iter().filter(|pack| matches!(pack.id, "apparel" | "common")) {
        for (name, text) in pack.files {
            assert_eq!(&read(folder.path(), &format!("kb/{}/{name}", pack.id)), text, "{}/{name}", pack.id);
        }
    }
    let after = everything(folder.path());
    let (code, out, error) = ask(folder.path(), &["packs", "update", "--check"]);
    assert_eq!((code, out.matches("up to date").count()), (0, 2), "{out}{error}");
    assert_eq!(everything(folder.path()), after);
}

#[test]
fn what_was_edited_here_is_kept_and_told() {
    let folder = repository();
    let (name, old) = ("kb/apparel/care.yaml", read(folder.path(), "kb/apparel/care.yaml"));
    let edited = old.replacen("answer: \"亲，", "# 小禾改过\n    answer: \"您好，", 1);
    // Notepad was here.
    write(folder.path(), name, format!("\u{FEFF}{}", edited.replace('\n', "\r\n")));
    let (code, out, error) =
        ask(folder.path(), &["packs", "update", "apparel", "-o", "json=out/update.json", "-o", "markdown"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("### apparel 0.") && out.contains("conflict"), "{out}");
    let now = read(folder.path(), name);
    assert!(now.starts_with('\u{FEFF}') && !now.replace("\r\n", "").contains('\n'), "{now}");
    assert!(now.contains("# 小禾改过\r\n    answer: \"您好，"), "{now}");
    // What was edited here refers to it.
    assert!(now.contains("- id: care-ironing-old\r\n") && now.contains("- id: care-ironing\r\n"), "{now}");
    let report: serde_json::Value =
        serde_json::from_str(&read(folder.path(), "out/update.json")).expect("JSON");
    assert_eq!(report["schema"], "kbtool.packs/1");
    let outcomes = report["packs"][0]["outcomes"].as_array().expect("a list");
    let of =
        |name: &str| outcomes.iter().find(|outcome| outcome["name"] == name).expect(name)["decision"].clone();
    assert_eq!(
        (of("care-how-to-wash"), of("care-ironing"), of("care-ironing-old")),
        ("conflict".into(), "added".into(), "conflict-mentioned".into())
    );
    assert!(!report["changes"].as_array().expect("a list").is_empty());
    // The version of the other pack is as it was.
    assert!(read(folder.path(), "kb/common/pack.yaml").contains("version: 0."));
    // A second look: what stayed is the shop's, and it can still be given up.
    let (_, out, _) = ask(folder.path(), &["packs", "list", "-o", "json"]);
    let list: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(list["packs"][0]["installed"]["changed"], 1, "{out}");
    let take = ["packs", "update", "apparel", "--take", "pack", "--entry", "apparel/care-how-to-wash", "-q"];
    let (code, _, error) = ask(folder.path(), &take);
    assert_eq!((code, error.as_str()), (0, ""));
    let now = read(folder.path(), name).replace("\r\n", "\n");
    let wanted = shipped("apparel", "care.yaml");
    let first = wanted.split("\n\n").next().expect("an entry");
    let (above, answer) = first.split_at(first.rfind("    answer: ").expect("an answer"));
    let noted = format!("\u{FEFF}{above}    # 小禾改过\n{answer}");
    assert!(now.starts_with(&noted), "{now}");
}

#[test]
fn an_update_writes_all_or_nothing() {
    let folder = repository();
    let before = everything(folder.path());
    let locked = folder.path().join("kb/apparel/pack.lock");
    let mut permissions = std::fs::metadata(&locked).expect("a file").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&locked, permissions).expect("permissions");
    let (code, _, error) = ask(folder.path(), &["packs", "update"]);
    assert!(code == 2 && error.contains("read-only"), "{error}");
    assert_eq!(everything(folder.path()), before);
}

#[test]
fn a_record_that_is_newer_or_damaged_stops_the_update() {
    let folder = repository();
    let lock = "kb/apparel/pack.lock";
    let text = read(folder.path(), lock);
    let newer =
        |line: &str| if line.starts_with("version = ") { "version = \"9\"\n" } else { line }.to_owned();
    write(folder.path(), lock, text.split_inclusive('\n').map(newer).collect::<String>());
    let (code, out, error) = ask(folder.path(), &["packs", "update", "apparel"]);
    assert!(code == 0 && out.contains("is newer than the bundled"), "{out}{error}");
    write(folder.path(), lock, format!("<<<<<<< ours\n{text}"));
    let (code, _, error) = ask(folder.path(), &["packs", "update"]);
    assert!(code == 2 && error.contains("kb/apparel/pack.lock: line 1: "), "{error}");
    let (code, out, error) = ask(folder.path(), &["packs", "list"]);
    assert!(code == 0 && out.contains("no record") && error.contains("pack.lock"), "{out}{error}");
}

#[test]
fn a_copy_by_hand_is_adopted() {
    let folder = repository();
    std::fs::remove_file(folder.path().join("kb/apparel/pack.lock")).expect("removed");
    let before = read(folder.path(), "kb/apparel/care.yaml");
    let (code, out, error) = ask(folder.path(), &["packs", "update", "apparel"]);
    assert_eq!(code, 0, "{error}");
    assert!(out.contains("no record of what was copied") && out.contains("care-ironing"), "{out}");
    assert_eq!(read(folder.path(), "kb/apparel/care.yaml"), before);
    assert!(read(folder.path(), "kb/apparel/pack.lock").contains("care-how-to-wash = "));
    let (code, ..) = ask(folder.path(), &["packs", "update", "apparel", "--check"]);
    assert_eq!(code, 0);
}

#[test]
fn packs_are_added_with_what_they_extend() {
    let folder = common::folder(&[
        ("kb/own/a.yaml", "- {question: 在吗, answer: 在的。}\n"),
        ("shop/shop.yaml", "id: 甲店\nsubscribe: [own] # 我们的\n"),
    ]);
    write(folder.path(), "kbtool.toml", "kb = [\"kb\", \"shop\"]\n");
    let before = everything(folder.path());
    let (code, out, error) = ask(folder.path(), &["packs", "add", "apparel", "--dry-run"]);
    assert!(code == 0 && out.contains("would write kb/apparel/pack.lock"), "{out}{error}");
    assert!(out.contains("subscribe: [own, apparel]") && out.contains('{'), "{out}");
    assert_eq!(everything(folder.path()), before);
    let (code, out, error) = ask(folder.path(), &["packs", "add", "apparel", "--subscribe"]);
    assert!(code == 0 && out.contains("wrote shop/shop.yaml"), "{out}{error}");
    assert_eq!(read(folder.path(), "shop/shop.yaml"), "id: 甲店\nsubscribe: [own, apparel] # 我们的\n");
    assert_eq!(read(folder.path(), "kb/common/returns.yaml"), shipped("common", "returns.yaml"));
    let (code, _, error) = ask(folder.path(), &["lint", "-q"]);
    assert!(code < 2, "{error}");
    let (code, _, error) = ask(folder.path(), &["packs", "add", "common"]);
    assert!(code == 2 && error.contains("`kbtool packs update common`"), "{error}");
}

#[test]
fn an_addition_writes_all_or_nothing() {
    let folder = common::folder(&[("kb/own/a.yaml", "- {question: 在吗, answer: 在的。}\n")]);
    // Not read as knowledge, and in the way all the same.
    write(folder.path(), "kb/common/pack.lock", "mine");
    let before = everything(folder.path());
    let (code, _, error) = ask(folder.path(), &["packs", "add", "apparel"]);
    assert!(code == 2 && error.contains("kb/common/pack.lock"), "{error}");
    let (code, _, error) = ask(folder.path(), &["packs", "add", "apparel", "--subscribe"]);
    assert!(code == 2, "{error}");
    assert_eq!(everything(folder.path()), before);
    assert!(!folder.path().join("kb/apparel").exists());
}

#[test]
fn what_init_copies_is_recorded() {
    let folder = tempfile::tempdir().expect("a folder");
    let (code, _, error) =
        run(kbtool(folder.path()).args(["init", "--yes", "--packs", "apparel", "--ci", "none"]));
    assert_eq!(code, Some(0), "{error}");
    let (_, out, _) = ask(folder.path(), &["packs", "list", "-o", "json"]);
    let list: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let states: Vec<&str> = list["packs"]
        .as_array()
        .expect("packs")
        .iter()
        .filter_map(|pack| pack["installed"]["state"].as_str())
        .collect();
    assert_eq!(states, ["current", "current"]);
    // Files that were there are of nobody knows which version: no record says otherwise.
    for name in ["apparel", "common"] {
        std::fs::remove_file(folder.path().join(format!("kb/{name}/pack.lock"))).expect("removed");
    }
    let (code, out, _) =
        run(kbtool(folder.path()).args(["init", "--yes", "--packs", "apparel", "--ci", "none"]));
    assert!(code == Some(0) && !out.contains("pack.lock"), "{out}");
}

#[test]
fn every_pack_can_be_shown() {
    let folder = tempfile::tempdir().expect("a folder");
    for pack in BUNDLED {
        for format in ["text", "json", "markdown"] {
            for language in ["en", "zh"] {
                let arguments = ["packs", "show", pack.id, "-o", format, "--lang", language];
                let (code, out, error) = ask(folder.path(), &arguments);
                assert!(code == 0 && out.contains(pack.id), "{error}");
                assert!(format != "json" || serde_json::from_str::<serde_json::Value>(&out).is_ok());
            }
        }
    }
}
