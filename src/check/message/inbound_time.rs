//! What people find in an app needs time to be found.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Medium, Port};

pub(super) const RULE: Rule = Rule {
    id: "wait-auto-inbound",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Info,
    summary: "After an in-app message, a code-based experience or a content card the journey goes on for a while.",
    why: "It goes when the person's journey ends: where nothing follows that takes time, hardly anybody sees it.",
    sources: &[source::WAIT],
    flagged: || Sketch::event().then(steps::in_app()).at(""),
    passing: || Sketch::event().then(steps::in_app()).then(steps::wait(Duration::Days(3))),
    mending: Mending::Offers("Puts a wait of three days behind it."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let goes = |medium: Medium| matches!(medium, Medium::InApp | Medium::CodeBased | Medium::ContentCard);
    for step in survey.steps() {
        if !step.kind().messages().iter().any(|message| goes(message.medium)) {
            continue;
        }
        let later = survey.flow.downstream(step);
        let takes_time = survey.steps().any(|after| after.index != step.index && later[after.index] && after.holds());
        if takes_time {
            continue;
        }
        let days = survey.estate.numbers.inbound_days;
        let message = format!(
            "{} is gone when the journey ends, which is at once: nothing after it takes time.",
            survey.title(step)
        );
        let finding = findings.report(survey.place(step), message);
        if step.ports.contains(&Port::Next) {
            let edits = survey.mend().append(step, "Time to be seen", steps::wait(Duration::Days(days)));
            finding.suggested(format!("Wait {days} days"), edits);
        }
    }
}
