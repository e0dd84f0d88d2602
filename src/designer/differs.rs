//! What two documents differ in, in a few words, "For: 120 days → 90 days": the examples of a guardrail, and a document
//! before and after a remedy.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::check::Sketch;
use crate::designer::fields::{Control, FIELDS};
use crate::designer::names;
use crate::designer::words::{phrase, word};
use crate::edit::describe::grouped;
use crate::journey::{ActivityId, Connection, Fragment, Workspace};

/// Differences that are said; examples differ in one thing, which may show in several places.
const SAID: usize = 2;
/// Letters of a value that are said.
const LETTERS: usize = 60;

/// What differs between the flagged and the passing example.
pub fn differences(flagged: &Sketch, passing: &Sketch) -> Vec<String> {
    let mut found = Found::default();
    found.compare(&flagged.workspace, &passing.workspace);
    if flagged.platform != passing.platform {
        let (from, to) = (names::platform(flagged.platform), names::platform(passing.platform));
        found.said.push(phrase("card.changed", &[("field", word("platform.what")), ("from", from), ("to", to)]));
    }
    found.said.truncate(SAID);
    found.said
}

/// What a remedy writes: the document before it, and with it.
pub fn changes(before: &Workspace, after: &Workspace) -> Vec<String> {
    let mut found = Found { says_whose: true, ..Found::default() };
    for workspace in [before, after] {
        let items = workspace.inventory.items();
        found.names.extend(items.iter().map(|item| (item.reference().as_str().to_owned(), names::object(item))));
        let journeys = workspace.journeys.iter();
        found.names.extend(journeys.map(|(id, journey)| (id.to_string(), journey.name.clone())));
    }
    found.compare(&other_than(before, after), &other_than(after, before));
    found.said.truncate(SAID);
    found.said
}

/// What of a document is not the very same in another one.
fn other_than(one: &Workspace, other: &Workspace) -> Workspace {
    let mut own = one.clone();
    own.journeys.retain(|id, journey| other.journeys.get(id).is_none_or(|known| !Arc::ptr_eq(known, journey)));
    own.versions.retain(|id, version| other.versions.get(id).is_none_or(|known| !Arc::ptr_eq(known, version)));
    if Arc::ptr_eq(&one.inventory, &other.inventory) {
        own.inventory = Arc::default();
    }
    own
}

/// Everything that documents can differ in, as plain data.
fn tree(workspace: &Workspace) -> Value {
    let journeys = workspace.journeys.values().filter_map(|journey| serde_json::to_value(journey.as_ref()).ok());
    let items = workspace.inventory.items().into_iter().filter_map(|item| serde_json::to_value(item).ok());
    let organization = workspace.organization.as_ref().and_then(|known| serde_json::to_value(known.as_ref()).ok());
    let versions = workspace.versions.values().filter_map(|version| {
        let name = phrase("versions.number", &[("n", &version.number.to_string())]);
        let journey = serde_json::to_value(&version.journey).ok()?;
        let published = version.published.is_some();
        Some(json!({"id": name, "name": name, "published": published, "journey": journey}))
    });
    let settings = serde_json::to_value(workspace.settings.as_ref()).ok();
    let parts = [
        ("Journey", Some(journeys.collect())),
        ("items", Some(items.collect())),
        ("versions", Some(versions.collect())),
        ("Organization", organization),
        ("Settings", settings),
    ];
    Value::Object(parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?))).collect())
}

/// The lines of all journeys and fragments, each from step to step.
fn drawn(workspace: &Workspace) -> Vec<String> {
    let fragments = workspace.inventory.fragments.iter().map(Fragment::as_journey);
    let journeys = workspace.journeys.values().map(|journey| journey.as_ref().clone());
    let lines = journeys.chain(fragments).flat_map(|journey| {
        let nowhere = || word("card.nowhere").to_owned();
        let name = |id: &ActivityId| journey.activity(id).map_or_else(nowhere, |step| names::activity(step, workspace));
        let line = |wire: &Connection| format!("{} → {}", name(&wire.from), name(&wire.to));
        journey.connections.iter().map(line).collect::<Vec<_>>()
    });
    lines.collect()
}

#[derive(Default)]
struct Found {
    path: Vec<String>,
    said: Vec<String>,
    /// What people call the objects that references name by id.
    names: BTreeMap<String, String>,
    /// The entries of lists that were walked into.
    within: Vec<String>,
    /// Whether it is told as a change: a part of an entry says whose it is, and what is not there any more goes.
    says_whose: bool,
}

/// Remembers what everything that has an id is called.
fn gather_names(value: &Value, names: &mut BTreeMap<String, String>) {
    match value {
        Value::Array(list) => {
            for entry in list {
                if let Some(id) = id(entry) {
                    names.insert(id, called(entry));
                }
                gather_names(entry, names);
            }
        }
        Value::Object(object) => object.values().for_each(|inner| gather_names(inner, names)),
        _ => {}
    }
}

