//! Campaign's messages take no decisions.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "campaign-decisioning",
    aliases: &[],
    family: Family::Campaign,
    severity: Severity::Warning,
    summary: "No decision goes into a message that Campaign sends.",
    why: "Decision management is not supported in Campaign's messages. Custom actions can take a decision today, \
          though the blueprints deny them too.",
    sources: &[source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_TRIGGERED],
    flagged: || with("@decision{Offer.items.first().code}").at("values.body.email"),
    passing: || with("@event{OrderPlaced.email}"),
    mending: Mending::None("What is sent instead is for the author to say."),
    check: Check::Journey(check),
};

fn with(value: &'static str) -> Sketch {
    Sketch::event().then(steps::decision()).then(steps::campaign()).with(|activity| {
        if let Kind::Campaign(call) = &mut activity.kind {
            call.values.insert("body.email".to_owned(), value.into());
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in &survey.formulas {
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        let decides = formula.references().iter().any(|reference| matches!(reference.target, Target::Decision(_)));
        if decides && matches!(step.kind(), Kind::Campaign(_)) {
            let message = format!("{} uses a decision, which Campaign's messages cannot show.", survey.title(step));
            findings.report(survey.field(step, &formula.field), message);
        }
    }
}
