//! `POST /v1/profiles`, `POST /v1/journeys/{id}/entries`, `/v1/profiles/{id}`: lists of people, one of them, and erasing one.
//! A list is taken whole or not at all, and the same list again, under the same Idempotency-Key, is taken once.

use axum::Json;
use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderMap, StatusCode};
use sha2::{Digest as _, Sha256};

use super::App;
use super::access::{Feed, Look, May, Operate};
use super::batch;
use super::body;
use super::listed::{self, Places};
use super::problem::Problem;
use super::request::Named;
use crate::exchange::json;
use crate::journey::JourneyId;
use crate::serve::engine::{Engine, Introduction, Misfit, NoEntry, Said, Shown};
use crate::serve::store::{Answers, Definitions, StoreError};
use crate::wire::{Accepted, EntriesWanted, Person, PersonHeld};

/// Takes over what a list says of people, at most 1,000: lines of JSON, or a table with commas whose first line names
/// the columns `id`, `zone`, `identity.<type>`, `consent.<medium>`, `audience.<name>`, all others attributes by path. An
/// empty cell says nothing. An attribute that no profile schema here has is refused, unless there is none with fields.
#[utoipa::path(post, operation_id = "postProfiles", path = "/v1/profiles", tag = "people",
    security(("token" = ["events:write"])),
    params(("Idempotency-Key" = String, Header, description = "Names this list")),
    request_body(content(
        (Person = "application/x-ndjson"),
        (String = "text/csv"),
    )),
    responses((status = 202, body = Accepted)))]
pub(super) async fn post(
    may: May<Feed>,
    State(app): State<App>,
    request: Request,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let media = body::media(&request);
    let is_table = media == "text/csv";
    if !is_table && !["application/x-ndjson", "application/ndjson", "application/jsonl"].contains(&media.as_str()) {
        return Err(Problem::media("application/x-ndjson, text/csv"));
    }
    let once = Once::of("profiles", &may.caller, request.headers())?;
    let bytes = body::arrive(request, &app, app.limits.body_bytes).await?;
    let once = once.with(&bytes);
    let (people, places) = if is_table { listed::table(&bytes)? } else { listed::lines(&bytes)? };
    batch::few("people", people.len())?;
    let count = people.len();
    let done = app.writer.ask(count.max(1), move |engine, now| {
        once.then(engine, now, |engine| {
            Ok(engine.introduce(&people)?.map_err(|found| misfits(found, &places)).map(|()| count))
        })
    });
    Ok((StatusCode::ACCEPTED, Json(done.await??)))
}

/// Lets people, at most 1,000, into a journey that reads an audience: they are in the audience from now on, and it is
/// read for each of them.
#[utoipa::path(post, operation_id = "postEntries", path = "/v1/journeys/{id}/entries", tag = "people",
    security(("token" = ["events:write"])),
    params(
        ("id" = String, Path, description = "Id of the journey"),
        ("Idempotency-Key" = String, Header, description = "Names this list"),
    ),
    request_body = EntriesWanted,
    responses((status = 202, body = Accepted)))]
pub(super) async fn enter(
    may: May<Feed>,
    State(app): State<App>,
    Named(id): Named<String>,
    request: Request,
) -> Result<(StatusCode, Json<Accepted>), Problem> {
    let once = Once::of(&format!("entries {id}"), &may.caller, request.headers())?;
    let body::Text(text) = body::Text::from_request(request, &app).await?;
    let EntriesWanted { profiles } = body::value(&text)?;
    batch::few("people", profiles.len())?;
    if let Some(index) = profiles.iter().position(|subject| !(1..=1_024).contains(&subject.trim().len())) {
        let problem = Problem::unacceptable("somebody is not named");
        return Err(problem.at(format!("/profiles/{index}"), "length", "must have 1 to 1024 bytes"));
    }
    let (once, journey, count) = (once.with(text.as_bytes()), JourneyId(id), profiles.len());
    let done = app.writer.ask(count.max(1), move |engine, now| {
        if Definitions(engine.store.connection()).of(&journey)?.is_empty() {
            return Ok(Err(Problem::no_journey()));
        }
        once.then(engine, now, |engine| Ok(engine.admit(&journey, &profiles)?.map_err(no_entry).map(|()| count)))
    });
    Ok((StatusCode::ACCEPTED, Json(done.await??)))
}

/// What is held of a person.
#[utoipa::path(get, operation_id = "getProfile", path = "/v1/profiles/{id}", tag = "people",
    security(("token" = ["instances:read"])),
    params(("id" = String, Path, description = "Id of the profile, or `type:value` of an identity")),
    responses((status = 200, body = PersonHeld)))]
pub(super) async fn one(
    _: May<Look>,
    State(app): State<App>,
    Named(id): Named<String>,
) -> Result<Json<PersonHeld>, Problem> {
    let versions = app.clone();
    let found = app.read(move |store| {
        let Some(profile) = versions.versions.meant(store, &id)? else { return Ok(None) };
        let Some((someone, journeys, instances, inside)) = Shown(store).person(&profile)? else { return Ok(None) };
        let names = versions.versions.names(store)?;
        Ok(Some(PersonHeld {
            profile: profile.0,
            memberships: someone.person.audiences.iter().map(|audience| names.audience(audience)).collect(),
            history: someone.person.history.iter().map(|past| names.past(past)).collect(),
            person: names.person(&someone),
            journeys: journeys.into_iter().map(|journey| journey.0).collect(),
            instances,
            inside,
        }))
    });
    found.await?.map(Json).ok_or_else(nobody)
}

