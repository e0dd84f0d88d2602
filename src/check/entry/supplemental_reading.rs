//! What tells the runs of a read audience apart stands in the profile.

use super::supplemental::{self, Key};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Audience, AudienceSource, Kind};

pub(super) const RULE: Rule = Rule {
    id: "supplemental-read-audience-profile",
    aliases: &[],
    family: Family::Entry,
    severity: Severity::Error,
    summary: "A read audience tells runs apart by a text of the profile, and its audience is a segment definition.",
    why: "The platform reads the identifier from the profile of each member; of uploaded people there is none.",
    sources: &[source::SUPPLEMENTAL],
    flagged: || {
        let points = |read: &mut crate::journey::ReadAudience| {
            read.supplemental = Some(supplemental::by("#{ExperiencePlatform.ProfileFieldGroup.loyalty.points}"));
        };
        supplemental::reading(points).at_step("read-1", "supplemental.key")
    },
    passing: || supplemental::reading(|_| {}),
    mending: Mending::None("Only the author knows which field tells runs apart."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let by_event = survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::BusinessEvent(_)));
    for (step, _, supplemental) in supplemental::steps(survey) {
        let Kind::ReadAudience(read) = step.kind() else { continue };
        // After a business event there can be none at all.
        if by_event {
            continue;
        }
        if supplemental.key.is_empty() {
            let message = format!("Choose the field of the profile that tells runs of {} apart.", survey.name(step));
            findings.report(survey.field(step, "supplemental.key"), message).to_do();
        } else if let Key::Other(field) = supplemental::key(survey.estate, supplemental) {
            let message = format!("{field} cannot tell runs of one person apart: it is no text of the profile.");
            findings.report(survey.field(step, "supplemental.key"), message);
        }
        if supplemental.namespace.is_none() {
            let message = format!("Choose the identity type of what tells runs of {} apart.", survey.name(step));
            findings.report(survey.field(step, "supplemental.namespace"), message).to_do();
        } else if supplemental::is_of_people(survey.estate, supplemental) {
            let message = format!("{} tells runs apart by an identity type of people.", survey.title(step));
            findings.report(survey.field(step, "supplemental.namespace"), message);
        }
        let audience = survey.estate.get::<Audience>(read.audience.as_ref());
        if let Some(audience) = audience.filter(|audience| audience.source != AudienceSource::Segment) {
            let message = format!(
                "{} tells runs apart by the profile; the audience '{}' is no segment definition.",
                survey.title(step),
                audience.name
            );
            findings.report(survey.field(step, "supplemental"), message);
        }
    }
}
