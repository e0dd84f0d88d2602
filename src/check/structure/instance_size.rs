//! What one person carries through a journey has a largest size.

use crate::check::example::{Sketch, steps};
use crate::check::survey::{Step, bytes};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Action, Event, Kind, Port};

pub(super) const RULE: Rule = Rule {
    id: "journey-instance-size",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "Events and replies that one person collects stay below 1 MB.",
    why: "Beyond it the person goes into error and leaves. Waymark adds up the samples of the events and replies on the way \
          on which most comes together.",
    sources: &[source::GUARDRAILS],
    flagged: || replying(1_100_000).at_journey("activities"),
    passing: || replying(10),
    mending: Mending::None("Which fields of an event or a reply are needed is for the author to say."),
    check: Check::Journey(check),
};

fn replying(bytes: usize) -> Sketch {
    Sketch::event().then(steps::call()).inventory(|inventory| {
        if let Some(action) = inventory.actions.iter_mut().find(|action| action.name == "SendText") {
            action.response = format!(r#"{{"id":"{}"}}"#, "x".repeat(bytes));
        }
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let most = survey.estate.numbers.max_instance_bytes;
    // All ways together are seldom too much; then no single one is.
    let together: usize =
        survey.steps().flat_map(|step| [&Port::Next, &Port::Error].map(|port| collected(survey, step, port))).sum();
    if together <= most {
        return;
    }
    let collected = survey.along(|step, port| collected(survey, step, port)).through.most;
    if collected > most {
        let message = format!(
            "One person may collect {} of events, replies and records; beyond {} they go into error and leave.",
            bytes(collected),
            bytes(most)
        );
        findings.report(survey.at_journey("activities"), message);
    }
}

/// How many bytes somebody collects at a step who leaves it by this way.
fn collected(survey: &Survey<'_>, step: &Step<'_>, port: &Port) -> usize {
    match (step.kind(), port) {
        (_, Port::Timeout) => 0,
        (Kind::Event(event), _) => {
            survey.estate.get::<Event>(event.event.as_ref()).map_or(0, |event| event.sample.len())
        }
        (Kind::CustomAction(call) | Kind::Campaign(call), _) => {
            let action = survey.estate.get::<Action>(call.action.as_ref());
            let reply = |action: &Action| {
                if *port == Port::Error { action.error_response.len() } else { action.response.len() }
            };
            action.map_or(0, reply)
        }
        // What a lookup brings at most: which records, nobody knows before.
        (Kind::DatasetLookup(_), _) => survey.estate.numbers.max_lookup_bytes,
        _ => 0,
    }
}
