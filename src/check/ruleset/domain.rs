//! A rule set is chosen where it holds: one for journeys by a journey, one for messages by a message.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{Kind, Place, RuleDomain, RuleSet, RuleSetId};

pub(super) const RULE: Rule = Rule {
    id: "ruleset-domain",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Error,
    summary: "A journey takes a rule set of the domain Journey, a message one of the domain Channel.",
    why: "Rule sets of one domain hold nothing in the other: caps on entries mean nothing to a message, quiet hours \
          nothing to a journey. The platform offers only those that fit.",
    sources: &[source::RULE_SETS],
    flagged: || limited(RuleDomain::Channel).at_journey("properties.rule_set"),
    passing: || limited(RuleDomain::Journey),
    mending: Mending::Offers("Takes the one rule set of the fitting domain, or none."),
    check: Check::Journey(check),
};

fn limited(domain: RuleDomain) -> Sketch {
    let journey = Sketch::event().then(steps::email());
    let journey = journey.properties(|properties| properties.rule_set = Some("rules-own".into()));
    journey.inventory(|inventory| {
        let rules =
            RuleSet { id: "rules-own".into(), name: "Own".to_owned(), domain, active: true, ..RuleSet::default() };
        inventory.rule_sets.push(rules);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let mend = survey.mend();
    let chosen = survey.journey.properties.rule_set.as_ref();
    misplaced(survey, findings, chosen, RuleDomain::Journey, survey.at_journey("properties.rule_set"), |fit| {
        mend.properties(|properties| properties.rule_set = fit)
    });
    for step in survey.steps() {
        let Kind::Message(message) = step.kind() else { continue };
        let place = survey.field(step, "rule_set");
        misplaced(survey, findings, message.rule_set.as_ref(), RuleDomain::Channel, place, |fit| {
            survey.mend().step(step, |activity| {
                if let Kind::Message(message) = &mut activity.kind {
                    message.rule_set = fit;
                }
            })
        });
    }
}

/// Reports the chosen rule set where it is of the other domain. What is offered instead is certain only when it is
/// none.
fn misplaced(
    survey: &Survey<'_>,
    findings: &mut Findings,
    chosen: Option<&RuleSetId>,
    wanted: RuleDomain,
    place: Place,
    mend: impl FnOnce(Option<RuleSetId>) -> Vec<Edit>,
) {
    let Some(rules) = survey.estate.get::<RuleSet>(chosen).filter(|rules| rules.domain != wanted) else { return };
    let message = match wanted {
        RuleDomain::Journey => format!("The rule set '{}' is for messages; choose one for journeys.", rules.name),
        RuleDomain::Channel => format!("The rule set '{}' is for journeys; choose one for messages.", rules.name),
    };
    let mut fitting = survey.estate.inventory().rule_sets.iter().filter(|rules| rules.domain == wanted && rules.active);
    let (title, fit) = match (fitting.next(), fitting.next()) {
        (Some(only), None) => (format!("Use '{}'", only.name), Some(only.id.clone())),
        _ => ("Use none".to_owned(), None),
    };
    findings.report(place, message).suggested(title, mend(fit));
}
