//! Test profiles: fictional people with identities, attributes, consent, audiences and a past.

use egui::Ui;

use crate::designer::fields::Form;
use crate::designer::panels::inspector::SENT;
use crate::designer::widgets::{hint_line, section};
use crate::designer::words::{phrase, word};
use crate::journey::{Audience, Field, Profile, Schema, SchemaClass, Value, ValueType};

use super::past;

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, profile: &mut Profile) {
    const OWNER: &str = "Profile";
    form.text_area(ui, OWNER, "description", &mut profile.description);
    form.switch(ui, OWNER, "test_profile", &mut profile.test_profile);
    form.zone(ui, OWNER, "zone", &mut profile.zone);
    section(ui, word("profile.identities"));
    let namespaces = form.workspace.inventory.namespaces.iter().filter(|namespace| namespace.people);
    for namespace in namespaces {
        let mut identity = profile.identities.get(&namespace.id).cloned().unwrap_or_default();
        if form.entry(ui, (OWNER, "identities"), namespace.id.as_str(), &namespace.name, &mut identity) {
            if identity.is_empty() {
                profile.identities.remove(&namespace.id);
            } else {
                profile.identities.insert(namespace.id.clone(), identity);
            }
        }
    }
    section(ui, word("profile.attributes"));
    attributes(form, ui, profile);
    section(ui, word("profile.consent"));
    for &(medium, key) in SENT {
        let said = profile.consent.get(&medium).copied();
        if let Some(now) = form.entry_choice(ui, (OWNER, "consent"), key, said) {
            match now {
                Some(agreed) => drop(profile.consent.insert(medium, agreed)),
                None => drop(profile.consent.remove(&medium)),
            }
        }
    }
    form.references::<Audience>(ui, OWNER, "audiences", &mut profile.audiences);
    past::fields(form, ui, &mut profile.history);
}

fn attributes(form: &mut Form<'_>, ui: &mut Ui, profile: &mut Profile) {
    let schemas =
        form.workspace.inventory.schemas.iter().filter(|schema| schema.class == SchemaClass::IndividualProfile);
    let schemas: Vec<&Schema> = schemas.collect();
    if schemas.is_empty() {
        hint_line(ui, word("profile.no_schema"));
    }
    let mut shown = Vec::new();
    for field in schemas.iter().flat_map(|schema| &schema.fields) {
        if shown.contains(&field.path.as_str()) || field.kind.is_compound() {
            continue;
        }
        shown.push(&field.path);
        attribute(form, ui, profile, field);
    }
    let others: Vec<String> =
        profile.attributes.keys().filter(|path| !shown.contains(&path.as_str())).cloned().collect();
    for path in others {
        let kind = profile.attributes.get(&path).map_or(ValueType::String, kind_of);
        let field =
            Field { title: phrase("profile.not_in_schema", &[("path", &path)]), path, kind, ..Field::default() };
        attribute(form, ui, profile, &field);
    }
}

fn attribute(form: &mut Form<'_>, ui: &mut Ui, profile: &mut Profile, field: &Field) {
    let before = profile.attributes.get(&field.path).cloned().unwrap_or_default();
    let mut value = before.clone();
    form.value(ui, ("Profile", "attributes"), field, &mut value);
    if value != before {
        match value {
            Value::Null => drop(profile.attributes.remove(&field.path)),
            value => drop(profile.attributes.insert(field.path.clone(), value)),
        }
    }
}

fn kind_of(value: &Value) -> ValueType {
    match value {
        Value::Integer(_) => ValueType::Integer,
        Value::Decimal(_) => ValueType::Decimal,
        Value::Boolean(_) => ValueType::Boolean,
        Value::Date(_) => ValueType::DateOnly,
        Value::DateTimeOnly(_) => ValueType::DateTimeOnly,
        Value::DateTime(_) => ValueType::DateTime,
        Value::Duration(_) => ValueType::Duration,
        Value::List(items) => items.first().and_then(|item| kind_of(item).list()).unwrap_or(ValueType::ListString),
        _ => ValueType::String,
    }
}
