//! A wait until a date ends in the future.

use jiff::civil::{DateTime, date};

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Wait};

pub(super) const RULE: Rule = Rule {
    id: "waymark-wait-date-past",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Warning,
    summary: "A wait until a date ends in the future.",
    why: "After that date nobody waits any more: everybody goes on at once.",
    sources: &[source::WAYMARK, source::WAIT],
    flagged: || until(date(2025, 12, 24).at(9, 0, 0, 0)).at_step("wait-2", "wait"),
    passing: || until(date(2026, 12, 24).at(9, 0, 0, 0)),
    mending: Mending::Offers("Takes the wait away."),
    check: Check::Journey(check),
};

fn until(moment: DateTime) -> Sketch {
    Sketch::event().then(Kind::Wait(Wait::Date(moment))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let Kind::Wait(Wait::Date(until)) = step.kind() else { continue };
        let Ok(moment) = until.to_zoned(survey.journey.properties.time_zone()).map(|zoned| zoned.timestamp()) else {
            continue;
        };
        if moment < survey.estate.now {
            let message = format!(
                "{} waits until {}, which has passed; people go on at once.",
                survey.title(step),
                until.strftime("%Y-%m-%d %H:%M")
            );
            findings
                .report(survey.field(step, "wait"), message)
                .suggested("Take the wait away", survey.mend().remove(step));
        }
    }
}
