//! In-app messages know the profile only.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::{Target, shape};
use crate::journey::{Kind, Medium, Message};

pub(super) const RULE: Rule = Rule {
    id: "inapp-personalization",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "An in-app message uses attributes of the profile only.",
    why: "It is filled in when the app is opened; what happened on the way through the journey is not known there.",
    sources: &[source::GUARDRAILS],
    flagged: || saying("Order {{ @event{OrderPlaced.orderId} }}").at_step("inapp-2", "body"),
    passing: || {
        saying("Hello {{ #{ExperiencePlatform.ProfileFieldGroup.person.name.firstName} | default: \"there\" }}")
    },
    mending: Mending::None("Only the author knows what the message can do without."),
    check: Check::Journey(check),
};

fn saying(body: &str) -> Sketch {
    let shown = Sketch::event().then(steps::in_app()).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            message.body = body.into();
        }
    });
    shown.then(steps::wait(crate::journey::Duration::Days(3)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in &survey.formulas {
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let kind = step.kind();
        if !kind.messages().iter().any(|message| message.medium == Medium::InApp) {
            continue;
        }
        let in_app = |(index, message): (usize, &Message)| {
            let own = formula.field.strip_prefix(kind.before_fields(index).as_str());
            message.medium == Medium::InApp && own.is_some_and(|field| !field.starts_with("messages."))
        };
        if !kind.messages().iter().enumerate().any(in_app) {
            continue;
        }
        let foreign = formula.references().iter().find(|reference| match &reference.target {
            Target::FieldGroup { source, .. } => source != shape::PLATFORM_SOURCE,
            _ => true,
        });
        if foreign.is_some() {
            let message =
                format!("{} uses more than the profile; in-app messages know nothing else.", survey.title(step));
            findings.report(survey.field(step, &formula.field), message);
        }
    }
}
