//! What an external data source is asked: the call, from its field group and the values that an expression gives.

use serde_json::Value as Json;

use crate::expression::EvaluationError;
use crate::journey::{Action, ActionId, Binding, DataSource, DataSourceKind, MessagePart, Method, NamedValue, Value};
use crate::run::{Need, Request, words};

use super::request::{self, Source};

/// The call by which a source is asked, and the action that stands for it: its address, and how the caller proves who
/// it is.
///
/// # Errors
/// A sentence that says why there would be none.
pub fn question(source: &DataSource, need: &Need) -> Result<(Action, Request), String> {
    let DataSourceKind::External { url, authentication } = &source.kind else {
        return Err(format!("{} is the platform's own", source.name));
    };
    let group = source.field_groups.iter().find(|group| group.name == need.group);
    let group = group.ok_or_else(|| format!("{} has no field group {}", source.name, need.group))?;
    let posts = group.method == Method::Post;
    let asked = |name: &String| NamedValue { name: name.clone(), value: Binding::Variable(name.clone()) };
    let action = Action {
        id: ActionId(source.id.to_string()),
        name: source.name.clone(),
        url: url.clone(),
        method: group.method,
        query: if posts { Vec::new() } else { group.parameters.iter().map(asked).collect() },
        authentication: authentication.clone(),
        ..Action::default()
    };
    let mut request = request::write(&action, &Given { need }).map_err(|error| error.to_string())?;
    if posts && !group.sent_payload.trim().is_empty() {
        let body: Json = serde_json::from_str(&group.sent_payload)
            .map_err(|error| format!("the body of {} is not JSON: {error}", group.name))?;
        request.body = Some(given(body, need));
    }
    Ok((action, request))
}

/// What the expression gives.
struct Given<'a> {
    need: &'a Need,
}

impl Source for Given<'_> {
    fn path(&self) -> Result<Option<String>, EvaluationError> {
        Ok(None)
    }

    fn variable(&self, key: &str) -> Result<Value, EvaluationError> {
        let name = key.strip_prefix("query.").unwrap_or(key);
        Ok(self.need.params.get(name).cloned().unwrap_or_default())
    }

    fn part(&self, _: MessagePart) -> Option<String> {
        None
    }
}

/// The body with the value of each parameter in the place of `{"param": "name"}`.
fn given(body: Json, need: &Need) -> Json {
    match body {
        Json::Object(fields) => {
            if let (1, Some(Json::String(name))) = (fields.len(), fields.get("param")) {
                return need.params.get(name).map_or(Json::Null, words::json);
            }
            Json::Object(fields.into_iter().map(|(name, value)| (name, given(value, need))).collect())
        }
        Json::Array(items) => Json::Array(items.into_iter().map(|item| given(item, need)).collect()),
        other => other,
    }
}
