//! Which rules look at which file, how bad their findings are there, and what they are told.
//!
//! Layers, later ones on top: every rule with its own severity; `[lint]`; the command line; what
//! `per-pack` and `per-file` say for the file, in the order of their names. Whether a rule looks is
//! decided by the longest selector that names it among all that select and ignore; a tie ignores.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};
use serde::Deserialize;
use toml::Spanned;

use super::rule::Rule;
use super::settings::Settings;
use super::words::WordScanner;
use super::{LintError, RULES};
use crate::config::{Levels, LintConfig, LintLayer, RuleTables};
use crate::diagnostic::Severity;
use crate::model::KnowledgeBase;
use crate::source::{FileId, display_path};

/// What holds for some files.
pub(super) struct Profile {
    /// By position in the registry; `None` where the rule does not look.
    severities: Vec<Option<Severity>>,
    pub(super) settings: Settings,
    pub(super) words: WordScanner,
}

impl std::fmt::Debug for Profile {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Profile").field("severities", &self.severities).finish_non_exhaustive()
    }
}

impl Profile {
    pub(super) fn severity(&self, position: usize) -> Option<Severity> {
        self.severities[position]
    }
}

/// What the command line says about rules.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    /// `--select`: instead of the configuration's.
    pub select: Vec<String>,
    /// `--ignore`: besides the configuration's.
    pub ignore: Vec<String>,
}

/// The profiles of all files; most knowledge bases have one.
#[derive(Debug)]
pub(super) struct Profiles {
    profiles: Vec<Profile>,
    of_file: Vec<usize>,
}

impl Profiles {
    pub(super) fn new(
        knowledge_base: &KnowledgeBase,
        config: &LintConfig,
        config_path: Option<&Path>,
        selection: &Selection,
    ) -> Result<Self, LintError> {
        for selector in selection.select.iter().chain(&selection.ignore) {
            known(selector)?;
        }
        let folder = config_path.and_then(Path::parent).unwrap_or(Path::new(""));
        let files: Vec<(Glob, GlobMatcher, &LintLayer)> = config
            .per_file
            .iter()
            .map(|(pattern, layer)| {
                let glob = glob(pattern.get_ref()).map_err(|error| LintError::Pattern {
                    pattern: pattern.get_ref().clone(),
                    reason: error.to_string(),
                })?;
                let matcher = glob.compile_matcher();
                Ok((glob, matcher, layer))
            })
            .collect::<Result<_, LintError>>()?;
        let packs = packs_of_files(knowledge_base);
        let mut profiles = Vec::new();
        let mut known: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
        let mut of_file = Vec::with_capacity(knowledge_base.files.len());
        for (id, file) in knowledge_base.files.iter() {
            let path = below(file.path(), folder);
            let pack = packs[id.0 as usize];
            // The layers that hold here, by number: packs first, then patterns.
            let by_pack = config.per_pack.iter().enumerate().filter_map(|(at, (name, layer))| {
                (Some(name.get_ref().as_str()) == pack).then_some((at, layer))
            });
            let by_path = files.iter().enumerate().filter_map(|(at, (_, matcher, layer))| {
                matcher.is_match(&path).then_some((config.per_pack.len() + at, *layer))
            });
            let layers: Vec<(usize, &LintLayer)> = by_pack.chain(by_path).collect();
            let key: Vec<usize> = layers.iter().map(|(at, _)| *at).collect();
            let profile = match known.get(&key) {
                Some(&profile) => profile,
                None => {
                    let layers: Vec<&LintLayer> = layers.into_iter().map(|(_, layer)| layer).collect();
                    profiles.push(profile(config, config_path, selection, &layers)?);
                    known.insert(key, profiles.len() - 1);
                    profiles.len() - 1
                }
            };
            of_file.push(profile);
        }
        if profiles.is_empty() {
            profiles.push(profile(config, config_path, selection, &[])?);
        }
        Ok(Self { profiles, of_file })
    }

    /// What holds for `file`; for a file that came later, such as the configuration, the first profile.
    pub(super) fn of(&self, file: FileId) -> &Profile {
        &self.profiles[self.of_file.get(file.0 as usize).copied().unwrap_or(0)]
    }

    /// Whether the rule at this position looks at any file.
    pub(super) fn anywhere(&self, position: usize) -> bool {
        self.profiles.iter().any(|profile| profile.severity(position).is_some())
    }
}

/// The pattern as it is matched: `*` stays within a folder, `**` does not, a folder means all in it.
pub(super) fn glob(pattern: &str) -> Result<Glob, globset::Error> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let pattern = match pattern.strip_suffix('/') {
        Some(folder) => format!("{folder}/**"),
        None => pattern.to_owned(),
    };
    globset::GlobBuilder::new(&pattern).literal_separator(true).build()
}

/// `path` as seen from `folder`, with `/` between its parts.
pub(super) fn below(path: &Path, folder: &Path) -> PathBuf {
    PathBuf::from(display_path(path.strip_prefix(folder).unwrap_or(path)))
}

