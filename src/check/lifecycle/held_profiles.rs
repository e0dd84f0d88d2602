//! Paused journeys hold so many people.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::describe::grouped;
use crate::journey::Place;

pub(super) const RULE: Rule = Rule {
    id: "pause-org-profiles",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Warning,
    summary: "All paused journeys of an organization together hold at most 10,000,000 people.",
    why: "The platform looks every half hour, and discards whoever is too many: they leave their journeys unseen.",
    sources: &[source::PAUSE],
    flagged: || holding(12_000_000),
    passing: || holding(8_000_000),
    mending: Mending::None("Which journey goes on, or is stopped, is for its owner to say."),
    check: Check::Workspace(check),
};

fn holding(people: i64) -> Sketch {
    let mut sketch = Sketch::event().organization(|organization| organization.held_profiles = Some(people));
    sketch.place = Place::default();
    sketch
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_held_profiles;
    let stated = estate.organization().and_then(|organization| organization.held_profiles);
    if let Some(held) = stated.filter(|held| *held > most) {
        let message = format!(
            "Paused journeys hold {} people, of at most {}: {} of them are discarded.",
            grouped(held),
            grouped(most),
            grouped(held - most)
        );
        findings.report(Place::default(), message);
    }
}
