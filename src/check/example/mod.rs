//! Sketches: the small workspaces of rule examples, drawn step by step from left to right.
//!
//! `Sketch::event().then(steps::wait(Duration::Days(120))).at("duration")` is a journey that begins with the event
//! of the [`shop`], waits, and expects a finding at the field `duration` of that wait. Steps are called
//! `event-1`, `wait-2` and so on; the journey is `journey-1`.

pub mod shop;
pub mod steps;

use std::sync::Arc;

use jiff::Timestamp;

use crate::edit::{self, Edit, EditError};
use crate::journey::{
    Activity, ActivityId, Connection, ConnectionId, FORMAT, Inventory, ItemRef, Journey, JourneyId, Kind, Organization,
    Place, Placement, Platform, Port, Properties, Version, Workspace,
};

/// A small workspace with one marked place.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// The shop's inventory and one journey, sometimes a second.
    pub workspace: Workspace,
    /// Where the finding is expected.
    pub place: Place,
    /// For which platform.
    pub platform: Platform,
    last: Option<(ActivityId, Port)>,
}

impl Sketch {
    /// The journey of every sketch.
    pub const JOURNEY: &'static str = "journey-1";

    /// The moment at which sketches are checked: 2026-01-05T09:00Z.
    pub fn now() -> Timestamp {
        Timestamp::from_second(1_767_603_600).unwrap_or_default()
    }

    /// The shop's inventory and a journey without a step.
    pub fn empty() -> Self {
        let id = JourneyId::from(Self::JOURNEY);
        let journey =
            Journey { format: FORMAT, id: id.clone(), name: "Order journey".to_owned(), ..Journey::default() };
        let workspace = Workspace {
            inventory: Arc::new(shop::inventory()),
            journeys: [(id.clone(), Arc::new(journey))].into_iter().collect(),
            ..Workspace::default()
        };
        Self { workspace, place: Place::journey(&id), platform: Platform::Ajo, last: None }
    }

    /// A journey that begins with the event `OrderPlaced`.
    pub fn event() -> Self {
        Self::empty().then(steps::event("event-order"))
    }

    /// A journey that begins with people who enter the audience of cart abandoners.
    pub fn qualification() -> Self {
        Self::empty().then(steps::qualification())
    }

    /// A journey that begins with everyone in the audience of loyal customers.
    pub fn read() -> Self {
        Self::empty().then(steps::read())
    }

    /// A journey that begins with the business event `StoreOpened` and everyone in the audience of loyal customers.
    pub fn business() -> Self {
        Self::empty().then(steps::business()).then(steps::read())
    }

    /// Adds a step after the last one.
    #[must_use]
    pub fn then(mut self, kind: Kind) -> Self {
        let before = self.last.clone();
        let id = self.place_step(kind);
        if let Some((from, port)) = before {
            self = self.wire(&from.0, port, &id.0);
        }
        self
    }

    /// Adds a step that leaves the last step's predecessor by the same way as the last step does.
    #[must_use]
    pub fn beside(mut self, kind: Kind) -> Self {
        let last = self.last_id();
        let wire = self.first().connections.iter().rev().find(|wire| wire.to == last).cloned();
        let id = self.place_step(kind);
        match wire {
            Some(wire) => self.wire(&wire.from.0, wire.port, &id.0),
            None => self,
        }
    }

    /// Adds a step to which no wire leads.
    #[must_use]
    pub fn apart(mut self, kind: Kind) -> Self {
        self.place_step(kind);
        self
    }

    /// Goes on from this way out of the last step.
    #[must_use]
    pub fn by(mut self, port: Port) -> Self {
        if let Some((_, last)) = &mut self.last {
            *last = port;
        }
        self
    }

    /// Goes on from this way out of an earlier step.
    #[must_use]
    pub fn from(mut self, step: &str, port: Port) -> Self {
        self.last = Some((step.into(), port));
        self
    }

    /// Draws a wire.
    #[must_use]
    pub fn wire(self, from: &str, port: Port, to: &str) -> Self {
        self.journey(|journey| {
            let id = ConnectionId(format!("wire-{}", journey.connections.len() + 1));
            journey.connections.push(Connection { id, from: from.into(), port, to: to.into() });
        })
    }

    /// Changes the last step.
    #[must_use]
    pub fn with(self, change: impl FnOnce(&mut Activity)) -> Self {
        let last = self.last_id();
        self.journey(|journey| {
            if let Some(activity) = journey.activity_mut(&last) {
                change(activity);
            }
        })
    }

    /// Changes the journey.
    #[must_use]
    pub fn journey(mut self, change: impl FnOnce(&mut Journey)) -> Self {
        self.change(change);
        self
    }

    /// Changes the journey's properties.
    #[must_use]
    pub fn properties(self, change: impl FnOnce(&mut Properties)) -> Self {
        self.journey(|journey| change(&mut journey.properties))
    }

