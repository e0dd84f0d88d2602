//! `/v1/journeys/{id}/versions/{sha256}`: a definition in canonical form, whose hash is in the path. Checked again
//! here, because a server runs nothing that it has not checked itself.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use jiff::Timestamp;
use serde_json::Value;

use super::App;
use super::access::{Look, May, Push};
use super::body::{self, Text};
use super::known::InForce;
use super::problem::Problem;
use super::request::{Asking, DryRun, Named};
use crate::check::{Cleared, Finding, Report, Severity};
use crate::exchange::{diff, json};
use crate::journey::{Definition, JourneyId, Place, Platform, sha256};
use crate::secrets::Secrets;
use crate::serve::dispatch::{Foreseen, Policy, foresee};
use crate::serve::store::{Activations, Definitions, Endpoints, StoreError};
use crate::wire::{
    CallRefusal, CurrentActivation, Endpoint, EndpointChange, VersionChanges, VersionDifferences, VersionFinding,
    VersionTaken,
};

type Answer = (StatusCode, [(HeaderName, String); 1], Json<VersionTaken>);

/// Takes in a version of a journey: its definition in the canonical form of RFC 8785. It is checked against the
/// guardrails of the platform waymark; one with an error is refused, with a pointer to each. The same again is fine.
/// With dryRun=true nothing is kept, and the answer says what would change.
#[utoipa::path(put, operation_id = "putVersion", path = "/v1/journeys/{id}/versions/{sha256}", tag = "journeys",
    security(("token" = ["journeys:write"])),
    params(
        ("id" = String, Path, description = "Id of the journey"),
        ("sha256" = String, Path, description = "SHA-256 of the body, in lower-case hexadecimal"),
        ("dryRun" = Option<bool>, Query, description = "Only say what would change"),
    ),
    request_body(content = Object, content_type = "application/json",
        description = "The definition, as `waymark export --to json` writes it; `waymark export --schema` prints its schema"),
    responses(
        (status = 200, body = VersionTaken, description = "It was here already, or nothing was to be kept"),
        (status = 201, body = VersionTaken, description = "It is new here"),
    ))]
pub(super) async fn put(
    may: May<Push>,
    State(app): State<App>,
    Named((id, hash)): Named<(String, String)>,
    Asking(DryRun { dry_run }): Asking<DryRun>,
    Text(text): Text,
) -> Result<Answer, Problem> {
    let (journey, now) = (JourneyId(id), app.clock.now());
    let checked = {
        let (journey, hash) = (journey.clone(), hash.clone());
        tokio::task::spawn_blocking(move || Checked::new(&journey, &hash, text, now)).await
    };
    let checked = checked.map_err(|_| Problem::broken())??;
    let mut taken =
        VersionTaken { journey: journey.0.clone(), version: hash.clone(), findings: checked.findings(), changes: None };
    let tag = [(header::ETAG, format!("\"{hash}\""))];
    if dry_run {
        let refusals = checked.refusals(&app.outside).await;
        let versions = app.clone();
        let changes = app.read(move |store| {
            let missing_secrets = missing(&*versions.secrets, &checked.definition);
            let in_force = versions.versions.in_force(store)?;
            let limits = in_force.changes(&checked.definition);
            let changes = checked.changes(store, &journey, &hash, &in_force)?;
            Ok(VersionChanges { missing_secrets, limits, refusals, ..changes })
        });
        taken.changes = Some(changes.await?);
        return Ok((StatusCode::OK, tag, Json(taken)));
    }
    let is_new = app.writer.ask(1, move |engine, now| {
        let name = &checked.definition.journey.name;
        Definitions(engine.store.connection()).put(&hash, &journey, name, &checked.text, now)
    });
    let is_new = is_new.await?;
    if is_new {
        may.changed("version pushed", &format!("{} {}", taken.journey, taken.version));
    }
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, tag, Json(taken)))
}

/// A version of a journey: its definition, in the form in which it came.
#[utoipa::path(get, operation_id = "getVersion", path = "/v1/journeys/{id}/versions/{sha256}", tag = "journeys",
    security(("token" = ["instances:read"])),
    params(
        ("id" = String, Path, description = "Id of the journey"),
        ("sha256" = String, Path, description = "SHA-256 of the definition, in lower-case hexadecimal"),
    ),
    responses((status = 200, body = Object, description = "The definition", headers(("ETag" = String, description = "Its hash")))))]
pub(super) async fn get(
    _: May<Look>,
    State(app): State<App>,
    Named((id, hash)): Named<(String, String)>,
) -> Result<([(HeaderName, String); 2], String), Problem> {
    let tag = format!("\"{hash}\"");
    let found = app.read(move |store| {
        let known = Definitions(store).by_hash(&hash)?.filter(|known| known.journey.as_str() == id);
        known.map(|known| Definitions(store).text(known.number)).transpose()
    });
    let text = found.await?.ok_or_else(|| Problem::missing("this server has no such version of such a journey"))?;
    Ok(([(header::ETAG, tag), (header::CONTENT_TYPE, "application/json".to_owned())], text))
}

/// A definition in which no error stands.
struct Checked {
    text: String,
    json: Value,
    definition: Definition,
    report: Report,
}

