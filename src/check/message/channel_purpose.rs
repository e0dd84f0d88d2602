//! Somebody has decided why a channel writes to people.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Channel, Item, ItemRef, Place, Purpose};

pub(super) const RULE: Rule = Rule {
    id: "waymark-channel-purpose",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Info,
    summary: "Every channel of emails, texts and WhatsApp messages says why people are written to.",
    why: "Marketing stops for people who unsubscribed and needs a way out; what people have to know, such as a \
          confirmation, still reaches them. The channel's form asks for it first.",
    sources: &[source::EMAIL_OPT_OUT],
    flagged: || with(None).at_item(ItemRef::Channel("channel-email".into()), "purpose"),
    passing: || with(Some(Purpose::Transactional)),
    mending: Mending::Offers("One of the two."),
    check: Check::Workspace(check),
};

fn with(purpose: Option<Purpose>) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for channel in inventory.channels.iter_mut().filter(|channel| channel.id.as_str() == "channel-email") {
            channel.purpose = purpose;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let channels = estate.inventory().channels.iter();
    for channel in channels.filter(|channel| channel.has_purpose() && channel.purpose.is_none()) {
        let place = Place::item(ItemRef::Channel(channel.id.clone())).field("purpose");
        let message = format!("Choose why '{}' writes to people: marketing or transactional.", channel.name);
        let chosen = |purpose| vec![Edit::Put(Box::new(Item::Channel(Channel { purpose, ..channel.clone() })))];
        findings
            .report(place, message)
            .to_do()
            .suggested("Marketing", chosen(Some(Purpose::Marketing)))
            .suggested("Transactional", chosen(Some(Purpose::Transactional)));
    }
}
