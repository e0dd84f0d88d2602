//! The request of a custom action: address, query, headers and body, from constants, variables and names of secrets; or
//! what it appends to a stream.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::expression::{Context, EvaluationError};
use crate::journey::xml;
use crate::journey::{
    Action, ActionCall, Authentication, Binding, BodyForm, Inventory, KeyLocation, MessagePart, Method, Parameter,
    Stream, TokenUse, Value, ValueType,
};
use crate::run::plan::CallPlan;
use crate::run::wire::{self, encoded, found, secret};
use crate::run::{Request, words};

/// A call as it would be sent, and what it carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rehearsed {
    /// The call; secrets stand as their names.
    pub request: Request,
    /// What the journey fills in, by its key (`body.text`), as it is written for this person; `None` where nothing is
    /// known.
    pub values: BTreeMap<String, Option<String>>,
}

/// The call that a run would send in this context, built by the same hands; nothing is sent.
///
/// # Errors
/// A sentence that says why there would be none.
pub fn rehearse(call: &ActionCall, inventory: &Inventory, context: &dyn Context) -> Result<Rehearsed, String> {
    let plan = CallPlan::of(call, inventory)?;
    let said = |error: EvaluationError| error.to_string();
    let request = build(context, &plan).map_err(said)?;
    let filled = plan.values.iter().filter(|(_, formula)| !formula.is_empty());
    let values = filled.map(|(key, formula)| Ok((key.clone(), words::text(&formula.value(context)?))));
    let values = values.collect::<Result<_, _>>().map_err(said)?;
    Ok(Rehearsed { request, values })
}

/// Builds it for one person.
pub(super) fn build(context: &dyn Context, plan: &CallPlan) -> Result<Request, EvaluationError> {
    write(&plan.action, &Mapped { context, plan })
}

/// Where the values of a request come from that are not the same for everybody.
pub(super) trait Source {
    /// The variable tail of the address.
    fn path(&self) -> Result<Option<String>, EvaluationError>;

    /// What a journey fills in, by its key (`body.text`).
    fn variable(&self, key: &str) -> Result<Value, EvaluationError>;

    /// Part of a message.
    fn part(&self, part: MessagePart) -> Option<String>;
}

/// What a step maps.
struct Mapped<'a> {
    context: &'a dyn Context,
    plan: &'a CallPlan,
}

impl Source for Mapped<'_> {
    fn path(&self) -> Result<Option<String>, EvaluationError> {
        let path = &self.plan.path;
        if path.is_empty() { Ok(None) } else { Ok(words::text(&path.value(self.context)?)) }
    }

    fn variable(&self, key: &str) -> Result<Value, EvaluationError> {
        match self.plan.values.get(key).filter(|formula| !formula.is_empty()) {
            Some(formula) => formula.value(self.context),
            None => Ok(Value::Null),
        }
    }

    fn part(&self, _: MessagePart) -> Option<String> {
        None
    }
}

/// Builds a request. What is missing is left out, except where the action sends nulls.
pub(super) fn write(action: &Action, source: &dyn Source) -> Result<Request, EvaluationError> {
    if let Some(stream) = &action.stream {
        return append(action, stream, source);
    }
    let mut headers = BTreeMap::from([
        ("Content-Type".to_owned(), wire::content_type(action.body.as_ref()).to_owned()),
        ("Charset".to_owned(), "UTF-8".to_owned()),
    ]);
    for header in &action.headers {
        if let Some(value) = bound(source, &header.value, &format!("header.{}", header.name))? {
            headers.retain(|name, _| !name.eq_ignore_ascii_case(&header.name));
            headers.insert(header.name.clone(), value);
        }
    }
    let mut query = Vec::new();
    for parameter in &action.query {
        if let Some(value) = bound(source, &parameter.value, &format!("query.{}", parameter.name))? {
            // Whatever people typed is encoded; the name of a secret stays readable.
            let is_secret = matches!(parameter.value, Binding::Secret(_));
            query.push(wire::pair(&parameter.name, &if is_secret { value } else { encoded(&value) }));
        }
    }
    show(&action.authentication, &mut headers, &mut query);
    let mut url = action.url.clone();
    if let Some(path) = source.path()? {
        extend(&mut url, &path);
    }
    for pair in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&pair);
    }
    let body = match action.method {
        Method::Get | Method::Head => None,
        _ if action.payload.is_empty() && !matches!(action.body, Some(BodyForm::Xml { .. })) => None,
        _ => Some(body(action, source)?),
    };
    Ok(Request { method: action.method.name().to_owned(), url, headers, body })
}

