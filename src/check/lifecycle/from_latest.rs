//! A new version goes on from the latest one.

use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::edit::{Edit, version};
use crate::journey::{Duration, Journey};

pub(super) const RULE: Rule = Rule {
    id: "version-from-latest-only",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "A new version is made from the latest one.",
    why: "The platform offers no other; what a colleague changed in a version since would be lost.",
    sources: &[source::PUBLISH],
    flagged: || from(1).at_journey("based_on"),
    passing: || from(2).at_journey("based_on"),
    mending: Mending::Offers("Goes back to the latest version, or goes on from it with what is drawn here."),
    check: Check::Journey(check),
};

fn from(number: u32) -> Sketch {
    let hours = |hours| Sketch::event().then(steps::wait(Duration::Hours(hours)));
    hours(3).published(1, hours(1)).published(2, hours(2)).journey(|journey| journey.based_on = Some(number))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let workspace = survey.estate.workspace;
    let Some(latest) = workspace.latest_version(&survey.journey.id).map(|latest| latest.number) else { return };
    let based_on = survey.journey.based_on;
    if based_on.is_some_and(|number| number >= latest) {
        return;
    }
    let message = match based_on {
        Some(number) => format!(
            "This draft goes on from version {number}, and version {latest} was kept since: only the latest version can \
             be versioned."
        ),
        None => format!("This draft does not go on from version {latest}, the latest: only that can be versioned."),
    };
    let onwards = Journey { based_on: Some(latest), ..survey.journey.clone() };
    findings
        .report(survey.at_journey("based_on"), message)
        .suggested(
            format!("Take what is drawn here as a draft of version {}", latest + 1),
            vec![Edit::PutJourney(Box::new(onwards))],
        )
        .suggested(format!("Go back to version {latest}"), version::go_back(workspace, &survey.journey.id, latest));
}
