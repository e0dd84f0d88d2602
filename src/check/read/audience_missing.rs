//! A read audience names its audience.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, AudienceId, Kind};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-one-audience",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "A read audience reads exactly one audience.",
    why: "Without one nobody comes in; several are merged with a composition first.",
    sources: &[source::GUARDRAILS],
    flagged: || Sketch::read().with(|step| set(step, None)).at("audience").then(steps::email()),
    passing: || Sketch::read().with(|step| set(step, Some("audience-loyal".into()))).then(steps::email()),
    mending: Mending::Offers("Takes the first batch audience."),
    check: Check::Journey(check),
};

fn set(activity: &mut Activity, audience: Option<AudienceId>) {
    if let Kind::ReadAudience(read) = &mut activity.kind {
        read.audience = audience;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let audiences = &survey.estate.inventory().audiences;
    for step in survey.steps() {
        let Kind::ReadAudience(read) = step.kind() else { continue };
        if read.audience.is_some() {
            continue;
        }
        let message = format!("Choose the audience that {} reads.", survey.name(step));
        let finding = findings.report(survey.field(step, "audience"), message).to_do();
        let batch = |audience: &&crate::journey::Audience| audience.evaluation == crate::journey::Evaluation::Batch;
        if let Some(audience) = audiences.iter().find(batch) {
            let edits = survey.mend().step(step, |activity| set(activity, Some(audience.id.clone())));
            finding.suggested(format!("Read {}", audience.name), edits);
        }
    }
}
