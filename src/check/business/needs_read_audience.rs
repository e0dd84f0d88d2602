//! After a business event an audience is read.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Audience, Evaluation, Kind, ReadAudience};

pub(super) const RULE: Rule = Rule {
    id: "business-event-needs-read-audience",
    aliases: &[],
    family: Family::BusinessEvent,
    severity: Severity::Error,
    summary: "A read audience follows a business event.",
    why: "The event says that something happened; the audience says to whom it matters.",
    sources: &[source::BUSINESS_EVENT],
    flagged: || Sketch::empty().then(steps::business()).at("").then(steps::email()),
    passing: || Sketch::business().then(steps::email()),
    mending: Mending::Offers("Puts a read audience after the business event; choose its audience then."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // One that stands in mid-journey is reported as such.
    let first = survey.steps().filter(|step| matches!(step.kind(), Kind::BusinessEvent(_)) && step.arriving.is_empty());
    for step in first {
        let wires: Vec<_> = step.leaving.iter().map(|&wire| &survey.flow.wires[wire]).collect();
        let astray = wires.iter().find(|wire| !matches!(survey.flow.steps[wire.to].kind(), Kind::ReadAudience(_)));
        let Some(wire) = astray else {
            // One that leads nowhere is only the first one's business: a second one is reported as such.
            let leftmost = survey.entry().is_some_and(|entry| entry.index == step.index);
            if wires.is_empty() && leftmost {
                let message = format!("Put a read audience after {}.", survey.name(step));
                findings.report(survey.place(step), message).to_do();
            }
            continue;
        };
        let message = format!(
            "{} is followed by {}; a read audience must come first.",
            survey.title(step),
            survey.name(&survey.flow.steps[wire.to])
        );
        let read = Kind::ReadAudience(ReadAudience {
            audience: whole(&survey.estate.inventory().audiences).map(|audience| audience.id.clone()),
            namespace: survey.estate.inventory().namespaces.iter().find(|n| n.people).map(|n| n.id.clone()),
            ..ReadAudience::default()
        });
        findings
            .report(survey.place(step), message)
            .suggested("Read an audience", survey.mend().insert(wire, "Read audience", read));
    }
}

/// The audience that is most likely read as a whole: the first that is worked out once a day.
fn whole(audiences: &[Audience]) -> Option<&Audience> {
    let batch = audiences.iter().find(|audience| audience.evaluation == Evaluation::Batch);
    batch.or(audiences.first())
}
