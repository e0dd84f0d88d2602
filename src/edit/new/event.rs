//! A new event: its name, how the person is known, what it brings. Schema, condition and sample are made of that.

use serde_json::{Map, Value as Json};

use crate::edit::{Edit, placeholder};
use crate::expression::shape::{self, ShapeError};
use crate::expression::{event_field, literal};
use crate::journey::{
    Event, EventId, EventIdType, EventKind, Expression, Field, Item, Namespace, NamespaceId, Object, Schema,
    SchemaClass, SchemaId, Value, ValueType, Workspace,
};

use super::draft::{self, Fault};
use super::sample::plain;
use super::{NewItem, free_name, objects, person, sample};

/// The field that tells records of one event from those of another.
const EVENT_TYPE: &str = "eventType";

/// What a person says of a new event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventDraft {
    /// As it is typed; see [`EventDraft::identifier`].
    pub name: String,
    /// Whether it concerns a person.
    pub kind: EventKind,
    /// By which identity type the person is known; `None` where the workspace has none yet: one is made then.
    pub namespace: Option<NamespaceId>,
    /// The field that carries the identity.
    pub identity: String,
    /// What else it brings: a path, or words of which one is made, and a type.
    pub values: Vec<Field>,
    /// A schema that is there already; `None` makes one of the values.
    pub schema: Option<SchemaId>,
    /// The record that was pasted, for the sample; empty where none was.
    pub pasted: String,
}

impl EventDraft {
    /// What is known before anybody says anything.
    pub(super) fn begin(workspace: &Workspace, new: NewItem, name: &str) -> Self {
        let kind = if new == NewItem::BusinessEvent { EventKind::Business } else { EventKind::Unitary };
        let namespace = objects::people_id(workspace);
        let identity = identity(workspace, namespace.as_ref());
        let values = vec![Field::default()];
        Self { name: name.to_owned(), kind, namespace, identity, values, schema: None, pasted: String::new() }
    }

    /// As expressions will say it.
    pub fn identifier(&self) -> String {
        draft::said(&self.name)
    }

    /// Another identity type, with the field that usually carries it.
    pub fn know_by(&mut self, workspace: &Workspace, namespace: NamespaceId) {
        self.identity = identity(workspace, Some(&namespace));
        self.namespace = Some(namespace);
    }

    /// Takes a schema that is there already, or makes one again; the identity is a field of it then.
    pub fn take_schema(&mut self, workspace: &Workspace, schema: Option<SchemaId>) {
        let known = schema.as_ref().and_then(|id| workspace.inventory.get::<Schema>(id));
        if let Some(known) = known.filter(|known| known.fields.iter().all(|field| field.path != self.identity)) {
            let clues = clues(workspace, self.namespace.as_ref());
            let texts = known.fields.iter().filter(|field| field.kind == ValueType::String);
            let carrier = texts.clone().find(|field| clues.iter().any(|clue| plain(&field.path).contains(clue)));
            self.identity = carrier.map(|field| field.path.clone()).unwrap_or_default();
        } else if known.is_none() && self.identity.is_empty() {
            self.identity = identity(workspace, self.namespace.as_ref());
        }
        self.schema = schema;
    }

    /// Takes the values of a JSON record; the one that looks like the identity is the identity from now on.
    ///
    /// # Errors
    /// Where the text is no JSON record.
    pub fn paste(&mut self, workspace: &Workspace, json: &str) -> Result<(), ShapeError> {
        let found = shape::fields(json)?;
        let clues = clues(workspace, self.namespace.as_ref());
        let is_text = |field: &&Field| field.kind == ValueType::String;
        let known = found.iter().filter(is_text).find(|field| field.path == self.identity);
        let alike = || {
            let alike = |field: &&Field| clues.iter().any(|clue| plain(&field.path).contains(clue));
            found.iter().filter(is_text).find(alike)
        };
        if let Some(carrier) = known.or_else(alike).filter(|_| self.kind == EventKind::Unitary) {
            self.identity.clone_from(&carrier.path);
        }
        self.values.retain(|value| !value.path.trim().is_empty());
        for field in found {
            let is_base = base(self.kind).iter().any(|base| base.path == field.path);
            let is_identity = self.kind == EventKind::Unitary && field.path == self.identity;
            if !is_base && !is_identity && !self.values.iter().any(|value| value.path == field.path) {
                self.values.push(field);
            }
        }
        self.pasted = together(&self.pasted, json);
        Ok(())
    }

