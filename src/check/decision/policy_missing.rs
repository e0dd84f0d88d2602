//! A content decision has a policy that can choose something.

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{ContentDecision, DecisionPolicy, Item, Kind};

pub(super) const RULE: Rule = Rule {
    id: "decision-policy-missing",
    aliases: &[],
    family: Family::Decision,
    severity: Severity::Error,
    summary: "A content decision names a policy that chooses at least one offer, by at least one strategy.",
    why: "Without a policy, a number of items or anything to choose from, the platform does not publish the journey.",
    sources: &[source::CONTENT_DECISION],
    flagged: || choosing(|decision| decision.policy = None).at("policy"),
    passing: || choosing(|_| {}),
    mending: Mending::Offers(
        "Takes the only policy where there is one; lets a policy that chooses no offer choose one.",
    ),
    check: Check::Journey(check),
};

fn choosing(change: fn(&mut ContentDecision)) -> Sketch {
    Sketch::event().then(steps::decision()).with(|activity| {
        if let Kind::ContentDecision(decision) = &mut activity.kind {
            change(decision);
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let decisions = survey.each(|kind| if let Kind::ContentDecision(decision) = kind { Some(decision) } else { None });
    for (step, decision) in decisions {
        match &decision.policy {
            None => unchosen(survey, findings, step, decision),
            Some(id) => {
                if let Some(policy) = survey.estate.get::<DecisionPolicy>(Some(id)) {
                    idle(survey, findings, step, policy);
                }
            }
        }
    }
}

fn unchosen(survey: &Survey<'_>, findings: &mut Findings, step: &Step<'_>, decision: &ContentDecision) {
    let message = format!("{} needs a decision policy.", survey.title(step));
    let finding = findings.report(survey.field(step, "policy"), message).to_do();
    if let [only] = survey.estate.inventory().decision_policies.as_slice() {
        let filled = ContentDecision { policy: Some(only.id.clone()), ..decision.clone() };
        let edits = survey.mend().step(step, |activity| activity.kind = Kind::ContentDecision(filled));
        finding.suggested(format!("Use '{}'", only.name), edits);
    }
}

/// A policy that can choose nothing.
fn idle(survey: &Survey<'_>, findings: &mut Findings, step: &Step<'_>, policy: &DecisionPolicy) {
    let place = || survey.field(step, "policy");
    let title = survey.title(step);
    if policy.offers < 1 {
        let message = format!("{title} follows '{}', which is to choose no offer at all.", policy.name);
        let mended = DecisionPolicy { offers: 1, ..policy.clone() };
        let edits = vec![Edit::Put(Box::new(Item::DecisionPolicy(mended)))];
        findings.report(place(), message).safe("Let it choose one offer", edits);
    } else if policy.strategies.iter().all(|strategy| strategy.offers.is_empty()) {
        let message = format!("{title} follows '{}', which has no offer to choose from.", policy.name);
        findings.report(place(), message).by_hand("Add an offer");
    }
}
