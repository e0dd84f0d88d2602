//! Which field of which schema a reference reads, and which fields the journey reads at all: only those have to exist.

use std::collections::{BTreeMap, BTreeSet};

use crate::expression::{self, Expr, ExprKind, FieldReference, Root, template};
use crate::journey::{
    Channel, DataSource, DataSourceKind, Dataset, Definition, Event, EventId, Field, Inventory, Kind, Medium, Message,
    Schema, SchemaClass, SchemaId, Word,
};

/// The schema from which a reference reads; `None` for replies of other systems, which have none.
pub(super) fn schema<'a>(inventory: &'a Inventory, reference: &FieldReference) -> Option<&'a Schema> {
    let id = match reference.root {
        Root::Event => inventory.named::<Event>(reference.name(0)?)?.schema.as_ref()?,
        Root::Source => {
            let source = inventory.named::<DataSource>(reference.name(0)?)?;
            if source.kind != DataSourceKind::Platform {
                return None;
            }
            let name = reference.name(1)?;
            source.field_groups.iter().find(|group| group.name == name)?.schema.as_ref()?
        }
        _ => return None,
    };
    inventory.get(id)
}

/// The names of the path behind those of the object; what is asked of collections on the way is left out.
pub(super) fn names(reference: &FieldReference) -> Vec<&str> {
    reference.path.iter().skip(reference.root.names()).filter_map(|step| step.name()).collect()
}

/// The field of a schema under which these names lie, and the field that they lead to, which differs from it in lists
/// of objects.
pub(super) fn find<'a>(fields: &'a [Field], names: &[&str]) -> Option<(&'a Field, &'a Field)> {
    fields.iter().find_map(|field| {
        let parts: Vec<&str> = field.path.split('.').collect();
        let rest = names.strip_prefix(parts.as_slice())?;
        if rest.is_empty() {
            return Some((field, field));
        }
        find(&field.items, rest).map(|(_, inner)| (field, inner))
    })
}

/// Whether an expression reads anything at all: otherwise it is the same for everybody.
pub(super) fn reads(text: &str) -> bool {
    let parsed = expression::parse(text);
    let mut found = false;
    if let Some(tree) = parsed.tree.as_deref() {
        tree.visit(&mut |part| found |= matches!(part.kind, ExprKind::Field(_)));
    }
    found
}

/// The field of this path.
pub(super) fn field<'a>(schema: &'a Schema, path: &str) -> Option<&'a Field> {
    schema.fields.iter().find(|field| field.path == path)
}

/// The fields of a postal address: those that lie in the same object as the one that the channel names.
pub(super) fn address<'a>(inventory: &'a Inventory, channel: &Channel) -> Vec<(&'a Schema, &'a Field)> {
    let parsed = expression::parse(&channel.address.0);
    let Some(ExprKind::Field(reference)) = parsed.sound().map(|tree| &tree.kind) else { return Vec::new() };
    let Some(schema) = schema(inventory, reference) else { return Vec::new() };
    let path = names(reference).join(".");
    let object = path.rsplit_once('.').map_or(path.clone(), |(object, _)| format!("{object}."));
    schema.fields.iter().filter(|field| field.path.starts_with(&object)).map(|field| (schema, field)).collect()
}

/// The fields that the journey reads or writes, by what they are read from.
#[derive(Debug, Default)]
pub(super) struct Used {
    schemas: BTreeMap<SchemaId, BTreeSet<String>>,
    events: BTreeMap<EventId, BTreeSet<String>>,
    groups: BTreeMap<(String, String), BTreeSet<String>>,
}

impl Used {
    /// Those of a definition.
    pub(super) fn of(definition: &Definition) -> Self {
        let inventory = &definition.inventory;
        let mut used = Self::default();
        definition.journey.walk(&mut |_, word, text| {
            used.word(inventory, word, text);
            // Messages read the profile by themselves; only expressions of the journey go through a field group.
            if word == Word::Expression {
                used.through_groups(inventory, text);
            }
        });
        for item in inventory.items() {
            // Push goes by the tokens that the app registers, whatever the document reads.
            let push = matches!(&item, crate::journey::Item::Channel(channel) if channel.medium == Medium::Push);
            if !push {
                item.walk(&mut |_, word, text| used.word(inventory, word, text));
            }
        }
        for schema in &inventory.schemas {
            if !schema.identity_field.is_empty() {
                used.schemas.entry(schema.id.clone()).or_default().insert(schema.identity_field.clone());
            }
        }
        for policy in &inventory.decision_policies {
            let paths = policy.every_offer().flat_map(|offer| offer.values.keys().cloned());
            used.schemas.entry(policy.schema.clone().unwrap_or_default()).or_default().extend(paths);
        }
        for dataset in &inventory.datasets {
            used.schemas.entry(dataset.schema.clone().unwrap_or_default()).or_default().insert(dataset.key.clone());
        }
        for activity in &definition.journey.activities {
            used.written(definition, &activity.kind);
        }
        used.required_by_the_product(definition);
        used
    }

