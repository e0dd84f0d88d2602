//! Headers are written as HTTP wants them.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Binding, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-header-rfc7230",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "Header names and values have only signs that HTTP allows (RFC 7230).",
    why: "A blank or a line break in a header makes the other system refuse or misread the whole call.",
    sources: &[source::ACTION_CONFIGURATION],
    flagged: || {
        super::header_prefix::header("X Trace").at_item(ItemRef::Action("action-text".into()), "headers.X Trace.name")
    },
    passing: || super::header_prefix::header("X-Trace"),
    mending: Mending::Offers("Puts a hyphen in the place of each sign that is not allowed in a name."),
    check: Check::Workspace(check),
};

/// The signs of a token (RFC 7230, section 3.2.6).
fn is_token(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(sign)
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        for header in &action.headers {
            let place = |part: &str| {
                Place::item(ItemRef::Action(action.id.clone())).field(format!("headers.{}.{part}", header.name))
            };
            if header.name.is_empty() || !header.name.chars().all(is_token) {
                let message = format!(
                    "'{}' sends a header '{}': its name may have letters, digits and hyphens, but no blanks.",
                    action.name, header.name
                );
                let clean: String = header.name.chars().map(|sign| if is_token(sign) { sign } else { '-' }).collect();
                let finding = findings.report(place("name"), message);
                if !clean.is_empty() {
                    let mut mended: Action = action.clone();
                    for named in mended.headers.iter_mut().filter(|named| named.name == header.name) {
                        named.name.clone_from(&clean);
                    }
                    finding.safe(format!("Call it {clean}"), vec![Edit::Put(Box::new(Item::Action(mended)))]);
                }
            } else if matches!(&header.value, Binding::Constant(value) if value.contains(['\r', '\n'])) {
                let message = format!("'{}': the value of the header '{}' has a line break.", action.name, header.name);
                findings.report(place("value"), message);
            }
        }
    }
}
