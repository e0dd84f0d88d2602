//! Actions: calls that journeys make to other systems.

use serde_json::{Value, json};

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, code, row, yes_no};
use crate::journey::{Action, Binding, CampaignInstance, Destination, ValueType};

use super::{authentication, medium_name};

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, action: &Action) {
    page.heading(3, &format!("Action: {}", action.name));
    match action.destination {
        Destination::ThirdParty => custom(page, action),
        Destination::CampaignV7 | Destination::CampaignV8 => campaign(page, sheet, action),
        Destination::CampaignStandard => campaign_standard(page, action),
    }
}

/// What has to be asked before, where actions call several Campaign instances.
pub(super) fn instances(page: &mut Page, instances: &[CampaignInstance]) {
    if instances.len() > 1 {
        let names: Vec<&str> = instances.iter().map(|instance| instance.name.as_str()).collect();
        page.heading(3, &format!("Campaign instances: {}", names.join(", ")));
        page.paragraph(
            "Ask Adobe first whether one sandbox can call more than one instance, and by what an action is told which.",
        );
    }
}

fn custom(page: &mut Page, action: &Action) {
    if let Some(stream) = &action.stream {
        page.paragraph(&format!(
            "It appends to the stream {}, which the product cannot: put a service of the web in front of that stream, and \
             make a custom action that calls it with this payload.",
            code(stream.name())
        ));
        return values(page, action);
    }
    let none = "None; the field is there only with the Healthcare Shield or the Privacy and Security Shield";
    let required = match action.required_marketing_action.as_str() {
        "" => none.to_owned(),
        named => code(named),
    };
    let mut rows = vec![
        row("Where", "Administration > Configurations > Actions > Create action"),
        row("Name", code(&action.name)),
        row("Description", &*action.description),
        row("Action type", "Custom"),
        row("URL", code(&action.url)),
        row("Method", action.method.name()),
    ];
    if action.headers.is_empty() {
        rows.push(row("Headers", "left as they are: `Content-Type` and `Charset`"));
    }
    rows.extend(authentication::rows(&action.authentication));
    rows.push(row("Allow NULL values", yes_no(action.allow_null_values)));
    rows.push(row("Define a failure response payload", yes_no(!action.error_response.is_empty())));
    rows.push(row("Required marketing action", required));
    page.fields(&rows);
    authentication::body(page, &action.authentication);
    values(page, action);
}

/// The actions of Campaign v7 and v8 ask for a payload; Adobe makes the connection itself.
fn campaign(page: &mut Page, sheet: &Sheet<'_>, action: &Action) {
    let mut rows = vec![
        row("Where", "Administration > Configurations > Actions > Create action"),
        row("Name", code(&action.name)),
        row("Description", &*action.description),
        row("Action type", "Adobe Campaign Classic, for v7 and v8 alike"),
        row("URL", format!("{}, as Adobe has set it up for the administrator", code(&action.url))),
    ];
    if let Some(instance) =
        action.instance.as_ref().and_then(|id| sheet.definition.inventory.get::<CampaignInstance>(id))
    {
        rows.push(row(
            "To know: Campaign instance",
            format!("{}; whether the form asks for it, the product's screen decides", instance.name),
        ));
    }
    if let Some(medium) = action.medium {
        rows.push(row("To know: sends by", medium_name(medium)));
    }
    page.fields(&rows);
    page.paragraph(&format!(
        "Adobe connects Campaign and Journey Optimizer on request: give them organization, sandbox, the addresses of \
         the Campaign and the real-time server, and the version. In Campaign the transactional event and its message \
         {} have to be published.",
        code(&action.template)
    ));
    values(page, action);
}