fn known(selector: &str) -> Result<(), LintError> {
    if RULES.iter().any(|rule| rule.selected_by(selector).is_some()) {
        return Ok(());
    }
    Err(LintError::UnknownRule { selector: selector.to_owned(), nearest: nearest_rule(selector) })
}

/// The code or name that `selector` was most likely to be.
pub(super) fn nearest_rule(selector: &str) -> Option<String> {
    let names = RULES.iter().flat_map(|rule| [rule.code, rule.name]);
    crate::model::nearest(selector, names).map(str::to_owned)
}

/// The pack of each file: that of its entries, or the one its `pack.yaml` or `shop.yaml` is about.
fn packs_of_files(knowledge_base: &KnowledgeBase) -> Vec<Option<&str>> {
    let mut packs = vec![None; knowledge_base.files.len()];
    for entry in &knowledge_base.entries {
        packs[entry.location.file.0 as usize] = Some(&*knowledge_base.pack(entry.pack).id);
    }
    for pack in &knowledge_base.packs {
        if let Some(location) = pack.location {
            packs[location.file.0 as usize] = Some(&*pack.id);
        }
    }
    for shop in &knowledge_base.shops {
        packs[shop.location.file.0 as usize] = Some(&*shop.id.value);
    }
    packs
}

fn profile(
    config: &LintConfig,
    config_path: Option<&Path>,
    selection: &Selection,
    layers: &[&LintLayer],
) -> Result<Profile, LintError> {
    let severities: Vec<Option<Severity>> =
        RULES.iter().map(|rule| severity(rule, config, selection, layers)).collect();
    let mut tables = vec![&config.rules];
    tables.extend(layers.iter().map(|layer| &layer.rules));
    let settings = settings(&tables, config_path)?;
    let words = WordScanner::new(RULES, &settings, |position| severities[position].is_some());
    Ok(Profile { severities, settings, words })
}

fn severity(
    rule: &Rule,
    config: &LintConfig,
    selection: &Selection,
    layers: &[&LintLayer],
) -> Option<Severity> {
    let longest = |selectors: &mut dyn Iterator<Item = &str>| {
        selectors.filter_map(|selector| rule.selected_by(selector)).max()
    };
    let text = |selector: &'_ Spanned<String>| -> String { selector.get_ref().clone() };
    let configured: Vec<String> = config.select.iter().flatten().map(text).collect();
    let more: Vec<String> = layers.iter().flat_map(|layer| &layer.select).map(text).collect();
    let everything = ["ALL".to_owned()];
    let chosen: &[String] = match (&selection.select[..], &config.select) {
        ([], None) => &everything,
        ([], Some(_)) => &configured,
        (select, _) => select,
    };
    let selected = longest(&mut chosen.iter().chain(&more).map(String::as_str))?;
    let ignore: Vec<String> = config
        .ignore
        .iter()
        .chain(layers.iter().flat_map(|layer| &layer.ignore))
        .map(text)
        .chain(selection.ignore.iter().cloned())
        .collect();
    if longest(&mut ignore.iter().map(String::as_str)).is_some_and(|ignored| ignored >= selected) {
        return None;
    }
    let levels = std::iter::once(&config.severity).chain(layers.iter().map(|layer| &layer.severity));
    let mut severity = Some(rule.severity);
    for levels in levels {
        if let Some(level) = level(rule, levels) {
            severity = level.severity();
        }
    }
    severity
}

fn level(rule: &Rule, levels: &Levels) -> Option<crate::config::Level> {
    levels
        .iter()
        .filter_map(|(selector, level)| Some((rule.selected_by(selector.get_ref())?, *level)))
        .max_by_key(|(length, _)| *length)
        .map(|(_, level)| level)
}

/// The settings that `tables` amount to, later ones on top, key by key.
fn settings(tables: &[&RuleTables], config_path: Option<&Path>) -> Result<Settings, LintError> {
    let mut merged = toml::Table::new();
    for (name, table) in tables.iter().copied().flatten() {
        // A name that no rule has is reported with the other settings that have no effect.
        let Some(rule) = RULES.iter().find(|rule| rule.name == name.get_ref() || rule.code == name.get_ref())
        else {
            continue;
        };
        let slot = merged.entry(rule.name).or_insert_with(|| toml::Value::Table(toml::Table::new()));
        if let toml::Value::Table(slot) = slot {
            slot.extend(table.get_ref().clone());
        }
        let alone: toml::Table =
            std::iter::once((rule.name.to_owned(), toml::Value::Table(table.get_ref().clone()))).collect();
        Settings::deserialize(alone).map_err(|error| LintError::Settings {
            path: config_path.unwrap_or(Path::new(crate::config::FILE_NAME)).to_owned(),
            offset: table.span().start,
            rule: rule.name,
            reason: error.message().to_owned(),
        })?;
    }
    Settings::deserialize(merged).map_err(|error| LintError::Settings {
        path: config_path.unwrap_or(Path::new(crate::config::FILE_NAME)).to_owned(),
        offset: 0,
        rule: "rules",
        reason: error.message().to_owned(),
    })
}
