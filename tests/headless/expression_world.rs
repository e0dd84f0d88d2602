//! A small world to evaluate and check expressions in: one event, one action, two data sources.

use std::cell::Cell;
use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use waymark::expression::{Context, EvaluationError, Expected, Scope, Typed, check, evaluate, parse, shape};
use waymark::journey::{
    Action, Audience, DataSource, DataSourceKind, Event, Field, FieldGroup, Inventory, Schema, SchemaClass, Value,
    ValueType,
};

pub const NOW: &str = "2026-01-05T09:00:00Z";

const ORDER: &str = r#"{
  "orderId": "A-17", "total": 120.5, "items_count": 3, "vip": true, "empty": "",
  "placedAt": "2026-01-04T20:30:00Z",
  "tags": ["gift", "express"],
  "productListItems": [
    {"SKU": "p1", "name": "Cap", "price": 20, "application": {"version": "1.0"}},
    {"SKU": "p2", "name": "Scarf", "price": 30, "application": {"version": "1.0"}},
    {"SKU": "p3", "name": "Ball", "price": 50, "application": {"version": "2.0"}},
    {"SKU": "p1", "name": "Cap", "price": 20, "application": {"version": "1.0"}}
  ],
  "identityMap": {"Email": [{"id": "ada@example.com", "primary": true}, {"id": "ada2@example.com"}]},
  "scores": [10, null, 3]
}"#;

const LOYALTY: &str =
    r#"{"points": 1290, "status": "gold", "offers": [{"code": "X1", "worth": 5}, {"code": "X2", "worth": 9}]}"#;

fn field(path: &str, kind: ValueType) -> Field {
    Field { path: path.to_owned(), kind, ..Field::default() }
}

pub fn inventory() -> Inventory {
    let order = Schema {
        id: "schema-ordr".into(),
        name: "Order event".to_owned(),
        class: SchemaClass::ExperienceEvent,
        fields: vec![
            field("orderId", ValueType::String),
            field("total", ValueType::Decimal),
            field("items_count", ValueType::Integer),
            field("vip", ValueType::Boolean),
            field("empty", ValueType::String),
            field("missing", ValueType::String),
            field("missingDecimal", ValueType::Decimal),
            field("placedAt", ValueType::DateTime),
            field("localAt", ValueType::DateTimeOnly),
            field("day", ValueType::DateOnly),
            field("spent", ValueType::Duration),
            field("tags", ValueType::ListString),
            field("scores", ValueType::ListInteger),
            Field {
                items: vec![
                    field("SKU", ValueType::String),
                    field("name", ValueType::String),
                    field("price", ValueType::Integer),
                    field("application.version", ValueType::String),
                ],
                ..field("productListItems", ValueType::ListObject)
            },
            field("missingItems", ValueType::ListObject),
            field("identityMap", ValueType::ListObject),
            field("timeSeriesEvents.count", ValueType::Integer),
        ],
        ..Schema::default()
    };
    let profile = Schema {
        id: "schema-prof".into(),
        name: "Profile".to_owned(),
        fields: vec![
            field("person.name.firstName", ValueType::String),
            field("person.age", ValueType::Integer),
            field("personalEmail.address", ValueType::String),
        ],
        ..Schema::default()
    };
    Inventory {
        schemas: vec![order, profile],
        events: vec![
            Event {
                id: "event-ordr".into(),
                name: "Order".to_owned(),
                schema: Some("schema-ordr".into()),
                ..Event::default()
            },
            Event {
                id: "event-rtrn".into(),
                name: "Return".to_owned(),
                sample: r#"{"reason":"size"}"#.to_owned(),
                ..Event::default()
            },
        ],
        audiences: vec![
            Audience { id: "audience-gold".into(), name: "Gold members".to_owned(), ..Audience::default() },
            Audience { id: "audience-newc".into(), name: "New customers".to_owned(), ..Audience::default() },
        ],
        data_sources: vec![
            DataSource {
                id: "source-aepx".into(),
                name: "ExperiencePlatform".to_owned(),
                field_groups: vec![
                    FieldGroup {
                        name: "ProfileFieldGroup".to_owned(),
                        schema: Some("schema-prof".into()),
                        ..FieldGroup::default()
                    },
                    FieldGroup {
                        name: "Purchases".to_owned(),
                        schema: Some("schema-ordr".into()),
                        ..FieldGroup::default()
                    },
                ],
                ..DataSource::default()
            },
            DataSource {
                id: "source-wthr".into(),
                name: "Weather".to_owned(),
                kind: DataSourceKind::External {
                    url: "https://weather.example.com".to_owned(),
                    authentication: Default::default(),
                },
                field_groups: vec![FieldGroup {
                    name: "main".to_owned(),
                    parameters: vec!["city".to_owned()],
                    response: r#"{"temperature": 21.5, "rain": {"3h": 0.4}}"#.to_owned(),
                    ..FieldGroup::default()
                }],
                ..DataSource::default()
            },
        ],
        actions: vec![Action {
            id: "action-loya".into(),
            name: "Loyalty".to_owned(),
            response: LOYALTY.to_owned(),
            error_response: r#"{"reason": "closed"}"#.to_owned(),
            ..Action::default()
        }],
        ..Inventory::default()
    }
}

