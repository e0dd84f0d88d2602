//! A jump starts where an event began.

use super::jumps;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Port};

pub(super) const RULE: Rule = Rule {
    id: "jump-with-aq-or-read",
    aliases: &["aq-jump", "read-audience-jump"],
    family: Family::Jump,
    severity: Severity::Error,
    summary: "A journey with an audience qualification or a read audience has no jump.",
    why: "The platform does not combine them.",
    sources: &[source::JUMP],
    flagged: || {
        let jump = qualified().then(steps::jump("journey-2")).with(|activity| {
            if let Kind::Jump(jump) = &mut activity.kind {
                jump.mapping.clear();
            }
        });
        jump.with_second(Sketch::event(), "Second journey").at("")
    },
    passing: || qualified().by(Port::Next).with_second(Sketch::event(), "Second journey"),
    mending: Mending::Offers("Takes the jump away."),
    check: Check::Journey(check),
};

fn qualified() -> Sketch {
    Sketch::qualification()
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let audience =
        survey.steps().find(|step| matches!(step.kind(), Kind::AudienceQualification(_) | Kind::ReadAudience(_)));
    let Some(audience) = audience else { return };
    for (step, _) in jumps(survey) {
        let message = format!("{} cannot stand in a journey with {}.", survey.title(step), survey.name(audience));
        findings.report(survey.place(step), message).suggested("Take the jump away", survey.mend().remove(step));
    }
}
