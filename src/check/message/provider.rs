//! Waymark's own server has no mail of its own: a channel names who carries its messages.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::Edit;
use crate::journey::{
    Action, ActionId, Authentication, Binding, Channel, Item, ItemRef, MessagePart, Method, Parameter, Place, Platform,
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
    flagged: || with(None).at_item(ItemRef::Channel("channel-email".into()), "provider"),
    passing: || with(Some("action-deliver".into())),
    mending: Mending::Offers("Takes an action of the workspace that carries messages."),
    check: Check::Journey(check),
};

fn with(provider: Option<ActionId>) -> Sketch {
    let taken =
        |path: &str, part| Parameter { path: path.to_owned(), value: Binding::Message(part), ..Parameter::default() };
    let deliver = Action {
        id: "action-deliver".into(),
        name: "Deliver".to_owned(),
        url: "https://messages.example.com/v1/mail".to_owned(),
        method: Method::Post,
        authentication: Authentication::Bearer("MESSAGES_TOKEN".into()),
        payload: vec![taken("to", MessagePart::Address), taken("text", MessagePart::Text)],
        endpoint: Some("endpoint-messages".into()),
        ..Action::default()
    };
    let put = |inventory: &mut crate::journey::Inventory| {
        inventory.put(Item::Action(deliver.clone()));
        for channel in inventory.channels.iter_mut().filter(|channel| channel.id.as_str() == "channel-email") {
            channel.provider.clone_from(&provider);
        }
    };
    Sketch::event().then(steps::email()).inventory(put).platform(Platform::Waymark)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let inventory = survey.estate.inventory();
    let mut seen = Vec::new();
    let messages = survey.steps().flat_map(|step| step.kind().messages());
    for channel in messages.filter_map(|message| inventory.get::<Channel>(message.channel.as_ref()?)) {
        if seen.contains(&&channel.id) {
            continue;
        }
        seen.push(&channel.id);
        let place = Place::item(ItemRef::Channel(channel.id.clone())).field("provider");
        match &channel.provider {
            None => {
                let message = format!("Choose who carries the messages of '{}'.", channel.name);
                let finding = findings.report(place, message).to_do();
                for action in inventory.actions.iter().filter(|action| asked(action).is_none()) {
                    let put = Channel { provider: Some(action.id.clone()), ..channel.clone() };
                    finding
                        .suggested(format!("Through '{}'", action.name), vec![Edit::Put(Box::new(Item::Channel(put)))]);
                }
            }
            Some(id) => {
                let Some(action) = inventory.get::<Action>(id) else { continue };
                if let Some(why) = asked(action) {
                    let message = format!("'{}' cannot carry the messages of '{}': {why}.", action.name, channel.name);
                    findings.report(place, message);
                }
            }
        }
    }
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
