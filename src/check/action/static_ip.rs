//! Calls come from many addresses.

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place, Platform};

pub(super) const RULE: Rule = Rule {
    id: "custom-action-static-ip",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Info,
    summary: "A system that lets only one source address in needs Adobe's egress proxy.",
    why: "The platform is shared by many customers: calls come from all addresses of its data centres. By the \
          blueprints a single address is not possible at all.",
    sources: &[
        source::EXTERNAL_SYSTEMS,
        source::BLUEPRINT_CAMPAIGN_V7,
        source::BLUEPRINT_THIRD_PARTY,
        source::BLUEPRINT_TRIGGERED,
    ],
    flagged: || {
        with(true).platform(Platform::Blueprint).at_item(ItemRef::Action("action-text".into()), "needs_static_ip")
    },
    passing: || with(false).platform(Platform::Blueprint),
    mending: Mending::None("The proxy is ordered from Adobe; or the other system lets all addresses in."),
    check: Check::Workspace(check),
};

fn with(needs_static_ip: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-text") {
            action.needs_static_ip = needs_static_ip;
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in estate.inventory().actions.iter().filter(|action| action.needs_static_ip) {
        let message = if estate.platform == Platform::Blueprint {
            format!("'{}' needs one source address, which the platform does not have.", action.name)
        } else {
            format!("'{}' needs one source address: order the egress proxy for it.", action.name)
        };
        findings.report(Place::item(ItemRef::Action(action.id.clone())).field("needs_static_ip"), message);
    }
}
