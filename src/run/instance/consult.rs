//! Content decisions and dataset lookups: what the platform holds, asked for one person.
//!
//! The machine works the answer out from what the inventory states; whoever drives it hands that answer back, or
//! another one where it knows better.

use crate::expression::{EvaluationError, shape};
use crate::journey::{ActivityId, DatasetLookup, Field, Value};
use crate::run::formula::Formula;
use crate::run::output::{DecisionPlan, LookupPlan, OfferPlan};
use crate::run::world::World;
use crate::run::{Consulted, Effect, Outcome, Status, WaitingFor, is_success, words};

use super::Machine;
use super::arrive::Arrival;
use super::leave::Departure;

/// Chooses offers: the strategies one after the other, in each those of higher priority first, until enough are chosen.
pub(super) fn decide(world: &World<'_>, plan: &DecisionPlan) -> Result<Arrival, EvaluationError> {
    world.seen();
    let mut chosen: Vec<(&OfferPlan, &str)> = Vec::new();
    'sequence: for strategy in &plan.strategies {
        if chosen.len() >= plan.offers {
            break;
        }
        if !fits(world, &strategy.eligibility)? {
            continue;
        }
        for offer in &strategy.offers {
            if chosen.len() >= plan.offers {
                break 'sequence;
            }
            if chosen.iter().all(|(known, _)| known.name != offer.name) && fits(world, &offer.eligibility)? {
                chosen.push((offer, &strategy.name));
            }
        }
    }
    let seen = world.seen().join(", ");
    let mut because = match (chosen.as_slice(), &plan.fallback) {
        ([], Some(fallback)) => format!("the fallback “{}”: no other offer fits", fallback.name),
        ([], None) => "no offer fits".to_owned(),
        (chosen, _) => {
            let said = chosen.iter().map(|(offer, strategy)| match *strategy {
                "" => format!("“{}”", offer.name),
                strategy => format!("“{}” by “{strategy}”", offer.name),
            });
            said.collect::<Vec<_>>().join(", ")
        }
    };
    if !seen.is_empty() {
        because = format!("{because}: {seen}");
    }
    let fallback = plan.fallback.iter().filter(|_| chosen.is_empty());
    let offers = chosen.iter().map(|(offer, _)| *offer).chain(fallback);
    let found = answer(shape::ITEMS, offers.map(|offer| words::json(&offer.value)).collect());
    Ok(ask(world, Consulted::Policy(plan.policy.clone()), found, because))
}

/// Nothing said is everybody.
fn fits(world: &World<'_>, eligibility: &Formula) -> Result<bool, EvaluationError> {
    if eligibility.is_empty() { Ok(true) } else { eligibility.holds(world) }
}

/// Looks records up, in the order of the keys.
pub(super) fn look_up(world: &World<'_>, plan: &LookupPlan) -> Result<Arrival, EvaluationError> {
    if plan.key.is_empty() {
        return Err(EvaluationError::Empty("the key".to_owned()));
    }
    let keys = keys(plan.key.value(world)?)?;
    let taken = &keys[..keys.len().min(DatasetLookup::MOST_KEYS)];
    let records: Vec<serde_json::Value> = taken
        .iter()
        .flat_map(|key| plan.records.iter().filter(move |(known, _)| known == key))
        .map(|(_, record)| words::json(record))
        .collect();
    let count = match records.len() {
        0 => "nothing".to_owned(),
        1 => "1 record".to_owned(),
        count => format!("{count} records"),
    };
    let asked = match taken {
        [] => "no key".to_owned(),
        [one] => words::plain(&Value::Text(one.clone())),
        several => format!("{} keys", several.len()),
    };
    let mut because = format!("{count} in “{}” for {asked}", plan.name);
    if keys.len() > DatasetLookup::MOST_KEYS {
        because = format!("{because}: only the first {} of {} are looked up", DatasetLookup::MOST_KEYS, keys.len());
    }
    let found = answer(shape::ENTITIES, records);
    Ok(ask(world, Consulted::Dataset(plan.dataset.clone()), found, because))
}

