//! The inventory: everything that journeys refer to and share.
//!
//! Activities refer to it by id, expressions by name. Names of events, data sources, field groups and
//! actions are therefore identifiers: letters, digits and underscore, at most 30.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::activity::{is_default, is_false};
use super::{
    ActionId, AudienceId, CampaignInstanceId, ChannelId, DataSourceId, Duration, EndpointId, EnvironmentId, EventId,
    Expression, Medium, MergePolicyId, NamespaceId, ProfileId, RuleSetId, SchemaId, Secret, Value, ValueType, Weekday,
};

/// Everything that journeys of one workspace share. Each list is sorted by id.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(missing_docs, reason = "each list is named after what it holds")]
pub struct Inventory {
    pub namespaces: Vec<Namespace>,
    pub schemas: Vec<Schema>,
    pub merge_policies: Vec<MergePolicy>,
    pub events: Vec<Event>,
    pub audiences: Vec<Audience>,
    pub data_sources: Vec<DataSource>,
    pub actions: Vec<Action>,
    pub endpoints: Vec<Endpoint>,
    pub campaign_instances: Vec<CampaignInstance>,
    pub channels: Vec<Channel>,
    pub rule_sets: Vec<RuleSet>,
    pub profiles: Vec<Profile>,
    pub environments: Vec<Environment>,
}

/// An object of the inventory: it has an id and a name, and stands in one list.
pub trait Object: Clone + PartialEq + Sized {
    /// The type of its id.
    type Id: Clone + Ord + std::fmt::Display;
    /// The word that begins its ids, and that people read.
    const KIND: &'static str;
    /// Its id.
    fn id(&self) -> &Self::Id;
    /// What people, and expressions, call it.
    fn name(&self) -> &str;
    /// The list in which it stands.
    fn list(inventory: &Inventory) -> &Vec<Self>;
    /// The list in which it stands, to be changed by an edit.
    fn list_mut(inventory: &mut Inventory) -> &mut Vec<Self>;
}

macro_rules! objects {
    ($($type:ident $id:ident $list:ident $kind:literal),* $(,)?) => {$(
        impl Object for $type {
            type Id = $id;
            const KIND: &'static str = $kind;
            fn id(&self) -> &$id {
                &self.id
            }
            fn name(&self) -> &str {
                &self.name
            }
            fn list(inventory: &Inventory) -> &Vec<Self> {
                &inventory.$list
            }
            fn list_mut(inventory: &mut Inventory) -> &mut Vec<Self> {
                &mut inventory.$list
            }
        }
    )*
        impl Inventory {
            /// Puts every list into canonical order.
            pub fn sort(&mut self) {
                $(self.$list.sort_by(|a, b| a.id.cmp(&b.id));)*
            }
        }
    };
}

objects! {
    Namespace NamespaceId namespaces "namespace",
    Schema SchemaId schemas "schema",
    MergePolicy MergePolicyId merge_policies "merge",
    Event EventId events "event",
    Audience AudienceId audiences "audience",
    DataSource DataSourceId data_sources "source",
    Action ActionId actions "action",
    Endpoint EndpointId endpoints "endpoint",
    CampaignInstance CampaignInstanceId campaign_instances "instance",
    Channel ChannelId channels "channel",
    RuleSet RuleSetId rule_sets "rules",
    Profile ProfileId profiles "profile",
    Environment EnvironmentId environments "environment",
}

impl Inventory {
    /// The object of this id.
    pub fn get<T: Object>(&self, id: &T::Id) -> Option<&T> {
        let list = T::list(self);
        match list.binary_search_by(|object| object.id().cmp(id)) {
            Ok(index) => list.get(index),
            Err(_) => list.iter().find(|object| object.id() == id),
        }
    }

    /// The first object of this name.
    pub fn named<T: Object>(&self, name: &str) -> Option<&T> {
        T::list(self).iter().find(|object| object.name() == name)
    }
}

