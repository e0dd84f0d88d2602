//! A push, step by step. Each step may be asked for again: after a lost reply it looks what is there, and goes on.

use std::time::Duration;

use thiserror::Error;

use super::plan::{Asked, Differences, Parcel, Plan, Unable};
use super::turn::{Turn, is_wanted};
use super::{Client, ClientError};
use crate::exchange::json;
use crate::journey::{Definition, JourneyId};
use crate::wire::{CallRefusal, CurrentActivation, Journey, JourneyState};

/// How often something is asked for whose answer was lost, or whose server was busy.
const TRIES: usize = 3;

/// So long is waited at most for a server that is busy.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why a push did not come to its end.
#[derive(Clone, Debug, PartialEq, Error)]
pub enum PushError {
    /// The server did not do what it was asked.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The server cannot run the journey.
    #[error("this server cannot run the journey: {}", reasons(.0))]
    Unable(Vec<Unable>),
    /// Somebody else was faster.
    #[error(transparent)]
    Clash(Box<Clash>),
    /// Its calls would fail for everybody.
    #[error(
        "the server does not find {}: set {} in its environment or its keychain, or say that people come in \
         all the same (--allow-missing-secrets), and calls that need {} fail for everybody",
        named(.0), them(.0), them(.0)
    )]
    Secrets(Vec<String>),
    /// The server would never send them.
    #[error(
        "the server would never send {}: let it be called there (waymark serve --allow-host), or say that people come in \
         all the same (--allow-refused-calls), and {} for everybody",
        calls(.0), if .0.len() == 1 { "this call fails" } else { "these calls fail" }
    )]
    Calls(Vec<CallRefusal>),
    /// There is nothing there whose state could change.
    #[error("nothing of this journey was ever activated there: push it live first")]
    Nothing,
}

/// Somebody else changed what is wanted of the journey, meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "somebody was faster: meanwhile version {} is {} there. What this version has otherwise:\n{}\nLook again, then \
     push again",
    short(&there.version), there.state.word(),
    differences.as_ref().map_or("nothing".to_owned(), ToString::to_string)
)]
pub struct Clash {
    /// What is wanted there now.
    pub there: CurrentActivation,
    /// In what this version differs from it.
    pub differences: Option<Differences>,
}

/// So much of a hash that people can compare.
pub fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}

impl Plan {
    /// Why people would come in for nothing, where nobody said that it does not matter.
    pub fn in_vain(&self) -> Option<PushError> {
        if self.lacks_secrets() {
            return Some(PushError::Secrets(self.missing_secrets.clone()));
        }
        self.lacks_calls().then(|| PushError::Calls(self.refusals.clone()))
    }
}

fn named(secrets: &[String]) -> String {
    format!("the secret{} {}", if secrets.len() == 1 { "" } else { "s" }, secrets.join(", "))
}

fn them(secrets: &[String]) -> &'static str {
    if secrets.len() == 1 { "it" } else { "them" }
}

fn calls(refusals: &[CallRefusal]) -> String {
    let said: Vec<String> = refusals.iter().map(|refusal| format!("“{}” ({})", refusal.name, refusal.why)).collect();
    said.join(", ")
}

fn reasons(unable: &[Unable]) -> String {
    unable.iter().map(|unable| unable.why.as_str()).collect::<Vec<_>>().join("; ")
}

/// Asks what a push would change, and changes nothing.
///
/// # Errors
/// The server cannot run the journey, or does not answer as it should.
pub async fn look(client: &Client, parcel: &Parcel, asked: Asked) -> Result<Plan, PushError> {
    let can = persist(async || client.capabilities().await).await?;
    let beyond = parcel.beyond(&can);
    if !beyond.is_empty() {
        return Err(PushError::Unable(beyond));
    }
    let id = &parcel.cleared.definition().journey.id;
    let taken = persist(async || client.put_version(id, &parcel.hash, parcel.text.clone(), true).await).await?;
    let now = taken.changes.as_ref().and_then(|changes| changes.activation.as_ref());
    let there = match now {
        Some(now) if now.version != parcel.hash => definition(client, id, &now.version).await?,
        _ => None,
    };
    Ok(Plan::new(parcel, &can, taken, there.as_ref(), asked))
}

