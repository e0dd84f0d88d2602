//! How far apart waves begin.

use super::waves;
use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Duration;

pub(super) const RULE: Rule = Rule {
    id: "waves-interval",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "A wave begins at least 30 minutes after the one before it.",
    why: "The platform needs that time to hand one wave over before it begins the next.",
    sources: &[source::WAVES],
    flagged: || {
        let hasty = waves::three(|waves| waves.interval = Some(Duration::Minutes(10)));
        hasty.at("waves.interval").then(steps::email())
    },
    passing: || waves::three(|_| {}).then(steps::email()),
    mending: Mending::Offers("Where waves follow at one distance, takes the shortest that is possible."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let least = survey.estate.numbers.wave_interval_minutes;
    let is_short = |milliseconds: i64| milliseconds < least.saturating_mul(60_000);
    for (step, _, waves) in waves::each(survey) {
        if let Some(interval) = waves.interval {
            if is_short(interval.milliseconds()) {
                let message = format!(
                    "The waves of {} begin {interval} after each other; {least} minutes are the least.",
                    survey.name(step)
                );
                let edits = survey.mend().step(step, |step| {
                    waves::with(&mut step.kind, |waves| waves.interval = Some(Duration::Minutes(least)));
                });
                findings
                    .report(survey.field(step, "waves.interval"), message)
                    .suggested(format!("Leave {least} minutes between waves"), edits);
            }
            continue;
        }
        let starts = waves::starts(survey, waves);
        for (index, pair) in starts.windows(2).enumerate() {
            let [Some(before), Some(after)] = pair else { continue };
            // One that begins too early altogether is reported as such.
            let gap = after.as_millisecond().saturating_sub(before.as_millisecond());
            if is_short(gap) && !waves::is_too_early(survey, waves, *after) {
                let message = format!(
                    "Wave {} of {} begins less than {least} minutes after the one before it.",
                    index + 2,
                    survey.name(step)
                );
                findings.report(survey.field(step, &format!("waves.waves.{}.start", index + 1)), message);
            }
        }
    }
}
