//! What an object of the inventory refers to exists.

use super::{exists, noun, reference};
use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place, Word};

pub(super) const RULE: Rule = Rule {
    id: "waymark-unknown-object-in-inventory",
    aliases: &[],
    family: Family::Reference,
    severity: Severity::Error,
    summary: "Every schema, namespace, endpoint and the like that an object names exists in the workspace.",
    why: "Whatever is gone can neither be checked nor run.",
    sources: &[source::WAYMARK],
    flagged: || with_schema("schema-lost").at_item(ItemRef::Event("event-paid".into()), "schema"),
    passing: || with_schema("schema-order"),
    mending: Mending::None("Which object was meant is for the author to say."),
    check: Check::Workspace(check),
};

fn with_schema(schema: &str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        if let Some(paid) = inventory.events.iter_mut().find(|event| event.name == "OrderPaid") {
            paid.schema = Some(schema.into());
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let inventory = estate.inventory();
    for item in inventory.items() {
        item.walk(&mut |field, word, id| {
            if let Word::Item(kind) = word
                && let Some(missing) = reference(kind, id)
                && !exists(inventory, &missing)
            {
                let message = format!(
                    "'{}' names the {} {}, which does not exist; choose another.",
                    item.name(),
                    noun(&missing),
                    missing.as_str()
                );
                findings.report(Place::item(item.reference()).field(field.to_string()), message);
            }
        });
    }
}
