//! Batches of what comes in: how many at once, how long their texts may be, and what is answered for each.

use std::ops::RangeInclusive;

use axum::http::StatusCode;

use super::problem::Problem;
use crate::serve::engine::Receipt;
use crate::wire::TakenResult;

/// In one request.
pub(super) const MOST: usize = 1_000;

/// So many of these may come in one request.
pub(super) fn few(what: &str, count: usize) -> Result<(), Problem> {
    if count <= MOST {
        return Ok(());
    }
    let detail = format!("{MOST} {what} may come at once; send them in parts");
    Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-many", "Too many at once", detail))
}

/// What is wrong in a batch of these; a fault of one refuses all, and every fault is named.
pub(super) struct Faults {
    of: &'static str,
    problem: Option<Problem>,
}

impl Faults {
    /// Of so many; too many are refused at once.
    pub(super) fn of(what: &'static str, count: usize) -> Result<Self, Problem> {
        few(what, count)?;
        Ok(Self { of: what, problem: None })
    }

    /// Something is wrong at a place of one of them.
    pub(super) fn add(&mut self, index: usize, place: &str, code: &str, detail: &str) {
        let so_far = self.problem.take();
        let so_far = so_far.unwrap_or_else(|| Problem::unacceptable(format!("some {} cannot be taken", self.of)));
        self.problem = Some(so_far.at(format!("/{index}{place}"), code, detail));
    }

    /// A text of one of them has so many bytes; what is not said has none.
    pub(super) fn length(&mut self, index: usize, place: &str, text: Option<&str>, bytes: RangeInclusive<usize>) {
        if !bytes.contains(&text.map_or(0, str::len)) {
            let detail = format!("must have {} to {} bytes", bytes.start(), bytes.end());
            self.add(index, place, "length", &detail);
        }
    }

    /// Nothing, or all that is wrong.
    pub(super) fn none(self) -> Result<(), Problem> {
        self.problem.map_or(Ok(()), Err)
    }
}

impl From<Receipt> for TakenResult {
    fn from(receipt: Receipt) -> Self {
        match receipt {
            Receipt::Taken | Receipt::Newcomer => Self::Taken,
            Receipt::Again => Self::Again,
            Receipt::Unknown => Self::Unknown,
            Receipt::Nobodys => Self::Nobody,
            Receipt::Stranger => Self::Stranger,
        }
    }
}