/// A version that the server has; nothing where it cannot be read here, since only names depend on it.
async fn definition(client: &Client, id: &JourneyId, hash: &str) -> Result<Option<Definition>, PushError> {
    match persist(async || client.version(id, hash).await).await {
        Ok(text) => Ok(text.and_then(|text| json::read(&text).ok())),
        Err(ClientError::Forbidden { .. } | ClientError::Foreign { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Hands the version over and deploys the endpoints that are asked for. Doing so again changes nothing.
///
/// # Errors
/// The server refuses, or does not answer.
pub async fn hand_over(client: &Client, parcel: &Parcel, plan: &Plan) -> Result<(), PushError> {
    let id = &parcel.cleared.definition().journey.id;
    persist(async || client.put_version(id, &parcel.hash, parcel.text.clone(), false).await).await?;
    for endpoint in &plan.deploys {
        persist(async || client.put_endpoint(endpoint, None).await).await?;
    }
    Ok(())
}

/// Lets the version run, where the plan says so.
///
/// # Errors
/// Somebody else was faster, or the server refuses or does not answer.
pub async fn activate(client: &Client, parcel: &Parcel, plan: &Plan) -> Result<(), PushError> {
    let Some(wish) = &plan.activates else { return Ok(()) };
    if let Some(error) = plan.in_vain() {
        return Err(error);
    }
    let id = &parcel.cleared.definition().journey.id;
    let tag = plan.tag();
    let ask = async || client.put_activation_despite(id, wish, &tag, plan.despite).await;
    match persist(ask).await {
        Ok(_) => Ok(()),
        // Either somebody else was faster, or it was done the first time and only the answer was lost.
        Err(ClientError::Conflict { problem }) => {
            let asked = Asked { live: true, despite: plan.despite, ..Asked::default() };
            let seen = look(client, parcel, asked).await?;
            match seen.now {
                _ if seen.activates.is_none() => Ok(()),
                Some(there) => Err(PushError::Clash(Box::new(Clash { there, differences: seen.differences }))),
                None => Err(ClientError::Conflict { problem }.into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// What the server does with a journey; nothing where it has none of it.
///
/// # Errors
/// It does not answer, or not as it should.
pub async fn seen(client: &Client, id: &JourneyId) -> Result<Option<Journey>, PushError> {
    Ok(persist(async || client.journey(id).await).await?.map(|found| found.value))
}

/// Brings what runs there into another state, and stays with its version.
///
/// # Errors
/// Nothing was activated there, it is paused in another way, somebody else was faster, or the server does not answer.
pub async fn bring(client: &Client, id: &JourneyId, turn: Turn) -> Result<Journey, PushError> {
    let found = persist(async || client.journey(id).await).await?;
    let Some((found, spec)) = found.and_then(|found| found.value.spec.clone().map(|spec| (found, spec))) else {
        return Err(PushError::Nothing);
    };
    let (generation, wish) = (spec.generation, turn.wish(spec.version));
    if is_wanted(&found.value, &wish) {
        return Ok(found.value);
    }
    let ask = async || client.put_activation_despite(id, &wish, &found.tag, turn.despite()).await;
    match persist(ask).await {
        Ok(done) => Ok(done.value),
        Err(ClientError::Conflict { problem }) => {
            let there = persist(async || client.journey(id).await).await?.map(|found| found.value);
            match there {
                Some(there) if is_wanted(&there, &wish) => Ok(there),
                Some(Journey { spec: Some(spec), .. }) if spec.generation != generation => {
                    let there =
                        CurrentActivation { version: spec.version, state: spec.state, generation: spec.generation };
                    Err(PushError::Clash(Box::new(Clash { there, differences: None })))
                }
                // Nobody did anything meanwhile: only what the server says tells why not.
                _ => Err(ClientError::Conflict { problem }.into()),
            }
        }
        Err(error) => Err(error.into()),
    }
}

/// What was seen of a journey: the version that lets people in and its state; nothing before the first activation.
pub fn runs(journey: &Journey) -> Option<(String, JourneyState)> {
    let status = &journey.status;
    let wanted = journey.spec.as_ref().map(|spec| (spec.version.clone(), spec.state));
    status.version.clone().zip(status.state).or(wanted)
}

/// Asks again where the answer was lost, and where the server is busy.
async fn persist<T>(ask: impl AsyncFn() -> Result<T, ClientError>) -> Result<T, ClientError> {
    let mut tries = 1;
    loop {
        let answer = ask().await;
        let pause = match &answer {
            Err(error) if error.may_be_done() => Duration::ZERO,
            Err(ClientError::Busy { after, .. }) => (*after).min(PATIENCE),
            _ => return answer,
        };
        if tries == TRIES {
            return answer;
        }
        tries += 1;
        tokio::time::sleep(pause).await;
    }
}
