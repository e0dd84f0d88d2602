//! An action names a host.

use std::net::Ipv6Addr;

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-url-ip",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The address of an action has a host name, not a number.",
    why: "The platform calls no IP addresses.",
    sources: &[source::GUARDRAILS],
    flagged: || super::url::with("https://192.0.2.7/v1").at_item(ItemRef::Action("action-text".into()), "url"),
    passing: || super::url::with("https://messages.example.com/v1"),
    mending: Mending::None("Only the author knows the host's name."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        let Some((_, authority)) = super::parts(&action.url) else { continue };
        let (host, _) = super::host_and_port(authority);
        if is_number(host) {
            let message = format!("'{}' calls the number {host}; use the host's name.", action.name);
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("url"), message);
        }
    }
}

/// Whether a host is an address: in brackets, or with a number at its end. The last part of a name is never a number,
/// so that `3232235777`, `0xC0A80101` and `192.168.257` are addresses too ("ends in a number", URL standard).
fn is_number(host: &str) -> bool {
    let last = host.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
    let is_hexadecimal = |digits: &str| digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let ends_in_number = !last.is_empty() && last.bytes().all(|digit| digit.is_ascii_digit())
        || last.strip_prefix("0x").or_else(|| last.strip_prefix("0X")).is_some_and(is_hexadecimal);
    ends_in_number || host.trim_start_matches('[').trim_end_matches(']').parse::<Ipv6Addr>().is_ok()
}
