//! Crowds: how many calls come to what the journeys of a workspace share, all of them together, and what it lets
//! through.
//!
//! Only what may be too much is kept, so that a change of anything else leaves what is known of other journeys as it
//! is.

use std::collections::BTreeMap;

use super::load::{self, Limit, Load, ONE_CALL};
use super::rate::{Rush, Way};
use super::{Estate, Survey, jumping};
use crate::check::{Volumes, platform};
use crate::edit::describe::grouped;
use crate::journey::{
    CampaignInstance, Cap, DATA_SOURCE_CAP, DataSource, Destination, Endpoint, HOST_CAP, JourneyId, MOST_RETRIES,
    SLOW_HOST_CAP, Schedule, Service,
};

/// Times that a call is made at most.
pub const TRIES: i64 = 1 + MOST_RETRIES as i64;

/// Calls that come to a limit when most do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Volume {
    /// A second, on and on.
    steady: i64,
    /// A second, of those that end …
    rush: i64,
    /// … after so many.
    rush_calls: i64,
    /// What a forecast counted in place of these.
    measured: Option<Measured>,
}

/// Calls that a forecast counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// In the busiest second.
    pub second: i64,
    /// In the busiest span as long as the period of the limit …
    pub period: i64,
    /// … in milliseconds.
    pub period_ms: i64,
    /// In the busiest hour.
    pub hour: i64,
    /// In all.
    pub all: i64,
    /// The longest wait in the queue of the place, in milliseconds.
    pub longest_delay_ms: i64,
    /// How many waited there in vain, whoever sent them.
    pub given_up: i64,
}

impl Measured {
    fn and(self, other: Self) -> Self {
        Self {
            second: self.second.saturating_add(other.second),
            period: self.period.saturating_add(other.period),
            period_ms: self.period_ms.max(other.period_ms),
            hour: self.hour.saturating_add(other.hour),
            all: self.all.saturating_add(other.all),
            longest_delay_ms: self.longest_delay_ms.max(other.longest_delay_ms),
            given_up: self.given_up.max(other.given_up),
        }
    }

    /// What was counted for a span of this length; of another, the most that it may be by what was.
    fn within(&self, milliseconds: i64) -> i64 {
        match milliseconds {
            ..=0 => 0,
            1_000 => self.second,
            ms if ms == self.period_ms => self.period,
            3_600_000 => self.hour,
            ms => {
                let seconds = i128::from(self.second) * i128::from(ms) / 1_000;
                let longer = if ms < self.period_ms { self.period } else { self.all };
                i64::try_from(seconds).unwrap_or(i64::MAX).min(longer)
            }
        }
    }
}

impl Volume {
    /// What so many calls of each person are, people coming like that.
    pub fn of(rush: &Rush, calls: u64) -> Self {
        let times = |people: i64| {
            let calls = u128::from(u64::try_from(people).unwrap_or(0)) * u128::from(calls);
            i64::try_from(calls.div_ceil(u128::from(ONE_CALL))).unwrap_or(i64::MAX)
        };
        match rush.people {
            Some(people) => Self { rush: times(rush.per_second), rush_calls: times(people), ..Self::default() },
            None => Self { steady: times(rush.per_second), ..Self::default() },
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            steady: self.steady.saturating_add(other.steady),
            rush: self.rush.saturating_add(other.rush),
            rush_calls: self.rush_calls.saturating_add(other.rush_calls),
            measured: match (self.measured, other.measured) {
                (Some(one), Some(other)) => Some(one.and(other)),
                (one, other) => one.or(other),
            },
        }
    }

    /// Calls within the busiest span of so many milliseconds.
    pub fn within(&self, milliseconds: i64) -> i64 {
        if let Some(measured) = &self.measured {
            return measured.within(milliseconds);
        }
        let over = |a_second: i64| {
            let calls = i128::from(a_second) * i128::from(milliseconds.max(0)) / 1_000;
            i64::try_from(calls).unwrap_or(i64::MAX)
        };
        over(self.steady).saturating_add(over(self.rush).min(self.rush_calls))
    }

    /// Calls in the busiest second.
    pub fn per_second(&self) -> i64 {
        self.within(1_000)
    }

