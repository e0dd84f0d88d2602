//! From regions to values: a value for every field, and for parts that are not taken apart a search for values that
//! make them say what they must.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::expression::Expr;
use crate::journey::{Event, Profile, Value, ValueType};
use crate::run::Program;

use super::leaf::{asked, literals};
use super::logic::Assignment;
use super::model::Model;
use super::probe::Probe;
use super::region;
use super::term::{Key, STATUS};

/// Combinations of values that are tried for one part.
const MOST_TRIES: usize = 4_000;

/// The person from whom test people are made, and what they bring.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub profile: Profile,
    values: BTreeMap<Key, Value>,
    /// In which region each field lies for them.
    pub preferred: Assignment,
}

impl Base {
    /// After this person, with the samples of events and replies.
    pub(super) fn of(model: &Model<'_>, program: &Program, profile: &Profile) -> Self {
        let mut values = BTreeMap::new();
        for asked in &model.logic.asked.fields {
            let value = match &asked.key {
                Key::Profile(path) => profile.attributes.get(path).cloned(),
                Key::Event { event, path } => {
                    let event = model.inventory.events.iter().find(|known| known.name == *event);
                    event.map(|event: &Event| at(&program.payload(&event.id, ""), path))
                }
                Key::Reply { action, path } if path == STATUS => {
                    model.logic.asked.terms.action(action).map(|_| Value::Text("http_200".to_owned()))
                }
                Key::Audience(name) => {
                    let audience = model.inventory.audiences.iter().find(|audience| audience.name == *name);
                    Some(Value::Boolean(audience.is_some_and(|audience| profile.audiences.contains(&audience.id))))
                }
                Key::Consent(_) => Some(Value::Boolean(true)),
                Key::Failing(_) => Some(Value::Boolean(false)),
                _ => None,
            };
            values.extend(value.map(|value| (asked.key.clone(), value)));
        }
        let fields = model.logic.asked.fields.iter();
        let preferred = fields
            .map(|asked| {
                let own = values.get(&asked.key).cloned().unwrap_or_default();
                asked.region_of(&own).unwrap_or(0)
            })
            .collect();
        Self { profile: profile.clone(), values, preferred }
    }

    /// Values of which each lies in its region, those that were there before where they do; parts that must say
    /// something say it, if such values are found.
    pub(super) fn values(
        &self,
        model: &Model<'_>,
        assignment: &Assignment,
        asks_for: &[usize],
        before: &BTreeMap<Key, Value>,
        now: Timestamp,
    ) -> BTreeMap<Key, Value> {
        let mut values = BTreeMap::new();
        for (asked, region) in model.logic.asked.fields.iter().zip(assignment) {
            let fits = |value: &&Value| asked.region_of(value) == Some(*region);
            let known = before.get(&asked.key).filter(fits).or_else(|| self.values.get(&asked.key).filter(fits));
            let sample = asked.regions.get(*region).and_then(|region| region.samples.first());
            values.extend(known.or(sample).map(|value| (asked.key.clone(), value.clone())));
        }
        for name in model.logic.asked.rules.keys() {
            let inside = model.logic.holds(assignment, &model.logic.member(name));
            values.insert(Key::Audience(name.clone()), Value::Boolean(inside));
        }
        let mut done: Vec<(&Expr, u16)> = Vec::new();
        for field in asks_for {
            let asked = &model.logic.asked.fields[*field];
            let (Some(expr), Some(region)) = (&asked.expr, asked.regions.get(assignment[*field])) else { continue };
            let Some(wanted) = region.answers.first().copied() else { continue };
            if done.iter().any(|(known, _)| *known == expr) {
                continue;
            }
            done.push((expr, wanted));
            if let Some(found) = self.search(model, assignment, &values, &done, now) {
                values = found;
            }
        }
        values
    }

    /// Values with which all of these parts say what they must.
    fn search(
        &self,
        model: &Model<'_>,
        assignment: &Assignment,
        values: &BTreeMap<Key, Value>,
        parts: &[(&Expr, u16)],
        now: Timestamp,
    ) -> Option<BTreeMap<Key, Value>> {
        let zone = TimeZone::get(&model.journey.properties.zone).unwrap_or(TimeZone::UTC);
        let all_say = |values: &BTreeMap<Key, Value>| {
            let probe = Probe { values, now, zone: zone.clone() };
            parts.iter().all(|(expr, wanted)| probe.says(expr) == Some(*wanted))
        };
        if all_say(values) {
            return Some(values.clone());
        }
        let (last, _) = parts.last()?;
        let keys = asked(last, &model.logic.asked.terms)?;
        let choices: Vec<Vec<Value>> = keys.iter().map(|key| self.guesses(model, assignment, key, last, now)).collect();
        let mut tries = 0;
        let mut at = vec![0; keys.len()];
        loop {
            let mut tried = values.clone();
            for ((key, choice), place) in keys.iter().zip(&choices).zip(&at) {
                if let Some(value) = choice.get(*place) {
                    tried.insert(key.clone(), value.clone());
                }
            }
            if all_say(&tried) {
                return Some(tried);
            }
            tries += 1;
            // The next combination, as a counter counts.
            let place = (0..at.len()).find(|place| at[*place] + 1 < choices[*place].len())?;
            at[..place].fill(0);
            at[place] += 1;
            if tries >= MOST_TRIES {
                return None;
            }
        }
    }

