//! Who is taken out and put in again does not come to the end of a long path.

use jiff::civil::date;

use crate::check::example::{Sketch, steps};
use crate::check::survey::days;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Recurrence};

pub(super) const RULE: Rule = Rule {
    id: "recurring-forced-reentrance-ttl",
    aliases: &["read-audience-force-reentrance-long"],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "With forced re-entrance every path ends before the next run.",
    why: "At each run people who are still inside are taken out and begin again; what stands late on a long path never \
          happens for them.",
    sources: &[source::JOURNEY_PROPERTIES, source::READ_AUDIENCE],
    flagged: || daily(Duration::Days(3)).at_journey("properties.schedule.force_reentrance"),
    passing: || daily(Duration::Hours(3)),
    mending: Mending::Offers("Lets people who are still inside finish."),
    check: Check::Journey(check),
};

fn daily(wait: Duration) -> Sketch {
    Sketch::read().then(steps::wait(wait)).then(steps::email()).properties(|properties| {
        properties.schedule.every = Recurrence::Daily { start: date(2026, 2, 2).at(9, 0, 0, 0) };
        properties.schedule.force_reentrance = true;
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let schedule = &survey.journey.properties.schedule;
    let read = survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::ReadAudience(_)));
    let Some(period) = period(&schedule.every).filter(|_| read && schedule.force_reentrance) else { return };
    let arrivals = survey.latest_arrivals();
    let longest = survey.steps().map(|step| step.left_at_the_latest(arrivals[step.index])).max().unwrap_or(0);
    if longest > period.milliseconds() {
        let message = format!(
            "The longest path takes {}, but after {period} people are taken out and begin again.",
            days(longest)
        );
        findings
            .report(survey.at_journey("properties.schedule.force_reentrance"), message)
            .suggested("Let people finish", survey.mend().properties(|p| p.schedule.force_reentrance = false));
    }
}

/// The shortest time between two runs.
fn period(every: &Recurrence) -> Option<Duration> {
    match every {
        Recurrence::AsSoonAsPossible | Recurrence::Once(_) => None,
        Recurrence::Hourly { hours, .. } => Some(Duration::Hours(*hours)),
        Recurrence::Daily { .. } => Some(Duration::Days(1)),
        Recurrence::Weekly { days, .. } if days.len() > 1 => Some(Duration::Days(1)),
        Recurrence::Weekly { .. } => Some(Duration::Weeks(1)),
        Recurrence::Monthly { .. } => Some(Duration::Days(28)),
    }
}