/// What is appended to a stream: the same body as a call has, always as JSON, and below the address of the stream.
fn append(action: &Action, stream: &Stream, source: &dyn Source) -> Result<Request, EvaluationError> {
    let mut headers = BTreeMap::new();
    // A line of a file has none.
    let carried = if matches!(stream, Stream::JetStream { .. }) { action.headers.as_slice() } else { &[] };
    for header in carried {
        if let Some(value) = bound(source, &header.value, &format!("header.{}", header.name))? {
            headers.insert(header.name.clone(), value);
        }
    }
    let body =
        wire::nested(fields(action, source)?.into_iter().map(|(parameter, value)| (parameter.path.as_str(), value)));
    let url = stream.address(|path| wire::subject_token(found(&body, path).unwrap_or(&Json::Null)));
    Ok(Request { method: wire::APPEND.to_owned(), url, headers, body: Some(body) })
}

/// What the journey fills in that has no value for this person, in one clause; nothing where everything has one.
pub(super) fn missing(plan: &CallPlan, request: &Request) -> Option<String> {
    let action = &plan.action;
    let is_filled = |binding: &Binding, key: String| {
        matches!(binding, Binding::Variable(_)) && plan.values.get(&key).is_some_and(|formula| !formula.is_empty())
    };
    let (mut left_out, mut null) = (Vec::new(), Vec::new());
    for header in &action.headers {
        let is_filled = is_filled(&header.value, format!("header.{}", header.name));
        if is_filled && !request.headers.contains_key(&header.name) {
            left_out.push(header.name.as_str());
        }
    }
    for parameter in action.query.iter().filter(|_| action.stream.is_none()) {
        let is_filled = is_filled(&parameter.value, format!("query.{}", parameter.name));
        let is_sent =
            ['?', '&'].iter().any(|sign| request.url.contains(&format!("{sign}{}=", encoded(&parameter.name))));
        if is_filled && !is_sent {
            left_out.push(&parameter.name);
        }
    }
    for parameter in action.payload.iter().filter(|_| request.body.is_some()) {
        if is_filled(&parameter.value, format!("body.{}", parameter.path)) {
            let form = action.body.as_ref().filter(|_| action.stream.is_none());
            let value = match (form, &request.body) {
                (None, Some(body)) => found(body, &parameter.path),
                (Some(BodyForm::Form), Some(body)) => body.get(&parameter.path),
                // Inside a written text nothing can be looked for.
                _ => continue,
            };
            match value {
                None => left_out.push(&parameter.path),
                Some(Json::Null) => null.push(parameter.path.as_str()),
                Some(_) => {}
            }
        }
    }
    let said = [(left_out, "left out"), (null, "sent as null")];
    let clauses: Vec<String> =
        said.into_iter().filter(|(names, _)| !names.is_empty()).map(|(names, what)| clause(&names, what)).collect();
    (!clauses.is_empty()).then(|| clauses.join("; "))
}

/// "phoneNumber has no value for this person and is left out".
fn clause(names: &[&str], what: &str) -> String {
    match names {
        [one] => format!("{one} has no value for this person and is {what}"),
        [before @ .., last] => {
            format!("{} and {last} have no value for this person and are {what}", before.join(", "))
        }
        [] => String::new(),
    }
}

fn bound(source: &dyn Source, binding: &Binding, key: &str) -> Result<Option<String>, EvaluationError> {
    Ok(match binding {
        Binding::Constant(text) => Some(text.clone()),
        Binding::Secret(name) => Some(secret(name)),
        Binding::Variable(_) => words::text(&source.variable(key)?),
        Binding::Message(part) => source.part(*part),
    })
}

