//! So many messages wait in apps and on pages.

use std::sync::Arc;

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Duration, JourneyId, Medium, Place};

pub(super) const RULE: Rule = Rule {
    id: "inbound-active-max",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "All journeys together show at most 500 messages in apps and on pages.",
    why: "The platform publishes no journey that brings a further one; messages of campaigns count too.",
    sources: &[source::GUARDRAILS],
    flagged: || journeys(51).at_journey(""),
    passing: || journeys(50),
    mending: Mending::None("Which of them is no longer needed is for the author to say."),
    check: Check::Workspace(check),
};

/// So many journeys with ten such messages each.
fn journeys(count: usize) -> Sketch {
    let shown = Sketch::qualification().then(steps::multi(&[Medium::InApp; 10]));
    let mut sketch = shown.then(steps::wait(Duration::Days(3)));
    let first = sketch.workspace.journeys.values().next().cloned();
    for number in 2..=count {
        if let Some(mut journey) = first.clone() {
            let id = JourneyId(format!("journey-{number}"));
            Arc::make_mut(&mut journey).id = id.clone();
            sketch.workspace.journeys.insert(id, journey);
        }
    }
    sketch
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_inbound;
    let stated = estate.organization().and_then(|organization| organization.inbound_messages);
    let total = estate.with_stated(stated, |outline| outline.inbound);
    let count = |id: &&JourneyId| estate.outlines.get(*id).map_or(0, |outline| outline.inbound);
    // Of several alike the first.
    let largest = estate.workspace.journeys.keys().rev().max_by_key(count);
    let Some(largest) = largest.filter(|_| total > most) else { return };
    let message = format!(
        "The journeys show {total} messages in apps and on pages, {} of them here; at most {most} are possible.",
        count(&largest)
    );
    findings.report(Place::journey(largest), message);
}
