//! What a forecast is made of, put together and looked through before anything moves.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use super::people::People;
use super::table::Table;
use crate::journey::{
    Action, ActivityId, Arrivals, Audience, BranchId, Channel, Coming, DataSource, Distribution, Endpoint, Event,
    EventKind, Given, Happening, Inventory, JourneyId, Lapse, Object, Pace, Population, Profile, ReactionShares,
    Scenario, System, SystemBehaviour, WHOLE, Workspace,
};
use crate::run::Program;
use crate::run::audiences::Audiences;
use crate::run::instance::LIFETIME;
use crate::simulate::outside::{Mocks, rule};
use crate::simulate::{SetupError, default_start};

/// How many people there are where nobody says.
const PEOPLE: u32 = 100_000;

/// People who are kept at hand at most.
const AT_HAND: usize = 16_384;

/// What a forecast is made of.
#[derive(Debug)]
pub struct Plan<'a> {
    pub(super) workspace: &'a Workspace,
    pub(super) population: Cow<'a, Population>,
    pub(super) people: People<'a>,
    pub(super) seed: u64,
    pub(super) start: Timestamp,
    /// When the last people come in.
    pub(super) closes: Timestamp,
    /// When it is broken off.
    pub(super) until: Timestamp,
    /// The journeys that let people in.
    pub(super) open: Vec<JourneyId>,
    /// Those that cannot, and why.
    pub(super) left_out: Vec<(JourneyId, String)>,
    /// The one that a scenario is of: its happenings, replies and choices are about this one.
    pub(super) scenario: Option<&'a Scenario>,
    /// What it says of other systems.
    pub(super) mocks: Mocks<'a>,
    pub(super) at_hand: usize,
}

/// Something in a population that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field in which it stands.
    pub field: &'static str,
    /// Which entry of it, from 1; 0 where it is no list.
    pub entry: usize,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entry {
            0 => write!(f, "{}: {}", self.field, self.message),
            entry => write!(f, "{}, entry {entry}: {}", self.field, self.message),
        }
    }
}

/// Why a forecast cannot begin.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum VolumeError {
    /// As a dry run cannot.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The population says what cannot be.
    #[error("{}", .0.iter().map(Fault::to_string).collect::<Vec<_>>().join("\n"))]
    Population(Vec<Fault>),
    /// There is nothing to go through.
    #[error("no journey of this workspace lets anybody in: draw one that begins with an event or an audience")]
    NoJourney,
}

/// How many people a population has where nobody chose another number; `None` where only its table says.
pub fn people_of(population: &Population) -> Option<u32> {
    population.people.or_else(|| population.file.is_empty().then_some(PEOPLE))
}

impl<'a> Plan<'a> {
    /// So many people of a population, or as many as it says, through every journey of the workspace. `table` is the
    /// text of the population's file, where it names one.
    ///
    /// # Errors
    /// See [`VolumeError`].
    pub fn new(
        workspace: &'a Workspace,
        population: &'a Population,
        (seed, people): (u64, Option<u32>),
        table: Option<&'a str>,
    ) -> Result<Self, VolumeError> {
        let inventory = &*workspace.inventory;
        let mut faults = faults(workspace, population);
        let mut fault = |message| faults.push(Fault { field: "file", entry: 0, message });
        let table = match (table, population.file.is_empty()) {
            (Some(text), false) => match Table::read(text, inventory) {
                Ok(table) if table.len() == 0 => {
                    fault(format!("{} has no rows: add people, or leave the file out", population.file));
                    None
                }
                Ok(table) => Some(table),
                Err(why) => {
                    fault(format!("{}:{why}", population.file));
                    None
                }
            },
            _ => None,
        };
        let rows = table.as_ref().map(|table| u32::try_from(table.len()).unwrap_or(u32::MAX));
        let count = people.or(people_of(population)).or(rows).unwrap_or(PEOPLE);
        if !faults.is_empty() {
            return Err(VolumeError::Population(faults));
        }
        if count == 0 {
            return Err(SetupError::Nobody.into());
        }
        let start = whole(population.start.unwrap_or_else(default_start));
        let days = i64::from(population.days.unwrap_or(1).max(1));
        let closes = start.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(Timestamp::MAX);
        let (mut open, mut left_out) = (Vec::new(), Vec::new());
        for id in workspace.journeys.keys() {
            match Program::compile(workspace, id) {
                Ok(_) => open.push(id.clone()),
                Err(why) => left_out.push((id.clone(), why.to_string())),
            }
        }
        if open.is_empty() {
            return Err(VolumeError::NoJourney);
        }
        Ok(Self {
            workspace,
            population: Cow::Borrowed(population),
            people: People::drawn(count, (seed, start), inventory, population, table),
            seed,
            start,
            closes,
            until: last_coming(population, start).max(closes).checked_add(LIFETIME).unwrap_or(Timestamp::MAX),
            open,
            left_out,
            scenario: None,
            mocks: Mocks::default(),
            at_hand: AT_HAND,
        })
    }

