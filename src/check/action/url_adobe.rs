//! Adobe's internal addresses are not for custom actions.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-url-adobe-internal",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A custom action does not call an internal Adobe address.",
    why: "The platform refuses addresses such as something.adobe.internal.",
    sources: &[source::GUARDRAILS, source::ACTION_CONFIGURATION],
    flagged: || {
        super::url::with("https://messages.adobe.internal/v1").at_item(ItemRef::Action("action-text".into()), "url")
    },
    passing: || super::url::with("https://messages.example.com/v1"),
    mending: Mending::None("Only the author knows which system is meant."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        let Some((_, authority)) = super::parts(&action.url) else { continue };
        let (host, _) = super::host_and_port(authority);
        if is_internal(&host.to_ascii_lowercase()) {
            let message = format!("'{}' calls {host}, which only Adobe itself can reach.", action.name);
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("url"), message);
        }
    }
}

/// Parts of a name by which Adobe's own network calls what the public network cannot reach.
const INSIDE: [&str; 5] = ["corp", "int", "internal", "intranet", "local"];

fn is_internal(host: &str) -> bool {
    let public = [".adobe.com", ".adobe.io"].into_iter().find_map(|domain| host.strip_suffix(domain));
    match public {
        Some(within) => within.split('.').any(|part| INSIDE.contains(&part)),
        None => host.contains(".adobe.") || host == "adobe.internal",
    }
}
