//! What somebody wrote into `kbtool.toml` so as not to say it on every command line.
//!
//! The file is found from where the user stands, read once, and checked at once: a key nobody knows is an
//! error with the key that was meant, as a gate that is silently ignored would let every change pass.
//! This module holds plain data. It does not know engines, rules or transcripts; whoever owns a setting
//! gives it its meaning, and its default where it is missing here.

mod dedup;
mod diff;
mod error;
mod file;
mod lint;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

pub use dedup::{DedupConfig, LEAST_THRESHOLD};
pub use diff::{CheckConfig, DiffConfig};
pub use error::{ConfigError, Fault, FaultKind};
pub use lint::{Level, Levels, LintConfig, LintLayer, RuleTables, Selectors};
pub use schema::schema;

use crate::model::Gates;
use crate::source::{PathPattern, SourceFile, display_path};

/// The name of the file.
pub const FILE_NAME: &str = "kbtool.toml";

/// The settings of one `kbtool.toml`, checked, or the defaults.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(title = "kbtool.toml", deny_unknown_fields)]
pub struct Config {
    /// The file; `None` if there is none and these are the defaults.
    #[serde(skip)]
    pub path: Option<PathBuf>,
    /// The folders of the knowledge base, at least one; `kb` if nothing is said. A text or a list in the
    /// file, where they are relative to the file's folder; here that folder is put before them.
    #[serde(serialize_with = "write_paths")]
    #[schemars(schema_with = "schema::paths", default)]
    pub kb: Vec<PathBuf>,
    /// The shop by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shop: Option<String>,
    /// `[text]`.
    #[schemars(default)]
    pub text: TextConfig,
    /// `[eval]`.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(default)]
    pub eval: EvalConfig,
    /// `[gates]`.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(default)]
    pub gates: GatesConfig,
    /// `[lint]`.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(default)]
    pub lint: LintConfig,
    /// `[dedup]`.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(default)]
    pub dedup: DedupConfig,
    /// `[diff]`.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(default)]
    pub diff: DiffConfig,
    /// `[check]`.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(default)]
    pub check: CheckConfig,
}

/// How texts are taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TextConfig {
    /// Where words begin and end.
    #[schemars(default)]
    pub segmentation: Segmentation,
    /// A list of the shop's own words; relative to the file's folder like [`Config::kb`].
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "write_optional_path")]
    pub dictionary: Option<PathBuf>,
}

/// What Chinese is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Segmentation {
    /// Whatever suits the purpose.
    #[default]
    Auto,
    /// Single characters and their neighbours; needs no dictionary.
    Characters,
    /// Words, by jieba's dictionary.
    Jieba,
}

impl Segmentation {
    /// The name in the file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Characters => "characters",
            Self::Jieba => "jieba",
        }
    }
}

/// How transcripts are evaluated.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EvalConfig {
    /// The transcripts to evaluate where none is named: paths or patterns such as `tests/*.csv`, a text or a
    /// list, relative to the file's folder.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "write_patterns")]
    #[schemars(schema_with = "schema::paths", default)]
    pub transcripts: Vec<PathPattern>,
    /// Whether each question is asked within its own pack: only of entries that a shop serves which
    /// subscribes to that pack alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub within_packs: bool,
    /// The engine by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// The share of questions, from 0 to 0.5, that thresholds may turn away when they are found.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.0, max = 0.5))]
    pub turn_away: Option<f64>,
    /// The command line of the engine `command`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// How long to wait for that command's next answer, in seconds, from 0.001 to 86400.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0.001, max = 86400.0))]
    pub command_timeout_seconds: Option<f64>,
    /// The thresholds to use instead of the engine's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Thresholds>,
    /// A transcript column's role, such as `expected`, and the header it has in the shop's files. The
    /// roles are not checked here: transcripts own them.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(default)]
    pub columns: BTreeMap<String, String>,
}

/// The two confidences that part direct answers, recommendations and no answer, each from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct Thresholds {
    /// From here on the answer is given; not below `recommend`.
    pub direct: f64,
    /// From here on candidates are offered.
    pub recommend: f64,
}

