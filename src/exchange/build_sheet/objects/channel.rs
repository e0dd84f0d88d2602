//! Channel configurations: by whom and to which address messages go. The product asks for more than a journey knows;
//! what it asks is listed, so that nobody finds out in front of the form.

use crate::exchange::build_sheet::Sheet;
use crate::exchange::build_sheet::page::{Page, Row, code, row};
use crate::exchange::build_sheet::{fields, writing, xdm};
use crate::journey::{Activity, Channel, Medium, Purpose};

use super::{OPEN, medium_name};

/// A name that the product accepts: it begins with a letter, and has letters, digits, `_`, `.` and `-` only.
pub(in crate::exchange::build_sheet) fn configuration_name(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-') { c } else { '_' };
    let name: String = name.trim().chars().map(plain).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) { name } else { format!("C_{name}") }
}

pub(super) fn write(page: &mut Page, sheet: &Sheet<'_>, channel: &Channel) {
    page.heading(3, &format!("Channel configuration: {}", channel.name));
    let mut rows = vec![
        row("Where", "Administration > Channels > General settings > Channel configurations > Create"),
        row("Name", format!("{} (blanks are not accepted)", code(&configuration_name(&channel.name)))),
        row("Channel", form_name(channel.medium)),
        row("Marketing action", format!("{OPEN}; only with the add-ons that bring consent policies")),
    ];
    match channel.medium {
        Medium::Email => rows.extend(email(sheet, channel)),
        Medium::Sms => rows.extend(text_message(sheet, channel)),
        Medium::Push => rows.extend(push(channel)),
        Medium::DirectMail => rows.extend(letter()),
        Medium::WhatsApp => rows.extend(whatsapp(sheet, channel)),
        Medium::InApp | Medium::Web | Medium::CodeBased | Medium::ContentCard => rows.extend(inbound(channel)),
    }
    page.fields(&rows);
    if channel.medium == Medium::DirectMail {
        postal(page, sheet, channel);
    }
}

/// What the form calls the medium.
fn form_name(medium: Medium) -> String {
    match medium {
        Medium::Sms => "SMS (on newer screens: Mobile message)".to_owned(),
        other => medium_name(other).to_owned(),
    }
}

/// Marketing or transactional, as the form calls it.
pub(in crate::exchange::build_sheet) fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Marketing => "Marketing",
        Purpose::Transactional => "Transactional",
    }
}

/// Why the steps that use it write to people.
fn kind(sheet: &Sheet<'_>, channel: &Channel, what: &str) -> Row {
    let uses =
        |step: &&&Activity| step.kind.messages().iter().any(|message| message.channel.as_ref() == Some(&channel.id));
    let steps: Vec<String> = sheet.order.iter().filter(uses).map(|step| sheet.step(&step.id)).collect();
    let steps = steps.join(", ");
    let value = match channel.purpose {
        Some(Purpose::Marketing) => format!("Marketing, for {steps}: nobody who unsubscribed is reached"),
        Some(Purpose::Transactional) => {
            format!("Transactional, for {steps}: those who unsubscribed are reached too, with what they have to know")
        }
        None => format!(
            "not decided: the administrator asks who answers for customers' consent, for {steps}. *Marketing* reaches \
             nobody who unsubscribed, *Transactional* also those, and only with what they have to know"
        ),
    };
    row(what, value)
}

/// What the document says, or that it is open.
fn said(text: &str) -> String {
    if text.is_empty() { OPEN.to_owned() } else { code(text) }
}

/// The field of the profile in which the address stands.
fn address(sheet: &Sheet<'_>, channel: &Channel) -> String {
    if channel.address.is_empty() {
        return "the sandbox's default".to_owned();
    }
    let written = writing::expression(&sheet.definition.inventory, &channel.address.0);
    let inner = written.strip_prefix("#{").and_then(|rest| rest.strip_suffix('}')).unwrap_or(&written);
    // The picker shows the profile's own path, without the data source and the field group.
    code(inner.splitn(3, '.').nth(2).unwrap_or(inner))
}

fn email(sheet: &Sheet<'_>, channel: &Channel) -> Vec<Row> {
    let mut rows = vec![
        kind(sheet, channel, "Email type"),
        row(
            "Subdomain",
            format!("{}; delegated before, in Administration > Channels > Subdomains", said(&channel.subdomain)),
        ),
        row("IP pool", OPEN),
        row("List unsubscribe", "left as it is"),
        row("Sender name", said(&channel.sender_name)),
        row("From email prefix", prefix(channel)),
        row("Reply to (name)", said(&channel.sender_name)),
        row("Reply to (email)", said(&channel.reply_to)),
        row("Error email", format!("{OPEN}; an address of the same subdomain, or only what stands before its @")),
        row("Execution dimension: email execution field", address(sheet, channel)),
    ];
    if channel.purpose != Some(Purpose::Transactional) && sends_way_out(sheet, channel) {
        let page = match channel.unsubscribed_page.as_str() {
            "" => OPEN.to_owned(),
            page => format!("{}, not in this form, but in the unsubscribe link of each email", code(page)),
        };
        rows.push(row("To know: page after unsubscribing", page));
    }
    if channel.shared_domain {
        rows.push(row("Mind", "another product sends from the same domain"));
    }
    rows
}

