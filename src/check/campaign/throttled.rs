//! Calls to Campaign are never throttled.

use crate::check::example::{Sketch, steps};
use crate::check::survey::endpoints;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{Endpoint, Item, Throttle};

pub(super) const RULE: Rule = Rule {
    id: "campaign-no-throttling",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "Nobody relies on a throttle in front of Campaign.",
    why: "Calls to Campaign are not throttled: bursts hit the instance directly. Have the use case reviewed where many \
          events may come at once.",
    sources: &[source::CAMPAIGN_ACTION, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_TRIGGERED],
    flagged: || with(Some(Throttle { max_throughput: 200, ..Throttle::default() })).at_step("campaign-2", ""),
    passing: || with(None),
    mending: Mending::Offers("Takes the throttle away, since it does nothing."),
    check: Check::Journey(check),
};

fn with(throttle: Option<Throttle>) -> Sketch {
    Sketch::event().then(steps::campaign()).inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
            action.endpoint = Some("endpoint-campaign".into());
        }
        let template = inventory.endpoints.first().cloned().unwrap_or_default();
        inventory.endpoints.push(Endpoint {
            id: "endpoint-campaign".into(),
            name: "Campaign".to_owned(),
            url_pattern: "https://shop-rt.campaign.example.com/*".to_owned(),
            throttle: throttle.clone(),
            ..template
        });
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, action) in super::messages(survey) {
        let endpoint = endpoints::of(survey.estate.inventory(), action);
        let Some(endpoint) = endpoint.filter(|endpoint| endpoint.throttle.is_some()) else { continue };
        let message = format!(
            "The throttle of '{}' does nothing: calls to {} are not throttled.",
            endpoint.name,
            super::product(action.destination)
        );
        let mended = Endpoint { throttle: None, ..endpoint.clone() };
        findings
            .report(survey.place(step), message)
            .safe("Take the throttle away", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
