//! Rules about names and ids that lead nowhere.

mod connection;
mod duplicate_name;
mod inventory;
mod kind;
pub(super) mod near;
mod object;

use super::Rule;
use crate::journey::{
    Action, Audience, CampaignInstance, Channel, DataSource, Dataset, DecisionPolicy, Endpoint, Event, Fragment,
    Inventory, ItemRef, MergePolicy, Namespace, Profile, RuleSet, Schema,
};

/// The rules of this family.
pub(super) const RULES: &[&Rule] =
    &[&connection::RULE, &object::RULE, &kind::RULE, &inventory::RULE, &duplicate_name::RULE];

/// Whether the inventory has it.
fn exists(inventory: &Inventory, reference: &ItemRef) -> bool {
    match reference {
        ItemRef::Event(id) => inventory.get::<Event>(id).is_some(),
        ItemRef::Audience(id) => inventory.get::<Audience>(id).is_some(),
        ItemRef::Namespace(id) => inventory.get::<Namespace>(id).is_some(),
        ItemRef::Schema(id) => inventory.get::<Schema>(id).is_some(),
        ItemRef::MergePolicy(id) => inventory.get::<MergePolicy>(id).is_some(),
        ItemRef::RuleSet(id) => inventory.get::<RuleSet>(id).is_some(),
        ItemRef::DecisionPolicy(id) => inventory.get::<DecisionPolicy>(id).is_some(),
        ItemRef::Dataset(id) => inventory.get::<Dataset>(id).is_some(),
        ItemRef::Profile(id) => inventory.get::<Profile>(id).is_some(),
        ItemRef::Channel(id) => inventory.get::<Channel>(id).is_some(),
        ItemRef::Action(id) => inventory.get::<Action>(id).is_some(),
        ItemRef::DataSource(id) => inventory.get::<DataSource>(id).is_some(),
        ItemRef::Endpoint(id) => inventory.get::<Endpoint>(id).is_some(),
        ItemRef::CampaignInstance(id) => inventory.get::<CampaignInstance>(id).is_some(),
        ItemRef::Fragment(id) => inventory.get::<Fragment>(id).is_some(),
        ItemRef::Environment(id) => inventory.environments.iter().any(|known| known.id == *id),
    }
}

/// What people call an object of this kind.
fn noun(reference: &ItemRef) -> &'static str {
    match reference {
        ItemRef::Namespace(_) => "identity type",
        ItemRef::MergePolicy(_) => "merge policy",
        ItemRef::DataSource(_) => "data source",
        ItemRef::CampaignInstance(_) => "Campaign instance",
        ItemRef::Channel(_) => "channel configuration",
        ItemRef::RuleSet(_) => "rule set",
        ItemRef::DecisionPolicy(_) => "decision policy",
        ItemRef::Profile(_) => "test profile",
        other => other.kind(),
    }
}
