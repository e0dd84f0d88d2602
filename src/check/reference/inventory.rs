//! What an object of the inventory refers to exists.

use super::{exists, near, noun};
use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{ItemRef, Place, Word};

pub(super) const RULE: Rule = Rule {
    id: "waymark-unknown-object-in-inventory",
    aliases: &[],
    family: Family::Reference,
    severity: Severity::Error,
    summary: "Every schema, namespace, endpoint and the like that an object names exists in the workspace.",
    why: "Whatever is gone can neither be checked nor run.",
    sources: &[source::WAYMARK],
    flagged: || with_schema("schema-ordre").at_item(ItemRef::Event("event-paid".into()), "schema"),
    passing: || with_schema("schema-order"),
    mending: Mending::Offers("Takes the object whose id or name is nearest, where one is near."),
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
                && let Some(missing) = ItemRef::of(kind, id)
                && !exists(inventory, &missing)
            {
                let field = field.to_string();
                let place = Place::item(item.reference()).field(&field);
                let id = missing.as_str();
                let says = format!("'{}' names the {} {id}, which does not exist", item.name(), noun(&missing));
                let Some(meant) = near::object(inventory, &missing) else {
                    findings.report(place, format!("{says}; choose another."));
                    return;
                };
                let (asked, title) = meant.asked();
                let mut mended = item.clone();
                mended.walk_mut(&mut |at, word, known| {
                    if word == Word::Item(kind) && at.to_string() == field {
                        known.clone_from(&meant.id);
                    }
                });
                findings.report(place, format!("{says}; {asked}")).suggested(title, vec![Edit::Put(Box::new(mended))]);
            }
        });
    }
}
