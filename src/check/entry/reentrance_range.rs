//! The wait before somebody may enter again has a range.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind};

pub(super) const RULE: Rule = Rule {
    id: "reentrance-wait-range",
    aliases: &[],
    family: Family::Entry,
    severity: Severity::Error,
    summary: "People may enter again after 5 minutes to 90 days.",
    why: "The platform holds back a second entry for at least 5 minutes, and remembers who was there for 90 days; one \
          of its pages says 91. How soon somebody may come back is for you to say: at once, for a journey that \
          answers to an order; after months, for a welcome.",
    sources: &[source::JOURNEY_PROPERTIES, source::ENTRY_MANAGEMENT, source::GUARDRAILS],
    flagged: || again_after(Duration::Days(120)).at_journey("properties.reentrance.wait"),
    passing: || again_after(Duration::Days(30)),
    mending: Mending::Offers("Proposes the nearest allowed wait, and the same number in a smaller unit."),
    check: Check::Journey(check),
};

fn again_after(wait: Duration) -> Sketch {
    Sketch::event().then(steps::email()).properties(|properties| properties.reentrance.wait = wait)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let numbers = survey.estate.numbers;
    let (least, most) =
        (Duration::Minutes(numbers.min_reentrance_minutes), Duration::Days(numbers.max_reentrance_days));
    let reentrance = &survey.journey.properties.reentrance;
    let by_trigger =
        survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::Event(_) | Kind::AudienceQualification(_)));
    if !by_trigger || !reentrance.allowed {
        return;
    }
    let milliseconds = reentrance.wait.milliseconds();
    let nearest = if milliseconds < least.milliseconds() { least } else { most };
    if !(least.milliseconds()..=most.milliseconds()).contains(&milliseconds) {
        let message = format!(
            "'{}' lets people in again after {}; {least} to {most} are possible.",
            survey.journey.name, reentrance.wait
        );
        let finding = findings.report(survey.at_journey("properties.reentrance.wait"), message);
        let range = least.milliseconds()..=most.milliseconds();
        let meant = reentrance.wait.smaller_units().filter(|meant| range.contains(&meant.milliseconds()));
        for wait in std::iter::once(nearest).chain(meant) {
            finding.suggested(format!("After {wait}"), survey.mend().properties(|p| p.reentrance.wait = wait));
        }
    }
}
