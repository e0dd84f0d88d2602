//! One product sends from a domain.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "email-sending-domain-shared",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Warning,
    summary: "No other product sends from the domain of an email channel.",
    why: "A domain that Campaign or Marketo sends from too cannot be used: the platform needs it for itself.",
    sources: &[source::GUARDRAILS],
    flagged: || shared(true).at_item(ItemRef::Channel("channel-email".into()), "shared_domain"),
    passing: || shared(false),
    mending: Mending::None("Another subdomain has to be delegated first."),
    check: Check::Workspace(check),
};

fn shared(shared: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for channel in inventory.channels.iter_mut().filter(|channel| channel.id.as_str() == "channel-email") {
            channel.shared_domain = shared;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for channel in estate.inventory().channels.iter().filter(|channel| channel.shared_domain) {
        let message =
            format!("Another product sends from the domain of '{}' too; use a subdomain of its own.", channel.name);
        findings.report(Place::item(ItemRef::Channel(channel.id.clone())).field("shared_domain"), message);
    }
}
