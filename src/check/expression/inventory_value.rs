//! Whatever a field is compared with is filled in, also where an event or an audience asks.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, condition, source};
use crate::edit::Edit;
use crate::journey::{EventIdType, Item, ItemRef, Word};

pub(super) const RULE: Rule = Rule {
    id: "waymark-inventory-value-missing",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "The condition of an event or an audience that compares a field says with what.",
    why: "Compared with nothing, a field fits only records in which it is missing, or none at all.",
    sources: &[source::WAYMARK, source::UNITARY_EVENT],
    flagged: || with("@event{OrderPaid.eventType} == null").at_item(ItemRef::Event("event-paid".into()), "id_type"),
    passing: || with("@event{OrderPaid.eventType} == \"paid\""),
    mending: Mending::Offers("Asks whether the field has no value, for whoever compared it with null on purpose."),
    check: Check::Workspace(check),
};

fn with(rule: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.id_type = EventIdType::RuleBased(rule.into());
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for item in super::of_inventory(estate) {
        item.walk(&mut |field, word, text| {
            let field = field.to_string();
            if word != Word::Expression || !super::is_condition(&field) {
                return;
            }
            for open in condition::open(&estate.language.parsed(text), text, estate.inventory()) {
                let kind = item.reference().kind();
                let message = format!("Fill in a value for '{}' in the {kind} '{}'.", open.field, item.name());
                let finding = findings.report(super::place_of_item(&item, &field), message).to_do();
                if let Some((title, text)) = open.meant {
                    finding.instead(title, vec![rewrite(&item, &field, &text)]);
                }
            }
        });
    }
}

/// The object with another text in one of its expressions.
fn rewrite(item: &Item, field: &str, text: &str) -> Edit {
    let mut item = item.clone();
    item.walk_mut(&mut |at, word, known| {
        if word == Word::Expression && at.to_string() == field {
            text.clone_into(known);
        }
    });
    Edit::Put(Box::new(item))
}
