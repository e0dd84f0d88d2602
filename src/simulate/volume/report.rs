//! What became of a crowd: plain data, for people (`text`), programs (JSON) and pictures.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ledger::{Ledger, Lost, OfJourney, OfPlace};
use super::peaks::Peak;
use super::plan::Plan;
use crate::journey::{
    ActivityId, CampaignInstance, DataSource, Endpoint, Inventory, Journey, JourneyId, Kind, Medium, Object, Port,
    Workspace,
};
use crate::run::Reason;
use crate::run::traffic::{Limit, Limits};

/// What became of a crowd.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// How many people there are.
    pub people: u32,
    /// Where chance began.
    pub seed: u64,
    /// Virtual time at the beginning.
    #[serde(with = "crate::run::moment")]
    pub start: Timestamp,
    /// When the last thing happened.
    #[serde(with = "crate::run::moment")]
    pub end: Timestamp,
    /// Whether it was broken off before its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// What did not happen to people, the most people first.
    pub losses: Vec<Loss>,
    /// By journey.
    pub journeys: Vec<JourneyVolume>,
    /// What calls meet, beside Campaign: endpoints, data sources, hosts that nobody described.
    pub endpoints: Vec<EndpointVolume>,
    /// What instances of Campaign take.
    pub budgets: Vec<EndpointVolume>,
    /// Messages that people got.
    pub messages: Messages,
    /// Journeys that let nobody in, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// What was assumed because nobody stated it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<String>,
}

/// Something that did not happen to people as it should.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Loss {
    /// In which journey.
    pub journey: JourneyId,
    /// Its name.
    pub name: String,
    /// At which step; before the first where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<ActivityId>,
    /// What the step is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Why in one word: `capped`, `timedOut`, an HTTP status; the code of a refusal.
    pub cause: String,
    /// How many times.
    pub people: u64,
    /// When first.
    #[serde(with = "crate::run::moment")]
    pub first: Timestamp,
    /// When last.
    #[serde(with = "crate::run::moment")]
    pub last: Timestamp,
    /// Why, in plain words, of the first of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// What became of people in one journey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JourneyVolume {
    /// Which.
    pub journey: JourneyId,
    /// Its name.
    pub name: String,
    /// How many came in.
    pub entered: i64,
    /// How they ended, and who was not let in.
    pub ended: BTreeMap<String, i64>,
    /// When the first came in.
    #[serde(default, with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub first: Option<Timestamp>,
    /// When the last was out.
    #[serde(default, with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub last: Option<Timestamp>,
    /// By step, in the order of the journey.
    pub activities: Vec<Activity>,
    /// How many came in in the busiest second.
    #[serde(default, skip_serializing_if = "crate::journey::is_default")]
    pub busiest_second: u64,
    /// How many milliseconds a point of `entrances` is wide.
    pub point_ms: i64,
    /// How many came in, over time.
    pub entrances: Vec<Moment>,
}

/// What became of people at one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    /// Which.
    pub activity: ActivityId,
    /// What it is called.
    pub label: String,
    /// How many came there.
    pub reached: i64,
    /// How its steps went.
    pub statuses: BTreeMap<String, i64>,
    /// Why steps failed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub errors: BTreeMap<String, i64>,
    /// By which path people went on.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub branches: BTreeMap<String, i64>,
    /// What people call these paths, where they have a name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
}

/// So many at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When the point begins.
    #[serde(with = "crate::run::moment")]
    pub at: Timestamp,
    /// How many.
    pub count: u64,
}

