//! The longer texts of an activity, each to copy as it stands: what a message says, what a call is given.

use std::collections::BTreeSet;

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, code};
use crate::exchange::build_sheet::personalization::Shown;
use crate::exchange::build_sheet::{fields, personalization, writing};
use crate::expression::{Expr, ExprKind, Root, shape, template};
use crate::journey::{
    Action, ActionCall, Activity, Binding, Channel, Destination, Event, Expression, Inventory, Jump, Kind, Medium,
    Message, ReactionKind, Schema, Template, UpdateProfile, Wait, Word, Wording,
};

use super::{letter, trial};

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, activity: &Activity) {
    match &activity.kind {
        Kind::Message(message) if message.medium == Medium::DirectMail => letter::write(page, sheet, message),
        Kind::Message(message) => texts(page, sheet, activity, message),
        Kind::MultiAction(multi) => {
            for (index, message) in multi.messages.iter().enumerate() {
                page.paragraph(&format!("Action {}:", index + 1));
                texts(page, sheet, activity, message);
            }
        }
        Kind::UpdateProfile(update) => updates(page, sheet, update),
        Kind::Jump(jump) => mapping(page, sheet, jump),
        Kind::CustomAction(call) | Kind::Campaign(call) => values(page, sheet, call),
        Kind::Wait(Wait::Custom(until)) if fields::reads(&until.0) => page.paragraph(
            "A moment that has passed already is not waited for: people go on at once. Try it in the test mode with \
             a late record.",
        ),
        _ => {}
    }
    by_hand(page, sheet, activity);
}

/// What the editor does not take as text.
fn by_hand(page: &mut Page, sheet: &Sheet<'_>, activity: &Activity) {
    let mut found = BTreeSet::new();
    activity.walk(&mut |_, word, text| {
        if word == Word::Expression {
            found.extend(writing::by_hand(&sheet.definition.inventory, text));
        }
    });
    for hint in found {
        page.item(&hint);
    }
}

fn texts(page: &mut Page, sheet: &Sheet<'_>, step: &Activity, message: &Message) {
    for variant in message.variants() {
        if let Some(heading) = trial::heading(message, variant.id) {
            page.paragraph(&heading);
        }
        for wording in message.wordings_of(&variant) {
            if wording.translated {
                page.paragraph(&format!("Locale {}:", code(wording.language)));
            }
            wording_texts(page, sheet, step, message, &wording);
        }
    }
    let links = |wording: Wording<'_>| [wording.body, wording.html].iter().any(|text| text.as_str().contains("://"));
    if message.track_clicks && message.wordings().any(links) {
        let others = if message.unsubscribe.is_empty() { "" } else { " except that of the unsubscribe link" };
        page.item(&format!(
            "Links, at the left of the editor: give every address{others} the tracking type *Tracked*; clicks on other \
             links are not counted."
        ));
    }
}

/// What the message says in one language.
fn wording_texts(page: &mut Page, sheet: &Sheet<'_>, step: &Activity, message: &Message, wording: &Wording<'_>) {
    let email = message.medium == Medium::Email;
    let (subject, body) = match message.medium {
        Medium::Push => ("Edit content > Title:", "Edit content > Body:"),
        Medium::Sms | Medium::WhatsApp => ("", "Edit content > Message:"),
        Medium::InApp | Medium::ContentCard => ("Edit content > Header:", "Edit content > Body:"),
        Medium::Web => ("", "Edit web page > Content:"),
        Medium::CodeBased => ("", "Edit code > Content:"),
        _ if wording.html.is_empty() => (
            "Edit content > Subject line:",
            "Edit email body > Design from scratch, one *Text* component; the plain text version is made from it:",
        ),
        _ => ("Edit content > Subject line:", "Edit email body > Plain text, *Sync with HTML* switched off:"),
    };
    text(page, sheet, subject, wording.subject, Shown::Plain);
    let html = "Edit email body > Design from scratch, one *HTML* component with this code:";
    text(page, sheet, html, wording.html, Shown::Html);
    if !wording.html.is_empty() {
        way_out(page, sheet, step, message, wording);
        moving_links(page, sheet, wording.html);
    }
    let is_html = message.medium == Medium::Web || email && wording.html.is_empty();
    text(page, sheet, body, wording.body, if is_html { Shown::Html } else { Shown::Plain });
    if wording.html.is_empty() {
        way_out(page, sheet, step, message, wording);
        if shows_address(&sheet.definition.inventory, wording.body) {
            visible_address(page, message.medium);
        }
    } else if !wording.unsubscribe.is_empty() {
        page.item(
            "The editor has put a line with the unsubscribe link there by itself: keep it at the end, and replace what \
             stands above it.",
        );
    }
}

