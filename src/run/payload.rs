//! What an event says: it comes with the event, or is asked of the person once somebody reads it.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

use crate::expression::shape;
use crate::journey::{EventId, Value};

use super::Persona;

/// The payload of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// This.
    Told(Arc<Value>),
    /// What the person brought at this moment, by [`Persona::brought`]. Only whoever has people in great numbers leaves
    /// it at that; it is never written down.
    Own(Timestamp),
}

impl Payload {
    /// What it says at a path; everything where the path is empty.
    pub(super) fn select(&self, event: &EventId, path: &[&str], person: &dyn Persona) -> Value {
        match self {
            Self::Told(value) => shape::select(value, path),
            Self::Own(at) => person.brought(event, *at, path),
        }
    }

    /// What it says, where it came with the event.
    pub fn told(&self) -> Option<&Value> {
        match self {
            Self::Told(value) => Some(value),
            Self::Own(_) => None,
        }
    }
}

impl Default for Payload {
    fn default() -> Self {
        Value::Null.into()
    }
}

impl From<Value> for Payload {
    fn from(value: Value) -> Self {
        Self::Told(Arc::new(value))
    }
}

impl Serialize for Payload {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Told(value) => value.serialize(serializer),
            Self::Own(_) => Err(ser::Error::custom("what a person brings is asked of that person")),
        }
    }
}

impl<'de> Deserialize<'de> for Payload {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from)
    }
}
