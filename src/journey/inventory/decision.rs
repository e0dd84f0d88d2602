//! Decision policies: which offers a content decision chooses for a person, and what it falls back to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_default;
use crate::journey::{DecisionPolicyId, Expression, SchemaId};

/// What a content decision follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionPolicy {
    /// Stable key.
    pub id: DecisionPolicyId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The schema of its offers: what is known of each beside its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// How many offers are chosen at most.
    pub offers: i64,
    /// The strategy sequence: the first fills the places that it can, the next those that are left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub strategies: Vec<SelectionStrategy>,
    /// What is chosen where nothing else fits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Offer>,
}

impl Default for DecisionPolicy {
    fn default() -> Self {
        Self {
            id: DecisionPolicyId::default(),
            name: String::new(),
            description: String::new(),
            schema: None,
            offers: 1,
            strategies: Vec::new(),
            fallback: None,
        }
    }
}

impl DecisionPolicy {
    /// Every offer, in the order of the sequence, the fallback last.
    pub fn every_offer(&self) -> impl Iterator<Item = &Offer> {
        self.strategies.iter().flat_map(|strategy| &strategy.offers).chain(&self.fallback)
    }
}

/// One entry of a strategy sequence: offers for whom it is meant. A single offer of the sequence is a strategy of one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SelectionStrategy {
    /// What people call it.
    pub name: String,
    /// For whom it is meant; for everybody when empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub eligibility: Expression,
    /// Its offers; those of higher priority come first, of equal priority in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
}

/// Something that can be offered; the platform calls it a decision item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// What people call it.
    pub name: String,
    /// The higher, the sooner it is chosen.
    #[serde(default, skip_serializing_if = "is_default")]
    pub priority: i64,
    /// Who may have it; everybody when empty.
    #[serde(default, skip_serializing_if = "is_default")]
    pub eligibility: Expression,
    /// What is known of it, by field of the policy's schema, as text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, String>,
}
