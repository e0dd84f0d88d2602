//! What one person carries through a journey has a largest size.

use std::collections::BTreeSet;

use crate::check::example::{Sketch, steps};
use crate::check::survey::{Step, beyond, limit};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::expression::Target;
use crate::journey::{Action, DataSource, Event, Kind, Port, Value};

pub(super) const RULE: Rule = Rule {
    id: "journey-instance-size",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Warning,
    summary: "Events and replies that one person collects stay below 1 MB.",
    why: "Beyond it the person goes into error and leaves. Waymark adds up the samples of the events and replies on the way \
          on which most comes together, and the fields that are fetched.",
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
    // What is fetched of the person comes once, whichever way they take.
    let fetched = fetched(survey);
    // All ways together are seldom too much; then no single one is.
    let together: usize =
        survey.steps().flat_map(|step| [&Port::Next, &Port::Error].map(|port| collected(survey, step, port))).sum();
    if together + fetched <= most {
        return;
    }
    let collected = survey.along(|step, port| collected(survey, step, port)).through.most + fetched;
    if collected > most {
        let (size, over) = beyond(collected, most);
        let message = format!(
            "One person may collect {size} of events, replies, records and fields; {} fit: with {over} more they go into error \
             and leave.",
            limit(most)
        );
        findings.report(survey.at_journey("activities"), message);
    }
}

/// How many bytes are fetched of a person: of external sources a whole reply, of the profile the fields that are read,
/// as long as the longest of any test profile.
fn fetched(survey: &Survey<'_>) -> usize {
    let inventory = survey.estate.inventory();
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    for reference in survey.formulas.iter().flat_map(|formula| formula.references()) {
        let Target::FieldGroup { source, group } = &reference.target else { continue };
        if !seen.insert((source, group)) {
            continue;
        }
        let source = inventory.named::<DataSource>(source);
        let known = source.and_then(|source| source.field_groups.iter().find(|known| known.name == **group));
        let Some(known) = known else { continue };
        // A field group is fetched whole, whichever of its fields is read.
        let fields = known.paths.iter().map(|path| {
            let values = inventory.profiles.iter().filter_map(|profile| profile.attributes.get(path));
            path.len() + values.map(length).max().unwrap_or(0)
        });
        bytes += known.response.len() + fields.sum::<usize>();
    }
    bytes
}

/// How long a value is in JSON.
fn length(value: &Value) -> usize {
    serde_json::to_string(value).map_or(0, |text| text.len())
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
