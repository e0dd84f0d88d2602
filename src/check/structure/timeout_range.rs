//! A call has a sensible time to answer.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Platform;

pub(super) const RULE: Rule = Rule {
    id: "journey-timeout-range",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "The time for a call with all its retries is 1 to 30 seconds.",
    why: "It holds for every custom action and every external data source of the journey.",
    sources: &[source::JOURNEY_PROPERTIES, source::EXTERNAL_SYSTEMS],
    flagged: || calling(45).at_journey("properties.timeout_seconds"),
    passing: || calling(20),
    mending: Mending::Offers("Takes the nearest allowed time."),
    check: Check::Journey(check),
};

fn calling(seconds: i64) -> Sketch {
    Sketch::event().then(steps::call()).properties(|properties| properties.timeout_seconds = seconds)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (least, most) = survey.estate.numbers.call_timeout_seconds;
    let seconds = survey.journey.properties.timeout_seconds;
    if !(least..=most).contains(&seconds) {
        let nearest = seconds.clamp(least, most);
        let message = match survey.estate.platform {
            // Nothing is refused there.
            Platform::Waymark => format!("Calls may take {seconds} seconds here; {least} to {most} is good advice."),
            Platform::Ajo | Platform::Blueprint => {
                format!("Calls may take {seconds} seconds here; allowed are {least} to {most}.")
            }
        };
        findings
            .report(survey.at_journey("properties.timeout_seconds"), message)
            .suggested(format!("Allow {nearest} s"), survey.mend().properties(|p| p.timeout_seconds = nearest));
    }
}