    /// Whether they come on and on.
    pub fn is_steady(&self) -> bool {
        self.rush == 0 && self.measured.is_none()
    }

    /// What a forecast counted, where there was one.
    pub fn measured(&self) -> Option<&Measured> {
        self.measured.as_ref()
    }

    /// How many come until the last of them; those that come on and on are not counted.
    pub fn in_all(&self) -> i64 {
        self.measured.map_or(self.rush_calls, |measured| measured.all)
    }
}

/// The calls that come to a limit, seen from one journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    /// Those of the journey.
    pub own: Volume,
    /// Of them those of people who jump in.
    pub jumping: Volume,
    /// Those of other journeys that come at the same time.
    pub others: Volume,
}

impl Crowd {
    /// All of them.
    pub fn all(&self) -> Volume {
        self.own.and(self.others)
    }

    /// "60 calls a second come to 'Messages', 20 of them by people who jump in, 10 of them from other journeys".
    pub fn said(&self, name: &str, period_ms: i64) -> String {
        let (all, span) = (self.all(), span(period_ms));
        let by = if all.measured.is_some() { " by the forecast" } else { "" };
        let mut said = format!("{} calls {span} come to '{name}'{by}", grouped(all.within(period_ms)));
        for (part, whose) in [(self.jumping, "by people who jump in"), (self.others, "from other journeys")] {
            let calls = part.within(period_ms);
            if calls > 0 {
                said.push_str(&format!(", {} of them {whose}", grouped(calls)));
            }
        }
        said
    }
}

/// "a second", "in 5 minutes".
pub fn span(milliseconds: i64) -> String {
    match milliseconds {
        1_000 => "a second".to_owned(),
        60_000 => "in a minute".to_owned(),
        ms if ms % 60_000 == 0 => format!("in {} minutes", grouped(ms / 60_000)),
        ms if ms % 1_000 == 0 => format!("in {} seconds", grouped(ms / 1_000)),
        ms => format!("in {} ms", grouped(ms)),
    }
}

/// What a limit lets through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Room {
    /// What people call it.
    pub name: String,
    /// Beyond it calls are refused.
    pub cap: Option<Cap>,
    /// Beyond it calls wait: so many a second leave.
    pub throttle: Option<i64>,
    /// What the other side says it can take, in calls a second.
    pub capacity: Option<i64>,
}

impl Room {
    /// What is in force of a limit.
    pub fn of(estate: &Estate<'_>, limit: &Limit) -> Self {
        let standing =
            |name: &str, cap: Option<Cap>| Self { name: name.to_owned(), cap, throttle: None, capacity: None };
        match limit {
            Limit::Endpoint(id) => {
                let Some(endpoint) = estate.inventory().get::<Endpoint>(id) else { return standing("", None) };
                let in_force = endpoint.deployed || !estate.platform.standing().deploys;
                let cap = endpoint.cap.clone().filter(|cap| in_force && cap.max_calls > 0 && cap.period_ms > 0);
                let throttle = endpoint.throttle.as_ref().filter(|it| in_force && it.max_throughput > 0);
                let throttle = throttle.filter(|_| endpoint.service == Service::Action);
                Self {
                    name: endpoint.name.clone(),
                    cap,
                    throttle: throttle.map(|throttle| throttle.max_throughput),
                    capacity: endpoint.capacity_per_second.filter(|calls| *calls > 0),
                }
            }
            Limit::Host(host) => standing(host, Some(HOST_CAP)),
            Limit::SlowHost(host) => standing(host, Some(SLOW_HOST_CAP)),
            Limit::DataSource(id) => standing(&estate.name_of::<DataSource>(id), Some(DATA_SOURCE_CAP)),
            Limit::Campaign(id, to) => {
                standing(&estate.name_of::<CampaignInstance>(id), to.standing_cap(estate.platform))
            }
            Limit::CampaignHost(host, to) => standing(host, to.standing_cap(estate.platform)),
        }
    }

