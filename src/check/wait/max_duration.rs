//! A wait has a longest duration.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-max-duration",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Error,
    summary: "A wait lasts at most 90 days.",
    why: "The platform refuses longer waits, because everybody is taken out of a journey after 91 days. Older text \
          allowed 29 days.",
    sources: &[source::WAIT],
    flagged: || Sketch::event().then(steps::wait(Duration::Days(120))).at("wait").then(steps::email()),
    passing: || Sketch::event().then(steps::wait(Duration::Days(60))).then(steps::email()),
    mending: Mending::Offers("Proposes the longest wait, and the same number in a smaller unit."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let longest = Duration::Days(survey.estate.numbers.max_wait_days);
    for step in survey.steps() {
        let Kind::Wait(Wait::Duration(duration)) = step.kind() else { continue };
        if duration.milliseconds() > longest.milliseconds() {
            let message = format!("{} lasts {duration}; a wait lasts at most {longest}.", survey.title(step));
            let finding = findings.report(survey.field(step, "wait"), message);
            let meant = duration.smaller_units().filter(|meant| meant.milliseconds() <= longest.milliseconds());
            for wait in std::iter::once(longest).chain(meant) {
                let edits = survey.mend().step(step, |activity| activity.kind = Kind::Wait(Wait::Duration(wait)));
                finding.suggested(format!("Wait {wait}"), edits);
            }
        }
    }
}