/// An identity type.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Namespace {
    /// Stable key.
    pub id: NamespaceId,
    /// What people call it: Email, CRM id.
    pub name: String,
    /// The platform's symbol: `Email`, `ECID`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub symbol: String,
    /// Whether it identifies people (and not products or bookings).
    pub people: bool,
}

/// What a schema describes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum SchemaClass {
    /// A person.
    #[default]
    IndividualProfile,
    /// Something that a person did.
    ExperienceEvent,
    /// Something that happened to no single person.
    TimeSeries,
    /// A step event of journeys, written by the platform.
    JourneyStepEvent,
    /// A decision event, written by the platform.
    DecisionEvent,
    /// Anything else.
    Record,
}

/// A schema: typed fields by path.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Stable key.
    pub id: SchemaId,
    /// What people call it.
    pub name: String,
    /// What it describes.
    pub class: SchemaClass,
    /// Profile schemas: has the field group *Profile test details* (`testProfile`).
    #[serde(default, skip_serializing_if = "is_false")]
    pub profile_test_details: bool,
    /// Event schemas: has the field group *Orchestration eventID*.
    #[serde(default, skip_serializing_if = "is_false")]
    pub orchestration_event_id: bool,
    /// The namespace of the primary identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_identity: Option<NamespaceId>,
    /// The fields, in the order in which people read them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
}

/// A field of a schema, of an event, of a reply.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Names joined by dots: `person.name.firstName`.
    pub path: String,
    /// What it holds.
    pub kind: ValueType,
    /// What people call it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// The only values that it takes; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<String>,
    /// Smallest value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// Largest value of a number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// Digits after the point that a decimal keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// True where a value is always there.
    #[serde(default, skip_serializing_if = "is_false")]
    pub required: bool,
    /// Fields of the items, where this is a list of objects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Field>,
}

/// How profile fragments are merged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergePolicy {
    /// Stable key.
    pub id: MergePolicyId,
    /// What people call it.
    pub name: String,
    /// Whether it is the sandbox's default.
    #[serde(default, skip_serializing_if = "is_false")]
    pub default: bool,
}

/// Whether an event concerns a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum EventKind {
    /// One person.
    #[default]
    Unitary,
    /// No single person.
    Business,
}

/// How the platform knows that a record is this event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum EventIdType {
    /// By a condition over its fields.
    RuleBased(Expression),
    /// By the orchestration eventID that the platform generated and the sender repeats.
    SystemGenerated(String),
}

impl Default for EventIdType {
    fn default() -> Self {
        Self::RuleBased(Expression::default())
    }
}

/// An event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Stable key.
    pub id: EventId,
    /// Identifier in expressions: `@event{Name.path}`.
    pub name: String,
    /// What it means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether it concerns a person.
    #[serde(default, skip_serializing_if = "is_default")]
    pub kind: EventKind,
    /// How it is recognised.
    #[serde(default, skip_serializing_if = "is_default")]
    pub id_type: EventIdType,
    /// The schema of its records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// Paths of the fields that the journey may read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<String>,
    /// The identity type of the person; without it there is no profile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<NamespaceId>,
    /// Yields the person's identity, usually one field.
    #[serde(default, skip_serializing_if = "is_default")]
    pub profile_identifier: Expression,
    /// False where the records come in batches or from a query: such an event starts no journey.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub streamed: bool,
    /// A record as JSON, for test runs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sample: String,
    /// The busiest second expected, in events a second.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peak_per_second: Option<i64>,
}

impl Default for Event {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            description: Default::default(),
            kind: Default::default(),
            id_type: Default::default(),
            schema: Default::default(),
            fields: Default::default(),
            namespace: Default::default(),
            profile_identifier: Default::default(),
            streamed: true,
            sample: Default::default(),
            peak_per_second: Default::default(),
        }
    }
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn is_true(value: &bool) -> bool {
    *value
}

/// When membership of an audience is worked out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Evaluation {
    /// Once a day, for everybody.
    #[default]
    Batch,
    /// As data arrives.
    Streaming,
}