/// How people unsubscribe from an email.
fn way_out(page: &mut Page, sheet: &Sheet<'_>, step: &Activity, message: &Message, wording: &Wording<'_>) {
    if message.medium != Medium::Email || wording.unsubscribe.is_empty() {
        return;
    }
    let channel = message.channel.as_ref().and_then(|id| sheet.definition.inventory.get::<Channel>(id));
    let opens = match channel.map(|channel| channel.unsubscribed_page.as_str()) {
        Some(address) if !address.is_empty() => format!("{}, the page that opens then", code(address)),
        _ => "the page that opens then, which the administrator names".to_owned(),
    };
    page.item(&format!(
        "Below it, as the last of the email, a *Text* component with {}: select it > Insert link, type *One \
         click Opt-out*, URL {opens}, level *Channel*. A click takes the person out of all marketing by email at once.",
        code(wording.unsubscribe)
    ));
    let hears = |other: &&&Activity| matches!(&other.kind, Kind::Reaction(reaction) if reaction.reaction == ReactionKind::Clicked && reaction.message.as_ref() == Some(&step.id));
    for other in sheet.order.iter().filter(hears) {
        page.item(&format!("A click on the unsubscribe link does not count for {}.", sheet.step(&other.id)));
    }
}

/// Links whose whole address comes from data: only where their domain is allowed.
fn moving_links(page: &mut Page, sheet: &Sheet<'_>, html: &Template) {
    let hosts: Vec<String> = hosts(sheet, html).into_iter().collect();
    if hosts.is_empty() {
        return;
    }
    page.item(&format!(
        "A link whose whole address comes from data is sent only where Adobe knows its domain: let Adobe's support allow \
         {} for links. (The list of allowed recipients is another one: it keeps mail from everybody else.) Clicks on \
         such a link may be missing in reports and in reactions.",
        hosts.join(", ")
    ));
}

/// The domains of such links in all emails.
pub(in crate::exchange::build_sheet) fn moving_hosts(sheet: &Sheet<'_>) -> BTreeSet<String> {
    let messages = sheet.order.iter().flat_map(|step| step.kind.messages());
    messages.flat_map(|message| hosts(sheet, &message.html)).collect()
}

fn hosts(sheet: &Sheet<'_>, html: &Template) -> BTreeSet<String> {
    let source = html.as_str();
    let mut hosts = BTreeSet::new();
    for slot in template::parse(source).slots() {
        let before = source.get(..slot.span.start).unwrap_or_default();
        if before.ends_with("href=\"") {
            let sample = slot.parsed.sound().and_then(|tree| sample(&sheet.definition.inventory, tree));
            let host = sample.as_deref().and_then(|address| address.split("://").nth(1)?.split('/').next());
            hosts.insert(host.map_or_else(|| "that of the address".to_owned(), code));
        }
    }
    hosts
}

fn visible_address(page: &mut Page, medium: Medium) {
    let otherwise = match medium {
        Medium::Email => {
            " Most mail programs make a link of it by themselves. To be sure, select it > Insert link, type *External \
             link*, and paste the same value as its URL, with three braces in place of two."
        }
        _ => " Phones make a link of it by themselves.",
    };
    page.item(&format!(
        "The address stays visible text, as it is meant.{otherwise} Look at it in the test run: a proof has no record of \
         an event to take it from."
    ));
}

/// Whether people see an address of the web in the text: one that stands there, or the value of an event's field.
fn shows_address(inventory: &Inventory, template: &Template) -> bool {
    let is_address = |expression: &Expr| sample(inventory, expression).is_some_and(|text| text.contains("://"));
    template.as_str().contains("://")
        || template::parse(template.as_str()).slots().any(|slot| slot.parsed.sound().is_some_and(is_address))
}

/// The text that the event's sample has in this field.
fn sample(inventory: &Inventory, expression: &Expr) -> Option<String> {
    let ExprKind::Field(reference) = &expression.kind else { return None };
    let event = reference.name(0).and_then(|name| inventory.named::<Event>(name));
    let event = event.filter(|_| reference.root == Root::Event)?;
    let sample = serde_json::from_str(&event.sample).ok()?;
    let value = shape::at(&sample, &fields::names(reference).join("."))?;
    value.as_str().map(str::to_owned)
}

