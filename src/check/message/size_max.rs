//! Messages are not too large to send.

use super::{sending, sizes};
use crate::check::survey::{beyond, bytes};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "email-content-2mb",
    aliases: &["inapp-size"],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A message is at most 2 MB large.",
    why: "The platform measures it after adding tracking and personalization, and publishes nothing larger.",
    sources: &[source::GUARDRAILS],
    flagged: || sending(2_100).at(""),
    passing: || sending(900),
    mending: Mending::None(
        "What can be left out is for the author to say; pictures are linked rather than written in.",
    ),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_message_bytes;
    for (step, size) in sizes(survey).filter(|(_, size)| *size > most) {
        let (size, over) = beyond(size, most);
        let message =
            format!("{} is {size} large; at most {} are sent: {over} are too many.", survey.title(step), bytes(most));
        findings.report(survey.place(step), message);
    }
}
