//! A few readings run at once.

use super::coinciding::{at_schedule, daily, together};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::Place;

pub(super) const RULE: Rule = Rule {
    id: "read-audience-concurrency",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "At most five journeys begin to read an audience at the same time.",
    why: "The organization runs five readings at once; the others wait. Starts that lie 5 to 10 minutes apart do not meet.",
    sources: &[source::GUARDRAILS],
    flagged: || at_schedule(daily(6, 500), 6),
    passing: || daily(5, 500),
    mending: Mending::None("Which journey can begin later is for the author to say."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_readings_at_once;
    for group in together(estate) {
        let Some((last, _)) = group.last().filter(|_| group.len() > most) else { continue };
        let message = format!(
            "{} journeys begin to read at the same time; {most} can. Let this one begin 10 minutes later.",
            group.len()
        );
        findings.report(Place::journey(last).field("properties.schedule"), message);
    }
}
