//! Messages of the platform can be opened and clicked.

use super::{reactions, watched};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "waymark-reaction-kind",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "A reaction to a message of the platform is opened or clicked.",
    why: "Sent and failed are reported by Campaign Standard only; a message that fails leaves by its error path.",
    sources: &[source::REACTION_EVENTS, source::CAMPAIGN_STANDARD_ACTION],
    flagged: || reacting(ReactionKind::Sent).at("reaction"),
    passing: || reacting(ReactionKind::Clicked),
    mending: Mending::Offers("Waits for opened instead."),
    check: Check::Journey(check),
};

fn reacting(reaction: ReactionKind) -> Sketch {
    Sketch::event().then(steps::email()).then(steps::reaction("email-2", reaction))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        let built_in = watched(survey, reaction).is_some_and(|message| matches!(message.kind(), Kind::Message(_)));
        if built_in && matches!(reaction.reaction, ReactionKind::Sent | ReactionKind::Failed) {
            let message = format!(
                "{} waits for '{}'; a message of the platform is opened or clicked.",
                survey.title(step),
                word(reaction.reaction)
            );
            findings.report(survey.field(step, "reaction"), message).suggested(
                "Wait for opened",
                survey.mend().step(step, |activity| react(activity, ReactionKind::Opened)),
            );
        }
    }
}

/// Waits for another reaction.
pub(super) fn react(activity: &mut Activity, reaction: ReactionKind) {
    if let Kind::Reaction(fields) = &mut activity.kind {
        fields.reaction = reaction;
    }
}

/// What a reaction is called.
pub(super) fn word(reaction: ReactionKind) -> &'static str {
    match reaction {
        ReactionKind::Opened => "opened",
        ReactionKind::Clicked => "clicked",
        ReactionKind::Sent => "sent",
        ReactionKind::Failed => "failed",
    }
}
