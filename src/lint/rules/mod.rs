//! The rules, one file each; the file's comment is the rule's page.

pub mod answer_length;
pub mod answer_repeats_question;
pub mod configuration_without_effect;
pub mod edge_symbols_or_particles;
pub mod expired_suppression;
pub mod homophone_typo;
pub mod invisible_or_control_characters;
pub mod mixed_script;
pub mod mojibake;
pub mod placeholder_left;
pub mod question_length;
pub mod several_questions_in_one;
pub mod symbols_only;
pub mod unbalanced_brackets;
pub mod unexplained_suppression;
pub mod unknown_key;
pub mod unused_suppression;
pub mod whitespace;
pub mod width;

use super::rule::Rule;

/// Every rule, in the order of the codes.
pub static RULES: &[&Rule] = &[
    // KB0: the file
    &unknown_key::RULE,
    // KB2: text
    &question_length::RULE,
    &answer_length::RULE,
    &edge_symbols_or_particles::RULE,
    &width::RULE,
    &whitespace::RULE,
    &mixed_script::RULE,
    &homophone_typo::RULE,
    &several_questions_in_one::RULE,
    &invisible_or_control_characters::RULE,
    &placeholder_left::RULE,
    &unbalanced_brackets::RULE,
    &answer_repeats_question::RULE,
    &symbols_only::RULE,
    &mojibake::RULE,
    // KB9: hygiene
    &unused_suppression::RULE,
    &unexplained_suppression::RULE,
    &expired_suppression::RULE,
    &configuration_without_effect::RULE,
];
