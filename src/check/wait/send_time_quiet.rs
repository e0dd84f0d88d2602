//! The hour that suits somebody may be one of quiet hours.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{CapRule, Kind, Message, QuietHours, QuietWindow, RuleSet, SendTimeWait, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-sto-quiet-hours",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Warning,
    summary: "What goes out at the hour that suits each person has no quiet hours.",
    why: "The hour is picked without looking at quiet hours: the message is then held or dropped after all.",
    sources: &[source::SEND_TIME, source::QUIET_HOURS],
    flagged: || quietly(Some("rules-own")).at("rule_set"),
    passing: || quietly(None),
    mending: Mending::None("Only the author knows which of the two matters more here."),
    check: Check::Journey(check),
};

/// An email after a wait for the hour that suits each person.
fn quietly(rules: Option<&'static str>) -> Sketch {
    let night =
        QuietWindow { days: Vec::new(), from: jiff::civil::time(22, 0, 0, 0), to: jiff::civil::time(8, 0, 0, 0) };
    let quiet = QuietHours { windows: vec![night], zone: "UTC".to_owned(), ..QuietHours::default() };
    let wait = Kind::Wait(Wait::SendTime(SendTimeWait::default()));
    Sketch::event()
        .inventory(|inventory| {
            inventory.rule_sets.push(RuleSet {
                id: "rules-own".into(),
                name: "Nights".to_owned(),
                rules: vec![CapRule::QuietHours(quiet)],
                ..RuleSet::default()
            });
        })
        .then(wait)
        .then(steps::email())
        .with(|step| {
            if let Kind::Message(message) = &mut step.kind {
                message.rule_set = rules.map(Into::into);
            }
        })
}

fn is_quiet(survey: &Survey<'_>, message: &Message) -> bool {
    let set = survey.estate.get::<RuleSet>(message.rule_set.as_ref()).filter(|set| set.active);
    set.is_some_and(|set| {
        set.rules.iter().any(|rule| match rule {
            CapRule::QuietHours(hours) => hours.holds(message.medium),
            _ => false,
        })
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Message(message) = step.kind() else { continue };
        let waited = survey.flow.before(step).any(|step| matches!(step.kind(), Kind::Wait(Wait::SendTime(_))));
        if (waited || message.send_time.is_some()) && is_quiet(survey, message) {
            let text = format!(
                "{} goes out at the hour that suits each person, which may lie in its quiet hours.",
                survey.title(step)
            );
            findings.report(survey.field(step, "rule_set"), text);
        }
    }
}
