//! The settings of all rules, typed, with their defaults.
//!
//! A rule that can be told something has a struct of its own in its file and a field here; the field's name
//! is the rule's name. The schema of `kbtool.toml` and the settings on the rule's page are made from these
//! types.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::rules;

/// What every rule is told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Settings {
    /// KB107.
    pub too_many_related: rules::too_many_related::Limits,
    /// KB113.
    pub welcome_card: rules::welcome_card::Limits,
    /// KB201.
    pub question_length: rules::question_length::Limits,
    /// KB202.
    pub answer_length: rules::answer_length::Limits,
    /// KB206.
    pub mixed_script: rules::mixed_script::Words,
    /// KB401.
    pub too_few_variants: rules::too_few_variants::Enough,
    /// KB402.
    pub too_many_variants: rules::too_many_variants::Most,
    /// KB403.
    pub lopsided_pack: rules::lopsided_pack::Balance,
    /// KB404.
    pub likely_misplaced_variant: rules::likely_misplaced_variant::Doubt,
    /// KB405.
    pub confusable_entries: rules::confusable_entries::Confusion,
    /// KB407.
    pub test_leakage: rules::test_leakage::Likeness,
    /// KB502.
    pub expires_soon: rules::expires_soon::Near,
    /// KB503.
    pub contradictory_validity: rules::contradictory_validity::Overlap,
    /// KB601.
    pub personal_data: rules::personal_data::Own,
    /// KB602.
    pub absolute_claim: rules::absolute_claim::Claims,
    /// KB603.
    pub finance_promise: rules::finance_promise::Promises,
    /// KB604.
    pub medical_boundary: rules::medical_boundary::Boundary,
    /// KB605.
    pub off_platform_contact: rules::off_platform_contact::WaysOut,
    /// KB606.
    pub insecure_link: rules::insecure_link::Hosts,
    /// KB607.
    pub forbidden_word: rules::forbidden_word::Forbidden,
    /// KB207.
    pub homophone_typo: rules::homophone_typo::Words,
    /// KB210.
    pub placeholder_left: rules::placeholder_left::Variables,
    /// KB307.
    pub same_answer_elsewhere: rules::same_answer_elsewhere::Limits,
}
