//! What holds for a host where nothing is configured.

use crate::check::example::{Sketch, steps};
use crate::check::survey::load::Limit;
use crate::check::survey::rate::Way;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-default-cap",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "Where neither a cap nor a throttle is configured, no host gets more than 300,000 calls in a minute.",
    why: "The platform caps such hosts by itself, all their addresses together: calls beyond it are refused at once and \
          never sent.",
    sources: &[source::GUARDRAILS, source::EXTERNAL_SYSTEMS],
    flagged: || rush(3_000).at_step("action-3", ""),
    passing: || rush(2_000),
    mending: Mending::None("Whether people come more slowly or the system gets a throttle is for its owner to say."),
    check: Check::Journey(check),
};

fn rush(peak: i64) -> Sketch {
    Sketch::event().then(steps::call()).then(steps::call()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(peak);
        }
        for endpoint in &mut inventory.endpoints {
            endpoint.cap = None;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // Readings and audiences that are watched as data arrives have rules of their own.
    if !survey.rush().is_some_and(|rush| matches!(rush.way, Way::Events | Way::Evaluation)) {
        return;
    }
    let of_host = |limit: &Limit| matches!(limit, Limit::Host(_));
    for found in survey.too_much(of_host, |_, room, volume| room.excess(volume).is_some()) {
        let Some((_, message)) = super::drops::message(survey, &found) else { continue };
        findings.report(survey.place(&survey.flow.steps[found.call.step]), message);
    }
}
