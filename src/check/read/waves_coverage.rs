//! Waves of so many people take the whole audience.

use super::waves;
use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Audience, WaveSplit};

pub(super) const RULE: Rule = Rule {
    id: "waves-number-coverage",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "Waves of so many people take everybody in the audience, and no more.",
    why: "Whom no wave takes is never let in; waves beyond the audience find nobody left.",
    sources: &[source::WAVES],
    flagged: || {
        let short = waves::three(|waves| waves::people(waves, [100, 200, 300]));
        short.at("waves.waves").then(steps::email())
    },
    passing: || waves::three(|waves| waves::people(waves, [100, 300, 600])).then(steps::email()),
    mending: Mending::Offers("Makes all waves of the same size."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, read, waves) in waves::each(survey) {
        let size = survey.estate.get::<Audience>(read.audience.as_ref()).and_then(|audience| audience.size);
        let Some(size) = size.filter(|_| waves.split == WaveSplit::People && !waves.waves.is_empty()) else { continue };
        let taken = waves.waves.iter().fold(0_i64, |sum, wave| sum.saturating_add(wave.people.max(0)));
        if taken == size {
            continue;
        }
        let what = if taken < size {
            format!("{} would never be let in", grouped(size.saturating_sub(taken)))
        } else {
            "the last ones find nobody left".to_owned()
        };
        let message = format!(
            "The waves of {} take {} people, the audience has {}: {what}.",
            survey.name(step),
            grouped(taken),
            grouped(size)
        );
        let edits = survey.mend().step(step, |step| {
            waves::with(&mut step.kind, |waves| waves.split = WaveSplit::Equal);
        });
        findings.report(survey.field(step, "waves.waves"), message).suggested("Make them all of the same size", edits);
    }
}