    /// What is lost of these calls, and why; `None` where everything gets through or waits.
    pub fn excess(&self, volume: &Volume) -> Option<Excess> {
        let excess = |by, come: i64, fit, period_ms| (come > fit).then_some(Excess { by, come, fit, period_ms });
        // What waits leaves no faster than the throttle lets it; a cap beside it is for the connections.
        if let Some(throttle) = self.throttle {
            let leaving = volume.per_second().min(throttle);
            return self.capacity.and_then(|fit| excess(By::Capacity, leaving, fit, 1_000));
        }
        let capped = self
            .cap
            .as_ref()
            .and_then(|cap| excess(By::Cap, volume.within(cap.period_ms), cap.max_calls, cap.period_ms));
        let overrun = self.capacity.and_then(|fit| excess(By::Capacity, volume.per_second(), fit, 1_000));
        match (capped, overrun) {
            (Some(capped), Some(overrun)) if overrun.is_narrower_than(&capped) => Some(overrun),
            (capped, overrun) => capped.or(overrun),
        }
    }

    /// Whether nothing is lost as long as every call succeeds, but something is once each is tried again.
    pub fn is_narrow(&self, volume: &Volume) -> bool {
        let tried = |cap: &Cap| volume.within(cap.period_ms).saturating_mul(TRIES) > cap.max_calls;
        self.throttle.is_none() && self.excess(volume).is_none() && self.cap.as_ref().is_some_and(tried)
    }
}

/// More calls than fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Excess {
    /// Into what.
    pub by: By,
    /// How many come …
    pub come: i64,
    /// … how many fit …
    pub fit: i64,
    /// … within so many milliseconds.
    pub period_ms: i64,
}

/// What calls do not fit into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A cap.
    Cap,
    /// What the other side says it can take.
    Capacity,
}

impl Excess {
    /// Whether fewer fit in the same time.
    fn is_narrower_than(&self, other: &Self) -> bool {
        i128::from(self.fit) * i128::from(other.period_ms) < i128::from(other.fit) * i128::from(self.period_ms)
    }

    /// Calls a second that fit.
    pub fn fit_a_second(&self) -> i64 {
        self.fit.saturating_mul(1_000) / self.period_ms.max(1)
    }

    /// "its cap lets 7 through: 23 a second are lost".
    pub fn said(&self) -> String {
        let (fit, lost) = (grouped(self.fit), grouped(self.come - self.fit));
        let span = span(self.period_ms);
        match self.by {
            By::Cap => format!("the cap lets {fit} through: {lost} {span} are lost"),
            By::Capacity => format!("it can take {fit}: {lost} {span} are too many"),
        }
    }
}

/// Where calls may be too many, as each journey sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Crowds {
    at: BTreeMap<Limit, BTreeMap<JourneyId, Crowd>>,
    /// How people jump in, from which journey.
    jumping: BTreeMap<JourneyId, Vec<(JourneyId, Rush)>>,
}