/// Erases a person: runs end, and data, identities, runs and steps go. What was sent to others before is with them.
#[utoipa::path(delete, operation_id = "eraseProfile", path = "/v1/profiles/{id}", tag = "people",
    security(("token" = ["operate"])),
    params(("id" = String, Path, description = "Id of the profile, or `type:value` of an identity")),
    responses((status = 204, description = "Nothing is left")))]
pub(super) async fn erase(
    may: May<Operate>,
    State(app): State<App>,
    Named(id): Named<String>,
) -> Result<StatusCode, Problem> {
    let known = app.writer.ask(1, move |engine, _| match engine.meant(&id)? {
        Some(profile) => engine.erase(&profile),
        None => Ok(false),
    });
    if !known.await? {
        return Err(nobody());
    }
    may.changed("person erased", "");
    Ok(StatusCode::NO_CONTENT)
}

fn nobody() -> Problem {
    Problem::missing("nobody here has this id or this identity")
}

fn misfits(found: Vec<Misfit>, places: &Places) -> Problem {
    let problem = Problem::unacceptable("some of the list cannot be understood; nothing of it was taken");
    found.into_iter().fold(problem, |problem, misfit| {
        let place: String = misfit.place.iter().map(|part| json::escaped(part)).collect();
        let more = match misfit.people {
            0 | 1 => String::new(),
            2 => ", and in 1 more row".to_owned(),
            people => format!(", and in {} more rows", people - 1),
        };
        let detail = format!("{}{more}: {}", places.of(misfit.index, &misfit.place), misfit.detail);
        problem.at(format!("/{}{place}", misfit.index), misfit.code, detail)
    })
}

fn no_entry(why: NoEntry) -> Problem {
    let (code, detail) = match why {
        NoEntry::NotLive => ("not-live", "the journey is not live; activate it first"),
        NoEntry::Stranger(index, detail) => {
            let problem = Problem::unacceptable("somebody cannot be found");
            return problem.at(format!("/profiles/{index}"), "unknown-identity-type", detail);
        }
        NoEntry::NoAudience => ("no-audience", "the journey does not begin with an audience that is read"),
    };
    Problem::new(StatusCode::CONFLICT, code, "Nobody can be let in", detail)
}

/// A request that named itself.
struct Once {
    mark: [u8; 32],
    body: [u8; 32],
}

impl Once {
    fn of(route: &str, caller: &str, headers: &HeaderMap) -> Result<Self, Problem> {
        let name = headers.get("idempotency-key").and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !(1..=256).contains(&name.len()) {
            let detail = "name the list in the header Idempotency-Key, by 1 to 256 bytes, and by the same again if you \
                          send it again";
            return Err(Problem::bad_request("idempotency-key", detail));
        }
        Ok(Self { mark: Sha256::digest(format!("{route}\0{caller}\0{name}")).into(), body: [0; 32] })
    }

    fn with(mut self, body: &[u8]) -> Self {
        self.body = Sha256::digest(body).into();
        self
    }

    /// Does it, or answers as the first time.
    fn then(
        &self,
        engine: &mut Engine,
        now: jiff::Timestamp,
        job: impl FnOnce(&mut Engine) -> Result<Result<usize, Problem>, StoreError>,
    ) -> Result<Result<Accepted, Problem>, StoreError> {
        if let Some((body, answer)) = Answers(engine.store.connection()).of(&self.mark)? {
            if body != self.body {
                let problem = Problem::unacceptable("this Idempotency-Key named another list");
                return Ok(Err(problem.at("", "idempotency-key", "give each list a name of its own")));
            }
            let unreadable = |error: serde_json::Error| StoreError::Unreadable(error.to_string());
            return serde_json::from_str(&answer).map(Ok).map_err(unreadable);
        }
        let known = engine.newcomers();
        let accepted = match job(engine)? {
            Ok(accepted) => Accepted { accepted, new_people: engine.newcomers().saturating_sub(known) },
            Err(problem) => return Ok(Err(problem)),
        };
        let answer = serde_json::to_string(&accepted).map_err(|error| StoreError::Unreadable(error.to_string()))?;
        Answers(engine.store.connection()).put(&self.mark, &self.body, &answer, now)?;
        Ok(Ok(accepted))
    }
}

impl From<Person> for Introduction {
    fn from(person: Person) -> Self {
        Self {
            id: person.id.filter(|id| !id.is_empty()),
            zone: person.zone,
            identities: person.identities,
            attributes: person.attributes.into_iter().map(|(path, value)| (path, Said::Json(value))).collect(),
            consent: person.consent.into_iter().map(|(medium, agreed)| (medium.into(), agreed)).collect(),
            audiences: person.audiences,
        }
    }
}
