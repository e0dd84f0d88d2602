//! No decision goes into a message of the platform's own channels.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "decision-output-native-channel",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "What a content decision chose is used in conditions and custom actions, never in a message of a channel.",
    why: "The platform does not hand it to its own channels; their content has decisions of its own.",
    sources: &[source::CONTENT_DECISION],
    flagged: || saying("{{ @decision{Offer.items.first().code} }}").at("body"),
    passing: || saying("Your order is on its way."),
    mending: Mending::None("What the message says instead is for the author to say."),
    check: Check::Journey(check),
};

fn saying(body: &str) -> Sketch {
    Sketch::event().then(steps::decision()).then(steps::email()).with(|activity| {
        if let Kind::Message(message) = &mut activity.kind {
            message.body = body.into();
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in &survey.formulas {
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let decides = formula.references().iter().any(|reference| matches!(reference.target, Target::Decision(_)));
        if decides && matches!(step.kind(), Kind::Message(_) | Kind::MultiAction(_)) {
            let message = format!("{} uses a decision; only conditions and custom actions can.", survey.title(step));
            findings.report(survey.field(step, &formula.field), message);
        }
    }
}