/// Whether an email of it has a link to unsubscribe.
fn sends_way_out(sheet: &Sheet<'_>, channel: &Channel) -> bool {
    let messages = sheet.order.iter().flat_map(|step| step.kind.messages());
    messages.into_iter().any(|message| message.channel.as_ref() == Some(&channel.id) && !message.unsubscribe.is_empty())
}

/// The part of the sender's address that is typed; the form adds the subdomain.
fn prefix(channel: &Channel) -> String {
    match channel.sender_address.split_once('@') {
        Some((local, domain)) if domain == channel.subdomain => {
            format!("{}, which gives {}", code(local), code(&channel.sender_address))
        }
        _ => said(&channel.sender_address),
    }
}

/// Numbers are written with blanks for people; forms take none.
fn sender_number(number: &str) -> String {
    let plain: String = number.split_whitespace().collect();
    if plain.is_empty() || !plain.chars().all(|c| c.is_ascii_digit() || c == '+') {
        return said(number);
    }
    format!("{}, as registered with the provider, without blanks", code(&plain))
}

fn text_message(sheet: &Sheet<'_>, channel: &Channel) -> Vec<Row> {
    let mut rows = vec![
        kind(sheet, channel, "SMS type"),
        row("SMS configuration", format!("{OPEN}: the credentials of the SMS provider")),
        row("Sender number", sender_number(&channel.sender_address)),
        row("Subdomain", "none; it is for shortened links only"),
        row("Execution dimension: SMS execution field", address(sheet, channel)),
    ];
    if channel.purpose == Some(Purpose::Marketing) {
        rows.push(row(
            "Mind",
            "who replies STOP gets nothing more from this number, whatever it is: transactional texts go from another",
        ));
    }
    rows
}

fn whatsapp(sheet: &Sheet<'_>, channel: &Channel) -> Vec<Row> {
    vec![
        kind(sheet, channel, "Marketing type"),
        row("Template", "each message is one that WhatsApp has approved before, of the same type"),
        row("WhatsApp configuration", format!("{OPEN}: the WhatsApp Business Account")),
        row("Sender number", said(&channel.sender_address)),
        row("Execution dimension: execution field", address(sheet, channel)),
    ]
}

/// What people find in an app or on a page: where that is.
fn inbound(channel: &Channel) -> Vec<Row> {
    let what = match channel.medium {
        Medium::Web => "Page URL, or rule for pages",
        Medium::CodeBased => "Platform, and location or path",
        _ => "Mobile app ID, or page URL",
    };
    vec![
        row(what, said(&channel.location)),
        row("Execution field", "none: the app or page asks for its content when it is opened"),
    ]
}

fn push(channel: &Channel) -> Vec<Row> {
    vec![
        row("Platform", format!("{OPEN}: iOS, Android or both")),
        row("App ID", format!("{OPEN}: the push credentials of the app {}", code(&channel.sender_name))),
        row("Execution field", "none: the product sends to the tokens that the app registers through the Mobile SDK"),
    ]
}

fn letter() -> Vec<Row> {
    vec![
        row("File format", format!("{OPEN} with the mail provider: CSV or text delimited")),
        row(
            "File routing configuration",
            format!(
                "{OPEN}. First create one: Administration > Channels > Direct mail settings > File routing, with the \
                 server type, its credentials and how often files go out"
            ),
        ),
    ]
}

/// Where letters go stands in the file itself, column by column.
fn postal(page: &mut Page, sheet: &Sheet<'_>, channel: &Channel) {
    let columns: Vec<String> = fields::address(&sheet.definition.inventory, channel)
        .into_iter()
        .map(|(schema, field)| code(&xdm::placed(schema, field).path))
        .collect();
    page.paragraph(&format!(
        "A letter leaves as a row of a file that the mail provider fetches. It has no execution address: the address \
         is in the columns {}. Tell the provider the sender on the envelope: {}, {}. Direct mail in journeys is not \
         part of every contract: where the palette does not offer it, ask Adobe.",
        columns.join(", "),
        channel.sender_name,
        channel.sender_address,
    ));
}
