//! The request bodies that put an endpoint's cap or throttle in force: the one part of a journey that
//! Journey Optimizer does take by API (Capping API, help/using/configuration/capping.md; Throttling API,
//! help/using/configuration/throttling.md).

use serde_json::{Map, Value, json};

use crate::journey::{Endpoint, Service};

/// Body of `POST /endpointConfigs`; `None` where the endpoint has no cap.
pub(super) fn capping(endpoint: &Endpoint) -> Option<Value> {
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
        "methods": methods(endpoint),
        "services": { service: Value::Object(limits) },
        "orgId": "<your organization id>@AdobeOrg",
    }))
}

/// Body of `POST /throttlingConfigs`; `None` where the endpoint has no throttle.
pub(super) fn throttling(endpoint: &Endpoint) -> Option<Value> {
    let throttle = endpoint.throttle.as_ref()?;
    Some(json!({
        "name": endpoint.name,
        "urlPattern": endpoint.url_pattern,
        "methods": methods(endpoint),
        "maxThroughput": throttle.max_throughput,
    }))
}

fn methods(endpoint: &Endpoint) -> Vec<&'static str> {
    endpoint.methods.iter().map(|method| method.name()).collect()
}