impl Crowds {
    /// Adds the journeys up. Events come at any time; readings meet those that begin with them, evaluations all others.
    /// Who jumps comes into the other journey as they came into theirs.
    /// A journey that is too much by itself is its own trouble and not counted in that of others.
    pub fn of<'l>(estate: &Estate<'_>, loads: impl Iterator<Item = (&'l JourneyId, &'l Load)>) -> Self {
        if let Some(volumes) = estate.volumes {
            return Self::forecast(estate, volumes);
        }
        let loads: BTreeMap<&JourneyId, &Load> = loads.collect();
        let jumping = jumping::arrivals(&loads);
        let mut shares: BTreeMap<&Limit, Vec<Share<'_>>> = BTreeMap::new();
        for (&journey, load) in &loads {
            let jumping = jumping.get(journey).map(Vec::as_slice).unwrap_or_default();
            let own = load.rush.as_ref().map(|rush| (journey, rush));
            let Some((from, rush)) = own.or_else(|| jumping.first().map(|(from, rush)| (from, rush))) else { continue };
            let when = when(estate, from, rush);
            for (limit, calls) in &load.calls {
                let jumping = of_all(jumping, *calls);
                let volume = own.map(|(_, rush)| Volume::of(rush, *calls)).unwrap_or_default().and(jumping);
                shares.entry(limit).or_default().push(Share { journey, when, volume, jumping });
            }
        }
        let mut crowds = BTreeMap::new();
        for (limit, shares) in shares {
            let room = Room::of(estate, limit);
            let fitting: Vec<&Share<'_>> = shares.iter().filter(|it| room.excess(&it.volume).is_none()).collect();
            let seen = shares.iter().map(|share| {
                let own = share.volume;
                let alone = room.excess(&own).is_some();
                let others = if alone { Volume::default() } else { besides(share, &fitting) };
                (share.journey.clone(), Crowd { own, jumping: share.jumping, others })
            });
            let seen: BTreeMap<JourneyId, Crowd> = seen.collect();
            if seen.values().any(|crowd| is_much(estate, limit, &room, &crowd.all())) {
                crowds.insert(limit.clone(), seen);
            }
        }
        Self { at: crowds, jumping }
    }

    /// What a forecast counted: who jumped in counts as the journey's own.
    fn forecast(estate: &Estate<'_>, volumes: &Volumes) -> Self {
        let mut crowds = BTreeMap::new();
        for (limit, sent) in &volumes.calls {
            let room = Room::of(estate, limit);
            let volume = |measured: &Measured| Volume { measured: Some(*measured), ..Volume::default() };
            let seen: BTreeMap<JourneyId, Crowd> = sent
                .iter()
                .map(|(journey, own)| {
                    let others = sent.iter().filter(|(other, _)| *other != journey);
                    let others = others.fold(Volume::default(), |sum, (_, other)| sum.and(volume(other)));
                    (journey.clone(), Crowd { own: volume(own), others, ..Crowd::default() })
                })
                .collect();
            if seen.values().any(|crowd| is_much(estate, limit, &room, &crowd.all())) {
                crowds.insert(limit.clone(), seen);
            }
        }
        Self { at: crowds, jumping: BTreeMap::new() }
    }

    /// How people jump into a journey.
    fn jumping_into(&self, journey: &JourneyId) -> &[(JourneyId, Rush)] {
        self.jumping.get(journey).map(Vec::as_slice).unwrap_or_default()
    }

    /// The limits to which a journey sends calls that may be too many, with what comes there.
    pub fn seen_from<'s>(&'s self, journey: &'s JourneyId) -> impl Iterator<Item = (&'s Limit, Crowd)> {
        self.at.iter().filter_map(move |(limit, seen)| Some((limit, *seen.get(journey)?)))
    }

    /// The most that comes to a limit, whichever journey looks at it; `None` where it cannot be too much.
    pub fn at(&self, limit: &Limit) -> Option<Crowd> {
        self.at.get(limit)?.values().copied().max_by_key(|crowd| crowd.all().per_second())
    }

    /// The most that comes to a host that answers slowly.
    pub fn at_slow_host(&self, url: &str) -> Option<Crowd> {
        self.at(&Limit::SlowHost(load::host(url)?))
    }
}

/// What one journey sends to a limit.
struct Share<'a> {
    journey: &'a JourneyId,
    when: When<'a>,
    volume: Volume,
    jumping: Volume,
}

/// What so many calls of each person are, of all who jump in.
fn of_all(jumping: &[(JourneyId, Rush)], calls: u64) -> Volume {
    jumping.iter().fold(Volume::default(), |sum, (_, rush)| sum.and(Volume::of(rush, calls)))
}

/// When people come.
#[derive(Clone, Copy, PartialEq)]
enum When<'a> {
    Always,
    AtEvaluation,
    By(&'a Schedule, &'a str),
    Alone,
}

fn when<'a>(estate: &Estate<'a>, journey: &JourneyId, rush: &Rush) -> When<'a> {
    match rush.way {
        Way::Events => When::Always,
        Way::Evaluation => When::AtEvaluation,
        Way::GoingLive => When::Alone,
        Way::Reading => match estate.outlines.get(journey).and_then(|outline| outline.reading.as_ref()) {
            Some(reading) => When::By(&reading.schedule, &reading.zone),
            None => When::Alone,
        },
    }
}