impl Checked {
    fn new(journey: &JourneyId, hash: &str, text: String, now: Timestamp) -> Result<Self, Problem> {
        let json: Value = serde_json::from_str(&text).map_err(|error| body::malformed(&error))?;
        let found = sha256(&text);
        if found != hash {
            let problem = Problem::unacceptable("the body is not what its address says");
            return Err(problem.at("", "hash-mismatch", format!("the SHA-256 of the body is {found}")));
        }
        let definition = json::read(&text)?;
        if json::write(&definition) != text {
            let problem = Problem::unacceptable("the body is not in canonical form");
            let detail = "write the definition as RFC 8785 says, lists by id, and take the SHA-256 of that";
            return Err(problem.at("", "not-canonical", detail));
        }
        if &definition.journey.id != journey {
            let problem = Problem::unacceptable("the body is another journey than its address says");
            return Err(problem.at("/journey/id", "other-journey", format!("it is {}", definition.journey.id)));
        }
        if !definition.standing.is_empty() {
            let problem = Problem::unacceptable("a draft cannot be run: errors stand in it");
            return Err(problem.at("/draft", "draft", "mend the journey and export it again"));
        }
        match Cleared::new(&definition.workspace(), journey, Platform::Waymark, now) {
            Ok(cleared) => Ok(Self { text, json, report: cleared.report().clone(), definition }),
            Err(report) => Err(refused(&json, &report)),
        }
    }

    /// What is said of it all the same.
    fn findings(&self) -> Vec<VersionFinding> {
        let finding = |finding: &Finding| VersionFinding {
            rule: finding.rule.to_owned(),
            severity: if finding.severity == Severity::Warning { "warning" } else { "info" }.to_owned(),
            pointer: json::pointer(&self.json, &finding.place),
            message: finding.message.clone(),
        };
        self.report.findings.iter().map(|found| finding(found)).collect()
    }

    /// Its calls that would never be sent, each at its place.
    async fn refusals(&self, outside: &Policy) -> Vec<CallRefusal> {
        let found = foresee(outside, &self.definition).await.into_iter();
        let refusal = |Foreseen { item, field, name, why }| CallRefusal {
            pointer: json::pointer(&self.json, &Place::item(item).field(field)),
            name,
            why,
        };
        found.map(refusal).collect()
    }

    /// What would change if it were taken in and activated.
    fn changes(
        &self,
        store: &rusqlite::Connection,
        journey: &JourneyId,
        hash: &str,
        in_force: &InForce,
    ) -> Result<VersionChanges, StoreError> {
        let definitions = Definitions(store);
        let mut changes = VersionChanges { is_new: definitions.by_hash(hash)?.is_none(), ..VersionChanges::default() };
        if let Some(wanted) = Activations(store).of(journey)?
            && let Some(current) = definitions.by_number(wanted.definition)?
        {
            let text = definitions.text(current.number)?;
            let before = json::read(&text).map_err(|error| StoreError::Unreadable(error.to_string()))?;
            changes.differences = Some(self.differences(&before));
            changes.activation = Some(CurrentActivation {
                version: current.hash,
                state: wanted.state.into(),
                generation: wanted.generation,
            });
        }
        let holding = in_force.endpoints();
        for endpoint in &self.definition.inventory.endpoints {
            let deployed = Endpoints(store).by_id(&endpoint.id)?.map(|found| found.endpoint);
            if deployed.as_ref() != Some(endpoint) {
                let deployed = deployed.as_ref().map(Endpoint::from);
                let now = holding.iter().find(|now| now.id == endpoint.id);
                let now = now.map(|now| Endpoint { brought_by: in_force.origin(now), ..Endpoint::from(now) });
                changes.endpoints.push(EndpointChange { definition: endpoint.into(), deployed, now });
            }
        }
        Ok(changes)
    }

    fn differences(&self, before: &Definition) -> VersionDifferences {
        let now = &self.definition;
        let found = diff::journeys((&before.journey, &before.inventory), (&now.journey, &now.inventory));
        let texts = |ids: Vec<crate::journey::ActivityId>| ids.into_iter().map(|id| id.0).collect();
        VersionDifferences {
            added: texts(found.added),
            removed: texts(found.removed),
            changed: texts(found.changed),
            lines: found.lines,
            properties: found.properties,
            objects: found.objects,
        }
    }
}

/// Names of the secrets that a version uses and that are not to be found here.
pub(super) fn missing(secrets: &dyn Secrets, definition: &Definition) -> Vec<String> {
    let missing = definition.inventory.secrets().into_iter().filter(|name| secrets.reveal(name).is_none());
    missing.map(|name| name.as_str().to_owned()).collect()
}

/// The errors that stand in a definition, each at its place.
fn refused(json: &Value, report: &Report) -> Problem {
    let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
    let problem = Problem::unacceptable(format!(
        "guardrails of the platform waymark are broken: {} error{}",
        report.errors(),
        if report.errors() == 1 { "" } else { "s" }
    ));
    errors.fold(problem, |problem, finding| {
        problem.at(json::pointer(json, &finding.place), finding.rule, finding.message.clone())
    })
}
