//! Credentials are whole.

use super::sign_in;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Authentication, ItemRef, KeyLocation, Secret};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-auth-basic-fields",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "User name and password, key name and key, or token are all filled in.",
    why: "Without them the other system refuses every call.",
    sources: &[source::EXTERNAL_DATA_SOURCES],
    flagged: || sign_in::with(key("")).at_item(ItemRef::Action("action-text".into()), "authentication"),
    passing: || sign_in::with(key("MESSAGES_KEY")),
    mending: Mending::None("Only the author knows the credentials; here they are only named."),
    check: Check::Workspace(check),
};

fn key(secret: &str) -> Authentication {
    Authentication::ApiKey { name: "x-api-key".to_owned(), value: Secret::from(secret), location: KeyLocation::Header }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for caller in sign_in::all(estate.inventory()) {
        let missing = match caller.authentication {
            Authentication::Basic { username, .. } if username.trim().is_empty() => "the user name",
            Authentication::Basic { password, .. } if password.is_empty() => "the name of the password's secret",
            Authentication::ApiKey { name, .. } if name.trim().is_empty() => "the name of the key",
            Authentication::ApiKey { value, .. } if value.is_empty() => "the name of the key's secret",
            Authentication::Bearer(token) if token.is_empty() => "the name of the token's secret",
            _ => continue,
        };
        let message = format!("Enter {missing} with which '{}' signs in.", caller.name);
        findings.report(caller.place("authentication"), message).to_do();
    }
}
