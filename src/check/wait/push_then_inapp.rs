//! An app needs time to learn of its in-app message.

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Medium, Port, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-after-push-before-inapp",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Info,
    summary: "Between a push notification and an in-app message lie 5 to 15 minutes.",
    why: "Who opens the app from the notification would find nothing yet: the message has to reach the app first.",
    sources: &[source::WAIT],
    flagged: || following(false).at_step("inapp-3", ""),
    passing: || following(true),
    mending: Mending::Offers("Puts a wait of ten minutes between them."),
    check: Check::Journey(check),
};

fn following(waiting: bool) -> Sketch {
    let sketch = Sketch::event().then(steps::push()).then(steps::in_app()).then(steps::wait(Duration::Days(3)));
    if waiting {
        sketch
            .journey(|journey| journey.connections.retain(|wire| wire.from.as_str() != "push-2"))
            .apart(steps::wait(Duration::Minutes(10)))
            .wire("push-2", Port::Next, "wait-5")
            .wire("wait-5", Port::Next, "inapp-3")
    } else {
        sketch
    }
}

fn is_short(step: &Step<'_>, minutes: i64) -> bool {
    match step.kind() {
        Kind::Wait(Wait::Duration(length)) => length.milliseconds() < minutes.saturating_mul(60_000),
        _ => false,
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let minutes = survey.estate.numbers.push_to_inapp_minutes;
    let carries =
        |step: &Step<'_>, medium: Medium| step.kind().messages().iter().any(|message| message.medium == medium);
    for step in survey.steps().filter(|step| carries(step, Medium::InApp)) {
        for wire in step.arriving.iter().map(|&wire| &survey.flow.wires[wire]) {
            let before = &survey.flow.steps[wire.from];
            let hasty =
                is_short(before, minutes) && survey.flow.before(before).any(|earlier| carries(earlier, Medium::Push));
            if !carries(before, Medium::Push) && !hasty {
                continue;
            }
            let message = format!(
                "{} comes right after a push notification: leave {minutes} to 15 minutes, until the app knows it.",
                survey.title(step)
            );
            let finding = findings.report(survey.place(step), message);
            if !hasty {
                let edits = survey.mend().insert(wire, "Until the app knows", steps::wait(Duration::Minutes(10)));
                finding.suggested("Wait 10 minutes between them", edits);
            }
        }
    }
}
