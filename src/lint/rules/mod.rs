//! The rules, one file each; the file's comment is the rule's page.

pub mod answer_to_unknown_question;
pub mod bad_id;
pub mod byte_order_mark_or_line_ends;
pub mod configuration_without_effect;
pub mod dangling_reference;
pub mod duplicate_id;
pub mod duplicate_key;
pub mod empty_question;
pub mod encoding;
pub mod expired_suppression;
pub mod missing_answer;
pub mod missing_id;
pub mod pack_cycle;
pub mod question_length;
pub mod reference_to_inactive;
pub mod self_reference;
pub mod too_many_related;
pub mod unexplained_suppression;
pub mod unknown_key;
pub mod unknown_pack;
pub mod unused_suppression;
pub mod welcome_card;
pub mod wrong_type;
pub mod yaml_syntax;

use super::rule::Rule;

/// Every rule, in the order of the codes.
pub static RULES: &[&Rule] = &[
    // KB0: the file
    &yaml_syntax::RULE,
    &encoding::RULE,
    &unknown_key::RULE,
    &wrong_type::RULE,
    &duplicate_key::RULE,
    &byte_order_mark_or_line_ends::RULE,
    // KB1: structure
    &missing_id::RULE,
    &duplicate_id::RULE,
    &bad_id::RULE,
    &empty_question::RULE,
    &missing_answer::RULE,
    &dangling_reference::RULE,
    &too_many_related::RULE,
    &self_reference::RULE,
    &reference_to_inactive::RULE,
    &answer_to_unknown_question::RULE,
    &unknown_pack::RULE,
    &pack_cycle::RULE,
    &welcome_card::RULE,
    // KB2: text
    &question_length::RULE,
    // KB9: hygiene
    &unused_suppression::RULE,
    &unexplained_suppression::RULE,
    &expired_suppression::RULE,
    &configuration_without_effect::RULE,
];
