//! The reading rate has a range.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Activity, Kind};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-rate-range",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "An audience is read at 500 to 20,000 profiles a second.",
    why: "The platform reads neither slower nor faster. Where no rate is given 5,000 holds, though a page on \
          blueprints calls 20,000 the default.",
    sources: &[source::READ_AUDIENCE, source::GUARDRAILS],
    flagged: || Sketch::read().with(|step| set(step, 50_000)).at("reading_rate").then(steps::email()),
    passing: || Sketch::read().with(|step| set(step, 2_000)).then(steps::email()),
    mending: Mending::Offers("Proposes the usual rate, and the nearest that is possible."),
    check: Check::Journey(check),
};

/// Profiles a second, where nothing is chosen.
const USUAL: i64 = 5_000;

fn set(activity: &mut Activity, rate: i64) {
    if let Kind::ReadAudience(read) = &mut activity.kind {
        read.reading_rate = rate;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (least, most) = survey.estate.numbers.reading_rate;
    for step in survey.steps() {
        let Kind::ReadAudience(read) = step.kind() else { continue };
        if !(least..=most).contains(&read.reading_rate) {
            let message = format!(
                "{} reads {} profiles a second; {least} to {most} are possible.",
                survey.title(step),
                grouped(read.reading_rate),
                most = grouped(most),
            );
            let nearest = read.reading_rate.clamp(least, most);
            let finding = findings.report(survey.field(step, "reading_rate"), message);
            for (rate, which) in [(USUAL, ", as usual"), (nearest, "")] {
                let edits = survey.mend().step(step, |activity| set(activity, rate));
                finding.suggested(format!("Read {} a second{which}", grouped(rate)), edits);
            }
        }
    }
}
