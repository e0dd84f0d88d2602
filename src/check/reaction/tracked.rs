//! What is watched is tracked.

use super::{reactions, watched};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Medium, Message, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "reaction-tracked-links-only",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Warning,
    summary: "A message whose opens or clicks are watched tracks them.",
    why: "The platform hears of clicks on tracked links only, and of opens only by a tracking pixel: without them everybody \
          takes the timeout path. Links to unsubscribe and to the mirror page never count.",
    sources: &[source::REACTION_EVENTS],
    flagged: || clicking(false).at_step("reaction-3", "reaction"),
    passing: || clicking(true),
    mending: Mending::Offers("Tracks the opens or clicks of the message."),
    check: Check::Journey(check),
};

fn clicking(tracked: bool) -> Sketch {
    let sent = Sketch::event().then(steps::email()).with(|activity| {
        if let Kind::Message(message) = &mut activity.kind {
            message.track_clicks = tracked;
        }
    });
    sent.then(steps::reaction("email-2", ReactionKind::Clicked))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        let Some(sent) = watched(survey, reaction) else { continue };
        let Kind::Message(message) = &sent.activity.kind else { continue };
        let Some(what) = untracked(message, reaction.reaction) else { continue };
        let text = format!("{} watches {what} of {}, which are not tracked.", survey.title(step), survey.name(sent));
        let kind = reaction.reaction;
        findings.report(survey.field(step, "reaction"), text).safe(
            format!("Track the {what}"),
            survey.mend().step(sent, |activity| {
                if let Kind::Message(message) = &mut activity.kind {
                    match kind {
                        ReactionKind::Opened => message.track_opens = true,
                        _ => message.track_clicks = true,
                    }
                }
            }),
        );
    }
}

/// What a message would have to track for this reaction and does not. Only emails and text messages can say so.
fn untracked(message: &Message, reaction: ReactionKind) -> Option<&'static str> {
    match (message.medium, reaction) {
        (Medium::Email, ReactionKind::Opened) if !message.track_opens => Some("opens"),
        (Medium::Email | Medium::Sms, ReactionKind::Clicked) if !message.track_clicks => Some("clicks"),
        _ => None,
    }
}
