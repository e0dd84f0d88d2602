//! How fast each caller may ask: a bucket that fills by so much a second and holds so much at most.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::http::StatusCode;

use super::problem::Problem;
use crate::serve::settings::Limits;

/// The buckets of all callers. There are as many as tokens, and two more.
#[derive(Debug)]
pub(super) struct Pace {
    per_second: f64,
    at_once: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    filled: Instant,
}

impl Pace {
    pub(super) fn new(limits: &Limits) -> Self {
        let (per_second, at_once) = (f64::from(limits.requests_per_second), f64::from(limits.requests_at_once));
        Self { per_second, at_once: at_once.max(1.0), buckets: Mutex::default() }
    }

    /// Takes one request out of the caller's bucket.
    pub(super) fn take(&self, caller: &str) -> Result<(), Problem> {
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = buckets.entry(caller.to_owned()).or_insert(Bucket { left: self.at_once, filled: now });
        let grown = bucket.left + now.saturating_duration_since(bucket.filled).as_secs_f64() * self.per_second;
        (bucket.left, bucket.filled) = (grown.min(self.at_once), now);
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let detail = format!("{} requests a second are allowed here; send more in one request", self.per_second);
        Err(Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-fast", "Too many requests", detail).retry_after(1))
    }
}
