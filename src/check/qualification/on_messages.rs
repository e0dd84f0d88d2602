//! Who gets in as data arrives does not get in by messages.

use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::{Audience, Evaluation, Kind};

pub(super) const RULE: Rule = Rule {
    id: "aq-open-send-events",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Warning,
    summary: "A streaming audience that a journey watches does not rest on messages that were sent or opened.",
    why: "One sending brings as many of these events as it has readers, and programs open messages too: clicks and \
          purchases say more.",
    sources: &[source::QUALIFICATION],
    flagged: || resting(true).at("audience"),
    passing: || resting(false),
    mending: Mending::None("On what an audience rests is decided where it is made."),
    check: Check::Journey(check),
};

fn resting(on_messages: bool) -> Sketch {
    Sketch::qualification().inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-cart") {
            audience.on_messages = on_messages;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::AudienceQualification(watching) = step.kind() else { continue };
        let audience = survey.estate.get::<Audience>(watching.audience.as_ref());
        let streaming = |audience: &&Audience| audience.evaluation == Evaluation::Streaming && audience.on_messages;
        if let Some(audience) = audience.filter(streaming) {
            let message = format!(
                "'{}' rests on messages that were sent or opened; let clicks or purchases decide who gets in.",
                audience.name
            );
            findings.report(survey.field(step, "audience"), message);
        }
    }
}
