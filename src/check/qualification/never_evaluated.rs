//! An audience that was never worked out is empty.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Audience, Evaluation, Kind};

pub(super) const RULE: Rule = Rule {
    id: "aq-never-evaluated",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Warning,
    summary: "A batch audience that a journey enters by has been evaluated.",
    why: "Until its first evaluation nobody is in it.",
    sources: &[source::QUALIFICATION],
    flagged: || evaluated(None).at_step("read-1", "audience"),
    passing: || evaluated(Some(Sketch::now())),
    mending: Mending::None("The platform evaluates it once a day."),
    check: Check::Journey(check),
};

fn evaluated(at: Option<jiff::Timestamp>) -> Sketch {
    Sketch::read().then(steps::update()).inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-loyal") {
            audience.last_evaluated = at;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let id = match step.kind() {
            Kind::AudienceQualification(qualification) => qualification.audience.as_ref(),
            Kind::ReadAudience(read) => read.audience.as_ref(),
            _ => continue,
        };
        let Some(audience) = survey.estate.get::<Audience>(id) else { continue };
        if audience.evaluation == Evaluation::Batch && audience.last_evaluated.is_none() {
            let message = format!("The audience '{}' has never been evaluated: nobody is in it.", audience.name);
            findings.report(survey.field(step, "audience"), message);
        }
    }
}
