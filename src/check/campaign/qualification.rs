//! Campaign and audience qualification exclude each other.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "aq-campaign-action",
    aliases: &["campaign-aq-anywhere"],
    family: Family::Campaign,
    severity: Severity::Error,
    summary: "A journey with a Campaign message watches no audience, neither at its beginning nor later.",
    why: "Segment-membership journeys bring more people than Campaign's execution instances take.",
    sources: &[source::GUARDRAILS, source::CAMPAIGN_ACTION, source::BLUEPRINT_CAMPAIGN_V7],
    flagged: || Sketch::event().then(steps::campaign()).then(watching()).at("").then(steps::update()),
    passing: || Sketch::event().then(steps::campaign()).then(steps::wait(Duration::Days(3))).then(steps::update()),
    mending: Mending::Offers("In mid-journey: waits instead, as long as the audience would have been watched."),
    check: Check::Journey(check),
};

fn watching() -> Kind {
    let mut kind = steps::qualification();
    if let Kind::AudienceQualification(qualification) = &mut kind {
        qualification.timeout = Some(Duration::Days(3));
        qualification.timeout_path = true;
    }
    kind
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some((message_step, _)) = super::messages(survey).next() else { return };
    for step in survey.steps().filter(|step| matches!(step.kind(), Kind::AudienceQualification(_))) {
        let message = format!(
            "{} watches an audience, which cannot stand in a journey with the Campaign message {}.",
            survey.title(step),
            survey.name(message_step)
        );
        let finding = findings.report(survey.place(step), message);
        if !step.arriving.is_empty() {
            let wait = Kind::Wait(crate::journey::Wait::Duration(step.kind().timeout().unwrap_or_default()));
            finding.suggested("Wait instead", survey.mend().step(step, |activity| activity.kind = wait));
        }
    }
}
