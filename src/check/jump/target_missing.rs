//! The journey to jump to exists.

use super::jumps;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "jump-target-missing",
    aliases: &[],
    family: Family::Jump,
    severity: Severity::Error,
    summary: "A jump leads to a journey that exists.",
    why: "The platform refuses to publish a jump to a journey that is gone, closed or stopped. Whether it is live there \
          is known only to the environment.",
    sources: &[source::JUMP],
    flagged: || jumping_to("journey-9").at("target"),
    passing: || jumping_to("journey-2"),
    mending: Mending::None("Which journey was meant is for the author to say."),
    check: Check::Journey(check),
};

fn jumping_to(target: &str) -> Sketch {
    let jumping = Sketch::event().then(steps::jump("journey-2")).with(|activity| {
        if let Kind::Jump(jump) = &mut activity.kind {
            jump.target = Some(target.into());
        }
    });
    jumping.with_second(Sketch::event(), "Second journey")
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, jump) in jumps(survey) {
        let Some(target) = &jump.target else { continue };
        if !survey.estate.outlines.contains_key(target) {
            let message = format!("{} leads to a journey that does not exist ({target}).", survey.title(step));
            findings.report(survey.field(step, "target"), message);
        }
    }
}
