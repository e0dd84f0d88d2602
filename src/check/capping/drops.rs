//! What exceeds a cap is lost.

use crate::check::example::{Sketch, steps};
use crate::check::survey::crowd::{By, Excess, TooMuch};
use crate::check::survey::load::Limit;
use crate::check::survey::rate::Way;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Survey, campaign, platform, source};
use crate::edit::Edit;
use crate::edit::describe::grouped;
use crate::journey::{Cap, Destination, Endpoint, Evaluation, Item, Kind, Service, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "capping-drops-calls",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "No more calls a second come to a system than its cap lets through, and than it says it can take.",
    why: "Calls beyond a cap are refused at once, never sent and never queued; what a system cannot take it refuses. All \
          journeys share what it takes, whoever comes first, and every call on one person's way counts, also of people \
          who jump in. Where chance splits people, each path has its share of them; at any other condition all of them may go the same way. One page, on \
          alerts, loosely calls refused calls throttled or queued: only a throttle queues.",
    sources: &[source::CAPPING, source::EXTERNAL_SYSTEMS, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
    flagged: || evaluated(900).at_step("action-2", ""),
    passing: || evaluated(90),
    mending: Mending::Offers("Throttles instead, where the platform can: calls then wait rather than being lost."),
    check: Check::Journey(check),
};

/// A journey of so many people who come at once, each day.
fn evaluated(people: i64) -> Sketch {
    let mut call = steps::call();
    if let Kind::CustomAction(call) = &mut call {
        call.values.insert("body.to".to_owned(), "'+15550100'".into());
    }
    Sketch::qualification().then(call).inventory(|inventory| {
        for audience in inventory.audiences.iter_mut().filter(|audience| audience.id.as_str() == "audience-cart") {
            audience.evaluation = Evaluation::Batch;
            audience.daily_qualifiers = Some(people);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // Readings and audiences that are watched as data arrives have rules of their own.
    if !survey.rush().is_some_and(|rush| matches!(rush.way, Way::Events | Way::Evaluation)) {
        return;
    }
    let of_endpoint = |limit: &Limit| matches!(limit, Limit::Endpoint(_));
    for found in survey.too_much(of_endpoint, |_, room, volume| room.excess(volume).is_some()) {
        if campaign::is_said_behind(survey, &found) {
            continue;
        }
        let Some((excess, message)) = message(survey, &found) else { continue };
        let finding = findings.report(survey.place(&survey.flow.steps[found.call.step]), message);
        if let Some(mended) = throttled(survey.estate, &found, &excess) {
            finding.suggested(
                format!("Throttle at {} a second", grouped(excess.fit_a_second())),
                vec![Edit::Put(Box::new(Item::Endpoint(mended)))],
            );
        }
    }
}

/// The arithmetic of what is too much.
pub(in crate::check) fn message(survey: &Survey<'_>, found: &TooMuch<'_>) -> Option<(Excess, String)> {
    let excess = found.room.excess(&found.crowd.all())?;
    let step = survey.name(&survey.flow.steps[found.call.step]);
    let said = found.crowd.said(&found.room.name, excess.period_ms);
    let text = match (excess.by, found.room.throttle) {
        (By::Capacity, Some(throttle)) => {
            let throttle = grouped(throttle);
            format!("With {step} {said}, and its throttle sends up to {throttle} a second; {}.", excess.said())
        }
        _ => format!("With {step} {said}; {}.", excess.said()),
    };
    Some((excess, text))
}

fn throttled(estate: &Estate<'_>, found: &TooMuch<'_>, excess: &Excess) -> Option<Endpoint> {
    let Limit::Endpoint(id) = found.limit else { return None };
    let endpoint = estate.get::<Endpoint>(Some(id))?;
    endpoint.cap.as_ref().filter(|_| excess.by == By::Cap)?;
    let (least, most) = estate.numbers.throttle_per_second;
    let fit = excess.fit_a_second();
    let on = |rule: &'static Rule| platform::severity(rule, estate.platform).is_some();
    let taken = || estate.inventory().endpoints.iter().any(|other| other.throttle.is_some());
    // Nothing that the platform would refuse in turn.
    let refused = on(&super::throttle_unsupported::RULE) || (on(&super::one_throttle::RULE) && taken());
    let sandbox = &estate.workspace.settings.sandbox;
    let trial = on(&super::throttle_production::RULE) && !sandbox.production && !sandbox.name.is_empty();
    let questions = endpoint.service != Service::Action;
    let campaign = is_campaign(estate, endpoint);
    if refused || trial || questions || campaign || !(least..=most).contains(&fit) {
        return None;
    }
    Some(instead_of_cap(endpoint, fit))
}

/// The endpoint with a throttle of so many calls a second in front of what its cap refused. The cap stays for the
/// connections, and stands above the throttle so that it never drops anything. Whether its platform takes that is for
/// the rules to say.
pub fn instead_of_cap(endpoint: &Endpoint, per_second: i64) -> Endpoint {
    let above = |cap: &Cap| Cap { max_calls: cap.max_calls.saturating_mul(2), ..cap.clone() };
    let throttle = Throttle { max_throughput: per_second, ..Throttle::default() };
    Endpoint { throttle: Some(throttle), cap: endpoint.cap.as_ref().map(above), ..endpoint.clone() }
}

/// Whether an endpoint is before Campaign, to which calls are not throttled.
fn is_campaign(estate: &Estate<'_>, endpoint: &Endpoint) -> bool {
    let mut to_campaign = estate.inventory().actions.iter().filter(|it| it.destination != Destination::ThirdParty);
    to_campaign.any(|action| action.endpoint.as_ref() == Some(&endpoint.id) || endpoint.covers(&action.url))
}
