//! `POST /v1/events`: what happened to people, or to the business. Answered once it is on the disk.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::App;
use super::access::{Feed, May};
use super::body::Json as Body;
use super::problem::Problem;
use crate::serve::engine::{Incoming, Receipt};
use crate::wire::{Event, EventResult, EventTaken, EventsTaken};

/// Events in one request.
pub(super) const MOST: usize = 1_000;

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
            Ok(EventTaken { id, result: receipt.into() })
        };
        events.into_iter().map(take).collect()
    });
    Ok((StatusCode::ACCEPTED, Json(EventsTaken { results: results.await? })))
}

fn acceptable(events: &[Event]) -> Result<(), Problem> {
    if events.len() > MOST {
        let detail = format!("{MOST} events may come at once; send them in parts");
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too-many", "Too many at once", detail));
    }
    let mut problem = None;
    let mut fault = |index: usize, field: &str, text: &str, least: usize, most: usize| {
        if !(least..=most).contains(&text.len()) {
            let so_far = problem.take().unwrap_or_else(|| Problem::unacceptable("some events cannot be taken"));
            let detail = format!("must have {least} to {most} bytes");
            problem = Some(so_far.at(format!("/{index}/{field}"), "length", detail));
        }
    };
    for (index, event) in events.iter().enumerate() {
        fault(index, "id", &event.id, 1, 256);
        fault(index, "type", &event.kind, 1, 256);
        fault(index, "subject", event.subject.as_deref().unwrap_or_default(), 0, 1_024);
    }
    problem.map_or(Ok(()), Err)
}

impl From<Receipt> for EventResult {
    fn from(receipt: Receipt) -> Self {
        match receipt {
            Receipt::Taken => Self::Taken,
            Receipt::Again => Self::Again,
            Receipt::Unknown => Self::Unknown,
            Receipt::Nobodys => Self::Nobody,
            Receipt::Stranger => Self::Stranger,
        }
    }
}