/// One key or several, each once; what is missing is none.
fn keys(value: Value) -> Result<Vec<String>, EvaluationError> {
    let items = match value {
        Value::List(items) => items,
        one => vec![one],
    };
    let mut keys: Vec<String> = Vec::new();
    for item in items {
        match item {
            Value::Null => {}
            Value::Text(key) if keys.contains(&key) => {}
            Value::Text(key) => keys.push(key),
            other => {
                let message = format!("a key must be text, not {}", words::plain(&other));
                return Err(EvaluationError::Mismatch(message));
            }
        }
    }
    Ok(keys)
}

fn answer(field: &str, list: Vec<serde_json::Value>) -> String {
    serde_json::json!({ field: list }).to_string()
}

fn ask(world: &World<'_>, of: Consulted, found: String, because: String) -> Arrival {
    let effect = Effect::Consult { activity: world.node.id.clone(), visit: world.visit, of, found: found.clone() };
    Arrival::Wait(WaitingFor::Answer { found, because }, vec![effect])
}

/// What was found, and what the machine had worked out itself.
pub(super) struct Consultation {
    pub found: String,
    pub because: String,
    pub outcome: Outcome,
}

impl Machine<'_> {
    /// The answer has come: it is kept for later steps.
    pub(super) fn consulted(&mut self, index: usize, activity: &ActivityId, fields: &[Field], asked: Consultation) {
        let body = match &asked.outcome {
            Outcome::Answered { status, body } if is_success(*status) => body,
            Outcome::Answered { status, .. } => {
                let because = format!("answered {status}");
                return self.travel(index, Departure::failed(Status::Error, status.to_string(), because));
            }
            Outcome::TimedOut => {
                return self.travel(index, Departure::failed(Status::TimedOut, "timedOut", "no answer came"));
            }
            Outcome::Capped { because } => {
                return self.travel(index, Departure::failed(Status::Capped, "capped", because.clone()));
            }
            Outcome::Failed => return self.travel(index, Departure::broken("it could not be asked")),
            outcome @ (Outcome::Unreached { because } | Outcome::NoToken { because }) => {
                return self.travel(index, Departure::unanswered(&outcome.word(), because.clone()));
            }
            Outcome::Barred(obstacle) => return self.travel(index, Departure::barred(*obstacle)),
        };
        let mut value = match shape::value(body, fields) {
            Ok(value) => value,
            Err(error) => return self.travel(index, Departure::broken(error.to_string())),
        };
        let mut because = if *body == asked.found { asked.because } else { told(&value) };
        let left_out = keep_to_size(&mut value);
        if left_out > 0 {
            because = format!("{because}; {left_out} left out: a lookup brings 10 KB at most");
        }
        self.state.outputs.insert(activity.clone(), value);
        self.travel(index, Departure::next(because));
    }
}

/// What an answer holds that is not the machine's own.
fn told(value: &Value) -> String {
    let count = |field: &str| match shape::select(value, &[field]) {
        Value::List(items) => items.len(),
        _ => 0,
    };
    match (count(shape::ITEMS), count(shape::ENTITIES)) {
        (0, 0) => "nothing was answered".to_owned(),
        (offers, 0) => format!("{offers} {} answered", if offers == 1 { "offer was" } else { "offers were" }),
        (_, records) => format!("{records} {} answered", if records == 1 { "record was" } else { "records were" }),
    }
}

/// Takes records away from the end of a lookup's answer until it is small enough; how many.
fn keep_to_size(value: &mut Value) -> usize {
    let Value::Object(fields) = value else { return 0 };
    let Some(Value::List(records)) = fields.get_mut(shape::ENTITIES) else { return 0 };
    let mut bytes = 0;
    let kept = records
        .iter()
        .take_while(|record| {
            bytes += words::json(record).to_string().len();
            bytes <= DatasetLookup::MOST_BYTES
        })
        .count();
    let left_out = records.len() - kept;
    records.truncate(kept);
    left_out
}
