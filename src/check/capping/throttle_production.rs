//! Throttles belong to production.

use std::sync::Arc;

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{ItemRef, Place, Sandbox, Settings};

pub(super) const RULE: Rule = Rule {
    id: "throttling-prod-only",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "A throttle is defined in a production sandbox.",
    why: "The API refuses it in any other sandbox with the code 1463.",
    sources: &[source::THROTTLING],
    flagged: || throttled(false).at_item(super::messages(), "throttle"),
    passing: || throttled(true),
    mending: Mending::None("Whether the sandbox is for production is for its owners to say."),
    check: Check::Workspace(check),
};

fn throttled(production: bool) -> Sketch {
    let mut sketch = super::throughput::with(400);
    let sandbox = Sandbox { name: "shop".to_owned(), production };
    sketch.workspace.settings = Arc::new(Settings { sandbox, ..Settings::default() });
    sketch
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let sandbox = &estate.workspace.settings.sandbox;
    // Where nobody named a sandbox nothing is known of it.
    if sandbox.production || sandbox.name.is_empty() {
        return;
    }
    for endpoint in estate.inventory().endpoints.iter().filter(|endpoint| endpoint.throttle.is_some()) {
        let message =
            format!("'{}' is throttled, but the sandbox '{}' is not one for production.", endpoint.name, sandbox.name);
        findings.report(Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("throttle"), message);
    }
}
