//! By the blueprints a third-party system takes bearer tokens.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Authentication, ItemRef, KeyLocation, Place, Platform, Secret, TokenUse};

pub(super) const RULE: Rule = Rule {
    id: "seed-bearer-token",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Warning,
    summary: "A third-party system takes a bearer token.",
    why: "The architecture blueprint asks for it; today's product can sign in otherwise too.",
    sources: &[source::BLUEPRINT_TRIGGERED],
    flagged: || {
        super::sign_in::with(Authentication::ApiKey {
            name: "x-api-key".to_owned(),
            value: Secret::from("MESSAGES_KEY"),
            location: KeyLocation::Header,
        })
        .platform(Platform::Blueprint)
        .at_item(ItemRef::Action("action-text".into()), "authentication")
    },
    passing: || {
        super::sign_in::with(Authentication::Bearer(Secret::from("MESSAGES_TOKEN"))).platform(Platform::Blueprint)
    },
    mending: Mending::None("Whether the other system takes a bearer token is for its vendor to say."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in super::calling(&estate.inventory().actions) {
        let bearer = match &action.authentication {
            Authentication::Bearer(_) => true,
            Authentication::Custom(custom) => custom.authorization == TokenUse::Bearer,
            Authentication::ApiKey { name, .. } => name.eq_ignore_ascii_case("authorization"),
            Authentication::None | Authentication::Basic { .. } => false,
        };
        if !bearer {
            let message =
                format!("'{}' does not sign in with a bearer token, which the blueprint asks for.", action.name);
            findings.report(Place::item(ItemRef::Action(action.id.clone())).field("authentication"), message);
        }
    }
}
