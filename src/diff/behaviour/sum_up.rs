//! From what was counted and kept to what is reported.

use super::causes::{Context, causes};
use super::flip::Flipped;
use super::run::{BehaviourRun, Scope, Side};
use super::types::{Behaviour, Cause, Flip, ScopeBehaviour};
use super::words::sentence;
use crate::diff::{Change, McNemar, Versions};
use crate::eval::{Comparison, Counters, NO_PACK, Report, RunFacts, Subject, compare};

impl BehaviourRun<'_, '_> {
    /// Sum up; `changes` are those between the two versions, for the causes.
    pub fn finish(self, versions: Versions<'_>, changes: &[Change]) -> Behaviour {
        let mut flips = self.asked.flips;
        flips.sort_by_key(|flip| flip.kind);
        let context = Context { pairing: self.pairing, before: self.before, after: self.after };
        let causes = causes(&context, &flips, changes);
        let (before, after) =
            (report(&self.asked.before, self.before), report(&self.asked.after, self.after));
        let comparison = compare(&before, &after);
        let mut all = Scope::default();
        for scope in self.asked.scopes.values() {
            all.merge(*scope);
        }
        let mut packs: Vec<(&str, Scope)> =
            self.asked.scopes.iter().map(|(pack, scope)| (&**pack, *scope)).collect();
        packs.sort_by_key(|&(pack, _)| (pack == NO_PACK, pack));
        let packs = packs.into_iter().map(|(pack, scope)| {
            behaviour_of(Some(pack), pack_title(versions, pack).to_owned(), scope, &comparison)
        });
        Behaviour {
            source: self.source,
            overall: behaviour_of(None, "all".to_owned(), all, &comparison),
            packs: packs.collect(),
            flips: flips
                .into_iter()
                .zip(causes)
                .map(|(flip, cause)| told(flip, cause, &self.files, versions))
                .collect(),
            before,
            after,
        }
    }
}

fn report(counters: &Counters, side: Side<'_, '_>) -> Report {
    let facts = RunFacts { engine: side.matcher.name(), thresholds: side.thresholds };
    Report::new(counters, &Subject::new(side.view, facts))
}

/// What people call a pack: as it is called now, else as it was.
fn pack_title<'t>(versions: Versions<'t>, pack: &'t str) -> &'t str {
    let name = |knowledge_base: &'t crate::model::KnowledgeBase| {
        knowledge_base.pack(knowledge_base.find_pack(pack)?).name.as_deref()
    };
    name(versions.after).or_else(|| name(versions.before)).unwrap_or(pack)
}

fn behaviour_of(pack: Option<&str>, title: String, scope: Scope, comparison: &Comparison) -> ScopeBehaviour {
    let mcnemar = McNemar::new(scope.counts.fixed, scope.counts.broken);
    let compared = comparison.scopes.iter().find(|compared| compared.pack.as_deref() == pack);
    ScopeBehaviour {
        pack: pack.map(str::to_owned),
        title,
        rows: scope.rows,
        counts: scope.counts,
        mcnemar,
        figures: compared.map(|compared| compared.changes.clone()).unwrap_or_default(),
        sentence: sentence(scope.counts, mcnemar),
    }
}

fn told(flip: Flipped, cause: Option<Cause>, files: &[String], versions: Versions<'_>) -> Flip {
    Flip {
        kind: flip.kind,
        file: files[flip.file].clone(),
        line: flip.line,
        question: flip.question,
        expected: flip.expected,
        pack: flip.pack.into(),
        count: flip.count,
        before: flip.before.response(versions.before),
        after: flip.after.response(versions.after),
        cause,
    }
}
