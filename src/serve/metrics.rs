//! Figures about the server in the text form that Prometheus reads. Labels name routes, never people.

use std::fmt;
use std::sync::atomic::Ordering;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric as _};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::ConstGauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

use super::writer::{Keeper, Writer};

/// The media type of [`Metrics::text`].
pub const MEDIA: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What is counted.
#[derive(Debug)]
pub struct Metrics {
    registry: Registry,
    requests: Family<Request, Counter>,
    seconds: Histogram,
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
    pub fn new<K: Keeper>(writer: Writer<K>) -> Self {
        let mut registry = Registry::with_prefix("waymark");
        let requests = Family::default();
        // From 1 ms to 16 s.
        let seconds = Histogram::new(exponential_buckets(0.001, 4.0, 8));
        registry.register("requests", "Requests that were answered", requests.clone());
        registry.register("request_seconds", "How long answers took", seconds.clone());
        registry.register_collector(Box::new(WriterFigures(writer)));
        Self { registry, requests, seconds }
    }

    /// Counts a request that was answered. The route is that of the protocol, without the names in it.
    pub fn answered(&self, method: &str, route: &str, status: u16, seconds: f64) {
        let request = Request { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&request).inc();
        self.seconds.observe(seconds);
    }

    /// All figures as text.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing into a text cannot fail.
        let _ = prometheus_client::encoding::text::encode(&mut text, &self.registry);
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
