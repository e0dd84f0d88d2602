//! What a preset made up is somebody's own before anything is sent.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::presets::{carrying, left_in, presets};
use crate::journey::{Inventory, Item, ItemRef, Medium, Place, Platform};

pub(super) const RULE: Rule = Rule {
    id: "waymark-made-up-value",
    aliases: &[],
    family: Family::Action,
    severity: Severity::Error,
    summary: "What a preset made up is replaced by the values of the account.",
    why: "A preset knows the shape of a call, not whose account it is. With a made-up account or host the service \
          refuses every message, or there is nobody to answer.",
    sources: &[source::WAYMARK],
    flagged: || with("").at_item(ItemRef::Action(SMS.into()), "url"),
    passing: || with("AC5ef8732a3c49700934481addd5ce1659"),
    mending: Mending::None("Only the owner of the account knows the value."),
    check: Check::Workspace(check),
};

/// The action of the example.
const SMS: &str = "action-twil";

fn with(account: &'static str) -> Sketch {
    let put = move |inventory: &mut Inventory| {
        for preset in carrying(Medium::Sms) {
            inventory.put(Item::Action(preset.filled(&[account.to_owned()])));
        }
        for channel in inventory.channels.iter_mut().filter(|channel| channel.medium == Medium::Sms) {
            channel.provider = Some(SMS.into());
        }
    };
    Sketch::event().then(steps::sms()).inventory(put).platform(Platform::Waymark)
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for action in &estate.inventory().actions {
        for (field, blank) in left_in(action) {
            let message =
                format!("Enter the {} for '{}': {} is made up.", lower(&blank.what), action.name, blank.made_up);
            let place = Place::item(ItemRef::Action(action.id.clone())).field(field);
            findings.report(place, message).to_do().by_hand("Enter it");
        }
    }
    for endpoint in &estate.inventory().endpoints {
        let mut preset = presets().iter().flat_map(|preset| &preset.fill_in);
        if let Some(blank) = preset.find(|blank| endpoint.url_pattern.contains(&blank.made_up)) {
            let what = lower(&blank.what);
            let message =
                format!("Enter the {what} in the address of '{}' too: {} is made up.", endpoint.name, blank.made_up);
            let place = Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("url_pattern");
            findings.report(place, message).to_do().by_hand("Enter it");
        }
    }
}

/// As it stands within a sentence; what begins with more than one capital letter is an abbreviation.
fn lower(what: &str) -> String {
    let mut letters = what.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => what.to_owned(),
    }
}