/// Where an audience comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum AudienceSource {
    /// A segment definition.
    #[default]
    Segment,
    /// A composition workflow.
    Composition,
    /// An uploaded file.
    Upload,
}

/// An audience.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Audience {
    /// Stable key.
    pub id: AudienceId,
    /// What people, and `inAudience`, call it.
    pub name: String,
    /// Who is in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When membership is worked out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub evaluation: Evaluation,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "is_default")]
    pub source: AudienceSource,
    /// True for its members; without it membership is stated on each test profile.
    #[serde(default, skip_serializing_if = "is_default")]
    pub rule: Expression,
    /// The merge policy that it is built with; the default when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merge_policy: Option<MergePolicyId>,
    /// When it was last worked out; `None` means never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_evaluated: Option<Timestamp>,
    /// How many people are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// How many people come in on a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub daily_qualifiers: Option<i64>,
}

/// How a caller proves who it is. Secrets are names only.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Authentication {
    /// Not at all.
    #[default]
    None,
    /// User name and password.
    Basic {
        /// User name.
        username: String,
        /// Name of the password's secret.
        password: Secret,
    },
    /// A key in a header or in the query.
    ApiKey {
        /// Name of the header or query parameter.
        name: String,
        /// Name of the key's secret.
        value: Secret,
        /// Where it goes.
        location: KeyLocation,
    },
    /// A fixed bearer token (on AJO: custom authentication or an API key).
    Bearer(Secret),
    /// A token fetched first: OAuth2 and everything like it.
    Custom(CustomAuthentication),
}

/// Where a key or token goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum KeyLocation {
    /// Into a header.
    #[default]
    Header,
    /// Into the query.
    QueryParameter,
}

/// A call that yields a token, in the platform's own terms.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomAuthentication {
    /// Where the token is fetched.
    pub endpoint: String,
    /// `GET` or `POST`.
    pub method: Method,
    /// Headers of that call.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Credential>,
    /// How its body is written.
    #[serde(default, skip_serializing_if = "is_default")]
    pub body_type: BodyType,
    /// What its body says; needed for `POST`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub body: BTreeMap<String, Credential>,
    /// `response`, or `json://` and a path in the reply.
    pub token_in_response: String,
    /// How long the token is kept.
    #[serde(default, skip_serializing_if = "is_default")]
    pub cache: TokenCache,
    /// How the token is shown to the action's endpoint.
    #[serde(default, skip_serializing_if = "is_default")]
    pub authorization: TokenUse,
    /// How long the other side says that a token lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_lifetime: Option<Duration>,
}

/// A value that is either public or the name of a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Credential {
    /// Not secret: `grant_type`, a scope.
    Plain(String),
    /// Name of a secret.
    Secret(Secret),
}

/// How a body is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum BodyType {
    /// `application/x-www-form-urlencoded`.
    #[default]
    Form,
    /// `application/json`.
    Json,
}

/// How long a token is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum TokenCache {
    /// One hour, the platform's default.
    #[default]
    Default,
    /// So long as stated here.
    For(Duration),
    /// So long as the reply says, at this `json://` path.
    InResponse(String),
}

/// How a token is shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum TokenUse {
    /// `Authorization: Bearer …`.
    #[default]
    Bearer,
    /// In a header of this name.
    Header(String),
    /// In a query parameter of this name.
    QueryParameter(String),
}

/// A source of data beside the event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DataSource {
    /// Stable key.
    pub id: DataSourceId,
    /// Identifier in expressions: `#{Name.FieldGroup.path}`.
    pub name: String,
    /// What it knows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The platform's own profile store, or a call.
    pub kind: DataSourceKind,
    /// Its field groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub field_groups: Vec<FieldGroup>,
}

/// Where a data source finds its data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum DataSourceKind {
    /// The profile store; its name in expressions is `ExperiencePlatform`.
    #[default]
    Platform,
    /// A call to another system.
    External {
        /// Its address.
        url: String,
        /// How the caller proves who it is.
        #[serde(default, skip_serializing_if = "is_default")]
        authentication: Authentication,
    },
}

