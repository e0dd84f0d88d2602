//! Waves begin with the journey, or later.

use super::waves;
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Wave;

pub(super) const RULE: Rule = Rule {
    id: "waves-start-past",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Error,
    summary: "No wave begins before its journey, or in the past.",
    why: "The platform does not publish a journey of which a wave should have begun already.",
    sources: &[source::WAVES],
    flagged: || moments(2025).at("waves.waves.1.start").then(steps::email()),
    passing: || moments(2026).then(steps::email()),
    mending: Mending::None("Only people know when a wave should begin."),
    check: Check::Journey(check),
};

/// The second of two waves begins in February of this year.
fn moments(year: i16) -> Sketch {
    let second = jiff::civil::date(year, 2, 1).at(9, 0, 0, 0);
    waves::three(|waves| {
        waves.interval = None;
        waves.waves = vec![Wave::default(), Wave { start: Some(second), ..Wave::default() }];
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, _, waves) in waves::each(survey) {
        for (index, start) in waves::starts(survey, waves).into_iter().enumerate() {
            let Some(start) = start.filter(|start| waves::is_too_early(survey, waves, *start)) else { continue };
            let when = if start < survey.estate.now { "in the past" } else { "before the audience is read" };
            let message = format!("Wave {} of {} begins {when}.", index + 1, survey.name(step));
            findings.report(survey.field(step, &format!("waves.waves.{index}.start")), message);
        }
    }
}