impl Found {
    fn compare(&mut self, before: &Workspace, after: &Workspace) {
        let (old, new) = (tree(before), tree(after));
        gather_names(&old, &mut self.names);
        gather_names(&new, &mut self.names);
        self.walk("", &old, &new);
        if self.said.is_empty() {
            self.lines(before, after);
        }
    }

    fn walk(&mut self, name: &str, flagged: &Value, passing: &Value) {
        if flagged == passing || matches!(name, "layout" | "id" | "connections") {
            return;
        }
        self.path.push(name.to_owned());
        // A list in which nothing is, is left out.
        let none = Value::Array(Vec::new());
        let or_none = |side: &Value, other: &Value| {
            side.is_null() && other.as_array().is_some_and(|list| list.iter().all(Value::is_object))
        };
        let (flagged, passing) = match (or_none(flagged, passing), or_none(passing, flagged)) {
            (true, _) => (&none, passing),
            (_, true) => (flagged, &none),
            _ => (flagged, passing),
        };
        match (flagged, passing) {
            (Value::Array(flagged), Value::Array(passing)) if is_list_of_objects(flagged, passing) => {
                self.lists(flagged, passing);
            }
            (Value::Object(one), Value::Object(other)) if whole(flagged).is_none() && same_kind(one, other) => {
                for key in one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))) {
                    let side = |side: &Map<String, Value>| side.get(key).cloned().unwrap_or_default();
                    self.walk(key, &side(one), &side(other));
                }
            }
            _ => {
                let (from, to) = self.both(flagged, passing);
                let (field, control) = self.label();
                let shown = |text: String| if control == Some(Control::Percent) { percent(&text) } else { text };
                let parts = [("field", field), ("from", shown(from)), ("to", shown(to))];
                let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
                let said = phrase("card.changed", &parts);
                // Of the step and the object itself the row of the finding says the name.
                let whose = self.within.get(2..).and_then(<[String]>::last).filter(|_| self.says_whose);
                self.said.push(match whose {
                    Some(whose) => phrase("card.of", &[("whose", whose), ("what", &said)]),
                    None => said,
                });
            }
        }
        self.path.pop();
    }

    /// Both values in words. What is left out where the other side says yes means no, and the other way round.
    fn both(&self, flagged: &Value, passing: &Value) -> (String, String) {
        let other = |left_out: &Value, known: &Value| match (left_out, known) {
            (Value::Null, Value::Bool(yes)) => Value::Bool(!yes),
            _ => left_out.clone(),
        };
        let named = |value: Value| match value.as_str().and_then(|id| self.names.get(id)) {
            Some(name) => name.clone(),
            None => said(&value),
        };
        told_apart(&named(other(flagged, passing)), &named(other(passing, flagged)))
    }

    /// Entries are told apart by their id, else by their place.
    fn lists(&mut self, flagged: &[Value], passing: &[Value]) {
        let key = |index: usize, entry: &Value| id(entry).unwrap_or_else(|| index.to_string());
        let keyed = |list: &[Value]| -> Vec<(String, Value)> {
            list.iter().enumerate().map(|(index, entry)| (key(index, entry), entry.clone())).collect()
        };
        let (flagged, passing) = (keyed(flagged), keyed(passing));
        let of = |list: &[(String, Value)], key: &str| {
            list.iter().find(|(known, _)| known == key).map(|(_, entry)| entry.clone())
        };
        for (key, entry) in &flagged {
            match of(&passing, key) {
                Some(other) => {
                    self.within.push(called(entry));
                    self.walk("", entry, &other);
                    self.within.pop();
                }
                None => self.said.push(self.gone(&called(entry))),
            }
        }
        for (_, entry) in passing.iter().filter(|(key, _)| of(&flagged, key).is_none()) {
            self.said.push(self.added(&called(entry)));
        }
    }

    /// Where only other lines are drawn: which.
    fn lines(&mut self, flagged: &Workspace, passing: &Workspace) {
        let (before, after) = (drawn(flagged), drawn(passing));
        let missing = before.iter().filter(|line| !after.contains(line));
        let added = after.iter().filter(|line| !before.contains(line));
        let said: Vec<String> = missing.map(|line| self.gone(line)).chain(added.map(|line| self.added(line))).collect();
        self.said.extend(said);
    }

    /// What the second document has not.
    fn gone(&self, what: &str) -> String {
        phrase(if self.says_whose { "card.goes" } else { "card.without" }, &[("what", what)])
    }

    /// What only the second document has.
    fn added(&self, what: &str) -> String {
        phrase(if self.says_whose { "card.comes" } else { "card.with" }, &[("what", what)])
    }

    /// What people call the field that was reached, and its control.
    fn label(&self) -> (String, Option<Control>) {
        let names: Vec<&str> = self.path.iter().map(String::as_str).filter(|name| !name.is_empty()).collect();
        let known = |field: &str| {
            FIELDS.iter().find(|(owner, known, _)| {
                *known == field && owner.split('.').all(|part| names.iter().any(|name| is_named(part, name)))
            })
        };
        let label = names.iter().rev().find_map(|name| known(name));
        let said = label.map(|(owner, field, _)| word(&format!("fields.{owner}.{field}")));
        let said = said.map_or_else(|| names.last().unwrap_or(&"").replace('_', " "), str::to_owned);
        (said, label.map(|(_, _, control)| *control))
    }
}

