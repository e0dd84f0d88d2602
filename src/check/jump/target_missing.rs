//! The journey to jump to exists.

use super::jumps;
use crate::check::example::{Sketch, steps};
use crate::check::reference::near::{self, Meant};
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
    flagged: || jumping_to("Second journy").at("target"),
    passing: || jumping_to("journey-2"),
    mending: Mending::Offers("Takes the journey whose id or name is nearest, where one is near."),
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
            let known = survey.estate.outlines.iter();
            let known = known.map(|(id, outline)| Meant { id: id.to_string(), name: outline.name.clone() });
            let says = format!("{} leads to a journey that does not exist ({target})", survey.title(step));
            let place = survey.field(step, "target");
            match near::among(target.as_str(), known) {
                Some(meant) => {
                    let (asked, title) = meant.asked();
                    let edits = survey.mend().refer(step, "target", &meant.id);
                    findings.report(place, format!("{says}; {asked}")).suggested(title, edits)
                }
                None => findings.report(place, format!("{says}.")),
            };
        }
    }
}