/// What became of the calls that met the same limit, or came to the same endpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointVolume {
    /// Names it among the limits.
    pub key: String,
    /// `endpoint`, `host`, `slowHost`, `dataSource`, `campaign`.
    pub kind: String,
    /// What people call it.
    pub name: String,
    /// What it lets through, in plain words; empty where nothing limits it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub lets: String,
    /// The same in figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<Rate>,
    /// Attempts that left.
    pub calls: u64,
    /// Of them attempts after a first one that failed.
    pub retries: u64,
    /// Attempts that were refused by its cap.
    pub capped: u64,
    /// Attempts that waited for their turn.
    pub queued: u64,
    /// Attempts that were dropped after six hours in its queue.
    pub given_up: u64,
    /// What it answered: HTTP statuses and `timedOut`.
    pub answers: BTreeMap<String, u64>,
    /// Attempts in the busiest second, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busiest_second: Option<Moment>,
    /// Attempts that came, whether they left, waited or were refused, by journey: in all, and in the busiest spans.
    pub came: BTreeMap<JourneyId, u64>,
    /// The busiest second, the busiest hour, and the busiest period of its cap.
    pub spans: Vec<Span>,
    /// How many waited at once at most, and since when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_queue: Option<Moment>,
    /// The longest wait in milliseconds, and of an attempt of when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_delay_ms: Option<Moment>,
    /// When the first call was refused, dropped or answered by a failure.
    #[serde(default, with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub first_lost: Option<Timestamp>,
    /// When the last attempt left.
    #[serde(default, with = "perhaps", skip_serializing_if = "Option::is_none")]
    pub last_call: Option<Timestamp>,
    /// How many milliseconds a point is wide.
    pub point_ms: i64,
    /// Over time, where anything happened.
    pub points: Vec<Point>,
}

/// So many calls in so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rate {
    /// How many.
    pub calls: i64,
    /// In how many milliseconds.
    pub period_ms: i64,
    /// Whether what is beyond waits its turn; else it is refused.
    pub queues: bool,
}

/// The busiest span of a length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// How many milliseconds it is long.
    pub ms: i64,
    /// Attempts that came within it, by journey.
    pub came: BTreeMap<JourneyId, u64>,
}

/// What happened at an endpoint within a while; what is nothing is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Point {
    /// When it begins.
    #[serde(with = "crate::run::moment")]
    pub at: Timestamp,
    /// Attempts that left.
    pub calls: u64,
    /// Attempts that its cap refused.
    #[serde(default, skip_serializing_if = "crate::journey::is_default")]
    pub capped: u64,
    /// Attempts that were dropped after six hours.
    #[serde(default, skip_serializing_if = "crate::journey::is_default")]
    pub given_up: u64,
    /// Attempts answered with 429.
    #[serde(default, skip_serializing_if = "crate::journey::is_default")]
    pub too_many: u64,
    /// Attempts answered by another failure, or not in time.
    #[serde(default, skip_serializing_if = "crate::journey::is_default")]
    pub failed: u64,
    /// How many waited at once at most.
    #[serde(default, skip_serializing_if = "crate::journey::is_default")]
    pub waiting: u64,
    /// The longest wait of those who came, in milliseconds.
    #[serde(default, skip_serializing_if = "crate::journey::is_default")]
    pub delay_ms: i64,
}

/// Messages that people got. A day is one of UTC.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Messages {
    /// By medium.
    pub by_medium: BTreeMap<String, u64>,
    /// How often somebody got so many on one day.
    pub per_person_and_day: BTreeMap<u32, u64>,
    /// The most that anybody got on one day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<Most>,
}

/// The most messages of one person on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Most {
    /// How many.
    pub messages: u32,
    /// Who.
    pub person: crate::journey::ProfileId,
    /// On which day.
    #[serde(with = "crate::run::moment")]
    pub day: Timestamp,
}

/// A journey that lets nobody in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Which.
    pub journey: JourneyId,
    /// Its name.
    pub name: String,
    /// Why.
    pub because: String,
}