    /// The people of a scenario through its journey, as in a dry run.
    ///
    /// # Errors
    /// [`VolumeError::Setup`].
    pub fn of_scenario(workspace: &'a Workspace, scenario: &'a Scenario) -> Result<Self, VolumeError> {
        Program::compile(workspace, &scenario.journey).map_err(SetupError::from)?;
        let start = whole(scenario.start);
        let until = scenario.until.unwrap_or_else(|| start.checked_add(LIFETIME).unwrap_or(Timestamp::MAX));
        let people = crate::simulate::dry_run::people(workspace, &Scenario { start, ..scenario.clone() })?;
        crate::simulate::dry_run::behaviours(workspace, scenario)?;
        let mocks = Mocks::of(scenario)?;
        let (reactions, systems) = (scenario.reactions.clone(), scenario.systems.clone());
        Ok(Self {
            workspace,
            population: Cow::Owned(Population { reactions, systems, ..Population::default() }),
            people: People::listed(people, Audiences::of(&workspace.inventory), start),
            seed: scenario.seed,
            start,
            closes: until,
            until,
            open: vec![scenario.journey.clone()],
            left_out: Vec::new(),
            scenario: Some(scenario),
            mocks,
            at_hand: AT_HAND,
        })
    }

    /// So many people are kept at hand; whoever is not, and only waits, is kept as few bytes. Changes nothing but what it
    /// costs.
    #[must_use]
    pub fn keeping(self, at_hand: usize) -> Self {
        Self { at_hand, ..self }
    }

    /// How many people there are.
    pub fn people(&self) -> u32 {
        self.people.count()
    }

    pub(super) fn happenings(&self) -> &'a [Happening] {
        self.scenario.map_or(&[], |scenario| &scenario.happenings)
    }

    pub(super) fn forced(&self) -> BTreeMap<ActivityId, BranchId> {
        self.scenario.map(|scenario| scenario.forced.clone()).unwrap_or_default()
    }
}

/// When the last come of those who come at a stated moment.
fn last_coming(population: &Population, start: Timestamp) -> Timestamp {
    let after = |arrivals: &Arrivals| match arrivals.pace {
        Pace::At { after } => after.milliseconds(),
        _ => 0,
    };
    let last = population.arrivals.iter().map(after).max().unwrap_or(0);
    start.checked_add(SignedDuration::from_millis(last)).unwrap_or(Timestamp::MAX)
}

/// Instants are whole milliseconds.
fn whole(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// Everything in a population that names what is not there, or makes no sense.
fn faults(workspace: &Workspace, population: &Population) -> Vec<Fault> {
    let mut looking = Looking { workspace, field: "", entry: 0, faults: Vec::new() };
    looking.each("models", &population.models, |look, model| look.known::<Profile>(&model.profile));
    looking.each("zones", &population.zones, |look, zone| {
        if TimeZone::get(&zone.zone).is_err() {
            look.fault(format!("{:?} is no time zone; write its IANA name, such as Europe/Paris", zone.zone));
        }
    });
    looking.each("attributes", &population.attributes, |look, attribute| {
        look.share(attribute.missing);
        look.distribution(&attribute.draw);
        look.given(&attribute.given);
        if attribute.field.trim().is_empty() {
            look.fault("name the field that is drawn".to_owned());
        }
    });
    looking.each("payloads", &population.payloads, |look, payload| {
        look.known::<Event>(&payload.event);
        look.share(payload.missing);
        look.distribution(&payload.draw);
        look.given(&payload.given);
        if payload.field.trim().is_empty() {
            look.fault("name the field that is drawn".to_owned());
        }
    });
    looking.each("memberships", &population.memberships, |look, share| {
        look.known::<Audience>(&share.audience);
        look.share(share.share);
        look.given(&share.given);
    });
    looking.each("consent", &population.consent, |look, share| {
        look.share(share.share);
        look.given(&share.given);
    });
    looking.each("arrivals", &population.arrivals, |look, arrivals| {
        look.coming(&arrivals.what);
        look.share(arrivals.share);
        look.pace(&arrivals.pace);
        arrivals.inside.iter().for_each(|audience| look.known::<Audience>(audience));
    });
    looking.each("follow_ups", &population.follow_ups, |look, follow_up| {
        look.journey(&follow_up.journey);
        look.event(&follow_up.event, EventKind::Unitary);
        look.share(follow_up.share);
        look.lapse(&follow_up.after);
    });
    looking.faults.extend(faults_of_behaviour(workspace, &population.reactions, &population.systems));
    looking.faults
}

/// Everything in what is said of reactions and systems that names what is not there, or makes no sense.
pub(in crate::simulate) fn faults_of_behaviour(
    workspace: &Workspace,
    reactions: &[ReactionShares],
    systems: &[SystemBehaviour],
) -> Vec<Fault> {
    let mut looking = Looking { workspace, field: "", entry: 0, faults: Vec::new() };
    looking.each("reactions", reactions, |look, reaction| {
        if let Err(message) = rule(&reaction.when) {
            look.fault(message);
        }
        look.share(reaction.opened);
        look.share(reaction.clicked);
        look.lapse(&reaction.after);
    });
    looking.each("systems", systems, |look, behaviour| {
        match &behaviour.system {
            System::Endpoint(id) => look.known::<Endpoint>(id),
            System::Action(id) => look.known::<Action>(id),
            System::DataSource(id) => look.known::<DataSource>(id),
            System::Channel(id) => look.known::<Channel>(id),
        }
        look.lapse(&behaviour.latency);
        look.share(behaviour.answers.iter().fold(0, |sum, answer| sum.saturating_add(answer.share)));
        if let Some(answer) = behaviour.answers.iter().find(|answer| !(100..600).contains(&answer.status)) {
            look.fault(format!("{} is no HTTP status; write one from 100 to 599", answer.status));
        }
    });
    looking.faults
}

struct Looking<'w> {
    workspace: &'w Workspace,
    field: &'static str,
    entry: usize,
    faults: Vec<Fault>,
}

