//! A journey ends after it starts.

use jiff::civil::date;
use jiff::{Timestamp, tz::TimeZone};

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "journey-end-before-start",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "The end date lies after the start date.",
    why: "Otherwise nobody can ever enter.",
    sources: &[source::WAYMARK, source::JOURNEY_PROPERTIES],
    flagged: || ending(1).at_journey("properties.end"),
    passing: || ending(12),
    mending: Mending::Offers("Swaps the two dates, or takes an equal end date away."),
    check: Check::Journey(check),
};

fn ending(month: i8) -> Sketch {
    let first_of = |month| date(2026, month, 1).to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).ok();
    Sketch::event().then(steps::email()).properties(|properties| {
        properties.start = first_of(6);
        properties.end = first_of(month);
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let properties = &survey.journey.properties;
    let (Some(start), Some(end)) = (properties.start, properties.end) else { return };
    if end <= start {
        let zone = properties.time_zone();
        let said = |moment: Timestamp| moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        let message = format!("This journey ends on {}, before it starts on {}.", said(end), said(start));
        let finding = findings.report(survey.at_journey("properties.end"), message);
        if end < start {
            let edits = survey.mend().properties(|p| (p.start, p.end) = (Some(end), Some(start)));
            finding.suggested("Swap the dates", edits);
        } else {
            finding.suggested("Take the end date away", survey.mend().properties(|p| p.end = None));
        }
    }
}