pub(super) mod perhaps {
    use jiff::Timestamp;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct At(#[serde(with = "crate::run::moment")] Timestamp);

    pub fn serialize<S: Serializer>(at: &Option<Timestamp>, serializer: S) -> Result<S::Ok, S::Error> {
        at.map(At).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
        Ok(Option::<At>::deserialize(deserializer)?.map(|at| at.0))
    }
}

impl Forecast {
    /// What a ledger of a plan says, once nothing more happens.
    pub fn of(plan: &Plan<'_>, mut ledger: Ledger, end: Timestamp) -> Self {
        ledger.close();
        let workspace = plan.workspace;
        let limits = Limits::of(workspace.settings.platform, &workspace.inventory);
        let volume = |(limit, of): (&Limit, &OfPlace)| EndpointVolume::of(limit, of, &workspace.inventory, &limits);
        let is_campaign = |limit: &Limit| matches!(limit, Limit::Campaign(_) | Limit::CampaignHost(_));
        let places = || ledger.places.iter();
        let journeys = plan.open.iter().filter_map(|id| {
            let nothing = OfJourney::default();
            let of = ledger.journeys.get(id).unwrap_or(&nothing);
            Some(JourneyVolume::of(workspace.journeys.get(id)?, of))
        });
        let name = |id: &JourneyId| workspace.journeys.get(id).map_or_else(String::new, |journey| journey.name.clone());
        let left_out = plan.left_out.iter().map(|(journey, because)| LeftOut {
            journey: journey.clone(),
            name: name(journey),
            because: because.clone(),
        });
        Self {
            people: plan.people(),
            seed: plan.seed,
            start: plan.start,
            end,
            cancelled: false,
            losses: losses(workspace, &ledger),
            journeys: journeys.collect(),
            endpoints: places().filter(|(limit, _)| !is_campaign(limit)).map(volume).collect(),
            budgets: places().filter(|(limit, _)| is_campaign(limit)).map(volume).collect(),
            messages: Messages::of(&ledger),
            left_out: left_out.collect(),
            assumptions: Vec::new(),
        }
    }

    /// Whether anything was lost on the way to other systems.
    pub fn loses_calls(&self) -> bool {
        self.places().any(|place| place.lost() > 0)
    }

    /// What calls meet: endpoints and budgets.
    pub fn places(&self) -> impl Iterator<Item = &EndpointVolume> {
        self.endpoints.iter().chain(&self.budgets)
    }

    /// The place of this key.
    pub fn place(&self, key: &str) -> Option<&EndpointVolume> {
        self.places().find(|place| place.key == key)
    }
}

/// What did not happen, the most people first. That nobody is twice inside is no loss.
fn losses(workspace: &Workspace, ledger: &Ledger) -> Vec<Loss> {
    let mut losses = Vec::new();
    for (id, of) in &ledger.journeys {
        let journey = workspace.journeys.get(id);
        let mut lost = |activity: Option<&ActivityId>, cause: String, lost: &Lost| {
            let label = activity.and_then(|activity| Some(journey?.activity(activity)?.label_or_noun().to_owned()));
            losses.push(Loss {
                journey: id.clone(),
                name: journey.map_or_else(String::new, |journey| journey.name.clone()),
                activity: activity.cloned(),
                label: label.unwrap_or_default(),
                cause,
                people: lost.people,
                first: lost.first.unwrap_or_default(),
                last: lost.last.unwrap_or_default(),
                because: lost.because.clone(),
            });
        };
        of.lost.iter().for_each(|((activity, cause), of)| lost(Some(activity), cause.clone(), of));
        of.refused.iter().for_each(|(discard, of)| lost(None, Reason::Discarded(*discard).to_string(), of));
    }
    losses.sort_by_key(|loss| std::cmp::Reverse((loss.activity.is_some(), loss.people)));
    losses
}

impl JourneyVolume {
    fn of(journey: &Journey, of: &OfJourney) -> Self {
        let counts = &of.counts;
        let activities = journey.activities.iter().filter_map(|activity| {
            let counts = counts.activities.get(&activity.id)?;
            Some(Activity {
                activity: activity.id.clone(),
                label: activity.label_or_noun().to_owned(),
                reached: counts.reached(),
                statuses: counts.statuses.iter().map(|(status, count)| (status.word().to_owned(), *count)).collect(),
                errors: counts.errors.clone(),
                branches: counts.branches.clone(),
                labels: labels(&activity.kind),
            })
        });
        let mut activities: Vec<Activity> = activities.collect();
        let order = order_of(journey);
        activities.sort_by_key(|activity| order.get(&activity.activity).copied().unwrap_or(usize::MAX));
        Self {
            journey: journey.id.clone(),
            name: journey.name.clone(),
            entered: counts.entered,
            ended: counts.ended.iter().map(|(reason, count)| (reason.to_string(), *count)).collect(),
            first: of.first,
            last: of.last,
            busiest_second: of.busiest.as_ref().map_or(0, |peak| peak.most().map(|(_, count)| count).sum()),
            activities,
            point_ms: of.entrances.width_ms(),
            entrances: of.entrances.points().map(|(at, count)| Moment { at, count: *count }).collect(),
        }
    }
}

/// The names of a step's paths.
fn labels(kind: &Kind) -> BTreeMap<String, String> {
    let labels = kind.ports().into_iter().filter_map(|port| match &port {
        Port::Branch(branch) => Some((branch.to_string(), kind.branch_label(branch)?.to_owned())),
        _ => None,
    });
    labels.filter(|(_, label)| !label.is_empty()).collect()
}

/// Where each step stands from the entry on, nearest first.
fn order_of(journey: &Journey) -> BTreeMap<ActivityId, usize> {
    let mut found: Vec<&ActivityId> = journey.roots().map(|root| &root.id).collect();
    let mut looked = 0;
    while let Some(from) = found.get(looked).copied() {
        looked += 1;
        for wire in journey.connections.iter().filter(|wire| &wire.from == from) {
            if !found.contains(&&wire.to) {
                found.push(&wire.to);
            }
        }
    }
    found.into_iter().cloned().zip(0..).collect()
}

impl EndpointVolume {
    /// Attempts that were refused, dropped after waiting in vain, or more than the other side takes.
    pub fn lost(&self) -> u64 {
        self.capped + self.given_up + self.answers.get("429").copied().unwrap_or(0)
    }

