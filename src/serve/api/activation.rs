//! `PUT /v1/journeys/{id}/activation`: the wish for a state. Wishing the same twice is wishing once, so that a caller
//! whose answer was lost may ask again.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, StatusCode};
use serde::Deserialize;

use super::App;
use super::access::{Activate, May};
use super::body::Json as Body;
use super::problem::Problem;
use super::request::{Asking, Expected, Named, tag};
use super::{journeys, versions};
use crate::journey::{JourneyId, LONGEST_PAUSE, Secret};
use crate::secrets::Environment;
use crate::serve::dispatch::{Foreseen, foresee};
use crate::serve::engine::Engine;
use crate::serve::store::{Activation, Activations, Definitions, StoreError, Stored, Wanted};
use crate::wire::{ActivationWish, Journey, JourneyPause, JourneyState, PauseWish};

/// Says what state a journey is to be in, by which of its versions. If-Match names the generation that this follows:
/// the ETag of the journey. 409 where the state cannot follow: only a live journey can be paused, and a version that was
/// closed or stopped is not live again. 409 too where a version is to be live whose secrets are not all to be found here: its
/// calls would fail for everybody; `allowMissingSecrets=true` lets it be live all the same. And 409 where this server would
/// never send a call of it, because its owner does not let it; `allowRefusedCalls=true` lets it be live all the same.
#[utoipa::path(put, operation_id = "putActivation", path = "/v1/journeys/{id}/activation", tag = "journeys",
    security(("token" = ["journeys:activate"])),
    params(
        ("id" = String, Path, description = "Id of the journey"),
        ("allowMissingSecrets" = Option<bool>, Query, description = "Let a version be live although secrets that it uses are not to be found here"),
        ("allowRefusedCalls" = Option<bool>, Query, description = "Let a version be live although this server would never send some of its calls"),
        ("If-Match" = String, Header, description = "The ETag of the journey, or *"),
    ),
    request_body = ActivationWish,
    responses((status = 200, body = Journey, headers(("ETag" = String, description = "Generation of what is wanted")))))]
pub(super) async fn put(
    may: May<Activate>,
    State(app): State<App>,
    Named(id): Named<String>,
    Asking(manner): Asking<Manner>,
    headers: HeaderMap,
    Body(wish): Body<ActivationWish>,
) -> Result<([(HeaderName, String); 1], Json<Journey>), Problem> {
    let (journey, expected) = (JourneyId(id), Expected::of(&headers));
    if expected == Expected::Nothing {
        let detail = "say in If-Match which generation this follows: the ETag of GET /v1/journeys/{id}";
        return Err(Problem::unconditional(detail));
    }
    if let Some(pause) = &wish.pause {
        let problem = Problem::unacceptable("the pause cannot be wanted so");
        if wish.state != JourneyState::Paused {
            let detail = "say how to pause only with the state paused";
            return Err(problem.at("/pause", "not-paused", detail));
        }
        if !(1..=LONGEST_PAUSE).contains(&pause.days) {
            let detail = format!("a pause lasts 1 to {LONGEST_PAUSE} days");
            return Err(problem.at("/pause/days", "range", detail));
        }
    }
    let in_vain = match wish.state {
        JourneyState::Live => in_vain(&app, &wish.version, manner).await?,
        _ => None,
    };
    let done = app.writer.ask(1, move |engine, _| want(engine, &journey, &wish, &expected, in_vain)).await??;
    if let (done, true) = &done {
        let state = done.spec.as_ref().map(|spec| spec.state);
        let what = match state {
            Some(JourneyState::Live) => "journey activated",
            Some(JourneyState::Paused) => "journey paused",
            Some(JourneyState::Closed) => "journey closed",
            Some(JourneyState::Stopped) | None => "journey stopped",
        };
        may.changed(what, &done.id);
    }
    Ok(journeys::answer(done.0))
}

/// How an activation is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Manner {
    allow_missing_secrets: bool,
    allow_refused_calls: bool,
}

/// Why people would come in for nothing: calls of the version would fail for everybody. It is looked for before, because
/// a keychain and the names of hosts may take their time and the writer has none.
async fn in_vain(app: &App, version: &str, manner: Manner) -> Result<Option<Problem>, Problem> {
    let (parts, version) = (app.clone(), version.to_owned());
    let found = app.read(move |store| {
        let Some(known) = parts.versions.of(store, &version)? else { return Ok(None) };
        let missing = match manner.allow_missing_secrets {
            true => Vec::new(),
            false => versions::missing(&*parts.secrets, &known.definition),
        };
        Ok(Some((known, missing)))
    });
    let Some((known, missing)) = found.await? else { return Ok(None) };
    if !missing.is_empty() {
        return Ok(Some(without(&missing)));
    }
    let refused = match manner.allow_refused_calls {
        true => Vec::new(),
        false => foresee(&app.outside, &known.definition).await,
    };
    Ok((!refused.is_empty()).then(|| never_sent(&refused)))
}

