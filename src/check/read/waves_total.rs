//! Shares of waves make a whole.

use super::waves;
use crate::check::example::steps;
use crate::check::survey::percent;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::WaveSplit;

pub(super) const RULE: Rule = Rule {
    id: "waves-percent-total",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "The shares of waves make 100 %.",
    why: "Who falls to no share is never let in; where shares make more, the last waves find nobody left.",
    sources: &[source::WAVES],
    flagged: || {
        let short = waves::three(|waves| waves::shares(waves, [2_000, 3_000, 3_000]));
        short.at("waves.waves").then(steps::email())
    },
    passing: || waves::three(|waves| waves::shares(waves, [2_000, 3_000, 5_000])).then(steps::email()),
    mending: Mending::Offers("Makes all waves of the same size."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, _, waves) in waves::each(survey) {
        let total: u64 = waves.waves.iter().map(|wave| u64::from(wave.share)).sum();
        if waves.split != WaveSplit::Percent || waves.waves.is_empty() || total == 10_000 {
            continue;
        }
        let what = if total < 10_000 { "the others are never let in" } else { "the last ones find nobody left" };
        let message = format!("The waves of {} make {}: {what}.", survey.name(step), percent(total));
        let edits = survey.mend().step(step, |step| {
            waves::with(&mut step.kind, |waves| waves.split = WaveSplit::Equal);
        });
        findings.report(survey.field(step, "waves.waves"), message).suggested("Make them all of the same size", edits);
    }
}