fn besides(share: &Share<'_>, shares: &[&Share<'_>]) -> Volume {
    let others = || shares.iter().filter(|other| other.journey != share.journey);
    let sum = |when: When<'_>| {
        let together = others().filter(|other| other.when == when && when != When::Alone);
        together.fold(Volume::default(), |sum, other| sum.and(other.volume))
    };
    let events = sum(When::Always);
    if share.when != When::Always {
        return events.and(sum(share.when));
    }
    // Of all that come in one go, the most who do it together.
    let gos = others().filter(|other| other.when != When::Always);
    let gos = gos.map(|other| if other.when == When::Alone { other.volume } else { sum(other.when) });
    events.and(gos.max_by_key(Volume::per_second).unwrap_or_default())
}

/// Whether any rule may have something to say of so many calls.
fn is_much(estate: &Estate<'_>, limit: &Limit, room: &Room, volume: &Volume) -> bool {
    let waits = room.throttle.is_some_and(|throttle| volume.per_second() > throttle);
    let hourly = hourly(estate, limit).is_some_and(|hourly| volume.within(3_600_000) > hourly);
    waits || hourly || room.excess(volume).is_some() || room.is_narrow(volume)
}

/// Messages an hour that a Campaign sends, by its kind.
pub fn hourly(estate: &Estate<'_>, limit: &Limit) -> Option<i64> {
    platform::destination(estate.platform, destination(limit)?).messages_per_hour
}

/// The kind of Campaign behind a limit, where one is.
pub fn destination(limit: &Limit) -> Option<Destination> {
    match limit {
        Limit::Campaign(_, to) | Limit::CampaignHost(_, to) => Some(*to),
        _ => None,
    }
}

/// What is too much at a limit, and at which of a journey's calls it becomes so.
pub struct TooMuch<'s> {
    /// The limit.
    pub limit: &'s Limit,
    /// What comes to it.
    pub crowd: Crowd,
    /// What it lets through.
    pub room: Room,
    /// The first call with which it is too much.
    pub call: load::Call,
}

impl<'a> Survey<'a> {
    /// How people come into the journey when most do: by its entry, where somebody stated it, else by jumps, one by
    /// one; `None` where nothing is known of it.
    pub fn rush(&self) -> Option<Rush> {
        let jumping = || self.estate.crowds().jumping_into(&self.journey.id).first();
        let own = Rush::of(self.estate, &self.journey.id, self.flow);
        own.or_else(|| jumping().map(|(_, rush)| Rush { way: Way::Events, people: None, ..*rush }))
    }

    /// Where the calls of this journey are too many, all journeys together; at which volume they are is for the caller
    /// to say.
    pub fn too_much(
        &self,
        concerns: impl Fn(&Limit) -> bool,
        is_too_much: impl Fn(&Limit, &Room, &Volume) -> bool,
    ) -> Vec<TooMuch<'_>> {
        let mut found = Vec::new();
        let own = Rush::of(self.estate, &self.journey.id, self.flow);
        let jumping = self.estate.crowds().jumping_into(&self.journey.id);
        let lasts_ms = own.and_then(|rush| rush.lasts_ms());
        for (limit, crowd) in self.estate.crowds().seen_from(&self.journey.id) {
            if !concerns(limit) {
                continue;
            }
            let room = Room::of(self.estate, limit);
            if !is_too_much(limit, &room, &crowd.all()) {
                continue;
            }
            let calls: Vec<load::Call> = self.calls().into_iter().filter(|call| call.limit == *limit).collect();
            let steps: Vec<usize> = calls.iter().map(|call| call.step).collect();
            let with = |made: usize| {
                let calls = load::calls_of_one(self.flow, lasts_ms, &steps[..made]);
                let own = own.map(|rush| Volume::of(&rush, calls)).unwrap_or_default();
                is_too_much(limit, &room, &own.and(of_all(jumping, calls)).and(crowd.others))
            };
            // A forecast counts calls and not the way to them: with all of them it is too much.
            let counted = crowd.own.measured.is_some();
            let first = (1..steps.len()).find(|made| !counted && with(*made)).unwrap_or(steps.len());
            if let Some(call) = first.checked_sub(1).and_then(|index| calls.into_iter().nth(index)) {
                found.push(TooMuch { limit, crowd, room, call });
            }
        }
        found
    }
}
