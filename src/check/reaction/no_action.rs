//! A reaction needs a message before it.

use super::reactions;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Reaction};

pub(super) const RULE: Rule = Rule {
    id: "reaction-no-action",
    aliases: &[],
    family: Family::Reaction,
    severity: Severity::Error,
    summary: "A message stands somewhere before a reaction.",
    why: "Without a message there is nothing to open or click.",
    sources: &[source::REACTION_EVENTS],
    flagged: || start().then(reaction()).at(""),
    passing: start,
    mending: Mending::Offers("Takes the reaction away."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::split(&[5_000, 5_000]))
}

fn reaction() -> Kind {
    Kind::Reaction(Reaction { timeout: Some(Duration::Days(1)), timeout_path: true, ..Reaction::default() })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, _) in reactions(survey) {
        let upstream = survey.flow.upstream(step);
        // Whether what stands there can be watched is for the other rules of this family.
        let sends = |kind: &Kind| {
            matches!(kind, Kind::Message(_) | Kind::MultiAction(_) | Kind::CustomAction(_) | Kind::Campaign(_))
        };
        if !survey.steps().any(|before| upstream[before.index] && sends(before.kind())) {
            findings
                .report(survey.place(step), format!("There is no message before {} to react to.", survey.name(step)))
                .suggested("Take the reaction away", survey.mend().remove(step));
        }
    }
}
