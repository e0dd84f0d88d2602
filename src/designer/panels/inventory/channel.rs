//! Channel configurations.

use egui::Ui;

use crate::designer::fields::{Form, Wanted};
use crate::designer::panels::inspector::MEDIA;
use crate::expression::Expected;
use crate::journey::{Channel, Medium, ValueType};

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, channel: &mut Channel) {
    const OWNER: &str = "Channel";
    form.choice(ui, OWNER, "medium", &mut channel.medium, &MEDIA);
    let inbound = channel.medium.is_inbound();
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
    if email || channel.shared_domain {
        form.switch(ui, OWNER, "shared_domain", &mut channel.shared_domain);
    }
}
