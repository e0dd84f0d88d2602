//! A path by date ends after it begins.

use jiff::civil::date;

use super::{change, conditions, path_name};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{DatePath, Port, Test};

pub(super) const RULE: Rule = Rule {
    id: "waymark-condition-date-reversed",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "The last day of a path by date does not lie before its first.",
    why: "Nobody would ever take the path.",
    sources: &[source::WAYMARK, source::CONDITIONS],
    flagged: || until(1).at_step("condition-2", "paths.path-1"),
    passing: || until(12),
    mending: Mending::Offers("Swaps the two days."),
    check: Check::Journey(check),
};

fn until(month: i8) -> Sketch {
    let path = DatePath {
        id: steps::path(0),
        label: "Season".to_owned(),
        from: Some(date(2026, 6, 1)),
        to: Some(date(2026, month, 1)),
    };
    let deciding = Sketch::event().then(steps::condition(Test::Date(vec![path])));
    deciding.by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        let Test::Date(paths) = &condition.test else { continue };
        for (index, path) in paths.iter().enumerate() {
            let (Some(from), Some(to)) = (path.from, path.to) else { continue };
            if to >= from {
                continue;
            }
            let message = format!(
                "At {}, {} ends on {to}, before it begins on {from}.",
                survey.name(step),
                path_name(&path.label, index)
            );
            let mut swapped = paths.clone();
            (swapped[index].from, swapped[index].to) = (path.to, path.from);
            findings.report(survey.field(step, &format!("paths.{}", path.id)), message).suggested(
                "Swap the days",
                survey.mend().step(step, |activity| change(activity, |condition| condition.test = Test::Date(swapped))),
            );
        }
    }
}