    /// Changes the shop's inventory.
    #[must_use]
    pub fn inventory(mut self, change: impl FnOnce(&mut Inventory)) -> Self {
        let inventory = Arc::make_mut(&mut self.workspace.inventory);
        change(inventory);
        inventory.sort();
        self
    }

    /// Changes what the organization allows.
    #[must_use]
    pub fn organization(mut self, change: impl FnOnce(&mut Organization)) -> Self {
        let mut organization = Organization { format: FORMAT, ..Organization::default() };
        change(&mut organization);
        self.workspace.organization = Some(Arc::new(organization));
        self
    }

    /// Adds the journey of another sketch, as `journey-2`.
    #[must_use]
    pub fn with_second(mut self, other: Self, name: &str) -> Self {
        let id = JourneyId::from("journey-2");
        let mut journey = other.first().clone();
        journey.id = id.clone();
        name.clone_into(&mut journey.name);
        self.workspace.journeys.insert(id, Arc::new(journey));
        self
    }

    /// Adds the journey of another sketch as a published version of this one; the draft goes on from it.
    #[must_use]
    pub fn published(mut self, number: u32, other: Self) -> Self {
        let id = JourneyId::from(Self::JOURNEY);
        let Some(version) = Version::next(&other.workspace, &id, Self::now()) else { return self };
        let version = Version { number, published: Some(Self::now()), ..version };
        self.workspace.versions.insert(version.id(), Arc::new(version));
        self.journey(|journey| journey.based_on = Some(number))
    }

    /// Expects the finding at a field of the last step; at the step as a whole where the field is empty.
    #[must_use]
    pub fn at(self, field: &str) -> Self {
        let last = self.last_id();
        self.at_step(&last.0, field)
    }

    /// Expects the finding at a field of a step; at the step as a whole where the field is empty.
    #[must_use]
    pub fn at_step(mut self, step: &str, field: &str) -> Self {
        self.place = Place::activity(&Self::JOURNEY.into(), &step.into());
        self.place.field = (!field.is_empty()).then(|| field.to_owned());
        self
    }

    /// Expects the finding at a wire.
    #[must_use]
    pub fn at_wire(mut self, wire: &str) -> Self {
        self.place = Place::connection(&Self::JOURNEY.into(), &wire.into());
        self
    }

    /// Expects the finding at a field of the journey; at the journey as a whole where the field is empty.
    #[must_use]
    pub fn at_journey(mut self, field: &str) -> Self {
        self.place = Place::journey(&Self::JOURNEY.into());
        self.place.field = (!field.is_empty()).then(|| field.to_owned());
        self
    }

    /// Expects the finding at a field of an object of the inventory; at the object as a whole where the field is empty.
    #[must_use]
    pub fn at_item(mut self, item: ItemRef, field: &str) -> Self {
        self.place = Place::item(item);
        self.place.field = (!field.is_empty()).then(|| field.to_owned());
        self
    }

    /// Checks for this platform.
    #[must_use]
    pub fn platform(mut self, platform: Platform) -> Self {
        self.platform = platform;
        self
    }

    fn first(&self) -> &Journey {
        &self.workspace.journeys[&JourneyId::from(Self::JOURNEY)]
    }

    fn last_id(&self) -> ActivityId {
        self.last.as_ref().map(|(id, _)| id.clone()).unwrap_or_default()
    }

    fn change(&mut self, change: impl FnOnce(&mut Journey)) {
        if let Some(journey) = self.workspace.journeys.get_mut(&JourneyId::from(Self::JOURNEY)) {
            let journey = Arc::make_mut(journey);
            change(journey);
            journey.sort();
        }
    }

    fn place_step(&mut self, kind: Kind) -> ActivityId {
        let number = self.first().activities.len() + 1;
        let id = ActivityId(format!("{}-{number}", kind.id_kind()));
        let port = kind.ports().into_iter().next().unwrap_or_default();
        let label = steps::label(&kind, number);
        let activity = Activity { id: id.clone(), label, kind, ..Activity::default() };
        let x = 280 * i32::try_from(number).unwrap_or(i32::MAX / 280);
        let placement = Placement { activity: id.clone(), x, y: 0 };
        self.change(|journey| {
            journey.activities.push(activity);
            journey.layout.push(placement);
        });
        self.last = Some((id.clone(), port));
        id
    }

    /// The workspace after these edits: what a remedy makes of the sketch.
    ///
    /// # Errors
    /// As [`crate::edit::apply`].
    pub fn after(&self, edits: &[Edit]) -> Result<Workspace, EditError> {
        let mut workspace = self.workspace.clone();
        for edit in edits {
            edit::apply(&mut workspace, edit)?;
        }
        Ok(workspace)
    }
}
