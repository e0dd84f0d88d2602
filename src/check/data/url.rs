//! Data sources have a public address.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::external::{all, at, place, weather};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::host_of;

pub(super) const RULE: Rule = Rule {
    id: "datasource-url",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Error,
    summary: "An external data source has a whole address with a host name that everybody can reach.",
    why: "The platform calls neither IP addresses nor addresses inside Adobe.",
    sources: &[source::EXTERNAL_DATA_SOURCES],
    flagged: || at("https://192.0.2.7/v1").at_item(weather(), "url"),
    passing: || at("https://weather.example.com/v2"),
    mending: Mending::None("Only the author knows the host's name."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for external in all(estate.inventory()) {
        let name = &external.source.name;
        let scheme = external.url.starts_with("https://") || external.url.starts_with("http://");
        let host = host_of(external.url).filter(|_| scheme);
        let message = match host {
            None => format!("Enter the address of '{name}', beginning with https://."),
            Some(host) if is_number(host) => format!("'{name}' asks the number {host}; use the host's name."),
            Some(host) if is_internal(host) => format!("'{name}' asks {host}, which only Adobe itself can reach."),
            Some(_) => continue,
        };
        let finding = findings.report(place(external.source, "url"), message);
        if external.url.is_empty() {
            finding.to_do();
        }
    }
}

fn is_number(host: &str) -> bool {
    // Of an IPv6 address only the beginning is left before the first colon.
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok() || host.parse::<Ipv6Addr>().is_ok()
}

fn is_internal(host: &str) -> bool {
    host.contains(".adobe.") && !host.ends_with(".adobe.com") && !host.ends_with(".adobe.io")
}
