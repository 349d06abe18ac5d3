//! Finding the YAML files below a folder.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Something on the way that could not be entered or followed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct WalkProblem {
    /// Where.
    pub path: PathBuf,
    /// What the operating system or the walk says: a broken link, a loop of links, no permission.
    pub reason: String,
}

/// The `.yaml` and `.yml` files at or below `root`, sorted by path, and what could not be visited.
///
/// Links are followed; a link that leads back above itself is a problem, not an endless walk. Files and
/// folders whose names begin with a dot are passed over. A `root` that is itself a file is taken
/// whatever its name is.
pub fn yaml_files(root: &Path) -> (Vec<PathBuf>, Vec<WalkProblem>) {
    let mut files = Vec::new();
    let mut problems = Vec::new();
    let visible = |entry: &walkdir::DirEntry| {
        entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
    };
    for entry in WalkDir::new(root).follow_links(true).into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                if entry.depth() == 0 || is_yaml(entry.path()) {
                    files.push(entry.into_path());
                }
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                // A broken link that is not YAML is none of our business.
                let concerns_us = error.depth() == 0 || error.loop_ancestor().is_some() || is_yaml(&path);
                let is_link = path.is_symlink() && !path.exists();
                if concerns_us || !is_link {
                    problems.push(WalkProblem { reason: reason(&error, is_link), path });
                }
            }
        }
    }
    files.sort_unstable();
    problems.sort_unstable();
    (files, problems)
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    })
}

fn reason(error: &walkdir::Error, broken_link: bool) -> String {
    if let Some(ancestor) = error.loop_ancestor() {
        return format!("a link that leads back to {}", ancestor.display());
    }
    if broken_link {
        return "a link whose target does not exist".to_owned();
    }
    error.io_error().map_or_else(|| error.to_string(), ToString::to_string)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the test lays out files")]
mod tests {
    use super::*;

    #[test]
    fn finds_yaml_in_order_and_passes_over_the_rest() {
        let folder = tempfile::tempdir().expect("folder");
        for name in ["b/2.yml", "a.yaml", "b/1.YAML", "notes.md", ".git/x.yaml"] {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().expect("parent")).expect("folders");
            std::fs::write(&path, "").expect("file");
        }
        let (files, problems) = yaml_files(folder.path());
        let names: Vec<_> = files
            .iter()
            .map(|path| crate::source::file::display_path(path.strip_prefix(folder.path()).expect("below")))
            .collect();
        assert_eq!(names, ["a.yaml", "b/1.YAML", "b/2.yml"]);
        assert!(problems.is_empty());
    }

    #[cfg(unix)]
    #[test]
    fn loops_and_broken_links_are_problems() {
        let folder = tempfile::tempdir().expect("folder");
        std::os::unix::fs::symlink(folder.path(), folder.path().join("again")).expect("link");
        std::os::unix::fs::symlink("nowhere", folder.path().join("gone.yaml")).expect("link");
        std::os::unix::fs::symlink("nowhere", folder.path().join("gone.txt")).expect("link");
        let (files, problems) = yaml_files(folder.path());
        assert!(files.is_empty());
        let reasons: Vec<_> = problems.iter().map(|problem| problem.reason.as_str()).collect();
        assert_eq!(reasons.len(), 2, "{reasons:?}");
        assert!(reasons[0].starts_with("a link that leads back to"), "{reasons:?}");
        assert_eq!(reasons[1], "a link whose target does not exist");
    }

    #[test]
    fn a_missing_root_is_a_problem() {
        let (files, problems) = yaml_files(Path::new("surely/not/here"));
        assert!(files.is_empty());
        assert_eq!(problems.len(), 1);
    }
}
