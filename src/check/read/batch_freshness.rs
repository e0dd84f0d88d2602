//! A batch audience is as old as its last evaluation.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Audience, Evaluation, Kind, Recurrence};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-batch-freshness",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "A batch audience is read within a day of its evaluation, two to three hours after it.",
    why: "It is not evaluated when it is read: people who came in since are missing, people who left are still there.",
    sources: &[source::READ_AUDIENCE, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
    flagged: || evaluated_hours_ago(50).at_step("read-1", "audience"),
    passing: || evaluated_hours_ago(4),
    mending: Mending::None("When the audience is evaluated is decided on the platform; schedule the run after it."),
    check: Check::Journey(check),
};

fn evaluated_hours_ago(hours: i64) -> Sketch {
    Sketch::read().then(steps::email()).inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-loyal") {
            audience.last_evaluated = Sketch::now().checked_sub(jiff::SignedDuration::from_hours(hours)).ok();
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // A recurring run reads what was evaluated on its own day: nothing can be said today.
    let schedule = &survey.journey.properties.schedule.every;
    if !matches!(schedule, Recurrence::AsSoonAsPossible) {
        return;
    }
    for step in survey.steps() {
        let Kind::ReadAudience(read) = step.kind() else { continue };
        let Some(audience) = survey.estate.get::<Audience>(read.audience.as_ref()) else { continue };
        // An uploaded list does not age by evaluation, and behind a business event the run is not at activation.
        if audience.evaluation != Evaluation::Batch
            || audience.source == crate::journey::AudienceSource::Upload
            || !step.arriving.is_empty()
        {
            continue;
        }
        let Some(evaluated) = audience.last_evaluated else { continue };
        let hours = (survey.estate.now.as_second() - evaluated.as_second()) / 3_600;
        if hours > survey.estate.numbers.batch_evaluation_hours {
            let message = format!(
                "The audience '{}' was evaluated {hours} hours ago; read it two to three hours after an evaluation.",
                audience.name
            );
            findings.report(survey.field(step, "audience"), message);
        }
    }
}
