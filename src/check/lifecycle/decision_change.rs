//! A decision that changes reaches nobody before its journey is published again.

use super::published::in_force;
use crate::check::example::steps;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Sketch, Survey, source};
use crate::journey::{DecisionPolicy, Kind};

pub(super) const RULE: Rule = Rule {
    id: "publish-decision-change",
    aliases: &[],
    family: Family::Lifecycle,
    severity: Severity::Warning,
    summary: "A journey is published again after the decision policy of one of its steps has changed.",
    why: "Until then people get the offers that were decided on when it was published.",
    sources: &[source::PUBLISH],
    flagged: || {
        let changed = deciding().inventory(|inventory| {
            for offer in inventory.decision_policies.iter_mut().filter_map(|policy| policy.fallback.as_mut()) {
                "Free delivery by bike".clone_into(&mut offer.name);
            }
        });
        changed.published(1, deciding()).at_step("decision-2", "policy")
    },
    passing: || deciding().published(1, deciding()),
    mending: Mending::None(
        "Publishing is done on the platform; a version that is marked as published holds the new policy.",
    ),
    check: Check::Journey(check),
};

fn deciding() -> Sketch {
    Sketch::event().then(steps::decision())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(version) = in_force(survey) else { return };
    for step in survey.steps() {
        let Kind::ContentDecision(decision) = step.kind() else { continue };
        let Some(id) = &decision.policy else { continue };
        let (Some(was), Some(now)) =
            (version.inventory.get::<DecisionPolicy>(id), survey.estate.get::<DecisionPolicy>(Some(id)))
        else {
            continue;
        };
        let named = DecisionPolicy { name: now.name.clone(), description: now.description.clone(), ..was.clone() };
        if named != *now {
            let message = format!(
                "{} decides by '{}', which has changed since version {} was published: publish the journey again.",
                survey.title(step),
                now.name,
                version.number
            );
            findings.report(survey.field(step, "policy"), message);
        }
    }
}
