//! What is looked at, and what of it is reported: paths, standard input, changes since a revision.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use kbtool::diagnostic::{Diagnostic, Message};
use kbtool::model::{FileBytes, KnowledgeBase, Overlay};
use kbtool::source::revision::Repository;
use kbtool::source::yaml_files;

use crate::cli::arguments::LintArguments;
use crate::cli::context::{Context, refuse_missing};
use crate::cli::versions;

/// What is loaded, and which of its findings are wanted.
pub(super) struct Scope {
    roots: Vec<PathBuf>,
    overlay: Overlay,
    /// Only findings at or below one of these, with links resolved; all if empty.
    only: Vec<PathBuf>,
    /// Whether the roots are the knowledge base that the configuration is about.
    configured: bool,
    since: Option<String>,
    standard_input: Option<PathBuf>,
}

impl Scope {
    pub(super) fn new(context: &Context, arguments: &LintArguments) -> Result<Self> {
        let mut scope = Self {
            roots: context.roots().to_vec(),
            overlay: Overlay::new(),
            only: Vec::new(),
            configured: context.global.kb.is_empty(),
            since: arguments.since.clone(),
            standard_input: None,
        };
        if arguments.paths.iter().any(|path| path == Path::new("-")) {
            if arguments.paths.len() > 1 {
                bail!("`-` is standard input; it stands alone");
            }
            let Some(name) = &arguments.stdin_filename else {
                bail!("`-` wants to know which file it is: --stdin-filename kb/pack/file.yaml");
            };
            scope.take_standard_input(name)?;
            return Ok(scope);
        }
        if arguments.stdin_filename.is_some() {
            bail!("--stdin-filename goes with `-` as the path");
        }
        for path in &arguments.paths {
            let real = path.canonicalize().with_context(|| format!("cannot read {}", path.display()))?;
            scope.only.push(real);
        }
        let inside = |path: &PathBuf| {
            scope.roots.iter().filter_map(|root| root.canonicalize().ok()).any(|root| path.starts_with(root))
        };
        if !scope.only.is_empty() && !scope.only.iter().all(inside) {
            // Paths elsewhere are a knowledge base of their own.
            if !context.global.kb.is_empty() {
                let outside = arguments.paths.iter().zip(&scope.only).find(|(_, real)| !inside(real));
                let outside = outside.map_or_else(String::new, |(path, _)| path.display().to_string());
                bail!("{outside} is not part of the knowledge base given with --kb");
            }
            scope.roots.clone_from(&arguments.paths);
            scope.only.clear();
            scope.configured = false;
        }
        refuse_missing(&scope.roots)?;
        Ok(scope)
    }

    fn take_standard_input(&mut self, name: &Path) -> Result<()> {
        let mut text = Vec::new();
        std::io::stdin().lock().read_to_end(&mut text).context("cannot read standard input")?;
        let real = name.canonicalize().unwrap_or_else(|_| name.to_owned());
        self.roots.retain(|root| root.exists());
        // The path as it will be found, so that the text takes its place.
        let known = self
            .roots
            .iter()
            .flat_map(|root| yaml_files(root).0)
            .find(|path| path.canonicalize().is_ok_and(|path| path == real));
        let path = known.unwrap_or_else(|| name.to_owned());
        self.overlay.insert(path.clone(), text);
        self.standard_input = Some(path);
        Ok(())
    }

    pub(super) fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    pub(super) fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// The file that standard input is the text of.
    pub(super) fn standard_input(&self) -> Option<&PathBuf> {
        self.standard_input.as_ref()
    }

    /// Whether all findings of the configured knowledge base are wanted.
    pub(super) fn is_whole(&self) -> bool {
        self.configured && self.only.is_empty() && self.standard_input.is_none() && self.since.is_none()
    }

    /// Keep the findings in the paths that were asked for.
    pub(super) fn narrow(&self, findings: &mut Vec<Diagnostic>, knowledge_base: &KnowledgeBase) {
        if let Some(wanted) = &self.standard_input {
            findings.retain(|finding| knowledge_base.files.get(finding.location.file).path() == wanted);
        } else if !self.only.is_empty() {
            let mut known: std::collections::BTreeMap<_, bool> = std::collections::BTreeMap::new();
            findings.retain(|finding| {
                let file = finding.location.file;
                *known.entry(file).or_insert_with(|| {
                    let path = knowledge_base.files.get(file).path();
                    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                    self.only.iter().any(|wanted| real.starts_with(wanted))
                })
            });
        }
    }

    /// The files as they were at the revision since which changes are wanted.
    pub(super) fn before(&self, context: &Context) -> Result<Option<Vec<FileBytes>>> {
        let Some(revision) = &self.since else { return Ok(None) };
        let start = self.roots.first().map_or(Path::new("."), PathBuf::as_path);
        let repository = Repository::discover(start)?;
        let commit = repository.resolve(revision)?;
        let before = versions::files_at(&repository, &commit, &self.roots)?;
        if before.is_empty() {
            let name = Message::new(revision.clone(), revision.clone());
            context.note(versions::was_not_there(&name).in_language(context.language));
        }
        Ok(Some(before))
    }
}
