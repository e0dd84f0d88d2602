//! Whoever meets an error goes on somewhere.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "alternative-path-missing",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "Actions and conditions have a path for errors and timeouts.",
    why: "Without it the journey ends for everybody for whom the step fails or takes too long. Where nothing follows the \
          step it ends for everybody, and nobody is lost.",
    sources: &[source::ABOUT_ACTIVITIES, source::CONDITIONS],
    flagged: || sending(false).at_step("email-2", "error_path"),
    passing: || sending(true),
    mending: Mending::Offers(
        "Adds the error path. Until a step follows on it, people leave at its end, as they do by design.",
    ),
    check: Check::Journey(check),
};

fn sending(error_path: bool) -> Sketch {
    let email = Sketch::event().then(steps::email()).with(|activity| set(activity, error_path));
    email.then(steps::wait(Duration::Hours(1))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        if step.kind().error_path() == Some(false) && !step.leaving.is_empty() {
            let message = format!("If {} fails, the journey ends there for that person.", survey.name(step));
            findings
                .report(survey.field(step, "error_path"), message)
                .safe("Give them a path of their own", survey.mend().step(step, |activity| set(activity, true)));
        }
    }
}

fn set(activity: &mut Activity, error_path: bool) {
    match &mut activity.kind {
        Kind::Condition(condition) => condition.error_path = error_path,
        Kind::Jump(jump) => jump.error_path = error_path,
        Kind::Message(message) => message.error_path = error_path,
        Kind::MultiAction(multi) => multi.error_path = error_path,
        Kind::CustomAction(call) | Kind::Campaign(call) => call.error_path = error_path,
        Kind::UpdateProfile(update) => update.error_path = error_path,
        _ => {}
    }
}
