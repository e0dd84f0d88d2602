//! What is asked of a new audience, channel configuration or test profile.

use egui::Ui;

use super::Asked;
use crate::designer::fields::{Form, Wanted};
use crate::designer::panels::inspector::MEDIA;
use crate::designer::panels::inventory::audience::EVALUATIONS;
use crate::designer::widgets::{hint_line, section};
use crate::designer::words::word;
use crate::edit::new::Draft;
use crate::journey::{Audience, Channel, Medium, Profile};

pub(super) fn questions(ui: &mut Ui, form: &mut Form<'_>, draft: &mut Draft, asked: &Asked) {
    if let (true, Draft::Channel(channel)) = (asked.is_free, &*draft) {
        let mut medium = channel.medium;
        form.choice(ui, "Channel", "medium", &mut medium, &MEDIA);
        if medium != channel.medium {
            draft.carry_by(form.workspace, medium);
        }
    }
    match draft {
        Draft::Audience(audience) => self::audience(ui, form, audience),
        Draft::Channel(channel) => self::channel(ui, form, channel),
        Draft::Profile(profile) => self::profile(ui, form, profile),
        Draft::Event(_) | Draft::Action(_) | Draft::Preset(_) => {}
    }
}

fn audience(ui: &mut Ui, form: &mut Form<'_>, audience: &mut Audience) {
    form.choice(ui, "Audience", "evaluation", &mut audience.evaluation, &EVALUATIONS);
    form.condition(ui, "Audience", "rule", &mut audience.rule, &Wanted::condition());
    hint_line(ui, word("new_object.audience_more"));
}

fn channel(ui: &mut Ui, form: &mut Form<'_>, channel: &mut Channel) {
    if channel.medium.is_inbound() {
        form.text(ui, "Channel", "location", &mut channel.location);
        hint_line(ui, word("inbound.hint"));
        return;
    }
    form.text(ui, "Channel", "sender_name", &mut channel.sender_name);
    // A push notification comes from the app itself.
    if channel.medium != Medium::Push {
        form.text(ui, "Channel", "sender_address", &mut channel.sender_address);
    }
    let key = if channel.address.is_empty() { "new_object.channel_open" } else { "new_object.channel_more" };
    hint_line(ui, word(key));
}

fn profile(ui: &mut Ui, form: &mut Form<'_>, profile: &mut Profile) {
    section(ui, word("profile.identities"));
    for namespace in form.workspace.inventory.namespaces.iter().filter(|namespace| namespace.people) {
        let mut identity = profile.identities.get(&namespace.id).cloned().unwrap_or_default();
        if form.entry(ui, ("Profile", "identities"), namespace.id.as_str(), &namespace.name, &mut identity) {
            profile.identities.insert(namespace.id.clone(), identity);
        }
    }
    profile.identities.retain(|_, identity| !identity.trim().is_empty());
    form.zone(ui, "Profile", "zone", &mut profile.zone);
    hint_line(ui, word("new_object.profile_more"));
}
