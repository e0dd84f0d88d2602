//! The latency budget: how long it takes from what starts a journey until each of its messages goes out.
//!
//! Caps, quiet hours and the queues of other systems come on top; a forecast knows them.

use serde::Serialize;

use super::along::Along;
use super::flow::{Flow, Step};
use super::times;
use crate::check::platform::{Stage, stages};
use crate::journey::{
    ActivityId, Audience, DataSource, DataSourceKind, Duration, Evaluation, Inventory, Journey, Kind, Platform, Port,
    Wait, Word,
};

/// How long it takes until a message goes out. Lengths in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    /// The step that sends it.
    pub activity: ActivityId,
    /// Within what people are promised it.
    pub promise: Option<Duration>,
    /// What it is made of, in order.
    pub parts: Vec<Part>,
    /// True where something on the way may take any length: a date, an expression, a step that listens for ever.
    pub is_open: bool,
}

/// A part of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// What takes place.
    pub name: String,
    /// The least it can take.
    pub least_ms: i64,
    /// What it usually takes: of waits the shortest way.
    pub typical_ms: i64,
    /// The most: of waits the longest way, of calls every timeout.
    pub most_ms: i64,
    /// Who says so.
    pub source: String,
}

/// When people come to a step, counted from what triggers the journey. Lengths in milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The step.
    pub activity: ActivityId,
    /// The least it takes until then.
    pub least_ms: i64,
    /// What it usually takes.
    pub typical_ms: i64,
    /// The most, as far as it is known.
    pub most_ms: i64,
    /// True where something before may take any length.
    pub is_open: bool,
}

impl Budget {
    /// The least that it takes in all.
    pub fn least_ms(&self) -> i64 {
        sum(&self.parts, |part| part.least_ms)
    }

    /// What it usually takes in all.
    pub fn typical_ms(&self) -> i64 {
        sum(&self.parts, |part| part.typical_ms)
    }

    /// The most that it takes in all, as far as it is known.
    pub fn most_ms(&self) -> i64 {
        sum(&self.parts, |part| part.most_ms)
    }

    /// Whether the promise holds however long the way is.
    pub fn is_kept(&self) -> bool {
        self.promise.is_none_or(|promise| !self.is_open && self.most_ms() <= promise.milliseconds())
    }
}

/// The budget of each message that somebody is sent and that people can come to, in the order of the document.
pub fn budgets(journey: &Journey, inventory: &Inventory, platform: Platform) -> Vec<Budget> {
    of_flow(journey, &Flow::of(journey), inventory, platform)
}

/// When people come to each step on the way to this message, and to it, in the order of the document; nothing where no
/// message of the journey has this id, or nobody comes to it.
pub fn arrivals(journey: &Journey, inventory: &Inventory, platform: Platform, message: &ActivityId) -> Vec<Arrival> {
    let flow = Flow::of(journey);
    let (Some(ways), Some(target)) = (Ways::of(journey, &flow, inventory, platform), flow.step(message)) else {
        return Vec::new();
    };
    let on_the_way = flow.upstream(target);
    let steps = flow.steps.iter().filter(|step| step.index == target.index || on_the_way[step.index]);
    steps.filter_map(|step| ways.arrival(step)).collect()
}

pub(in crate::check) fn of_flow(
    journey: &Journey,
    flow: &Flow<'_>,
    inventory: &Inventory,
    platform: Platform,
) -> Vec<Budget> {
    let Some(ways) = Ways::of(journey, flow, inventory, platform) else { return Vec::new() };
    let budget = |step: &Step<'_>| {
        let sent = step.kind().messages().iter().find(|message| !message.medium.is_inbound())?;
        let mut parts = ways.until(step, |latest| step.left_at_the_latest(latest))?;
        parts.extend(stages(platform).message.iter().map(Part::of));
        parts.retain(|part| part.most_ms > 0);
        let is_open = ways.is_open(step);
        Some(Budget { activity: step.activity.id.clone(), promise: sent.promise, parts, is_open })
    };
    flow.steps.iter().filter_map(budget).collect()
}

/// What is known of every way through a journey.
struct Ways {
    before: &'static [Stage],
    soonest: Vec<Option<i64>>,
    latest: Vec<i64>,
    calls: Along,
    open: Along,
    timeout_ms: i64,
}

