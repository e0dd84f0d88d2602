//! A small cap is not reached exactly.

use super::{change, conditions};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Port, Test};

pub(super) const RULE: Rule = Rule {
    id: "condition-profile-cap-small",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Warning,
    summary: "A cap lets at least 1,000 people through.",
    why: "Many people are counted at once, so that a small cap is not reached exactly: to fill it for certain, a thousand \
          more must come, above 10,000 a third more. A cap of nothing closes its path.",
    sources: &[source::CONDITIONS],
    flagged: || capped(50).at_step("condition-2", "paths.path-1.limit"),
    passing: || capped(5_000),
    mending: Mending::Offers("Raises the cap to 1,000."),
    check: Check::Journey(check),
};

fn capped(limit: u64) -> Sketch {
    Sketch::event().then(steps::cap(limit)).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let small = survey.estate.numbers.small_profile_cap;
    for (step, condition) in conditions(survey) {
        let Test::ProfileCap(cap) = &condition.test else { continue };
        if cap.limit < small {
            let message = format!("The cap of {} at {} may not be reached exactly.", cap.limit, survey.name(step));
            let raised = survey.mend().step(step, |activity| {
                change(activity, |condition| {
                    if let Test::ProfileCap(cap) = &mut condition.test {
                        cap.limit = small;
                    }
                });
            });
            findings
                .report(survey.field(step, &format!("paths.{}.limit", cap.id)), message)
                .suggested(format!("Raise the cap to {small}"), raised);
        }
    }
}
