//! Endpoints: the request bodies that put a cap or a throttle in force, the one part of a journey that Journey
//! Optimizer does take by API (Capping API, help/using/configuration/capping.md; Throttling API,
//! help/using/configuration/throttling.md).

use serde_json::{Map, Value, json};

use crate::exchange::build_sheet::page::Page;
use crate::journey::{Action, Destination, Endpoint, Inventory, Method, Service};

/// What Campaign takes in a period, set by the platform.
const CAMPAIGN_CALLS: i128 = 4_000;
const CAMPAIGN_PERIOD_MS: i128 = 300_000;

const API: &str = "https://platform.adobe.io/journey/orchestration";

pub(super) fn write(page: &mut Page, inventory: &Inventory, endpoint: &Endpoint) {
    let bodies =
        [("Cap", "endpointConfigs", capping(endpoint)), ("Throttle", "throttlingConfigs", throttling(endpoint))];
    if bodies.iter().all(|(.., body)| body.is_none()) {
        return;
    }
    page.heading(3, &format!("Endpoint: {}", endpoint.name));
    if repeats_campaign(inventory, endpoint) {
        page.paragraph(
            "Nothing to do: Campaign itself takes 4,000 calls in 5 minutes and no more, and the limit that the document \
             states is no lower. Calls above it are refused, never sent, and take the error path where there is one.",
        );
        return;
    }
    page.paragraph(
        "For a developer. The journey runs without it; its calls are then held by the product's own limits only. Calls \
         above a cap are refused at once, never sent, and take the error path where there is one; calls above a throttle wait, for 6 hours \
         at most.",
    );
    page.paragraph(
        "By API only. The answer names the configuration's `uid`; it is in force once it is deployed \
         (`POST …/{uid}/deploy`), and again after every change. Headers: `Authorization`, `x-api-key`, \
         `x-gw-ims-org-id`, `x-sandbox-name`.",
    );
    for (what, path, body) in bodies {
        let Some(body) = body else { continue };
        let text = serde_json::to_string_pretty(&body).unwrap_or_default();
        page.code(&format!("{what}: body of `POST {API}/{path}`"), "json", &text);
    }
}

/// The actions that call it.
fn callers<'i>(inventory: &'i Inventory, endpoint: &'i Endpoint) -> impl Iterator<Item = &'i Action> {
    inventory.actions.iter().filter(|action| match &action.endpoint {
        Some(id) => *id == endpoint.id,
        None => endpoint.covers(&action.address()),
    })
}

/// Whether only what Waymark's own server does calls it: carries messages, appends to streams.
pub(super) fn is_of_providers(inventory: &Inventory, endpoint: &Endpoint) -> bool {
    let mut calls = callers(inventory, endpoint).peekable();
    calls.peek().is_some() && calls.all(|action| action.is_provider() || action.stream.is_some())
}

/// Whether the limit is that which calls of Campaign have anyway, or a higher one.
fn repeats_campaign(inventory: &Inventory, endpoint: &Endpoint) -> bool {
    let mut calls = callers(inventory, endpoint).peekable();
    let campaign = calls.peek().is_some() && calls.all(|action| action.destination != Destination::ThirdParty);
    let no_lower = endpoint.cap.as_ref().is_some_and(|cap| {
        i128::from(cap.max_calls) * CAMPAIGN_PERIOD_MS >= CAMPAIGN_CALLS * i128::from(cap.period_ms)
    });
    campaign && no_lower && endpoint.throttle.is_none()
}

/// Body of `POST /endpointConfigs`; `None` where the endpoint has no cap.
fn capping(endpoint: &Endpoint) -> Option<Value> {
    let cap = endpoint.cap.as_ref()?;
    let mut limits = Map::new();
    if let Some(connections) = cap.max_connections {
        limits.insert("maxHttpConnections".to_owned(), json!(connections));
    }
    limits.insert("rating".to_owned(), json!({ "maxCallsCount": cap.max_calls, "periodInMs": cap.period_ms }));
    let service = match endpoint.service {
        Service::Action => "action",
        Service::DataSource => "dataSource",
    };
    Some(json!({
        "url": endpoint.url_pattern,
        "methods": endpoint.methods.iter().map(|method| capped_method(*method)).collect::<Vec<_>>(),
        "services": { service: Value::Object(limits) },
        "orgId": "<your organization id>@AdobeOrg",
    }))
}

/// The capping API has a word of its own for one method.
fn capped_method(method: Method) -> &'static str {
    match method {
        Method::Options => "OPTION",
        other => other.name(),
    }
}

/// Body of `POST /throttlingConfigs`; `None` where the endpoint has no throttle.
fn throttling(endpoint: &Endpoint) -> Option<Value> {
    let throttle = endpoint.throttle.as_ref()?;
    let mut body = Map::new();
    body.insert("name".to_owned(), json!(endpoint.name));
    if !throttle.description.is_empty() {
        body.insert("description".to_owned(), json!(throttle.description));
    }
    body.insert("urlPattern".to_owned(), json!(endpoint.url_pattern));
    body.insert("methods".to_owned(), json!(endpoint.methods.iter().map(|method| method.name()).collect::<Vec<_>>()));
    body.insert("maxThroughput".to_owned(), json!(throttle.max_throughput));
    Some(Value::Object(body))
}
