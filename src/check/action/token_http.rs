//! Tokens are fetched over a safe line.

use super::sign_in;
use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Authentication, CustomAuthentication, ItemRef};

pub(super) const RULE: Rule = Rule {
    id: "waymark-token-url-http",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "A token is fetched by https.",
    why: "By http everybody on the way can read the secret that it is fetched with, and the token that lets people in.",
    sources: &[source::EXTERNAL_SYSTEMS, source::WAYMARK],
    flagged: || {
        from("http://login.example.com/token").at_item(ItemRef::Action("action-text".into()), "authentication.endpoint")
    },
    passing: || from("https://login.example.com/token"),
    mending: Mending::Offers("Fetches it from the same address by https."),
    check: Check::Workspace(check),
};

fn from(endpoint: &str) -> Sketch {
    let token = super::auth_shape::token("json://access_token");
    sign_in::with(Authentication::Custom(CustomAuthentication { endpoint: endpoint.to_owned(), ..token }))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for caller in sign_in::all(estate.inventory()) {
        let Authentication::Custom(custom) = caller.authentication else { continue };
        let Some(rest) = custom.endpoint.strip_prefix("http://") else { continue };
        let mended = CustomAuthentication { endpoint: format!("https://{rest}"), ..custom.clone() };
        let edits = caller.mended(Authentication::Custom(mended));
        findings
            .report(
                caller.place("authentication.endpoint"),
                format!("'{}' fetches its token without encryption; use https.", caller.name),
            )
            .suggested("Use https", edits);
    }
}
