//! Readings that begin together share the sandbox's rate.

use super::coinciding::{at_schedule, daily, together};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::describe::grouped;
use crate::journey::{Kind, Place};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-sandbox-rate",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "Journeys that read at the same time read at most 20,000 profiles a second together.",
    why: "All readings of a sandbox share this rate, and nobody can raise it; what exceeds it waits.",
    sources: &[source::GUARDRAILS],
    flagged: || at_schedule(two(12_000), 2),
    passing: || two(9_000),
    mending: Mending::None("Which journey reads more slowly, or later, is for the author to say."),
    check: Check::Workspace(check),
};

fn two(rate: i64) -> Sketch {
    daily(2, 11_000).journey(|journey| {
        for activity in &mut journey.activities {
            if let Kind::ReadAudience(read) = &mut activity.kind {
                read.reading_rate = rate;
            }
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.sandbox_reading_rate;
    for group in together(estate) {
        let total = group.iter().fold(0_i64, |total, (_, reading)| total.saturating_add(reading.rate));
        let Some((last, _)) = group.last().filter(|_| total > most && group.len() > 1) else { continue };
        let message = format!(
            "{} journeys begin to read at the same time, {total} profiles a second together; the sandbox reads {most}.",
            group.len(),
            total = grouped(total),
            most = grouped(most),
        );
        findings.report(Place::journey(last).field("properties.schedule"), message);
    }
}
