//! Actions: calls of other systems and streams for them, and the Campaign instances behind some of them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{is_true, yes};
use crate::journey::activity::{is_default, is_false};
use crate::journey::{
    ActionId, Authentication, CampaignInstanceId, EndpointId, Field, Medium, Secret, Stream, ValueType,
};

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

/// A call that journeys can make, or a stream to which they append.
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
    /// Campaign Standard only: whether its event or its message is not published there yet.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unpublished: bool,
    /// Campaign only: what the message is carried by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medium: Option<Medium>,
    /// The stream to which it appends; it calls where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<Stream>,
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
    /// How the request body is written, where it is not JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<BodyForm>,
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
    /// The marketing action whose consent policies hold for every call: `Email Targeting`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub required_marketing_action: String,
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

impl Action {
    /// Every value that it sends.
    pub fn bindings(&self) -> impl Iterator<Item = &Binding> {
        let named = self.headers.iter().chain(&self.query).map(|named| &named.value);
        named.chain(self.payload.iter().map(|parameter| &parameter.value))
    }

    /// Whether it carries messages for channels: it takes parts of them, which no other step has.
    pub fn is_provider(&self) -> bool {
        self.bindings().any(|binding| matches!(binding, Binding::Message(_)))
    }
}

/// How a request body is written, where it is not JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum BodyForm {
    /// `application/x-www-form-urlencoded`: each field of the payload by the name that its path is.
    Form,
    /// `text/xml`.
    Xml {
        /// The text. `{{email}}` in it is the value of the payload's field with that path, written for XML.
        template: String,
    },
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
    /// Part of the message that a channel sends through this action.
    Message(MessagePart),
}

/// What a message tells the action that carries it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum MessagePart {
    /// The recipient's address, as the channel or the step says; the person's id where neither does. Of what people find
    /// in an app or on a page: where it shows.
    #[default]
    Address,
    /// The person's id.
    Person,
    /// The subject or title.
    Subject,
    /// The plain text; HTML without its tags where there is no plain text.
    Text,
    /// The HTML; the plain text as HTML where there is none.
    Html,
    /// The sender as mail programs write it: `Alder Store <hello@store.example.com>`.
    Sender,
    /// The sender's name.
    SenderName,
    /// The sender's address or number.
    SenderAddress,
    /// Where replies go.
    ReplyTo,
    /// Where it shows: app, page, place.
    Location,
    /// The language that it is written in, where there are several.
    Language,
}

impl MessagePart {
    /// Every part, in the order in which a picker offers them.
    pub const ALL: [Self; 11] = [
        Self::Address,
        Self::Person,
        Self::Subject,
        Self::Text,
        Self::Html,
        Self::Sender,
        Self::SenderName,
        Self::SenderAddress,
        Self::ReplyTo,
        Self::Location,
        Self::Language,
    ];
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