fn values(page: &mut Page, action: &Action) {
    let headers = action.headers.iter().map(|header| ("Header", header));
    let query = action.query.iter().map(|query| ("Query parameter", query));
    page.table(
        &["Where", "Name", "Kind", "Value or label"],
        headers.chain(query).map(|(place, named)| {
            let (kind, value) = binding(&named.value);
            vec![place.to_owned(), code(&named.name), kind.to_owned(), value]
        }),
    );
    page.table(
        &["Request field", "Type", "Kind", "Value or label", "Optional"],
        action.payload.iter().map(|parameter| {
            let (kind, value) = binding(&parameter.value);
            let path = code(&parameter.path);
            let optional = yes_no(parameter.optional).to_owned();
            vec![path, parameter.kind.name().to_owned(), kind.to_owned(), value, optional]
        }),
    );
    if !action.payload.is_empty() {
        let body = serde_json::to_string_pretty(&request_body(action)).unwrap_or_default();
        page.code("Request: paste this, then set type, kind and label of each field as above:", "json", &body);
    }
    if !action.response.is_empty() {
        page.code("Response payload:", "json", &action.response);
    }
    if !action.error_response.is_empty() {
        page.code("Failure response payload:", "json", &action.error_response);
    }
}

/// The one action of Campaign Standard is built in; it asks for the instance and nothing else.
fn campaign_standard(page: &mut Page, action: &Action) {
    let (scheme, rest) = action.url.split_once("://").unwrap_or(("https", &action.url));
    let host = rest.split('/').next().unwrap_or(rest);
    page.fields(&[
        row("Where", "Administration > Configurations > Actions > AdobeCampaignStandard, which is built in"),
        row("URL", code(&format!("{scheme}://{host}"))),
        row("Then", "Test the instance URL"),
    ]);
    page.paragraph(&format!(
        "In Campaign Standard the transactional event and its message {} have to be published.",
        code(&action.template)
    ));
}

/// A body with every field of the request: constants as they are, an example of its type for each variable.
fn request_body(action: &Action) -> Value {
    let mut body = Value::Object(serde_json::Map::new());
    for parameter in &action.payload {
        let value = match &parameter.value {
            Binding::Constant(text) if parameter.kind == ValueType::String => json!(text),
            _ => example(parameter.kind),
        };
        place(&mut body, &parameter.path, value);
    }
    body
}

fn example(kind: ValueType) -> Value {
    match kind {
        ValueType::Integer => json!(1),
        ValueType::Decimal => json!(1.5),
        ValueType::Boolean => json!(true),
        ValueType::DateOnly => json!("2026-02-12"),
        ValueType::DateTimeOnly => json!("2026-02-12T15:00:00"),
        ValueType::DateTime => json!("2026-02-12T15:00:00Z"),
        ValueType::Duration => json!("PT15M"),
        list if list.is_list() => json!([list.item().map_or_else(|| json!({}), example)]),
        _ => json!("text"),
    }
}

/// Puts a value where a path leads: names joined by dots, `[0]` for an item of a list.
fn place(body: &mut Value, path: &str, value: Value) {
    let mut here = body;
    for step in path.split('.') {
        let (name, index) = match step.split_once('[') {
            Some((name, index)) => (name, index.trim_end_matches(']').parse::<usize>().ok()),
            None => (step, None),
        };
        if !here.is_object() {
            *here = json!({});
        }
        here = &mut here[name];
        if let Some(index) = index.filter(|index| *index < 100) {
            if !here.is_array() {
                *here = json!([]);
            }
            let Some(items) = here.as_array_mut() else { return };
            if items.len() <= index {
                items.resize(index + 1, Value::Null);
            }
            here = &mut items[index];
        }
    }
    *here = value;
}

fn binding(binding: &Binding) -> (&'static str, String) {
    match binding {
        Binding::Constant(value) => ("constant", code(value)),
        Binding::Variable(label) => ("variable", label.clone()),
        Binding::Secret(name) => ("constant", format!("the secret {}", code(&name.0))),
        // Only what carries messages for Waymark's own server has these, and it does not stand on the sheet.
        Binding::Message(_) => ("constant", "part of a message".to_owned()),
    }
}
