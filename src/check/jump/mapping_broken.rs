//! A jump maps the fields of the event by which its target begins now.

use super::{filled, jumps, target_event, target_name};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::jump::keep;
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "jump-mapping-broken",
    aliases: &[],
    family: Family::Jump,
    severity: Severity::Error,
    summary: "A jump was set up for the event by which its target begins.",
    why: "When the target begins with another event, the mapped fields mean nothing there.",
    sources: &[source::JUMP],
    flagged: || mapped_for("event-paid").at("mapping"),
    passing: || mapped_for("event-order"),
    mending: Mending::Offers("Keeps the fields that the new event has too, and fills in those of the same name."),
    check: Check::Journey(check),
};

fn mapped_for(event: &str) -> Sketch {
    let jumping = Sketch::event().then(steps::jump("journey-2")).with(|activity| {
        if let Kind::Jump(jump) = &mut activity.kind {
            jump.entry = Some(event.into());
        }
    });
    jumping.with_second(Sketch::event(), "Second journey")
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, jump) in jumps(survey) {
        let Some(event) = target_event(survey, jump).filter(|event| jump.entry.as_ref() != Some(&event.id)) else {
            continue;
        };
        let message =
            format!("{} now begins with the event '{}'; map its fields again.", target_name(survey, jump), event.name);
        let mut kept = jump.mapping.clone();
        keep(&mut kept, jump.entry.as_ref(), event, survey.estate.inventory());
        let mapping = filled(survey, step, event, &kept);
        findings.report(survey.field(step, "mapping"), message).suggested(
            format!("Map the fields of '{}'", event.name),
            survey.mend().step(step, |activity| {
                if let Kind::Jump(jump) = &mut activity.kind {
                    (jump.entry, jump.mapping) = (Some(event.id.clone()), mapping);
                }
            }),
        );
    }
}
