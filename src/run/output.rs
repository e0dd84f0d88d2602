//! What a journey asks the platform for on the way, made ready: the offers of a content decision, the records of a
//! dataset lookup.

use crate::expression::shape;
use crate::journey::{
    ContentDecision, Dataset, DatasetId, DatasetLookup, DecisionPolicy, DecisionPolicyId, Field, Inventory, Kind,
    Offer, Value,
};

use super::formula::Formula;

/// A content decision.
#[derive(Clone, Debug)]
pub(super) struct DecisionPlan {
    pub policy: DecisionPolicyId,
    /// How many offers are chosen at most.
    pub offers: usize,
    pub strategies: Vec<StrategyPlan>,
    pub fallback: Option<OfferPlan>,
    /// The fields of its answer.
    pub fields: Vec<Field>,
}

/// One entry of a strategy sequence.
#[derive(Clone, Debug)]
pub(super) struct StrategyPlan {
    pub name: String,
    pub eligibility: Formula,
    /// The first that fits comes first.
    pub offers: Vec<OfferPlan>,
}

/// An offer.
#[derive(Clone, Debug)]
pub(super) struct OfferPlan {
    pub name: String,
    pub eligibility: Formula,
    /// What is known of it.
    pub value: Value,
}

/// A dataset lookup.
#[derive(Clone, Debug)]
pub(super) struct LookupPlan {
    pub dataset: DatasetId,
    pub name: String,
    pub key: Formula,
    /// Each record that has a key, with the fields that are fetched.
    pub records: Vec<(String, Value)>,
    /// The fields of its answer.
    pub fields: Vec<Field>,
}

impl DecisionPlan {
    /// The decision, or why none can be made.
    pub(super) fn of(decision: &ContentDecision, inventory: &Inventory) -> Result<Self, String> {
        let id = decision.policy.as_ref().ok_or("no decision policy is chosen here")?;
        let policy = inventory.get::<DecisionPolicy>(id).ok_or_else(|| format!("there is no decision policy {id}"))?;
        let fields = shape::offer_fields(inventory, policy);
        let strategies = policy.strategies.iter().map(|strategy| {
            let mut offers: Vec<&Offer> = strategy.offers.iter().collect();
            offers.sort_by_key(|offer| std::cmp::Reverse(offer.priority));
            StrategyPlan {
                name: strategy.name.clone(),
                eligibility: Formula::new(&strategy.eligibility),
                offers: offers.into_iter().map(|offer| OfferPlan::of(offer, &fields)).collect(),
            }
        });
        Ok(Self {
            policy: policy.id.clone(),
            offers: usize::try_from(policy.offers).unwrap_or(0),
            strategies: strategies.collect(),
            fallback: policy.fallback.as_ref().map(|offer| OfferPlan::of(offer, &fields)),
            fields: shape::output_fields(inventory, &Kind::ContentDecision(decision.clone())),
        })
    }
}

impl OfferPlan {
    fn of(offer: &Offer, fields: &[Field]) -> Self {
        let mut value = record(fields, &offer.values);
        value.put(shape::OFFER_NAME, Value::Text(offer.name.clone()));
        Self { name: offer.name.clone(), eligibility: Formula::new(&offer.eligibility), value }
    }
}

impl LookupPlan {
    /// The lookup, or why none can be made.
    pub(super) fn of(lookup: &DatasetLookup, inventory: &Inventory) -> Result<Self, String> {
        let id = lookup.dataset.as_ref().ok_or("no dataset is chosen here")?;
        let dataset = inventory.get::<Dataset>(id).ok_or_else(|| format!("there is no dataset {id}"))?;
        let fields = shape::output_fields(inventory, &Kind::DatasetLookup(lookup.clone()));
        let fetched = fields.iter().flat_map(|field| &field.items).cloned().collect::<Vec<_>>();
        let records = dataset.records.iter().filter_map(|known| {
            let key = known.values.get(&dataset.key).filter(|key| !key.trim().is_empty())?;
            Some((key.trim().to_owned(), record(&fetched, &known.values)))
        });
        Ok(Self {
            dataset: dataset.id.clone(),
            name: dataset.name.clone(),
            key: Formula::new(&lookup.key),
            records: records.collect(),
            fields,
        })
    }
}

/// The values as the fields type them; what is no value of its type is missing.
fn record(fields: &[Field], values: &std::collections::BTreeMap<String, String>) -> Value {
    let mut record = Value::Object(std::collections::BTreeMap::new());
    for field in fields {
        let value = values.get(&field.path).and_then(|text| Value::written(text, field.kind)).unwrap_or_default();
        if !value.is_null() {
            record.put(&field.path, value);
        }
    }
    record
}
