//! Channel configurations.

use egui::Ui;

use crate::designer::fields::{Form, Wanted};
use crate::designer::panels::inspector::MEDIA;
use crate::edit::new::NewItem;
use crate::expression::Expected;
use crate::journey::{Action, Channel, Medium, Purpose, ValueType};

const PURPOSES: [(Option<Purpose>, &str); 2] =
    [(Some(Purpose::Marketing), "purpose.marketing"), (Some(Purpose::Transactional), "purpose.transactional")];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, channel: &mut Channel) {
    const OWNER: &str = "Channel";
    form.choice(ui, OWNER, "medium", &mut channel.medium, &MEDIA);
    let inbound = channel.medium.is_inbound();
    if channel.has_purpose() || channel.purpose.is_some() {
        form.choice(ui, OWNER, "purpose", &mut channel.purpose, &PURPOSES);
    }
    if inbound || !channel.location.is_empty() {
        form.text(ui, OWNER, "location", &mut channel.location);
    }
    if !inbound || !channel.sender_name.is_empty() {
        form.text(ui, OWNER, "sender_name", &mut channel.sender_name);
    }
    // An app sends under its name alone.
    if !(inbound || channel.medium == Medium::Push) || !channel.sender_address.is_empty() {
        form.text(ui, OWNER, "sender_address", &mut channel.sender_address);
    }
    let email = channel.medium == Medium::Email;
    if email || !channel.reply_to.is_empty() {
        form.text(ui, OWNER, "reply_to", &mut channel.reply_to);
    }
    if email || !channel.subdomain.is_empty() {
        form.text(ui, OWNER, "subdomain", &mut channel.subdomain);
    }
    if !inbound || !channel.address.is_empty() {
        form.expression(ui, OWNER, "address", &mut channel.address, &Wanted { kind: Expected::Of(ValueType::String) });
    }
    let medium = channel.medium;
    let carries = |action: &Action| action.is_provider() && action.medium.is_none_or(|carried| carried == medium);
    form.reference::<Action>(ui, OWNER, "provider", &mut channel.provider, carries, NewItem::Provider(medium));
    let unsubscribes = email && channel.purpose != Some(Purpose::Transactional);
    if unsubscribes || !channel.unsubscribed_page.is_empty() {
        form.text(ui, OWNER, "unsubscribed_page", &mut channel.unsubscribed_page);
    }
    if email || channel.shared_domain {
        form.switch(ui, OWNER, "shared_domain", &mut channel.shared_domain);
    }
}
