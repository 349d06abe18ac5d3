//! The rules, one file each; the file's comment is the rule's page.

pub mod absolute_claim;
pub mod answer_length;
pub mod answer_repeats_question;
pub mod answer_to_unknown_question;
pub mod bad_id;
pub mod byte_order_mark_or_line_ends;
pub mod configuration_without_effect;
pub mod conflicting_answers;
pub mod confusable_entries;
pub mod contradictory_validity;
pub mod counterexample_contradicts;
pub mod dangling_reference;
pub mod differs_only_in_particles;
pub mod duplicate_id;
pub mod duplicate_key;
pub mod duplicate_variant;
pub mod edge_symbols_or_particles;
pub mod empty_question;
pub mod encoding;
pub mod expired;
pub mod expired_suppression;
pub mod expires_soon;
pub mod finance_promise;
pub mod forbidden_word;
pub mod homophone_typo;
pub mod insecure_link;
pub mod invisible_or_control_characters;
pub mod likely_misplaced_variant;
pub mod lopsided_pack;
pub mod medical_boundary;
pub mod missing_answer;
pub mod missing_id;
pub mod mixed_script;
pub mod mojibake;
pub mod near_duplicate_questions;
pub mod off_platform_contact;
pub mod pack_cycle;
pub mod pack_shadows_pack;
pub mod past_date_in_text;
pub mod personal_data;
pub mod placeholder_left;
pub mod question_length;
pub mod reference_to_inactive;
pub mod same_answer_elsewhere;
pub mod same_phrasing_in_two_entries;
pub mod self_reference;
pub mod several_questions_in_one;
pub mod symbols_only;
pub mod test_leakage;
pub mod too_few_variants;
pub mod too_many_related;
pub mod too_many_variants;
pub mod unbalanced_brackets;
pub mod unexplained_suppression;
pub mod unknown_key;
pub mod unknown_pack;
pub mod untested_entry;
pub mod unused_suppression;
pub mod variant_equals_question;
pub mod welcome_card;
pub mod whitespace;
pub mod width;
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
    // KB3: duplicates and conflicts
    &duplicate_variant::RULE,
    &same_phrasing_in_two_entries::RULE,
    &near_duplicate_questions::RULE,
    &variant_equals_question::RULE,
    &differs_only_in_particles::RULE,
    &conflicting_answers::RULE,
    &same_answer_elsewhere::RULE,
    &counterexample_contradicts::RULE,
    &pack_shadows_pack::RULE,
    // KB4: balance
    &too_few_variants::RULE,
    &too_many_variants::RULE,
    &lopsided_pack::RULE,
    &likely_misplaced_variant::RULE,
    &confusable_entries::RULE,
    &untested_entry::RULE,
    &test_leakage::RULE,
    // KB5: time
    &expired::RULE,
    &expires_soon::RULE,
    &contradictory_validity::RULE,
    &past_date_in_text::RULE,
    // KB6: compliance and privacy
    &personal_data::RULE,
    &absolute_claim::RULE,
    &finance_promise::RULE,
    &medical_boundary::RULE,
    &off_platform_contact::RULE,
    &insecure_link::RULE,
    &forbidden_word::RULE,
    // KB9: hygiene
    &unused_suppression::RULE,
    &unexplained_suppression::RULE,
    &expired_suppression::RULE,
    &configuration_without_effect::RULE,
];
