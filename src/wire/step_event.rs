//! A step in the field's own schema: journey step events, as dashboards and queries over Journey Optimizer's data set
//! `journey_step_events` know them ("Journey step event fields", help/using/reports/sharing-field-list.md).
//!
//! Every field has the name that it has there. What cannot be known here is left out rather than made up: requests,
//! batches, deliveries, proxies, processing times. Waymark's own words are not the schema's: a step that was not done
//! when its run was left has no status.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

use crate::journey::{Action, Activity, Binding, Channel, Connection, Definition, Inventory, Kind, Port};
use crate::run::{Discard, Effort, Status, Step};

/// How steps are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StepForm {
    /// As the machine's own trace.
    #[default]
    Trace,
    /// As the field's step events.
    StepEvents,
}

impl StepForm {
    /// What an event of a stream is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Trace => "step",
            Self::StepEvents => "step-event",
        }
    }
}

/// A step in the field's schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StepEvent {
    /// Names the event.
    #[serde(rename = "_id")]
    pub id: String,
    /// When the step was done.
    #[schema(value_type = String, format = DateTime)]
    pub timestamp: Timestamp,
    /// The schema's root: `journeyOrchestration` with `journey`, `profile` and `stepEvents`, and `decisioning` where
    /// offers were chosen.
    #[serde(rename = "_experience")]
    #[schema(value_type = Object)]
    pub experience: Value,
}

/// Whose something is.
#[derive(Clone, Debug)]
pub struct Whose<'a> {
    /// Name of the instance.
    pub instance: &'a str,
    /// What tells the instance apart from others of the person.
    pub supplemental: Option<&'a str>,
    /// Id of the person's profile.
    pub profile: &'a str,
    /// By what the journey knows the person: the name of the identity type, and the identity.
    pub identity: Option<(&'a str, &'a str)>,
    /// The version: its hash, and which of the journey's versions it is, from 1.
    pub version: (&'a str, usize),
    /// What runs.
    pub definition: &'a Definition,
}

/// What is known of a step and of those around it.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// Whose it is.
    pub whose: Whose<'a>,
    /// Number of the step.
    pub number: i64,
    /// Which of the person's entries into the journey, from 1.
    pub entry: i64,
    /// The step before it, with its number.
    pub before: Option<(i64, &'a Step)>,
    /// Whether the instance ended with it.
    pub is_last: bool,
    /// The step.
    pub step: &'a Step,
}

/// Fields of an object; what is not known is left out.
#[derive(Default)]
struct Fields(Map<String, Value>);

impl Fields {
    fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    fn may(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }
}

impl StepEvent {
    /// The step event of a step.
    pub fn of(told: &Told<'_>) -> Self {
        let definition = told.whose.definition;
        let activity = definition.journey.activity(&told.step.activity);
        let mut fields = Fields::default();
        common(told, activity, &mut fields);
        if let Some(activity) = activity {
            action(activity, &definition.inventory, &mut fields);
            executed(activity, told, &mut fields);
        }
        fetched(&told.step.effort, &mut fields);
        let mut orchestration = told.whose.orchestration();
        orchestration.set("stepEvents", fields.0);
        let mut experience = Fields::default();
        experience.set("journeyOrchestration", orchestration.0);
        experience.may("decisioning", activity.and_then(decisioning));
        told.whose.event(told.number, told.step.at, experience)
    }

    /// The service event of somebody who was not let in. The schema has two senders of these: what hands events out, and
    /// what moves people.
    pub fn discarded(whose: &Whose<'_>, number: i64, at: Timestamp, discard: Discard) -> Self {
        let sender = if discard == Discard::NotSuitable { "stateMachine" } else { "dispatcher" };
        let mut orchestration = whose.orchestration();
        let said = json!({"eventCode": "discard", "eventType": discard.code()});
        orchestration.set("serviceEvents", json!({sender: said}));
        let mut experience = Fields::default();
        experience.set("journeyOrchestration", orchestration.0);
        whose.event(number, at, experience)
    }
}

