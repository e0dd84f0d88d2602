//! Messages are no larger than is recommended.

use super::{sending, sizes};
use crate::check::survey::{beyond, bytes};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "content-recommended-size",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "A message is at most 1,200 KB large.",
    why: "The platform warns of larger ones: with what it adds they come close to the 2 MB at which nothing is sent.",
    sources: &[source::GUARDRAILS],
    flagged: || sending(1_300).at(""),
    passing: || sending(900),
    mending: Mending::None(
        "What can be left out is for the author to say; pictures are linked rather than written in.",
    ),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let numbers = survey.estate.numbers;
    let large = numbers.recommended_message_bytes + 1..=numbers.max_message_bytes;
    for (step, size) in sizes(survey).filter(|(_, size)| large.contains(size)) {
        let (size, over) = beyond(size, numbers.recommended_message_bytes);
        let message = format!(
            "{} is {size} large; at most {} are recommended: {over} are too many.",
            survey.title(step),
            bytes(numbers.recommended_message_bytes)
        );
        findings.report(survey.place(step), message);
    }
}
