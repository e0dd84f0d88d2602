//! Waves are for one reading.

use super::waves;
use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Kind, Recurrence};

pub(super) const RULE: Rule = Rule {
    id: "waves-context",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "Only an audience that is read once, as soon as possible or at a set time, comes in by waves.",
    why: "A further run, or a further business event, would begin before the waves of the one before it are over.",
    sources: &[source::WAVES],
    flagged: || {
        let daily = Recurrence::Daily { start: jiff::civil::date(2026, 2, 1).at(9, 0, 0, 0) };
        waves::three(|_| {}).at("waves").then(steps::email()).properties(|properties| properties.schedule.every = daily)
    },
    passing: || waves::three(|_| {}).then(steps::email()),
    mending: Mending::Offers("Lets everybody in at once."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let by_event = survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::BusinessEvent(_)));
    let recurs = survey.journey.properties.schedule.every.recurs();
    for (step, ..) in waves::each(survey) {
        let why = match (by_event, recurs) {
            (true, _) => "but is read after a business event",
            (false, true) => "but is read again and again",
            (false, false) => continue,
        };
        let message = format!("{} comes in by waves {why}; only one that is read once can.", survey.title(step));
        findings
            .report(survey.field(step, "waves"), message)
            .suggested("Let everybody in at once", survey.mend().step(step, all_at_once));
    }
}

fn all_at_once(step: &mut Activity) {
    if let Kind::ReadAudience(read) = &mut step.kind {
        read.waves = None;
    }
}
