//! An action's own headers leave alone what the platform always sends.

use super::header_prefix;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Action, Binding, BodyForm, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-default-headers",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "Content-Type stays a kind of JSON, and Charset stays UTF-8.",
    why: "The platform always sends both headers, with a JSON body in UTF-8. It refuses another Charset, and a \
          Content-Type that is not JSON.",
    sources: &[source::ACTION_CONFIGURATION, source::GUARDRAILS],
    flagged: || {
        header_prefix::valued("Content-Type", "text/xml")
            .at_item(ItemRef::Action("action-text".into()), "headers.Content-Type.value")
    },
    passing: || header_prefix::valued("Content-Type", "application/vnd.api+json"),
    mending: Mending::Offers("Takes the header away: the platform's own is sent."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in estate.inventory().actions.iter().filter(|action| !action.is_provider()) {
        for header in &action.headers {
            let wanted = match header.name.to_ascii_lowercase().as_str() {
                // What says that it sends a form or XML has a rule of its own.
                "content-type" if fits(action, &header.value) => continue,
                "content-type" => "a kind of JSON, such as application/json",
                "charset" if is_utf_8(&header.value) => continue,
                "charset" => "UTF-8",
                _ => continue,
            };
            let given = match &header.value {
                Binding::Constant(value) => format!("'{value}'"),
                _ => "what each journey gives".to_owned(),
            };
            let message =
                format!("'{}' sends the header {} as {given}; it must be {wanted}.", action.name, header.name);
            let place = Place::item(ItemRef::Action(action.id.clone())).field(format!("headers.{}.value", header.name));
            let mut mended: Action = action.clone();
            mended.headers.retain(|known| known.name != header.name);
            findings
                .report(place, message)
                .suggested(format!("Leave {} out", header.name), vec![Edit::Put(Box::new(Item::Action(mended)))]);
        }
    }
}

/// Whether a body of this action is what its header says.
fn fits(action: &Action, value: &Binding) -> bool {
    let Binding::Constant(value) = value else { return false };
    let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match &action.body {
        None => kind == "application/json" || kind.ends_with("+json") || kind == "text/json",
        Some(BodyForm::Form) => kind == "application/x-www-form-urlencoded",
        Some(BodyForm::Xml { .. }) => kind.ends_with("xml"),
    }
}

fn is_utf_8(value: &Binding) -> bool {
    matches!(value, Binding::Constant(value) if value.trim().eq_ignore_ascii_case("utf-8"))
}
