//! Decisions in what is sent to other systems.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::{Kind, Platform};

pub(super) const RULE: Rule = Rule {
    id: "decision-in-custom-action",
    aliases: &["custom-action-decisioning-payload"],
    family: Family::Action,
    severity: Severity::Error,
    summary: "By the blueprints no decision goes into what is sent to other systems.",
    why: "Decision management is not supported in third-party messages and payloads there; today's content decisions \
          can feed a custom action.",
    sources: &[
        source::CONTENT_DECISION,
        source::BLUEPRINT_CAMPAIGN_V7,
        source::BLUEPRINT_THIRD_PARTY,
        source::BLUEPRINT_TRIGGERED,
    ],
    flagged: || with("@decision{Offer.items.first().code}").platform(Platform::Blueprint).at("values.body.to"),
    passing: || with("@event{OrderPlaced.phone}").platform(Platform::Blueprint),
    mending: Mending::None("What is sent instead is for the author to say."),
    check: Check::Journey(check),
};

fn with(value: &'static str) -> Sketch {
    Sketch::event().then(steps::decision()).then(steps::call()).with(|activity| {
        if let Kind::CustomAction(call) = &mut activity.kind {
            call.values.insert("body.to".to_owned(), value.into());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in &survey.formulas {
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let decides = formula.references().iter().any(|reference| matches!(reference.target, Target::Decision(_)));
        if decides && matches!(step.kind(), Kind::CustomAction(_)) {
            let message = format!("{} sends a decision to another system.", survey.title(step));
            findings.report(survey.field(step, &formula.field), message);
        }
    }
}
