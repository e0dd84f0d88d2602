//! A journey by audience must not overrun the systems that it calls.

use crate::check::example::{Sketch, steps};
use crate::check::survey::endpoints;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Action, Audience, Evaluation, Kind};

pub(super) const RULE: Rule = Rule {
    id: "aq-streaming-burst",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Warning,
    summary: "Systems that a journey calls can take its audience's first rush and its daily people.",
    why: "When a journey goes live, everybody who qualifies may come within minutes; batch audiences come all at once, \
          every day. The capacity of each system, over all journeys, has to be known. One page measured 10,000 \
          qualifications a second; the page on entries counts them among the 5,000 events a second of the organization.",
    sources: &[source::BLUEPRINT_THIRD_PARTY, source::BLUEPRINT_CAMPAIGN_V7],
    flagged: || of_size(None).at_step("action-2", ""),
    passing: || of_size(Some(200)),
    mending: Mending::None("How many people come is to be stated on the audience."),
    check: Check::Journey(check),
};

fn of_size(size: Option<i64>) -> Sketch {
    let mut call = steps::call();
    if let Kind::CustomAction(call) = &mut call {
        call.values.insert("body.to".to_owned(), "'+15550100'".into());
    }
    Sketch::qualification().then(call).inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-cart") {
            audience.size = size;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let id = match survey.entry().map(|entry| entry.kind()) {
        Some(Kind::AudienceQualification(qualification)) => qualification.audience.as_ref(),
        Some(Kind::ReadAudience(read)) => read.audience.as_ref(),
        _ => return,
    };
    let Some(audience) = survey.estate.get::<Audience>(id) else { return };
    if audience.size.is_some() && (audience.daily_qualifiers.is_some() || audience.evaluation == Evaluation::Batch) {
        return;
    }
    for step in survey.steps() {
        let Kind::CustomAction(call) = step.kind() else { continue };
        let Some(action) = survey.estate.get::<Action>(call.action.as_ref()) else { continue };
        let system = endpoints::of(survey.estate.inventory(), action).map_or(action.name.as_str(), |e| e.name.as_str());
        let message = format!(
            "Nobody stated how many people '{}' holds and how many come on a day: make sure that {system} can take \
             the first rush.",
            audience.name
        );
        findings.report(survey.place(step), message);
    }
}
