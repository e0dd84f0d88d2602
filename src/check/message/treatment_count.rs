//! Code-based experiences compare few contents.

use super::{contents, experiment};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Medium, Optimization, Treatment};

pub(super) const RULE: Rule = Rule {
    id: "waymark-treatment-count",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "A code-based experience compares at most five contents.",
    why: "With more the platform's editor becomes slow and may fail.",
    sources: &[source::CONTENT_EXPERIMENT],
    flagged: || comparing(6).at("optimization.treatments"),
    passing: || comparing(5),
    mending: Mending::None("Which contents are worth comparing is for the author to say."),
    check: Check::Journey(check),
};

fn comparing(count: u32) -> Sketch {
    let mut code = steps::in_app();
    if let Kind::Message(message) = &mut code {
        message.medium = Medium::CodeBased;
        (message.channel, message.subject) = (Some("channel-code".into()), "".into());
    }
    let compared = experiment(code, |experiment| {
        let first = experiment.treatments[0].clone();
        experiment.treatments = (2..=count)
            .map(|number| Treatment {
                id: format!("path-{number}").as_str().into(),
                label: format!("Treatment {number}"),
                share: 1_000,
                content: first.content.clone(),
            })
            .collect();
        (experiment.own.share, experiment.holdout) = (10_000 - (count - 1) * 1_000, 0);
    });
    Sketch::event().then(compared).inventory(|inventory| {
        let known = inventory.channels.iter().find(|channel| channel.id.as_str() == "channel-web").cloned();
        let mut channel = known.unwrap_or_default();
        (channel.id, channel.medium, channel.name) = ("channel-code".into(), Medium::CodeBased, "Page".to_owned());
        inventory.channels.push(channel);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.code_treatments;
    for (step, index, message) in contents(survey) {
        let Some(Optimization::Experiment(experiment)) = &message.optimization else { continue };
        let count = experiment.shares().count();
        if message.medium == Medium::CodeBased && count > most {
            let text =
                format!("{} compares {count} contents; more than {most} slow the editor down.", survey.title(step));
            let field = format!("{}optimization.treatments", step.kind().before_fields(index));
            findings.report(survey.field(step, &field), text);
        }
    }
}
