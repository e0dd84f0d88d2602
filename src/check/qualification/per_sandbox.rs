//! A sandbox watches so many audiences.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Behaviour, ExitCriterion, ExitCriterionId, ExitWhen, Place};

pub(super) const RULE: Rule = Rule {
    id: "aq-max-per-sandbox",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Error,
    summary: "All journeys together have at most 300 audience qualifications and audience exit criteria.",
    why: "The platform publishes no journey that brings a further one.",
    sources: &[source::GUARDRAILS],
    flagged: || watching(301).at_journey(""),
    passing: || watching(300),
    mending: Mending::None("Which of them is no longer needed is for the author to say."),
    check: Check::Workspace(check),
};

fn watching(audiences: usize) -> Sketch {
    Sketch::event().then(steps::email()).properties(|properties| {
        properties.exit_criteria = (0..audiences)
            .map(|number| ExitCriterion {
                id: ExitCriterionId(format!("exit-{number:03}")),
                label: String::new(),
                when: ExitWhen::Audience { audience: Some("audience-cart".into()), behaviour: Behaviour::Exit },
            })
            .collect();
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_qualifications;
    let stated = estate.organization().and_then(|organization| organization.audience_qualifications);
    let total = estate.with_stated(stated, |outline| outline.watched.len());
    let journeys = estate.workspace.journeys.keys();
    let count = |id: &&_| estate.outlines.get(*id).map_or(0, |outline| outline.watched.len());
    let Some(largest) = journeys.max_by_key(count).filter(|_| total > most) else { return };
    let message = format!(
        "The journeys watch audiences at {total} places, {} of them here; at most {most} are possible.",
        count(&largest)
    );
    findings.report(Place::journey(largest), message);
}
