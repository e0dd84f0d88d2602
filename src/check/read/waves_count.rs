//! How many waves there may be.

use super::waves;
use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Wave, WaveSplit};

pub(super) const RULE: Rule = Rule {
    id: "waves-count",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "An audience comes in by 2 to 10 waves.",
    why: "The platform takes no other number; one wave is no wave.",
    sources: &[source::WAVES],
    flagged: || waves::three(|waves| waves.waves.truncate(1)).at("waves.waves").then(steps::email()),
    passing: || waves::three(|_| {}).then(steps::email()),
    mending: Mending::Offers("Where waves are of the same size, takes the nearest number that is possible."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (least, most) = survey.estate.numbers.waves;
    for (step, _, waves) in waves::each(survey) {
        let count = waves.waves.len();
        if (least..=most).contains(&count) {
            continue;
        }
        let said = if count == 1 { "1 wave".to_owned() } else { format!("{count} waves") };
        let message = format!("{} comes in by {said}; {least} to {most} are possible.", survey.title(step));
        let finding = findings.report(survey.field(step, "waves.waves"), message);
        // Shares, numbers and moments are for people to choose.
        if waves.split == WaveSplit::Equal && waves.interval.is_some() {
            let nearest = count.clamp(least, most);
            let edits = survey.mend().step(step, |step| {
                waves::with(&mut step.kind, |waves| waves.waves.resize(nearest, Wave::default()));
            });
            finding.suggested(format!("Use {nearest} waves"), edits);
        }
    }
}
