//! `POST /v1/events`: what happened to people, or to the business. Answered once it is on the disk.

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;

use super::App;
use super::access::{Feed, May};
use super::batch::Faults;
use super::body::{self, Text};
use super::problem::Problem;
use crate::serve::engine::{Incoming, Receipt};
use crate::wire::{CLOUD_EVENT, CLOUD_EVENTS, CLOUD_VERSION, CloudEvent, Event, EventsTaken, Taken};

/// Takes in a batch of events, at most 1,000. Each is taken once, however often it is sent within four days; ids share
/// one space over all who send to this server, but those of CloudEvents, which are told apart by their source. 202 is said
/// only when all of them are on the disk. CloudEvents 1.0 come one in a body, as a batch, or in binary mode: the payload as
/// the body, with `application/json`, and the attributes as headers. Whoever is not known yet is a person from then on:
/// where `newPeople` is more than expected, see whether `subject` names people as lists do, by id or `type:value`.
#[utoipa::path(post, operation_id = "postEvents", path = "/v1/events", tag = "people",
    security(("token" = ["events:write"])),
    params(
        ("ce-specversion" = Option<String>, Header, description = "Binary mode: `1.0`; then `ce-id`, `ce-source` and `ce-type` are needed too"),
        ("ce-id" = Option<String>, Header, description = "Binary mode: the id"),
        ("ce-source" = Option<String>, Header, description = "Binary mode: the source"),
        ("ce-type" = Option<String>, Header, description = "Binary mode: the event's id or name"),
        ("ce-subject" = Option<String>, Header, description = "Binary mode: whose it is"),
        ("ce-time" = Option<String>, Header, description = "Binary mode: when it happened"),
    ),
    request_body(content(
        (Vec<Event> = "application/json"),
        (CloudEvent = "application/cloudevents+json"),
        (Vec<CloudEvent> = "application/cloudevents-batch+json"),
    )),
    responses((status = 202, body = EventsTaken)))]
pub(super) async fn post(
    _: May<Feed>,
    State(app): State<App>,
    Batch(events): Batch,
) -> Result<(StatusCode, Json<EventsTaken>), Problem> {
    let results = app.writer.ask(events.len(), move |engine, _| {
        let take = |Sent { source, event }: Sent| {
            let Event { id, kind, subject, data, .. } = event;
            let data = if data.is_null() { String::new() } else { data.to_string() };
            let incoming = Incoming { id: id.clone(), event: kind, subject, data };
            let receipt = match source {
                Some(source) => engine.happen_at(&source, &incoming)?,
                None => engine.happen(&incoming)?,
            };
            Ok(Taken { id, result: receipt.into(), new_person: receipt == Receipt::Newcomer })
        };
        events.into_iter().map(take).collect()
    });
    Ok((StatusCode::ACCEPTED, Json(EventsTaken::of(results.await?))))
}

/// An event, and who says so where ids are told apart by that.
struct Sent {
    source: Option<String>,
    event: Event,
}

/// The events of a request, in whichever form they come.
pub(super) struct Batch(Vec<Sent>);

impl FromRequest<App> for Batch {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (media, headers) = (body::media(&request), request.headers().clone());
        let Text(text) = Text::from_request(request, app).await?;
        let sent = match media.as_str() {
            CLOUD_EVENT => vec![alone(body::value(&text)?)?],
            CLOUD_EVENTS => {
                let events: Vec<CloudEvent> = body::value(&text)?;
                let mut faults = Faults::of("events", events.len())?;
                let mut sent = Vec::new();
                for (index, event) in events.into_iter().enumerate() {
                    match understood(event) {
                        Ok(event) => sent.push(event),
                        Err(wrong) => wrong.iter().for_each(|(at, code, why)| faults.add(index, at, code, why)),
                    }
                }
                faults.none()?;
                sent
            }
            _ if headers.contains_key("ce-specversion") => vec![alone(binary(&headers, &text)?)?],
            _ => {
                let events: Vec<Event> = body::value(&text)?;
                acceptable(&events)?;
                events.into_iter().map(|event| Sent { source: None, event }).collect()
            }
        };
        Ok(Self(sent))
    }
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

/// What is wrong with a CloudEvent: where, which demand, and what to do.
type Wrong = Vec<(&'static str, &'static str, String)>;

/// A CloudEvent as an event of ours.
fn understood(event: CloudEvent) -> Result<Sent, Wrong> {
    let mut wrong = Wrong::new();
    if event.specversion != CLOUD_VERSION {
        wrong.push(("/specversion", "version", format!("write {CLOUD_VERSION}: no other version is understood")));
    }
    let subject = event.subject.as_deref().unwrap_or_default();
    for (at, text, least, most) in [
        ("/id", event.id.as_str(), 1, 256),
        ("/source", &event.source, 1, 1_024),
        ("/type", &event.kind, 1, 256),
        ("/subject", subject, 0, 1_024),
    ] {
        if !(least..=most).contains(&text.len()) {
            wrong.push((at, "length", format!("must have {least} to {most} bytes")));
        }
    }
    if event.data_base64.is_some() {
        wrong.push(("/data_base64", "payload", "send the payload as JSON, in data".to_owned()));
    }
    let media = event.datacontenttype.as_deref().unwrap_or("application/json");
    if !body::is_json(&body::essence(media)) {
        wrong.push(("/datacontenttype", "payload", "only payloads of JSON are understood".to_owned()));
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let CloudEvent { id, source, kind, subject, time, data, .. } = event;
    Ok(Sent { source: Some(source), event: Event { id, kind, subject, time, data } })
}

/// The one event of a body.
fn alone(event: CloudEvent) -> Result<Sent, Problem> {
    understood(event).map_err(|wrong| {
        let problem = Problem::unacceptable("the event cannot be taken");
        wrong.into_iter().fold(problem, |problem, (at, code, why)| problem.at(at, code, why))
    })
}

/// A CloudEvent in binary mode: attributes in headers, percent-encoded where they are no plain text.
fn binary(headers: &HeaderMap, text: &str) -> Result<CloudEvent, Problem> {
    let header = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    };
    let needed = |name: &str| {
        header(name).ok_or_else(|| Problem::bad_request("headers", format!("a CloudEvent in binary mode needs {name}")))
    };
    let time = header("ce-time").map(|time| {
        let unreadable = |_| Problem::bad_request("headers", "ce-time is no moment as RFC 3339 writes it");
        time.parse().map_err(unreadable)
    });
    let data = if text.trim().is_empty() { serde_json::Value::Null } else { body::value(text)? };
    Ok(CloudEvent {
        specversion: needed("ce-specversion")?,
        id: needed("ce-id")?,
        source: needed("ce-source")?,
        kind: needed("ce-type")?,
        subject: header("ce-subject"),
        time: time.transpose()?,
        datacontenttype: None,
        data,
        data_base64: None,
    })
}
