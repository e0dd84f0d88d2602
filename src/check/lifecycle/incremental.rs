//! A journey that reads who is new gets no new version.

use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::edit::{Edit, placeholder, version};
use crate::journey::{Duration, Journey, JourneyId, Kind, Recurrence};

pub(super) const RULE: Rule = Rule {
    id: "version-incremental-read-forbidden",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "A journey that reads only who is new in an audience gets no new version.",
    why: "The platform does not make one: a copy of the journey takes its place.",
    sources: &[source::GUARDRAILS],
    flagged: || daily(2).published(1, daily(1)).at_journey("properties.schedule.incremental"),
    passing: || daily(1).published(1, daily(1)).at_journey("properties.schedule.incremental"),
    mending: Mending::Offers("Makes a copy of the journey with what is new, and takes this one back to its version."),
    check: Check::Journey(check),
};

fn daily(hours: i64) -> Sketch {
    let start = jiff::civil::date(2026, 1, 6).at(9, 0, 0, 0);
    Sketch::read().then(steps::wait(Duration::Hours(hours))).properties(|properties| {
        properties.schedule.every = Recurrence::Daily { start };
        properties.schedule.incremental = true;
        properties.schedule.after_evaluation_hours = Some(4);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(before) = &survey.version_before else { return };
    let reads = matches!(survey.entry().map(|entry| entry.kind()), Some(Kind::ReadAudience(_)));
    if !reads || !survey.journey.properties.schedule.incremental {
        return;
    }
    let message = format!(
        "Version {} is published, and a journey that reads only who is new gets no further one; make a copy of it.",
        before.number
    );
    let copy = Journey {
        id: JourneyId(placeholder("journey", 1)),
        name: format!("{} (copy)", survey.journey.name),
        based_on: None,
        ..survey.journey.clone()
    };
    let mut edits = version::go_back(survey.estate.workspace, &survey.journey.id, before.number);
    edits.push(Edit::AddJourney(Box::new(copy)));
    findings
        .report(survey.at_journey("properties.schedule.incremental"), message)
        .suggested("Make a copy with what is new", edits);
}