    fn of(limit: &Limit, of: &OfPlace, inventory: &Inventory, limits: &Limits) -> Self {
        fn named<T: Object>(inventory: &Inventory, id: &T::Id) -> String {
            inventory.get::<T>(id).map_or_else(|| id.to_string(), |object| object.name().to_owned())
        }
        let (kind, name) = match limit {
            Limit::Endpoint(id) => ("endpoint", named::<Endpoint>(inventory, id)),
            Limit::Host(host) => ("host", host.clone()),
            Limit::SlowHost(host) => ("slowHost", host.clone()),
            Limit::DataSource(id) => ("dataSource", named::<DataSource>(inventory, id)),
            Limit::Campaign(id) => ("campaign", named::<CampaignInstance>(inventory, id)),
            Limit::CampaignHost(host) => ("campaign", host.clone()),
        };
        let moment = |found: Option<(u64, Timestamp)>| found.map(|(count, at)| Moment { at, count });
        let delay = of.longest_delay.map(|(ms, at)| (u64::try_from(ms).unwrap_or(0), at));
        Self {
            key: limit.key(),
            kind: kind.to_owned(),
            name,
            lets: limits.said(limit),
            rates: limits.rates(limit).map(|(calls, period_ms, queues)| Rate { calls, period_ms, queues }).collect(),
            calls: of.calls,
            retries: of.retries,
            capped: of.capped,
            queued: of.queued,
            given_up: of.given_up,
            answers: of.answers.clone(),
            busiest_second: moment(of.busiest_second),
            came: of.came.all.clone(),
            spans: of.came.most.iter().map(Span::of).collect(),
            longest_queue: moment(of.longest_queue),
            longest_delay_ms: moment(delay),
            first_lost: of.first_lost,
            last_call: of.last_call,
            point_ms: of.series.width_ms(),
            points: of
                .series
                .points()
                .map(|(at, it)| Point {
                    at,
                    calls: it.calls,
                    capped: it.capped,
                    given_up: it.given_up,
                    too_many: it.too_many,
                    failed: it.failed,
                    waiting: it.waiting,
                    delay_ms: it.delay_ms,
                })
                .collect(),
        }
    }
}

impl Span {
    fn of(peak: &Peak) -> Self {
        let came = peak.most().map(|(journey, count)| (journey.clone(), count));
        Self { ms: peak.milliseconds(), came: came.collect() }
    }
}

impl Messages {
    fn of(ledger: &Ledger) -> Self {
        let messages = &ledger.messages;
        Self {
            by_medium: messages.by.iter().map(|(medium, count)| (medium_word(*medium), *count)).collect(),
            per_person_and_day: messages.days.clone(),
            most: messages.most.clone().map(|(messages, person, day)| Most { messages, person, day }),
        }
    }
}

/// `email`, `directMail`.
fn medium_word(medium: Medium) -> String {
    let word = format!("{medium:?}");
    word.chars().next().map(|first| first.to_ascii_lowercase()).into_iter().chain(word.chars().skip(1)).collect()
}
