//! A profile that the entry event only just creates is not ready for the next step.

use crate::check::example::{Sketch, steps};
use crate::check::survey::{Formula, Step};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::{Duration, Event, Kind, Wait};

pub(super) const RULE: Rule = Rule {
    id: "profile-creation-race",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "Where the entry event creates the profile, a wait stands before the first step that reads it.",
    why: "The platform needs up to a minute, at high volume more, until a new profile can be read; before that its \
          fields, its address and its consent are missing.",
    sources: &[source::GUARDRAILS],
    flagged: || registering(true).at_step("email-2", ""),
    passing: || registering(false),
    mending: Mending::Offers("Lets people wait five minutes first, where one line leads to the step."),
    check: Check::Journey(check),
};

/// How long the remedy waits.
const READY: Duration = Duration::Minutes(5);

fn registering(creates: bool) -> Sketch {
    Sketch::event().then(steps::email()).then(steps::update()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.creates_profiles = creates;
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(entry) = survey.entry() else { return };
    let Kind::Event(activity) = entry.kind() else { return };
    let Some(event) = survey.estate.get::<Event>(activity.event.as_ref()).filter(|event| event.creates_profiles) else {
        return;
    };
    let (mut seen, mut ahead) = (vec![false; survey.flow.steps.len()], vec![entry]);
    while let Some(step) = ahead.pop() {
        // Behind a wait, and behind the first step that reads, nothing new is to be said.
        if std::mem::replace(&mut seen[step.index], true) || step.holds() {
            continue;
        }
        if !reads_profile(survey, step) {
            ahead.extend(survey.flow.after(step));
            continue;
        }
        let message = format!(
            "{} reads the profile that '{}' may only just create; let people wait before it, or use the event's fields.",
            survey.title(step),
            event.name
        );
        let finding = findings.report(survey.place(step), message);
        if let [wire] = step.arriving.as_slice() {
            let edits = survey.mend().insert(
                &survey.flow.wires[*wire],
                "Until the profile is there",
                Kind::Wait(Wait::Duration(READY)),
            );
            finding.suggested(format!("Wait {READY} before it"), edits);
        }
    }
}

/// Messages look up the address and the consent; everything else reads what its expressions name.
fn reads_profile(survey: &Survey<'_>, step: &Step<'_>) -> bool {
    let asks = |formula: &Formula<'_>| {
        survey.estate.external_source(formula).is_none()
            && formula
                .references()
                .iter()
                .any(|reference| matches!(reference.target, Target::FieldGroup { .. } | Target::Audience(_)))
    };
    matches!(step.kind(), Kind::Message(_))
        || survey.formulas.iter().any(|formula| formula.step == Some(step.index) && asks(formula))
}
