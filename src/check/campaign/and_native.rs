//! Two products that send to the same people.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{JourneyId, Kind, Place, Platform};

pub(super) const RULE: Rule = Rule {
    id: "seed-campaign-and-ajo-both",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "Where both Campaign and the platform's own channels send, an architect has reviewed it.",
    why: "Caps, consent and reports of the two products know nothing of each other.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7],
    flagged: || {
        Sketch::event()
            .then(steps::campaign())
            .with_second(Sketch::event().then(steps::email()), "Email journey")
            .platform(Platform::Blueprint)
            .at_journey("")
    },
    passing: || {
        Sketch::event()
            .then(steps::campaign())
            .with_second(Sketch::event().then(steps::update()), "Email journey")
            .platform(Platform::Blueprint)
    },
    mending: Mending::None("It is for people to review."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let sends = |wanted: fn(&Kind) -> bool| -> Option<&JourneyId> {
        let mut journeys = estate.workspace.journeys.iter();
        journeys.find(|(_, journey)| journey.activities.iter().any(|step| wanted(&step.kind))).map(|(id, _)| id)
    };
    let campaign = sends(|kind| matches!(kind, Kind::Campaign(_)));
    let native = sends(|kind| matches!(kind, Kind::Message(_) | Kind::MultiAction(_)));
    if let (Some(campaign), Some(_)) = (campaign, native) {
        let message = "Campaign and the platform's own channels both send from this workspace: have it reviewed.";
        findings.report(Place::journey(campaign), message);
    }
}
