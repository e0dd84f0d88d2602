//! A new action: name, address, what is sent, how it signs in. The endpoint behind it is made of the address.

use crate::edit::{Edit, placeholder};
use crate::expression::shape::{self, ShapeError};
use crate::expression::title;
use crate::journey::{
    Action, ActionId, Authentication, Binding, Endpoint, EndpointId, Field, Item, Medium, MessagePart, Method,
    NamedValue, Object, Parameter, Service, ValueType, Workspace, host_of,
};

use super::draft::{self, Fault};
use super::free_name;

/// What a person says of a new action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionDraft {
    /// As it is typed; see [`ActionDraft::identifier`].
    pub name: String,
    /// Its method.
    pub method: Method,
    /// Its address; `https://` may be left out.
    pub url: String,
    /// What is sent, each filled by the journeys that call it: a path, or words of which one is made, and a type.
    pub values: Vec<Field>,
    /// How the caller proves who it is.
    pub authentication: Authentication,
    /// What it carries for channels; steps call it by themselves where that is nothing.
    pub carries: Option<Medium>,
    /// Calls a second that the other side says it can take; `None` while nobody knows.
    pub capacity_per_second: Option<i64>,
    /// Paths of the bodies that were pasted: they are kept, whatever they look like.
    pasted: Vec<String>,
}

impl ActionDraft {
    /// A call of one's own; `carries`: for channels of this medium.
    pub fn begin(name: &str, carries: Option<Medium>) -> Self {
        let values = if carries.is_some() { Vec::new() } else { vec![Field::default()] };
        Self { name: name.to_owned(), method: Method::Post, values, carries, ..Self::default() }
    }

    /// As expressions will say it.
    pub fn identifier(&self) -> String {
        draft::said(&self.name)
    }

    /// Takes the values of a JSON body.
    ///
    /// # Errors
    /// Where the text is no JSON object.
    pub fn paste(&mut self, json: &str) -> Result<(), ShapeError> {
        let found = shape::body_fields(json)?;
        self.values.retain(|value| !value.path.trim().is_empty());
        self.pasted.extend(found.iter().map(|field| field.path.clone()));
        for field in found {
            if !self.values.iter().any(|value| value.path == field.path) {
                self.values.push(field);
            }
        }
        Ok(())
    }

    /// The whole address.
    fn address(&self) -> String {
        let url = self.url.trim();
        if url.is_empty() || url.contains("://") { url.to_owned() } else { format!("https://{url}") }
    }

    pub(super) fn faults(&self, faults: &mut Vec<Fault>) {
        let address = self.address();
        if address.is_empty() {
            faults.push(Fault::UrlMissing);
        } else if ["{", "}", "<", ">", "@event"].iter().any(|sign| address.contains(sign)) {
            faults.push(Fault::UrlVariable);
        } else if host(&address).is_none() || address.contains(char::is_whitespace) {
            faults.push(Fault::UrlUnknown);
        }
        let mut seen = Vec::new();
        for value in self.own() {
            if seen.contains(&value.path) {
                faults.push(Fault::ValueTwice(value.path.clone()));
            }
            seen.push(value.path);
        }
        let is_incomplete = match &self.authentication {
            Authentication::None => false,
            Authentication::Basic { username, password } => username.trim().is_empty() || password.is_empty(),
            Authentication::ApiKey { name, value, .. } => name.trim().is_empty() || value.is_empty(),
            Authentication::Bearer(token) => token.is_empty(),
            // It is completed in its own editor, where every part says what it is.
            Authentication::Custom(_) => false,
        };
        if is_incomplete {
            faults.push(Fault::AuthenticationIncomplete);
        }
    }

