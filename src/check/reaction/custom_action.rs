//! Only messages can be watched.

use super::{can_be_watched, message_before, reactions, watched};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, ActivityId, Kind, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "reaction-custom-action",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "A reaction watches a message, not a custom action.",
    why: "The platform does not see what happens to what another system sends; that system reports it by an event of \
          its own.",
    sources: &[source::GUARDRAILS],
    flagged: || watching("action-2").at("message"),
    passing: || watching("email-3"),
    mending: Mending::Offers("Watches the message directly before the reaction, where there is one."),
    check: Check::Journey(check),
};

fn watching(step: &str) -> Sketch {
    Sketch::event().then(steps::call()).then(steps::email()).then(steps::reaction(step, ReactionKind::Opened))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        let Some(target) = watched(survey, reaction).filter(|target| !can_be_watched(survey, target)) else { continue };
        let message = format!(
            "{} watches {}, which is no message; wait for an event of that system instead.",
            survey.title(step),
            survey.name(target)
        );
        let finding = findings.report(survey.field(step, "message"), message);
        if let Some(before) = message_before(survey, step) {
            let edits = survey.mend().step(step, |activity| watch(activity, &before.activity.id));
            finding.suggested(format!("Watch {}", survey.name(before)), edits);
        }
    }
}

/// Watches another message.
pub(super) fn watch(activity: &mut Activity, message: &ActivityId) {
    if let Kind::Reaction(reaction) = &mut activity.kind {
        reaction.message = Some(message.clone());
    }
}
