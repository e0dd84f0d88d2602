//! Letters are held back from some people, and say the same to all others.

use super::{contents, experiment};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{ContentExperiment, Kind, Medium, Optimization};

pub(super) const RULE: Rule = Rule {
    id: "waymark-content-letter",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A letter is compared with no letter, not with another one.",
    why: "The platform writes one file for all letters of a step: it can hold people out of it, and has no treatments.",
    sources: &[source::CONTENT_EXPERIMENT],
    flagged: || letter(|_| {}).at("optimization.treatments"),
    passing: || {
        letter(|experiment| {
            experiment.treatments.clear();
            experiment.own.share = 9_000;
        })
    },
    mending: Mending::None("Which of the letters goes out is for the author to say."),
    check: Check::Journey(check),
};

fn letter(change: fn(&mut ContentExperiment)) -> Sketch {
    let mut letter = steps::email();
    if let Kind::Message(message) = &mut letter {
        (message.medium, message.track_opens, message.track_clicks) = (Medium::DirectMail, false, false);
        message.channel = Some("channel-letter".into());
    }
    Sketch::event().then(experiment(letter, change)).inventory(|inventory| {
        let mut channel = inventory.channels[0].clone();
        (channel.id, channel.medium) = ("channel-letter".into(), Medium::DirectMail);
        channel.name = "Letters".to_owned();
        inventory.channels.push(channel);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, index, message) in contents(survey) {
        let Some(Optimization::Experiment(experiment)) = &message.optimization else { continue };
        if message.medium == Medium::DirectMail && !experiment.treatments.is_empty() {
            let text = format!("{} is a letter, which says the same to everybody who gets it.", survey.title(step));
            let field = format!("{}optimization.treatments", step.kind().before_fields(index));
            findings.report(survey.field(step, &field), text);
        }
    }
}