impl Whose<'_> {
    fn event(&self, number: i64, timestamp: Timestamp, experience: Fields) -> StepEvent {
        let experience = Value::Object(experience.0);
        StepEvent { id: format!("{}-{number}", self.instance), timestamp, experience }
    }

    fn orchestration(&self) -> Fields {
        let mut orchestration = Fields::default();
        orchestration.set("journey", self.journey());
        orchestration.set("profile", self.person("ID", "namespace"));
        orchestration
    }

    fn journey(&self) -> Map<String, Value> {
        let journey = &self.definition.journey;
        let mut fields = Fields::default();
        fields.set("ID", journey.id.as_str());
        fields.set("versionID", self.version.0);
        fields.set("name", journey.name.as_str());
        fields.may("description", Some(journey.description.as_str()).filter(|text| !text.is_empty()));
        fields.set("version", self.numbered());
        fields.0
    }

    /// As `major.minor`: a version that was pushed is never changed.
    fn numbered(&self) -> String {
        format!("{}.0", self.version.1)
    }

    fn person(&self, id: &str, namespace: &str) -> Map<String, Value> {
        let mut fields = Fields::default();
        fields.set(id, self.identity.map_or(self.profile, |(_, value)| value));
        fields.may(namespace, self.identity.map(|(name, _)| name));
        fields.0
    }
}

/// What every step has.
fn common(told: &Told<'_>, activity: Option<&Activity>, fields: &mut Fields) {
    let (whose, step) = (&told.whose, told.step);
    let definition = whose.definition;
    let entrance = told.before.is_none();
    fields.set("entrance", entrance);
    fields.set("reentrance", entrance && told.entry > 1);
    fields.set("instanceEnded", told.is_last);
    fields.set("nodeID", step.activity.as_str());
    fields.set("stepID", format!("{}-{}", whose.instance, told.number));
    fields.may("stepStatus", Some(step.status).filter(|status| *status != Status::Waiting).map(Status::word));
    fields.set("journeyID", definition.journey.id.as_str());
    fields.set("journeyVersionID", whose.version.0);
    fields.set("journeyVersionName", definition.journey.name.as_str());
    fields.set("journeyVersion", whose.numbered());
    fields.set("instanceID", whose.instance);
    let external = whose.identity.map_or(whose.profile, |(_, value)| value);
    fields.set("externalKey", whose.supplemental.map_or(external.to_owned(), |id| format!("{external}-{id}")));
    fields.set("inTest", false);
    let reads = definition.journey.activities.iter().any(|activity| matches!(activity.kind, Kind::ReadAudience(_)));
    fields.set("instanceType", if reads { "batch" } else { "unitary" });
    fields.0.extend(whose.person("profileID", "profileNamespace"));
    if let Some(left_by) = &step.exit_criterion {
        let known = definition.journey.properties.exit_criteria.iter().find(|known| &known.id == left_by);
        fields.set("exitCriteriaID", left_by.as_str());
        fields.may("exitCriteriaName", known.map(|it| it.label.as_str()).filter(|label| !label.is_empty()));
    }
    if let Some(activity) = activity {
        fields.set("stepName", activity.label_or_id());
        fields.may("stepType", step_type(&activity.kind));
        fields.may("eventID", event(&activity.kind));
    }
    if let Some((number, before)) = told.before {
        fields.set("parentStepID", format!("{}-{number}", whose.instance));
        let parent = definition.journey.activity(&before.activity);
        fields.may("parentStepName", parent.map(Activity::label_or_id));
        let wire = before.port().and_then(|port| {
            definition.journey.leaving(&before.activity, &port).find(|wire| wire.to == step.activity).cloned()
        });
        if let Some(Connection { id, port, .. }) = wire {
            fields.set("parentTransitionID", id.as_str());
            fields.may("parentTransitionName", parent.and_then(|parent| transition(parent, &port)));
        }
    }
}

fn step_type(kind: &Kind) -> Option<&'static str> {
    match kind {
        Kind::Condition(_) => Some("Condition"),
        Kind::Wait(_) => Some("Timer"),
        Kind::ReadAudience(_) => Some("Scheduler"),
        kind if kind.is_action() => Some("Action"),
        _ => None,
    }
}

fn event(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Event(event) => event.event.as_ref().map(|id| id.as_str()),
        Kind::BusinessEvent(event) => event.event.as_ref().map(|id| id.as_str()),
        _ => None,
    }
}

fn transition<'a>(parent: &'a Activity, port: &Port) -> Option<&'a str> {
    match port {
        Port::Branch(branch) => parent.kind.branch_label(branch).filter(|label| !label.is_empty()),
        Port::Other => Some("other"),
        Port::Timeout => Some("timeout"),
        Port::Error => Some("error"),
        Port::Next => None,
    }
}

