//! A wait until a fixed moment lets everybody go at once.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::expression::Expected;
use crate::journey::{Audience, Event, Kind};

pub(super) const RULE: Rule = Rule {
    id: "wait-fixed-date",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Warning,
    summary: "A custom wait depends on the person, the event or the hour at which they come.",
    why: "A constant lets everybody go on at the same instant, which can mean more than 20,000 people a second for the \
          systems behind it.",
    sources: &[source::WAIT, source::ENTRY_MANAGEMENT],
    flagged: || waiting("toDateTimeOnly(\"2026-12-24T09:00:00\")").at_step("wait-2", "wait"),
    passing: || waiting("#{ExperiencePlatform.ProfileFieldGroup.loyalty.until}"),
    mending: Mending::None("On what the moment should depend is for the author to say."),
    check: Check::Journey(check),
};

/// Functions whose value differs from one call to the next.
const CHANGING: [&str; 3] = ["now", "nowWithDelta", "random"];

fn waiting(until: &str) -> Sketch {
    Sketch::event().then(steps::wait_until(until)).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for formula in survey.formulas.iter().filter(|formula| formula.expected == Expected::WAIT) {
        let Some(tree) = formula.parsed.sound().filter(|_| formula.is_constant()) else { continue };
        let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else { continue };
        if tree.calls().iter().any(|call| CHANGING.contains(&&*call.name)) {
            continue;
        }
        let most = survey.estate.numbers.resume_per_second;
        let crowd =
            expected_crowd(survey).map_or_else(String::new, |people| format!(" (up to {} people)", grouped(people)));
        let message = format!(
            "Everybody{crowd} would leave {} at the same instant; other systems may then see more than {most} people a \
             second.",
            survey.name(step),
            most = grouped(most),
        );
        findings.report(survey.place_of(formula), message);
    }
}

/// How many people may be waiting, where the inventory says so.
fn expected_crowd(survey: &Survey<'_>) -> Option<i64> {
    match &survey.entry()?.activity.kind {
        Kind::ReadAudience(entry) => survey.estate.get::<Audience>(entry.audience.as_ref())?.size,
        Kind::AudienceQualification(entry) => survey.estate.get::<Audience>(entry.audience.as_ref())?.size,
        Kind::Event(entry) => {
            let peak = survey.estate.get::<Event>(entry.event.as_ref())?.peak_per_second?;
            Some(peak.saturating_mul(86_400))
        }
        _ => None,
    }
}
