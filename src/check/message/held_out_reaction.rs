//! Nobody waits for a reaction to a message that they never got.

use super::experiment;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Optimization, ReactionKind};

pub(super) const RULE: Rule = Rule {
    id: "waymark-held-out-reaction",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "Who gets no message because of an experiment or of rules does not wait for a reaction to it.",
    why: "People who are held out, and those whom no rule fits, get nothing and go on. A reaction that follows waits for \
          what cannot happen, until its time is over.",
    sources: &[source::CONTENT_EXPERIMENT, source::CONTENT_TARGETING, source::REACTION_EVENTS],
    flagged: || reacting(1_000).at("message"),
    passing: || reacting(0),
    mending: Mending::None("Whether the comparison or the reaction goes is for the author to say."),
    check: Check::Journey(check),
};

fn reacting(holdout: u32) -> Sketch {
    let compared = experiment(steps::email(), |experiment| {
        experiment.own.share += experiment.holdout - holdout;
        experiment.holdout = holdout;
    });
    Sketch::event().then(compared).then(steps::reaction("email-2", ReactionKind::Opened))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Reaction(reaction) = step.kind() else { continue };
        let watched = reaction.message.as_ref().and_then(|id| survey.flow.step(id));
        let Some(Kind::Message(message)) = watched.map(|step| &step.activity.kind) else { continue };
        let who = match &message.optimization {
            Some(Optimization::Experiment(experiment)) if experiment.holdout > 0 => "People who are held out",
            Some(Optimization::Targeting(targeting)) if !targeting.fallback => "People whom no rule fits",
            _ => continue,
        };
        let text = format!(
            "{who} get no message, and yet {} waits for what they do with it.",
            if step.activity.label.is_empty() { "this reaction".to_owned() } else { survey.name(step) }
        );
        findings.report(survey.field(step, "message"), text);
    }
}
