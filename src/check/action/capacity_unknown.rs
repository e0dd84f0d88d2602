//! What a system can take has to be known.

use std::collections::BTreeSet;

use crate::check::example::Sketch;
use crate::check::survey::endpoints;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Endpoint, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-capacity-unknown",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "It is recorded how many calls a second another system takes, or that it states no limit.",
    why: "Without the figure nobody can say whether a rush overruns it; more volume may have to be bought first. Its API \
          documentation names it as rate limit or quota; else its vendor or operator knows it.",
    sources: &[source::BLUEPRINT_THIRD_PARTY, source::BLUEPRINT_TRIGGERED],
    flagged: || recorded(None).at_item(ItemRef::Endpoint("endpoint-messages".into()), "capacity_per_second"),
    passing: || recorded(Some(500)),
    mending: Mending::Offers("Records that the other side was asked and states no limit."),
    check: Check::Workspace(check),
};

fn recorded(calls: Option<i64>) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.capacity_per_second = calls;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut asked = BTreeSet::new();
    for action in super::calling(&estate.inventory().actions) {
        let Some(endpoint) = endpoints::of(estate.inventory(), action) else {
            let place = Place::item(ItemRef::Action(action.id.clone())).field("endpoint");
            let message = format!(
                "How many calls a second does the system behind '{}' take? Choose or make its endpoint to record it.",
                action.name
            );
            findings.report(place, message).by_hand("Choose its endpoint");
            continue;
        };
        if endpoint.capacity_per_second.is_some() || endpoint.capacity_unstated || !asked.insert(&endpoint.id) {
            continue;
        }
        let message = format!(
            "How many calls a second does '{}' take? Its API documentation (rate limit, quota) or its vendor says.",
            endpoint.name
        );
        let answered = Endpoint { capacity_unstated: true, ..endpoint.clone() };
        findings
            .report(Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("capacity_per_second"), message)
            .by_hand("Enter its limit")
            .suggested("It states no limit", vec![Edit::Put(Box::new(Item::Endpoint(answered)))]);
    }
}
