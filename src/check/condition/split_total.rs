//! The shares of a split cover everybody once.

use super::{change, conditions};
use crate::check::example::{Sketch, steps};
use crate::check::survey::percent;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{SplitPath, Test};

/// Hundredths of a percent in the whole.
const WHOLE: u32 = 10_000;

pub(super) const RULE: Rule = Rule {
    id: "condition-split-total",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "The shares of a split add up to 100 %.",
    why: "Below, some people would have no path; above, nobody can say who takes which.",
    sources: &[source::WAYMARK, source::CONDITIONS],
    flagged: || Sketch::event().then(steps::split(&[5_000, 3_000])).at("paths"),
    passing: || Sketch::event().then(steps::split(&[5_000, 5_000])),
    mending: Mending::Offers("Shares evenly, or gives the rest to the last path."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, condition) in conditions(survey) {
        let Test::Split(paths) = &condition.test else { continue };
        let total = paths.iter().fold(0_u32, |total, path| total.saturating_add(path.share));
        if total == WHOLE || paths.is_empty() {
            continue;
        }
        let message = format!("The shares of {} add up to {}, not to 100 %.", survey.name(step), percent(total.into()));
        let finding = findings.report(survey.field(step, "paths"), message);
        let with = |shared: Vec<SplitPath>| {
            survey.mend().step(step, |activity| change(activity, |condition| condition.test = Test::Split(shared)))
        };
        let before: u32 = paths.iter().rev().skip(1).fold(0, |total, path| total.saturating_add(path.share));
        if let Some(rest) = WHOLE.checked_sub(before).filter(|rest| *rest > 0)
            && let Some((last, others)) = paths.split_last()
        {
            let mut shared = others.to_vec();
            shared.push(SplitPath { share: rest, ..last.clone() });
            finding.suggested(format!("Give the last path {}", percent(rest.into())), with(shared));
        }
        finding.suggested("Share evenly", with(evenly(paths)));
    }
}

/// The same paths with equal shares; what cannot be divided goes to the first ones.
fn evenly(paths: &[SplitPath]) -> Vec<SplitPath> {
    let count = u32::try_from(paths.len()).unwrap_or(u32::MAX).max(1);
    let (each, rest) = (WHOLE / count, WHOLE % count);
    (0_u32..)
        .zip(paths)
        .map(|(index, path)| SplitPath { share: each + u32::from(index < rest), ..path.clone() })
        .collect()
}
