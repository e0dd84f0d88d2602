//! Streams are Waymark's own: the platform's actions call.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Action, Authentication, ItemRef, Place, Platform, Rotation, Stream};

pub(super) const RULE: Rule = Rule {
    id: "waymark-stream",
    aliases: &["custom-action-rest-required"],
    family: Family::Action,
    severity: Severity::Error,
    summary: "An action calls a system that has a REST API for single messages.",
    why: "Custom actions of Journey Optimizer append to no stream by themselves: where a system takes only batches, they \
          call a stream that has an address of the web, and its owner passes on what it collects. Waymark's own server \
          appends.",
    sources: &[source::BLUEPRINT_THIRD_PARTY, source::ACTION_CONFIGURATION],
    flagged: || with(|action| action.stream = Some(orders())).platform(Platform::Ajo).at_item(text(), "stream"),
    passing: || with(|_| {}).platform(Platform::Ajo),
    mending: Mending::None("Only the owner of the stream knows an address by which it can be called."),
    check: Check::Workspace(check),
};

/// A journey beside an action that is changed; where it becomes a stream, nothing of a call is left in it.
pub(super) fn with(change: impl FnOnce(&mut Action)) -> Sketch {
    let put = |inventory: &mut crate::journey::Inventory| {
        let Some(action) = inventory.actions.iter_mut().find(|action| action.id.as_str() == "action-text") else {
            return;
        };
        let before = action.clone();
        change(action);
        if action.stream.is_some() {
            (action.url, action.endpoint) = (String::new(), None);
            let is_new = action.authentication != before.authentication;
            if !is_new {
                action.authentication = Authentication::None;
            }
        }
    };
    Sketch::event().inventory(put).platform(Platform::Waymark)
}

/// That action.
pub(super) fn text() -> ItemRef {
    ItemRef::Action("action-text".into())
}

/// A stream of files without a fault.
pub(super) fn orders() -> Stream {
    Stream::File { name: "orders".to_owned(), rotation: Rotation::Daily }
}

/// A subject of a server without a fault.
pub(super) fn subject(subject: &str) -> Stream {
    Stream::JetStream { server: "nats://nats.example.com".to_owned(), subject: subject.to_owned() }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    // What carries messages for Waymark's own server is never called by the platform.
    let actions = estate.inventory().actions.iter().filter(|action| !action.is_provider());
    for action in actions.filter(|action| action.stream.is_some()) {
        let message =
            format!("'{}' appends to a stream, which only Waymark's own server does: call an address.", action.name);
        findings.report(Place::item(ItemRef::Action(action.id.clone())).field("stream"), message);
    }
}
