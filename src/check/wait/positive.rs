//! A wait lasts some time.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-positive",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Error,
    summary: "A wait lasts longer than nothing.",
    why: "A wait of no length or a negative one says nothing, and platforms refuse it.",
    sources: &[source::WAIT],
    flagged: || Sketch::event().then(steps::wait(Duration::Hours(0))).at("wait").then(steps::email()),
    passing: || Sketch::event().then(steps::wait(Duration::Hours(2))).then(steps::email()),
    mending: Mending::Offers("Waits 1 of the same unit, or takes the wait away."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Wait(Wait::Duration(duration)) = step.kind() else { continue };
        if duration.amount() <= 0 {
            let one = duration.with_amount(1);
            findings
                .report(survey.field(step, "wait"), format!("{} has no length; enter one.", survey.title(step)))
                .suggested(
                    format!("Wait {one}"),
                    survey.mend().step(step, |activity| activity.kind = Kind::Wait(Wait::Duration(one))),
                )
                .suggested("Take the wait away", survey.mend().remove(step));
        }
    }
}
