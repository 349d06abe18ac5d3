//! One run over a loaded knowledge base: all rules, then suppressions, then what these did.

use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use super::changed::answered_at;
use super::context::{Context, TestQuestion};
use super::findings::Findings;
use super::profile::{Profiles, Selection};
use super::rule::{Check, Needs, Rule};
use super::suppress::Suppressions;
use super::text::{LintText, WordHit, texts_of_entry, texts_of_shop};
use super::{LintError, RULES, unused};
use crate::config::LintConfig;
use crate::dedup::Phrasings;
use crate::diagnostic::Diagnostic;
use crate::model::{Entry, EntryIndex, KnowledgeBase, Loaded, PackIndex};
use crate::source::{FileId, SourceFile};
use crate::text::CharacterClasses;

/// How to lint.
#[derive(Debug, Clone, Copy)]
pub struct LintOptions<'o> {
    /// `[lint]`.
    pub config: &'o LintConfig,
    /// The file it stands in.
    pub config_path: Option<&'o Path>,
    /// The text of that file, so that findings can point into it.
    pub config_text: Option<&'o str>,
    /// What the command line says about rules.
    pub selection: &'o Selection,
    /// The day on which validity is judged.
    pub as_of: Date,
    /// Whether to train a matcher for the rules that need one.
    pub deep: bool,
    /// Test questions for the rules that compare with them.
    pub test_questions: Option<&'o [TestQuestion]>,
    /// The phrasings of the knowledge base, where somebody has them already; made when wanted without them.
    pub phrasings: Option<&'o Phrasings>,
    /// Whether the paths in `loaded` are the whole knowledge base, so that what a configuration says about
    /// other paths has no effect indeed.
    pub whole: bool,
}

/// What a run found.
#[derive(Debug, Clone, Default)]
pub struct Linted {
    /// The findings, in the order of files and places.
    pub findings: Vec<Diagnostic>,
    /// How many findings comments have silenced.
    pub suppressed: usize,
}

/// Run all rules that are on. Of `loaded` only the list of files changes: the configuration joins it, so
/// that findings can point into it.
///
/// # Errors
/// The configuration or the command line names what does not exist, or a setting is wrong.
pub fn lint(loaded: &mut Loaded, options: &LintOptions<'_>) -> Result<Linted, LintError> {
    let files = loaded.knowledge_base.files.len();
    let config_file = options
        .config_path
        .zip(options.config_text)
        .map(|(path, text)| loaded.knowledge_base.files.add(SourceFile::from_text(path, text)));
    let knowledge_base = &loaded.knowledge_base;
    let profiles = Profiles::new(knowledge_base, options.config, options.config_path, options.selection)?;
    let context = Context::new(knowledge_base, &loaded.problems, options, &profiles);
    let runs: Vec<bool> = RULES
        .iter()
        .enumerate()
        .map(|(position, rule)| {
            let supplied = match rule.needs {
                Needs::Nothing => true,
                Needs::Deep => options.deep,
                Needs::Transcripts => options.test_questions.is_some(),
            };
            supplied && profiles.anywhere(position)
        })
        .collect();
    prepare(&context, &runs);
    let mut findings = loading(&context, &loaded.problems);
    let (texts_and_entries, wholes) = rayon::join(
        || by_entry(&context, &runs),
        || {
            let mut found: Vec<Vec<Diagnostic>> = vec![by_file(&context, &runs, files)];
            found.push(by_pack_and_shop(&context, &runs));
            let whole = rules_of(&runs, |check| matches!(check, Check::KnowledgeBase(_)));
            found.extend(
                whole
                    .par_iter()
                    .map(|&(position, rule)| {
                        let mut findings = Findings::new(&context);
                        if let Check::KnowledgeBase(check) = rule.check {
                            check(&context, findings.of_rule(position));
                        }
                        findings.into_found()
                    })
                    .collect::<Vec<_>>(),
            );
            found
        },
    );
    findings.extend(texts_and_entries);
    findings.extend(wholes.into_iter().flatten());
    fill_in_entries(knowledge_base, &mut findings);
    let mut suppressions = Suppressions::collect(knowledge_base, files, options.as_of);
    let before = findings.len();
    suppressions.silence(knowledge_base, &mut findings);
    let suppressed = before - findings.len();
    let mut afterwards = Findings::new(&context);
    suppressions.report(&context, &runs, &mut afterwards);
    if let Some(file) = config_file {
        unused::report(&context, options, file, &mut afterwards);
    }
    findings.extend(afterwards.into_found());
    findings.par_sort_unstable();
    findings.dedup();
    Ok(Linted { findings, suppressed })
}

fn rules_of(runs: &[bool], wanted: impl Fn(&Check) -> bool) -> Vec<(usize, &'static Rule)> {
    RULES
        .iter()
        .enumerate()
        .filter(|&(position, rule)| runs[position] && wanted(&rule.check))
        .map(|(position, rule)| (position, *rule))
        .collect()
}

/// Work out what is worked out on all threads before the rules share these. A thread that waits for others
/// takes up another rule in the meantime, and if that rule asks for the same thing, it waits for its own
/// thread for ever.
fn prepare(context: &Context<'_>, runs: &[bool]) {
    let any = |wanted: fn(&Rule) -> bool| RULES.iter().zip(runs).any(|(rule, runs)| *runs && wanted(rule));
    // The family about duplicates.
    if any(|rule| rule.code.starts_with("KB3")) {
        context.phrasings();
    }
    if any(|rule| rule.needs == Needs::Deep) {
        context.held_out();
    }
}

