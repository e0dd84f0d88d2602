//! Emails are sent from a subdomain of their own.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Channel, Item, ItemRef, Medium, Place, Platform};

pub(super) const RULE: Rule = Rule {
    id: "seed-email-subdomain",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Info,
    summary: "An email channel names the subdomain that sends.",
    why: "A subdomain has to be delegated, or pointed by CNAME, with a Google TXT record, before anything can be sent \
          from it.",
    sources: &[source::BLUEPRINT_TRIGGERED],
    flagged: || with("").platform(Platform::Blueprint).at_item(ItemRef::Channel("channel-email".into()), "subdomain"),
    passing: || with("mail.shop.example.com").platform(Platform::Blueprint),
    mending: Mending::Offers("Takes the domain of the sender's address."),
    check: Check::Workspace(check),
};

fn with(subdomain: &'static str) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for channel in inventory.channels.iter_mut().filter(|channel| channel.medium == Medium::Email) {
            subdomain.clone_into(&mut channel.subdomain);
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let channels = estate.inventory().channels.iter();
    for channel in channels.filter(|channel| channel.medium == Medium::Email && channel.subdomain.is_empty()) {
        let place = Place::item(ItemRef::Channel(channel.id.clone())).field("subdomain");
        let finding = findings.report(place, format!("Name the subdomain from which '{}' sends.", channel.name));
        if let Some((_, domain)) = channel.sender_address.rsplit_once('@') {
            let mended = Channel { subdomain: domain.to_owned(), ..channel.clone() };
            finding.suggested(format!("Use {domain}"), vec![Edit::Put(Box::new(Item::Channel(mended)))]);
        }
    }
}
