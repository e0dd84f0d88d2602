//! Who is not written to at night leaves, where messages are dropped.

use super::{night, nights, own, quiet, replaced};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{CapRule, Kind, QuietAction, QuietHours, RuleSet};

pub(super) const RULE: Rule = Rule {
    id: "quiet-hours-discard-exits",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Warning,
    summary: "Messages wait for the end of the quiet hours.",
    why: "Where they are dropped instead, the person leaves the whole journey at that step.",
    sources: &[source::QUIET_HOURS],
    flagged: || in_the_night(QuietAction::Discard).at("rule_set"),
    passing: || in_the_night(QuietAction::Queue),
    mending: Mending::Offers("Lets messages wait in these quiet hours."),
    check: Check::Journey(check),
};

fn in_the_night(then: QuietAction) -> Sketch {
    let sent = Sketch::event().then(steps::email()).with(|activity| {
        if let Kind::Message(message) = &mut activity.kind {
            message.rule_set = Some("rules-own".into());
        }
    });
    let hours = QuietHours { then, ..nights(vec![night()]) };
    sent.inventory(|inventory| inventory.rule_sets.push(own(vec![CapRule::QuietHours(hours)])))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Message(message) = step.kind() else { continue };
        let Some(set) = survey.estate.get::<RuleSet>(message.rule_set.as_ref()) else { continue };
        // Of a set that does not hold the inactive one says more.
        let dropping = quiet(set).find(|(_, hours)| hours.then == QuietAction::Discard && hours.holds(message.medium));
        let Some((index, hours)) = dropping.filter(|_| set.active) else { continue };
        let waiting = QuietHours { then: QuietAction::Queue, ..hours.clone() };
        let message = format!(
            "In the quiet hours of '{}' {} is not sent, and the person leaves the journey.",
            set.name,
            survey.name(step)
        );
        findings
            .report(survey.field(step, "rule_set"), message)
            .suggested("Let messages wait for the morning", replaced(set, index, Some(CapRule::QuietHours(waiting))));
    }
}
