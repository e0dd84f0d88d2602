//! A journey is tested within its dates.

use jiff::Timestamp;

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "test-date-window",
    aliases: &[],
    family: Family::Test,
    severity: Severity::Warning,
    summary: "Today lies between the start and the end date of a journey that is to be tested.",
    why: "Outside its dates a journey lets nobody in: events of a test are discarded, and nothing says so.",
    sources: &[source::TEST_MODE],
    flagged: || until(1_767_000_000).at_journey("properties.end"),
    passing: || until(1_769_000_000),
    mending: Mending::None("Which dates are meant is for the author to say."),
    check: Check::Journey(check),
};

fn until(second: i64) -> Sketch {
    Sketch::event().then(steps::email()).properties(|properties| properties.end = Timestamp::from_second(second).ok())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let (properties, now) = (&survey.journey.properties, survey.estate.now);
    let day = |moment: Timestamp| moment.to_zoned(properties.time_zone()).strftime("%-d %B %Y").to_string();
    if let Some(end) = properties.end.filter(|end| *end <= now) {
        let message = format!("The journey ended on {}; nobody enters it any more, test events included.", day(end));
        findings.report(survey.at_journey("properties.end"), message);
    } else if let Some(start) = properties.start.filter(|start| *start > now) {
        let message = format!("The journey starts on {}; until then test events are discarded.", day(start));
        findings.report(survey.at_journey("properties.start"), message);
    }
}
