//! What is appended stays: no secret belongs there.

use super::stream::{orders, text, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Action, Binding, ItemRef, Parameter, Place};

pub(super) const RULE: Rule = Rule {
    id: "waymark-stream-secret",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "No secret is appended to a stream.",
    why: "A stream keeps what it is given, and everybody who reads it sees it. Signing in needs no secret inside.",
    sources: &[source::WAYMARK],
    flagged: || with(|action| holding(action, Binding::Secret("KEY".into()))).at_item(text(), "payload.key"),
    passing: || with(|action| holding(action, Binding::Constant("open".to_owned()))),
    mending: Mending::None("Whether the field is needed without it, only its author knows."),
    check: Check::Workspace(check),
};

fn holding(action: &mut Action, value: Binding) {
    action.stream = Some(orders());
    action.payload.push(Parameter { path: "key".to_owned(), value, ..Parameter::default() });
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in estate.inventory().actions.iter().filter(|action| action.stream.is_some()) {
        let headers = action.headers.iter().map(|header| ("headers", &header.name, &header.value));
        let fields = action.payload.iter().map(|parameter| ("payload", &parameter.path, &parameter.value));
        for (list, name, value) in headers.chain(fields) {
            if matches!(value, Binding::Secret(_)) {
                let place = Place::item(ItemRef::Action(action.id.clone())).field(format!("{list}.{name}"));
                findings.report(place, format!("'{}' would keep a secret in its stream: {name}.", action.name));
            }
        }
    }
}
