//! Living with a finding: a step itself says which guardrail does not matter there, and why. What it says holds for
//! every finding of that guardrail at that step; what the platform refuses nobody can live with.

use super::{Finding, Severity, rule};
use crate::edit::Edit;
use crate::journey::{Activity, Suppression, Workspace};

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

/// Whoever wrote the file may have called the guardrail by another of its names.
fn forget(activity: &mut Activity, id: &str) {
    let is_meant = |known: &str| rule(id).map_or(known == id, |rule| rule.answers_to(known));
    activity.suppressed.retain(|said| !is_meant(&said.rule));
}

fn at_its_step(workspace: &Workspace, finding: &Finding, change: impl FnOnce(&mut Activity)) -> Vec<Edit> {
    let place = &finding.place;
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
