//! The shares of an experiment make a whole.

use super::{alter, experiment, experiments};
use crate::check::example::Sketch;
use crate::check::survey::percent;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Experiment, ExperimentKind};

pub(super) const RULE: Rule = Rule {
    id: "experiment-weights",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "The shares of an experiment and its holdout make 100 %.",
    why: "Below, some people would have no path; above, nobody can say who takes which.",
    sources: &[source::EXPERIMENT],
    flagged: || Sketch::event().then(experiment(|experiment| experiment.holdout = 500)).at("test.treatments"),
    passing: || Sketch::event().then(experiment(|_| {})),
    mending: Mending::Offers("Shares what is not held out evenly."),
    check: Check::Journey(check),
};

/// A whole, in hundredths of a percent.
const WHOLE: u32 = 10_000;

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, experiment) in experiments(survey) {
        let shares = experiment.treatments.iter().map(|path| u64::from(path.share));
        let total = shares.sum::<u64>() + u64::from(experiment.holdout);
        // The platform works the shares of the other kind out by itself.
        let stated = experiment.kind == ExperimentKind::Fixed && !experiment.treatments.is_empty();
        if !stated || total == u64::from(WHOLE) {
            continue;
        }
        let parts =
            experiment.treatments.iter().map(|path| format!("{} for '{}'", percent(path.share.into()), path.label));
        let held = (experiment.holdout > 0).then(|| format!("{} held out", percent(experiment.holdout.into())));
        let parts: Vec<String> = parts.chain(held).collect();
        let total = percent(total);
        let message = format!("{}: {} make {total}, not 100 %.", survey.title(step), parts.join(" and "));
        let edits = survey.mend().step(step, |step| alter(step, evenly));
        findings.report(survey.field(step, "test.treatments"), message).suggested("Share evenly", edits);
    }
}

/// What is not held out in equal shares; what cannot be divided goes to the first ones.
fn evenly(experiment: &mut Experiment) {
    experiment.holdout = experiment.holdout.min(WHOLE);
    let rest = WHOLE - experiment.holdout;
    let count = u32::try_from(experiment.treatments.len()).unwrap_or(u32::MAX).max(1);
    for (index, path) in (0_u32..).zip(&mut experiment.treatments) {
        path.share = rest / count + u32::from(index < rest % count);
    }
}
