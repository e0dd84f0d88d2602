//! A jump enters by an event.

use super::{jumps, target_name};
use crate::check::example::{Sketch, steps};
use crate::check::survey::EntryKind;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "jump-target-entry-type",
    aliases: &[],
    family: Family::Jump,
    severity: Severity::Error,
    summary: "A jump leads to a journey that begins with one person's event (a unitary event).",
    why: "It sends that event. A journey that begins with an audience has none that could be sent.",
    sources: &[source::JUMP],
    flagged: || jumping_to(Sketch::qualification()).at("target"),
    passing: || jumping_to(Sketch::event()),
    mending: Mending::None("Which journey was meant is for the author to say."),
    check: Check::Journey(check),
};

fn jumping_to(second: Sketch) -> Sketch {
    Sketch::event().then(steps::jump("journey-2")).with_second(second, "Second journey")
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, jump) in jumps(survey) {
        let Some(target) = jump.target.as_ref().and_then(|target| survey.estate.outlines.get(target)) else { continue };
        let begins = match target.entry {
            EntryKind::Event(_) => continue,
            EntryKind::Business => "a business event",
            EntryKind::Qualification => "an audience qualification",
            EntryKind::ReadAudience => "reading an audience",
            EntryKind::None => "nothing yet",
        };
        let message = format!(
            "{} begins with {begins}, so nobody can jump into it: choose a journey that begins with one person's event.",
            target_name(survey, jump)
        );
        findings.report(survey.field(step, "target"), message);
    }
}
