//! Only channels have messages: a step that calls an action has none.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Action, Binding, Inventory, Kind, MessagePart};

pub(super) const RULE: Rule = Rule {
    id: "waymark-message-part",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A step calls no action that carries messages for channels.",
    why: "Such an action takes its address and its text from a message. A step that calls it by itself has none, and \
          would send a call without them.",
    sources: &[source::WAYMARK],
    flagged: || with(Binding::Message(MessagePart::Text)).at("action"),
    passing: || with(Binding::Constant("Your order is on its way.".to_owned())),
    mending: Mending::None("Only the author knows which action is meant."),
    check: Check::Journey(check),
};

fn with(value: Binding) -> Sketch {
    let put = |inventory: &mut Inventory| {
        let actions = inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text");
        for parameter in actions.flat_map(|action| &mut action.payload).filter(|parameter| parameter.path == "text") {
            parameter.value = value.clone();
        }
    };
    Sketch::event().then(steps::call()).inventory(put)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let (Kind::CustomAction(call) | Kind::Campaign(call)) = step.kind() else { continue };
        let Some(action) = survey.estate.get::<Action>(call.action.as_ref()) else { continue };
        if action.is_provider() {
            let message = format!(
                "{} calls '{}', which carries messages for channels: here is no message.",
                survey.name(step),
                action.name
            );
            findings.report(survey.field(step, "action"), message);
        }
    }
}