pub fn scope() -> Scope {
    Scope::of(&inventory())
}

/// The world of one person, at [`NOW`].
pub struct World {
    draws: Cell<u32>,
    order: Value,
    loyalty: Value,
}

impl World {
    pub fn new() -> Self {
        let fields = shape::event_fields(&inventory(), &inventory().events[0]);
        Self {
            draws: Cell::new(0),
            order: shape::value(ORDER, &fields).expect("the sample is JSON"),
            loyalty: shape::value(LOYALTY, &[]).expect("the sample is JSON"),
        }
    }
}

impl Context for World {
    fn now_ms(&self) -> i64 {
        NOW.parse::<Timestamp>().expect("an instant").as_millisecond()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get("Europe/Paris").expect("a zone")
    }

    fn event(&self, name: &str, path: &[&str]) -> Value {
        if name == "Order" { shape::select(&self.order, path) } else { Value::Null }
    }

    fn source(
        &self,
        source: &str,
        group: &str,
        path: &[&str],
        params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        match (source, path) {
            ("ExperiencePlatform", ["person", "name", "firstName"]) => Ok(Value::Text("Ada".to_owned())),
            ("ExperiencePlatform", ["personalEmail", "address"]) => Ok(Value::Text("ada@example.com".to_owned())),
            ("Weather", ["temperature"]) => match params.get("city") {
                Some(Value::Text(city)) if city == "Paris" => Ok(Value::Decimal(21.5)),
                Some(Value::Text(city)) if city == "Down" => Err(EvaluationError::Source {
                    source_name: source.to_owned(),
                    group: group.to_owned(),
                    code: "500".to_owned(),
                    reason: "http_500".to_owned(),
                }),
                _ => Ok(Value::Null),
            },
            _ => Ok(Value::Null),
        }
    }

    fn action(&self, name: &str, path: &[&str]) -> Value {
        match (name, path) {
            ("Loyalty", ["jo_status_code"]) => Value::Text("http_200".to_owned()),
            ("Loyalty", path) => shape::select(&self.loyalty, path),
            _ => Value::Null,
        }
    }

    fn in_audience(&self, name: &str) -> bool {
        name == "Gold members"
    }

    fn property(&self, name: &str) -> Value {
        if name == "currentNodeName" { Value::Text("Is it raining?".to_owned()) } else { Value::Null }
    }

    fn random(&self) -> f64 {
        self.draws.set(self.draws.get() + 1);
        0.25
    }

    fn uuid(&self) -> String {
        "79e70b7f-8a85-400b-97a1-9f9826121553".to_owned()
    }

    fn supplemental_id(&self) -> Value {
        Value::Text("p2".to_owned())
    }
}

/// What an expression yields, or why it does not.
pub fn outcome(text: &str) -> Result<Value, String> {
    let parsed = parse(text);
    let tree = parsed.sound().ok_or_else(|| format!("{text}: {:?}", parsed.errors))?;
    evaluate(tree, &World::new()).map_err(|error| error.to_string())
}

/// What an expression yields.
pub fn value(text: &str) -> Value {
    outcome(text).unwrap_or_else(|error| panic!("{text} fails: {error}"))
}

/// Holds that an expression yields the same as another, simpler one.
pub fn same(text: &str, plain: &str) {
    assert_eq!(value(text), value(plain), "{text} is not {plain}");
}

pub fn typed(text: &str, expected: Expected) -> Typed {
    check(&parse(text), &scope(), expected)
}

/// The rule ids of what is wrong with an expression, from left to right.
pub fn problems(text: &str, expected: Expected) -> Vec<&'static str> {
    typed(text, expected).problems.iter().map(|problem| problem.code.id()).collect()
}