/// A set of fields that is fetched in one go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldGroup {
    /// Identifier in expressions.
    pub name: String,
    /// Platform: the profile schema, or the experience-event schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<SchemaId>,
    /// Platform: paths in the schema that are fetched.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    /// External: `GET` or `POST`.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: Method,
    /// External: names of the parameters that expressions must give.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<String>,
    /// External, `POST`: the body, with `{"x": {"param": "name"}}` for a parameter.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sent_payload: String,
    /// External: a reply as JSON; its shape gives the fields.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub response: String,
}

/// An HTTP method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Method {
    #[default]
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Head,
    Options,
}

impl Method {
    /// Every method, in the order in which a picker offers them.
    pub const ALL: [Self; 7] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete, Self::Head, Self::Options];

    /// As it stands in a request.
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
            Self::Options => "OPTIONS",
        }
    }
}

/// Which system an action or channel reaches; it brings its own rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Destination {
    /// Any system with a REST API.
    #[default]
    ThirdParty,
    /// Adobe Campaign v7.
    CampaignV7,
    /// Adobe Campaign v8.
    CampaignV8,
    /// Adobe Campaign Standard.
    CampaignStandard,
}

/// A call that journeys can make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// Stable key.
    pub id: ActionId,
    /// Identifier in expressions: `@action{Name.path}`.
    pub name: String,
    /// What it does.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Which system it reaches.
    #[serde(default, skip_serializing_if = "is_default")]
    pub destination: Destination,
    /// Campaign only: the instance that it calls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<CampaignInstanceId>,
    /// Campaign only: the transactional template.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub template: String,
    /// Campaign only: what the message is carried by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// The fixed part of the address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Its method.
    #[serde(default, skip_serializing_if = "is_default")]
    pub method: Method,
    /// Its headers; `Content-Type` and `Charset` are always there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headers: Vec<NamedValue>,
    /// Its query parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub query: Vec<NamedValue>,
    /// How the caller proves who it is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub authentication: Authentication,
    /// The request body, field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payload: Vec<Parameter>,
    /// Whether nulls are sent rather than left out.
    #[serde(default, skip_serializing_if = "is_false")]
    pub allow_null_values: bool,
    /// A successful reply as JSON; its shape gives the fields of `@action{…}`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub response: String,
    /// A failing reply as JSON, read as `@action{Name.errorResponse…}`; empty: none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub error_response: String,
    /// The endpoint whose cap or throttle holds; found by address where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<EndpointId>,
    /// True where the other side only takes batches.
    #[serde(default, skip_serializing_if = "is_false")]
    pub batch_only: bool,
    /// True where the other side lets only one source address in.
    #[serde(default, skip_serializing_if = "is_false")]
    pub needs_static_ip: bool,
}

/// A header or query parameter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NamedValue {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Binding,
}

/// A value that is the same for everybody, or that each journey maps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Binding {
    /// Fixed; marketers do not see it.
    Constant(String),
    /// Mapped by each journey, under this label.
    Variable(String),
    /// Name of a secret.
    Secret(Secret),
}

impl Default for Binding {
    fn default() -> Self {
        Self::Constant(String::new())
    }
}

/// One field of a request body.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Where it stands in the body: names joined by dots, `[0]` for a fixed item of a list (`to[0].email`).
    pub path: String,
    /// What it holds.
    pub kind: ValueType,
    /// Its value.
    pub value: Binding,
    /// Whether it may stay unmapped.
    #[serde(default, skip_serializing_if = "is_false")]
    pub optional: bool,
    /// Fields of the items, where this is a list of objects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Field>,
}

