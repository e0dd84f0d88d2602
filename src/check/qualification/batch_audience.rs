//! Watching a batch audience lets everybody in at once.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Audience, AudienceSource, Evaluation, Kind};

pub(super) const RULE: Rule = Rule {
    id: "aq-batch-audience",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Warning,
    summary: "An audience that is watched is evaluated as data arrives.",
    why: "A batch audience is worked out once in 24 hours: all of the day's people arrive at the same moment, about \
          two hours later. Make sure that every system that the journey calls can take them.",
    sources: &[source::QUALIFICATION, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
    flagged: || evaluated(Evaluation::Batch).at_step("qualify-1", "audience"),
    passing: || evaluated(Evaluation::Streaming),
    mending: Mending::None("How an audience is evaluated is decided where it is built."),
    check: Check::Journey(check),
};

fn evaluated(evaluation: Evaluation) -> Sketch {
    Sketch::qualification().then(steps::update()).inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-cart") {
            audience.evaluation = evaluation;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::AudienceQualification(qualification) = step.kind() else { continue };
        let audience = survey.estate.get::<Audience>(qualification.audience.as_ref());
        // Of another source nobody's arrival is noticed at all; that has a rule of its own.
        let late = |audience: &&Audience| {
            audience.evaluation == Evaluation::Batch && audience.source == AudienceSource::Segment
        };
        let Some(audience) = audience.filter(late) else { continue };
        let people =
            audience.daily_qualifiers.map_or_else(String::new, |count| format!(" ({} people a day)", grouped(count)));
        let message = format!(
            "The audience '{}' is worked out once a day{people}: everybody arrives at once. Choose one that is \
             worked out as data arrives, or begin with reading it.",
            audience.name
        );
        findings.report(survey.field(step, "audience"), message);
    }
}
