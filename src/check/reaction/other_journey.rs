//! A reaction watches a message of its own journey.

use super::custom_action::watch;
use super::{message_before, reactions};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::ReactionKind;

pub(super) const RULE: Rule = Rule {
    id: "reaction-other-journey",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "A reaction watches a message of its own journey.",
    why: "The platform does not see messages of other journeys here; nor can it see one that is gone.",
    sources: &[source::REACTION_EVENTS],
    flagged: || watching("email-9").at("message"),
    passing: || watching("email-2"),
    mending: Mending::Offers("Watches the message directly before the reaction, where there is one."),
    check: Check::Journey(check),
};

fn watching(message: &str) -> Sketch {
    Sketch::event().then(steps::email()).then(steps::reaction(message, ReactionKind::Opened))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        let Some(message) = &reaction.message else { continue };
        if survey.flow.step(message).is_some() {
            continue;
        }
        let sentence = format!("{} watches a message that is not in this journey ({message}).", survey.title(step));
        let finding = findings.report(survey.field(step, "message"), sentence);
        if let Some(before) = message_before(survey, step) {
            let edits = survey.mend().step(step, |activity| watch(activity, &before.activity.id));
            finding.suggested(format!("Watch {}", survey.name(before)), edits);
        }
    }
}
