//! What an action needs, the journey gives it.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Action, ActionCall, Binding, Kind};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-variable-unmapped",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "Every variable of an action that is not optional has a value.",
    why: "The call cannot be written without it.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || Sketch::event().then(steps::call()).with(without).at("values.body.to"),
    passing: || Sketch::event().then(steps::call()),
    mending: Mending::None("Only the author knows which value is meant."),
    check: Check::Journey(check),
};

fn without(activity: &mut crate::journey::Activity) {
    if let Kind::CustomAction(call) = &mut activity.kind {
        call.values.clear();
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let (Kind::CustomAction(call) | Kind::Campaign(call)) = step.kind() else { continue };
        let Some(action) = survey.estate.get::<Action>(call.action.as_ref()) else { continue };
        let needed = needed(action);
        for (key, label) in &needed {
            if is_missing(call, key) {
                // What the other system calls it says more only where two are called the same here.
                let is_told = needed.iter().filter(|(_, other)| other == label).count() > 1;
                let name = key.rsplit('.').next().unwrap_or_default();
                let what = if is_told { format!(" ({name})") } else { String::new() };
                let message = format!("Give '{label}'{what} a value in {}.", survey.name(step));
                findings.report(survey.field(step, &format!("values.{key}")), message).to_do();
            }
        }
    }
}

fn is_missing(call: &ActionCall, key: &str) -> bool {
    call.values.get(key).is_none_or(crate::journey::Expression::is_empty)
}

/// The variables that must have a value: key and label.
fn needed(action: &Action) -> Vec<(String, &str)> {
    let mut needed = Vec::new();
    for (place, list) in [("header", &action.headers), ("query", &action.query)] {
        for named in list {
            if let Binding::Variable(label) = &named.value {
                needed.push((format!("{place}.{}", named.name), label.as_str()));
            }
        }
    }
    for parameter in action.payload.iter().filter(|parameter| !parameter.optional) {
        if let Binding::Variable(label) = &parameter.value {
            needed.push((format!("body.{}", parameter.path), label.as_str()));
        }
    }
    needed
}
