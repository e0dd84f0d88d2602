//! People who do not react go on somewhere.

use super::reactions;
use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "reaction-no-timeout",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Warning,
    summary: "People who do not react have a timeout path, or a wait beside the reaction.",
    why: "Otherwise they stay there until they are taken out of the journey, or go on as if they had reacted.",
    sources: &[source::REACTION_EVENTS],
    flagged: || reacting(false).at("timeout"),
    passing: || reacting(true),
    mending: Mending::Offers("Adds a timeout path, after three days where no timeout is set."),
    check: Check::Journey(check),
};

fn reacting(timeout: bool) -> Sketch {
    let reacting = Sketch::event().then(steps::email()).then(steps::reaction("email-2", ReactionKind::Opened));
    reacting.with(|activity| {
        if let Kind::Reaction(reaction) = &mut activity.kind {
            reaction.timeout = timeout.then_some(Duration::Days(3));
            reaction.timeout_path = timeout;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, reaction) in reactions(survey) {
        if (reaction.timeout.is_some() && reaction.timeout_path) || wait_beside(survey, step) {
            continue;
        }
        let message = format!("People who do not react at {} have no way on; add a timeout path.", survey.name(step));
        findings
            .report(survey.field(step, "timeout"), message)
            .safe("Add a timeout path", survey.mend().step(step, give_up));
    }
}

/// Whether a wait leaves the same step by the same way.
fn wait_beside(survey: &Survey<'_>, step: &Step<'_>) -> bool {
    step.arriving.iter().map(|&wire| &survey.flow.wires[wire]).any(|wire| {
        let before = &survey.flow.steps[wire.from];
        let mut beside = survey.flow.leaving(before, &wire.connection.port);
        beside.any(|other| matches!(survey.flow.steps[other.to].kind(), Kind::Wait(_)))
    })
}

fn give_up(activity: &mut Activity) {
    if let Kind::Reaction(reaction) = &mut activity.kind {
        reaction.timeout = reaction.timeout.or(Some(Duration::Days(3)));
        reaction.timeout_path = true;
    }
}
