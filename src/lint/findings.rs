//! Where rules put what they find.

use rayon::prelude::*;

use super::context::Context;
use super::rule::Rule;
use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// Takes the findings of one rule; drops those that are switched off where they stand.
#[derive(Debug)]
pub struct Findings<'c> {
    context: &'c Context<'c>,
    position: usize,
    found: Vec<Diagnostic>,
}

impl<'c> Findings<'c> {
    pub(super) fn new(context: &'c Context<'c>) -> Self {
        Self { context, position: 0, found: Vec::new() }
    }

    /// From now on findings are those of the rule at this position of the registry.
    pub(super) fn of_rule(&mut self, position: usize) -> &mut Self {
        self.position = position;
        self
    }

    pub(super) fn rule(&self) -> &'static Rule {
        super::RULES[self.position]
    }

    pub(super) fn into_found(self) -> Vec<Diagnostic> {
        self.found
    }

    /// Look at each of `items` on all cores; the findings come in the order of the items.
    pub fn for_each<T: Sync>(&mut self, items: &[T], look: impl Fn(&T, &mut Findings<'_>) + Sync) {
        let (context, position) = (self.context, self.position);
        let found: Vec<Vec<Diagnostic>> = items
            .par_chunks(1024)
            .map(|chunk| {
                let mut findings = Findings { context, position, found: Vec::new() };
                for item in chunk {
                    look(item, &mut findings);
                }
                findings.found
            })
            .collect();
        self.found.extend(found.into_iter().flatten());
    }

    /// Whether the rule looks at this file at all.
    pub fn wanted_in(&self, file: FileId) -> bool {
        self.context.profile(file).severity(self.position).is_some()
    }

    /// Put a finding in; its severity becomes the one that holds in its file.
    pub fn push(&mut self, mut finding: Diagnostic) {
        debug_assert_eq!(finding.code, self.rule().code, "a rule reports under its own code");
        if let Some(severity) = self.context.profile(finding.location.file).severity(self.position) {
            finding.severity = severity;
            self.found.push(finding);
        }
    }
}
