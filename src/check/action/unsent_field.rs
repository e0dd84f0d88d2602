//! Every field of an XML body stands in it.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::xml::Slots;
use crate::journey::{Action, BodyForm, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "waymark-unsent-field",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "Every field of an action that sends XML has a place in the XML.",
    why: "Journeys are asked for the value, and nobody is ever sent it.",
    sources: &[source::WAYMARK],
    flagged: || with("<order/>").at_item(ItemRef::Action("action-order".into()), "payload.order.id.path"),
    passing: || with("<order id=\"{{order.id}}\"/>"),
    mending: Mending::Offers("Takes the field away, where the XML is as it should be."),
    check: Check::Workspace(check),
};

fn with(template: &'static str) -> Sketch {
    super::xml_body::with(template)
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let Some(BodyForm::Xml { template }) = &action.body else { continue };
        // Nothing stands in what is not written yet.
        if template.trim().is_empty() {
            continue;
        }
        let slots = Slots::of(template).whole;
        for field in action.payload.iter().filter(|field| !slots.iter().any(|slot| slot.path == field.path)) {
            let path = &field.path;
            let message =
                format!("'{path}' is never sent: {{{{{path}}}}} stands nowhere in the XML of '{}'.", action.name);
            let mut mended: Action = action.clone();
            mended.payload.retain(|known| known.path != *path);
            findings
                .report(Place::item(ItemRef::Action(action.id.clone())).field(format!("payload.{path}.path")), message)
                .suggested(format!("Take {path} away"), vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}
