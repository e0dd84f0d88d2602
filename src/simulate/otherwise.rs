//! One value otherwise: what the conditions of a step ask of somebody, and which branches flip where one value of it is
//! another one. The same run again, in virtual time, beside the document.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json};

use crate::edit::new::PersonalSample;
use crate::expression::{ExprKind, parse, shape};
use crate::journey::{
    Activity, ActivityId, Event, Field, Happening, Inventory, Journey, Kind, Port, Profile, ProfileId, Scenario,
    Schema, SchemaClass, Value, ValueType, What, Workspace,
};

use super::cover::{Key, Terms};
use super::{Run, SetupError, dry_run};

/// A value that a condition asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// Where it stands.
    pub place: Whence,
    /// What it is, as people write it; empty where there is none.
    pub now: String,
    /// Of which kind it is.
    pub kind: ValueType,
    /// The only values that it may have, where there are only some.
    pub one_of: Vec<String>,
}

/// Where a value stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whence {
    /// An attribute of the person, by its path.
    Attribute(String),
    /// A field of an event: which happening of the scenario brings it, and its path.
    Event(usize, String),
}

impl Whence {
    /// The path of the field.
    pub fn path(&self) -> &str {
        match self {
            Self::Attribute(path) | Self::Event(_, path) => path,
        }
    }
}

/// The same with one value otherwise.
#[derive(Clone, Debug, PartialEq)]
pub struct Otherwise {
    /// The person, where it is a value of theirs.
    pub profile: Option<Profile>,
    /// What happens instead, and in whose place, where it is a value of an event.
    pub happening: Option<(usize, Happening)>,
    /// The run of the same person then; `None` where they do not come in.
    pub run: Option<Run>,
    /// The branches that flip, in order of time.
    pub flips: Vec<Flip>,
}

/// A branch that flips.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// The number of the step in the run before.
    pub step: usize,
    /// The step.
    pub activity: ActivityId,
    /// The way that was taken.
    pub before: Port,
    /// The way that is taken then; `None` where the person does not come there any more.
    pub after: Option<Port>,
}

/// What the conditions of a step ask of this run's person, as far as it is an attribute or stands in an event.
pub fn asked(workspace: &Workspace, scenario: &Scenario, run: &Run, step: usize) -> Vec<Asked> {
    let inventory = &*workspace.inventory;
    let found = workspace.journeys.get(&run.journey).zip(run.steps.get(step));
    let Some((journey, step)) = found else { return Vec::new() };
    let Some(activity) = journey.activity(&step.activity) else { return Vec::new() };
    let mut asked: Vec<Asked> = Vec::new();
    for key in keys(activity, inventory) {
        let known = match key {
            Key::Profile(path) => attribute(inventory, &run.profile, &path),
            Key::Event { event, path } => brought(inventory, scenario, (&run.profile, step.at), &event, &path),
            _ => None,
        };
        asked.extend(known.filter(|known| asked.iter().all(|other| other.place != known.place)));
    }
    asked
}

fn keys(activity: &Activity, inventory: &Inventory) -> Vec<Key> {
    let Kind::Condition(condition) = &activity.kind else { return Vec::new() };
    let terms = Terms { inventory };
    let mut keys = Vec::new();
    for path in condition.test.questions().unwrap_or_default() {
        let Some(tree) = parse(path.expression.as_str()).tree else { continue };
        tree.visit(&mut |part| {
            if let ExprKind::Field(reference) = &part.kind {
                keys.extend(terms.key(reference));
            }
        });
    }
    keys
}

fn attribute(inventory: &Inventory, person: &ProfileId, path: &str) -> Option<Asked> {
    let profile = inventory.get::<Profile>(person)?;
    let field = field(inventory, path);
    let now = profile.attributes.get(path).map(Value::text).unwrap_or_default();
    let kind = field.map_or(ValueType::String, |field| field.kind);
    let one_of = field.map(|field| field.one_of.clone()).unwrap_or_default();
    Some(Asked { place: Whence::Attribute(path.to_owned()), now, kind, one_of })
}

fn field<'i>(inventory: &'i Inventory, path: &str) -> Option<&'i Field> {
    let people = inventory.schemas.iter().filter(|schema: &&Schema| schema.class == SchemaClass::IndividualProfile);
    people.flat_map(|schema| &schema.fields).find(|field| field.path == path)
}

