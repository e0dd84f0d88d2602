//! A journey begins somewhere.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::{Edit, placeholder};
use crate::journey::{Activity, Event, EventKind};

pub(super) const RULE: Rule = Rule {
    id: "journey-no-entry",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "A journey begins with an event, an audience qualification or a read audience.",
    why: "Without an entry nobody ever comes in.",
    sources: &[source::DESIGNER, source::ENTRY_MANAGEMENT],
    flagged: || Sketch::empty().at_journey("activities"),
    passing: Sketch::event,
    mending: Mending::Offers("Begins with the workspace's first event."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    // Where a step stands first that cannot, journey-bad-first-activity says more.
    if !survey.flow.roots.is_empty() {
        return;
    }
    let message = "This journey has no beginning; place an event, an audience qualification or a read audience.";
    let finding = findings.report(survey.at_journey("activities"), message);
    if survey.journey.activities.is_empty() {
        finding.to_do();
    }
    if let Some(event) = first_event(survey) {
        let activity = Activity {
            id: placeholder("event", 1).as_str().into(),
            label: event.name.clone(),
            kind: steps::event(event.id.as_str()),
            ..Activity::default()
        };
        let journey = survey.journey.id.clone();
        let add = Edit::AddActivity { journey, activity: Box::new(activity), x: 0, y: 0 };
        finding.suggested(format!("Begin with the event '{}'", event.name), vec![add]);
    }
}

/// The unitary event that the workspace lists first.
pub(super) fn first_event<'a>(survey: &Survey<'a>) -> Option<&'a Event> {
    survey.estate.inventory().events.iter().find(|event| event.kind == EventKind::Unitary)
}
