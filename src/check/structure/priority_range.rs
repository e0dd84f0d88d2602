//! A journey's priority has a range.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "priority-score-range",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "The priority of a journey is 0 to 100.",
    why: "It says who goes first where caps let only some in; the platform knows no other numbers.",
    sources: &[source::JOURNEY_PROPERTIES],
    flagged: || prior(150).at_journey("properties.priority"),
    passing: || prior(50),
    mending: Mending::Offers("Takes the nearest allowed priority."),
    check: Check::Journey(check),
};

fn prior(priority: i64) -> Sketch {
    Sketch::event().then(steps::email()).properties(|properties| properties.priority = Some(priority))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (least, most) = survey.estate.numbers.priority;
    let Some(priority) = survey.journey.properties.priority else { return };
    if !(least..=most).contains(&priority) {
        let nearest = priority.clamp(least, most);
        findings
            .report(
                survey.at_journey("properties.priority"),
                format!("The priority is {priority}; it must be {least} to {most}."),
            )
            .suggested(format!("Use {nearest}"), survey.mend().properties(|p| p.priority = Some(nearest)));
    }
}
