//! A unitary event without identity type has no person.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::expression::event_field;
use crate::journey::{Event, EventKind, Item, ItemRef, Namespace, Place, Schema};

pub(super) const RULE: Rule = Rule {
    id: "event-identity-missing",
    aliases: &["test-draft-with-namespace"],
    family: Family::Event,
    severity: Severity::Warning,
    summary: "A unitary event says which identity type its people have.",
    why: "Without it a journey cannot read profiles, send through channels, update profiles, jump, or be tested.",
    sources: &[source::UNITARY_EVENT, source::TEST_MODE],
    flagged: || without_namespace(true).at_item(ItemRef::Event("event-paid".into()), "namespace"),
    passing: || without_namespace(false),
    mending: Mending::Offers("Takes the identity type of the schema's primary identity, and the field that holds it."),
    check: Check::Workspace(check),
};

fn without_namespace(without: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            if without {
                event.namespace = None;
            }
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for event in &estate.inventory().events {
        if event.kind != EventKind::Unitary || event.namespace.is_some() {
            continue;
        }
        let message = format!(
            "The event '{}' has no identity type: journeys that begin with it cannot read profiles or be tested.",
            event.name
        );
        let finding = findings.report(Place::item(ItemRef::Event(event.id.clone())).field("namespace"), message);
        let Some(schema) = estate.get::<Schema>(event.schema.as_ref()) else { continue };
        let primary = estate.get::<Namespace>(schema.primary_identity.as_ref());
        let Some(namespace) = primary.filter(|namespace| namespace.people) else { continue };
        if let Some(mended) = identified(event, schema, namespace) {
            finding.safe(format!("Use {}", namespace.name), vec![Edit::Put(Box::new(Item::Event(mended)))]);
        }
    }
}

/// The event with the identity that its schema names; nothing where the schema does not say which field holds it.
fn identified(event: &Event, schema: &Schema, namespace: &Namespace) -> Option<Event> {
    let mut mended = Event { namespace: Some(namespace.id.clone()), ..event.clone() };
    if mended.profile_identifier.is_empty() {
        let field = schema.identity_field.as_str();
        if !schema.fields.iter().any(|known| known.path == field) {
            return None;
        }
        mended.profile_identifier = event_field(&event.name, field).as_str().into();
        if !mended.fields.iter().any(|known| known == field) {
            mended.fields.push(field.to_owned());
        }
    }
    Some(mended)
}
