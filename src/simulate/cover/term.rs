//! What conditions ask about: fields of the person, of events, of replies, memberships, the clock. For each, which
//! values it may have, as far as schemas, samples and the channel say.

use crate::expression::{FieldReference, Root, Step, print, shape};
use crate::journey::{
    Action, ActionId, DataSource, DataSourceKind, Event, Field, Inventory, Medium, Schema, SchemaClass, Value,
    ValueType,
};

/// Something that a condition asks about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulate) enum Key {
    /// An attribute of the person, by its path.
    Profile(String),
    /// A field of the latest event of this name.
    Event { event: String, path: String },
    /// A field of the latest reply of this action.
    Reply { action: String, path: String },
    /// A field of what an external source answers to one question.
    External { question: Question, path: String },
    /// Whether that question fails.
    Failing(Question),
    /// Whether the person is in the audience of this name.
    Audience(String),
    /// Whether the person takes messages of this medium.
    Consent(Medium),
    /// The hour and the day.
    Clock,
    /// A part of a condition that is not taken apart, by its text.
    Open(String),
}

/// What an external source is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::simulate) struct Question {
    pub source: String,
    pub group: String,
    /// As it is written.
    pub params: String,
}

impl Key {
    /// Whether it may be otherwise as soon as time passes.
    pub(super) fn changes(&self) -> bool {
        !matches!(self, Self::Event { .. } | Self::Reply { .. } | Self::Consent(_))
    }

    /// As people read it.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Profile(path) => path.clone(),
            Self::Event { event: name, path } | Self::Reply { action: name, path } => format!("{name}.{path}"),
            Self::External { question, path } => format!("{}.{path}", question.source),
            Self::Failing(question) => format!("whether {} answers", question.source),
            Self::Audience(name) => format!("membership of “{name}”"),
            Self::Consent(medium) => format!("consent to {medium:?}"),
            Self::Clock => "the clock".to_owned(),
            Self::Open(text) => text.clone(),
        }
    }
}

/// The values that something may have.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Domain {
    pub kind: ValueType,
    /// The only values, where there are only some.
    pub only: Vec<Value>,
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    pub decimals: Option<u32>,
    pub nullable: bool,
    /// Whether only a sample says of which kind it is: a whole number there may be any number elsewhere.
    pub by_sample: bool,
}

impl Domain {
    fn of(field: &Field, nullable: bool) -> Self {
        let only = field.one_of.iter().filter_map(|text| match field.kind {
            ValueType::String => Some(Value::Text(text.clone())),
            kind => Value::written(text, kind),
        });
        let only: Vec<Value> = only.filter(|value| !value.is_null()).collect();
        Self {
            kind: field.kind,
            only: if only.len() == field.one_of.len() { only } else { Vec::new() },
            minimum: field.minimum,
            maximum: field.maximum,
            decimals: field.decimals,
            nullable,
            by_sample: false,
        }
    }

    /// Of a field that nothing but a sample shows; `None` where that shows nothing either.
    fn of_sample(sample: &str, path: &str) -> Option<Self> {
        let record: serde_json::Value = serde_json::from_str(sample).ok()?;
        let tells =
            |value: &serde_json::Value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty());
        shape::at(&record, path).filter(|value| tells(value))?;
        let field = shape::fields(sample).ok()?.into_iter().find(|field| field.path == path)?;
        Some(Self { by_sample: true, ..Self::of(&field, true) })
    }

    /// Whether every value can be tried out.
    pub(super) fn is_finite(&self) -> bool {
        self.kind == ValueType::Boolean || !self.only.is_empty() || self.numbers().is_some()
    }

    /// The whole numbers that it takes, where they are few.
    pub(super) fn numbers(&self) -> Option<std::ops::RangeInclusive<i64>> {
        const MOST: i64 = 1_000;
        let (from, to) = (self.minimum?, self.maximum?);
        let few = to.checked_sub(from).is_some_and(|count| count <= MOST);
        (self.kind == ValueType::Integer && !self.by_sample && few).then_some(from..=to)
    }
}

/// Where the status of a call stands in its reply.
pub(super) const STATUS: &str = "jo_status_code";

/// Where the body of a failure stands in a reply.
pub(super) const FAILURE: &str = "errorResponse";

/// Finds what references mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::simulate) struct Terms<'a> {
    pub inventory: &'a Inventory,
}

