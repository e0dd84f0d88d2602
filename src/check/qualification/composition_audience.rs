//! Only audiences with a rule can be watched.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Audience, AudienceSource, Kind};

pub(super) const RULE: Rule = Rule {
    id: "aq-composition-audience",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Error,
    summary: "Only an audience that a segment definition makes can be watched.",
    why: "The platform sends no qualification events for composed and uploaded audiences.",
    sources: &[source::QUALIFICATION],
    flagged: || from(AudienceSource::Upload).at_step("qualify-1", "audience"),
    passing: || from(AudienceSource::Segment),
    mending: Mending::None("Another audience or another entry is for the author to choose."),
    check: Check::Journey(check),
};

fn from(source: AudienceSource) -> Sketch {
    Sketch::qualification().then(steps::update()).inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-cart") {
            audience.source = source;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::AudienceQualification(qualification) = step.kind() else { continue };
        let Some(audience) = survey.estate.get::<Audience>(qualification.audience.as_ref()) else { continue };
        let how = match audience.source {
            AudienceSource::Segment => continue,
            AudienceSource::Composition => "comes from a composition",
            AudienceSource::Upload => "was uploaded",
        };
        let message = format!(
            "The audience '{}' {how}, so nobody's entering or leaving is noticed: choose one that a segment makes, or \
             begin with reading it.",
            audience.name
        );
        findings.report(survey.field(step, "audience"), message);
    }
}
