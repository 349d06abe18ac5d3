//! What a configuration says about rules, files and packs that do not exist.

use toml::Spanned;

use super::context::Context;
use super::findings::Findings;
use super::profile::{below, glob};
use super::rules::configuration_without_effect as rule;
use super::run::LintOptions;
use super::{RULES, nearest_rule};
use crate::config::{Levels, RuleTables};
use crate::model::nearest;
use crate::source::{FileId, Location, Span};

/// Report every entry of `[lint]` that matches nothing.
pub(super) fn report(
    context: &Context<'_>,
    options: &LintOptions<'_>,
    file: FileId,
    findings: &mut Findings<'_>,
) {
    let config = options.config;
    let findings = findings.of_rule(super::position(&rule::RULE));
    let mut names: Vec<&Spanned<String>> = Vec::new();
    names.extend(config.select.iter().flatten().chain(&config.ignore));
    names.extend(keys_of(&config.severity, &config.rules));
    for layer in config.per_file.values().chain(config.per_pack.values()) {
        names.extend(layer.select.iter().chain(&layer.ignore));
        names.extend(keys_of(&layer.severity, &layer.rules));
    }
    for name in names {
        if !RULES.iter().any(|rule| rule.selected_by(name.get_ref()).is_some()) {
            rule::no_rule(place(file, name), name.get_ref(), nearest_rule(name.get_ref()), findings);
        }
    }
    let packs = || context.knowledge_base.packs.iter().map(|pack| &*pack.id);
    for name in config.per_pack.keys() {
        let shop = context.knowledge_base.shops.iter().any(|shop| &*shop.id.value == name.get_ref());
        if options.whole && !shop && !packs().any(|pack| pack == name.get_ref()) {
            let nearest = nearest(name.get_ref(), packs()).map(str::to_owned);
            rule::no_pack(place(file, name), name.get_ref(), nearest, findings);
        }
    }
    let folder = options.config_path.and_then(std::path::Path::parent).unwrap_or(std::path::Path::new(""));
    for pattern in config.per_file.keys() {
        let Ok(glob) = glob(pattern.get_ref()) else { continue };
        let matcher = glob.compile_matcher();
        let files = context.knowledge_base.files.iter();
        if options.whole && !files.into_iter().any(|(_, file)| matcher.is_match(below(file.path(), folder))) {
            rule::no_file(place(file, pattern), pattern.get_ref(), findings);
        }
    }
}

fn keys_of<'l>(levels: &'l Levels, rules: &'l RuleTables) -> impl Iterator<Item = &'l Spanned<String>> {
    levels.keys().chain(rules.keys())
}

fn place(file: FileId, name: &Spanned<String>) -> Location {
    let range = name.span();
    Location { file, span: Span::new(range.start as u32, range.end as u32) }
}