fn text(page: &mut Page, sheet: &Sheet<'_>, caption: &str, template: &Template, shown: Shown) {
    if template.is_empty() {
        return;
    }
    let translated = personalization::translate(&sheet.definition.inventory, template, shown);
    page.code(caption, "", &translated.text);
    for note in translated.notes {
        page.item(&note);
    }
}

fn updates(page: &mut Page, sheet: &Sheet<'_>, update: &UpdateProfile) {
    let inventory = &sheet.definition.inventory;
    let schema = update.schema.as_ref().and_then(|id| inventory.get::<Schema>(id));
    page.table(
        &["Field", "Value (advanced editor)"],
        update.fields.iter().map(|field| {
            let path = schema.map_or_else(|| field.field.clone(), |schema| writing::schema_path(schema, &field.field));
            vec![code(&path), written(sheet, &field.value)]
        }),
    );
}

fn mapping(page: &mut Page, sheet: &Sheet<'_>, jump: &Jump) {
    let inventory = &sheet.definition.inventory;
    let event = jump.entry.as_ref().and_then(|id| inventory.get::<Event>(id));
    page.table(
        &["Field of the target's event", "Expression (advanced editor)"],
        jump.mapping.iter().map(|(path, value)| {
            let path = event.map_or_else(|| path.clone(), |event| writing::event_path(inventory, event, path));
            vec![code(&path), written(sheet, value)]
        }),
    );
    page.paragraph(
        "The identity is mapped by itself; the other fields of the target's event are left empty. The target has to be \
         live first: see *Before the canvas*.",
    );
}

fn values(page: &mut Page, sheet: &Sheet<'_>, call: &ActionCall) {
    let action = call.action.as_ref().and_then(|id| sheet.definition.inventory.get::<Action>(id));
    if action.is_some_and(|action| action.destination == Destination::CampaignStandard) {
        standard_values(page, sheet, call);
        return;
    }
    page.table(
        &["Field", "Its name in the request", "Expression (advanced editor)"],
        call.values.iter().map(|(name, value)| {
            let label = action.and_then(|action| label(action, name)).unwrap_or_default();
            vec![label, code(name), written(sheet, value)]
        }),
    );
    missing_values(page, action, call);
}

/// What becomes of optional fields for people whose value is missing.
fn missing_values(page: &mut Page, action: Option<&Action>, call: &ActionCall) {
    let Some(action) = action else { return };
    let may_miss = |name: &str, value: &Expression| {
        let path = name.strip_prefix("body.").unwrap_or_default();
        let optional = action.payload.iter().any(|parameter| parameter.path == path && parameter.optional);
        optional && fields::reads(&value.0) && !value.0.contains("defaultValue")
    };
    let names: Vec<String> =
        call.values.iter().filter(|(name, value)| may_miss(name, value)).map(|(name, _)| code(name)).collect();
    if names.is_empty() {
        return;
    }
    let names = names.join(", ");
    page.item(&match (action.destination, action.allow_null_values) {
        (Destination::ThirdParty, true) => format!("Optional: for people without a value {names} is sent as null."),
        (Destination::ThirdParty, false) => format!("Optional: for people without a value {names} is left out."),
        _ => format!(
            "Optional: the message in Campaign has to read well without {names}; the test shows what arrives there for \
             people without a value."
        ),
    });
}

/// The built-in actions of Campaign Standard have two sections of their own: who is written to, and with which data.
fn standard_values(page: &mut Page, sheet: &Sheet<'_>, call: &ActionCall) {
    page.table(
        &["Section", "Field", "Expression (advanced editor)"],
        call.values.iter().map(|(name, value)| {
            let (section, field) = match name.strip_prefix("body.ctx.") {
                Some(field) => ("Personalization data", field),
                None => ("Address", name.strip_prefix("body.").unwrap_or(name)),
            };
            vec![section.to_owned(), code(field), written(sheet, value)]
        }),
    );
}

/// What the pane calls a variable: `body.to.phone`, `header.X-Trace`, `query.city`.
fn label(action: &Action, name: &str) -> Option<String> {
    let (place, name) = name.split_once('.')?;
    let value = match place {
        "header" => &action.headers.iter().find(|header| header.name == name)?.value,
        "query" => &action.query.iter().find(|query| query.name == name)?.value,
        _ => &action.payload.iter().find(|parameter| parameter.path == name)?.value,
    };
    match value {
        Binding::Variable(label) => Some(label.clone()),
        _ => None,
    }
}

fn written(sheet: &Sheet<'_>, expression: &Expression) -> String {
    code(&writing::expression(&sheet.definition.inventory, &expression.0))
}
