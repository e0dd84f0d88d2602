//! How a stream is signed in to: NATS by password or token, files not at all.

use super::stream::{subject, text, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Authentication, Item, ItemRef, KeyLocation, Place, Stream};

pub(super) const RULE: Rule = Rule {
    id: "waymark-stream-sign-in",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "NATS is signed in to with a user and a password, or with a token; files need neither.",
    why: "NATS knows no keys in headers and no tokens that are fetched first. Files belong to Waymark's own server.",
    sources: &[source::WAYMARK],
    flagged: || with(|action| signed(action, key())).at_item(text(), "authentication"),
    passing: || with(|action| signed(action, Authentication::Bearer("NATS_TOKEN".into()))),
    mending: Mending::Offers("Signs in without anything."),
    check: Check::Workspace(check),
};

fn signed(action: &mut Action, authentication: Authentication) {
    action.stream = Some(subject("orders.placed"));
    action.authentication = authentication;
}

fn key() -> Authentication {
    Authentication::ApiKey { name: "key".to_owned(), value: "NATS_TOKEN".into(), location: KeyLocation::Header }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let place = Place::item(ItemRef::Action(action.id.clone())).field("authentication");
        let without = Action { authentication: Authentication::None, ..action.clone() };
        let without = vec![Edit::Put(Box::new(Item::Action(without)))];
        match (&action.stream, &action.authentication) {
            (None, _) | (_, Authentication::None) => {}
            (Some(Stream::JetStream { .. }), Authentication::Basic { .. } | Authentication::Bearer(_)) => {}
            (Some(Stream::JetStream { .. }), _) => {
                let message = format!("'{}' signs in to NATS by a password or a token.", action.name);
                findings.report(place, message).suggested("Sign in without", without);
            }
            (Some(Stream::File { .. }), _) => {
                let message = format!("The files of '{}' need no sign-in.", action.name);
                findings.report(place, message).safe("Take it away", without);
            }
        }
    }
}
