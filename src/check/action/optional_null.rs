//! What is left out may be sent as null.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{Action, Binding, Item, Kind};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-optional-null",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Info,
    summary: "Where nulls are sent, every optional variable has a value.",
    why: "A variable that is left out is otherwise sent as null, which some systems take for the order to delete.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || leaving_out(true).at("values.body.name"),
    passing: || leaving_out(false),
    mending: Mending::Offers("Leaves nulls out of the calls of this action."),
    check: Check::Journey(check),
};

fn leaving_out(nulls: bool) -> Sketch {
    Sketch::event().then(steps::call()).inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.allow_null_values = nulls;
            action.payload.push(crate::journey::Parameter {
                path: "name".to_owned(),
                value: Binding::Variable("Name".to_owned()),
                optional: true,
                ..crate::journey::Parameter::default()
            });
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::CustomAction(call) = step.kind() else { continue };
        let Some(action) = survey.estate.get::<Action>(call.action.as_ref()) else { continue };
        for parameter in action.payload.iter().filter(|parameter| action.allow_null_values && parameter.optional) {
            let Binding::Variable(label) = &parameter.value else { continue };
            let key = format!("body.{}", parameter.path);
            if call.values.get(&key).is_some_and(|value| !value.is_empty()) {
                continue;
            }
            let mended = Action { allow_null_values: false, ..action.clone() };
            let message = format!("{} gives '{label}' no value; it is sent as null.", survey.title(step));
            findings
                .report(survey.field(step, &format!("values.{key}")), message)
                .suggested("Leave nulls out of the call", vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}
