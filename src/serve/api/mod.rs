//! The wire protocol: its routes and who may call them. What goes over the wire stands in [`crate::wire`].
//!
//! A resource is a file: its handlers say path, scope and answers in one attribute each, from which the OpenAPI
//! document is made, so that no route is missing there. A handler's first argument is [`access::May`]: without it
//! nobody is asked who they are. Everything that is refused is a [`problem::Problem`].

pub mod access;
mod activation;
mod batch;
mod body;
mod capabilities;
mod counts;
mod endpoints;
mod events;
mod health;
mod instances;
mod journeys;
mod known;
mod listed;
mod names;
mod openapi;
mod pace;
mod people;
pub mod problem;
mod reactions;
mod request;
mod step_events;
mod stream;
mod versions;
mod watch;

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::sync::watch::{Receiver, Sender, channel};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::clock::Clock;
use super::dispatch::Policy;
use super::engine::Engine;
use super::metrics::{Calls, Metrics};
use super::settings::{Limits, Settings};
use super::store::{Readers, StoreError};
use super::writer::Writer;
use crate::secrets::Secrets;
use pace::Pace;
use problem::Problem;

/// What all handlers share.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("App")
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What all handlers share, part by part.
pub struct Parts {
    /// Changes what is kept.
    pub writer: Writer<Engine>,
    /// Reads what is kept.
    pub readers: Readers,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Knows the values of secrets.
    pub secrets: Arc<dyn Secrets>,
    /// What callers may take.
    pub limits: Limits,
    /// Whether nobody needs a token.
    pub open: bool,
    metrics: Metrics,
    pace: Pace,
    stopping: Sender<bool>,
    beat: health::Beat,
    watchers: stream::Watchers,
    versions: known::Versions,
    outside: Policy,
}

impl App {
    /// What handlers share, over a writer and readers of one store.
    pub fn new(
        writer: Writer<Engine>,
        readers: Readers,
        clock: Arc<dyn Clock>,
        secrets: Arc<dyn Secrets>,
        (settings, calls): (&Settings, &Calls),
    ) -> Self {
        Self(Arc::new(Parts {
            metrics: Metrics::new(writer.clone(), calls),
            pace: Pace::new(&settings.limits),
            writer,
            readers,
            clock,
            secrets,
            limits: settings.limits.clone(),
            open: settings.is_open(),
            stopping: channel(false).0,
            beat: health::Beat::default(),
            watchers: stream::Watchers::default(),
            versions: known::Versions::default(),
            outside: settings.outside.clone(),
        }))
    }

    /// Reads what is kept, away from the threads that answer.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl FnOnce(&rusqlite::Connection) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Problem> {
        let app = self.clone();
        let answer = tokio::task::spawn_blocking(move || app.readers.read(question)).await;
        answer.map_err(|_| Problem::broken())?.map_err(Problem::from)
    }

    /// Says to streams that the server stops.
    pub fn farewell(&self) {
        self.stopping.send_replace(true);
    }

    /// Becomes true when the server stops.
    pub fn stopping(&self) -> Receiver<bool> {
        self.stopping.subscribe()
    }
}

/// Every route, with its description.
pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::default()
        .routes(routes!(versions::put, versions::get))
        .routes(routes!(journeys::list))
        .routes(routes!(journeys::one))
        .routes(routes!(activation::put))
        .routes(routes!(counts::get))
        .routes(routes!(people::enter))
        .routes(routes!(instances::list))
        .routes(routes!(instances::of_person))
        .routes(routes!(instances::one))
        .routes(routes!(instances::steps))
        .routes(routes!(instances::exit))
        .routes(routes!(instances::record))
        .routes(routes!(stream::get))
        .routes(routes!(events::post))
        .routes(routes!(reactions::post))
        .routes(routes!(people::post))
        .routes(routes!(people::one, people::erase))
        .routes(routes!(endpoints::list))
        .routes(routes!(endpoints::one, endpoints::put))
        .routes(routes!(capabilities::get))
        .routes(routes!(openapi::get))
        .routes(routes!(health::alive))
        .routes(routes!(health::ready))
        .routes(routes!(health::metrics))
}

/// The routes, watched over, and the one who tells those who watch steps. Within a runtime.
pub fn router(app: App) -> Router {
    tokio::spawn(stream::follow(app.clone()));
    let (router, _) = routes().split_for_parts();
    router
        .fallback(|| async { Problem::no_route() })
        .method_not_allowed_fallback(|| async { Problem::no_method() })
        .layer(from_fn_with_state(app.clone(), watch::watch))
        .with_state(app)
}

pub use openapi::document;
