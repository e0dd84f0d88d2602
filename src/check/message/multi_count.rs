//! How many messages a multi action holds.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Medium};

pub(super) const RULE: Rule = Rule {
    id: "multi-action-max",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A multi action shows at most ten messages.",
    why: "The platform takes no more in one step; a second multi action may follow.",
    sources: &[source::CHANNEL_ACTION],
    flagged: || showing(11).at_step("multi-2", "messages"),
    passing: || showing(10),
    mending: Mending::None("Which of them goes into a step of its own is for the author to say."),
    check: Check::Journey(check),
};

fn showing(messages: usize) -> Sketch {
    Sketch::event().then(steps::multi(&vec![Medium::InApp; messages])).then(steps::wait(Duration::Days(3)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_multi_messages;
    for step in survey.steps() {
        let Kind::MultiAction(multi) = step.kind() else { continue };
        let count = multi.messages.len();
        if count > most {
            let message = format!("{} shows {count} messages; at most {most} are possible.", survey.title(step));
            findings.report(survey.field(step, "messages"), message);
        }
    }
}
