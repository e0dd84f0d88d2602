//! A limit says for which methods it holds.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Endpoint, Item, ItemRef, Method, Place};

pub(super) const RULE: Rule = Rule {
    id: "capping-methods-missing",
    aliases: &["throttling-required-attributes"],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "An endpoint names the methods for which its limits hold.",
    why: "The API refuses it with ERR_ENDPOINTCONFIG_103, for a throttle with ERR_THROTTLING_CONFIG_100.",
    sources: &[source::CAPPING, source::THROTTLING],
    flagged: || with(&[]).at_item(ItemRef::Endpoint("endpoint-messages".into()), "methods"),
    passing: || with(&[Method::Post]),
    mending: Mending::Offers("Names the methods of the actions that use the endpoint, else POST."),
    check: Check::Workspace(check),
};

fn with(methods: &'static [Method]) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.methods = methods.to_vec();
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in estate.inventory().endpoints.iter().filter(|endpoint| endpoint.methods.is_empty()) {
        let actions = estate.inventory().actions.iter();
        let mut methods: Vec<Method> = actions
            .filter(|action| action.endpoint.as_ref() == Some(&endpoint.id))
            .map(|action| action.counts_as())
            .collect();
        methods.sort();
        methods.dedup();
        if methods.is_empty() {
            methods.push(Method::Post);
        }
        let mended = Endpoint { methods, ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("methods"),
                format!("Choose the methods for which the limits of '{}' hold.", endpoint.name),
            )
            .safe("Those of its actions", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
