//! Which of several messages in one place goes first is a number within a range.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "waymark-message-priority",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "The priority of a message in an app or on a page is 0 to 100.",
    why: "The platform takes no other number.",
    sources: &[source::CHANNEL_ACTION],
    flagged: || first(101).at_step("inapp-2", "priority"),
    passing: || first(100),
    mending: Mending::Offers("Takes the nearest allowed number."),
    check: Check::Journey(check),
};

fn first(priority: i64) -> Sketch {
    let shown = Sketch::event().then(steps::in_app()).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            message.priority = Some(priority);
        }
    });
    shown.then(steps::wait(Duration::Days(3)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (least, most) = survey.estate.numbers.priority;
    for step in survey.steps() {
        for (index, message) in step.kind().messages().iter().enumerate() {
            let Some(number) = message.priority.filter(|number| !(least..=most).contains(number)) else { continue };
            let nearest = number.clamp(least, most);
            let text = format!("The priority of {} is {number}; allowed are {least} to {most}.", survey.name(step));
            let edits = survey.mend().step(step, |step| {
                if let Some(message) = step.kind.messages_mut().get_mut(index) {
                    message.priority = Some(nearest);
                }
            });
            let field = format!("{}priority", step.kind().before_fields(index));
            findings.report(survey.field(step, &field), text).suggested(format!("Use {nearest}"), edits);
        }
    }
}