    /// Whether the journey has to do with this field of the schema.
    pub(super) fn in_schema(&self, schema: &Schema, field: &Field) -> bool {
        self.schemas.get(&schema.id).is_some_and(|paths| paths.contains(&field.path))
    }

    /// Whether the journey reads this field of the event.
    pub(super) fn in_event(&self, event: &Event, path: &str) -> bool {
        self.events.get(&event.id).is_some_and(|paths| paths.contains(path))
    }

    /// Whether the journey's own expressions read this field of the field group.
    pub(super) fn in_group(&self, source: &str, group: &str, path: &str) -> bool {
        self.groups.get(&(source.to_owned(), group.to_owned())).is_some_and(|paths| paths.contains(path))
    }

    fn word(&mut self, inventory: &Inventory, word: Word, text: &str) {
        match word {
            Word::Expression => self.tree(inventory, expression::parse(text).tree.as_deref()),
            Word::Template => {
                for slot in template::parse(text).slots() {
                    self.tree(inventory, slot.parsed.tree.as_deref());
                }
            }
            _ => {}
        }
    }

    fn tree(&mut self, inventory: &Inventory, tree: Option<&Expr>) {
        let Some(tree) = tree else { return };
        tree.visit(&mut |part| {
            if let ExprKind::Field(reference) = &part.kind
                && let Some(schema) = schema(inventory, reference)
                && let Some((field, _)) = find(&schema.fields, &names(reference))
            {
                self.read(inventory, reference, schema, field);
            }
        });
    }

    fn read(&mut self, inventory: &Inventory, reference: &FieldReference, schema: &Schema, field: &Field) {
        self.schemas.entry(schema.id.clone()).or_default().insert(field.path.clone());
        let event = reference.name(0).and_then(|name| inventory.named::<Event>(name));
        if let Some(event) = event.filter(|_| reference.root == Root::Event) {
            self.events.entry(event.id.clone()).or_default().insert(field.path.clone());
        }
    }

    fn through_groups(&mut self, inventory: &Inventory, text: &str) {
        let parsed = expression::parse(text);
        let Some(tree) = parsed.tree.as_deref() else { return };
        tree.visit(&mut |part| {
            if let ExprKind::Field(reference) = &part.kind
                && reference.root == Root::Source
                && let (Some(source), Some(group)) = (reference.name(0), reference.name(1))
                && let Some(schema) = schema(inventory, reference)
                && let Some((field, _)) = find(&schema.fields, &names(reference))
            {
                let group = (source.to_owned(), group.to_owned());
                self.groups.entry(group).or_default().insert(field.path.clone());
            }
        });
    }

    /// What steps write: fields of a profile, fields of the event of another journey; and what letters are sent with.
    fn written(&mut self, definition: &Definition, kind: &Kind) {
        let inventory = &definition.inventory;
        match kind {
            Kind::UpdateProfile(update) => {
                let paths = update.fields.iter().map(|field| field.field.clone());
                self.schemas.entry(update.schema.clone().unwrap_or_default()).or_default().extend(paths);
            }
            Kind::Jump(jump) => {
                let Some(event) = jump.entry.as_ref().and_then(|id| inventory.get::<Event>(id)) else { return };
                let paths = || jump.mapping.keys().cloned();
                self.events.entry(event.id.clone()).or_default().extend(paths());
                if let Some(schema) = &event.schema {
                    self.schemas.entry(schema.clone()).or_default().extend(paths());
                }
            }
            Kind::DatasetLookup(lookup) => {
                let dataset = lookup.dataset.as_ref().and_then(|id| inventory.get::<Dataset>(id));
                let Some(schema) = dataset.and_then(|dataset| dataset.schema.clone()) else { return };
                self.schemas.entry(schema).or_default().extend(lookup.fields.iter().cloned());
            }
            Kind::Message(Message { medium: Medium::DirectMail, channel: Some(id), .. }) => {
                let Some(channel) = inventory.get::<Channel>(id) else { return };
                for (schema, field) in address(inventory, channel) {
                    self.schemas.entry(schema.id.clone()).or_default().insert(field.path.clone());
                }
            }
            _ => {}
        }
    }

    /// What the product itself reads: the class of an event, the time zone of a person, the flag of test profiles.
    fn required_by_the_product(&mut self, definition: &Definition) {
        let zone = definition.journey.properties.use_profile_zone
            || definition
                .inventory
                .rule_sets
                .iter()
                .flat_map(|rules| &rules.rules)
                .any(|rule| matches!(rule, crate::journey::CapRule::QuietHours(quiet) if quiet.in_profile_zone));
        for schema in &definition.inventory.schemas {
            let paths: &[&str] = match schema.class {
                SchemaClass::IndividualProfile if zone => &["testProfile", "timeZone"],
                SchemaClass::IndividualProfile => &["testProfile"],
                _ => &["_id", "timestamp"],
            };
            self.schemas.entry(schema.id.clone()).or_default().extend(paths.iter().map(|path| (*path).to_owned()));
        }
    }
}
