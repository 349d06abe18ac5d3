//! Rules over a knowledge base: what is wrong, where to the character, and how to mend it.
//!
//! # How it works
//! [`lint`] takes what [`KnowledgeBase::load`](crate::model::KnowledgeBase::load) gives. Faults of loading
//! become findings under the codes of their rules. Then every [`Rule`] that is on looks at what it asked
//! for: each text, each entry, each file, pack, shop, or all at once. Work that several rules want (keys of
//! all phrasings, a look-up, the words of all lists) is done once, in the [`Context`]. At the end comments
//! that silence findings take effect, and comments and settings that had no effect become findings
//! themselves.
//!
//! # A rule
//! One file in `rules/`: its comment is its page ([`Page`]), which holds examples that are run as tests;
//! below stand its [`Rule`], its settings, its function. [`RULES`] lists them all and tests itself.
//!
//! [`fix`] applies the fixes that findings carry, again and again until nothing changes, in memory.
//!
//! This module does not know how findings are shown, and writes no file.

mod by_pack;
mod changed;
mod context;
mod duplicates;
mod error;
mod example;
mod findings;
mod fix;
mod guard;
mod held_out;
mod medical;
mod mentions;
mod page;
mod period;
mod profile;
mod prose;
mod rule;
pub mod rules;
mod run;
mod scripts;
mod settings;
mod suppress;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod text;
mod unused;
mod words;

pub use changed::Changed;
pub use context::{Context, TestQuestion};
pub use error::LintError;
pub use example::{EXAMPLE_DAY, ExampleError, lint_example};
pub use findings::Findings;
pub use fix::{FixOptions, Fixed, fix};
pub use held_out::{HeldOut, HeldOutPhrasing};
pub use page::{Example, Page};
pub use profile::Selection;
pub use rule::{Check, Fixes, Needs, Rule};
pub use rules::RULES;
pub use run::{LintOptions, Linted, lint};
pub use scripts::{Script, Scripts};
pub use settings::Settings;
pub use text::{LintText, Role, WordHit};

/// The rule that `name` names exactly, by code or by name.
pub fn find_rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code.eq_ignore_ascii_case(name) || rule.name == name)
}

/// The rule whose code or name resembles `name` most, if any does.
pub fn nearest_rule(name: &str) -> Option<String> {
    profile::nearest_rule(name)
}

/// The rule's place in [`RULES`].
fn position(rule: &Rule) -> usize {
    RULES
        .binary_search_by(|other| other.code.cmp(rule.code))
        .unwrap_or_else(|_| unreachable!("every rule is in the registry"))
}
