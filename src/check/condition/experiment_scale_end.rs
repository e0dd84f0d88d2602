//! A winner is scaled before the experiment ends.

use jiff::tz::TimeZone;

use super::{alter, experiment, experiments};
use crate::check::example::Sketch;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "experiment-autoscale-after-end",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "Everybody takes the best path before the experiment ends.",
    why: "After its end there is nothing to scale; the platform does not publish such a journey.",
    sources: &[source::EXPERIMENT],
    flagged: || scaling(20).at("test.scale_at"),
    passing: || scaling(10),
    mending: Mending::Offers("Lets everybody stay with their own path."),
    check: Check::Journey(check),
};

/// An experiment that ends on 15 February, and whose winner is scaled on this day of the month.
fn scaling(day: i8) -> Sketch {
    let at = |day: i8| Some(jiff::civil::date(2026, 2, day).at(9, 0, 0, 0));
    Sketch::event().then(experiment(|experiment| {
        experiment.end = at(15);
        experiment.scale_at = at(day);
    }))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let properties = &survey.journey.properties;
    let zone = TimeZone::get(&properties.zone).unwrap_or(TimeZone::UTC);
    for (step, experiment) in experiments(survey) {
        let end = experiment.end.or_else(|| properties.end.map(|end| zone.to_datetime(end)));
        let (Some(scale), Some(end)) = (experiment.scale_at, end) else { continue };
        if scale < end {
            continue;
        }
        let message = format!(
            "In {} everybody would take the best path on {}, when the experiment is over ({}).",
            survey.name(step),
            scale.date(),
            end.date()
        );
        let edits = survey.mend().step(step, |step| alter(step, |experiment| experiment.scale_at = None));
        let finding = findings.report(survey.field(step, "test.scale_at"), message);
        finding.suggested("Do not scale by itself", edits);
    }
}
