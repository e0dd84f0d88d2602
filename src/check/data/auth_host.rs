//! A token that comes from another host needs that host allowed too.

use super::external::{all, place, weather, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{Authentication, CustomAuthentication, DataSourceKind, Method, host_of};

pub(super) const RULE: Rule = Rule {
    id: "datasource-auth-endpoint-allowlist",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Warning,
    summary: "The token of an external data source comes from the same host as its data.",
    why: "Where the platform's limit is raised for a private system, the host that gives the token has to be added to the \
          list of allowed hosts too.",
    sources: &[source::EXTERNAL_SYSTEMS],
    flagged: || signed_in("https://login.example.com/token").at_item(weather(), "authentication"),
    passing: || signed_in("https://weather.example.com/token"),
    mending: Mending::None("Only Adobe can add a host to the list."),
    check: Check::Workspace(check),
};

fn signed_in(endpoint: &'static str) -> Sketch {
    with(move |source| {
        if let DataSourceKind::External { authentication, .. } = &mut source.kind {
            *authentication = Authentication::Custom(CustomAuthentication {
                endpoint: endpoint.to_owned(),
                method: Method::Get,
                token_in_response: "response".to_owned(),
                ..CustomAuthentication::default()
            });
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for external in all(estate.inventory()) {
        let Authentication::Custom(token) = external.authentication else { continue };
        let (Some(from), Some(host)) = (host_of(&token.endpoint), host_of(external.url)) else {
            continue;
        };
        if from != host {
            let message = format!(
                "'{}' is asked at {host}, its token comes from {from}; where the limit is raised both must be allowed.",
                external.source.name
            );
            findings.report(place(external.source, "authentication"), message);
        }
    }
}
