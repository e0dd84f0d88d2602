//! A reaction stands directly after its message.

use super::custom_action::watch;
use super::{can_be_watched, message_before, reactions, watched};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Port, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "reaction-not-after-channel",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "A reaction stands directly after the message that it watches.",
    why: "With anything between them, even a wait, the platform does not see the reaction.",
    sources: &[source::REACTION_EVENTS],
    flagged: || late().at(""),
    passing: || {
        late().journey(|journey| {
            if let Some(wire) = journey.connections.last_mut() {
                wire.from = "email-2".into();
            }
        })
    },
    mending: Mending::Offers(
        "Watches the message that stands before the reaction, or puts the reaction directly after its message, beside what \
         stands there.",
    ),
    check: Check::Journey(check),
};

fn late() -> Sketch {
    let waiting = Sketch::event().then(steps::email()).then(steps::wait(Duration::Hours(1)));
    waiting.then(steps::reaction("email-2", ReactionKind::Opened))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        let Some(message) = watched(survey, reaction).filter(|message| can_be_watched(survey, message)) else {
            continue;
        };
        let directly = survey.flow.before(step).all(|before| before.index == message.index);
        if directly && !step.arriving.is_empty() {
            continue;
        }
        let sentence = format!(
            "{} watches {}, which does not stand directly before it.",
            survey.title(step),
            survey.name(message)
        );
        let finding = findings.report(survey.place(step), sentence);
        // Somebody may have chosen the wrong message, and have the reaction in its place.
        if let Some(before) = message_before(survey, step).filter(|before| before.index != message.index) {
            let edits = survey.mend().step(step, |activity| watch(activity, &before.activity.id));
            finding.suggested(format!("Watch {} instead", survey.name(before)), edits);
        }
        let mend = survey.mend();
        let mut edits: Vec<_> =
            step.arriving.iter().map(|&wire| mend.disconnect(survey.flow.wires[wire].connection)).collect();
        edits.push(mend.connect(&message.activity.id, Port::Next, &step.activity.id, 1));
        let parallel =
            survey.flow.leaving(message, &Port::Next).all(|wire| survey.flow.steps[wire.to].may_be_parallel());
        if parallel {
            finding.suggested(format!("Put it directly after {}", survey.name(message)), edits);
        }
    }
}
