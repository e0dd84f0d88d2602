//! The shares of an experiment make a whole.

use super::trial::TrialMut;
use super::{experiment, trials};
use crate::check::example::Sketch;
use crate::check::survey::percent;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::ExperimentKind;

pub(super) const RULE: Rule = Rule {
    id: "experiment-weights",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "The shares of an experiment and its holdout make 100 %.",
    why: "Below, some people would get nothing of it; above, nobody can say who gets which.",
    sources: &[source::EXPERIMENT, source::CONTENT_EXPERIMENT],
    flagged: || Sketch::event().then(experiment(|experiment| experiment.holdout = 500)).at("test.treatments"),
    passing: || Sketch::event().then(experiment(|_| {})),
    mending: Mending::Offers("Shares what is not held out evenly."),
    check: Check::Journey(check),
};

/// A whole, in hundredths of a percent.
const WHOLE: u32 = 10_000;

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for trial in trials(survey) {
        let total = trial.shares.iter().map(|(.., share)| u64::from(*share)).sum::<u64>() + u64::from(trial.holdout);
        // The platform works the shares of the other kind out by itself.
        let stated = trial.kind == ExperimentKind::Fixed && !trial.shares.is_empty();
        if !stated || total == u64::from(WHOLE) {
            continue;
        }
        let parts = trial.shares.iter().map(|(_, label, share)| format!("{} for '{label}'", percent((*share).into())));
        let held = (trial.holdout > 0).then(|| format!("{} held out", percent(trial.holdout.into())));
        let parts: Vec<String> = parts.chain(held).collect();
        let total = percent(total);
        let step = trial.step;
        let message = format!("{}: {} make {total}, not 100 %.", survey.title(step), parts.join(" and "));
        let edits = survey.mend().step(step, |step| trial.altered(step, evenly));
        let field = format!("{}treatments", trial.at);
        findings.report(survey.field(step, &field), message).suggested("Share evenly", edits);
    }
}

/// What is not held out in equal shares; what cannot be divided goes to the first ones.
fn evenly(trial: TrialMut<'_>) {
    *trial.holdout = (*trial.holdout).min(WHOLE);
    let rest = WHOLE - *trial.holdout;
    let count = u32::try_from(trial.shares.len()).unwrap_or(u32::MAX).max(1);
    for (index, share) in (0_u32..).zip(trial.shares) {
        *share = rest / count + u32::from(index < rest % count);
    }
}
