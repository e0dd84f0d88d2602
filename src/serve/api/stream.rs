//! `GET /v1/steps`: every step as it is done, for those who watch live. One reader follows the store and tells all of
//! them; whoever falls behind, or comes back, reads up from the store.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_stream::wrappers::ReceiverStream;

use super::App;
use super::access::{Look, May};
use super::problem::Problem;
use super::request::Asking;
use crate::journey::JourneyId;
use crate::serve::engine::{Happened, Shown, ShownStep};
use crate::serve::store::Definitions;
use crate::wire::{StepForm, TracedStep};

/// Steps that are read at once.
const PORTION: usize = 500;

/// How often is looked for new steps. What is shown so much later looks immediate.
const LOOK: Duration = Duration::from_millis(100);

/// A sign of life on a quiet stream.
const QUIET: Duration = Duration::from_secs(15);

/// What those who watch are told.
#[derive(Clone, Debug)]
enum News {
    /// Something happened.
    Happened(Arc<Happened>),
    /// Steps were done that nobody seemed to watch: look them up.
    Look,
}

/// Those who watch, and who tells them.
#[derive(Debug)]
pub(super) struct Watchers(broadcast::Sender<News>);

impl Default for Watchers {
    fn default() -> Self {
        Self(broadcast::channel(4 * PORTION).0)
    }
}

/// Which steps.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Which {
    journey: Option<String>,
    after: Option<i64>,
    form: StepForm,
}

/// Follows the store until the server stops, and tells those who watch what is new. Takes no part in what is kept.
pub(super) async fn follow(app: App) {
    let (mut last, mut commits, mut stopping) = (None, 0, app.stopping());
    loop {
        tokio::select! {
            () = sleep(LOOK) => {}
            _ = stopping.changed() => return,
        }
        let now = app.writer.health().commits.load(std::sync::atomic::Ordering::Relaxed);
        if now == commits && last.is_some() {
            continue;
        }
        let is_watched = app.watchers.0.receiver_count() > 0;
        let read = app.read(move |store| {
            let shown = Shown(store);
            match last {
                Some(last) if is_watched => shown.happened(last, PORTION),
                _ => shown.last_step().map(|last| (Vec::new(), last)),
            }
        });
        let Ok((news, upto)) = read.await else { continue };
        if !is_watched {
            // Whoever has come in the meantime may have read less than is passed over here.
            let _ = app.watchers.0.send(News::Look);
        }
        last = Some(upto);
        if news.len() < PORTION {
            commits = now;
        }
        for happened in news {
            // Nobody may be left to listen.
            let _ = app.watchers.0.send(News::Happened(Arc::new(happened)));
        }
    }
}

/// Steps as they are done, as server-sent events, or as lines of JSON where Accept says application/x-ndjson. After a
/// break, Last-Event-ID or `after` goes on where it stopped. As step events, those who were not let in are told of too. A number that no step has had yet is refused with 409: an
/// older store was put back.
#[utoipa::path(get, operation_id = "watchSteps", path = "/v1/steps", tag = "instances",
    security(("token" = ["instances:read"])),
    params(
        ("journey" = Option<String>, Query, description = "Only of this journey; 404 where this server has no version of it"),
        ("form" = Option<StepForm>, Query, description = "How steps are written: as a trace, or as the field's own step events"),
        ("after" = Option<i64>, Query, description = "Also those after the one of this number; only new ones when absent"),
        ("Last-Event-ID" = Option<i64>, Header, description = "The same, as browsers say it"),
    ),
    responses((status = 200, description = "A stream without end", content(
        (TracedStep = "text/event-stream"),
        (TracedStep = "application/x-ndjson"),
    ))))]
