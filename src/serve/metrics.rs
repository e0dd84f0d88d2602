//! Figures about the server in the text form that Prometheus reads. Labels name
//! routes, journeys, endpoints and hosts, never people.

use std::fmt;
use std::sync::atomic::Ordering;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::writer::{Keeper, Writer};
use crate::run::traffic::Figures;
use crate::run::{Counts, Outcome, Reason};

/// The media type of [`Metrics::text`].
pub const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Attempts without an answer are counted up to here.
pub const MOST_COUNTED: i64 = 100_000;

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Histogram,
}

/// Calls that were answered, or were not: shared with those who make them.
#[derive(Clone, Debug, Default)]
pub struct Calls(Family<Call, Counter>);

/// What tells calls apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    endpoint: String,
    status: String,
}

impl Calls {
    /// Counts an attempt: at which endpoint, and what came of it.
    pub fn ended(&self, endpoint: &str, outcome: &Outcome) {
        let status = outcome.word().into_owned();
        self.0.get_or_create(&Call { endpoint: endpoint.to_owned(), status }).inc();
    }
}

/// What the store has at a moment.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Figures of journeys, by id.
    pub journeys: Vec<(String, Counts)>,
    /// Endpoints whose limits hold, by id, with what became of the calls that met them.
    pub endpoints: Vec<(String, Figures)>,
    /// Attempts that have no answer yet.
    pub outbox: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfJourney {
    journey: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Left {
    journey: String,
    reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfEndpoint {
    endpoint: String,
}

impl Kept {
    fn registry(&self) -> Registry {
        let mut registry = Registry::with_prefix("waymark");
        let (entered, ended, discarded) = (Family::default(), Family::default(), Family::default());
        let inside = Family::<OfJourney, Gauge>::default();
        let count = |counter: &Counter, by: i64| counter.inc_by(u64::try_from(by).unwrap_or(0));
        for (journey, counts) in &self.journeys {
            let of = OfJourney { journey: journey.clone() };
            count(&Family::<OfJourney, Counter>::get_or_create(&entered, &of), counts.entered);
            inside.get_or_create(&of).set(counts.inside());
            for (reason, by) in &counts.ended {
                let (family, reason): (&Family<Left, Counter>, _) = match reason {
                    Reason::Discarded(discard) => (&discarded, discard.code().to_owned()),
                    reason => (&ended, reason.to_string()),
                };
                count(&family.get_or_create(&Left { journey: journey.clone(), reason }), *by);
            }
        }
        registry.register("journey_entered", "People who were let into a journey", entered);
        registry.register("journey_inside", "People who are inside now", inside);
        registry.register("journey_ended", "Runs that are over, by reason", ended);
        registry.register("journey_discarded", "People who were not let in, by code", discarded);
        let (waiting, sent) = (Family::<OfEndpoint, Gauge>::default(), Family::<OfEndpoint, Gauge>::default());
        let refused = Family::<OfEndpoint, Counter>::default();
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        for (endpoint, figures) in &self.endpoints {
            let of = OfEndpoint { endpoint: endpoint.clone() };
            waiting.get_or_create(&of).set(number(figures.waiting));
            sent.get_or_create(&of).set(number(figures.sent));
            refused.get_or_create(&of).inc_by(figures.refused);
        }
        registry.register("endpoint_waiting", "Calls that wait for their turn", waiting);
        registry.register("endpoint_sent_last_minute", "Calls that were let through within the last minute", sent);
        registry.register("endpoint_refused", "Calls that a limit refused", refused);
        let outbox = Gauge::<i64>::default();
        outbox.set(self.outbox);
        let counted = format!("Attempts without an answer, up to {MOST_COUNTED}");
        registry.register("outbox", counted, outbox);
        registry
    }
}

/// What tells requests apart.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Request {
    method: String,
    route: String,
    status: u16,
}

impl Metrics {
    /// Figures that begin at nothing; those of the writer are read when they are asked for.
    pub fn new<K: Keeper>(writer: Writer<K>, calls: &Calls) -> Self {
        let mut registry = Registry::with_prefix("waymark");
        let requests = Family::default();
        // From 1 ms to 16 s.
        let seconds = Histogram::new(exponential_buckets(0.001, 4.0, 8));
        registry.register("requests", "Requests that were answered", requests.clone());
        registry.register("request_seconds", "How long answers took", seconds.clone());
        registry.register("calls", "Attempts at calls, by endpoint or host and what came of them", calls.0.clone());
        registry.register_collector(Box::new(WriterFigures(writer)));
        Self { registry, requests, seconds }
    }

    /// Counts a request that was answered. The route is that of the protocol, without the names in it.
    pub fn answered(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let request = Request { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&request).inc();
        self.seconds.observe(seconds);
    }

    /// All figures as text, with those that the store has.
    pub fn text(&self, kept: &Kept) -> String {
        let mut text = String::new();
        // Writing into a text cannot fail.
        let _ = encode_registry(&mut text, &self.registry)
            .and_then(|()| encode_registry(&mut text, &kept.registry()))
            .and_then(|()| encode_eof(&mut text));
        text
    }
}

struct WriterFigures<K>(Writer<K>);

impl<K> fmt::Debug for WriterFigures<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WriterFigures")
    }
}

impl<K: Keeper> Collector for WriterFigures<K> {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let health = self.0.health();
        let counters = [
            ("commits", "Transactions that are on the disk", &health.commits),
            ("commit_failures", "Transactions that failed", &health.failures),
            ("commit_microseconds", "What committed transactions took in all", &health.busy_us),
        ];
        for (name, help, count) in counters {
            let counter = ConstCounter::new(count.load(Ordering::Relaxed));
            counter.encode(encoder.encode_descriptor(name, help, None, MetricType::Counter)?)?;
        }
        let waiting = ConstGauge::new(i64::try_from(self.0.waiting()).unwrap_or(i64::MAX));
        waiting.encode(encoder.encode_descriptor(
            "waiting",
            "Units of work that wait to be written",
            None,
            MetricType::Gauge,
        )?)
    }
}
