//! Apps and pages ask for their content so often.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::describe::grouped;
use crate::journey::Place;

pub(super) const RULE: Rule = Rule {
    id: "inbound-rate",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "Apps and pages ask for their content at most 5,000 times a second.",
    why: "The platform refuses more: whoever asks then sees nothing.",
    sources: &[source::GUARDRAILS],
    flagged: || asking(6_000),
    passing: || asking(4_000),
    mending: Mending::None("How often apps and pages ask is decided where they are made."),
    check: Check::Workspace(check),
};

fn asking(requests: i64) -> Sketch {
    let mut sketch =
        Sketch::event().organization(|organization| organization.inbound_requests_per_second = Some(requests));
    sketch.place = Place::default();
    sketch
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.inbound_requests_per_second;
    let stated = estate.organization().and_then(|organization| organization.inbound_requests_per_second);
    if let Some(requests) = stated.filter(|requests| *requests > most) {
        let message = format!(
            "Apps and pages ask {} times a second; the platform answers {}, and refuses {}.",
            grouped(requests),
            grouped(most),
            grouped(requests - most)
        );
        findings.report(Place::default(), message);
    }
}
