//! `POST /v1/events`: what happened to people, or to the business. Answered once it is on the disk.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::App;
use super::access::{Feed, May};
use super::batch::Faults;
use super::body::Json as Body;
use super::problem::Problem;
use crate::serve::engine::Incoming;
use crate::wire::{Event, EventsTaken, Taken};

/// Takes in a batch of events, at most 1,000. Each is taken once, however often it is sent within four days; ids share
/// one space over all who send to this server. 202 is said only when all of them are on the disk.
#[utoipa::path(post, operation_id = "postEvents", path = "/v1/events", tag = "people",
    security(("token" = ["events:write"])),
    request_body = Vec<Event>,
    responses((status = 202, body = EventsTaken)))]
pub(super) async fn post(
    _: May<Feed>,
    State(app): State<App>,
    Body(events): Body<Vec<Event>>,
) -> Result<(StatusCode, Json<EventsTaken>), Problem> {
    acceptable(&events)?;
    let results = app.writer.ask(events.len(), move |engine, _| {
        let take = |event: Event| {
            let Event { id, kind, subject, data, .. } = event;
            let data = if data.is_null() { String::new() } else { data.to_string() };
            let receipt = engine.happen(&Incoming { id: id.clone(), event: kind, subject, data })?;
            Ok(Taken { id, result: receipt.into() })
        };
        events.into_iter().map(take).collect()
    });
    Ok((StatusCode::ACCEPTED, Json(EventsTaken { results: results.await? })))
}

fn acceptable(events: &[Event]) -> Result<(), Problem> {
    let mut faults = Faults::of("events", events.len())?;
    for (index, event) in events.iter().enumerate() {
        faults.length(index, "/id", Some(&event.id), 1..=256);
        faults.length(index, "/type", Some(&event.kind), 1..=256);
        faults.length(index, "/subject", event.subject.as_deref(), 0..=1_024);
    }
    faults.none()
}
