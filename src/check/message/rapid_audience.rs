//! Rapid delivery reaches so many people at most.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Audience, Kind};

pub(super) const RULE: Rule = Rule {
    id: "waymark-rapid-delivery-audience",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "An audience that gets a push notification by rapid delivery holds fewer than 30 million people.",
    why: "The platform does not begin to send to more.",
    sources: &[source::PUSH],
    flagged: || reading(30_000_000).at_step("push-2", "rapid_delivery"),
    passing: || reading(29_999_999),
    mending: Mending::None("How people are divided is for the author to say."),
    check: Check::Journey(check),
};

fn reading(people: i64) -> Sketch {
    let push = Sketch::read().then(steps::push()).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            message.rapid_delivery = true;
        }
    });
    push.inventory(move |inventory| {
        let loyal = inventory.audiences.iter_mut().find(|audience| audience.id.as_str() == "audience-loyal");
        loyal.expect("an audience of the shop").size = Some(people);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(Kind::ReadAudience(read)) = survey.entry().map(|entry| entry.kind()) else { return };
    let most = survey.estate.numbers.rapid_delivery_people;
    let size = survey.estate.get::<Audience>(read.audience.as_ref()).and_then(|audience| audience.size);
    let Some(size) = size.filter(|size| *size >= most) else { return };
    for step in survey.steps() {
        if matches!(step.kind(), Kind::Message(message) if message.rapid_delivery) {
            let text = format!(
                "{} would go to {} people by rapid delivery, which takes fewer than {}.",
                survey.title(step),
                grouped(size),
                grouped(most)
            );
            findings.report(survey.field(step, "rapid_delivery"), text);
        }
    }
}
