//! An action of a published journey stays what it is.

use super::published;
use crate::check::example::steps;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::Edit;
use crate::expression::shape;
use crate::journey::{Action, Destination, Item, ItemRef, NamedValue, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-locked-when-used",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "Of an action that a published journey uses only name, description, address and authentication change.",
    why: "The platform changes nothing else while a journey uses it; a copy of the action says what is different.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || {
        let changed = calling().inventory(|inventory| {
            for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
                action.headers.push(NamedValue { name: "X-Shop".to_owned(), ..NamedValue::default() });
            }
        });
        changed.published(1, calling()).at_item(ItemRef::Action("action-text".into()), "headers")
    },
    passing: || calling().published(1, calling()),
    mending: Mending::Offers("Takes the action back to what was published, with its name, address and authentication."),
    check: Check::Workspace(check),
};

fn calling() -> Sketch {
    Sketch::event().then(steps::call())
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut seen = Vec::new();
    for (journey, version) in published::all(estate) {
        for was in version.inventory.actions.iter().filter(|was| was.destination == Destination::ThirdParty) {
            let Some(now) = estate.get::<Action>(Some(&was.id)).filter(|_| !seen.contains(&&was.id)) else { continue };
            let Some(field) = changed(was, now) else { continue };
            seen.push(&was.id);
            let message = format!(
                "'{}' calls otherwise than the action with which version {} of '{}' was published; make a copy of it for \
                 what is different.",
                now.name, version.number, journey.name
            );
            let mended = Action {
                method: was.method,
                headers: was.headers.clone(),
                query: was.query.clone(),
                body: was.body.clone(),
                payload: was.payload.clone(),
                allow_null_values: was.allow_null_values,
                response: was.response.clone(),
                error_response: was.error_response.clone(),
                ..now.clone()
            };
            findings.report(Place::item(ItemRef::Action(was.id.clone())).field(field), message).suggested(
                format!("Take it back to version {}", version.number),
                vec![Edit::Put(Box::new(Item::Action(mended)))],
            );
        }
    }
}

/// The first field that is otherwise. Of a reply only its shape counts.
fn changed(was: &Action, now: &Action) -> Option<&'static str> {
    let same_shape = |one: &str, other: &str| one == other || shape::fields(one).ok() == shape::fields(other).ok();
    let fields = [
        ("method", was.method == now.method),
        ("headers", was.headers == now.headers),
        ("query", was.query == now.query),
        ("body", was.body == now.body),
        ("payload", was.payload == now.payload),
        ("allow_null_values", was.allow_null_values == now.allow_null_values),
        ("response", same_shape(&was.response, &now.response)),
        ("error_response", same_shape(&was.error_response, &now.error_response)),
    ];
    fields.into_iter().find(|(_, is_same)| !is_same).map(|(field, _)| field)
}