/// What loading found, with what the rule of the same code adds to it.
fn loading(context: &Context<'_>, problems: &[Diagnostic]) -> Vec<Diagnostic> {
    let mut findings = Findings::new(context);
    for problem in problems {
        let Some(position) = RULES.iter().position(|rule| rule.code == problem.code) else { continue };
        let mut problem = problem.clone();
        if let Check::Loading(complete) = RULES[position].check {
            complete(context, &mut problem);
        }
        findings.of_rule(position).push(problem);
    }
    findings.into_found()
}

/// The rules that look at one entry or one text at a time, on all cores.
fn by_entry(context: &Context<'_>, runs: &[bool]) -> Vec<Diagnostic> {
    let looks = Looks::new(runs);
    let entries: Vec<(EntryIndex, &Entry)> = context.knowledge_base.indexed().collect();
    let mut found: Vec<Diagnostic> = entries
        .par_chunks(256)
        .flat_map_iter(|chunk| {
            let mut findings = Findings::new(context);
            let mut hits = Vec::new();
            for &(index, entry) in chunk {
                for text in texts_of_entry(index, entry) {
                    looks.at_text(context, &text, &mut hits, &mut findings);
                }
                for &(position, rule) in &looks.entry {
                    if let Check::Entry(check) = rule.check
                        && findings.of_rule(position).wanted_in(entry.location.file)
                    {
                        check(context, index, &mut findings);
                    }
                }
            }
            findings.into_found()
        })
        .collect();
    let mut findings = Findings::new(context);
    let mut hits = Vec::new();
    for shop in &context.knowledge_base.shops {
        for text in texts_of_shop(shop) {
            looks.at_text(context, &text, &mut hits, &mut findings);
        }
    }
    found.extend(findings.into_found());
    found
}

/// The rules for texts and entries, taken out of the registry once.
struct Looks {
    text: Vec<(usize, &'static Rule)>,
    entry: Vec<(usize, &'static Rule)>,
}

impl Looks {
    fn new(runs: &[bool]) -> Self {
        Self {
            text: rules_of(runs, |check| matches!(check, Check::Text(..))),
            entry: rules_of(runs, |check| matches!(check, Check::Entry(_))),
        }
    }

    fn at_text(
        &self,
        context: &Context<'_>,
        text: &LintText<'_>,
        hits: &mut Vec<(usize, WordHit)>,
        findings: &mut Findings<'_>,
    ) {
        for &(position, rule) in &self.text {
            if let Check::Text(classes, check) = rule.check
                && (classes == CharacterClasses::ALL || text.classes.intersects(classes))
                && findings.of_rule(position).wanted_in(text.file)
            {
                check(context, text, findings);
            }
        }
        context.profile(text.file).words.scan(text.text, text.classes, hits);
        for hits in hits.chunk_by(|one, other| one.0 == other.0) {
            let position = hits[0].0;
            if let Check::Words(_, check) = RULES[position].check {
                let hits: Vec<WordHit> = hits.iter().map(|(_, hit)| hit.clone()).collect();
                check(context, text, &hits, findings.of_rule(position));
            }
        }
    }
}

fn by_file(context: &Context<'_>, runs: &[bool], files: usize) -> Vec<Diagnostic> {
    let rules = rules_of(runs, |check| matches!(check, Check::File(_)));
    (0..files as u32)
        .into_par_iter()
        .map(FileId)
        .flat_map_iter(|file| {
            let mut findings = Findings::new(context);
            for &(position, rule) in &rules {
                if let Check::File(check) = rule.check
                    && findings.of_rule(position).wanted_in(file)
                {
                    check(context, file, &mut findings);
                }
            }
            findings.into_found()
        })
        .collect()
}

fn by_pack_and_shop(context: &Context<'_>, runs: &[bool]) -> Vec<Diagnostic> {
    let mut findings = Findings::new(context);
    for (position, rule) in rules_of(runs, |check| matches!(check, Check::Pack(_) | Check::Shop(_))) {
        findings.of_rule(position);
        match rule.check {
            Check::Pack(check) => {
                for pack in (0..context.knowledge_base.packs.len() as u32).map(PackIndex) {
                    check(context, pack, &mut findings);
                }
            }
            Check::Shop(check) => {
                for shop in &context.knowledge_base.shops {
                    check(context, shop, &mut findings);
                }
            }
            _ => {}
        }
    }
    findings.into_found()
}

/// A finding inside an entry is about that entry, whoever found it.
fn fill_in_entries(knowledge_base: &KnowledgeBase, findings: &mut [Diagnostic]) {
    // Entries are in the order of files and places.
    let entries = &knowledge_base.entries;
    findings.par_iter_mut().filter(|finding| finding.entry.is_none()).for_each(|finding| {
        if let Some(index) = answered_at(knowledge_base, finding.location) {
            finding.entry = Some(knowledge_base.entry(index).reference.to_string());
            return;
        }
        let place = (finding.location.file, finding.location.span.start);
        let after =
            entries.partition_point(|entry| (entry.location.file, entry.location.span.start) <= place);
        if let Some(entry) = after.checked_sub(1).map(|at| &entries[at])
            && entry.location.file == place.0
            && place.1 < entry.location.span.end
        {
            finding.entry = Some(entry.reference.to_string());
        }
    });
}
