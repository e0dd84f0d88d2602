//! Only journeys into which people come one by one can scale a winner.

use super::{experiment, scaled, trials};
use crate::check::example::Sketch;
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Kind;

pub(super) const RULE: Rule = Rule {
    id: "experiment-scale-winner-batch",
    aliases: &[],
    family: Family::Condition,
    severity: Severity::Error,
    summary: "Only in a journey that begins with an event or audience qualification does everybody take the best path later.",
    why: "A read audience has gone through before anybody knows what does best.",
    sources: &[source::EXPERIMENT],
    flagged: || scaling(true).at("test.scaling"),
    passing: || scaling(false),
    mending: Mending::Offers("Lets everybody stay with their own path."),
    check: Check::Journey(check),
};

fn scaling(is_scaled: bool) -> Sketch {
    let at = jiff::civil::date(2026, 2, 10).at(9, 0, 0, 0);
    Sketch::read().then(experiment(|experiment| experiment.scaling = is_scaled.then(|| scaled(at))))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let at_once = |entry: &Step<'_>| matches!(entry.kind(), Kind::ReadAudience(_) | Kind::BusinessEvent(_));
    if !survey.entry().is_some_and(at_once) {
        return;
    }
    // Contents that wait in apps and on pages can be scaled anywhere, others nowhere: another rule says so.
    for trial in trials(survey).iter().filter(|trial| trial.medium.is_none() && trial.scaling.is_some()) {
        let step = trial.step;
        let message = format!(
            "In {} everybody would take the best path later, but an audience that is read has gone through by then.",
            survey.name(step)
        );
        let edits = survey.mend().step(step, |step| trial.altered(step, |trial| *trial.scaling = None));
        let finding = findings.report(survey.field(step, "test.scaling"), message);
        finding.suggested("Do not scale by itself", edits);
    }
}
