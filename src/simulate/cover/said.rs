//! People, payloads and replies of a scenario, written out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use crate::edit::new::PersonalSample;
use crate::expression::shape;
use crate::journey::{
    Action, ActionId, Answerer, DataSource, Event, Medium, Profile, ProfileId, Reply, Scenario, ScenarioId, Value,
    id_text,
};
use crate::run::value_json;

use super::direct::bare;
use super::model::Model;
use super::term::{FAILURE, Key, Question, STATUS};

/// Letters of different numbers that look different.
const STRIDE: u64 = 0x9e37_79b9_7f4a_7c15;

/// A test person with these values.
pub(super) fn profile(model: &Model<'_>, base: &Profile, values: &BTreeMap<Key, Value>, number: usize) -> Profile {
    let chance = (number as u64).wrapping_add(1).wrapping_mul(STRIDE);
    let mut profile = Profile {
        id: ProfileId(id_text("profile", chance, 12)),
        name: format!("Test person {number}"),
        description: format!("Made to cover “{}”", model.journey.name),
        test_profile: true,
        audiences: Vec::new(),
        history: Vec::new(),
        consent: BTreeMap::new(),
        ..base.clone()
    };
    for namespace in model.inventory.namespaces.iter().filter(|namespace| namespace.people) {
        let identity = if namespace.symbol == "Email" {
            format!("person{number}@example.com")
        } else {
            format!("TEST-{number:04}")
        };
        profile.identities.insert(namespace.id.clone(), identity);
    }
    for (key, value) in values {
        match key {
            Key::Profile(path) => drop(match value {
                Value::Null => profile.attributes.remove(path),
                value => profile.attributes.insert(path.clone(), value.clone()),
            }),
            Key::Consent(medium) if *value == Value::Boolean(false) => {
                profile.consent.insert(Medium::clone(medium), false);
            }
            Key::Audience(name) if *value == Value::Boolean(true) => {
                let is_asked = model.logic.asked.index.contains_key(key);
                let audience = model.inventory.audiences.iter().find(|audience| audience.name == *name && is_asked);
                profile.audiences.extend(audience.map(|audience| audience.id.clone()));
            }
            _ => {}
        }
    }
    profile
}

/// A scenario of this person, in which nothing happens yet.
pub(super) fn scenario(model: &Model<'_>, profile: &Profile, number: usize, start: Timestamp) -> Scenario {
    let chance = (number as u64).wrapping_add(7).wrapping_mul(STRIDE);
    Scenario {
        id: ScenarioId(id_text("scenario", chance, 12)),
        name: format!("Way {number:02}"),
        profiles: vec![profile.id.clone()],
        ..bare(model, start)
    }
}

/// A reply, once.
pub(super) fn reply(from: Answerer, status: u16, milliseconds: i64) -> Reply {
    let milliseconds = u64::try_from(milliseconds).unwrap_or(0);
    Reply { milliseconds, times: Some(1), ..Reply::of(from, status) }
}

/// An event's payload: its sample as the person would bring it, with the values that are planned; empty where the
/// sample will do.
pub(super) fn payload(model: &Model<'_>, values: &BTreeMap<Key, Value>, profile: &Profile, event: &Event) -> String {
    let planned = values.iter().filter_map(|(key, value)| match key {
        Key::Event { event: name, path } if *name == event.name => Some((path.as_str(), value)),
        _ => None,
    });
    let planned: Vec<(&str, &Value)> = planned.collect();
    if planned.is_empty() {
        return String::new();
    }
    let sample = PersonalSample::of(model.inventory, event).about(profile).unwrap_or_else(|| event.sample.clone());
    with(&sample, planned)
}

/// The body of a reply: the declared sample with the values that are planned; empty where the sample will do.
pub(super) fn body(model: &Model<'_>, values: &BTreeMap<Key, Value>, action: &ActionId, well: bool) -> String {
    let Some(action) = model.inventory.get::<Action>(action) else { return String::new() };
    let planned = values.iter().filter_map(|(key, value)| match key {
        Key::Reply { action: name, path } if *name == action.name && path != STATUS => {
            let failure = path.strip_prefix(FAILURE).and_then(|rest| rest.strip_prefix('.'));
            match (well, failure) {
                (true, None) => Some((path.as_str(), value)),
                (false, Some(rest)) => Some((rest, value)),
                _ => None,
            }
        }
        _ => None,
    });
    let planned: Vec<(&str, &Value)> = planned.collect();
    if planned.is_empty() {
        return String::new();
    }
    with(if well { &action.response } else { &action.error_response }, planned)
}

/// What an external source answers to a question.
pub(super) fn answer(values: &BTreeMap<Key, Value>, source: &DataSource, question: &Question) -> String {
    let planned = values.iter().filter_map(|(key, value)| match key {
        Key::External { question: asked, path } if asked == question => Some((path.as_str(), value)),
        _ => None,
    });
    let planned: Vec<(&str, &Value)> = planned.collect();
    let group = source.field_groups.iter().find(|group| group.name == question.group);
    match group {
        Some(group) if !planned.is_empty() => with(&group.response, planned),
        _ => String::new(),
    }
}

/// A record with values at their paths; what is nothing is not there.
fn with(sample: &str, planned: Vec<(&str, &Value)>) -> String {
    let mut record = match serde_json::from_str(sample) {
        Ok(Json::Object(record)) => record,
        _ => Map::new(),
    };
    for (path, value) in planned {
        if value.is_null() {
            remove(&mut record, path);
        } else {
            shape::put(&mut record, path, value_json(value));
        }
    }
    Json::Object(record).to_string()
}

fn remove(record: &mut Map<String, Json>, path: &str) {
    match path.split_once('.') {
        None => drop(record.remove(path)),
        Some((first, rest)) => {
            if let Some(Json::Object(inner)) = record.get_mut(first) {
                remove(inner, rest);
            }
        }
    }
}

/// Every text in a sample.
pub(super) fn texts(sample: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<Json> = serde_json::from_str(sample).into_iter().collect();
    while let Some(value) = open.pop() {
        match value {
            Json::String(text) => found.push(text),
            Json::Array(items) => open.extend(items),
            Json::Object(fields) => open.extend(fields.into_iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    found
}

/// Leaves out what would have been so anyway, and puts the rest in order of time.
pub(super) fn tidy(scenario: &mut Scenario) {
    let is_usual = |reply: &Reply| {
        reply.status == 200 && reply.milliseconds == 0 && reply.body.is_empty() && reply.fault.is_none()
    };
    let replies = std::mem::take(&mut scenario.replies);
    let kept = replies.iter().enumerate().filter(|(index, reply)| {
        let later = replies[*index..].iter().filter(|other| other.from == reply.from);
        !later.clone().all(is_usual)
    });
    scenario.replies = kept.map(|(_, reply)| reply.clone()).collect();
    scenario.happenings.sort_by_key(|happening| (happening.after.milliseconds(), happening.milliseconds));
}
