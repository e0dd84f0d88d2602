//! Shares that follow what does best need people who come in over time.

use super::{contents, experiment};
use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{ExperimentKind, Kind, Optimization, Recurrence};

pub(super) const RULE: Rule = Rule {
    id: "waymark-content-adaptive",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "The shares of contents follow what does best only where people come in over time.",
    why: "A multi-armed bandit works its shares out anew every seven days: an audience that is read once has got its \
          message by then. What waits in an app or on a page is shown later and can follow.",
    sources: &[source::CONTENT_EXPERIMENT],
    flagged: || following(Sketch::read()).at("optimization.kind"),
    passing: || following(Sketch::event()),
    mending: Mending::Offers("Keeps the shares as they are stated."),
    check: Check::Journey(check),
};

fn following(sketch: Sketch) -> Sketch {
    sketch.then(experiment(steps::email(), |experiment| experiment.kind = ExperimentKind::Adaptive))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let reads = |entry: &Step<'_>| matches!(entry.kind(), Kind::ReadAudience(_) | Kind::BusinessEvent(_));
    let every = &survey.journey.properties.schedule.every;
    let recurs = !matches!(every, Recurrence::AsSoonAsPossible | Recurrence::Once(_));
    if recurs || !survey.entry().is_some_and(reads) {
        return;
    }
    for (step, index, message) in contents(survey) {
        let Some(Optimization::Experiment(experiment)) = &message.optimization else { continue };
        if message.medium.is_inbound() || experiment.kind != ExperimentKind::Adaptive {
            continue;
        }
        let text = format!(
            "The shares of {} would follow what does best after seven days; everybody has got it by then.",
            survey.name(step)
        );
        let edits = survey.mend().step(step, |step| {
            if let Some(message) = step.kind.messages_mut().get_mut(index)
                && let Some(Optimization::Experiment(experiment)) = &mut message.optimization
            {
                experiment.kind = ExperimentKind::Fixed;
            }
        });
        let field = format!("{}optimization.kind", step.kind().before_fields(index));
        findings.report(survey.field(step, &field), text).suggested("Keep the shares as stated", edits);
    }
}