/// Which action it is.
fn action(activity: &Activity, inventory: &Inventory, fields: &mut Fields) {
    match &activity.kind {
        Kind::CustomAction(call) | Kind::Campaign(call) => {
            let Some(action) = call.action.as_ref().and_then(|id| inventory.get::<Action>(id)) else { return };
            fields.set("actionID", action.id.as_str());
            fields.set("actionName", action.name.as_str());
            let is_filled = action.bindings().any(|binding| matches!(binding, Binding::Variable(_)));
            fields.set("actionParameterized", is_filled);
        }
        kind => {
            let Some(message) = kind.messages().first() else { return };
            let channel = message.channel.as_ref().and_then(|id| inventory.get::<Channel>(id));
            fields.may("actionID", channel.map(|channel| channel.id.as_str()));
            fields.may("actionName", channel.map(|channel| channel.name.as_str()));
        }
    }
}

/// How the call went.
fn executed(activity: &Activity, told: &Told<'_>, fields: &mut Fields) {
    if !activity.kind.is_action() {
        return;
    }
    let step = told.step;
    let qualifies = |root: &Activity| matches!(root.kind, Kind::AudienceQualification(_));
    fields.set("fromSegmentTrigger", told.whose.definition.journey.roots().any(qualifies));
    let effort = &step.effort;
    if let Some(error) = effort.error.as_deref().filter(|_| !effort.fetch_failed) {
        let (word, code) = fault(error, "timeout");
        fields.set("actionExecutionError", word);
        fields.may("actionExecutionErrorCode", code);
    }
    if let Some(before) = effort.before.as_deref() {
        let (word, code) = fault(before.trim_start_matches("http_"), "timeout");
        fields.set("actionExecutionOriginError", word);
        fields.may("actionExecutionOriginCode", code);
    }
    let Some(request) = &step.action else { return };
    let sent_ms = effort.call_ms - effort.queued_ms;
    fields.set("actionExecutionTime", effort.call_ms);
    fields.set("actionExecutionOriginTime", sent_ms);
    let began = step.at.checked_sub(SignedDuration::from_millis(sent_ms)).unwrap_or(step.at);
    fields.set("actionExecutionOriginStartTime", format!("{began:.3}"));
    fields.set("actionOriginEndpoint", request.url.as_str());
    fields.set("actionOriginMethod", request.method.as_str());
    fields.set("actionOriginIsMTLS", false);
    fields.set("actionIsThrottled", effort.queued_ms > 0);
    fields.set("actionWaitTime", effort.queued_ms);
}

/// What data sources were asked.
fn fetched(effort: &Effort, fields: &mut Fields) {
    if effort.fetches == 0 {
        return;
    }
    for (name, value) in [
        ("fetchTotalTime", effort.fetch_ms),
        ("fetchCount", i64::from(effort.fetches)),
        ("fetchCustomTotalTime", effort.fetch_ms),
        ("fetchCustomCount", i64::from(effort.fetches)),
    ] {
        fields.set(name, value);
    }
    if let Some(error) = effort.error.as_deref().filter(|_| effort.fetch_failed) {
        let (word, code) = fault(error, "timedout");
        fields.set("fetchTypeInError", "custom");
        fields.set("fetchError", word);
        fields.may("fetchErrorCode", code);
    }
}

/// The schema's word for a failure, and the code of an answer; actions and data sources have different words for time.
fn fault<'e>(error: &'e str, late: &'static str) -> (&'static str, Option<&'e str>) {
    match error {
        "timedOut" => (late, None),
        "capped" => ("capping", None),
        code if code.parse::<u16>().is_ok() => ("http", Some(code)),
        "error" | "internalError" => ("error", None),
        // The schema has one word for everything else; which of it, only its code can say.
        code => ("error", Some(code)),
    }
}

/// That offers were chosen, and by which policy.
fn decisioning(activity: &Activity) -> Option<Value> {
    let Kind::ContentDecision(decision) = &activity.kind else { return None };
    let policy = decision.policy.as_ref()?;
    Some(json!({
        "propositionEventType": {"decision": 1},
        "propositions": [{"scopeDetails": {"decisionPolicy": {"id": policy.as_str()}}}],
    }))
}
