//! The packs that ship inside the binary, to be copied into a knowledge base of one's own.
//!
//! The list is written by hand and held against the folder `kb/` by a test: it changes seldom, and a list
//! needs no build script.

/// A pack as files.
#[derive(Debug, PartialEq, Eq)]
pub struct BundledPack {
    /// Its id, which is also the name of its folder.
    pub id: &'static str,
    /// Ids of the packs that it extends; all of them are bundled.
    pub extends: &'static [&'static str],
    /// Names and contents of its files, sorted by name.
    pub files: &'static [(&'static str, &'static str)],
}

/// Nobody bundled a pack of that name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no bundled pack `{name}`; there are {}", known())]
pub struct UnknownBundledPack {
    /// The name that was asked for.
    pub name: String,
}

/// The files of a pack in `kb/`.
macro_rules! files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../kb/", $folder, "/", $name)))),+]
    };
}

/// All of them, by id. They are written in Chinese.
pub const BUNDLED: &[BundledPack] = &[
    BundledPack {
        id: "apparel",
        extends: &["common"],
        files: files![
            "apparel": "care.yaml", "fit.yaml", "materials.yaml", "pack.yaml", "quality.yaml", "sizes.yaml",
            "styling.yaml",
        ],
    },
    BundledPack {
        id: "common",
        extends: &[],
        files: files![
            "common": "aftersales.yaml", "complaints.yaml", "coupons.yaml", "exchanges.yaml", "greeting.yaml",
            "invoices.yaml", "logistics.yaml", "membership.yaml", "orders.yaml", "pack.yaml", "payment.yaml",
            "refunds.yaml", "returns.yaml", "shipping.yaml",
        ],
    },
];

/// The packs with these ids and those that they extend, each once, in the order of [`BUNDLED`].
///
/// # Errors
/// An id that no pack has; it is named together with those there are.
pub fn bundled<'n>(
    ids: impl IntoIterator<Item = &'n str>,
) -> Result<Vec<&'static BundledPack>, UnknownBundledPack> {
    let mut wanted: Vec<&str> = ids.into_iter().collect();
    let mut found = Vec::new();
    while let Some(id) = wanted.pop() {
        let pack = BUNDLED.iter().find(|pack| pack.id == id);
        let pack = pack.ok_or_else(|| UnknownBundledPack { name: id.to_owned() })?;
        if !found.contains(&pack) {
            wanted.extend(pack.extends);
            found.push(pack);
        }
    }
    found.sort_unstable_by_key(|pack| pack.id);
    Ok(found)
}

fn known() -> String {
    BUNDLED.iter().map(|pack| pack.id).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::model::KnowledgeBase;

    #[test]
    fn the_list_is_the_folder() {
        let names = |folder: &Path| {
            let entries = std::fs::read_dir(folder).expect("a folder");
            let mut names: Vec<String> = entries
                .map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8"))
                .collect();
            names.sort_unstable();
            names
        };
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("kb");
        assert_eq!(names(&root), BUNDLED.iter().map(|pack| pack.id).collect::<Vec<_>>());
        for pack in BUNDLED {
            let found = names(&root.join(pack.id));
            assert_eq!(found, pack.files.iter().map(|(name, _)| *name).collect::<Vec<_>>(), "{}", pack.id);
        }
    }

    #[test]
    fn what_a_pack_extends_is_what_its_file_says() {
        let texts = BUNDLED.iter().flat_map(|pack| {
            pack.files
                .iter()
                .map(|(name, text)| (format!("kb/{}/{name}", pack.id).into(), (*text).to_owned()))
        });
        let loaded = KnowledgeBase::from_texts(texts);
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        for pack in BUNDLED {
            let read =
                loaded.knowledge_base.packs.iter().find(|read| *read.id == *pack.id).expect("the pack");
            let extends: Vec<&str> = read.extends.iter().map(|(name, _)| &*name.value).collect();
            assert_eq!(extends, pack.extends, "{}", pack.id);
        }
    }

    #[test]
    fn what_is_extended_comes_along() {
        let ids = |names: &[&str]| {
            bundled(names.iter().copied()).map(|packs| packs.iter().map(|pack| pack.id).collect::<Vec<_>>())
        };
        assert_eq!(ids(&[]), Ok(vec![]));
        assert_eq!(ids(&["apparel"]), Ok(vec!["apparel", "common"]));
        assert_eq!(ids(&["common", "common"]), Ok(vec!["common"]));
        let error = ids(&["common", "shoes"]).expect_err("unknown");
        assert_eq!(error.to_string(), "there is no bundled pack `shoes`; there are apparel, common");
    }
}
