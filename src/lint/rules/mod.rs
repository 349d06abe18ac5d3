//! The rules, one file each; the file's comment is the rule's page.

pub mod configuration_without_effect;
pub mod conflicting_answers;
pub mod counterexample_contradicts;
pub mod differs_only_in_particles;
pub mod duplicate_variant;
pub mod expired_suppression;
pub mod near_duplicate_questions;
pub mod pack_shadows_pack;
pub mod question_length;
pub mod same_answer_elsewhere;
pub mod same_phrasing_in_two_entries;
pub mod unexplained_suppression;
pub mod unknown_key;
pub mod unused_suppression;
pub mod variant_equals_question;

use super::rule::Rule;

/// Every rule, in the order of the codes.
pub static RULES: &[&Rule] = &[
    // KB0: the file
    &unknown_key::RULE,
    // KB2: text
    &question_length::RULE,
    // KB3: duplicates and contradictions
    &duplicate_variant::RULE,
    &same_phrasing_in_two_entries::RULE,
    &near_duplicate_questions::RULE,
    &variant_equals_question::RULE,
    &differs_only_in_particles::RULE,
    &conflicting_answers::RULE,
    &same_answer_elsewhere::RULE,
    &counterexample_contradicts::RULE,
    &pack_shadows_pack::RULE,
    // KB9: hygiene
    &unused_suppression::RULE,
    &unexplained_suppression::RULE,
    &expired_suppression::RULE,
    &configuration_without_effect::RULE,
];
