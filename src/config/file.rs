//! From the text of a `kbtool.toml` to a [`Config`]; every fault is noted and reading goes on.
//!
//! Serde would stop at the first fault and could not say where a value stood, so the parser's own tree,
//! in which every key and value has its span, is read by hand.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::{
    CheckConfig, Config, ConfigError, DedupConfig, DiffConfig, EvalConfig, Fault, FaultKind, GatesConfig,
    LEAST_THRESHOLD, LintConfig, Segmentation, TextConfig, Thresholds, below,
};
use crate::dedup::Guards;
use crate::diff::ReviewTopic;
use crate::model::{Figure, Gates, nearest};
use crate::source::{PathPattern, SourceFile};

const TOP: &[&str] = &["kb", "shop", "text", "eval", "gates", "lint", "dedup", "diff", "check"];
const TEXT: &[&str] = &["dictionary", "segmentation"];
const EVAL: &[&str] = &[
    "transcripts",
    "within_packs",
    "engine",
    "thresholds",
    "turn_away",
    "columns",
    "command",
    "command_timeout_seconds",
];
const THRESHOLDS: &[&str] = &["direct", "recommend"];
/// A day: whoever waits longer has made a slip.
const LONGEST_TIMEOUT_SECONDS: f64 = 86_400.0;

type Value<'t> = Spanned<DeValue<'t>>;

/// Read `text`, the contents of the file at `path`.
pub(super) fn read(path: &Path, text: &str) -> Result<Config, ConfigError> {
    let source = SourceFile::from_text(path, text.strip_prefix('\u{FEFF}').unwrap_or(text));
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut decoder = Decoder { folder, faults: Vec::new() };
    let config = match DeTable::parse(source.text()) {
        Ok(root) => decoder.config(root.get_ref(), path),
        Err(error) => {
            let at = error.span().unwrap_or(0..0);
            decoder.report(at, FaultKind::Syntax(error.message().to_owned()));
            Config::default()
        }
    };
    let mut faults = decoder.faults;
    if faults.is_empty() {
        return Ok(config);
    }
    faults.sort_by_key(|(at, _)| *at);
    let place = |(at, kind): (usize, FaultKind)| {
        let position = source.line_column(at as u32);
        let text = source.line(position.line).to_owned();
        Fault { line: position.line, column: position.column, text, kind }
    };
    Err(ConfigError::Invalid { path: path.to_owned(), faults: faults.into_iter().map(place).collect() })
}

struct Decoder<'p> {
    /// The folder of the file, to which paths are relative.
    folder: &'p Path,
    /// What is wrong, with the byte where.
    faults: Vec<(usize, FaultKind)>,
}

