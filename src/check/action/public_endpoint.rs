//! Journeys do not send people's data to test services.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place, host_of};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-public-endpoint",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "An action does not call a public test service.",
    why: "Whoever knows its address reads there what the journey sends about people; it answers whatever it likes, and may \
          be switched off at any volume.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || super::url::with("https://webhook.site/4f0c").at_item(ItemRef::Action("action-text".into()), "url"),
    passing: || super::url::with("https://messages.example.com/v1"),
    mending: Mending::None("Only the author knows the address of the real system."),
    check: Check::Workspace(check),
};

/// Services that show or echo to everybody what is sent to them.
const PUBLIC: [&str; 8] = [
    "webhook.site",
    "httpbin.org",
    "postman-echo.com",
    "reqres.in",
    "jsonplaceholder.typicode.com",
    "requestbin.com",
    "m.pipedream.net",
    "beeceptor.com",
];

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        let Some(host) = host_of(&action.url) else { continue };
        let within = |known: &str| host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
        if PUBLIC.into_iter().any(within) {
            let message = format!("'{}' sends people's data to {host}, where everybody can read it.", action.name);
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("url"), message);
        }
    }
}