/// The latest event of this name that came to the person until then.
fn brought(
    inventory: &Inventory,
    scenario: &Scenario,
    (person, until): (&ProfileId, Timestamp),
    name: &str,
    path: &str,
) -> Option<Asked> {
    let event = inventory.events.iter().find(|event| event.name == name)?;
    let is_it = |happening: &Happening| {
        let after = SignedDuration::from_millis(happening.after.milliseconds());
        let theirs = happening.profile.as_ref().is_none_or(|theirs| theirs == person);
        let is_past = scenario.start.checked_add(after).is_ok_and(|at| at <= until);
        theirs && is_past && matches!(&happening.what, What::Event { event: id, .. } if *id == event.id)
    };
    let place = scenario.happenings.iter().rposition(is_it)?;
    let record = record(inventory, event, scenario.happenings.get(place)?, person)?;
    let now = shape::at(&Json::Object(record), path).cloned().unwrap_or(Json::Null);
    let known = shape::event_fields(inventory, event).into_iter().find(|field| field.path == path);
    let now = match &now {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let kind = known.as_ref().map_or(ValueType::String, |field| field.kind);
    let one_of = known.map(|field| field.one_of).unwrap_or_default();
    Some(Asked { place: Whence::Event(place, path.to_owned()), now, kind, one_of })
}

/// What a happening brings of this person.
fn record(
    inventory: &Inventory,
    event: &Event,
    happening: &Happening,
    person: &ProfileId,
) -> Option<Map<String, Json>> {
    let What::Event { payload, .. } = &happening.what else { return None };
    let own = || PersonalSample::of(inventory, event).about(inventory.get::<Profile>(person)?);
    let text = if payload.trim().is_empty() { own().unwrap_or_else(|| event.sample.clone()) } else { payload.clone() };
    match serde_json::from_str(&text) {
        Ok(Json::Object(record)) => Some(record),
        _ => None,
    }
}

/// The same run where this value is another one, as people write it; `None` where it cannot be read.
///
/// # Errors
/// As a dry run.
pub fn otherwise(
    workspace: &Workspace,
    scenario: &Scenario,
    run: &Run,
    asked: &Asked,
    text: &str,
) -> Result<Option<Otherwise>, SetupError> {
    let Some(value) = Value::written(text, asked.kind) else { return Ok(None) };
    let (mut workspace, mut scenario) = (workspace.clone(), scenario.clone());
    let mut changed = Otherwise { profile: None, happening: None, run: None, flips: Vec::new() };
    match &asked.place {
        Whence::Attribute(path) => {
            let inventory = Arc::make_mut(&mut workspace.inventory);
            let Some(profile) = inventory.profiles.iter_mut().find(|known| known.id == run.profile) else {
                return Ok(None);
            };
            match value {
                Value::Null => drop(profile.attributes.remove(path)),
                value => drop(profile.attributes.insert(path.clone(), value)),
            }
            changed.profile = Some(profile.clone());
        }
        Whence::Event(place, path) => {
            let inventory = &*workspace.inventory;
            let Some(happening) = scenario.happenings.get_mut(*place) else { return Ok(None) };
            let What::Event { event, .. } = &happening.what else { return Ok(None) };
            let Some(event) = inventory.get::<Event>(event) else { return Ok(None) };
            let Some(mut record) = record(inventory, event, happening, &run.profile) else { return Ok(None) };
            shape::put(&mut record, path, crate::run::value_json(&value));
            let payload = Json::Object(record).to_string();
            happening.what = What::Event { event: event.id.clone(), payload };
            changed.happening = Some((*place, happening.clone()));
        }
    }
    let trace = dry_run(&workspace, &scenario)?;
    let after = trace.runs.into_iter().find(|other| is_same(other, run));
    if let Some(journey) = workspace.journeys.get(&run.journey) {
        changed.flips = flips(journey, run, after.as_ref());
    }
    changed.run = after;
    Ok(Some(changed))
}

fn is_same(one: &Run, other: &Run) -> bool {
    one.profile == other.profile && one.journey == other.journey && one.supplemental == other.supplemental
}

/// The branches that one run takes otherwise than the run before; what lies behind the first of them on the old way
/// only is no flip of its own.
fn flips(journey: &Journey, before: &Run, after: Option<&Run>) -> Vec<Flip> {
    let mut flips: Vec<Flip> = Vec::new();
    for number in super::decisions(journey, before) {
        let Some((step, taken)) = before.steps.get(number).and_then(|step| Some((step, step.port()?))) else {
            continue;
        };
        let visit = before.steps[..number].iter().filter(|other| other.activity == step.activity).count();
        let same = after.and_then(|run| run.steps.iter().filter(|other| other.activity == step.activity).nth(visit));
        let then = same.and_then(super::Step::port);
        if then.as_ref() != Some(&taken) && (then.is_some() || flips.is_empty()) {
            flips.push(Flip { step: number, activity: step.activity.clone(), before: taken, after: then });
        }
    }
    flips
}
