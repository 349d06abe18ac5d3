//! The rules, one file each; the file's comment is the rule's page.

pub mod absolute_claim;
pub mod answer_length;
pub mod configuration_without_effect;
pub mod contradictory_validity;
pub mod edge_symbols_or_particles;
pub mod expired;
pub mod expired_suppression;
pub mod expires_soon;
pub mod finance_promise;
pub mod forbidden_word;
pub mod insecure_link;
pub mod medical_boundary;
pub mod mixed_script;
pub mod off_platform_contact;
pub mod past_date_in_text;
pub mod personal_data;
pub mod question_length;
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
