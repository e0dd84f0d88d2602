//! Names of headers and query parameters begin with a letter.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Binding, Item, ItemRef, NamedValue, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-header-name-prefix",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The name of a header or query parameter does not begin with a point or a dollar sign.",
    why: "The platform refuses such names.",
    sources: &[source::GUARDRAILS],
    flagged: || header("$trace").at_item(ItemRef::Action("action-text".into()), "headers.$trace.name"),
    passing: || header("trace"),
    mending: Mending::Offers("Takes the sign away."),
    check: Check::Workspace(check),
};

pub(super) fn header(name: &'static str) -> Sketch {
    valued(name, "journeys")
}

pub(super) fn valued(name: &'static str, value: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.headers = vec![NamedValue { name: name.to_owned(), value: Binding::Constant(value.to_owned()) }];
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let named = action.headers.iter().map(|header| ("headers", header));
        for (list, named) in named.chain(action.query.iter().map(|query| ("query", query))) {
            let clean = named.name.trim_start_matches(['.', '$']);
            if clean.len() == named.name.len() {
                continue;
            }
            let place = Place::item(ItemRef::Action(action.id.clone())).field(format!("{list}.{}.name", named.name));
            let finding =
                findings.report(place, format!("The name '{}' of '{}' begins with a sign.", named.name, action.name));
            if !clean.is_empty() {
                let mended = renamed(action, &named.name, clean);
                finding.safe(format!("Call it {clean}"), vec![Edit::Put(Box::new(Item::Action(mended)))]);
            }
        }
    }
}

fn renamed(action: &Action, from: &str, to: &str) -> Action {
    let mut mended = action.clone();
    for named in mended.headers.iter_mut().chain(&mut mended.query).filter(|named| named.name == from) {
        to.clone_into(&mut named.name);
    }
    mended
}
