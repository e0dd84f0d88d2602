//! An endpoint says which addresses it is about.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{FILE_SCHEME, ItemRef, Place, Platform, host_of};

pub(super) const RULE: Rule = Rule {
    id: "capping-url-missing",
    aliases: &["capping-url-malformed", "throttling-url-malformed"],
    family: Family::Capping,
    severity: Severity::Error,
    summary: "An endpoint has an address that begins with http:// or https:// and names a host.",
    why: "The API refuses any other with ERR_ENDPOINTCONFIG_100 or 101, for a throttle with ERR_THROTTLING_CONFIG_104; \
          the limits would hold for no call.",
    sources: &[source::CAPPING, source::THROTTLING],
    flagged: || {
        super::with(|it| it.url_pattern = "messages.example.com/v1/*".to_owned())
            .at_item(super::messages(), "url_pattern")
    },
    passing: || super::with(|it| it.url_pattern = "https://messages.example.com/v1/*".to_owned()),
    mending: Mending::None("Only the author knows the address."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        let pattern = &endpoint.url_pattern;
        let scheme = pattern.starts_with("https://") || pattern.starts_with("http://");
        // Streams are addresses of Waymark's own server only.
        let stream = estate.platform == Platform::Waymark
            && (pattern.starts_with(FILE_SCHEME) || pattern.starts_with("nats://") || pattern.starts_with("tls://"));
        let named = host_of(pattern).is_some() || pattern.starts_with(FILE_SCHEME);
        let whole = (scheme || stream) && named && !pattern.contains(char::is_whitespace);
        if !whole {
            let message = format!("Enter the address of the endpoint '{}', beginning with https://.", endpoint.name);
            let place = Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("url_pattern");
            let finding = findings.report(place, message);
            if pattern.is_empty() {
                finding.to_do();
            }
        }
    }
}
