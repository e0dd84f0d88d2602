//! The subject of a stream is one that NATS takes.

use super::stream::{subject, text, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place, Stream};

/// The longest subject; NATS advises against more.
const MOST_SIGNS: usize = 256;

pub(super) const RULE: Rule = Rule {
    id: "waymark-stream-subject",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "The subject of a stream is words with dots between them.",
    why: "NATS takes nothing on a subject with blanks, with an empty word, or with * and >, by which subjects are only \
          listened to; those that begin with $ are its own.",
    sources: &[source::WAYMARK],
    flagged: || with(|action| action.stream = Some(subject("orders..placed"))).at_item(text(), "stream.subject"),
    passing: || with(|action| action.stream = Some(subject("orders.placed"))),
    mending: Mending::None("Only the author knows which subject is meant."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let Some(stream @ Stream::JetStream { subject, .. }) = &action.stream else { continue };
        let place = Place::item(ItemRef::Action(action.id.clone())).field("stream.subject");
        if subject.is_empty() {
            findings.report(place, format!("Enter the subject to which '{}' appends.", action.name)).to_do();
        } else if let Some(fault) = fault(&stream.subject(|_| "x".to_owned())) {
            findings.report(place, format!("'{}' cannot append to the subject '{subject}': {fault}.", action.name));
        }
    }
}

/// What is wrong with a subject.
fn fault(subject: &str) -> Option<&'static str> {
    if subject.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Some("it has blanks")
    } else if subject.contains(['*', '>']) {
        Some("* and > are for listening")
    } else if subject.contains(['{', '}']) {
        Some("a field stands between {{ and }}")
    } else if subject.starts_with('$') {
        Some("those with $ in front belong to NATS")
    } else if subject.split('.').any(str::is_empty) {
        Some("a word is missing before, between or after its dots")
    } else if subject.len() > MOST_SIGNS {
        Some("it is too long")
    } else {
        None
    }
}
