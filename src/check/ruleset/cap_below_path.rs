//! A cap lets through what one way through the journey sends.

use crate::check::example::{Sketch, steps};
use crate::check::survey::{Step, plural};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{CapRule, Duration, Kind, Period, Port, RuleSet};

pub(super) const RULE: Rule = Rule {
    id: "waymark-cap-below-path",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Warning,
    summary: "Nobody gets more messages on one way through a journey than the cap of their rule set lets through meanwhile.",
    why: "What is beyond a cap is not sent: whoever goes that way quickly misses the last messages, every time.",
    sources: &[source::CHANNEL_CAPPING, source::WAYMARK],
    flagged: || three(2).at_step("email-6", "rule_set"),
    passing: || three(3),
    mending: Mending::None("Which message can wait longer or go without the cap is for the author to say."),
    check: Check::Journey(check),
};

/// Three emails within three days, of which a cap lets so many through in a week.
fn three(at_most: i64) -> Sketch {
    let capped = || {
        let mut kind = steps::email();
        if let Kind::Message(message) = &mut kind {
            message.rule_set = Some("rules-own".into());
        }
        kind
    };
    let rules = vec![CapRule::Frequency { medium: None, at_most, every: 1, period: Period::Week }];
    let day = || steps::wait(Duration::Days(1));
    Sketch::event()
        .then(capped())
        .then(day())
        .then(capped())
        .then(day())
        .then(capped())
        .inventory(|inventory| inventory.rule_sets.push(super::own(rules)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let chosen = |set: &&RuleSet| set.active && survey.steps().any(|step| message_of(step, set));
    for set in survey.estate.inventory().rule_sets.iter().filter(chosen) {
        for rule in &set.rules {
            let CapRule::Frequency { medium, at_most, every, period } = rule else { continue };
            let counts = |step: &Step<'_>| {
                let Kind::Message(message) = step.kind() else { return false };
                message_of(step, set) && medium.is_none_or(|medium| medium == message.medium)
            };
            let Ok(at_most) = usize::try_from(*at_most) else { continue };
            let sent = survey.along(|step, port| usize::from(*port != Port::Error && counts(step)));
            let period = length(*period, *every);
            // Told once, at the first message that is one too many.
            let beyond = |step: &&Step<'_>| counts(step) && sent.until[step.index].most == at_most;
            for step in survey.steps().filter(|step| survey.flow.reached[step.index]).filter(beyond) {
                if survey.latest_arrivals()[step.index] >= period.milliseconds() {
                    continue;
                }
                let message = format!(
                    "{} is the {} within {period} for some people; '{}' lets {} through, so that they do not get it.",
                    survey.title(step),
                    ordinal(at_most + 1),
                    set.name,
                    plural(at_most, "message")
                );
                findings.report(survey.field(step, "rule_set"), message);
            }
        }
    }
}

/// Whether the step sends a message by this rule set.
fn message_of(step: &Step<'_>, set: &RuleSet) -> bool {
    matches!(step.kind(), Kind::Message(message) if message.rule_set.as_ref() == Some(&set.id))
}

/// How long so many periods last, at most.
fn length(period: Period, every: i64) -> Duration {
    match period {
        Period::Hour => Duration::Hours(every),
        Period::Day => Duration::Days(every),
        Period::Week => Duration::Weeks(every),
        Period::Month => Duration::Days(every.saturating_mul(31)),
    }
}

/// "4th message".
fn ordinal(number: usize) -> String {
    let ending = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending} message")
}
