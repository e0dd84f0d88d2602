//! The time zone of a journey exists.

use jiff::tz::TimeZone;

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};

pub(super) const RULE: Rule = Rule {
    id: "waymark-unknown-zone",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "The time zone of a journey is a name of the IANA time zone database.",
    why: "Waits until a date and conditions by time mean this zone; without it nobody knows when they are.",
    sources: &[source::WAYMARK, source::TIME_ZONES],
    flagged: || zoned("Europe/Bern").at_journey("properties.zone"),
    passing: || zoned("Europe/Zurich"),
    mending: Mending::Offers("Uses UTC."),
    check: Check::Journey(check),
};

fn zoned(zone: &str) -> Sketch {
    Sketch::event().then(steps::email()).properties(|properties| zone.clone_into(&mut properties.zone))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let zone = &survey.journey.properties.zone;
    if zone != "UTC" && TimeZone::get(zone).is_err() {
        let message = format!("There is no time zone '{zone}'; write it like Europe/Zurich.");
        findings
            .report(survey.at_journey("properties.zone"), message)
            .suggested("Use UTC", survey.mend().properties(|p| "UTC".clone_into(&mut p.zone)));
    }
}
