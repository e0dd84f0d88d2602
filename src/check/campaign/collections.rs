//! Campaign Standard takes no lists.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Binding, Destination, Parameter, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "campaign-standard-collections",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "No list goes into the personalization data of a Campaign Standard message.",
    why: "Campaign Standard does not support collections there.",
    sources: &[source::CAMPAIGN_STANDARD_USE],
    flagged: || with(ValueType::ListString).at(""),
    passing: || with(ValueType::String),
    mending: Mending::None("Which single value stands for the list is for the author to say."),
    check: Check::Journey(check),
};

fn with(kind: ValueType) -> Sketch {
    super::native::standard()
        .inventory(|inventory| {
            for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
                action.payload.push(Parameter {
                    path: "ctx.items".to_owned(),
                    kind,
                    value: Binding::Variable("Items".to_owned()),
                    optional: true,
                    ..Parameter::default()
                });
            }
        })
        .then(steps::campaign())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, action) in super::messages(survey) {
        if action.destination != Destination::CampaignStandard {
            continue;
        }
        if let Some(list) = action.payload.iter().find(|parameter| parameter.kind.is_list()) {
            let message =
                format!("{} sends the list '{}', which Campaign Standard cannot take.", survey.title(step), list.path);
            findings.report(survey.place(step), message);
        }
    }
}
