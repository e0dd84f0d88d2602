//! An event of a published journey stays what it is.

use super::published;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::Edit;
use crate::journey::{Event, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-locked-when-used",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "Of an event that a published journey uses only name, description and further fields change, and it stays.",
    why: "The platform changes nothing else while a journey uses it, and deletes none; another event says what is different.",
    sources: &[source::EVENTS],
    flagged: || {
        let changed = Sketch::event().inventory(|inventory| {
            for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
                event.fields.retain(|field| field != "phone");
            }
        });
        changed.published(1, Sketch::event()).at_item(ItemRef::Event("event-order".into()), "fields")
    },
    passing: || Sketch::event().published(1, Sketch::event()),
    mending: Mending::Offers(
        "Takes the event back to what was published, with its name and its new fields, or brings it back.",
    ),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut seen = Vec::new();
    for (journey, version) in published::all(estate) {
        for was in &version.inventory.events {
            if seen.contains(&&was.id) {
                continue;
            }
            let Some(now) = estate.get::<Event>(Some(&was.id)) else {
                seen.push(&was.id);
                let message =
                    format!("'{}' is gone, but version {} of '{}' uses it.", was.name, version.number, journey.name);
                let edits = vec![Edit::Put(Box::new(Item::Event(was.clone())))];
                // Nothing is left of it to point at.
                findings
                    .report(Place::journey(&journey.id), message)
                    .suggested(format!("Bring '{}' back", was.name), edits);
                continue;
            };
            let mended = published::event(was, now);
            let Some(field) = changed(&mended, now) else { continue };
            seen.push(&was.id);
            let message = format!(
                "'{}' is another event than the one with which version {} of '{}' was published; make an event of its own \
                 of what is different.",
                now.name, version.number, journey.name
            );
            findings.report(Place::item(ItemRef::Event(was.id.clone())).field(field), message).suggested(
                format!("Take it back to version {}", version.number),
                vec![Edit::Put(Box::new(Item::Event(mended)))],
            );
        }
    }
}

/// The first field that is otherwise.
fn changed(was: &Event, now: &Event) -> Option<&'static str> {
    let fields = [
        ("kind", was.kind == now.kind),
        ("id_type", was.id_type == now.id_type),
        ("schema", was.schema == now.schema),
        ("namespace", was.namespace == now.namespace),
        ("profile_identifier", was.profile_identifier == now.profile_identifier),
        ("fields", was.fields == now.fields),
    ];
    fields.into_iter().find(|(_, is_same)| !is_same).map(|(field, _)| field)
}
