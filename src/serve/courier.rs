//! From the outbox to the outside and back: a parcel becomes an attempt, its answer goes to the writer until it has it.
//!
//! What is sent is decided in [`crate::run`]; here a call is found for it: that of the action itself, that by which a
//! channel's provider is handed a message, or the question to a data source. At the moment of sending every call passes
//! the gates of [`Pace`], which count what really leaves.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::dispatch::{Attempt, Dispatch, Gate, NoDispatch, Place, Policy};
use super::engine::{Engine, Outlet, Parcel};
use super::metrics::Calls;
use super::pace::Pace;
use super::writer::{Fault, Writer};
use crate::journey::{Action, DataSource, Definition, Obstacle, host_of};
use crate::run::conduct::PROVIDER_WITHIN_MS;
use crate::run::traffic::{self, Limit};
use crate::run::{Effect, Outcome, instance};
use crate::secrets::Secrets;

/// How long to wait before an answer that could not be written is told again.
const AGAIN: Duration = Duration::from_millis(250);

/// Carries parcels out.
pub struct Courier {
    dispatch: Arc<Dispatch>,
    parcels: UnboundedReceiver<Vec<Parcel>>,
    calls: Calls,
}

/// The engine's side of it: takes parcels over and never waits. No more are under way than the engine allows, so the
/// line between the two is never long.
pub struct Letterbox {
    parcels: UnboundedSender<Vec<Parcel>>,
    pace: Arc<Pace>,
}

/// A courier, and the letterbox that leads to it.
///
/// # Errors
/// The policy cannot be kept.
pub fn courier(policy: &Policy, secrets: Arc<dyn Secrets>) -> Result<(Letterbox, Courier), NoDispatch> {
    let pace = Arc::<Pace>::default();
    let dispatch = Dispatch::new(policy, secrets)?.behind(Arc::clone(&pace) as Arc<dyn Gate>);
    // Unbounded in name: the engine hands over no more than it lets be under way.
    let (sender, parcels) = unbounded_channel();
    Ok((
        Letterbox { parcels: sender, pace },
        Courier { dispatch: Arc::new(dispatch), parcels, calls: Calls::default() },
    ))
}

impl Outlet for Letterbox {
    fn carry(&mut self, parcels: Vec<Parcel>) {
        if let Some(last) = parcels.last() {
            self.pace.follow(&last.limits);
        }
        for parcel in parcels.iter().filter(|parcel| parcel.may_have_left) {
            if let Ok(attempt) = attempt(parcel) {
                self.pace.count(&attempt, Timestamp::now());
            }
        }
        // Where nobody takes them any more the server is stopping: they stay in the outbox.
        let _ = self.parcels.send(parcels);
    }

    fn sent(&mut self) -> Vec<(Limit, traffic::Gate)> {
        let mut gates = self.pace.gates();
        gates.changed().into_iter().map(|(limit, gate)| (limit, gate.clone())).collect()
    }

    fn remember(&mut self, sent: Vec<(Limit, traffic::Gate)>) {
        let mut gates = self.pace.gates();
        sent.into_iter().for_each(|(limit, gate)| gates.restore(limit, gate));
    }
}

impl Courier {
    /// What it sends by.
    pub fn dispatch(&self) -> Arc<Dispatch> {
        Arc::clone(&self.dispatch)
    }

    /// What is counted of its calls.
    pub fn calls(&self) -> Calls {
        self.calls.clone()
    }

    /// Carries what comes, until the engine is gone.
    pub async fn run(mut self, writer: Writer<Engine>) {
        while let Some(parcels) = self.parcels.recv().await {
            for parcel in parcels {
                // In line one after the other: tasks begin in any order.
                let attempt = attempt(&parcel);
                let place = attempt.as_ref().ok().and_then(|attempt| self.dispatch.place(attempt));
                let (dispatch, writer) = (Arc::clone(&self.dispatch), writer.clone());
                let count = (self.calls.clone(), label(&parcel, attempt.as_ref().ok()));
                tokio::spawn(carry(dispatch, writer, parcel.number, attempt, place, count));
            }
        }
    }
}

/// What figures call the endpoint of an attempt: the one whose limits it meets, else its host.
fn label(parcel: &Parcel, attempt: Option<&Attempt>) -> String {
    if let Some(Limit::Endpoint(id)) = parcel.limits.route(&parcel.effect).line() {
        return id.0.clone();
    }
    let host = attempt.and_then(|attempt| host_of(&attempt.request.url));
    host.unwrap_or("none").to_ascii_lowercase()
}

async fn carry(
    dispatch: Arc<Dispatch>,
    writer: Writer<Engine>,
    number: i64,
    attempt: Result<Attempt, String>,
    place: Option<Place>,
    (calls, endpoint): (Calls, String),
) {
    let outcome = match attempt {
        Ok(attempt) => match dispatch.attempt_at(&attempt, place).await {
            Ok(answer) => answer.outcome,
            // It was not made and stays in the outbox.
            Err(_) => return,
        },
        Err(reason) => {
            tracing::warn!(number, %reason, "nothing could be sent");
            Outcome::Barred(Obstacle::Form)
        }
    };
    calls.ended(&endpoint, &outcome);
    loop {
        let told = outcome.clone();
        match writer.tell(1, move |engine, _| engine.answered(number, told)).await {
            Ok(Ok(())) | Ok(Err(Fault::Stopping)) | Err(_) => return,
            Ok(Err(_)) => tokio::time::sleep(AGAIN).await,
        }
    }
}

/// The call for what leaves.
///
/// # Errors
/// Why there is none.
pub fn attempt(parcel: &Parcel) -> Result<Attempt, String> {
    let Parcel { key, version, person, effect, .. } = parcel;
    let key = key.clone();
    let definition: &Definition = &version.definition;
    let within = |milliseconds: i64| Duration::from_millis(u64::try_from(milliseconds).unwrap_or(0));
    match effect {
        Effect::Call { action: id, request, within_ms, .. } => {
            let action = definition.inventory.get::<Action>(id).ok_or_else(|| format!("there is no action {id}"))?;
            let request = request.clone();
            Ok(Attempt { action: Arc::new(action.clone()), request, key, within: within(*within_ms) })
        }
        Effect::Send { activity, letter, .. } => {
            let handover = instance::hand_over(definition, activity, person, letter);
            let (action, request) = handover.map_err(|error| error.to_string())?;
            Ok(Attempt { action: Arc::new(action.clone()), request, key, within: within(PROVIDER_WITHIN_MS) })
        }
        Effect::Fetch { need, within_ms } => {
            let source = definition.inventory.get::<DataSource>(&need.source);
            let source = source.ok_or_else(|| format!("there is no data source {}", need.source))?;
            let (action, request) = instance::question(source, need)?;
            Ok(Attempt { action: Arc::new(action), request, key, within: within(*within_ms) })
        }
        _ => Err("it is nothing that leaves".to_owned()),
    }
}
