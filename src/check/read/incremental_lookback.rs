//! Reading only new people looks back one day.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Recurrence, Weekday};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-incremental-lookback",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "A run that reads only new people comes every day, after the audience's evaluation.",
    why: "It looks back 24 hours from the last evaluation: rarer runs, and runs between evaluation and export, miss \
          people.",
    sources: &[source::READ_AUDIENCE],
    flagged: || incremental(weekly()).at_journey("properties.schedule.incremental"),
    passing: || incremental(Recurrence::Daily { start: start() }),
    mending: Mending::Offers("Reads everybody, or waits for the evaluation where the run is daily."),
    check: Check::Journey(check),
};

fn start() -> jiff::civil::DateTime {
    jiff::civil::date(2026, 1, 6).at(9, 0, 0, 0)
}

fn weekly() -> Recurrence {
    Recurrence::Weekly { start: start(), days: vec![Weekday::Tuesday] }
}

fn incremental(every: Recurrence) -> Sketch {
    Sketch::read().then(steps::email()).properties(|properties| {
        properties.schedule.every = every;
        properties.schedule.incremental = true;
        properties.schedule.after_evaluation_hours =
            matches!(properties.schedule.every, Recurrence::Daily { .. }).then_some(4);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let schedule = &survey.journey.properties.schedule;
    let reads = survey.steps().any(|step| matches!(step.kind(), Kind::ReadAudience(_)));
    if !reads || !schedule.incremental || schedule.after_evaluation_hours.is_some() {
        return;
    }
    let place = survey.at_journey("properties.schedule.incremental");
    match schedule.every {
        Recurrence::Daily { .. } => {
            let edits = survey.mend().properties(|properties| properties.schedule.after_evaluation_hours = Some(6));
            findings
                .report(place, "New people are looked for in the 24 hours before the last evaluation: a run before it misses some.")
                .safe("Wait for the evaluation", edits);
        }
        Recurrence::Weekly { .. } | Recurrence::Monthly { .. } => {
            let edits = survey.mend().properties(|properties| properties.schedule.incremental = false);
            findings
                .report(place, "New people are looked for in the last 24 hours only; this run comes more rarely and misses the others.")
                .suggested("Read everybody", edits);
        }
        _ => {}
    }
}