    pub(super) fn faults(&self, faults: &mut Vec<Fault>) {
        if self.kind == EventKind::Unitary && self.identity.trim().is_empty() {
            faults.push(Fault::IdentityMissing);
        }
        if self.schema.is_some() {
            return;
        }
        let mut seen = Vec::new();
        for value in self.own() {
            if seen.contains(&value.path) {
                faults.push(Fault::ValueTwice(value.path.clone()));
            }
            seen.push(value.path);
        }
    }

    /// The schema where it needs one, the identity type where there is none, and last the event.
    pub(super) fn edits(&self, workspace: &Workspace) -> Vec<Edit> {
        let mut new = Vec::new();
        let namespace = (self.kind == EventKind::Unitary).then(|| match &self.namespace {
            Some(namespace) => namespace.clone(),
            None => {
                let namespace = objects::namespace(workspace);
                let id = namespace.id.clone();
                new.push(Item::Namespace(namespace));
                id
            }
        });
        let known = self.schema.as_ref().and_then(|id| workspace.inventory.get::<Schema>(id));
        let schema = match known {
            Some(known) => known.clone(),
            None => {
                let schema = self.new_schema(workspace, namespace.clone());
                new.push(Item::Schema(schema.clone()));
                schema
            }
        };
        new.push(Item::Event(self.event(workspace, &schema, namespace)));
        new.into_iter().map(|item| Edit::Put(Box::new(item))).collect()
    }

    fn new_schema(&self, workspace: &Workspace, primary_identity: Option<NamespaceId>) -> Schema {
        let mut fields = base(self.kind);
        let path = self.identity.trim();
        let people = workspace.inventory.schemas.iter().filter(|schema| schema.class == SchemaClass::IndividualProfile);
        let alike = people.flat_map(|schema| &schema.fields).find(|field| field.path == path);
        // What was typed for it among the values is what it is called.
        let typed =
            self.own().find(|field| field.path == path).map(|field| field.title).filter(|title| !title.is_empty());
        let title = typed.or_else(|| alike.map(|field| field.title.clone())).unwrap_or_default();
        let identity = Field { path: path.to_owned(), kind: ValueType::String, title, ..Field::default() };
        let carried = Some(identity).filter(|_| self.kind == EventKind::Unitary);
        for field in carried.into_iter().chain(self.own()) {
            if !fields.iter().any(|known| known.path == field.path) {
                fields.push(field);
            }
        }
        Schema {
            id: placeholder(Schema::KIND, 1).as_str().into(),
            name: free_name::<Schema>(workspace, self.name.trim()),
            class: class(self.kind),
            orchestration_event_id: self.kind == EventKind::Unitary,
            primary_identity,
            fields,
            ..Schema::default()
        }
    }

    fn event(&self, workspace: &Workspace, schema: &Schema, namespace: Option<NamespaceId>) -> Event {
        let name = self.identifier();
        let fields: Vec<String> = schema.fields.iter().map(|field| field.path.clone()).collect();
        let mut record = sample::record(&workspace.inventory, schema, &fields);
        let carrier = self.identity.trim();
        let person = workspace
            .inventory
            .profiles
            .first()
            .zip(namespace.as_ref())
            .filter(|_| fields.iter().any(|it| it == carrier));
        if let Some(own) = person.and_then(|(person, namespace)| person::identity(person, namespace)) {
            shape::put(&mut record, carrier, own.into());
        }
        let pasted: Json = serde_json::from_str(&self.pasted).unwrap_or_default();
        for path in &fields {
            if let Some(value) = shape::at(&pasted, path) {
                shape::put(&mut record, path, value.clone());
            }
        }
        let condition = self.condition(schema, &name, &pasted, &mut record);
        let profile_identifier = match self.kind {
            EventKind::Unitary => Expression(event_field(&name, self.identity.trim())),
            EventKind::Business => Expression::default(),
        };
        Event {
            id: EventId::from(placeholder(Event::KIND, 1).as_str()),
            name,
            description: draft::words(&self.name),
            kind: self.kind,
            id_type: EventIdType::RuleBased(condition),
            schema: Some(schema.id.clone()),
            fields,
            namespace,
            profile_identifier,
            sample: sample::text(record),
            ..Event::default()
        }
    }

