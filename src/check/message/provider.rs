//! Waymark's own server has no mail of its own: a channel names who carries its messages.

use std::collections::BTreeMap;

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Estate, Family, Finding, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::edit::new::PresetDraft;
use crate::journey::presets::{Preset, carrying};
use crate::journey::{
    Action, ActionId, Authentication, Binding, Channel, ChannelId, Inventory, Item, ItemRef, Medium, MessagePart,
    Method, Parameter, Place, Platform,
};

pub(super) const RULE: Rule = Rule {
    id: "waymark-channel-provider",
    aliases: &[],
    family: Family::Message,
    severity: Severity::Error,
    summary: "Every channel that a journey sends through names an action that carries its messages.",
    why: "Waymark's server hands each message to a messaging provider: an email service, a text gateway. A channel \
          that names none cannot send.",
    sources: &[source::WAYMARK],
    flagged: || through(false, Medium::Email).at_item(ItemRef::Channel("channel-email".into()), "provider"),
    passing: || through(true, Medium::Email),
    mending: Mending::Offers("Takes a provider of the workspace for this kind of message, else a well-known service."),
    check: Check::Workspace(check),
};

/// An email, and a provider of these messages, through which it goes or does not go.
pub(super) fn through(goes: bool, carries: Medium) -> Sketch {
    let taken =
        |path: &str, part| Parameter { path: path.to_owned(), value: Binding::Message(part), ..Parameter::default() };
    let deliver = Action {
        id: "action-deliver".into(),
        name: "Deliver".to_owned(),
        medium: Some(carries),
        url: "https://messages.example.com/v1/mail".to_owned(),
        method: Method::Post,
        authentication: Authentication::Bearer("MESSAGES_TOKEN".into()),
        payload: vec![taken("to", MessagePart::Address), taken("text", MessagePart::Text)],
        endpoint: Some("endpoint-messages".into()),
        ..Action::default()
    };
    let put = |inventory: &mut Inventory| {
        let (id, name) = ("action-mail".into(), "Mail".to_owned());
        inventory.put(Item::Action(Action { id, name, medium: Some(Medium::Email), ..deliver.clone() }));
        inventory.put(Item::Action(deliver.clone()));
        for channel in inventory.channels.iter_mut().filter(|channel| channel.id.as_str() == "channel-email") {
            channel.provider = goes.then(|| deliver.id.clone());
        }
    };
    Sketch::event().then(steps::email()).inventory(put).platform(Platform::Waymark)
}

/// The channels through which journeys send, and how many of them.
pub(super) fn used<'a>(estate: &Estate<'a>) -> BTreeMap<&'a ChannelId, usize> {
    let mut used = BTreeMap::new();
    for channel in estate.own_outlines().flat_map(|outline| &outline.channels) {
        *used.entry(channel).or_default() += 1;
    }
    used
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for (id, journeys) in used(estate) {
        let Some(channel) = estate.get::<Channel>(Some(id)) else { continue };
        let place = Place::item(ItemRef::Channel(channel.id.clone())).field("provider");
        let Some(provider) = &channel.provider else {
            let who = if journeys == 1 { "1 journey sends".to_owned() } else { format!("{journeys} journeys send") };
            let message = format!("Choose who carries the messages of '{}': {who} through it.", channel.name);
            let finding = findings.report(place, message).to_do();
            offer(estate, finding, channel);
            continue;
        };
        if let Some(why) = estate.get::<Action>(Some(provider)).and_then(asked) {
            let name = estate.name_of::<Action>(provider);
            findings.report(place, format!("'{name}' cannot carry the messages of '{}': {why}.", channel.name));
        }
    }
}

/// Offers the providers of the workspace for this kind of message, else those that do not say what they carry, else the
/// well-known services.
pub(super) fn offer(estate: &Estate<'_>, finding: &mut Finding, channel: &Channel) {
    for carries in [Some(channel.medium), None] {
        let actions = estate.inventory().actions.iter();
        let fits = actions.filter(|action| action.medium == carries && asked(action).is_none());
        let others = fits.filter(|action| channel.provider.as_ref() != Some(&action.id));
        let before = finding.remedies.len();
        for action in others {
            finding.suggested(format!("Through '{}'", action.name), vec![put(channel, action.id.clone())]);
        }
        if finding.remedies.len() > before {
            return;
        }
    }
    for preset in carrying(channel.medium) {
        finding.suggested(format!("Through {}", preset.name), begin(estate, channel, preset));
    }
}

/// The channel with this provider.
fn put(channel: &Channel, provider: ActionId) -> Edit {
    Edit::Put(Box::new(Item::Channel(Channel { provider: Some(provider), ..channel.clone() })))
}

/// The action and the endpoint of a preset, and the channel with it.
fn begin(estate: &Estate<'_>, channel: &Channel, preset: &'static Preset) -> Vec<Edit> {
    let draft = PresetDraft::begin(estate.workspace, preset, true);
    let mut edits = draft.edits(estate.workspace);
    edits.push(put(channel, draft.id()));
    edits
}

/// Why an action cannot carry messages.
fn asked(action: &Action) -> Option<String> {
    let asks = action.bindings().find_map(|binding| match binding {
        Binding::Variable(label) => Some(format!("it asks a journey for '{label}', and a message gives nothing of it")),
        _ => None,
    });
    let takes_nothing = || "it takes no part of a message".to_owned();
    asks.or_else(|| (!action.is_provider()).then(takes_nothing))
}
