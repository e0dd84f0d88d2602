//! What is promised of a message can be kept on every way to it.

use crate::check::example::{Sketch, steps};
use crate::check::survey::latency::{Budget, of_flow};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Activity, Duration, Kind, length};

pub(super) const RULE: Rule = Rule {
    id: "waymark-latency",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "A message goes out within the time that is promised of it, however long its way is.",
    why: "Ingestion, evaluation of audiences, waits, answers of other systems and delivery add up. What is promised for \
          less than the longest of that is broken for somebody.",
    sources: &[source::WAYMARK, source::BLUEPRINT_LATENCY],
    flagged: || promised(Duration::Minutes(30)).at("promise"),
    passing: || promised(Duration::Hours(2)),
    mending: Mending::Offers("Promises what the longest way keeps."),
    check: Check::Journey(check),
};

/// An email an hour after its event, promised within this time.
fn promised(promise: Duration) -> Sketch {
    Sketch::event()
        .then(steps::wait(Duration::Hours(1)))
        .then(steps::email())
        .with(|step| promise_of(step, Some(promise)))
}

fn promise_of(step: &mut Activity, promise: Option<Duration>) {
    if let Kind::Message(message) = &mut step.kind {
        message.promise = promise;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let is_promised = |kind: &Kind| kind.messages().iter().any(|message| message.promise.is_some());
    if !survey.steps().any(|step| is_promised(step.kind())) {
        return;
    }
    let estate = survey.estate;
    for budget in of_flow(survey.journey, survey.flow, estate.inventory(), estate.platform) {
        let (Some(promise), Some(step)) = (budget.promise, survey.flow.step(&budget.activity)) else { continue };
        if budget.is_kept() {
            continue;
        }
        let message =
            format!("{} is promised within {promise} of its trigger; {}.", survey.title(step), takes(&budget));
        let finding = findings.report(survey.field(step, "promise"), message);
        if !budget.is_open && matches!(step.kind(), Kind::Message(_)) {
            let kept = Duration::Minutes((budget.most_ms() + 59_999) / 60_000);
            let edits = survey.mend().step(step, |step| promise_of(step, Some(kept)));
            finding.suggested(format!("Promise {}", length(kept.milliseconds())), edits);
        }
    }
}

/// How long it takes, and what most of it is.
fn takes(budget: &Budget) -> String {
    let [least, typical, most] = [budget.least_ms(), budget.typical_ms(), budget.most_ms()].map(length);
    let longest = budget.parts.iter().max_by_key(|part| part.most_ms);
    let chiefly = longest.map(|part| format!(", of which {} for {}", length(part.most_ms), part.name));
    let chiefly = chiefly.unwrap_or_default();
    if budget.is_open {
        format!("it takes {least} at least and may take any time, for something on the way has no stated end")
    } else {
        format!("it takes {least} at least, usually {typical}, and up to {most}{chiefly}")
    }
}