impl Ways {
    /// Nothing where nobody can enter.
    fn of(journey: &Journey, flow: &Flow<'_>, inventory: &Inventory, platform: Platform) -> Option<Self> {
        let entry = &flow.steps[flow.entry?];
        Some(Self {
            before: before(entry.kind(), inventory, platform),
            soonest: times::soonest(flow),
            latest: times::latest(flow),
            calls: Along::of(flow, |step, _| asks(step, inventory)),
            open: Along::of(flow, |step, port| usize::from(is_open(step, port))),
            timeout_ms: journey.properties.timeout_seconds.saturating_mul(1_000),
        })
    }

    /// From what triggers the journey until people come to a step; `most` says of the latest time at which they come
    /// there until when it counts. Nothing where nobody comes.
    fn until(&self, step: &Step<'_>, most: impl Fn(i64) -> i64) -> Option<Vec<Part>> {
        let soonest = self.soonest[step.index]?;
        let mut parts: Vec<Part> = self.before.iter().map(Part::of).collect();
        let most = most(self.latest[step.index]).max(soonest);
        parts.push(Part::of_journey("waits and timeouts on the way", soonest, soonest, most));
        let calls = i64::try_from(self.calls.until[step.index].most).unwrap_or(i64::MAX);
        parts.push(Part::of_journey("answers of other systems", 0, 0, calls.saturating_mul(self.timeout_ms)));
        Some(parts)
    }

    fn is_open(&self, step: &Step<'_>) -> bool {
        self.open.until[step.index].most > 0
    }

    fn arrival(&self, step: &Step<'_>) -> Option<Arrival> {
        let parts = self.until(step, |latest| latest)?;
        Some(Arrival {
            activity: step.activity.id.clone(),
            least_ms: sum(&parts, |part| part.least_ms),
            typical_ms: sum(&parts, |part| part.typical_ms),
            most_ms: sum(&parts, |part| part.most_ms),
            is_open: self.is_open(step),
        })
    }
}

fn sum(parts: &[Part], of: impl Fn(&Part) -> i64) -> i64 {
    parts.iter().map(of).fold(0, i64::saturating_add)
}

impl Part {
    fn of(stage: &Stage) -> Self {
        let Stage { name, typical_ms, most_ms, source } = *stage;
        Self { name: name.to_owned(), least_ms: 0, typical_ms, most_ms, source: source.to_string() }
    }

    fn of_journey(name: &str, least_ms: i64, typical_ms: i64, most_ms: i64) -> Self {
        Self { name: name.to_owned(), least_ms, typical_ms, most_ms, source: "the journey itself".to_owned() }
    }
}

/// What lies between that which starts a journey and its first step.
fn before(entry: &Kind, inventory: &Inventory, platform: Platform) -> &'static [Stage] {
    let stages = stages(platform);
    match entry {
        Kind::Event(_) => stages.event,
        Kind::BusinessEvent(_) => stages.business,
        Kind::ReadAudience(_) => stages.reading,
        Kind::AudienceQualification(entry) => {
            let audience = entry.audience.as_ref().and_then(|id| inventory.get::<Audience>(id));
            match audience.map(|audience| audience.evaluation) {
                Some(Evaluation::Batch) => stages.batch,
                _ => stages.streaming,
            }
        }
        _ => &[],
    }
}

/// How many answers of other systems somebody waits for at a step: of a call, and of a data source.
fn asks(step: &Step<'_>, inventory: &Inventory) -> usize {
    let calls = matches!(step.kind(), Kind::CustomAction(_));
    let mut external = inventory.data_sources.iter().filter(|source| source.kind != DataSourceKind::Platform);
    let fetches = external.any(|source: &DataSource| {
        let opening = format!("#{{{}.", source.name);
        let mut found = false;
        step.activity.walk(&mut |_, word, text| {
            found |= matches!(word, Word::Expression | Word::Template) && text.contains(&opening);
        });
        found
    });
    usize::from(calls) + usize::from(fetches)
}

/// Whether nobody knows how long people stay at a step who leave it by this way.
fn is_open(step: &Step<'_>, port: &Port) -> bool {
    match step.kind() {
        Kind::Wait(Wait::Date(_) | Wait::Custom(_)) => true,
        kind if step.holds() && *port != Port::Timeout => kind.timeout().is_none() && step.listens(),
        _ => false,
    }
}
