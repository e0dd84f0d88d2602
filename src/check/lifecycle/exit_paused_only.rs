//! An exit criterion over the profile is no part of a first draft.

use std::sync::Arc;

use jiff::Timestamp;

use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::{ExitCriterion, ExitWhen};

pub(super) const RULE: Rule = Rule {
    id: "exit-profile-attribute-paused-only",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Error,
    summary: "A journey is published before it has an exit criterion over the profile.",
    why: "The platform takes such a criterion only while a journey is paused, and only a live journey can be paused: publish \
          it without, pause it, and set the criterion then.",
    sources: &[source::JOURNEY_PROPERTIES, source::PAUSE],
    flagged: || leaving(None).at_journey("properties.exit_criteria.exit-1"),
    passing: || leaving(Some(Sketch::now())),
    mending: Mending::Offers("Takes the criterion away until the journey is published."),
    check: Check::Journey(check),
};

/// A journey of which a version without the criterion is kept, published or not.
fn leaving(published: Option<Timestamp>) -> Sketch {
    let without = Sketch::event().then(steps::email());
    let leaving = without.clone().properties(|properties| {
        let points = "#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} > 1000";
        let when = ExitWhen::Profile(points.into());
        properties.exit_criteria.push(ExitCriterion { id: "exit-1".into(), label: String::new(), when });
    });
    let mut sketch = leaving.published(1, without);
    sketch.workspace.versions.values_mut().for_each(|version| Arc::make_mut(version).published = published);
    sketch
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if survey.estate.is_published(&survey.journey.id) {
        return;
    }
    let criteria = survey.journey.properties.exit_criteria.iter();
    // Of several the rule says more that knows of one at most.
    let Some(first) = criteria.clone().find(|criterion| matches!(criterion.when, ExitWhen::Profile(_))) else { return };
    let edits = survey.mend().properties(|properties| {
        properties.exit_criteria.retain(|known| !matches!(known.when, ExitWhen::Profile(_)));
    });
    findings
        .report(
            survey.at_journey(&format!("properties.exit_criteria.{}", first.id)),
            "An exit criterion over the profile is set while the journey is paused: publish the journey without it first.",
        )
        .suggested("Take it away until then", edits);
}
