//! Waiting for the day's evaluation is for daily runs.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Recurrence};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-trigger-after-eval",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "Only a daily run waits for the audience's evaluation, for at most 6 hours.",
    why: "Batch audiences are evaluated once a day; the platform offers the option for daily schedules only.",
    sources: &[source::READ_AUDIENCE],
    flagged: || waiting(8).at_journey("properties.schedule.after_evaluation_hours"),
    passing: || waiting(4),
    mending: Mending::Offers("Waits as long as possible, or not at all where the schedule is not daily."),
    check: Check::Journey(check),
};

fn waiting(hours: i64) -> Sketch {
    Sketch::read().then(steps::email()).properties(|properties| {
        properties.schedule.every = Recurrence::Daily { start: jiff::civil::date(2026, 1, 6).at(9, 0, 0, 0) };
        properties.schedule.after_evaluation_hours = Some(hours);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if !survey.steps().any(|step| matches!(step.kind(), Kind::ReadAudience(_))) {
        return;
    }
    let schedule = &survey.journey.properties.schedule;
    let most = survey.estate.numbers.after_evaluation_hours;
    let Some(hours) = schedule.after_evaluation_hours else { return };
    let place = survey.at_journey("properties.schedule.after_evaluation_hours");
    let set = |hours| survey.mend().properties(|properties| properties.schedule.after_evaluation_hours = hours);
    if !matches!(schedule.every, Recurrence::Daily { .. }) {
        findings
            .report(place, "Only a daily run can wait for the audience's evaluation.")
            .safe("Do not wait", set(None));
    } else if !(1..=most).contains(&hours) {
        let nearest = hours.clamp(1, most);
        findings
            .report(
                place,
                format!("The run waits {hours} hours for the audience's evaluation; 1 to {most} are possible."),
            )
            .suggested(format!("Wait {nearest} hours"), set(Some(nearest)));
    }
}
