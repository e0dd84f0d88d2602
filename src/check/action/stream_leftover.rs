//! What belongs to a call has no place in a stream.

use super::stream::{orders, text, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Destination, Item, ItemRef, NamedValue, Place, Stream};

pub(super) const RULE: Rule = Rule {
    id: "waymark-stream-leftover",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A stream has neither the address of a call nor its query, its forms or, in files, its headers.",
    why: "Nothing of it would be appended: a line of a stream is the payload as JSON.",
    sources: &[source::WAYMARK],
    flagged: || with(|action| asking(action, true)).at_item(text(), "query"),
    passing: || with(|action| asking(action, false)),
    mending: Mending::Offers("Takes away what a stream does not take."),
    check: Check::Workspace(check),
};

fn asking(action: &mut Action, asks: bool) {
    action.stream = Some(orders());
    if asks {
        action.query.push(NamedValue { name: "city".to_owned(), ..NamedValue::default() });
    }
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let Some(stream) = &action.stream else { continue };
        let mut mended = action.clone();
        let mut left = Vec::new();
        if !action.url.is_empty() {
            mended.url.clear();
            left.push("url");
        }
        if !action.query.is_empty() {
            mended.query.clear();
            left.push("query");
        }
        if action.body.is_some() {
            mended.body = None;
            left.push("body");
        }
        if matches!(stream, Stream::File { .. }) && !action.headers.is_empty() {
            mended.headers.clear();
            left.push("headers");
        }
        let place = |field: &str| Place::item(ItemRef::Action(action.id.clone())).field(field);
        for field in left {
            let message = format!("'{}' appends to a stream, which takes only its payload.", action.name);
            let edits = vec![Edit::Put(Box::new(Item::Action(mended.clone())))];
            findings.report(place(field), message).safe("Take it away", edits);
        }
        if action.destination != Destination::ThirdParty {
            let mended = Action { stream: None, ..action.clone() };
            findings
                .report(place("stream"), format!("'{}' calls Campaign, which has no stream.", action.name))
                .suggested("Call Campaign", vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}
