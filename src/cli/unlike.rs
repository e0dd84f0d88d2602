//! What the passing example of a rule has otherwise, in the names of the document: `wait: 120 days → 60 days`. Whoever
//! reads it edits files; what the window says of the same is in people's words.

use serde_json::{Map, Value, json};

use crate::check::Sketch;
use crate::journey::Workspace;

/// Differences that are said; examples differ in one thing, which may show in several places.
const SAID: usize = 3;
/// Letters of a value that are said.
const LETTERS: usize = 72;

/// What is said of an entry that only the flagged one has.
const GOES: &str = ": left out";
/// What is said of an entry that only the passing one has.
const COMES: &str = ": added";

/// The differences, one on each line.
pub(super) fn unlike(flagged: &Sketch, passing: &Sketch) -> Vec<String> {
    let mut said = Vec::new();
    if flagged.platform != passing.platform {
        said.push(format!("platform: {} → {}", flagged.platform.name(), passing.platform.name()));
    }
    walk(&mut Vec::new(), &tree(&flagged.workspace), &tree(&passing.workspace), &mut said);
    // Lines to and from a step that only one of them has belong to it.
    let comes_or_goes = |line: &String| line.ends_with(GOES) || line.ends_with(COMES);
    let is_wire = |line: &String| line.starts_with("wire-") && comes_or_goes(line);
    if said.iter().any(|line| comes_or_goes(line) && !is_wire(line)) {
        said.retain(|line| !is_wire(line));
    }
    let more = said.len() > SAID;
    said.truncate(SAID);
    if more {
        said.push("…".to_owned());
    }
    said
}

/// Everything that examples can differ in, as plain data; lists of entries are kept by their id.
fn tree(workspace: &Workspace) -> Value {
    let mut whole = Map::new();
    let items = workspace.inventory.items().into_iter().filter_map(|item| serde_json::to_value(item).ok());
    // An object of the inventory stands under the name of its kind.
    let inner = items.filter_map(|item| item.as_object().and_then(|item| item.values().next().cloned()));
    whole.insert("inventory".to_owned(), inner.collect());
    let journeys = workspace.journeys.values().filter_map(|journey| serde_json::to_value(journey.as_ref()).ok());
    whole.insert("journeys".to_owned(), journeys.collect());
    let versions = workspace.versions.values().filter_map(|version| {
        let journey = serde_json::to_value(&version.journey).ok()?;
        Some(json!({"id": format!("version {}", version.number), "published": version.published.is_some(), "journey": journey}))
    });
    whole.insert("versions".to_owned(), versions.collect());
    for (name, part) in [
        ("settings", serde_json::to_value(workspace.settings.as_ref())),
        ("organization", serde_json::to_value(workspace.organization.as_deref())),
    ] {
        whole.insert(name.to_owned(), part.unwrap_or_default());
    }
    Value::Object(whole)
}

fn walk(path: &mut Vec<String>, flagged: &Value, passing: &Value, said: &mut Vec<String>) {
    if flagged == passing || said.len() > SAID {
        return;
    }
    match (flagged, passing) {
        (Value::Object(one), Value::Object(other)) if !is_variant(one) || one.keys().eq(other.keys()) => {
            for key in one.keys().chain(other.keys().filter(|key| !one.contains_key(*key))) {
                // Where steps stand on the canvas is no difference.
                if key == "layout" {
                    continue;
                }
                let side = |side: &Map<String, Value>| side.get(key).cloned().unwrap_or_default();
                path.push(key.clone());
                walk(path, &side(one), &side(other), said);
                path.pop();
            }
        }
        (Value::Array(one), Value::Array(other)) if one.iter().chain(other).all(Value::is_object) => {
            let name = |index: usize, entry: &Value| id(entry).unwrap_or_else(|| index.to_string());
            let find = |list: &[Value], key: &str| {
                list.iter()
                    .enumerate()
                    .find(|(index, entry)| name(*index, entry) == key)
                    .map(|(_, entry)| entry.clone())
            };
            let before = said.len();
            for (index, entry) in one.iter().enumerate() {
                let key = name(index, entry);
                path.push(key.clone());
                match find(other, &key) {
                    Some(other) => walk(path, entry, &other, said),
                    None => said.push(shown(path) + GOES),
                }
                path.pop();
            }
            for (index, entry) in other.iter().enumerate() {
                let key = name(index, entry);
                if find(one, &key).is_none() {
                    path.push(key);
                    said.push(shown(path) + COMES);
                    path.pop();
                }
            }
            // Several of one name: only the whole says what is other.
            if said.len() == before {
                said.push(format!("{}: {} → {}", shown(path), text(flagged), text(passing)));
            }
        }
        _ => said.push(format!("{}: {} → {}", shown(path), text(flagged), text(passing))),
    }
}

/// The last names of a path are enough: from the entry on.
fn shown(path: &[String]) -> String {
    let from = path.iter().rposition(|name| name.contains('-')).unwrap_or(0);
    path.get(from..).unwrap_or(path).join(".")
}

/// One of several shapes is another value as a whole.
fn is_variant(object: &Map<String, Value>) -> bool {
    object.len() == 1 && object.keys().all(|key| key.starts_with(|letter: char| letter.is_ascii_uppercase()))
}

fn id(entry: &Value) -> Option<String> {
    ["id", "path", "name"].into_iter().find_map(|key| entry.get(key)?.as_str().map(str::to_owned))
}

fn text(value: &Value) -> String {
    let line = match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) if text.is_empty() => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let short: String = line.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).take(LETTERS).collect();
    if line.chars().count() > LETTERS { format!("{short}…") } else { short }
}