    /// What tells its records from others: their type where they have one, else that they name the person. The
    /// sample is made such that it is recognised.
    fn condition(&self, schema: &Schema, name: &str, pasted: &Json, record: &mut Map<String, Json>) -> Expression {
        let Some(field) = telling(schema) else {
            let path = if self.kind == EventKind::Business { "_id" } else { self.identity.trim() };
            return Expression(format!("{} is not null", event_field(name, path)));
        };
        let given = shape::at(pasted, &field.path).and_then(Json::as_str).map(str::to_owned);
        let value = given.or_else(|| field.one_of.first().cloned()).unwrap_or_else(|| name.to_owned());
        shape::put(record, &field.path, Json::String(value.clone()));
        let value = literal(&Value::Text(value)).unwrap_or_default();
        Expression(format!("{} == {value}", event_field(name, &field.path)))
    }

    /// The name under which formulas know each value. One of the record that was pasted is kept, whatever it looks
    /// like.
    pub fn said_as(&self) -> Vec<String> {
        let pasted: Json = serde_json::from_str(&self.pasted).unwrap_or_default();
        let is_pasted = |value: &Field| shape::at(&pasted, &value.path).is_some();
        let path = |value: &Field| if is_pasted(value) { value.path.clone() } else { draft::path(&value.path) };
        self.values.iter().map(path).collect()
    }

    /// The values that have a name, each with a path.
    fn own(&self) -> impl Iterator<Item = Field> + '_ {
        let paths = self.said_as();
        let values = self.values.iter().zip(paths).filter(|(value, _)| !value.path.trim().is_empty());
        values.map(|(value, path)| {
            let typed = value.path.trim().to_owned();
            if path == value.path {
                return value.clone();
            }
            let title = if value.title.is_empty() && path != typed { typed } else { value.title.clone() };
            Field { path, title, ..value.clone() }
        })
    }
}

/// Two records as one; where both say something the later one holds.
fn together(earlier: &str, later: &str) -> String {
    match (serde_json::from_str(earlier), serde_json::from_str(later)) {
        (Ok(Json::Object(mut record)), Ok(Json::Object(more))) => {
            record.extend(more);
            sample::text(record)
        }
        _ => later.to_owned(),
    }
}

/// What records of this kind are.
fn class(kind: EventKind) -> SchemaClass {
    match kind {
        EventKind::Unitary => SchemaClass::ExperienceEvent,
        EventKind::Business => SchemaClass::TimeSeries,
    }
}

/// What the platform's own classes bring.
fn base(kind: EventKind) -> Vec<Field> {
    objects::schema(&Workspace::default(), class(kind)).fields
}

/// The field by which events of one schema are told apart.
fn telling(schema: &Schema) -> Option<&Field> {
    let texts = || schema.fields.iter().filter(|field| field.kind == ValueType::String);
    texts().find(|field| field.path == EVENT_TYPE).or_else(|| texts().find(|field| !field.one_of.is_empty()))
}

/// The field that usually carries an identity of this type: as other events have it, as the profile calls it, else
/// named after the type.
fn identity(workspace: &Workspace, namespace: Option<&NamespaceId>) -> String {
    let inventory = &workspace.inventory;
    for event in inventory.events.iter().filter(|event| namespace.is_some() && event.namespace.as_ref() == namespace) {
        if let Some(path) = person::carrier(event) {
            return path.to_owned();
        }
    }
    let clues = clues(workspace, namespace);
    let people = inventory.schemas.iter().filter(|schema| schema.class == SchemaClass::IndividualProfile);
    let texts = people.flat_map(|schema| &schema.fields).filter(|field| field.kind == ValueType::String);
    let mut alike = texts.filter(|field| clues.iter().any(|clue| plain(&field.path).contains(clue)));
    match (alike.next(), namespace.and_then(|id| inventory.get::<Namespace>(id))) {
        (Some(field), _) => field.path.clone(),
        (None, Some(namespace)) => draft::path(&namespace.name.to_lowercase()),
        (None, None) => "email".to_owned(),
    }
}

/// Words by which a field gives away that it carries an identity of this type.
fn clues(workspace: &Workspace, namespace: Option<&NamespaceId>) -> Vec<String> {
    let namespace = namespace.and_then(|id| workspace.inventory.get::<Namespace>(id));
    let words = namespace.map_or(vec!["Email"], |namespace| vec![namespace.name.as_str(), namespace.symbol.as_str()]);
    words.into_iter().map(plain).filter(|word| word.len() > 2).collect()
}
