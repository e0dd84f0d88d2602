//! A rule set that is chosen is in force.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{Item, Kind, Place, RuleSet, RuleSetId};

pub(super) const RULE: Rule = Rule {
    id: "ruleset-inactive",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Error,
    summary: "A rule set that a journey or a message chooses is active.",
    why: "The platform offers active rule sets only; an inactive one holds nothing back.",
    sources: &[source::QUIET_HOURS, source::RULE_SETS],
    flagged: || choosing(false).at("rule_set"),
    passing: || choosing(true),
    mending: Mending::Offers("Activates the rule set."),
    check: Check::Journey(check),
};

fn choosing(active: bool) -> Sketch {
    let sent = Sketch::event().then(steps::email()).with(|activity| {
        if let Kind::Message(message) = &mut activity.kind {
            message.rule_set = Some("rules-own".into());
        }
    });
    sent.inventory(|inventory| inventory.rule_sets.push(RuleSet { active, ..super::own(Vec::new()) }))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    chosen(survey, findings, survey.journey.properties.rule_set.as_ref(), || survey.at_journey("properties.rule_set"));
    for step in survey.steps() {
        if let Kind::Message(message) = step.kind() {
            chosen(survey, findings, message.rule_set.as_ref(), || survey.field(step, "rule_set"));
        }
    }
}

fn chosen(survey: &Survey<'_>, findings: &mut Findings, id: Option<&RuleSetId>, place: impl FnOnce() -> Place) {
    let Some(set) = survey.estate.get::<RuleSet>(id).filter(|set| !set.active) else { return };
    let mended = RuleSet { active: true, ..set.clone() };
    findings
        .report(place(), format!("The rule set '{}' is not active; activate it or choose another.", set.name))
        .suggested(format!("Activate '{}'", set.name), vec![Edit::Put(Box::new(Item::RuleSet(mended)))]);
}
