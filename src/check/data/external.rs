//! External data sources as the rules of this family look at them.

use crate::check::Sketch;
use crate::edit::Edit;
use crate::journey::{
    Authentication, DataSource, DataSourceId, DataSourceKind, Field, FieldGroup, Inventory, Item, ItemRef, Method,
    Place,
};

/// A data source that is called, with its address.
pub(super) struct External<'a> {
    pub(super) source: &'a DataSource,
    pub(super) url: &'a str,
    pub(super) authentication: &'a Authentication,
}

/// The data sources that are called.
pub(super) fn all(inventory: &Inventory) -> impl Iterator<Item = External<'_>> {
    inventory.data_sources.iter().filter_map(|source| match &source.kind {
        DataSourceKind::External { url, authentication } => Some(External { source, url, authentication }),
        DataSourceKind::Platform => None,
    })
}

/// The place of a field of a data source.
pub(super) fn place(source: &DataSource, field: &str) -> Place {
    Place::item(ItemRef::DataSource(source.id.clone())).field(field)
}

/// The data source with another field group of this name.
pub(super) fn regrouped(source: &DataSource, name: &str, change: impl Fn(&mut FieldGroup)) -> Vec<Edit> {
    let mut mended = source.clone();
    mended.field_groups.iter_mut().filter(|group| group.name == name).for_each(change);
    vec![Edit::Put(Box::new(Item::DataSource(mended)))]
}

/// The data source of the sketches.
pub(super) fn weather() -> ItemRef {
    ItemRef::DataSource(DataSourceId::from("source-weather"))
}

/// A journey in a workspace with a weather service.
pub(super) fn with(change: impl Fn(&mut DataSource)) -> Sketch {
    around(Sketch::event(), change)
}

/// The same around another journey.
pub(super) fn around(sketch: Sketch, change: impl Fn(&mut DataSource)) -> Sketch {
    let mut source = DataSource {
        id: "source-weather".into(),
        name: "Weather".to_owned(),
        kind: DataSourceKind::External {
            url: "https://weather.example.com/v1".to_owned(),
            authentication: Authentication::None,
        },
        field_groups: vec![FieldGroup {
            name: "Forecast".to_owned(),
            method: Method::Get,
            parameters: vec!["city".to_owned()],
            response: r#"{"summary": "rain"}"#.to_owned(),
            ..FieldGroup::default()
        }],
        ..DataSource::default()
    };
    change(&mut source);
    sketch.inventory(|inventory| inventory.data_sources.push(source.clone()))
}

/// Changes the field group of the sketches' weather service.
pub(super) fn with_group(change: impl Fn(&mut FieldGroup)) -> Sketch {
    with(|source| source.field_groups.iter_mut().for_each(&change))
}

/// The address of the sketches' weather service.
pub(super) fn at(url: &'static str) -> Sketch {
    with(|source| {
        if let DataSourceKind::External { url: known, .. } = &mut source.kind {
            url.clone_into(known);
        }
    })
}

/// A field of this path.
pub(super) fn field(path: String) -> Field {
    Field { path, ..Field::default() }
}
