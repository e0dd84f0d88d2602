//! A journey by audience must not overrun the systems that it calls.

use crate::check::capping::drops;
use crate::check::example::{Sketch, steps};
use crate::check::survey::endpoints;
use crate::check::survey::load::Limit;
use crate::check::survey::rate::Way;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
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
    overrun(survey, findings);
    let id = match survey.entry().map(|entry| entry.kind()) {
        Some(Kind::AudienceQualification(qualification)) => qualification.audience.as_ref(),
        Some(Kind::ReadAudience(read)) => read.audience.as_ref(),
        _ => return,
    };
    let Some(audience) = survey.estate.get::<Audience>(id) else { return };
    // What is stated is compared.
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

/// Systems that cannot take everybody who comes when the journey goes live.
fn overrun(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(rush) = survey.rush().filter(|rush| rush.way == Way::GoingLive) else { return };
    let of_system = |limit: &Limit| matches!(limit, Limit::Endpoint(_) | Limit::Host(_) | Limit::SlowHost(_));
    for found in survey.too_much(of_system, |_, room, volume| room.excess(volume).is_some()) {
        let Some((_, arithmetic)) = drops::message(survey, &found) else { continue };
        let message = format!(
            "When the journey goes live, {} people may come, up to {} a second. {arithmetic}",
            grouped(rush.people.unwrap_or(rush.per_second)),
            grouped(rush.per_second),
        );
        findings.report(survey.place(&survey.flow.steps[found.call.step]), message);
    }
}
