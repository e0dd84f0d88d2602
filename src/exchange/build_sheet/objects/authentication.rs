//! How a caller proves who it is. Secrets are named, never shown.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::exchange::build_sheet::page::{Page, Row, code, row};
use crate::expression::shape;
use crate::journey::{Authentication, BodyType, Credential, CustomAuthentication, KeyLocation, TokenCache, TokenUse};

/// The fields of the *Authentication* section.
pub(super) fn rows(authentication: &Authentication) -> Vec<Row> {
    match authentication {
        Authentication::None => vec![row("Authentication", "No authentication")],
        Authentication::Basic { username, password } => {
            vec![row("Authentication", "Basic"), row("Username", code(username)), row("Password", secret(&password.0))]
        }
        Authentication::ApiKey { name, value, location } => vec![
            row("Authentication", "API key"),
            row("Name", code(name)),
            row("Value", secret(&value.0)),
            row(
                "Location",
                match location {
                    KeyLocation::Header => "Header",
                    KeyLocation::QueryParameter => "Query parameter",
                },
            ),
        ],
        Authentication::Bearer(token) => vec![
            row("Authentication", "API key"),
            row("Name", code("Authorization")),
            row("Value", format!("the word Bearer, a blank, and the secret {}", code(&token.0))),
            row("Location", "Header"),
        ],
        Authentication::Custom(_) => {
            vec![row("Authentication", "Custom: the body below, with the secrets that the administrator puts in")]
        }
    }
}

fn secret(name: &str) -> String {
    format!("the administrator types in the secret called {}; the name itself is not pasted", code(name))
}

/// The body of a custom authentication; nothing for the others.
pub(super) fn body(page: &mut Page, authentication: &Authentication) {
    if let Authentication::Custom(custom) = authentication {
        let text = serde_json::to_string_pretty(&custom_body(custom)).unwrap_or_default();
        page.code("Authentication body; the administrator puts each secret in the place of its name:", "json", &text);
    }
}

/// The body of the field's documentation (External data sources, help/using/datasource/external-data-sources.md).
fn custom_body(custom: &CustomAuthentication) -> Value {
    let mut body = Map::new();
    body.insert("type".to_owned(), json!("customAuthorization"));
    body.insert("endpoint".to_owned(), json!(custom.endpoint));
    body.insert("method".to_owned(), json!(custom.method.name()));
    if !custom.headers.is_empty() {
        body.insert("headers".to_owned(), credentials(&custom.headers));
    }
    if !custom.body.is_empty() {
        let kind = match custom.body_type {
            BodyType::Form => "form",
            BodyType::Json => "json",
        };
        let nested = custom.body_type == BodyType::Json;
        let parameters = if nested { nested_credentials(&custom.body) } else { credentials(&custom.body) };
        body.insert("body".to_owned(), json!({ "bodyType": kind, "bodyParams": parameters }));
    }
    body.insert("tokenInResponse".to_owned(), json!(custom.token_in_response));
    match &custom.cache {
        TokenCache::Default => {}
        TokenCache::For(duration) => {
            let cache = json!({ "duration": duration.amount(), "timeUnit": duration.unit() });
            body.insert("cacheDuration".to_owned(), cache);
        }
        TokenCache::InResponse(path) => {
            body.insert("cacheDuration".to_owned(), json!({ "expiryInResponse": path, "timeUnit": "seconds" }));
        }
    }
    let (kind, target) = match &custom.authorization {
        TokenUse::Bearer => ("bearer", None),
        TokenUse::Header(name) => ("header", Some(name)),
        TokenUse::QueryParameter(name) => ("queryParam", Some(name)),
    };
    body.insert("authorizationType".to_owned(), json!(kind));
    if let Some(target) = target {
        body.insert("tokenTarget".to_owned(), json!(target));
    }
    Value::Object(body)
}

fn credentials(credentials: &BTreeMap<String, Credential>) -> Value {
    Value::Object(credentials.iter().map(|(name, value)| (name.clone(), json!(said(value)))).collect())
}

/// The same, where a dot in a name leads into an object.
fn nested_credentials(credentials: &BTreeMap<String, Credential>) -> Value {
    let mut body = Map::new();
    for (name, value) in credentials {
        shape::put(&mut body, name, json!(said(value)));
    }
    Value::Object(body)
}

fn said(credential: &Credential) -> String {
    match credential {
        Credential::Plain(text) => text.clone(),
        Credential::Secret(name) => format!("<secret {}>", name.0),
    }
}
