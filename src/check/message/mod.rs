//! Rules about messages: what they hold, and from where they are sent.

mod active_inbound;
mod cards;
mod channel_purpose;
mod decision;
mod inapp_healthcare;
mod inapp_personalization;
mod inbound_time;
mod multi_count;
mod multi_outbound;
mod send_time_channel;
mod send_time_window;
mod shared_domain;
mod size_authored;
mod size_max;
mod size_recommended;
mod stop_missing;
mod unsubscribe_missing;

use super::survey::{Step, Survey};
use super::{Rule, Sketch};
use crate::check::example::steps;
use crate::journey::{Channel, Kind, Medium, Message, Purpose};

pub(super) use cards::CARDS;

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &size_max::RULE,
    &size_recommended::RULE,
    &size_authored::RULE,
    &shared_domain::RULE,
    &decision::RULE,
    &send_time_channel::RULE,
    &send_time_window::RULE,
    &inapp_personalization::RULE,
    &inapp_healthcare::RULE,
    &inbound_time::RULE,
    &active_inbound::RULE,
    &multi_outbound::RULE,
    &multi_count::RULE,
    &channel_purpose::RULE,
    &unsubscribe_missing::RULE,
    &stop_missing::RULE,
];

/// The messages of this medium that go to people for marketing, each with its step.
fn marketing<'a>(survey: &Survey<'a>, medium: Medium) -> impl Iterator<Item = (&'a Step<'a>, &'a Message)> {
    let inventory = survey.estate.inventory();
    survey.steps().filter_map(move |step| match step.kind() {
        Kind::Message(message) if message.medium == medium => {
            let channel = inventory.get::<Channel>(message.channel.as_ref()?)?;
            (channel.purpose == Some(Purpose::Marketing)).then_some((step, message))
        }
        _ => None,
    })
}

/// The messages of a journey with their sizes, in bytes.
fn sizes<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, usize)> {
    let steps = survey.flow.steps.iter();
    steps.flat_map(|step| step.activity.kind.messages().iter().map(move |message| (step, size(message))))
}

fn size(message: &Message) -> usize {
    message.subject.as_str().len() + message.body.as_str().len() + message.html.as_str().len()
}

/// A journey with an email of this size, in an organization whose journeys may be large.
fn sending(kilobytes: usize) -> Sketch {
    let sent = Sketch::event().then(steps::email()).with(|activity| {
        if let Kind::Message(message) = &mut activity.kind {
            message.html = "1234567890".repeat(100 * kilobytes).as_str().into();
        }
    });
    sent.organization(|organization| organization.journey_bytes = Some(9_000_000))
}
