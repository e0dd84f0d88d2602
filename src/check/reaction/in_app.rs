//! Nobody can say whether an in-app message was opened.

use super::{reactions, watched};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Medium, Message, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "reaction-inapp",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "A reaction watches no in-app message.",
    why: "The platform does not tell journeys when one is opened or clicked; an event of the app can.",
    sources: &[source::GUARDRAILS],
    flagged: || reacting(steps::in_app()).at("message"),
    passing: || reacting(steps::push()),
    mending: Mending::None("The app has to send an event of its own, which is for its developers."),
    check: Check::Journey(check),
};

/// A reaction to what the step after the entry shows or sends; it is called `inapp-2` whatever it is.
fn reacting(message: Kind) -> Sketch {
    let sent = Sketch::event().then(steps::in_app()).with(|step| step.kind = message);
    sent.then(steps::reaction("inapp-2", ReactionKind::Opened))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        let Some(target) = watched(survey, reaction) else { continue };
        if let Kind::Message(Message { medium: Medium::InApp, .. }) = target.kind() {
            let message = format!(
                "{} watches the in-app message {}, of which nobody knows whether it was opened; wait for an event of \
                 the app instead.",
                survey.title(step),
                survey.name(target)
            );
            findings.report(survey.field(step, "message"), message);
        }
    }
}
