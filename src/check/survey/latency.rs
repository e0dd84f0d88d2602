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

impl Budget {
    /// The least that it takes in all.
    pub fn least_ms(&self) -> i64 {
        self.sum(|part| part.least_ms)
    }

    /// What it usually takes in all.
    pub fn typical_ms(&self) -> i64 {
        self.sum(|part| part.typical_ms)
    }

    /// The most that it takes in all, as far as it is known.
    pub fn most_ms(&self) -> i64 {
        self.sum(|part| part.most_ms)
    }

    /// Whether the promise holds however long the way is.
    pub fn is_kept(&self) -> bool {
        self.promise.is_none_or(|promise| !self.is_open && self.most_ms() <= promise.milliseconds())
    }

    fn sum(&self, of: impl Fn(&Part) -> i64) -> i64 {
        self.parts.iter().map(of).fold(0, i64::saturating_add)
    }
}

/// The budget of each message that somebody is sent and that people can come to, in the order of the document.
pub fn budgets(journey: &Journey, inventory: &Inventory, platform: Platform) -> Vec<Budget> {
    of_flow(journey, &Flow::of(journey), inventory, platform)
}

pub(in crate::check) fn of_flow(
    journey: &Journey,
    flow: &Flow<'_>,
    inventory: &Inventory,
    platform: Platform,
) -> Vec<Budget> {
    let Some(entry) = flow.entry.map(|entry| &flow.steps[entry]) else { return Vec::new() };
    let (soonest, latest) = (times::soonest(flow), times::latest(flow));
    let calls = Along::of(flow, |step, _| asks(step, inventory));
    let open = Along::of(flow, |step, port| usize::from(is_open(step, port)));
    let timeout = journey.properties.timeout_seconds.saturating_mul(1_000);
    let mut budgets = Vec::new();
    for step in &flow.steps {
        let Some(soonest) = soonest[step.index] else { continue };
        let Some(sent) = step.kind().messages().iter().find(|message| !message.medium.is_inbound()) else { continue };
        let mut parts: Vec<Part> = before(entry.kind(), inventory, platform).iter().map(Part::of).collect();
        let most = step.left_at_the_latest(latest[step.index]).max(soonest);
        parts.push(Part::of_journey("waits and timeouts on the way", soonest, soonest, most));
        let most = i64::try_from(calls.until[step.index].most).unwrap_or(i64::MAX).saturating_mul(timeout);
        parts.push(Part::of_journey("answers of other systems", 0, 0, most));
        parts.extend(stages(platform).message.iter().map(Part::of));
        parts.retain(|part| part.most_ms > 0);
        budgets.push(Budget {
            activity: step.activity.id.clone(),
            promise: sent.promise,
            parts,
            is_open: open.until[step.index].most > 0,
        });
    }
    budgets
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
