//! The name of an event is an identifier.

use crate::check::example::Sketch;
use crate::check::survey::names;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Event, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-name-format",
    aliases: &[],
    family: Family::Event,
    severity: Severity::Error,
    summary: "The name of an event is made of letters, digits and underscores, at most 30.",
    why: "Expressions refer to events by name, and the platform refuses any other.",
    sources: &[source::UNITARY_EVENT],
    flagged: || renamed("Order paid").at_item(ItemRef::Event("event-paid".into()), "name"),
    passing: || renamed("OrderSettled"),
    mending: Mending::Offers("Renames the event, in every expression too."),
    check: Check::Workspace(check),
};

fn renamed(name: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        if let Some(event) = inventory.events.iter_mut().find(|event| event.id.as_str() == "event-paid") {
            name.clone_into(&mut event.name);
            event.id_type = crate::journey::EventIdType::SystemGenerated("4f0c".to_owned());
            event.profile_identifier = "'ada@example.com'".into();
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let taken = |name: &str| estate.inventory().named::<Event>(name).is_some();
    for event in &estate.inventory().events {
        if let Some(why) = names::fault(&event.name) {
            let item = ItemRef::Event(event.id.clone());
            let finding =
                findings.report(Place::item(item.clone()).field("name"), format!("The event '{}' {why}.", event.name));
            if let Some(name) = names::identifier(&event.name, taken) {
                finding.safe(format!("Call it {name}"), vec![Edit::Rename { item, name }]);
            }
        }
    }
}
