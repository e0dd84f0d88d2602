//! A call for a token is complete.

use super::sign_in;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Authentication, Credential, CustomAuthentication, ItemRef, Method, Secret, TokenCache, TokenUse};

pub(super) const RULE: Rule = Rule {
    id: "custom-auth-shape",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "Custom authentication says where a token is fetched, how, and where it and its lifetime stand in the reply.",
    why: "The platform refuses an incomplete authentication payload.",
    sources: &[source::EXTERNAL_DATA_SOURCES],
    flagged: || {
        super::sign_in::with(Authentication::Custom(token("")))
            .at_item(ItemRef::Action("action-text".into()), "authentication.token_in_response")
    },
    passing: || super::sign_in::with(Authentication::Custom(token("json://access_token"))),
    mending: Mending::Offers("Looks for the token where OAuth2 puts it; writes the place of its lifetime as a path."),
    check: Check::Workspace(check),
};

pub(super) fn token(token_in_response: &str) -> CustomAuthentication {
    CustomAuthentication {
        endpoint: "https://messages.example.com/token".to_owned(),
        method: Method::Post,
        body: [("client_secret".to_owned(), Credential::Secret(Secret::from("MESSAGES_SECRET")))].into(),
        token_in_response: token_in_response.to_owned(),
        ..CustomAuthentication::default()
    }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for caller in sign_in::all(estate.inventory()) {
        let Authentication::Custom(custom) = caller.authentication else { continue };
        for (field, why) in faults(custom) {
            let message = format!("How '{}' signs in is incomplete: {why}.", caller.name);
            let finding = findings.report(caller.place(format!("authentication.{field}")), message);
            match (field, &custom.cache) {
                ("token_in_response", _) => {
                    let token_in_response = "json://access_token".to_owned();
                    let mended = CustomAuthentication { token_in_response, ..custom.clone() };
                    finding.suggested("Take it from access_token", caller.mended(Authentication::Custom(mended)));
                }
                ("cache", TokenCache::InResponse(path)) if !path.trim().is_empty() => {
                    let path = format!("json://{}", path.trim());
                    let title = format!("Write {path}");
                    let mended = CustomAuthentication { cache: TokenCache::InResponse(path), ..custom.clone() };
                    finding.suggested(title, caller.mended(Authentication::Custom(mended)));
                }
                _ => {}
            }
        }
    }
}

fn faults(custom: &CustomAuthentication) -> Vec<(&'static str, &'static str)> {
    let mut faults = Vec::new();
    if !custom.endpoint.starts_with("https://") && !custom.endpoint.starts_with("http://") {
        faults.push(("endpoint", "enter the address at which the token is fetched"));
    }
    if !matches!(custom.method, Method::Get | Method::Post) {
        faults.push(("method", "a token is fetched with GET or POST"));
    }
    if custom.method == Method::Post && custom.body.is_empty() {
        faults.push(("body", "a POST needs a body"));
    }
    if custom.token_in_response != "response" && !custom.token_in_response.starts_with("json://") {
        faults.push(("token_in_response", "say where in the reply the token stands, as json:// and a path"));
    }
    if matches!(&custom.cache, TokenCache::InResponse(path) if path.strip_prefix("json://").is_none_or(str::is_empty)) {
        faults.push(("cache", "say where in the reply its lifetime stands, as json:// and a path"));
    }
    let target_is_missing = match &custom.authorization {
        TokenUse::Bearer => false,
        TokenUse::Header(name) | TokenUse::QueryParameter(name) => name.trim().is_empty(),
    };
    if target_is_missing {
        faults.push(("authorization", "name the header or query parameter that carries the token"));
    }
    faults
}
