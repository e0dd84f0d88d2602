//! What a subject names is a field of the payload.

use super::stream::{subject, text, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "waymark-stream-field",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "What stands between {{ and }} in the subject of a stream is a field of its payload.",
    why: "The subject takes the value that is appended, so that who listens to orders.se gets what says se. A field \
          that is not there has no value for anybody.",
    sources: &[source::WAYMARK],
    flagged: || with(|action| action.stream = Some(subject("orders.{{country}}"))).at_item(text(), "stream.subject"),
    passing: || with(|action| action.stream = Some(subject("orders.{{to}}"))),
    mending: Mending::None("Only the author knows which field is meant."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let Some(stream) = &action.stream else { continue };
        for field in stream.fields() {
            if !action.payload.iter().any(|parameter| parameter.path == field) {
                let message = format!("The payload of '{}' has no field '{field}' for its subject.", action.name);
                findings.report(Place::item(ItemRef::Action(action.id.clone())).field("stream.subject"), message);
            }
        }
    }
}
