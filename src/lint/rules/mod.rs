//! The rules, one file each; the file's comment is the rule's page.

pub mod configuration_without_effect;
pub mod contradictory_validity;
pub mod expired;
pub mod expired_suppression;
pub mod expires_soon;
pub mod past_date_in_text;
pub mod question_length;
pub mod unexplained_suppression;
pub mod unknown_key;
pub mod unused_suppression;

use super::rule::Rule;

/// Every rule, in the order of the codes.
pub static RULES: &[&Rule] = &[
    // KB0: the file
    &unknown_key::RULE,
    // KB2: text
    &question_length::RULE,
    // KB5: validity
    &expired::RULE,
    &expires_soon::RULE,
    &contradictory_validity::RULE,
    &past_date_in_text::RULE,
    // KB9: hygiene
    &unused_suppression::RULE,
    &unexplained_suppression::RULE,
    &expired_suppression::RULE,
    &configuration_without_effect::RULE,
];
