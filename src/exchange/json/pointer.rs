//! Finds a place of the document in the JSON of a definition: the JSON pointer (RFC 6901) of what a finding is about.

use serde_json::Value;

use super::read::camel;
use crate::journey::{ActivityId, ConnectionId, JourneyId, Place};

/// The pointer to this place in the JSON of a definition; where the place says more than stands there, to the innermost
/// part that does.
pub fn pointer(definition: &Value, place: &Place) -> String {
    let mut at = Cursor { value: definition, pointer: String::new() };
    if let Some(activity) = &place.activity {
        at.member("journey");
        at.member("activities");
        at.item(activity.as_str());
    } else if let Some(wire) = &place.connection {
        at.member("journey");
        at.member("connections");
        at.item(wire.as_str());
    } else if let Some(item) = &place.item {
        at.member("inventory");
        at.object(item.as_str());
    } else if place.journey.is_some() {
        at.member("journey");
    }
    if let Some(field) = &place.field {
        let begins = at.pointer.len();
        at.field(field);
        // A field that only the window has by this name is one of the step's settings.
        if at.pointer.len() == begins && place.activity.is_some() {
            at.member("kind");
        }
    }
    at.pointer
}

/// The place in the document of a pointer into the JSON of a definition: as near as the parts that people know by name.
pub fn place(definition: &Value, pointer: &str, journey: &JourneyId) -> Place {
    let segments: Vec<&str> = pointer.split('/').skip(1).collect();
    let id = |list: &[&str]| {
        let at: String = list.iter().map(|segment| format!("/{segment}")).collect();
        definition.pointer(&at).and_then(|item| item.get("id")).and_then(Value::as_str).map(str::to_owned)
    };
    let whole = Place::journey(journey);
    let (found, rest) = match segments.as_slice() {
        ["journey", "activities", _, rest @ ..] => {
            let step = id(&segments[..3]).map(|id| Place::activity(journey, &ActivityId(id)));
            // The kind is what the text form leaves out.
            (step, rest.strip_prefix(&["kind"]).unwrap_or(rest))
        }
        ["journey", "connections", _, ..] => {
            (id(&segments[..3]).map(|id| Place::connection(journey, &ConnectionId(id))), [].as_slice())
        }
        ["journey", "properties", ..] => (Some(whole.clone()), &segments[1..]),
        _ => (None, [].as_slice()),
    };
    let Some(found) = found else { return whole };
    // The innermost part whose own pointer leads there is the field.
    let snake = |segment: &str| {
        let mut name = String::new();
        for c in segment.chars() {
            if c.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    };
    let names: Vec<String> = rest.iter().map(|segment| snake(segment)).collect();
    let leads = |count: &usize| !self::pointer(definition, &found.clone().field(names[..*count].join("."))).is_empty();
    match (1..=names.len()).rev().find(leads) {
        Some(count) => found.field(names[..count].join(".")),
        None => found,
    }
}

/// A segment of a pointer, with the slash before it: what a pointer says otherwise is escaped in it.
pub fn escaped(segment: &str) -> String {
    format!("/{}", segment.replace('~', "~0").replace('/', "~1"))
}

struct Cursor<'a> {
    value: &'a Value,
    pointer: String,
}

impl Cursor<'_> {
    fn member(&mut self, name: &str) -> bool {
        let Some(value) = self.value.get(name) else { return false };
        self.value = value;
        self.pointer.push_str(&escaped(name));
        true
    }

    /// Into a list: the item with this id or name, or in this place.
    fn item(&mut self, id: &str) -> bool {
        let Some(items) = self.value.as_array() else { return false };
        let is_it = |item: &Value, member| item.get(member).and_then(Value::as_str) == Some(id);
        let found =
            ["id", "journey", "name"].into_iter().find_map(|member| items.iter().position(|i| is_it(i, member)));
        let Some(index) = found.or_else(|| id.parse().ok()).filter(|index| *index < items.len()) else { return false };
        self.value = &items[index];
        self.pointer.push_str(&format!("/{index}"));
        true
    }

    /// To the object of this id, in whichever list of the inventory it stands.
    fn object(&mut self, id: &str) {
        let Some(lists) = self.value.as_object() else { return };
        let holds = |list: &Value| list.as_array().is_some_and(|items| items.iter().any(|item| item["id"] == *id));
        if let Some(name) = lists.iter().find(|(_, list)| holds(list)).map(|(name, _)| name) {
            self.member(name);
            self.item(id);
        }
    }

    /// Along the names of a field, as the text form has them.
    fn field(&mut self, field: &str) {
        let mut names: Vec<&str> = field.split('.').collect();
        while !names.is_empty() {
            // Keys of maps are people's own and may hold dots.
            let own = (1..=names.len()).rev().find(|count| self.member(&names[..*count].join(".")));
            let taken = own.or_else(|| (self.member(&camel(names[0])) || self.item(names[0])).then_some(1));
            match taken {
                Some(count) => drop(names.drain(..count)),
                // The text form leaves the names of variants out.
                None if self.wrapped(&camel(names[0])) => {}
                None => return,
            }
        }
    }

    /// Into the part that holds this member, where one does.
    fn wrapped(&mut self, name: &str) -> bool {
        let holder = self.value.as_object().and_then(|members| {
            members.iter().find(|(_, part)| part.get(name).is_some()).or_else(|| {
                let within = |part: &Value| {
                    part.as_object().is_some_and(|inner| inner.values().any(|inmost| inmost.get(name).is_some()))
                };
                members.iter().find(|(_, part)| within(part))
            })
        });
        holder.map(|(holder, _)| holder.clone()).is_some_and(|holder| self.member(&holder))
    }
}
