//! Long timeouts and many people do not go together.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "journey-timeout-long-high-volume",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "Where 1,000 people a second come, calls are given up after less than 5 seconds.",
    why: "Calls that wait for an answer pile up in the queue and delay everybody behind them.",
    sources: &[source::EXTERNAL_SYSTEMS],
    flagged: || busy(2_000).at_journey("properties.timeout_seconds"),
    passing: || busy(10),
    mending: Mending::Offers("Gives calls up one second below the threshold."),
    check: Check::Journey(check),
};

fn busy(peak: i64) -> Sketch {
    Sketch::event().then(steps::call()).inventory(|inventory| {
        if let Some(order) = inventory.events.iter_mut().find(|event| event.name == "OrderPlaced") {
            order.peak_per_second = Some(peak);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let numbers = survey.estate.numbers;
    let Some(peak) = survey.rush().map(|rush| rush.per_second) else { return };
    let seconds = survey.journey.properties.timeout_seconds;
    let acts = survey.steps().any(|step| matches!(step.kind(), Kind::CustomAction(_) | Kind::Campaign(_)));
    let asks = || survey.formulas.iter().any(|formula| survey.estate.external_source(formula).is_some());
    if (acts || asks()) && peak >= numbers.high_volume_per_second && seconds >= numbers.long_call_timeout_seconds {
        let shorter = numbers.long_call_timeout_seconds - 1;
        let message = format!(
            "At {peak} people a second{by} a timeout of {seconds} seconds can keep {} calls waiting at once.",
            grouped(peak.saturating_mul(seconds)),
            peak = grouped(peak),
            by = survey.estate.by(),
        );
        findings
            .report(survey.at_journey("properties.timeout_seconds"), message)
            .suggested(format!("Give up after {shorter} s"), survey.mend().properties(|p| p.timeout_seconds = shorter));
    }
}
