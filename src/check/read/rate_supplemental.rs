//! With a supplemental identifier an audience is read slowly.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Kind, SupplementalId};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-rate-supplemental",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "With a supplemental identifier an audience is read at 500 profiles a second at most.",
    why: "Each person may come in several times, so that the platform lets them in more slowly.",
    sources: &[source::GUARDRAILS, source::SUPPLEMENTAL],
    flagged: || reading(5_000).at("reading_rate").then(steps::email()),
    passing: || reading(500).then(steps::email()),
    mending: Mending::Offers("Takes the fastest rate that is possible."),
    check: Check::Journey(check),
};

fn reading(rate: i64) -> Sketch {
    Sketch::read().with(|step| {
        if let Kind::ReadAudience(read) = &mut step.kind {
            read.reading_rate = rate;
            read.supplemental = Some(SupplementalId {
                key: "#{ExperiencePlatform.ProfileFieldGroup.homeAddress.city}".into(),
                namespace: Some("namespace-product".into()),
            });
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.supplemental_reading_rate;
    for step in survey.steps() {
        let Kind::ReadAudience(read) = step.kind() else { continue };
        // What is too fast for any reading is reported as such.
        let possible = read.reading_rate <= survey.estate.numbers.reading_rate.1;
        if read.supplemental.is_some() && read.reading_rate > most && possible {
            let message = format!(
                "{} reads {} profiles a second; with a supplemental identifier {} are possible.",
                survey.title(step),
                grouped(read.reading_rate),
                grouped(most)
            );
            let edits = survey.mend().step(step, |step| {
                if let Kind::ReadAudience(read) = &mut step.kind {
                    read.reading_rate = most;
                }
            });
            let finding = findings.report(survey.field(step, "reading_rate"), message);
            finding.suggested(format!("Read {} a second", grouped(most)), edits);
        }
    }
}
