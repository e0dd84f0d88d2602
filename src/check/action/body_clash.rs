//! No field of a body takes the place of another.

use super::field_name::with;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Action, BodyForm, ItemRef, Parameter, Place};

pub(super) const RULE: Rule = Rule {
    id: "waymark-body-clash",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "Each field of a body has a place of its own.",
    why: "Of two fields at one place only the later is sent. In JSON a field inside of another one leaves nothing of that \
          other one's value.",
    sources: &[source::WAYMARK],
    flagged: || with("text.note").at_item(ItemRef::Action("action-text".into()), "payload.text.note.path"),
    passing: || with("note"),
    mending: Mending::None("Only the author knows which of the two is meant."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        for (index, field) in action.payload.iter().enumerate() {
            let place =
                || Place::item(ItemRef::Action(action.id.clone())).field(format!("payload.{}.path", field.path));
            let mut before = action.payload[..index].iter();
            if before.any(|other| other.path == field.path) {
                let message =
                    format!("'{}' stands twice in the body of '{}'; the last one is sent.", field.path, action.name);
                findings.report(place(), message);
            } else if let Some(other) = action.payload.iter().find(|other| holds(action, other, field)) {
                let (inner, outer) = (&field.path, &other.path);
                let message = format!(
                    "'{inner}' lies inside of '{outer}', which is a value of its own: '{}' cannot send both.",
                    action.name
                );
                findings.report(place(), message);
            }
        }
    }
}

/// Whether a field's value stands where the other field lies; forms and XML know names only.
fn holds(action: &Action, outer: &Parameter, inner: &Parameter) -> bool {
    let rest = inner.path.strip_prefix(outer.path.as_str()).unwrap_or_default();
    !matches!(action.body, Some(BodyForm::Form | BodyForm::Xml { .. })) && rest.starts_with(['.', '['])
}