/// An address that actions share, and what it can take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// Stable key.
    pub id: EndpointId,
    /// What people call it.
    pub name: String,
    /// Its address; `*` may stand anywhere but in host and port.
    pub url_pattern: String,
    /// The methods for which the limits hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<Method>,
    /// Which calls it concerns.
    #[serde(default, skip_serializing_if = "is_default")]
    pub service: Service,
    /// Calls beyond it are refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cap: Option<Cap>,
    /// Calls beyond it wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub throttle: Option<Throttle>,
    /// How long it takes to answer, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_time_ms: Option<i64>,
    /// Calls a second that the other side says it can take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_per_second: Option<i64>,
    /// Whether the limits are in force.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub deployed: bool,
}

impl Default for Endpoint {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            url_pattern: Default::default(),
            methods: Default::default(),
            service: Default::default(),
            cap: Default::default(),
            throttle: Default::default(),
            response_time_ms: Default::default(),
            capacity_per_second: Default::default(),
            deployed: true,
        }
    }
}

impl Endpoint {
    /// Whether its pattern fits an address, or fits once a variable tail is added to the address. `*` in the pattern
    /// stands for any text, also none.
    pub fn covers(&self, url: &str) -> bool {
        let mut pieces = self.url_pattern.split('*');
        let Some(mut rest) = pieces.next().and_then(|head| tail_of(url, head)) else { return false };
        for piece in pieces {
            match rest.find(piece) {
                Some(index) => rest = &rest[index + piece.len()..],
                // The rest of the pattern can only stand in the variable tail.
                None => return true,
            }
        }
        rest.is_empty() || self.url_pattern.ends_with('*')
    }
}

/// What follows `head` in the address; nothing where the address ends within it at a slash.
fn tail_of<'a>(url: &'a str, head: &str) -> Option<&'a str> {
    match url.strip_prefix(head) {
        Some(rest) => Some(rest),
        None if !url.is_empty() && head.trim_end_matches('/') == url.trim_end_matches('/') => Some(""),
        None => None,
    }
}

/// Which calls an endpoint's limits concern.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Service {
    /// Custom actions.
    #[default]
    Action,
    /// External data sources.
    DataSource,
}

/// A capping rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    /// Calls in each period, at least 1.
    pub max_calls: i64,
    /// The period in milliseconds.
    pub period_ms: i64,
    /// Connections at once, at most 400; unlimited when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_connections: Option<i64>,
}

/// A throttling rule.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Throttle {
    /// Calls a second, 200 to 5,000.
    pub max_throughput: i64,
}

/// An instance of Adobe Campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CampaignInstance {
    /// Stable key.
    pub id: CampaignInstanceId,
    /// What people call it.
    pub name: String,
    /// Which Campaign.
    pub product: Destination,
    /// Its build: `9343`, `21.1.4`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub build: String,
    /// Whether Adobe hosts its real-time instance.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub hosted_by_adobe: bool,
    /// Whether it belongs to the same organization as the journeys.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub same_organization: bool,
    /// Hours between two exports of its logs to the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_export_hours: Option<i64>,
}

impl Default for CampaignInstance {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            product: Default::default(),
            build: Default::default(),
            hosted_by_adobe: true,
            same_organization: true,
            log_export_hours: Default::default(),
        }
    }
}

/// A channel configuration: by whom and to which address messages go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Stable key.
    pub id: ChannelId,
    /// What people call it.
    pub name: String,
    /// What carries its messages.
    pub medium: Medium,
    /// Who is named as the sender.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sender_name: String,
    /// The sender's address or number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sender_address: String,
    /// Where replies go; email only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reply_to: String,
    /// The subdomain that sends; email only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subdomain: String,
    /// Yields the recipient's address: a profile field.
    #[serde(default, skip_serializing_if = "is_default")]
    pub address: Expression,
    /// Whether another product sends from the same domain.
    #[serde(default, skip_serializing_if = "is_false")]
    pub shared_domain: bool,
}

/// What a rule set is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum RuleDomain {
    /// Messages.
    #[default]
    Channel,
    /// Journeys.
    Journey,
}

