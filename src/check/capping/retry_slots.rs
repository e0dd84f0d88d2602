//! Calls that are tried again take a place of the cap again.

use crate::check::example::{Sketch, steps};
use crate::check::survey::crowd::{TRIES, span};
use crate::check::survey::load::Limit;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::MOST_RETRIES;

pub(super) const RULE: Rule = Rule {
    id: "capping-retry-slots",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "A cap lets all calls through even while each is tried again.",
    why: "A call that fails is tried again up to three times, and each attempt takes a place of the cap: while the system \
          has trouble, a quarter of the cap is left, and the calls beyond it are refused. A cap that is meant to hold \
          then is four times as high as the calls that come.",
    sources: &[source::EXTERNAL_SYSTEMS],
    flagged: || rush(200).at_step("action-2", ""),
    passing: || rush(100),
    mending: Mending::None("Whether the system takes a higher cap, or fewer people come, is for its owner to say."),
    check: Check::Journey(check),
};

fn rush(peak: i64) -> Sketch {
    Sketch::event().then(steps::call()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(peak);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let of_endpoint = |limit: &Limit| matches!(limit, Limit::Endpoint(_));
    for found in survey.too_much(of_endpoint, |_, room, volume| room.is_narrow(volume)) {
        let Some(cap) = &found.room.cap else { continue };
        let (period, left) = (span(cap.period_ms), cap.max_calls / TRIES);
        let message = format!(
            "{}. The cap of {cap} {period} with {MOST_RETRIES} retries each carries {left}: while the system has trouble, {} \
             {period} are lost.",
            found.crowd.said(&found.room.name, cap.period_ms),
            grouped(found.crowd.all().within(cap.period_ms) - left),
            cap = grouped(cap.max_calls),
            left = grouped(left),
        );
        findings.report(survey.place(&survey.flow.steps[found.call.step]), message);
    }
}
