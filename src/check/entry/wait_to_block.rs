//! Coming again too soon is prevented by the re-entrance setting, not by a wait at the end.

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Kind, Port, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-used-to-block-reentry",
    aliases: &[],
    family: Family::Entry,
    severity: Severity::Warning,
    summary: "No path ends with a wait while people may enter again.",
    why: "A wait at the end only keeps people inside so that they cannot enter again; the re-entrance setting does that \
          without holding anybody.",
    sources: &[source::WAIT],
    flagged: || start().then(steps::wait(Duration::Days(7))).at(""),
    passing: start,
    mending: Mending::Offers("Takes the wait away and lets people enter again after the same time."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let reentrance = &survey.journey.properties.reentrance;
    let by_trigger =
        survey.entry().is_some_and(|entry| matches!(entry.kind(), Kind::Event(_) | Kind::AudienceQualification(_)));
    if !by_trigger || !reentrance.allowed {
        return;
    }
    for step in survey.steps().filter(|step| survey.flow.reached[step.index] && step.leaving.is_empty()) {
        let Kind::Wait(Wait::Duration(duration)) = step.kind() else { continue };
        // What waits for people in an app goes with the journey: the wait keeps it there.
        let upstream = survey.flow.upstream(step);
        let shows = |before: &Step<'_>| before.kind().messages().iter().any(|message| message.medium.is_inbound());
        if survey.steps().any(|before| upstream[before.index] && shows(before)) {
            continue;
        }
        // A wait beside an event is that event's timeout, not a lock.
        let beside = survey
            .flow
            .before(step)
            .any(|before| survey.flow.leaving(before, &Port::Next).any(|wire| wire.to != step.index));
        if beside {
            continue;
        }
        let message = format!(
            "Nothing comes after {}: add the next step. Keeping people from entering again is what the re-entrance \
             setting is for.",
            survey.name(step)
        );
        // Whoever is still drawing simply has not come to the next step yet.
        let finding = findings.report(survey.place(step), message).to_do();
        let numbers = survey.estate.numbers;
        let range = Duration::Minutes(numbers.min_reentrance_minutes).milliseconds()
            ..=Duration::Days(numbers.max_reentrance_days).milliseconds();
        if range.contains(&duration.milliseconds()) {
            let mut edits = survey.mend().remove(step);
            edits.extend(survey.mend().properties(|p| p.reentrance.wait = *duration));
            finding.suggested(format!("Let people enter again after {duration} instead"), edits);
        }
    }
}