/// What evaluation must reach.
#[derive(Debug, Clone, PartialEq, Default, Serialize, JsonSchema)]
pub struct GatesConfig {
    /// Over all packs.
    #[serde(flatten)]
    #[schemars(schema_with = "schema::gates")]
    pub overall: Gates,
    /// For single packs, by id; whether a pack of that id exists is not checked here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(schema_with = "schema::gates_of_packs", default)]
    pub pack: BTreeMap<String, Gates>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            path: None,
            kb: vec![PathBuf::from("kb")],
            shop: None,
            text: TextConfig::default(),
            eval: EvalConfig::default(),
            gates: GatesConfig::default(),
            lint: LintConfig::default(),
            dedup: DedupConfig::default(),
            diff: DiffConfig::default(),
            check: CheckConfig::default(),
        }
    }
}

impl Config {
    /// The configuration that holds in the folder `start`: the nearest `kbtool.toml` in it or above it, up
    /// to the root of the repository (the first folder with a `.git`), or of the file system where there
    /// is no repository. Without such a file the defaults, with `kb` in `start`.
    ///
    /// # Errors
    /// The file that was found cannot be read or is wrong.
    pub fn discover(start: &Path) -> Result<Self, ConfigError> {
        let mut folder = start.to_owned();
        loop {
            let path = below(&folder, Path::new(FILE_NAME));
            // A broken link or a file without permission is an error, not a file that is not there.
            if path.symlink_metadata().is_ok() && !path.is_dir() {
                return Self::read(&path);
            }
            let above = if folder.join(".git").exists() { None } else { parent(&folder) };
            match above {
                Some(above) => folder = above,
                None => return Ok(Self { kb: vec![below(start, Path::new("kb"))], ..Self::default() }),
            }
        }
    }

    /// The configuration in the file at `path`.
    ///
    /// # Errors
    /// The file cannot be read, is not UTF-8 (a byte order mark is allowed), or is wrong.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let source = SourceFile::read(path)
            .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })?;
        file::read(path, source.text())
    }

    /// The configuration that `text` would be if it stood in a file at `path`.
    ///
    /// # Errors
    /// The text is not TOML, has keys nobody knows, or values of the wrong type or out of their range; all
    /// of that is reported together.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ConfigError> {
        file::read(path, text)
    }

    /// The settings in effect as TOML, after a comment that says where they come from. Paths are as kbtool
    /// uses them, from where it was started. Settings that have no value here are left out.
    pub fn to_toml(&self) -> String {
        let origin = match &self.path {
            Some(path) => format!("# from {}\n", display_path(path)),
            None => format!("# defaults: there is no {FILE_NAME}\n"),
        };
        // All keys are texts and all paths are made texts, so there is nothing TOML could not say.
        origin + &toml::to_string(self).unwrap_or_else(|error| format!("# {error}\n"))
    }
}

/// `path` as seen from where `folder` is seen; short, as people read it.
fn below(folder: &Path, path: &Path) -> PathBuf {
    if folder == Path::new(".") { path.to_owned() } else { folder.join(path) }
}

/// The folder above, in the user's terms (`a/b`, `a`, ``, `..`, `../..`); `None` at the top.
fn parent(folder: &Path) -> Option<PathBuf> {
    use std::path::Component;
    match folder.components().next_back() {
        Some(Component::Normal(_)) => folder.parent().map(Path::to_owned),
        Some(Component::RootDir | Component::Prefix(_)) => None,
        Some(Component::CurDir) | None => parent_of_here(Path::new("")),
        Some(Component::ParentDir) => parent_of_here(folder),
    }
}

/// `folder` with one more `..`, unless it is the root of the file system.
fn parent_of_here(folder: &Path) -> Option<PathBuf> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let top = here.canonicalize().ok()?.parent().is_none();
    (!top).then(|| folder.join(".."))
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn write_paths<S: Serializer>(paths: &[PathBuf], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(paths.iter().map(|path| display_path(path)))
}

fn write_patterns<S: Serializer>(patterns: &[PathPattern], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(patterns.iter().map(PathPattern::display))
}

#[allow(clippy::ref_option, reason = "serde hands it over like this")]
fn write_optional_path<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_deref().map(display_path).serialize(serializer)
}