/// How the caller proves who it is, with names in the place of secrets.
fn show(authentication: &Authentication, headers: &mut BTreeMap<String, String>, query: &mut Vec<String>) {
    let mut header = |name: &str, value: String| headers.insert(name.to_owned(), value);
    match authentication {
        Authentication::None => {}
        Authentication::Basic { username, password } => {
            header("Authorization", format!("Basic {username}:{}", secret(password)));
        }
        Authentication::ApiKey { name, value, location: KeyLocation::Header } => {
            header(name, secret(value));
        }
        Authentication::ApiKey { name, value, location: KeyLocation::QueryParameter } => {
            query.push(wire::pair(name, &secret(value)));
        }
        Authentication::Bearer(token) => {
            header("Authorization", format!("Bearer {}", secret(token)));
        }
        Authentication::Custom(custom) => {
            let token = wire::token(custom);
            match &custom.authorization {
                TokenUse::Bearer => {
                    header("Authorization", format!("Bearer {token}"));
                }
                TokenUse::Header(name) => {
                    header(name, token);
                }
                TokenUse::QueryParameter(name) => query.push(wire::pair(name, &token)),
            }
        }
    }
}

/// The variable tail of an address, with exactly one slash between.
fn extend(url: &mut String, path: &str) {
    match (url.ends_with('/'), path.starts_with('/')) {
        (true, true) => url.push_str(path.trim_start_matches('/')),
        (false, false) if !path.is_empty() && !path.starts_with('?') => {
            url.push('/');
            url.push_str(path);
        }
        _ => url.push_str(path),
    }
}

/// The fields of the body that have a value, in their order.
fn fields<'a>(action: &'a Action, source: &dyn Source) -> Result<Vec<(&'a Parameter, Json)>, EvaluationError> {
    let mut fields = Vec::new();
    for parameter in &action.payload {
        let value = match &parameter.value {
            Binding::Constant(text) => constant(text, parameter.kind),
            Binding::Secret(name) => Json::String(secret(name)),
            Binding::Variable(_) => variable(&source.variable(&format!("body.{}", parameter.path))?, parameter),
            Binding::Message(part) => match source.part(*part) {
                Some(text) if parameter.kind.is_list() => Json::Array(vec![text.into()]),
                text => text.into(),
            },
        };
        match value {
            // "Configure a custom action", help/using/action/about-custom-action-configuration.md: a missing list is
            // sent empty.
            Json::Null if action.allow_null_values && parameter.kind.is_list() => {
                fields.push((parameter, Json::Array(Vec::new())));
            }
            Json::Null if !action.allow_null_values => {}
            value => fields.push((parameter, value)),
        }
    }
    Ok(fields)
}

fn body(action: &Action, source: &dyn Source) -> Result<Json, EvaluationError> {
    let fields = fields(action, source)?;
    Ok(match &action.body {
        None => wire::nested(fields.into_iter().map(|(parameter, value)| (parameter.path.as_str(), value))),
        Some(BodyForm::Form) => {
            fields.into_iter().map(|(parameter, value)| (parameter.path.clone(), value)).collect::<Map<_, _>>().into()
        }
        Some(BodyForm::Xml { template }) => {
            let value = |path: &str| {
                let (parameter, value) = fields.iter().rfind(|(parameter, _)| parameter.path == path)?;
                // The mark of a secret stays a mark: it is what the value is put in place of.
                let is_secret = matches!(parameter.value, Binding::Secret(_));
                Some(if is_secret { wire::plain(value) } else { wire::escaped(&wire::plain(value)) })
            };
            xml::fill_in(template, value).into()
        }
    })
}

/// A constant as its declared type; text that is none of that type stays text.
fn constant(text: &str, kind: ValueType) -> Json {
    match kind {
        ValueType::Integer | ValueType::Decimal | ValueType::Boolean => {
            serde_json::from_str(text.trim()).unwrap_or_else(|_| text.into())
        }
        kind if kind.is_list() => serde_json::from_str(text).unwrap_or_else(|_| text.into()),
        _ => text.into(),
    }
}

fn variable(value: &Value, parameter: &Parameter) -> Json {
    match value {
        Value::List(items) if parameter.items.is_empty() => {
            items.iter().filter(|item| !item.is_null()).map(words::json).collect()
        }
        Value::List(items) => items.iter().map(|item| declared(item, parameter)).collect(),
        other => words::json(other),
    }
}

/// Only the fields that the action declares for its items.
fn declared(item: &Value, parameter: &Parameter) -> Json {
    let Value::Object(fields) = item else { return words::json(item) };
    let kept = parameter
        .items
        .iter()
        .filter_map(|field| fields.get(&field.path).map(|value| (field.path.clone(), words::json(value))));
    Json::Object(kept.collect())
}
