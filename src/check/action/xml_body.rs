//! A body that is written as XML is XML, and its places are those of fields.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::xml::{self, Slots};
use crate::journey::{Action, Binding, BodyForm, Inventory, Item, ItemRef, Parameter, Place, Platform, ValueType};

pub(super) const RULE: Rule = Rule {
    id: "waymark-xml-body",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "A body that is sent as XML is XML, and each {{…}} in it names a field of the action.",
    why: "A place that names no field is sent empty, and one without its closing braces is sent as it stands: the other \
          system takes a message without its text, or refuses all of them.",
    sources: &[source::WAYMARK],
    flagged: || with("<order id=\"{{orderId}}\"/>").at_item(ItemRef::Action(ACTION.into()), "body.template"),
    passing: || with("<order id=\"{{order.id}}\"/>"),
    mending: Mending::Offers("Names the field that was meant, where one is called nearly so."),
    check: Check::Workspace(check),
};

const ACTION: &str = "action-order";

/// An action whose body is this text, for one field `order.id`.
pub(super) fn with(template: &'static str) -> Sketch {
    let put = move |inventory: &mut Inventory| {
        inventory.put(Item::Action(Action {
            id: ACTION.into(),
            name: "SendOrder".to_owned(),
            url: "https://orders.example.com/soap".to_owned(),
            method: crate::journey::Method::Post,
            body: Some(BodyForm::Xml { template: template.to_owned() }),
            payload: vec![Parameter {
                path: "order.id".to_owned(),
                kind: ValueType::String,
                value: Binding::Variable("Order".to_owned()),
                ..Parameter::default()
            }],
            ..Action::default()
        }));
    };
    Sketch::event().inventory(put).platform(Platform::Waymark)
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        let Some(BodyForm::Xml { template }) = &action.body else { continue };
        let place = || Place::item(ItemRef::Action(action.id.clone())).field("body.template");
        if template.trim().is_empty() {
            let message = format!("Write the XML that '{}' sends.", action.name);
            findings.report(place(), message).to_do().by_hand("Write it");
            continue;
        }
        let slots = Slots::of(template);
        for slot in &slots.whole {
            if action.payload.iter().any(|parameter| parameter.path == slot.path) {
                continue;
            }
            let line = line_of(template, slot.span.start);
            let message = match slot.path {
                "" => format!("{{{{}}}} in line {line} of what '{}' sends names no field.", action.name),
                path => {
                    format!("'{}' has no field '{path}': {{{{{path}}}}} in line {line} is sent empty.", action.name)
                }
            };
            let finding = findings.report(place(), message);
            if let Some(meant) = nearest(slot.path, action) {
                let mut mended = template.clone();
                mended.replace_range(slot.span.clone(), &format!("{{{{{meant}}}}}"));
                let mended = Action { body: Some(BodyForm::Xml { template: mended }), ..action.clone() };
                finding.suggested(format!("Use {meant}"), vec![Edit::Put(Box::new(Item::Action(mended)))]);
            }
        }
        if let Some(open) = slots.unclosed {
            let line = line_of(template, open);
            findings.report(
                place(),
                format!("'{{{{' in line {line} of what '{}' sends never ends in '}}}}'.", action.name),
            );
        } else if let Err(why) = read(template) {
            findings.report(place(), format!("What '{}' sends is not XML: {why}.", action.name));
        }
    }
}

/// Why a text is not XML, whatever stands in its places.
fn read(template: &str) -> Result<(), String> {
    // A value may stand in an attribute, in a text, or be the name of an element; lines stay where they are.
    let filled = xml::fill_in(template, |_| Some("x".to_owned()));
    let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
    match roxmltree::Document::parse_with_options(filled.trim_start(), options) {
        Ok(_) => Ok(()),
        Err(error) => {
            let skipped = filled[..filled.len() - filled.trim_start().len()].matches('\n').count();
            let line = usize::try_from(error.pos().row).unwrap_or_default() + skipped;
            let said = error.to_string();
            let why = said.rsplit_once(" at ").map_or(said.as_str(), |(why, _)| why);
            Err(format!("line {line}: {why}"))
        }
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}

/// The field that is called nearly so: the same letters, or the same last name.
fn nearest<'a>(path: &str, action: &'a Action) -> Option<&'a str> {
    let letters = |text: &str| {
        text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    let (whole, last) = (letters(path), letters(path.rsplit('.').next().unwrap_or(path)));
    let paths = || action.payload.iter().map(|parameter| parameter.path.as_str());
    let same = paths().find(|known| letters(known) == whole);
    let mut ends =
        paths().filter(|known| !last.is_empty() && letters(known.rsplit('.').next().unwrap_or(known)) == last);
    same.or_else(|| ends.next().filter(|_| ends.next().is_none()))
}
