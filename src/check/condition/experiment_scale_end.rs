//! A winner is scaled before the experiment ends.

use super::{experiment, scaled, trials};
use crate::check::example::Sketch;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "experiment-autoscale-after-end",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "Everybody gets what did best before the experiment ends.",
    why: "After its end there is nothing to scale; the platform does not publish such a journey.",
    sources: &[source::EXPERIMENT, source::CONTENT_EXPERIMENT],
    flagged: || scaling(20).at("test.scaling.at"),
    passing: || scaling(10),
    mending: Mending::Offers("Lets everybody stay with what they drew."),
    check: Check::Journey(check),
};

/// An experiment that ends on 15 February, and whose winner is scaled on this day of the month.
fn scaling(day: i8) -> Sketch {
    let at = |day: i8| jiff::civil::date(2026, 2, day).at(9, 0, 0, 0);
    Sketch::event().then(experiment(|experiment| {
        experiment.end = Some(at(15));
        experiment.scaling = Some(scaled(at(day)));
    }))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let properties = &survey.journey.properties;
    let zone = properties.time_zone();
    for trial in trials(survey) {
        let step = trial.step;
        let end = trial.end.or_else(|| properties.end.map(|end| zone.to_datetime(end)));
        let (Some(scaling), Some(end)) = (trial.scaling, end) else { continue };
        let fallback = scaling.fallback.as_ref().and_then(|fallback| fallback.at);
        let late = [("at", scaling.at), ("fallback.at", fallback)].into_iter();
        let Some((field, at)) = late.filter_map(|(field, at)| Some((field, at?))).find(|(_, at)| *at >= end) else {
            continue;
        };
        let message = format!(
            "In {} everybody would get the same on {}, when the experiment is over ({}).",
            survey.name(step),
            at.date(),
            end.date()
        );
        let edits = survey.mend().step(step, |step| trial.altered(step, |trial| *trial.scaling = None));
        let finding = findings.report(survey.field(step, &format!("{}scaling.{field}", trial.at)), message);
        finding.suggested("Do not scale by itself", edits);
    }
}