impl Looking<'_> {
    fn each<T>(&mut self, field: &'static str, entries: &[T], look: impl Fn(&mut Self, &T)) {
        for (number, entry) in (1..).zip(entries) {
            (self.field, self.entry) = (field, number);
            look(self, entry);
        }
    }

    fn inventory(&self) -> &Inventory {
        &self.workspace.inventory
    }

    fn fault(&mut self, message: String) {
        self.faults.push(Fault { field: self.field, entry: self.entry, message });
    }

    fn known<T: Object>(&mut self, id: &T::Id) {
        if self.inventory().get::<T>(id).is_none() {
            self.fault(format!(
                "there is no {} {id} in this workspace; name another one, or take the entry out",
                T::KIND
            ));
        }
    }

    fn journey(&mut self, id: &JourneyId) {
        if !self.workspace.journeys.contains_key(id) {
            self.fault(format!("there is no journey {id} in this workspace; name another one, or take the entry out"));
        }
    }

    fn event(&mut self, id: &crate::journey::EventId, kind: EventKind) {
        self.known::<Event>(id);
        if self.inventory().get::<Event>(id).is_some_and(|event| event.kind != kind) {
            let (is, write) = match kind {
                EventKind::Unitary => ("a business event, which is about nobody", "Business"),
                EventKind::Business => ("an event of a person", "Event"),
            };
            self.fault(format!("{id} is {is}; as an arrival write {write}(…)"));
        }
    }

    fn coming(&mut self, what: &Coming) {
        match what {
            Coming::Event(event) => self.event(event, EventKind::Unitary),
            Coming::Business(event) => self.event(event, EventKind::Business),
            Coming::Reads(journey) => self.journey(journey),
            Coming::Enters(audience) | Coming::Leaves(audience) => self.known::<Audience>(audience),
        }
    }

    fn share(&mut self, share: u32) {
        if share > WHOLE {
            self.fault(format!("{share} is more than everybody: shares are in hundredths of a percent, 10000 at most"));
        }
    }

    fn given(&mut self, given: &[Given]) {
        if given.iter().any(|given| given.field.trim().is_empty()) {
            self.fault("name the field that has to have this value".to_owned());
        }
    }

    fn pace(&mut self, pace: &Pace) {
        let rates: &[f64] = match pace {
            Pace::Steady { per_second } => std::slice::from_ref(per_second),
            Pace::Hours(rates) => rates,
            _ => &[],
        };
        if rates.iter().any(|rate| *rate < 0.0 || *rate > 1e6) {
            self.fault("so many a second is a number from 0 to a million".to_owned());
        }
        if matches!(pace, Pace::Hours(rates) if rates.is_empty() || rates.len() > 24) {
            self.fault("write a rate for each hour of the day, from midnight, 24 at most".to_owned());
        }
    }

    fn lapse(&mut self, lapse: &Lapse) {
        let sound = match lapse {
            Lapse::Always(seconds) => *seconds >= 0.0,
            Lapse::Between { from, to } => *from >= 0.0 && from <= to,
            Lapse::LogNormal { median, spread } => *median > 0.0 && *spread >= 0.0,
        };
        if !sound {
            self.fault("a length of time is not below 0, begins before it ends, and has a median above 0".to_owned());
        }
    }

    fn distribution(&mut self, distribution: &Distribution) {
        let sound = match distribution {
            Distribution::Choice(choices) => choices.iter().any(|choice| choice.weight > 0),
            Distribution::Uniform { from, to, .. } => from <= to,
            Distribution::Normal { deviation, minimum, maximum, .. } => {
                *deviation >= 0.0 && minimum.zip(*maximum).is_none_or(|(minimum, maximum)| minimum <= maximum)
            }
            Distribution::LogNormal { median, spread, .. } => *median > 0.0 && *spread >= 0.0,
            Distribution::Day { from_days, to_days } => from_days <= to_days,
            Distribution::Moment { from_seconds, to_seconds } => from_seconds <= to_seconds,
            Distribution::Constant(_) => true,
        };
        if !sound {
            self.fault(
                "nothing can be drawn here: a range begins before it ends, a choice has a weight above 0, a deviation \
                 is not below 0 and a median above it"
                    .to_owned(),
            );
        }
    }
}
