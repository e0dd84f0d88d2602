//! Calls go to the usual ports.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-url-port",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "An action calls port 443 by https, or port 80 by http.",
    why: "The platform opens no other ports, although an example of its pages calls :8080.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || {
        super::url::with("https://messages.example.com:8443/v1").at_item(ItemRef::Action("action-text".into()), "url")
    },
    passing: || super::url::with("https://messages.example.com/v1"),
    mending: Mending::Offers("Takes the port away; make sure that the system listens on the usual one."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        let Some((scheme, authority)) = super::parts(&action.url) else { continue };
        let (_, Some(port)) = super::host_and_port(authority) else { continue };
        let usual = match scheme {
            "https" => "443",
            "http" => "80",
            _ => continue,
        };
        if port != usual {
            let message = format!("'{}' calls port {port}; only {usual} is open for {scheme}.", action.name);
            let mended = Action { url: action.url.replacen(&format!(":{port}"), "", 1), ..action.clone() };
            findings
                .report(Place::item(ItemRef::Action(action.id.clone())).field("url"), message)
                .suggested(format!("Use port {usual}"), vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}
