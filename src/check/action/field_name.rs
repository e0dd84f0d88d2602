//! Names of body fields have no points in them.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Binding, Item, ItemRef, Parameter, Place, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-field-name",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The name of a body field does not begin with a dollar sign, and no part of its path is empty.",
    why: "The platform refuses such names.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || with("$trace").at_item(ItemRef::Action("action-text".into()), "payload.$trace"),
    passing: || with("trace"),
    mending: Mending::Offers("Takes the sign away."),
    check: Check::Workspace(check),
};

/// A journey in a shop whose action for text messages sends one field more.
pub(super) fn with(path: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.payload.push(Parameter {
                path: path.to_owned(),
                kind: ValueType::String,
                value: Binding::Constant("journeys".to_owned()),
                ..Parameter::default()
            });
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        for parameter in &action.payload {
            let faulty = |part: &str| part.is_empty() || part.starts_with('$') || part.starts_with('[');
            if !parameter.path.split('.').any(faulty) {
                continue;
            }
            let place = Place::item(ItemRef::Action(action.id.clone())).field(format!("payload.{}", parameter.path));
            let finding =
                findings.report(place, format!("'{}' is no name for a field of '{}'.", parameter.path, action.name));
            let clean: Vec<&str> = parameter.path.split('.').map(|part| part.trim_start_matches('$')).collect();
            let clean = clean.join(".");
            if !clean.split('.').any(faulty) {
                let mut mended: Action = action.clone();
                for known in mended.payload.iter_mut().filter(|known| known.path == parameter.path) {
                    known.path.clone_from(&clean);
                }
                finding.safe(format!("Call it {clean}"), vec![Edit::Put(Box::new(Item::Action(mended)))]);
            }
        }
    }
}
