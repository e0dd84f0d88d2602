//! The request of a custom action: address, query, headers and body, from constants, variables and names of secrets.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::expression::EvaluationError;
use crate::journey::{Authentication, Binding, KeyLocation, Method, Parameter, TokenUse, Value, ValueType};
use crate::run::plan::CallPlan;
use crate::run::world::World;
use crate::run::{Request, words};

/// Builds it for one person. What is missing is left out, except where the action sends nulls.
pub(super) fn build(world: &World<'_>, plan: &CallPlan) -> Result<Request, EvaluationError> {
    let action = &plan.action;
    let mut headers = BTreeMap::from([
        ("Content-Type".to_owned(), "application/json".to_owned()),
        ("Charset".to_owned(), "UTF-8".to_owned()),
    ]);
    for header in &action.headers {
        if let Some(value) = bound(world, plan, &header.value, &format!("header.{}", header.name))? {
            headers.insert(header.name.clone(), value);
        }
    }
    let mut query = Vec::new();
    for parameter in &action.query {
        if let Some(value) = bound(world, plan, &parameter.value, &format!("query.{}", parameter.name))? {
            query.push((parameter.name.clone(), value));
        }
    }
    show(&action.authentication, &mut headers, &mut query);
    let mut url = action.url.clone();
    if !plan.path.is_empty()
        && let Some(path) = words::text(&plan.path.value(world)?)
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
        _ => Some(body(world, plan)?),
    };
    Ok(Request { method: action.method.name().to_owned(), url, headers, body })
}

fn secret(name: &str) -> String {
    format!("<secret {name}>")
}

fn bound(world: &World<'_>, plan: &CallPlan, binding: &Binding, key: &str) -> Result<Option<String>, EvaluationError> {
    Ok(match binding {
        Binding::Constant(text) => Some(text.clone()),
        Binding::Secret(name) => Some(secret(name.as_str())),
        Binding::Variable(_) => match plan.values.get(key).filter(|formula| !formula.is_empty()) {
            Some(formula) => words::text(&formula.value(world)?),
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

fn body(world: &World<'_>, plan: &CallPlan) -> Result<Json, EvaluationError> {
    let mut root = Json::Object(Map::new());
    for parameter in &plan.action.payload {
        let value = match &parameter.value {
            Binding::Constant(text) => constant(text, parameter.kind),
            Binding::Secret(name) => Json::String(secret(name.as_str())),
            Binding::Variable(_) => {
                let key = format!("body.{}", parameter.path);
                match plan.values.get(&key).filter(|formula| !formula.is_empty()) {
                    Some(formula) => variable(&formula.value(world)?, parameter),
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