pub(super) async fn get(
    _: May<Look>,
    State(app): State<App>,
    Asking(which): Asking<Which>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let is_lines = text("accept").is_some_and(|accept| accept.contains("application/x-ndjson"));
    let resumed = text("last-event-id").and_then(|number| number.parse().ok());
    if let Some(id) = which.journey.clone() {
        let known = app.read(move |store| Ok(!Definitions(store).of(&JourneyId(id))?.is_empty())).await?;
        if !known {
            return Err(Problem::no_journey());
        }
    }
    let listening = app.watchers.0.subscribe();
    let last = app.read(|store| Shown(store).last_step()).await?;
    let from = match resumed.or(which.after) {
        Some(after) if after > last => return Err(ahead(last)),
        Some(after) => after,
        None => last,
    };
    let (sender, receiver) = mpsc::channel(64);
    let watcher = Watcher { app, journey: which.journey, form: which.form, is_lines, last: from, sender };
    tokio::spawn(watcher.watch(listening));
    let media = if is_lines { "application/x-ndjson" } else { "text/event-stream" };
    Ok(([(header::CONTENT_TYPE, media)], Body::from_stream(ReceiverStream::new(receiver))).into_response())
}

/// Whoever saw more than there is would wait in silence, and take other steps for those that they have seen.
fn ahead(last: i64) -> Problem {
    let detail = format!(
        "the last step here is number {last}: what is kept was put back to an earlier moment, from a backup say; forget \
         what was seen and begin without a number, or after 0 with all that is kept"
    );
    Problem::new(StatusCode::CONFLICT, "ahead", "The server has not come so far", detail)
}

/// Somebody who watches.
struct Watcher {
    app: App,
    journey: Option<String>,
    form: StepForm,
    is_lines: bool,
    last: i64,
    sender: mpsc::Sender<Result<Bytes, Infallible>>,
}

impl Watcher {
    async fn watch(mut self, mut listening: broadcast::Receiver<News>) {
        let mut stopping = self.app.stopping();
        if *stopping.borrow() || !self.catch_up().await {
            return;
        }
        loop {
            let goes_on = tokio::select! {
                step = listening.recv() => match step {
                    Ok(News::Happened(happened)) => self.tell(&happened).await,
                    Ok(News::Look) | Err(RecvError::Lagged(_)) => self.catch_up().await,
                    Err(RecvError::Closed) => false,
                },
                () = sleep(QUIET) => self.say(if self.is_lines { "\n" } else { ":\n\n" }.to_owned()).await,
                () = self.sender.closed() => false,
                _ = stopping.changed() => false,
            };
            if !goes_on {
                return;
            }
        }
    }

    /// Reads up from the store; false where nobody listens any more.
    async fn catch_up(&mut self) -> bool {
        loop {
            let last = self.last;
            let read = self.app.read(move |store| Shown(store).happened(last, PORTION)).await;
            let Ok((news, upto)) = read else { return false };
            let is_all = news.len() < PORTION;
            for happened in &news {
                if !self.tell(happened).await {
                    return false;
                }
            }
            self.last = self.last.max(upto);
            if is_all {
                return true;
            }
        }
    }

    async fn tell(&mut self, happened: &Happened) -> bool {
        let number = happened.number();
        if number <= self.last {
            return true;
        }
        self.last = number;
        if self.journey.as_ref().is_some_and(|journey| journey != happened.journey().as_str()) {
            return true;
        }
        let Some(json) = self.written(happened).await else { return true };
        let text = if self.is_lines {
            format!("{json}\n")
        } else {
            format!("id: {number}\nevent: {}\ndata: {json}\n\n", self.form.word())
        };
        self.say(text).await
    }

    /// What happened in the form that is wanted; a trace knows of nobody who was not let in.
    async fn written(&self, happened: &Happened) -> Option<String> {
        if self.form == StepForm::Trace {
            let Happened::Step(step) = happened else { return None };
            return serde_json::to_string(&TracedStep::from(ShownStep::clone(step))).ok();
        }
        let (app, happened) = (self.app.clone(), happened.clone());
        let event = self.app.read(move |store| app.versions.event(store, &happened)).await.ok()??;
        serde_json::to_string(&event).ok()
    }

    async fn say(&self, text: String) -> bool {
        self.sender.send(Ok(text.into())).await.is_ok()
    }
}
