//! Only what waits in apps and on pages can be changed to the content that did best.

use super::{contents, experiment};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Optimization, Scaling};

pub(super) const RULE: Rule = Rule {
    id: "waymark-content-scaling",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "In a journey only messages in apps and on pages are changed to the content that did best.",
    why: "The platform scales the winner of emails, texts and push notifications in campaigns that an API starts, and in \
          no journey. A path experiment before the message does the same.",
    sources: &[source::CONTENT_EXPERIMENT],
    flagged: || scaling(steps::email()).at("optimization.scaling"),
    passing: || scaling(steps::in_app()),
    mending: Mending::Offers("Lets everybody stay with what they drew."),
    check: Check::Journey(check),
};

fn scaling(message: Kind) -> Sketch {
    Sketch::event().then(experiment(message, |experiment| experiment.scaling = Some(Scaling::default())))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, index, message) in contents(survey) {
        let Some(Optimization::Experiment(experiment)) = &message.optimization else { continue };
        if message.medium.is_inbound() || experiment.scaling.is_none() {
            continue;
        }
        let text = format!(
            "Everybody would get the best content of {} later; in a journey that is possible in apps and on pages only.",
            survey.name(step)
        );
        let edits = survey.mend().step(step, |step| {
            if let Some(message) = step.kind.messages_mut().get_mut(index)
                && let Some(Optimization::Experiment(experiment)) = &mut message.optimization
            {
                experiment.scaling = None;
            }
        });
        let field = format!("{}optimization.scaling", step.kind().before_fields(index));
        findings.report(survey.field(step, &field), text).suggested("Do not scale by itself", edits);
    }
}
