//! A path by time names hours or days.

use super::{conditions, path_name};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Port, Test, TimePath, Weekday};

pub(super) const RULE: Rule = Rule {
    id: "waymark-condition-time-always",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Warning,
    summary: "A path by time or by date names hours, days or dates.",
    why: "Without any it fits always, and nobody comes to the paths below it.",
    sources: &[source::WAYMARK, source::CONDITIONS],
    flagged: || by_day(Vec::new()).at_step("condition-2", "paths.path-1"),
    passing: || by_day(vec![Weekday::Monday]),
    mending: Mending::None("Which hours or days were meant is for the author to say."),
    check: Check::Journey(check),
};

fn by_day(days: Vec<Weekday>) -> Sketch {
    let path = TimePath { id: steps::path(0), label: "Weekdays".to_owned(), days, hours: None };
    let deciding = Sketch::event().then(steps::condition(Test::Time(vec![path])));
    deciding.by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        let always: Vec<_> = match &condition.test {
            Test::Time(paths) => {
                let paths = paths.iter().enumerate();
                let open = paths.filter(|(_, path)| path.hours.is_none() && path.days.is_empty());
                open.map(|(index, path)| (index, &path.id, &path.label)).collect()
            }
            Test::Date(paths) => {
                let paths = paths.iter().enumerate();
                let open = paths.filter(|(_, path)| path.from.is_none() && path.to.is_none());
                open.map(|(index, path)| (index, &path.id, &path.label)).collect()
            }
            _ => continue,
        };
        for (index, id, label) in always {
            let message = format!(
                "At {} everybody takes {}, at any time; choose when it is open.",
                survey.name(step),
                path_name(label, index)
            );
            findings.report(survey.field(step, &format!("paths.{id}")), message).to_do();
        }
    }
}
