//! Calls that wait where they were refused: a throttle at the rate at which the cap refused them.

use super::super::text::lasting;
use super::Turns;
use super::knob::Knob;
use super::leak::Leak;
use crate::check::instead_of_cap;
use crate::edit::Edit;
use crate::journey::{Endpoint, Item, Service, Workspace, grouped};

/// One turn and no other: the system gets no more calls a second than before.
pub(super) fn knob<'k>(workspace: &'k Workspace, leak: &'k Leak<'_>) -> Option<Knob<'k>> {
    let endpoint = workspace.inventory.get::<Endpoint>(leak.endpoint.as_ref()?)?;
    let per_second = leak.fits_a_second() as i64;
    // Nobody queues for a data source: somebody waits for its answer.
    if endpoint.throttle.is_some() || per_second < 1 || endpoint.service == Service::DataSource {
        return None;
    }
    let edit = Edit::Put(Box::new(Item::Endpoint(instead_of_cap(endpoint, per_second))));
    Some(Knob {
        turns: Turns::Throttle,
        least: 1,
        most: 1,
        guess: 1,
        edits: Box::new(move |_| vec![edit.clone()]),
        title: Box::new(move |_| format!("Throttle “{}” at {} calls a second", endpoint.name, grouped(per_second))),
        because: Box::new(move |_, after| {
            let calls = i64::try_from(after.calls).unwrap_or(i64::MAX);
            format!(
                "{} calls ÷ {} a second = {}; the longest wait is {}.",
                grouped(calls),
                grouped(per_second),
                lasting(u64::try_from(calls.saturating_mul(1_000) / per_second).unwrap_or(0)),
                lasting(after.longest_delay_ms.map_or(0, |delay| delay.count)),
            )
        }),
        then: None,
    })
}
