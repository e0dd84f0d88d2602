//! A reaction is waited for at least 40 seconds, at most 90 days.

use super::reactions;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "reaction-timeout-range",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "The timeout of a reaction is 40 seconds to 90 days.",
    why: "Opens and clicks need that long to be reported, and nobody stays longer than 91 days.",
    sources: &[source::REACTION_EVENTS],
    flagged: || reacting(Duration::Seconds(10)).at("timeout"),
    passing: || reacting(Duration::Minutes(10)),
    mending: Mending::Offers("Takes the nearest allowed timeout."),
    check: Check::Journey(check),
};

fn reacting(timeout: Duration) -> Sketch {
    let reacting = Sketch::event().then(steps::email()).then(steps::reaction("email-2", ReactionKind::Opened));
    reacting.with(|activity| set(activity, timeout))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let numbers = survey.estate.numbers;
    let (least, most) = (Duration::Seconds(numbers.min_reaction_seconds), Duration::Days(numbers.max_timeout_days));
    for (step, reaction) in reactions(survey) {
        let Some(timeout) = reaction.timeout else { continue };
        let short = timeout.milliseconds() < least.milliseconds();
        if short || timeout.milliseconds() > most.milliseconds() {
            let nearest = if short { least } else { most };
            let message = format!("{} gives up after {timeout}; allowed are {least} to {most}.", survey.title(step));
            findings.report(survey.field(step, "timeout"), message).suggested(
                format!("Give up after {nearest}"),
                survey.mend().step(step, |activity| set(activity, nearest)),
            );
        }
    }
}

fn set(activity: &mut Activity, timeout: Duration) {
    if let Kind::Reaction(reaction) = &mut activity.kind {
        reaction.timeout = Some(timeout);
    }
}
