//! An uploaded list never has new people.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Audience, AudienceSource, Kind, Recurrence};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-incremental-custom-upload",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "An uploaded audience is not read for new people only.",
    why: "It never changes: from the second run on nobody comes in.",
    sources: &[source::READ_AUDIENCE],
    flagged: || from(AudienceSource::Upload).at_journey("properties.schedule.incremental"),
    passing: || from(AudienceSource::Segment),
    mending: Mending::Offers("Reads everybody."),
    check: Check::Journey(check),
};

fn from(source: AudienceSource) -> Sketch {
    Sketch::read()
        .then(steps::email())
        .properties(|properties| {
            properties.schedule.every = Recurrence::Daily { start: jiff::civil::date(2026, 1, 6).at(9, 0, 0, 0) };
            properties.schedule.incremental = true;
            properties.schedule.after_evaluation_hours = Some(4);
        })
        .inventory(|inventory| {
            for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-loyal") {
                audience.source = source;
            }
        })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if !survey.journey.properties.schedule.incremental {
        return;
    }
    for step in survey.steps() {
        let Kind::ReadAudience(read) = step.kind() else { continue };
        let audience = survey.estate.get::<Audience>(read.audience.as_ref());
        let Some(audience) = audience.filter(|audience| audience.source == AudienceSource::Upload) else { continue };
        let message =
            format!("The audience '{}' was uploaded and never changes: later runs will be empty.", audience.name);
        let edits = survey.mend().properties(|properties| properties.schedule.incremental = false);
        findings.report(survey.at_journey("properties.schedule.incremental"), message).safe("Read everybody", edits);
    }
}
