//! What somebody lives with can be lived with.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, platform, rule, source};
use crate::journey::{Kind, Suppression};

pub(super) const RULE: Rule = Rule {
    id: "waymark-suppression",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "What somebody lives with is a guardrail that stops nothing, with a reason.",
    why: "A finding that keeps a journey from running stays whatever is said of it, and without a reason nobody knows \
          later why it was let pass.",
    sources: &[source::WAYMARK],
    flagged: || living_with("").at("suppressed.alternative-path-missing"),
    passing: || living_with("Reports of the mail server are read every morning."),
    mending: Mending::Offers("Brings the finding back."),
    check: Check::Journey(check),
};

fn living_with(reason: &str) -> Sketch {
    Sketch::event().then(steps::email()).with(|activity| {
        if let Kind::Message(message) = &mut activity.kind {
            message.error_path = false;
        }
        let rule = "alternative-path-missing".to_owned();
        activity.suppressed.push(Suppression { rule, reason: reason.to_owned() });
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        for said in &step.activity.suppressed {
            let Some(why) = fault(survey, said) else { continue };
            let gone = said.rule.clone();
            findings
                .report(
                    survey.field(step, &format!("suppressed.{}", said.rule)),
                    format!("At {} somebody lives with the finding '{}' in vain: {why}.", survey.name(step), said.rule),
                )
                .suggested(
                    "Bring the finding back",
                    survey.mend().step(step, |activity| activity.suppressed.retain(|known| known.rule != gone)),
                );
        }
    }
}

fn fault(survey: &Survey<'_>, said: &Suppression) -> Option<&'static str> {
    let Some(rule) = rule(&said.rule) else { return Some("there is no such rule") };
    if platform::severity(rule, survey.estate.platform) == Some(Severity::Error) {
        Some("it keeps the journey from running")
    } else if said.reason.is_empty() {
        Some("nobody says why it does not matter")
    } else {
        None
    }
}