impl Decoder<'_> {
    fn report(&mut self, at: Range<usize>, kind: FaultKind) {
        self.faults.push((at.start, kind));
    }

    fn config(&mut self, root: &DeTable<'_>, path: &Path) -> Config {
        let mut config = Config {
            path: Some(path.to_owned()),
            kb: vec![below(self.folder, Path::new("kb"))],
            ..Config::default()
        };
        for (key, value) in root {
            let name = key.get_ref().as_ref();
            match name {
                "kb" => config.kb = self.paths(name, value).unwrap_or_default(),
                "shop" => config.shop = self.text(name, value),
                "text" => config.text = self.text_table(value),
                "eval" => config.eval = self.eval(value),
                "gates" => config.gates = self.gates(value),
                "lint" => config.lint = self.lint(value),
                "dedup" => config.dedup = self.dedup(value),
                "diff" => config.diff = self.diff(value),
                "check" => config.check = self.check(value),
                _ => self.unknown(key, "the file", TOP.iter().copied()),
            }
        }
        config
    }

    fn dedup(&mut self, value: &Value<'_>) -> DedupConfig {
        let config: DedupConfig = self.fitting("dedup", value);
        let unfit = |reason: String| FaultKind::Unfit { place: "[dedup]".to_owned(), reason };
        if config.threshold.is_some_and(|threshold| !(LEAST_THRESHOLD..=1.0).contains(&threshold)) {
            self.report(value.span(), unfit(format!("`threshold` lies between {LEAST_THRESHOLD} and 1")));
        }
        if let Err(error) = Guards::new(&config.guards) {
            self.report(value.span(), unfit(error.to_string()));
        }
        config
    }

    fn lint(&mut self, value: &Value<'_>) -> LintConfig {
        let mut config: LintConfig = self.fitting("lint", value);
        config.baseline = config.baseline.map(|path| below(self.folder, &path));
        config
    }

    /// A table that serde reads; the defaults where it does not fit.
    fn fitting<T: Default + DeserializeOwned>(&mut self, name: &str, value: &Value<'_>) -> T {
        if self.table(name, value).is_none() {
            return T::default();
        }
        T::deserialize(ValueDeserializer::from(value.clone())).unwrap_or_else(|error| {
            let at = error.span().unwrap_or_else(|| value.span());
            let place = format!("[{name}]");
            self.report(at, FaultKind::Unfit { place, reason: error.message().to_owned() });
            T::default()
        })
    }

    fn diff(&mut self, value: &Value<'_>) -> DiffConfig {
        let mut config: DiffConfig = self.fitting("diff", value);
        for topic in &config.require_review_of {
            if let Err(error) = topic.get_ref().parse::<ReviewTopic>() {
                let place = "[diff]".to_owned();
                self.report(topic.span(), FaultKind::Unfit { place, reason: error.to_string() });
            }
        }
        config.reviewed = config.reviewed.map(|path| below(self.folder, &path));
        config
    }

    fn check(&mut self, value: &Value<'_>) -> CheckConfig {
        let config: CheckConfig = self.fitting("check", value);
        if config.base.as_deref().is_some_and(|base| base.trim().is_empty()) {
            self.report(value.span(), FaultKind::Empty { key: "base".to_owned() });
        }
        config
    }

    fn text_table(&mut self, value: &Value<'_>) -> TextConfig {
        let mut config = TextConfig::default();
        for (key, value) in self.table("text", value).into_iter().flatten() {
            let name = key.get_ref().as_ref();
            match name {
                "dictionary" => config.dictionary = self.path(name, value),
                "segmentation" => config.segmentation = self.segmentation(name, value),
                _ => self.unknown(key, "[text]", TEXT.iter().copied()),
            }
        }
        config
    }

    fn segmentation(&mut self, name: &str, value: &Value<'_>) -> Segmentation {
        let Some(found) = self.text(name, value) else { return Segmentation::Auto };
        let known = [Segmentation::Auto, Segmentation::Characters, Segmentation::Jieba];
        if let Some(segmentation) = known.into_iter().find(|segmentation| segmentation.name() == found) {
            return segmentation;
        }
        let known = known.map(|segmentation| segmentation.name().to_owned()).to_vec();
        self.report(value.span(), FaultKind::UnknownName { key: name.to_owned(), found, known });
        Segmentation::Auto
    }

    fn eval(&mut self, value: &Value<'_>) -> EvalConfig {
        let mut config = EvalConfig::default();
        for (key, value) in self.table("eval", value).into_iter().flatten() {
            let name = key.get_ref().as_ref();
            match name {
                "transcripts" => config.transcripts = self.patterns(name, value),
                "within_packs" => config.within_packs = self.boolean(name, value),
                "engine" => config.engine = self.text(name, value),
                "thresholds" => config.thresholds = self.thresholds(value),
                "turn_away" => config.turn_away = self.number(name, value, 0.0, 0.5),
                "columns" => config.columns = self.columns(value),
                "command" => config.command = self.text(name, value),
                "command_timeout_seconds" => {
                    config.command_timeout_seconds = self.number(name, value, 0.001, LONGEST_TIMEOUT_SECONDS);
                }
                _ => self.unknown(key, "[eval]", EVAL.iter().copied()),
            }
        }
        config
    }

    fn thresholds(&mut self, value: &Value<'_>) -> Option<Thresholds> {
        let place = "[eval.thresholds]";
        let table = self.table("thresholds", value)?;
        let faults = self.faults.len();
        let (mut direct, mut recommend, mut recommend_at) = (None, None, 0..0);
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match name {
                "direct" => direct = self.number(name, value, 0.0, 1.0),
                "recommend" => {
                    recommend = self.number(name, value, 0.0, 1.0);
                    recommend_at = value.span();
                }
                _ => self.unknown(key, place, THRESHOLDS.iter().copied()),
            }
        }
        match (direct, recommend) {
            (Some(direct), Some(recommend)) if recommend > direct => {
                self.report(recommend_at, FaultKind::ThresholdOrder { direct, recommend });
            }
            (Some(direct), Some(recommend)) => return Some(Thresholds { direct, recommend }),
            // A key that is there but wrong has been reported already.
            _ if self.faults.len() > faults => {}
            (direct, _) => {
                let key = if direct.is_none() { "direct" } else { "recommend" };
                self.report(value.span(), FaultKind::Missing { key, place: place.to_owned() });
            }
        }
        None
    }

    fn columns(&mut self, value: &Value<'_>) -> BTreeMap<String, String> {
        let mut columns = BTreeMap::new();
        for (key, value) in self.table("columns", value).into_iter().flatten() {
            let role = key.get_ref().as_ref();
            if let Some(header) = self.text(role, value) {
                columns.insert(role.to_owned(), header);
            }
        }
        columns
    }

    fn gates(&mut self, value: &Value<'_>) -> GatesConfig {
        let mut config = GatesConfig::default();
        for (key, value) in self.table("gates", value).into_iter().flatten() {
            if key.get_ref() == "pack" {
                for (pack, value) in self.table("pack", value).into_iter().flatten() {
                    let pack = pack.get_ref().as_ref();
                    let mut gates = Gates::default();
                    for (key, value) in self.table(pack, value).into_iter().flatten() {
                        self.gate(key, value, &mut gates, &format!("[gates.pack.{pack}]"), None);
                    }
                    config.pack.insert(pack.to_owned(), gates);
                }
            } else {
                self.gate(key, value, &mut config.overall, "[gates]", Some("pack"));
            }
        }
        config
    }

    fn gate(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        value: &Value<'_>,
        gates: &mut Gates,
        place: &str,
        also: Option<&'static str>,
    ) {
        let name = key.get_ref().as_ref();
        match Figure::from_name(name) {
            None => self.unknown(key, place, Figure::ALL.map(Figure::name).into_iter().chain(also)),
            Some(figure) => {
                if let Some(limit) = self.number(name, value, 0.0, 1.0) {
                    gates.limits.insert(figure, limit);
                }
            }
        }
    }

    fn unknown(
        &mut self,
        key: &Spanned<std::borrow::Cow<'_, str>>,
        place: &str,
        known: impl Iterator<Item = &'static str>,
    ) {
        let name = key.get_ref().as_ref();
        let known: Vec<_> = known.collect();
        let kind = FaultKind::UnknownKey {
            key: name.to_owned(),
            place: place.to_owned(),
            nearest: nearest(&name.replace('-', "_"), known.iter().copied()).map(str::to_owned),
            known: known.into_iter().map(str::to_owned).collect(),
        };
        self.report(key.span(), kind);
    }

    fn wrong(&mut self, key: &str, value: &Value<'_>, wanted: &'static str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.report(value.span(), FaultKind::WrongType { key: key.to_owned(), wanted, found });
    }

    fn table<'v, 't>(&mut self, key: &str, value: &'v Value<'t>) -> Option<&'v DeTable<'t>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(key, value, "a table");
        }
        table
    }

    fn text(&mut self, key: &str, value: &Value<'_>) -> Option<String> {
        match value.get_ref().as_str().map(str::trim) {
            None => self.wrong(key, value, "a text in quotes"),
            Some("") => self.report(value.span(), FaultKind::Empty { key: key.to_owned() }),
            Some(text) => return Some(text.to_owned()),
        }
        None
    }

    fn path(&mut self, key: &str, value: &Value<'_>) -> Option<PathBuf> {
        self.text(key, value).map(|text| below(self.folder, Path::new(&text)))
    }

    fn paths(&mut self, key: &str, value: &Value<'_>) -> Option<Vec<PathBuf>> {
        match value.get_ref() {
            DeValue::String(_) => self.path(key, value).map(|path| vec![path]),
            DeValue::Array(items) if items.is_empty() => {
                self.report(value.span(), FaultKind::Empty { key: key.to_owned() });
                None
            }
            DeValue::Array(items) => Some(items.iter().filter_map(|item| self.path(key, item)).collect()),
            _ => {
                self.wrong(key, value, "a path in quotes or a list of them");
                None
            }
        }
    }

    fn patterns(&mut self, key: &str, value: &Value<'_>) -> Vec<PathPattern> {
        let items = match value.get_ref() {
            DeValue::String(_) => std::slice::from_ref(value),
            DeValue::Array(items) if items.is_empty() => {
                self.report(value.span(), FaultKind::Empty { key: key.to_owned() });
                return Vec::new();
            }
            DeValue::Array(items) => items,
            _ => {
                self.wrong(key, value, "a path in quotes or a list of them");
                return Vec::new();
            }
        };
        let mut patterns = Vec::new();
        for item in items {
            let Some(text) = self.text(key, item) else { continue };
            match PathPattern::new(self.folder, &text) {
                Ok(pattern) => patterns.push(pattern),
                Err(error) => {
                    let place = "[eval]".to_owned();
                    self.report(item.span(), FaultKind::Unfit { place, reason: error.to_string() });
                }
            }
        }
        patterns
    }

    fn boolean(&mut self, key: &str, value: &Value<'_>) -> bool {
        if let DeValue::Boolean(boolean) = value.get_ref() {
            return *boolean;
        }
        self.wrong(key, value, "true or false");
        false
    }

    fn number(&mut self, key: &str, value: &Value<'_>, least: f64, most: f64) -> Option<f64> {
        let number = match value.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) => {
                i128::from_str_radix(integer.as_str(), integer.radix()).ok().map(|integer| integer as f64)
            }
            _ => None,
        };
        let Some(found) = number else {
            self.wrong(key, value, "a number");
            return None;
        };
        if (least..=most).contains(&found) {
            return Some(found);
        }
        self.report(value.span(), FaultKind::OutOfRange { key: key.to_owned(), least, most, found });
        None
    }
}
