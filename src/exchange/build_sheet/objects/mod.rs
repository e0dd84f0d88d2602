//! The part of the sheet that comes before the canvas: everything that an administrator configures once, in the order
//! in which it depends on each other. A file for each kind of object.

mod action;
mod audience;
mod authentication;
mod channel;
mod data;
mod decision;
mod endpoint;
mod event;
mod language;
mod rule_set;
mod source;
mod target;

use super::Sheet;
use super::page::Page;
use crate::journey::Medium;

pub(super) use channel::{configuration_name, purpose_name};
pub(super) use decision::lookup_fields;
pub(super) use event::{supplemental_rows, test_record};
pub(super) use language::settings_name;

/// What only somebody who knows the organization can choose.
pub(super) const OPEN: &str = "to be decided by the administrator";

/// Every object that the journey reaches.
pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>) {
    let inventory = &sheet.definition.inventory;
    for journey in &sheet.definition.targets {
        target::write(page, sheet, journey);
    }
    data::namespaces(page, &inventory.namespaces);
    for schema in &inventory.schemas {
        data::schema(page, sheet, schema);
    }
    data::datasets(page, sheet);
    decision::datasets(page, sheet);
    for source in &inventory.data_sources {
        source::write(page, sheet, source);
    }
    for audience in &inventory.audiences {
        audience::write(page, sheet, audience);
    }
    for event in &inventory.events {
        event::write(page, sheet, event);
    }
    action::instances(page, &inventory.campaign_instances);
    // What carries messages for Waymark's own server has no place in the product, which sends by itself.
    for action in inventory.actions.iter().filter(|action| !action.is_provider()) {
        action::write(page, sheet, action);
    }
    for endpoint in inventory.endpoints.iter().filter(|endpoint| !endpoint::is_of_providers(inventory, endpoint)) {
        endpoint::write(page, inventory, endpoint);
    }
    for channel in &inventory.channels {
        channel::write(page, sheet, channel);
    }
    language::write(page, sheet);
    for policy in &inventory.decision_policies {
        decision::policy(page, sheet, policy);
    }
    for rule_set in &inventory.rule_sets {
        rule_set::write(page, rule_set);
    }
}

/// What a medium is called in the product.
pub(super) fn medium_name(medium: Medium) -> &'static str {
    match medium {
        Medium::Email => "Email",
        Medium::Sms => "SMS",
        Medium::Push => "Push",
        Medium::DirectMail => "Direct mail",
        Medium::WhatsApp => "WhatsApp",
        Medium::InApp => "In-app message",
        Medium::Web => "Web",
        Medium::CodeBased => "Code-based experience",
        Medium::ContentCard => "Content card",
    }
}