    /// Values of a field that are worth trying for a part.
    fn guesses(
        &self,
        model: &Model<'_>,
        assignment: &Assignment,
        key: &Key,
        expr: &Expr,
        now: Timestamp,
    ) -> Vec<Value> {
        let field = model.logic.asked.index.get(key).copied();
        let asked = field.map(|field| (&model.logic.asked.fields[field], assignment[field]));
        let mut guesses: Vec<Value> = Vec::new();
        if let Some((asked, region)) = &asked {
            guesses.extend(asked.regions.get(*region).into_iter().flat_map(|region| region.samples.clone()));
        }
        let Some(domain) = model.logic.asked.terms.domain(key) else { return guesses };
        guesses.extend(domain.only.iter().cloned());
        let written = literals(expr);
        let numbers: Vec<i64> = written
            .iter()
            .filter_map(|value| match value {
                Value::Integer(number) => Some(*number),
                _ => None,
            })
            .collect();
        match domain.kind {
            ValueType::DateTime => guesses.extend(moments(now, &numbers).into_iter().map(Value::DateTime)),
            ValueType::DateTimeOnly => {
                let local = |at: Timestamp| Value::DateTimeOnly(at.to_zoned(TimeZone::UTC).datetime());
                guesses.extend(moments(now, &numbers).into_iter().map(local));
            }
            ValueType::DateOnly => {
                let local = |at: Timestamp| Value::Date(at.to_zoned(TimeZone::UTC).date());
                guesses.extend(moments(now, &numbers).into_iter().map(local));
            }
            ValueType::Integer => {
                let near = numbers.iter().flat_map(|number| [-1, 0, 1].map(|by| number.saturating_add(by)));
                guesses.extend(near.chain([0, 1, 2, 10, 100, 1_000, 100_000, -1]).map(Value::Integer));
            }
            ValueType::Decimal => {
                let decimals = written.iter().filter_map(|value| match value {
                    Value::Decimal(number) => Some(*number),
                    _ => None,
                });
                let near = decimals.flat_map(|number| [number, number - 1.0, number + 1.0]);
                guesses.extend(near.chain([0.0, 1.0, 10.0, 100.0, 1_000.0, 100_000.0]).map(Value::Decimal));
            }
            ValueType::String => {
                guesses.extend(written.iter().filter(|value| matches!(value, Value::Text(_))).cloned());
                let lengths = numbers.iter().filter_map(|number| usize::try_from(*number).ok()).filter(|it| *it < 200);
                guesses.extend(lengths.flat_map(|length| [length, length + 1]).map(|it| Value::Text("a".repeat(it))));
                guesses.extend(["", "a", "1", "true", "Test"].map(|text| Value::Text(text.to_owned())));
            }
            kind => guesses.extend(region::some(kind)),
        }
        if domain.nullable {
            guesses.push(Value::Null);
        }
        let fits = |value: &Value| asked.as_ref().is_none_or(|(asked, region)| asked.region_of(value) == Some(*region));
        let in_range = |value: &Value| match value {
            Value::Integer(number) => {
                domain.minimum.is_none_or(|end| *number >= end) && domain.maximum.is_none_or(|end| *number <= end)
            }
            _ => true,
        };
        guesses.retain(|value| fits(value) && in_range(value));
        guesses
    }
}

/// Moments around now, and as far from it as the numbers say, in every unit.
fn moments(now: Timestamp, numbers: &[i64]) -> Vec<Timestamp> {
    const HOUR: i64 = 3_600_000;
    const DAY: i64 = 24 * HOUR;
    let mut steps = vec![0, HOUR, -HOUR, DAY, -DAY, 400 * DAY, -400 * DAY];
    for number in numbers {
        for unit in [HOUR, DAY, 31 * DAY, 366 * DAY] {
            let far = number.saturating_mul(unit);
            for by in [0, HOUR, -HOUR] {
                steps.extend([far.saturating_add(by), far.saturating_neg().saturating_add(by)]);
            }
        }
    }
    steps.into_iter().filter_map(|step| now.checked_add(SignedDuration::from_millis(step)).ok()).collect()
}

/// What stands at a dotted path.
fn at(value: &Value, path: &str) -> Value {
    let names: Vec<&str> = path.split('.').collect();
    crate::expression::shape::select(value, &names)
}