/// A set of caps and quiet hours.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RuleSet {
    /// Stable key.
    pub id: RuleSetId,
    /// What people call it.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "is_default")]
    pub domain: RuleDomain,
    /// Whether it holds for everything, without being chosen.
    #[serde(default, skip_serializing_if = "is_false")]
    pub global: bool,
    /// Whether it is in force.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub active: bool,
    /// Its rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<CapRule>,
}

impl Default for RuleSet {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            domain: Default::default(),
            global: Default::default(),
            active: true,
            rules: Default::default(),
        }
    }
}

/// One rule of a rule set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum CapRule {
    /// So many messages in a period.
    Frequency {
        /// Which messages; all when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        medium: Option<Medium>,
        /// How many.
        at_most: i64,
        /// In how many periods.
        every: i64,
        /// Of which kind.
        period: Period,
    },
    /// No messages at these hours.
    QuietHours(QuietHours),
    /// So many entries into journeys in a period.
    JourneyEntries {
        /// How many.
        at_most: i64,
        /// In how many periods.
        every: i64,
        /// Of which kind.
        period: Period,
    },
    /// So many journeys at once.
    ConcurrentJourneys {
        /// How many.
        at_most: i64,
        /// Days to look ahead for a journey of higher priority: 1, 7 or 30.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        look_ahead_days: Option<i64>,
    },
}

/// Calendar periods, in UTC; weeks begin on Sunday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Period {
    Hour,
    #[default]
    Day,
    Week,
    Month,
}

/// Hours at which no message goes out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietHours {
    /// Which messages; all that quiet hours can hold when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Medium>,
    /// One to five windows.
    pub windows: Vec<QuietWindow>,
    /// Whether the person's own time zone counts.
    #[serde(default, skip_serializing_if = "is_false")]
    pub in_profile_zone: bool,
    /// Otherwise this time zone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// What happens to a message.
    #[serde(default, skip_serializing_if = "is_default")]
    pub then: QuietAction,
}

/// A quiet window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct QuietWindow {
    /// Days on which it begins; every day when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Weekday>,
    /// First quiet moment.
    pub from: civil::Time,
    /// First moment after.
    pub to: civil::Time,
}

/// What happens to a message in quiet hours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum QuietAction {
    /// It waits, at most seven days.
    #[default]
    Queue,
    /// It is dropped, and the person leaves the journey.
    Discard,
}

/// A fictional person for test runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Identity, also outside the workspace.
    pub id: ProfileId,
    /// What people call them.
    pub name: String,
    /// Who they are and what they are good for in a test.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Whether the flag `testProfile` is set; test runs refuse everybody else.
    #[serde(default = "yes", skip_serializing_if = "is_true")]
    pub test_profile: bool,
    /// IANA name of their time zone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// Identity by namespace.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub identities: BTreeMap<NamespaceId, String>,
    /// Attribute by path in the profile schema.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, Value>,
    /// Whether they agreed to messages of a medium; yes where nothing is said.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub consent: BTreeMap<Medium, bool>,
    /// Audiences in which they are, beside those whose rule says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<AudienceId>,
    /// What happened before the test, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<PastEvent>,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            id: Default::default(),
            name: Default::default(),
            description: Default::default(),
            test_profile: true,
            zone: Default::default(),
            identities: Default::default(),
            attributes: Default::default(),
            consent: Default::default(),
            audiences: Default::default(),
            history: Default::default(),
        }
    }
}

/// Something in a profile's past.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PastEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub what: Past,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub enum Past {
    /// An event, with its payload as JSON.
    Event {
        /// Which.
        event: EventId,
        /// Its payload as JSON.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        payload: String,
    },
    /// A message was received.
    Message(Medium),
}

/// What runs a journey; its rules decide what is an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Platform {
    /// Adobe Journey Optimizer, by its present documentation.
    #[default]
    Ajo,
    /// Adobe Journey Optimizer, by the stricter text of the architecture blueprints.
    Blueprint,
    /// Waymark's own server.
    Waymark,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 3] = [Self::Ajo, Self::Blueprint, Self::Waymark];

    /// The word of the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ajo => "ajo",
            Self::Blueprint => "blueprint",
            Self::Waymark => "waymark",
        }
    }
}