/// Whether a step of a path leads into a type: by its own name, or by the name of the variant that holds it.
fn is_named(owner: &str, step: &str) -> bool {
    let of_list = step.strip_suffix('s').unwrap_or(step);
    owner.eq_ignore_ascii_case(step)
        || owner.eq_ignore_ascii_case(of_list)
        || matches!((owner, step), ("EventActivity", "Event") | ("BusinessEventActivity", "BusinessEvent"))
        || matches!((owner, step), ("ActionCall", "CustomAction" | "Campaign") | ("Activity", "activities"))
        || matches!((owner, step), ("DataPath", "Data") | ("TimePath", "Time") | ("DatePath", "Date"))
        || matches!((owner, step), ("SplitPath", "Split" | "treatments") | ("ExitCriterion", "exit_criteria"))
}

fn is_list_of_objects(one: &[Value], other: &[Value]) -> bool {
    one.iter().chain(other).all(Value::is_object)
}

/// Objects of one shape are compared field by field; other variants of an enum are other values as a whole.
fn same_kind(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let variant = |side: &Map<String, Value>| match side.keys().next() {
        Some(key) if side.len() == 1 && key.starts_with(|letter: char| letter.is_ascii_uppercase()) => {
            Some(key.clone())
        }
        _ => None,
    };
    variant(one) == variant(other)
}

/// A length of time is one value.
fn whole(value: &Value) -> Option<String> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    let (unit, number) = object.iter().next()?;
    let is_unit = matches!(unit.as_str(), "Seconds" | "Minutes" | "Hours" | "Days" | "Weeks");
    number
        .as_i64()
        .filter(|_| is_unit)
        .map(|number| format!("{number} {}", word(&format!("units.{}", unit.to_lowercase()))))
}

fn said(value: &Value) -> String {
    match value {
        Value::Null => word("card.nothing").to_owned(),
        Value::Bool(true) => word("values.yes").to_owned(),
        Value::Bool(false) => word("values.no").to_owned(),
        Value::Number(number) => number.as_i64().map_or_else(|| number.to_string(), grouped),
        Value::String(text) if text.is_empty() => word("card.nothing").to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(list) if list.is_empty() => word("card.nothing").to_owned(),
        Value::Array(list) => list.iter().map(said).collect::<Vec<_>>().join(", "),
        Value::Object(object) => whole(value).unwrap_or_else(|| match object.iter().next() {
            Some((name, Value::Object(_))) => name.clone(),
            Some((_, inner)) => said(inner),
            None => word("card.nothing").to_owned(),
        }),
    }
}

/// A share is kept in hundredths of a percent.
fn percent(text: &str) -> String {
    let hundredths: Option<i64> = text.replace(',', "").parse().ok();
    hundredths
        .map_or_else(|| text.to_owned(), |it| format!("{} %", crate::journey::Value::Decimal(it as f64 / 100.0).text()))
}

/// Both texts, cut where they are long: at their ends, or, where they would then read the same, to where they part.
fn told_apart(from: &str, to: &str) -> (String, String) {
    if from == to || short(from) != short(to) {
        return (short(from), short(to));
    }
    let common = from.chars().zip(to.chars()).take_while(|(one, other)| one == other).count();
    let rest = |text: &str| -> String { text.chars().skip(common.saturating_sub(LETTERS / 3)).collect() };
    let cut = |text: &str| format!("…{}", short(&rest(text).replace('\n', " ")));
    (cut(from), cut(to))
}

fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LETTERS && line.len() == text.len() {
        return line.to_owned();
    }
    format!("{}…", line.chars().take(LETTERS).collect::<String>())
}

fn id(entry: &Value) -> Option<String> {
    // An object of the inventory stands under the name of its kind.
    let inner = entry.as_object().filter(|object| object.len() == 1).and_then(|object| object.values().next());
    let id = entry.get("id").or_else(|| inner?.get("id"))?;
    id.as_str().map(str::to_owned)
}

/// What people call an entry: its name, else the kind that its id says.
fn called(entry: &Value) -> String {
    let inner = entry.as_object().filter(|object| object.len() == 1).and_then(|object| object.values().next());
    let named = |field: &str| {
        let text = entry.get(field).or_else(|| inner?.get(field))?.as_str()?;
        (!text.is_empty()).then(|| text.to_owned())
    };
    let kind = || id(entry).map(|id| id.split('-').next().unwrap_or_default().to_owned());
    named("label").or_else(|| named("name")).or_else(kind).unwrap_or_else(|| word("card.entry").to_owned())
}
