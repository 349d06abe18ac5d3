//! Files named by a pattern, such as `tests/*.csv`.

use std::path::{Component, Path, PathBuf};

use globset::GlobBuilder;
use walkdir::WalkDir;

/// What makes a pattern of a path.
const SIGNS: [char; 4] = ['*', '?', '[', '{'];

/// A path below a folder, or a pattern of paths: `*` and `?` stay within one name, `**` goes through folders,
/// `{a,b}` and `[ab]` choose.
#[derive(Debug, Clone)]
pub struct PathPattern {
    folder: PathBuf,
    pattern: String,
}

/// Two are the same if they name the same, wherever the folder ends and the pattern begins.
impl PartialEq for PathPattern {
    fn eq(&self, other: &Self) -> bool {
        self.folder.join(&self.pattern) == other.folder.join(&other.pattern)
    }
}

impl Eq for PathPattern {}

/// A pattern that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{pattern}` is no pattern of paths: {reason}")]
pub struct PatternError {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

impl PathPattern {
    /// `pattern`, below `folder`.
    ///
    /// # Errors
    /// A bracket or brace of it is never closed, or the like.
    pub fn new(folder: &Path, pattern: &str) -> Result<Self, PatternError> {
        let pattern = Self { folder: folder.to_owned(), pattern: pattern.replace('\\', "/") };
        let faulty = |error: globset::Error| PatternError {
            pattern: pattern.pattern.clone(),
            reason: error.kind().to_string(),
        };
        pattern.split().1.as_deref().map(glob).transpose().map_err(faulty)?;
        Ok(pattern)
    }

    /// The files that it names, sorted. A path that is no pattern is given as it is, whether there is such a
    /// file or not; what matches no file gives none. Names that begin with a dot are passed over.
    pub fn files(&self) -> Vec<PathBuf> {
        let (start, rest) = self.split();
        let literal = self.folder.join(&self.pattern);
        // A file may be called `[1].csv`.
        let Some(rest) = rest.filter(|_| !literal.is_file()) else { return vec![literal] };
        let Ok(matcher) = glob(&rest) else { return Vec::new() };
        let visible = |entry: &walkdir::DirEntry| {
            entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.')
        };
        let walk_from = if start.as_os_str().is_empty() { Path::new(".") } else { start.as_path() };
        let mut files: Vec<PathBuf> = WalkDir::new(walk_from)
            .follow_links(true)
            .into_iter()
            .filter_entry(visible)
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| entry.path().strip_prefix(walk_from).ok().map(Path::to_owned))
            .filter(|below| matcher.is_match(below))
            .map(|below| start.join(below))
            .collect();
        files.sort_unstable();
        files
    }

    /// As it is seen from where the folder is seen.
    pub fn display(&self) -> String {
        super::display_path(&self.folder.join(&self.pattern))
    }

    /// The folder to search in, and the pattern below it, if there is one.
    fn split(&self) -> (PathBuf, Option<String>) {
        let path = Path::new(&self.pattern);
        let is_plain = |part: &Component<'_>| !part.as_os_str().to_string_lossy().contains(SIGNS);
        let plain = path.components().take_while(is_plain).count();
        let start: PathBuf = path.components().take(plain).collect();
        let rest: PathBuf = path.components().skip(plain).collect();
        let rest = rest.to_string_lossy().replace('\\', "/");
        (self.folder.join(start), Some(rest).filter(|rest| !rest.is_empty()))
    }
}

fn glob(pattern: &str) -> Result<globset::GlobMatcher, globset::Error> {
    Ok(GlobBuilder::new(pattern).literal_separator(true).build()?.compile_matcher())
}

#[cfg(test)]
#[allow(clippy::disallowed_methods, reason = "the tests lay out files")]
mod tests {
    use super::*;

    fn found(folder: &Path, pattern: &str) -> Vec<String> {
        let files = PathPattern::new(folder, pattern).expect(pattern).files();
        let below = |path: &PathBuf| crate::source::display_path(path.strip_prefix(folder).expect("below"));
        files.iter().map(below).collect()
    }

    #[test]
    fn patterns_name_files_in_order_and_paths_name_themselves() {
        let folder = tempfile::tempdir().expect("folder");
        // What stands before the pattern means itself.
        let folder = folder.path().join("a*[b]");
        for name in
            ["z.csv", "测试/b.csv", "测试/a.csv", "测试/[1].csv", "测试/x/c.csv", "测试/a.tsv", ".h/d.csv"]
        {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().expect("parent")).expect("folders");
            std::fs::write(&path, "").expect("file");
        }
        assert_eq!(found(&folder, "*.csv"), ["z.csv"]);
        assert_eq!(found(&folder, "测试/*.csv"), ["测试/[1].csv", "测试/a.csv", "测试/b.csv"]);
        assert_eq!(found(&folder, "测试/a.{tsv,csv}"), ["测试/a.csv", "测试/a.tsv"]);
        assert_eq!(found(&folder, "**/c.csv"), ["测试/x/c.csv"]);
        assert_eq!(found(&folder, "测试/[1].csv"), ["测试/[1].csv"]);
        assert_eq!(found(&folder, "测试/[ab].csv"), ["测试/a.csv", "测试/b.csv"]);
        assert_eq!(found(&folder, "nowhere.csv"), ["nowhere.csv"]);
        assert!(found(&folder, "nowhere/*.csv").is_empty() && found(&folder, "?.jsonl").is_empty());
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        let error = PathPattern::new(Path::new("shop"), "a/[.csv").expect_err("never closed");
        assert!(error.to_string().starts_with("`a/[.csv` is no pattern of paths: "), "{error}");
        let pattern = PathPattern::new(Path::new("shop"), "a/*.csv").expect("a pattern");
        assert_eq!(pattern.display(), "shop/a/*.csv");
    }
}
