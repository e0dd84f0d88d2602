//! Who fits no targeting rule has a path, or a message, too.

use super::{change, conditions};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{DataPath, Optimization, Port, Test};

pub(super) const RULE: Rule = Rule {
    id: "targeting-no-fallback",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Warning,
    summary: "Targeting rules have a fallback path, or a fallback content.",
    why: "Otherwise people whom no rule fits leave the journey there; of a message they get none.",
    sources: &[source::TARGETING, source::CONTENT_TARGETING],
    flagged: || targeting(false).at_step("condition-2", "other_path"),
    passing: || targeting(true),
    mending: Mending::Offers("Adds the path, or gives everybody else the message's own text."),
    check: Check::Journey(check),
};

fn targeting(fallback: bool) -> Sketch {
    let path = DataPath {
        id: steps::path(0),
        label: "Large orders".to_owned(),
        expression: "@event{OrderPlaced.total} > 100".into(),
    };
    Sketch::event()
        .then(steps::condition(Test::Targeting(vec![path])))
        .with(|step| change(step, |condition| condition.other_path = fallback))
        .by(Port::Branch(steps::path(0)))
        .then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        if condition.other_path || !matches!(condition.test, Test::Targeting(_)) {
            continue;
        }
        let message = format!("People whom no rule of {} fits leave the journey there.", survey.name(step));
        let edits = survey.mend().step(step, |step| change(step, |condition| condition.other_path = true));
        findings.report(survey.field(step, "other_path"), message).safe("Add a fallback path", edits);
    }
    for step in survey.steps() {
        for (index, message) in step.kind().messages().iter().enumerate() {
            if !matches!(&message.optimization, Some(Optimization::Targeting(targeting)) if !targeting.fallback) {
                continue;
            }
            let text = format!("People whom no rule of {} fits get no message.", survey.name(step));
            let edits = survey.mend().step(step, |step| {
                if let Some(message) = step.kind.messages_mut().get_mut(index)
                    && let Some(Optimization::Targeting(targeting)) = &mut message.optimization
                {
                    targeting.fallback = true;
                }
            });
            let field = format!("{}optimization.fallback", step.kind().before_fields(index));
            findings.report(survey.field(step, &field), text).suggested("Send them the text above", edits);
        }
    }
}
