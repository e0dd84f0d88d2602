//! Lists inside lists have a fixed size in requests.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Binding, Field, ItemRef, Parameter, Place, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-nested-array-request",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A variable list of objects in a request has no lists inside.",
    why: "The platform fills a list from one expression; a list within it would have no size.",
    sources: &[source::COLLECTIONS],
    flagged: || with(ValueType::ListString).at_item(ItemRef::Action("action-text".into()), "payload.lines"),
    passing: || with(ValueType::String),
    mending: Mending::None("Which shape the other system accepts instead is for the author to find out."),
    check: Check::Workspace(check),
};

fn with(kind: ValueType) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.payload.push(Parameter {
                path: "lines".to_owned(),
                kind: ValueType::ListObject,
                value: Binding::Variable("Lines".to_owned()),
                optional: true,
                items: vec![Field { path: "tags".to_owned(), kind, ..Field::default() }],
            });
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        for parameter in &action.payload {
            let variable = matches!(parameter.value, Binding::Variable(_));
            let inner = parameter.items.iter().find(|field| field.kind.is_list());
            let Some(inner) = inner.filter(|_| variable && parameter.kind == ValueType::ListObject) else { continue };
            let message = format!(
                "The list '{}' of '{}' has the list '{}' inside, which cannot be filled.",
                parameter.path, action.name, inner.path
            );
            let place = Place::item(ItemRef::Action(action.id.clone())).field(format!("payload.{}", parameter.path));
            findings.report(place, message);
        }
    }
}
