//! Supplemental identifiers are for journeys that unitary events or audiences start.

use super::supplemental;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "supplemental-journey-type",
    aliases: &["business-event-no-supplemental", "aq-supplemental-id"],
    family: Family::Entry,
    severity: Severity::Error,
    summary: "Only journeys that begin with a unitary event or a read audience tell runs of one person apart.",
    why: "With a business event or audience qualification nothing says which run of the person is meant.",
    sources: &[source::SUPPLEMENTAL, source::GUARDRAILS],
    flagged: || business(true).at_step("read-2", "supplemental"),
    passing: || business(false),
    mending: Mending::Offers("Lets each person in once, where a read audience says otherwise."),
    check: Check::Journey(check),
};

fn business(apart: bool) -> Sketch {
    let read = supplemental::read(|read| {
        if !apart {
            read.supplemental = None;
        }
    });
    Sketch::empty().then(steps::business()).then(read).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(entry) = survey.entry() else { return };
    let begins = match entry.kind() {
        Kind::BusinessEvent(_) => "a business event",
        Kind::AudienceQualification(_) => "audience qualification",
        _ => return,
    };
    for (step, field, _) in supplemental::steps(survey) {
        let message = format!(
            "{} tells runs of one person apart by a supplemental identifier; a journey that begins with {begins} cannot.",
            survey.title(step)
        );
        let finding = findings.report(survey.field(step, field), message);
        if matches!(step.kind(), Kind::ReadAudience(_)) {
            let edits = survey.mend().step(step, |step| {
                if let Kind::ReadAudience(read) = &mut step.kind {
                    read.supplemental = None;
                }
            });
            finding.suggested("Let each person in once", edits);
        }
    }
}