/// A place in which journeys run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Identity, also outside the workspace.
    pub id: EnvironmentId,
    /// What people call it.
    pub name: String,
    /// What runs journeys there.
    #[serde(default, skip_serializing_if = "is_default")]
    pub platform: Platform,
    /// Address of the orchestration server; empty for AJO, which takes no journeys by API.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Name of the access token's secret.
    #[serde(default, skip_serializing_if = "is_default")]
    pub token: Secret,
}

macro_rules! items {
    ($($type:ident $id:ident),* $(,)?) => {
        /// One object of the inventory, whatever it is.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[expect(missing_docs, reason = "each variant is named after what it holds")]
        pub enum Item {
            $($type($type),)*
        }

        /// The id of one object of the inventory, whatever it is.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each variant is named after what it refers to")]
        pub enum ItemRef {
            $($type($id),)*
        }

        impl Item {
            /// Its id.
            pub fn reference(&self) -> ItemRef {
                match self {
                    $(Self::$type(object) => ItemRef::$type(object.id.clone()),)*
                }
            }

            /// What people, and expressions, call it.
            pub fn name(&self) -> &str {
                match self {
                    $(Self::$type(object) => &object.name,)*
                }
            }

            /// The same object under another name.
            pub fn with_name(mut self, name: &str) -> Self {
                match &mut self {
                    $(Self::$type(object) => name.clone_into(&mut object.name),)*
                }
                self
            }
        }

        impl ItemRef {
            /// The object of this kind ([`Object::KIND`]) with this id; nothing where there is no such kind.
            pub fn of(kind: &str, id: &str) -> Option<Self> {
                $(if kind == <$type as Object>::KIND {
                    return Some(Self::$type(id.into()));
                })*
                None
            }

            /// The text of the id.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$type(id) => id.as_str(),)*
                }
            }

            /// The text of the id, to draw it anew.
            pub fn text_mut(&mut self) -> &mut String {
                match self {
                    $(Self::$type(id) => &mut id.0,)*
                }
            }

            /// The word that says what it is: `event`, `audience`.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Self::$type(_) => <$type as Object>::KIND,)*
                }
            }
        }

        impl Inventory {
            /// The object of this id.
            pub fn item(&self, reference: &ItemRef) -> Option<Item> {
                match reference {
                    $(ItemRef::$type(id) => self.get::<$type>(id).cloned().map(Item::$type),)*
                }
            }

            /// Adds the object, or puts it in the place of the one with the same id.
            pub fn put(&mut self, item: Item) {
                match item {
                    $(Item::$type(object) => put(self, object),)*
                }
            }

            /// Takes the object out; false where there was none.
            pub fn remove(&mut self, reference: &ItemRef) -> bool {
                match reference {
                    $(ItemRef::$type(id) => {
                        let list = <$type as Object>::list_mut(self);
                        let before = list.len();
                        list.retain(|object| &object.id != id);
                        list.len() != before
                    })*
                }
            }

            /// Every object, list by list.
            pub fn items(&self) -> Vec<Item> {
                let mut items = Vec::new();
                $(items.extend(<$type as Object>::list(self).iter().cloned().map(Item::$type));)*
                items
            }
        }
    };
}

items! {
    Namespace NamespaceId,
    Schema SchemaId,
    MergePolicy MergePolicyId,
    Event EventId,
    Audience AudienceId,
    DataSource DataSourceId,
    Action ActionId,
    Endpoint EndpointId,
    CampaignInstance CampaignInstanceId,
    Channel ChannelId,
    RuleSet RuleSetId,
    Profile ProfileId,
    Environment EnvironmentId,
}

fn put<T: Object>(inventory: &mut Inventory, object: T) {
    let list = T::list_mut(inventory);
    match list.iter().position(|known| known.id() == object.id()) {
        Some(index) => list[index] = object,
        None => {
            let index = list.partition_point(|known| known.id() < object.id());
            list.insert(index, object);
        }
    }
}
