//! Reads JSON strictly: nothing unknown, nothing twice, nothing missing; every complaint has a JSON pointer.

use std::collections::BTreeMap;
use std::fmt;

use jiff::{Timestamp, civil};
use serde::de::{self, Deserialize, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::form::Absent;

/// A type that can be read from JSON.
pub(super) trait Read: Sized {
    /// Reads it.
    fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault>;
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// The way from the root: member names and list indices.
    pub path: Vec<String>,
    pub message: String,
}

/// The way from the root to a value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'a> {
    Root,
    Member(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { path: self.segments(), message: message.into() }
    }

    fn segments(&self) -> Vec<String> {
        let (parent, last) = match self {
            Self::Root => return Vec::new(),
            Self::Member(parent, name) => (parent, (*name).to_owned()),
            Self::Item(parent, index) => (parent, index.to_string()),
        };
        let mut segments = parent.segments();
        segments.push(last);
        segments
    }
}

/// The members of an object that are not read yet.
pub(super) struct Members<'a> {
    path: &'a Path<'a>,
    left: BTreeMap<&'a str, &'a Value>,
}

impl<'a> Members<'a> {
    pub fn of(json: &'a Value, path: &'a Path<'a>) -> Result<Self, Fault> {
        match json {
            Value::Object(members) => {
                Ok(Self { path, left: members.iter().map(|(name, value)| (name.as_str(), value)).collect() })
            }
            other => Err(path.fault(format!("must be an object, not {}", kind(other)))),
        }
    }

    /// A member that must be there.
    pub fn must<T: Read>(&mut self, field: &str) -> Result<T, Fault> {
        let name = camel(field);
        match self.left.remove(name.as_str()) {
            Some(value) => T::read(value, &Path::Member(self.path, &name)),
            None => Err(self.path.fault(format!("lacks the member \"{name}\""))),
        }
    }

    /// A member that is left out where it is absent.
    pub fn may<T: Read + Absent>(&mut self, field: &str) -> Result<T, Fault> {
        let name = camel(field);
        let path = Path::Member(self.path, &name);
        match (self.left.remove(name.as_str()), T::absent()) {
            (Some(value), _) => T::read(value, &path),
            (None, Some(absent)) => Ok(absent),
            (None, None) => Err(self.path.fault(format!("lacks the member \"{name}\""))),
        }
    }

    /// The variant of this tag, as the program calls it.
    pub fn variant<'k>(&self, tag: &str, known: &[&'k str]) -> Result<&'k str, Fault> {
        known.iter().find(|variant| camel(variant) == tag).copied().ok_or_else(|| self.no_variant(tag, known))
    }

    pub fn no_variant(&self, tag: &str, known: &[&str]) -> Fault {
        Path::Member(self.path, "type").fault(format!("cannot be \"{tag}\"; it can be {}", list(known)))
    }

    /// Nothing may be left.
    pub fn end(self) -> Result<(), Fault> {
        match self.left.keys().next() {
            Some(name) => Err(Path::Member(self.path, name).fault("is not known here; remove it")),
            None => Ok(()),
        }
    }
}

/// One of these words, as the program calls it.
pub(super) fn word<'k>(json: &Value, path: &Path<'_>, known: &[&'k str]) -> Result<&'k str, Fault> {
    let text = String::read(json, path)?;
    known
        .iter()
        .find(|variant| camel(variant) == text)
        .copied()
        .ok_or_else(|| path.fault(format!("cannot be \"{text}\"; it can be {}", list(known))))
}

fn list(known: &[&str]) -> String {
    known.iter().map(|variant| format!("\"{}\"", camel(variant))).collect::<Vec<_>>().join(", ")
}

/// A name of the program as JSON has it: `time_out` and `TimeOut` are `timeOut`.
pub(super) fn camel(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        match c {
            '_' => upper = true,
            _ if camel.is_empty() => camel.extend(c.to_lowercase()),
            _ if upper => {
                camel.extend(c.to_uppercase());
                upper = false;
            }
            _ => camel.push(c),
        }
    }
    camel
}

fn kind(json: &Value) -> &'static str {
    match json {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

impl Read for bool {
    fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault> {
        json.as_bool().ok_or_else(|| path.fault(format!("must be true or false, not {}", kind(json))))
    }
}

impl Read for String {
    fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault> {
        json.as_str().map(str::to_owned).ok_or_else(|| path.fault(format!("must be a text, not {}", kind(json))))
    }
}

macro_rules! times {
    ($($type:ty, $example:literal;)*) => {$(
        impl Read for $type {
            fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault> {
                let text = String::read(json, path)?;
                text.parse().map_err(|_| path.fault(concat!("must be written like ", $example)))
            }
        }
    )*};
}

times! {
    Timestamp, "2026-01-05T09:00:00Z";
    civil::Date, "2026-01-05";
    civil::Time, "09:00:00";
    civil::DateTime, "2026-01-05T09:00:00";
}

impl<T: Read> Read for Option<T> {
    fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault> {
        T::read(json, path).map(Some)
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault> {
        let Value::Array(items) = json else {
            return Err(path.fault(format!("must be a list, not {}", kind(json))));
        };
        items.iter().enumerate().map(|(index, item)| T::read(item, &Path::Item(path, index))).collect()
    }
}

impl<T: Read> Read for BTreeMap<String, T> {
    fn read(json: &Value, path: &Path<'_>) -> Result<Self, Fault> {
        let Value::Object(members) = json else {
            return Err(path.fault(format!("must be an object, not {}", kind(json))));
        };
        members.iter().map(|(name, value)| Ok((name.clone(), T::read(value, &Path::Member(path, name))?))).collect()
    }
}

/// Any JSON in which no object has a member twice: readers would not agree which one counts.
pub(super) struct Strict(pub Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(Value::Bool(value)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Strict, E> {
        Ok(Strict(value.into()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Strict, E> {
        Ok(Strict(Value::String(value.to_owned())))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Strict, E> {
        Ok(Strict(Value::String(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Strict(Value::Array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Strict, A::Error> {
        let mut object = serde_json::Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let Strict(value) = members.next_value()?;
            if object.contains_key(&name) {
                return Err(de::Error::custom(format!("the member \"{name}\" stands here twice; remove one")));
            }
            object.insert(name, value);
        }
        Ok(Strict(Value::Object(object)))
    }
}
