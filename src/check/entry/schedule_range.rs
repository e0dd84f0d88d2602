//! A schedule says when it runs.

use jiff::civil::date;

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Kind, Recurrence, Weekday};

pub(super) const RULE: Rule = Rule {
    id: "waymark-schedule-incomplete",
    aliases: &[],
    family: Family::Entry,
    severity: Severity::Error,
    summary: "A schedule repeats after at least an hour, on at least one day of the week, on a day of 1 to 31.",
    why: "Otherwise the audience would never be read, or at every moment.",
    sources: &[source::WAYMARK, source::READ_AUDIENCE],
    flagged: || weekly(Vec::new()).at_journey("properties.schedule.every"),
    passing: || weekly(vec![Weekday::Monday]),
    mending: Mending::Offers("Takes the smallest period, or the day on which the schedule begins."),
    check: Check::Journey(check),
};

fn weekly(days: Vec<Weekday>) -> Sketch {
    let start = date(2026, 2, 2).at(9, 0, 0, 0);
    Sketch::read()
        .then(steps::email())
        .properties(|properties| properties.schedule.every = Recurrence::Weekly { start, days })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    if !survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::ReadAudience(_))) {
        return;
    }
    let (message, title, mended) = match &survey.journey.properties.schedule.every {
        Recurrence::Hourly { start, hours } if *hours < 1 => (
            format!("This journey runs every {hours} hours; choose at least 1."),
            "Run every hour".to_owned(),
            Recurrence::Hourly { start: *start, hours: 1 },
        ),
        Recurrence::Weekly { start, days } if days.is_empty() => {
            let day = Weekday::of(start.date());
            (
                "This journey runs every week, but on no day; choose one.".to_owned(),
                format!("Run on {}s", day.name()),
                Recurrence::Weekly { start: *start, days: vec![day] },
            )
        }
        Recurrence::Monthly { start, day } if !(1..=31).contains(day) => (
            format!("This journey runs on day {day} of the month; choose 1 to 31."),
            format!("Run on day {}", start.day()),
            Recurrence::Monthly { start: *start, day: i64::from(start.day()) },
        ),
        _ => return,
    };
    findings
        .report(survey.at_journey("properties.schedule.every"), message)
        .suggested(title, survey.mend().properties(|p| p.schedule.every = mended));
}
