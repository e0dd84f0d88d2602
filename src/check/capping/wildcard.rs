//! Hosts are named whole.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "capping-url-wildcard-host",
    aliases: &["throttling-url-wildcard-host"],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "The pattern of an endpoint has no * in host and port.",
    why: "The API refuses it with ERR_ENDPOINTCONFIG_102; elsewhere in the address * is fine.",
    sources: &[source::CAPPING, source::THROTTLING],
    flagged: || with("https://*.example.com/v1/*").at_item(item(), "url_pattern"),
    passing: || with("https://messages.example.com/*"),
    mending: Mending::None("Only the author knows which host is meant."),
    check: Check::Workspace(check),
};

fn item() -> ItemRef {
    ItemRef::Endpoint("endpoint-messages".into())
}

fn with(pattern: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            pattern.clone_into(&mut endpoint.url_pattern);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        let authority = endpoint.url_pattern.split_once("://").and_then(|(_, rest)| rest.split('/').next());
        if authority.is_some_and(|authority| authority.contains('*')) {
            let message = format!("The endpoint '{}' must name its host without *.", endpoint.name);
            findings.report(Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("url_pattern"), message);
        }
    }
}