    /// The endpoint, new or with one method more, and last the action.
    pub(super) fn edits(&self, workspace: &Workspace) -> Vec<Edit> {
        let url = self.address();
        let endpoint = self.endpoint(workspace, &url);
        let values: Vec<Field> = self.own().collect();
        let in_body = matches!(self.method, Method::Post | Method::Put | Method::Patch);
        let mut action = Action {
            id: ActionId::from(placeholder(Action::KIND, 1).as_str()),
            name: self.identifier(),
            description: draft::words(&self.name),
            url,
            method: self.method,
            authentication: self.authentication.clone(),
            medium: self.carries,
            payload: self.carries.map(parts).unwrap_or_default(),
            endpoint: Some(endpoint.id.clone()),
            ..Action::default()
        };
        for value in &values {
            let filled = Binding::Variable(label(value, &values));
            if in_body {
                let items = value.items.clone();
                let (path, kind) = (value.path.clone(), value.kind);
                action.payload.push(Parameter { path, kind, value: filled, optional: false, items });
            } else {
                action.query.push(NamedValue { name: value.path.clone(), value: filled });
            }
        }
        let is_new = workspace.inventory.get::<Endpoint>(&endpoint.id) != Some(&endpoint);
        let endpoint = Some(Item::Endpoint(endpoint)).filter(|_| is_new);
        endpoint.into_iter().chain([Item::Action(action)]).map(|item| Edit::Put(Box::new(item))).collect()
    }

    /// The endpoint behind it, with what is known of it.
    fn endpoint(&self, workspace: &Workspace, url: &str) -> Endpoint {
        let mut endpoint = endpoint(workspace, url, self.method);
        endpoint.capacity_per_second = self.capacity_per_second.or(endpoint.capacity_per_second);
        endpoint
    }

    /// The name under which each value is sent.
    pub fn sent_as(&self) -> Vec<String> {
        self.values.iter().map(|value| self.path(value)).collect()
    }

    fn path(&self, value: &Field) -> String {
        if self.pasted.contains(&value.path) { value.path.clone() } else { draft::path(&value.path) }
    }

    /// The values that have a name, each with a path.
    fn own(&self) -> impl Iterator<Item = Field> + '_ {
        self.values.iter().filter(|value| !value.path.trim().is_empty()).map(|value| {
            let (path, typed) = (self.path(value), value.path.trim());
            let title = if value.title.is_empty() && path != typed { typed.to_owned() } else { value.title.clone() };
            let kind = if self.method == Method::Get { ValueType::String } else { value.kind };
            Field { path, title, kind, ..value.clone() }
        })
    }
}

/// The endpoint that other actions of this system have, else a new one for the whole of it. Nobody is asked for figures
/// that only its vendor knows.
pub(super) fn endpoint(workspace: &Workspace, url: &str, method: Method) -> Endpoint {
    let mut endpoints = workspace.inventory.endpoints.iter();
    let known = endpoints.find(|known| known.service == Service::Action && known.covers(url));
    let mut endpoint = known.cloned().unwrap_or_else(|| Endpoint {
        id: EndpointId::from(placeholder(Endpoint::KIND, 1).as_str()),
        name: free_name::<Endpoint>(workspace, host(url).unwrap_or(url)),
        url_pattern: pattern(url),
        ..Endpoint::default()
    });
    if !endpoint.methods.contains(&method) {
        endpoint.methods.push(method);
    }
    endpoint
}

/// What journeys call a value: its title or last name, the whole path where two would be called the same.
fn label(value: &Field, values: &[Field]) -> String {
    let short = |field: &Field| if field.title.is_empty() { title::of_last(&field.path) } else { field.title.clone() };
    let mine = short(value);
    let is_alone = values.iter().filter(|other| short(other) == mine).count() < 2;
    if is_alone { mine } else { value.path.clone() }
}

/// What a message gives to its provider, under names that most services understand; the action's editor has the others.
fn parts(medium: Medium) -> Vec<Parameter> {
    let takes = |path: &str, part| Parameter {
        path: path.to_owned(),
        kind: ValueType::String,
        value: Binding::Message(part),
        ..Parameter::default()
    };
    let mut parts = vec![takes("to", MessagePart::Address), takes("from", MessagePart::SenderAddress)];
    if medium.has_subject() {
        parts.push(takes("subject", MessagePart::Subject));
    }
    parts.push(takes("text", MessagePart::Text));
    if medium == Medium::Email {
        parts.push(takes("html", MessagePart::Html));
    }
    parts
}

/// The host of an address of the web.
fn host(url: &str) -> Option<&str> {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    let is_name = |host: &&str| host.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | '-'));
    host_of(url).filter(|_| is_web).filter(is_name)
}

/// Every address of the same system.
fn pattern(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    format!("{scheme}://{authority}/*")
}
