//! The request of a custom action: address, query, headers and body, from constants, variables and names of secrets.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::expression::{Context, EvaluationError};
use crate::journey::{
    ActionCall, Authentication, Binding, Inventory, KeyLocation, Method, Parameter, TokenUse, Value, ValueType,
};
use crate::run::plan::CallPlan;
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

/// Builds it for one person. What is missing is left out, except where the action sends nulls.
pub(super) fn build(context: &dyn Context, plan: &CallPlan) -> Result<Request, EvaluationError> {
    let action = &plan.action;
    let mut headers = BTreeMap::from([
        ("Content-Type".to_owned(), "application/json".to_owned()),
        ("Charset".to_owned(), "UTF-8".to_owned()),
    ]);
    for header in &action.headers {
        if let Some(value) = bound(context, plan, &header.value, &format!("header.{}", header.name))? {
            headers.insert(header.name.clone(), value);
        }
    }
    let mut query = Vec::new();
    for parameter in &action.query {
        if let Some(value) = bound(context, plan, &parameter.value, &format!("query.{}", parameter.name))? {
            query.push((parameter.name.clone(), value));
        }
    }
    show(&action.authentication, &mut headers, &mut query);
    let mut url = action.url.clone();
    if !plan.path.is_empty()
        && let Some(path) = words::text(&plan.path.value(context)?)
    {
        extend(&mut url, &path);
    }
    for (name, value) in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&format!("{}={}", encoded(&name), encoded(&value)));
    }
    let body = match action.method {
        Method::Get | Method::Head => None,
        _ if action.payload.is_empty() => None,
        _ => Some(body(context, plan)?),
    };
    Ok(Request { method: action.method.name().to_owned(), url, headers, body })
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
    for parameter in &action.query {
        let is_filled = is_filled(&parameter.value, format!("query.{}", parameter.name));
        let is_sent =
            ['?', '&'].iter().any(|sign| request.url.contains(&format!("{sign}{}=", encoded(&parameter.name))));
        if is_filled && !is_sent {
            left_out.push(&parameter.name);
        }
    }
    for parameter in action.payload.iter().filter(|_| request.body.is_some()) {
        if is_filled(&parameter.value, format!("body.{}", parameter.path)) {
            match request.body.as_ref().and_then(|body| found(body, &parameter.path)) {
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

fn secret(name: &str) -> String {
    format!("<secret {name}>")
}

fn bound(
    context: &dyn Context,
    plan: &CallPlan,
    binding: &Binding,
    key: &str,
) -> Result<Option<String>, EvaluationError> {
    Ok(match binding {
        Binding::Constant(text) => Some(text.clone()),
        Binding::Secret(name) => Some(secret(name.as_str())),
        Binding::Variable(_) => match plan.values.get(key).filter(|formula| !formula.is_empty()) {
            Some(formula) => words::text(&formula.value(context)?),
            None => None,
        },
    })
}

/// How the caller proves who it is, with names in the place of secrets.
fn show(authentication: &Authentication, headers: &mut BTreeMap<String, String>, query: &mut Vec<(String, String)>) {
    let mut header = |name: &str, value: String| headers.insert(name.to_owned(), value);
    match authentication {
        Authentication::None => {}
        Authentication::Basic { username, password } => {
            header("Authorization", format!("Basic {username}:{}", secret(password.as_str())));
        }
        Authentication::ApiKey { name, value, location: KeyLocation::Header } => {
            header(name, secret(value.as_str()));
        }
        Authentication::ApiKey { name, value, location: KeyLocation::QueryParameter } => {
            query.push((name.clone(), secret(value.as_str())));
        }
        Authentication::Bearer(token) => {
            header("Authorization", format!("Bearer {}", secret(token.as_str())));
        }
        Authentication::Custom(custom) => {
            let token = format!("<token from {}>", custom.endpoint);
            match &custom.authorization {
                TokenUse::Bearer => {
                    header("Authorization", format!("Bearer {token}"));
                }
                TokenUse::Header(name) => {
                    header(name, token);
                }
                TokenUse::QueryParameter(name) => query.push((name.clone(), token)),
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

/// A query part as RFC 3986 writes it; names of secrets stay readable.
fn encoded(text: &str) -> String {
    if text.starts_with('<') && text.ends_with('>') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

fn body(context: &dyn Context, plan: &CallPlan) -> Result<Json, EvaluationError> {
    let mut root = Json::Object(Map::new());
    for parameter in &plan.action.payload {
        let value = match &parameter.value {
            Binding::Constant(text) => constant(text, parameter.kind),
            Binding::Secret(name) => Json::String(secret(name.as_str())),
            Binding::Variable(_) => {
                let key = format!("body.{}", parameter.path);
                match plan.values.get(&key).filter(|formula| !formula.is_empty()) {
                    Some(formula) => variable(&formula.value(context)?, parameter),
                    None => Json::Null,
                }
            }
        };
        let value = match value {
            // "Null values", help/using/action/about-custom-action-configuration.md: a missing list is sent empty.
            Json::Null if plan.action.allow_null_values && parameter.kind.is_list() => Json::Array(Vec::new()),
            Json::Null if !plan.action.allow_null_values => continue,
            value => value,
        };
        place(&mut root, &parameter.path, value);
    }
    Ok(root)
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

/// What stands at a path as [`place`] writes it.
fn found<'j>(root: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('.').try_fold(root, |at, segment| {
        let (name, rest) = segment.split_once('[').unwrap_or((segment, ""));
        let at = if name.is_empty() { at } else { at.get(name)? };
        let mut indices = rest.split('[').filter_map(|index| index.trim_end_matches(']').parse::<usize>().ok());
        indices.try_fold(at, |at, index| at.get(index))
    })
}

/// Puts a value at a path: names joined by dots, `[0]` for an item of a list.
fn place(root: &mut Json, path: &str, value: Json) {
    /// Items of a list that a path may name; a longer list than any body has.
    const MOST_ITEMS: usize = 1_000;
    let mut at = root;
    for segment in path.split('.') {
        let (name, rest) = segment.split_once('[').unwrap_or((segment, ""));
        if !name.is_empty() {
            if !at.is_object() {
                *at = Json::Object(Map::new());
            }
            let Json::Object(fields) = at else { return };
            at = fields.entry(name.to_owned()).or_insert(Json::Null);
        }
        for index in rest.split('[').filter_map(|index| index.trim_end_matches(']').parse::<usize>().ok()) {
            if index >= MOST_ITEMS {
                return;
            }
            if !at.is_array() {
                *at = Json::Array(Vec::new());
            }
            let Json::Array(items) = at else { return };
            while items.len() <= index {
                items.push(Json::Null);
            }
            let Some(item) = items.get_mut(index) else { return };
            at = item;
        }
    }
    *at = value;
}
