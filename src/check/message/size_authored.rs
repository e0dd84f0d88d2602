//! Messages leave room for what the platform adds.

use super::{sending, sizes};
use crate::check::survey::{beyond, bytes};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "email-content-1mb",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "What is written of a message is at most 1 MB large.",
    why: "The platform adds 300 to 400 KB of tracking and personalization, and sends nothing above 2 MB.",
    sources: &[source::GUARDRAILS],
    flagged: || sending(1_100).at(""),
    passing: || sending(900),
    mending: Mending::None(
        "What can be left out is for the author to say; pictures are linked rather than written in.",
    ),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let numbers = survey.estate.numbers;
    // Of larger ones the rule for the recommended size says more.
    let large = numbers.authored_message_bytes + 1..=numbers.recommended_message_bytes;
    for (step, size) in sizes(survey).filter(|(_, size)| large.contains(size)) {
        let (size, over) = beyond(size, numbers.authored_message_bytes);
        let message = format!(
            "{} is {size} large; of {} that leave room for the 300 to 400 KB of the platform {over} are too many.",
            survey.title(step),
            bytes(numbers.authored_message_bytes)
        );
        findings.report(survey.place(step), message);
    }
}
