//! The world that previews are filled in from: one test profile, and the samples of everything else.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use egui::Id;
use jiff::tz::TimeZone;

use crate::edit::new;
use crate::expression::{Context, EvaluationError, shape};
use crate::journey::{Action, Audience, AudienceId, DataSource, DataSourceKind, Event, Inventory, Profile, Value};
use crate::run::Person;
use crate::run::audiences::Audiences;
use crate::simulate::default_start;

/// The world of a preview: one test profile, events about it, and the samples of everything else. Everything in it is
/// worked out once, when a text asks for it.
pub(super) struct Sample {
    inventory: Arc<Inventory>,
    profile: Profile,
    person: Person,
    /// Every rule is read for it.
    audiences: OnceLock<BTreeSet<AudienceId>>,
    records: Mutex<BTreeMap<Record, Value>>,
}

/// Whose sample a record is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Record {
    Event(String),
    Group(String, String),
    Action(String),
}

impl Sample {
    fn new(inventory: &Arc<Inventory>, profile: &Profile) -> Self {
        Self {
            inventory: inventory.clone(),
            profile: profile.clone(),
            person: Person::of(profile),
            audiences: OnceLock::new(),
            records: Mutex::default(),
        }
    }

    /// The same world from frame to frame, until the inventory changes or another profile is looked at.
    pub(super) fn kept(context: &egui::Context, inventory: &Arc<Inventory>, profile: &Profile) -> Arc<Self> {
        let memory = Id::unique("world of previews");
        let known: Option<Arc<Self>> = context.data(|data| data.get_temp(memory));
        // The world holds on to its inventory, which nobody therefore changes in place.
        if let Some(known) = known
            && Arc::ptr_eq(&known.inventory, inventory)
            && known.profile.id == profile.id
        {
            return known;
        }
        let sample = Arc::new(Self::new(inventory, profile));
        context.data_mut(|data| data.insert_temp(memory, sample.clone()));
        sample
    }

    /// What stands there in a sample record.
    fn at(&self, of: Record, path: &[&str], make: impl FnOnce(&Inventory) -> Option<Value>) -> Value {
        let mut records = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let record = records.entry(of).or_insert_with(|| make(&self.inventory).unwrap_or_default());
        shape::select(record, path)
    }
}

impl Context for Sample {
    fn now_ms(&self) -> i64 {
        // The moment at which dry runs begin where nobody says otherwise: a preview never changes by itself.
        default_start().as_millisecond()
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.profile.zone).unwrap_or(TimeZone::UTC)
    }

    fn event(&self, name: &str, path: &[&str]) -> Value {
        self.at(Record::Event(name.to_owned()), path, |inventory| {
            let event = inventory.named::<Event>(name)?;
            let sample = new::sample_of(inventory, event, &self.profile);
            shape::value(&sample, &shape::event_fields(inventory, event)).ok()
        })
    }

    fn source(
        &self,
        source: &str,
        group: &str,
        path: &[&str],
        _params: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        let known = self.inventory.named::<DataSource>(source);
        let Some(external) = known.filter(|known| matches!(known.kind, DataSourceKind::External { .. })) else {
            return Ok(shape::select(&self.person.attributes, path));
        };
        Ok(self.at(Record::Group(source.to_owned(), group.to_owned()), path, |inventory| {
            let group = external.field_groups.iter().find(|known| known.name == group)?;
            shape::value(&group.response, &shape::group_fields(inventory, group)).ok()
        }))
    }

    fn action(&self, name: &str, path: &[&str]) -> Value {
        self.at(Record::Action(name.to_owned()), path, |inventory| {
            let action = inventory.named::<Action>(name)?;
            shape::value(&action.response, &shape::fields(&action.response).unwrap_or_default()).ok()
        })
    }

    fn in_audience(&self, name: &str) -> bool {
        let read = || Audiences::of(&self.inventory).person(&self.profile, default_start()).audiences;
        let inside = self.audiences.get_or_init(read);
        self.inventory.named::<Audience>(name).is_some_and(|audience| inside.contains(&audience.id))
    }

    fn property(&self, name: &str) -> Value {
        Value::Text(name.to_owned())
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn uuid(&self) -> String {
        "00000000-0000-4000-8000-000000000000".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::{Field, Schema};

    fn with(points: i64) -> Profile {
        Profile {
            id: format!("profile-{points}").as_str().into(),
            attributes: [("points".to_owned(), Value::Integer(points))].into(),
            ..Profile::default()
        }
    }

    #[test]
    fn a_preview_knows_the_audiences_that_a_rule_puts_a_profile_into() {
        let gold = Audience {
            id: "audience-gold".into(),
            name: "Gold members".to_owned(),
            rule: "#{ExperiencePlatform.Customer.points} >= 1000".into(),
            ..Audience::default()
        };
        let inventory = Arc::new(Inventory { audiences: vec![gold], ..Inventory::default() });
        let (rich, poor) = (with(1_000), with(999));
        assert!(Sample::new(&inventory, &rich).in_audience("Gold members"));
        assert!(!Sample::new(&inventory, &poor).in_audience("Gold members"));
        assert!(!Sample::new(&inventory, &rich).in_audience("Silver members"));
    }

    #[test]
    fn the_world_of_a_preview_is_made_once_for_each_inventory_and_profile() {
        let field = |path: &str| Field { path: path.to_owned(), ..Field::default() };
        let order = Event {
            name: "Order".to_owned(),
            sample: r#"{"number": "A-1", "shop": "Vale"}"#.to_owned(),
            ..Event::default()
        };
        let schema = Schema { fields: vec![field("number"), field("shop")], ..Schema::default() };
        let order = Event { schema: Some(schema.id.clone()), fields: vec!["number".into(), "shop".into()], ..order };
        let mut inventory = Arc::new(Inventory { events: vec![order], schemas: vec![schema], ..Inventory::default() });
        let context = egui::Context::default();
        let first = Sample::kept(&context, &inventory, &with(1));
        assert_eq!(first.event("Order", &["number"]), Value::Text("A-1".to_owned()));
        assert_eq!(first.event("Order", &["shop"]), Value::Text("Vale".to_owned()));
        assert_eq!(first.records.lock().expect("nobody else").len(), 1, "one record for all of its fields");
        assert!(Arc::ptr_eq(&first, &Sample::kept(&context, &inventory, &with(1))), "the next frame");
        assert!(!Arc::ptr_eq(&first, &Sample::kept(&context, &inventory, &with(2))), "another profile");
        let before = Sample::kept(&context, &inventory, &with(1));
        Arc::make_mut(&mut inventory).events[0].sample = r#"{"number": "B-2"}"#.to_owned();
        let after = Sample::kept(&context, &inventory, &with(1));
        assert!(!Arc::ptr_eq(&before, &after), "another sample");
        assert_eq!(after.event("Order", &["number"]), Value::Text("B-2".to_owned()));
    }
}