impl<'a> Terms<'a> {
    fn source(&self, name: &str) -> Option<&'a DataSource> {
        self.inventory.data_sources.iter().find(|source| source.name == name)
    }

    pub(super) fn action(&self, name: &str) -> Option<&'a Action> {
        self.inventory.actions.iter().find(|action| action.name == name)
    }

    pub(super) fn action_name(&self, id: &ActionId) -> Option<&'a str> {
        self.inventory.get::<Action>(id).map(|action| action.name.as_str())
    }

    fn event(&self, name: &str) -> Option<&'a Event> {
        self.inventory.events.iter().find(|event| event.name == name)
    }

    fn is_external(&self, name: &str) -> bool {
        self.source(name).is_some_and(|source| matches!(source.kind, DataSourceKind::External { .. }))
    }

    /// What a plain reference asks about; `None` for what looks into collections or asks the journey itself.
    pub(in crate::simulate) fn key(&self, reference: &FieldReference) -> Option<Key> {
        let names: Vec<&str> = reference.path.iter().map(Step::name).collect::<Option<_>>()?;
        match (reference.root, names.as_slice()) {
            (Root::Event, [event, path @ ..]) if !path.is_empty() => {
                self.event(event)?;
                Some(Key::Event { event: (*event).to_owned(), path: path.join(".") })
            }
            (Root::Action, [action, path @ ..]) if !path.is_empty() => {
                self.action(action)?;
                Some(Key::Reply { action: (*action).to_owned(), path: path.join(".") })
            }
            (Root::Source, [source, group, path @ ..]) if !path.is_empty() => {
                if self.is_external(source) {
                    let question = self.question(reference)?;
                    return Some(Key::External { question, path: path.join(".") });
                }
                let path = shape::profile_path(source, path);
                (!path.is_empty() && !group.is_empty()).then(|| Key::Profile(path.join(".")))
            }
            _ => None,
        }
    }

    /// What a reference has an external source asked.
    pub(super) fn question(&self, reference: &FieldReference) -> Option<Question> {
        let (Root::Source, Some(source), Some(group)) = (reference.root, reference.name(0), reference.name(1)) else {
            return None;
        };
        if !self.is_external(source) {
            return None;
        }
        let params = reference.params.iter().map(|param| format!("{}: {}", param.name, print(&param.value)));
        let params = params.collect::<Vec<_>>().join(", ");
        Some(Question { source: source.to_owned(), group: group.to_owned(), params })
    }

    /// The values that it may have; `None` where nothing says so.
    pub(super) fn domain(&self, key: &Key) -> Option<Domain> {
        let find = |fields: &[Field], path: &str| fields.iter().find(|field| field.path == path).cloned();
        match key {
            Key::Profile(path) => {
                let groups = self.inventory.data_sources.iter().filter(|source| !self.is_external(&source.name));
                let mut groups = groups.flat_map(|source| &source.field_groups);
                let schemas = self.inventory.schemas.iter();
                let known = groups.find_map(|group| find(&shape::group_fields(self.inventory, group), path));
                let mut schemas = schemas.filter(|schema: &&Schema| schema.class == SchemaClass::IndividualProfile);
                let field = known.or_else(|| schemas.find_map(|schema| find(&schema.fields, path)))?;
                Some(Domain::of(&field, !field.required))
            }
            Key::Event { event, path } => {
                let event = self.event(event)?;
                let field = find(&shape::event_fields(self.inventory, event), path)?;
                let schema = event.schema.as_ref().and_then(|id| self.inventory.get::<Schema>(id));
                match schema.filter(|schema| schema.fields.iter().any(|field| field.path == *path)) {
                    Some(_) => Some(Domain::of(&field, true)),
                    None => Domain::of_sample(&event.sample, path),
                }
            }
            Key::Reply { action, path } if path == STATUS => {
                self.action(action)?;
                let mut only: Vec<Value> = (100..600).map(|status| Value::Text(format!("http_{status}"))).collect();
                only.extend(["timedout", "capped", "internalError"].map(|word| Value::Text(word.to_owned())));
                let field = Field::default();
                Some(Domain { only, ..Domain::of(&field, true) })
            }
            Key::Reply { action, path } => {
                let action = self.action(action)?;
                let rest = path.strip_prefix(FAILURE).and_then(|rest| rest.strip_prefix('.'));
                let sample = if rest.is_some() { &action.error_response } else { &action.response };
                Domain::of_sample(sample, rest.unwrap_or(path))
            }
            Key::External { question, path } => {
                let source = self.source(&question.source)?;
                let group = source.field_groups.iter().find(|group| group.name == question.group)?;
                let field = find(&shape::group_fields(self.inventory, group), path)?;
                match group.schema {
                    Some(_) => Some(Domain::of(&field, true)),
                    None => Domain::of_sample(&group.response, path),
                }
            }
            _ => None,
        }
    }
}
