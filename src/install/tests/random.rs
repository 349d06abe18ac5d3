//! What holds whatever the pack and the shop do.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;

/// What an entry says: a number each for question, answer and category, and some variants.
type Said = (u8, u8, Option<u8>, Vec<u8>);

/// Entries by the numbers of their ids.
type Entries = BTreeMap<u8, Said>;

fn said() -> impl Strategy<Value = Said> {
    (0_u8..3, 0_u8..3, proptest::option::of(0_u8..2), proptest::collection::vec(0_u8..5, 0..4))
}

fn entries() -> impl Strategy<Value = Entries> {
    proptest::collection::btree_map(0_u8..8, said(), 1..6)
}

/// One way of writing an entry or another.
fn written(id: u8, (question, answer, category, variants): &Said, style: u8) -> String {
    use std::fmt::Write as _;
    let variants: Vec<String> = variants.iter().map(|number| format!("问法{number}")).collect();
    let mut text = format!("  - id: e{id}\n    question: 问题{id}之{question}\n");
    if let Some(category) = category {
        let _ = writeln!(text, "    category: 类{category}");
    }
    match style % 4 {
        _ if variants.is_empty() => {}
        0 => {
            let _ = writeln!(text, "    variants: [{}]", variants.join(", "));
        }
        style => {
            text += "    variants:\n";
            for variant in &variants {
                let note = if style == 2 { " # 注" } else { "" };
                let _ = writeln!(text, "      - {variant}{note}");
            }
        }
    }
    match style % 3 {
        0 => text + &format!("    answer: \"答 #{answer}\"\n"),
        1 => text + &format!("    answer: |-\n      答 #{answer}\n"),
        _ => text + &format!("    # 答案\n    answer: '答 #{answer}' # 核对\n"),
    }
}

fn file(entries: &[(&u8, &Said)], style: u8) -> String {
    let gap = if style.is_multiple_of(2) { "\n" } else { "" };
    let lines: Vec<String> = entries.iter().map(|(id, said)| written(**id, said, style)).collect();
    let head = if style.is_multiple_of(5) { "category: 类0\n" } else { "" };
    if lines.is_empty() {
        format!("{head}entries: []\n")
    } else {
        format!("{head}entries:\n{}", lines.join(gap))
    }
}

/// A pack with the entries in two files.
fn release(version: &str, entries: &Entries, style: u8) -> Releases {
    let (even, odd): (Vec<_>, Vec<_>) = entries.iter().partition(|(id, _)| (*id + style).is_multiple_of(3));
    let files = [("a.yaml", file(&even, style)), ("b.yaml", file(&odd, style))];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    releases(version, &files)
}

/// An entry without a category cannot stand where the file gives one to others that stay.
fn is_impossible(new: &Entries, styles: (u8, u8)) -> bool {
    let (had_head, has_head) = (styles.0.is_multiple_of(5), styles.1.is_multiple_of(5));
    had_head && !has_head && new.values().any(|(_, _, category, _)| category.is_none())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn an_unedited_copy_becomes_the_new_pack(
        old in entries(), new_entries in entries(), styles in (0_u8..60, 0_u8..60), crlf: bool,
    ) {
        let new = release("2", &new_entries, styles.1);
        let mut shop = Shop::with(&release("1", &old, styles.0));
        if crlf {
            for name in ["a.yaml", "b.yaml"] {
                let text = shop.text(name).replace('\n', "\r\n");
                shop.write(name, text);
            }
        }
        let before = shop.clone();
        prop_assume!(!is_impossible(&new_entries, styles));
        let update = shop.plan(&new, &Take::Never).expect("a plan");
        prop_assert_eq!(update.conflicts().count(), 0);
        shop.update(&new, &Take::Never);
        prop_assert_eq!(shop.entries(), Shop::with(&new).entries(), "{:?}", before);
        if crlf {
            for (path, text) in update.files.iter().filter(|(path, _)| before.files.contains_key(*path)) {
                let lonely = String::from_utf8_lossy(text).replace("\r\n", "").contains('\n');
                prop_assert!(!lonely || path.ends_with("pack.yaml"), "{}", path.display());
            }
        }
    }

    #[test]
    fn what_the_shop_did_survives(
        old in entries(), new_entries in entries(), own in proptest::collection::btree_map(0_u8..8, proptest::option::of(said()), 0..4),
        styles in (0_u8..60, 0_u8..60), recorded: bool,
    ) {
        let mut edited = old.clone();
        for (id, said) in &own {
            match said {
                Some(said) => { edited.insert(*id, said.clone()); }
                None => { edited.remove(id); }
            }
        }
        prop_assume!(!is_impossible(&new_entries, styles));
        let (old, new) = (release("1", &old, styles.0), release("2", &new_entries, styles.1));
        let mut shop = Shop::with(&release("1", &edited, styles.0));
        shop.write("pack.lock", old.packs[0].record.to_text());
        if !recorded {
            shop.files.remove(Path::new("kb/p/pack.lock"));
        }
        let (before, shipped) = (shop.entries(), &old.packs[0].record.entries);
        shop.update(&new, &Take::Never);
        let after = shop.entries();
        for key in before.keys().chain(after.keys()).chain(shipped.keys()) {
            if !recorded {
                prop_assert_eq!(before.get(key), after.get(key), "{}", key);
            } else if before.get(key) != shipped.get(key) {
                prop_assert_eq!(before.get(key), after.get(key), "{}", key);
            } else {
                prop_assert_eq!(new.packs[0].record.entries.get(key), after.get(key), "{}", key);
            }
        }
    }

    #[test]
    fn all_of_the_pack_can_be_had_back(
        old in entries(), new_entries in entries(), own in entries(), styles in (0_u8..60, 0_u8..60),
    ) {
        prop_assume!(!is_impossible(&new_entries, styles));
        let new = release("2", &new_entries, styles.1);
        let mut shop = Shop::with(&release("1", &own, styles.0));
        shop.write("pack.lock", release("1", &old, styles.0).packs[0].record.to_text());
        let shipped = &new.packs[0].record.entries;
        let take = Take::Entries(shipped.keys().cloned().collect());
        shop.update(&new, &take);
        let after = shop.entries();
        prop_assert!(shipped.iter().all(|(key, said)| after.get(key) == Some(said)));
    }
}
