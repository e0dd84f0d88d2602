//! Whether people may come again stays the same.

use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::edit::Edit;
use crate::journey::Properties;

pub(super) const RULE: Rule = Rule {
    id: "version-reentrance-fixed",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "Whether and when people may enter again is the same in all versions of a journey.",
    why: "The platform does not publish the new version.",
    sources: &[source::GUARDRAILS],
    flagged: || again(false).published(1, again(true)).at_journey("properties.reentrance"),
    passing: || again(true).published(1, again(true)).at_journey("properties.reentrance"),
    mending: Mending::Offers("Lets people in again as the version before does."),
    check: Check::Journey(check),
};

fn again(allowed: bool) -> Sketch {
    let sketch = Sketch::event().then(steps::email());
    sketch.properties(|properties| properties.reentrance.allowed = allowed)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(before) = &survey.version_before else { return };
    let (was, now) = (&before.journey.properties.reentrance, &survey.journey.properties.reentrance);
    // How long after the last entry counts only where people may come again.
    if was == now || (!was.allowed && !now.allowed) {
        return;
    }
    let said = match (was.allowed, now.allowed) {
        (true, false) => "lets people in again, and this one does not",
        (false, true) => "lets nobody in again, and this one does",
        _ => "lets people in again after another time",
    };
    let message = format!("Version {} {said}; re-entrance must be the same in all versions.", before.number);
    let properties = Properties { reentrance: was.clone(), ..survey.journey.properties.clone() };
    let edit = Edit::SetProperties { journey: survey.journey.id.clone(), properties: Box::new(properties) };
    findings
        .report(survey.at_journey("properties.reentrance"), message)
        .suggested(format!("As in version {}", before.number), vec![edit]);
}