/// Calls of a version would never be sent.
fn never_sent(refused: &[Foreseen]) -> Problem {
    let title = "Calls would never be sent";
    let detail = "this server would never send some calls of this version; its owner lets it with --allow-host, or ask with \
                  allowRefusedCalls=true";
    let problem = Problem::new(StatusCode::CONFLICT, "refused-calls", title, detail);
    refused.iter().fold(problem, |problem, Foreseen { name, why, .. }| {
        problem.at("/version", "refused-call", format!("{name}: {why}"))
    })
}

/// A version would be live without these.
fn without(missing: &[String]) -> Problem {
    let title = "Secrets are missing";
    let detail = "calls of this version need secrets that are not to be found here; set each in the server's environment or \
                  keychain, or ask with allowMissingSecrets=true";
    let problem = Problem::new(StatusCode::CONFLICT, "missing-secrets", title, detail);
    missing.iter().fold(problem, |problem, name| {
        let variable = Environment::default().variable(&Secret::from(name.as_str()));
        problem.at("/version", "missing-secret", format!("{name}: neither {variable} nor the keychain has it"))
    })
}

/// The journey, and whether anything has changed.
type Answer = Result<Result<(Journey, bool), Problem>, StoreError>;

fn want(
    engine: &mut Engine,
    journey: &JourneyId,
    wish: &ActivationWish,
    expected: &Expected,
    in_vain: Option<Problem>,
) -> Answer {
    let store = engine.store.connection();
    let Some(newest) = Definitions(store).of(journey)?.into_iter().next() else {
        return Ok(Err(Problem::no_journey()));
    };
    let Some(version) = Definitions(store).by_hash(&wish.version)?.filter(|found| found.journey == newest.journey)
    else {
        let detail = "push this version first: PUT /v1/journeys/{id}/versions/{sha256}";
        let problem = Problem::unacceptable("this server does not have that version of the journey");
        return Ok(Err(problem.at("/version", "unknown-version", detail)));
    };
    let (now_wanted, state) = (Activations(store).of(journey)?, Wanted::from(wish.state));
    let generation = now_wanted.as_ref().map_or(0, |known| known.generation);
    if !expected.is(&tag(generation)) {
        let detail = format!("the journey is at generation {generation} by now; read it again, then decide");
        return Ok(Err(Problem::stale(detail)));
    }
    let pause = wish.pause.unwrap_or_default();
    let is_wanted = now_wanted.as_ref().is_some_and(|known| {
        let is_paused_so = wish.pause.is_none() || is_paused(known, pause);
        known.definition == version.number && known.state == state && is_paused_so
    });
    if !is_wanted {
        if let Some(why) = cannot_follow(now_wanted.as_ref(), &version, state) {
            let title = "The journey cannot be brought into that state";
            return Ok(Err(Problem::new(StatusCode::CONFLICT, "state", title, why)));
        }
        // Whoever lets a pause end has been told when it began to let people in.
        let goes_on =
            now_wanted.is_some_and(|known| known.definition == version.number && known.state == Wanted::Paused);
        if let Some(problem) = in_vain.filter(|_| !goes_on) {
            return Ok(Err(problem));
        }
        match state {
            Wanted::Paused => engine.want_pause(journey, version.number, pause.at_actions.into(), pause.days)?,
            _ => engine.want(journey, version.number, state)?,
        };
    }
    Ok(journeys::of(engine.store.connection(), journey)?
        .ok_or_else(Problem::no_journey)
        .map(|journey| (journey, !is_wanted)))
}

/// Whether it is paused in this way.
fn is_paused(known: &Activation, wish: PauseWish) -> bool {
    let pause = known.pausing.and_then(|pausing| pausing.pause);
    pause.is_some_and(|pause| JourneyPause::from(pause).is(wish))
}

/// Why a state cannot follow on what is wanted now.
fn cannot_follow(now: Option<&Activation>, version: &Stored, state: Wanted) -> Option<&'static str> {
    let same = now.filter(|now| now.definition == version.number).map(|now| now.state);
    match (same, state) {
        (Some(Wanted::Paused), Wanted::Paused) => Some("it is paused in another way already: let it go on first"),
        (Some(Wanted::Live), _) | (Some(Wanted::Paused), _) => None,
        (_, Wanted::Paused) => Some("only a live journey can be paused, and this version is not live"),
        (Some(Wanted::Closed), Wanted::Live) => {
            Some("this version was closed, which is final: push and activate another one")
        }
        (Some(Wanted::Stopped), _) => Some("this version was stopped, which is final: push and activate another one"),
        _ => None,
    }
}
