//! Living with a finding: a step itself says which guardrail does not matter there, and why. What it says holds for
//! every finding of that guardrail at that step; what the platform refuses nobody can live with.

use super::{Finding, Report, Severity, rule};
use crate::edit::Edit;
use crate::journey::{Activity, Place, Suppression, Workspace};

impl Finding {
    /// Whether somebody may decide to live with it: it stops nothing, and it belongs to a step that can say so.
    pub fn can_be_lived_with(&self) -> bool {
        self.severity != Severity::Error && self.place.journey.is_some() && self.place.activity.is_some()
    }
}

/// The edits after which its step lives with this finding; none where nobody can, or where the reason is empty.
pub fn live_with(workspace: &Workspace, finding: &Finding, reason: &str) -> Vec<Edit> {
    let reason = reason.trim();
    if reason.is_empty() || !finding.can_be_lived_with() {
        return Vec::new();
    }
    at_its_step(workspace, finding, |activity| {
        forget(activity, finding.rule);
        activity.suppressed.push(Suppression { rule: finding.rule.to_owned(), reason: reason.to_owned() });
    })
}

/// The edits after which this finding counts again.
pub fn bring_back(workspace: &Workspace, finding: &Finding) -> Vec<Edit> {
    at_its_step(workspace, finding, |activity| forget(activity, finding.rule))
}

/// What somebody said of a guardrail that finds nothing there any more.
#[derive(Clone, Debug, PartialEq)]
pub struct Unneeded {
    /// The step that says it.
    pub place: Place,
    /// The guardrail, as the step calls it.
    pub rule: String,
    /// Why it did not matter.
    pub reason: String,
}

/// What steps say of findings that are no longer there. What is said in vain for another reason is a finding itself.
pub fn unneeded(workspace: &Workspace, report: &Report) -> Vec<Unneeded> {
    let mut found = Vec::new();
    for (journey, step) in workspace.journeys.values().flat_map(|it| it.activities.iter().map(move |step| (it, step))) {
        for said in &step.suppressed {
            let Some(rule) = rule(&said.rule) else { continue };
            let place = Place::activity(&journey.id, &step.id);
            let is_here =
                |finding: &Finding| finding.place.journey == place.journey && finding.place.activity == place.activity;
            let field = format!("suppressed.{}", said.rule);
            let is_lived_with =
                report.suppressed.iter().any(|known| is_here(&known.finding) && known.finding.rule == rule.id);
            let is_found = report.findings.iter().any(|finding| {
                is_here(finding) && (finding.rule == rule.id || finding.place.field.as_deref() == Some(&field))
            });
            if !is_lived_with && !is_found {
                found.push(Unneeded { place, rule: said.rule.clone(), reason: said.reason.clone() });
            }
        }
    }
    found
}

/// The edits after which its step says nothing of this guardrail any more.
pub fn take_back(workspace: &Workspace, said: &Unneeded) -> Vec<Edit> {
    at_step(workspace, &said.place, |activity| activity.suppressed.retain(|known| known.rule != said.rule))
}

/// Whoever wrote the file may have called the guardrail by another of its names.
fn forget(activity: &mut Activity, id: &str) {
    let is_meant = |known: &str| rule(id).map_or(known == id, |rule| rule.answers_to(known));
    activity.suppressed.retain(|said| !is_meant(&said.rule));
}

fn at_its_step(workspace: &Workspace, finding: &Finding, change: impl FnOnce(&mut Activity)) -> Vec<Edit> {
    at_step(workspace, &finding.place, change)
}

fn at_step(workspace: &Workspace, place: &Place, change: impl FnOnce(&mut Activity)) -> Vec<Edit> {
    let journey = place.journey.as_ref().and_then(|id| workspace.journeys.get(id));
    let Some((journey, known)) =
        journey.and_then(|journey| Some((journey, journey.activity(place.activity.as_ref()?)?)))
    else {
        return Vec::new();
    };
    let mut activity = known.clone();
    change(&mut activity);
    vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(activity) }]
}
