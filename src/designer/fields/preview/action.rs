//! A shared action as it would be sent for a test profile: with what the first step that calls it maps, or with the
//! first message that goes through it; where there is none yet, with made-up words.

use egui::Ui;

use crate::designer::fields::sent;
use crate::designer::names;
use crate::designer::widgets::{error_line, hint_line};
use crate::designer::words::{phrase, word};
use crate::journey::{
    Action, ActionCall, Activity, Binding, Channel, Inventory, Item, Journey, Kind, Message, Profile, Workspace,
};
use crate::run::instance::{rehearse, through};
use crate::run::{Letter, Request};

use super::super::form::Form;
use super::sample::Sample;
use super::{chosen_profile, framed, rendered};

impl Form<'_> {
    /// The call of this action, whole, as it would be sent for a test profile.
    pub fn action_preview(&mut self, ui: &mut Ui, action: &Action) {
        let place = self.at("Action", "payload").id.with("preview");
        let Some(profile) = chosen_profile(ui, self.workspace, place) else {
            hint_line(ui, word("preview.no_profiles"));
            return;
        };
        let sample = Sample::kept(ui.ctx(), &self.workspace.inventory, profile);
        // What is typed now counts; the inventory has it from the next frame on.
        let mut inventory = Inventory::default();
        inventory.put(Item::Action(action.clone()));
        let (said, request) = if action.is_provider() {
            handed_over(self.workspace, action, &inventory, (profile, &sample))
        } else {
            called(self.workspace, action, &inventory, &sample)
        };
        hint_line(ui, &said);
        match request {
            Ok(request) => framed(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                sent::call(ui, &request);
            }),
            Err(why) => drop(error_line(ui, &why)),
        }
        ui.add_space(6.0);
    }
}

/// Where it comes from, and the call of a step.
fn called(
    workspace: &Workspace,
    action: &Action,
    inventory: &Inventory,
    sample: &Sample,
) -> (String, Result<Request, String>) {
    let calls = |step: &Activity| match &step.kind {
        Kind::CustomAction(call) | Kind::Campaign(call) if call.action.as_ref() == Some(&action.id) => {
            Some(call.clone())
        }
        _ => None,
    };
    let found = steps(workspace).find_map(|(journey, step)| Some((journey, step, calls(step)?)));
    let (said, call) = match found {
        Some((journey, step, call)) => (by(workspace, journey, step), call),
        None => (word("preview.not_called").to_owned(), made_up(action)),
    };
    (said, rehearse(&call, inventory, sample).map(|rehearsed| rehearsed.request))
}

/// A call that maps each value to the words by which journeys know it.
fn made_up(action: &Action) -> ActionCall {
    let words = |label: &str| format!("\"{}\"", label.replace(['"', '\\'], " ")).as_str().into();
    let mut call = ActionCall { action: Some(action.id.clone()), ..ActionCall::default() };
    for (prefix, list) in [("header", &action.headers), ("query", &action.query)] {
        for named in list {
            if let Binding::Variable(label) = &named.value {
                call.values.insert(format!("{prefix}.{}", named.name), words(label));
            }
        }
    }
    for parameter in &action.payload {
        if let Binding::Variable(label) = &parameter.value {
            call.values.insert(format!("body.{}", parameter.path), words(label));
        }
    }
    call
}

/// Where it comes from, and the call by which a message is handed over.
fn handed_over(
    workspace: &Workspace,
    action: &Action,
    inventory: &Inventory,
    (profile, sample): (&Profile, &Sample),
) -> (String, Result<Request, String>) {
    let goes_through = |message: &Message| {
        let channel = workspace.inventory.get::<Channel>(message.channel.as_ref()?)?;
        (channel.provider.as_ref() == Some(&action.id)).then_some(channel)
    };
    let found = steps(workspace).find_map(|(journey, step)| {
        let mut messages = step.kind.messages().iter();
        messages.find_map(|message| Some((journey, step, message.clone(), goes_through(message)?.clone())))
    });
    let (said, letter, channel) = match found {
        Some((journey, step, message, channel)) => {
            let letter = letter(&message, &channel, sample);
            (by(workspace, journey, step), letter, channel)
        }
        None => {
            let letter = Letter {
                to: word("preview.recipient").to_owned(),
                subject: word("preview.subject").to_owned(),
                body: word("preview.body").to_owned(),
                ..Letter::default()
            };
            let (sender_name, sender_address) =
                (word("preview.sender").to_owned(), word("preview.sender_address").to_owned());
            let channel = Channel { sender_name, sender_address, ..Channel::default() };
            (word("preview.not_sent").to_owned(), Ok(letter), channel)
        }
    };
    let channel = Channel { provider: Some(action.id.clone()), ..channel };
    let request = letter.and_then(|letter| {
        let handed = through(&channel, inventory, &profile.id, &letter);
        handed.map(|(_, request)| request).map_err(|error| error.to_string())
    });
    (said, request)
}

/// The message for this person, in the language that it is written in first.
fn letter(message: &Message, channel: &Channel, sample: &Sample) -> Result<Letter, String> {
    let address = [&message.address, &channel.address].into_iter().find(|address| !address.is_empty());
    let to = address.map_or(Ok(channel.location.clone()), |address| {
        rendered(&format!("{{{{ {} | default: \"\" }}}}", address.as_str()), sample)
    })?;
    Ok(Letter {
        channel: channel.name.clone(),
        to,
        subject: rendered(message.subject.as_str(), sample)?,
        body: rendered(message.body.as_str(), sample)?,
        html: rendered(message.html.as_str(), sample)?,
        ..Letter::default()
    })
}

/// Every step of the workspace.
fn steps(workspace: &Workspace) -> impl Iterator<Item = (&Journey, &Activity)> {
    let journeys = workspace.journeys.values();
    journeys.flat_map(|journey| journey.activities.iter().map(move |step| (&**journey, step)))
}

fn by(workspace: &Workspace, journey: &Journey, step: &Activity) -> String {
    let step = names::activity(step, workspace);
    phrase("preview.as_sent_by", &[("step", &step), ("journey", &journey.name)])
}
