//! Labels as ids and as names of folders.

/// What no file system that people use allows in a name, besides slashes and controls.
const FORBIDDEN_IN_FILES: &[char] = &['<', '>', ':', '"', '|', '?', '*'];

/// A label as an entry's id: each run of white space, slashes and controls becomes one `-`, as a slash
/// parts pack and id, and people write ids into lists with spaces between them.
pub(super) fn id(label: &str) -> String {
    replace_runs(label.trim(), |c| c.is_whitespace() || c.is_control() || matches!(c, '/' | '\\'))
}

/// A label as a pack's id, which is also the name of its folder: as [`id`], without what file systems
/// forbid, and without a dot at its ends, where it would hide the folder or lead out of it.
pub(super) fn folder(label: &str) -> String {
    let name = replace_runs(&id(label), |c| FORBIDDEN_IN_FILES.contains(&c));
    match name.trim_matches('.') {
        "" => "-".to_owned(),
        name => name.to_owned(),
    }
}

/// The name, without its ending, of the file that holds a pack's entries: the pack's own, unless that is
/// a name which means something else.
pub(super) fn file_stem(pack: &str) -> &str {
    if pack.eq_ignore_ascii_case("pack") || pack.eq_ignore_ascii_case("shop") { "entries" } else { pack }
}

fn replace_runs(text: &str, replaced: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_run = false;
    for c in text.chars() {
        let is_replaced = replaced(c);
        if !is_replaced {
            out.push(c);
        } else if !in_run {
            out.push('-');
        }
        in_run = is_replaced;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_keep_what_they_can() {
        for (label, wanted) in [
            ("card_arrival", "card_arrival"),
            (" 物流 / 发货\t时间 ", "物流-发货-时间"),
            ("a\\b//c", "a-b-c"),
            ("Why?.no", "Why?.no"),
            ("/", "-"),
        ] {
            assert_eq!(id(label), wanted, "{label}");
        }
    }

    #[test]
    fn folders_stay_where_they_are_put() {
        for (label, wanted) in [
            ("电商 通用", "电商-通用"),
            ("..", "-"),
            ("../../etc", "-..-etc"),
            (".git", "git"),
            ("a.b", "a.b"),
            ("C:", "C-"),
            ("尺码?", "尺码-"),
            ("end.", "end"),
        ] {
            assert_eq!(folder(label), wanted, "{label}");
        }
    }

    #[test]
    fn a_pack_called_pack_does_not_lose_its_entries() {
        assert_eq!(
            [file_stem("pack"), file_stem("Shop"), file_stem("shops")],
            ["entries", "entries", "shops"]
        );
    }

    proptest! {
        #[test]
        fn a_folder_is_one_plain_name(label in "[ -~甲\n\t]{1,10}") {
            prop_assume!(!label.trim().is_empty());
            let folder = folder(&label);
            let path = std::path::PathBuf::from(&folder);
            prop_assert_eq!(path.components().count(), 1);
            prop_assert_eq!(path.file_name().and_then(|name| name.to_str()), Some(&*folder));
            prop_assert_eq!(super::folder(&folder), folder);
        }
    }
}
