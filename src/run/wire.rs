//! How a request is written for the wire: queries, bodies, and what stands in the place of secrets until then.

use serde_json::{Map, Value as Json};

use crate::journey::{BodyForm, CustomAuthentication, Secret};

use super::Request;

/// What stands in the place of a method where something is appended to a stream.
pub const APPEND: &str = "APPEND";

/// The type of a JSON body.
pub const JSON: &str = "application/json";

/// The type of a body written as a form.
pub const FORM: &str = "application/x-www-form-urlencoded";

/// The type of an XML body.
pub const XML: &str = "text/xml; charset=utf-8";

/// The type of a body, where the action's headers say no other.
pub(super) fn content_type(form: Option<&BodyForm>) -> &'static str {
    match form {
        None => JSON,
        Some(BodyForm::Form) => FORM,
        Some(BodyForm::Xml { .. }) => XML,
    }
}

/// The value of a secret, and where in the body it goes.
#[derive(Clone, Copy, Debug)]
pub struct Hidden<'a> {
    /// The path of its field.
    pub path: &'a str,
    /// Its name.
    pub name: &'a Secret,
    /// Its value.
    pub value: &'a str,
}

/// What stands in the place of a secret.
pub fn secret(name: &Secret) -> String {
    format!("<secret {}>", name.as_str())
}

/// What stands in the place of a token that is fetched first.
pub fn token(custom: &CustomAuthentication) -> String {
    format!("<token from {}>", custom.endpoint)
}

/// One parameter of a query; the value is written already.
pub fn pair(name: &str, value: &str) -> String {
    format!("{}={value}", encoded(name))
}

/// A part of a query as RFC 3986 writes it.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// Fields as a form: one pair each, one for every item of a list, in their order.
pub fn form<'f>(fields: impl IntoIterator<Item = (&'f str, &'f Json)>) -> String {
    let mut pairs = Vec::new();
    for (name, value) in fields {
        match value {
            Json::Array(items) => pairs.extend(items.iter().map(|item| pair(name, &encoded(&plain(item))))),
            value => pairs.push(pair(name, &encoded(&plain(value)))),
        }
    }
    pairs.join("&")
}

/// Fields as an object: a dot in a name leads into an object, `[0]` to an item of a list.
pub fn nested<'f>(fields: impl IntoIterator<Item = (&'f str, Json)>) -> Json {
    let mut root = Json::Object(Map::new());
    for (path, value) in fields {
        place(&mut root, path, value);
    }
    root
}

/// A body as it is written, with secrets in their places; nothing where it cannot be.
pub fn text(form: Option<&BodyForm>, body: &Json, hidden: &[Hidden<'_>]) -> Option<String> {
    let mut body = body.clone();
    match (form, &mut body) {
        (None, body) => {
            for hidden in hidden {
                place(body, hidden.path, hidden.value.into());
            }
            serde_json::to_string(body).ok()
        }
        (Some(BodyForm::Form), Json::Object(fields)) => {
            for hidden in hidden {
                fields.insert(hidden.path.to_owned(), hidden.value.into());
            }
            Some(self::form(fields.iter().map(|(name, value)| (name.as_str(), value))))
        }
        (Some(BodyForm::Xml { .. }), Json::String(text)) => {
            // What people typed is escaped, so that nothing but the template itself holds such a mark.
            let with = |text: String, hidden: &Hidden<'_>| text.replace(&secret(hidden.name), &escaped(hidden.value));
            Some(hidden.iter().fold(std::mem::take(text), with))
        }
        _ => None,
    }
}

/// A request's body for people's eyes: indented where it is JSON, a line for each field of a form.
pub fn shown(request: &Request) -> Option<String> {
    let is_form = request
        .headers
        .iter()
        .any(|(name, value)| name.eq_ignore_ascii_case("content-type") && value.to_ascii_lowercase().starts_with(FORM));
    Some(match request.body.as_ref()? {
        Json::String(text) => text.clone(),
        Json::Object(fields) if is_form => {
            let line = |(name, value): (&String, &Json)| match value {
                Json::Array(items) => items.iter().map(|item| format!("{name}={}", plain(item))).collect(),
                value => vec![format!("{name}={}", plain(value))],
            };
            fields.iter().flat_map(line).collect::<Vec<_>>().join("\n")
        }
        body => serde_json::to_string_pretty(body).ok()?,
    })
}

/// A text as it stands in XML, in an element or in an attribute. What XML cannot hold is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // In attributes they would become blanks.
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A value as part of a stream's subject: letters, digits, `-` and `_`, and `_` for every other sign and for nothing,
/// so that no value leads to another subject than the one that is meant.
pub(super) fn subject_token(value: &Json) -> String {
    /// Signs of one value; a subject is no place for more.
    const MOST: usize = 64;
    let sign = |c: char| if c.is_alphanumeric() || c == '-' { c } else { '_' };
    let text: String = plain(value).chars().take(MOST).map(sign).collect();
    if text.is_empty() { "_".to_owned() } else { text }
}

/// A value as people write it in a field: text without quotes, nothing for null.
pub(super) fn plain(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// What stands at a path as [`place`] writes it.
pub(super) fn found<'j>(root: &'j Json, path: &str) -> Option<&'j Json> {
    path.split('.').try_fold(root, |at, segment| {
        let (name, rest) = segment.split_once('[').unwrap_or((segment, ""));
        let at = if name.is_empty() { at } else { at.get(name)? };
        let mut indices = rest.split('[').filter_map(|index| index.trim_end_matches(']').parse::<usize>().ok());
        indices.try_fold(at, |at, index| at.get(index))
    })
}

/// Puts a value at a path: names joined by dots, `[0]` for an item of a list.
pub(super) fn place(root: &mut Json, path: &str, value: Json) {
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
