//! A provider carries messages of one kind.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{Action, Channel, ItemRef, Medium, Place};

use super::provider::{offer, through, used};

pub(super) const RULE: Rule = Rule {
    id: "waymark-provider-medium",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "A channel sends through a provider of its own kind of message.",
    why: "A text gateway takes a phone number and a text. An email that is handed to it is refused, or its text goes out \
          to an address that is no number.",
    sources: &[source::WAYMARK],
    flagged: || through(true, Medium::Sms).at_item(ItemRef::Channel("channel-email".into()), "provider"),
    passing: || through(true, Medium::Email),
    mending: Mending::Offers("Takes a provider of the workspace for this kind of message, else a well-known service."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for (id, _) in used(estate) {
        let Some(channel) = estate.get::<Channel>(Some(id)) else { continue };
        let Some(provider) = estate.get::<Action>(channel.provider.as_ref()) else { continue };
        let Some(carried) = provider.medium.filter(|carried| *carried != channel.medium) else { continue };
        let message = format!(
            "'{}' sends {}s through '{}', which carries {}s.",
            channel.name,
            channel.medium.noun(),
            provider.name,
            carried.noun(),
        );
        let finding = findings.report(Place::item(ItemRef::Channel(channel.id.clone())).field("provider"), message);
        offer(estate, finding, channel);
    }
}
