//! A sandbox holds so many journeys.

use crate::check::survey::plural;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::Place;

pub(super) const RULE: Rule = Rule {
    id: "journey-live-quota",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "There is room for another journey: fewer are live, closed, paused or in a dry run than the sandbox holds.",
    why: "The platform publishes no further one: 200 in a production sandbox, 100 in another, where the organization has \
          no other number. Older text said 100 for every sandbox.",
    sources: &[source::GUARDRAILS],
    flagged: || holding(1),
    passing: || holding(2),
    mending: Mending::None("Which journey is no longer needed is for the author to say."),
    check: Check::Workspace(check),
};

/// A published journey, and one that is not published yet.
fn holding(quota: i64) -> Sketch {
    let published = Sketch::event().published(1, Sketch::event());
    let two = published.with_second(Sketch::event(), "Second journey");
    let mut sketch = two.organization(|organization| organization.live_journeys = Some(quota));
    sketch.place = Place::default();
    sketch
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let sandbox = &estate.workspace.settings.sandbox;
    let (production, development) = estate.numbers.active_journeys;
    let usual = if sandbox.production || sandbox.name.is_empty() { production } else { development };
    let stated = estate.organization().and_then(|organization| organization.live_journeys);
    let quota = stated.and_then(|quota| usize::try_from(quota).ok()).unwrap_or(usual);
    let journeys = estate.workspace.journeys.keys();
    let (published, waiting): (Vec<_>, Vec<_>) = journeys.partition(|id| estate.is_published(id));
    let known = estate.organization().and_then(|organization| organization.active_journeys);
    let active = known.and_then(|known| usize::try_from(known).ok()).unwrap_or(published.len());
    // What is published stays, also above the number; a draft is not refused before it is published.
    if active >= quota && !waiting.is_empty() {
        let drafts = plural(waiting.len(), "journey");
        let message = format!(
            "Of {quota} journeys that can be active at once {active} are: {drafts} of this workspace cannot be published."
        );
        findings.report(Place::default(), message);
    }
}
