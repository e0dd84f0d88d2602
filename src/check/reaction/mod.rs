//! Rules about reactions.

mod campaign_standard;
mod custom_action;
mod in_app;
mod kinds;
mod no_action;
mod no_timeout;
mod not_after_channel;
mod other_journey;
mod timeout_range;
mod tracked;

use super::Rule;
use super::survey::{Step, Survey};
use crate::journey::{Action, ActionCall, Destination, Kind, Reaction};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &no_action::RULE,
    &not_after_channel::RULE,
    &custom_action::RULE,
    &other_journey::RULE,
    &kinds::RULE,
    &campaign_standard::RULE,
    &timeout_range::RULE,
    &no_timeout::RULE,
    &tracked::RULE,
    &in_app::RULE,
];

/// The reactions of a journey.
fn reactions<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, &'a Reaction)> {
    survey.each(|kind| if let Kind::Reaction(reaction) = kind { Some(reaction) } else { None })
}

/// The step that a reaction watches.
fn watched<'a>(survey: &Survey<'a>, reaction: &Reaction) -> Option<&'a Step<'a>> {
    survey.flow.step(reaction.message.as_ref()?)
}

/// The Campaign Standard action that a step calls.
fn campaign_standard<'a>(survey: &Survey<'a>, kind: &'a Kind) -> Option<&'a Action> {
    let Kind::Campaign(ActionCall { action, .. }) = kind else { return None };
    survey.estate.get::<Action>(action.as_ref()).filter(|action| action.destination == Destination::CampaignStandard)
}

/// True for what a reaction can watch: a message of the platform, or one of Campaign Standard.
fn can_be_watched<'a>(survey: &Survey<'a>, step: &'a Step<'a>) -> bool {
    matches!(step.kind(), Kind::Message(_)) || campaign_standard(survey, &step.activity.kind).is_some()
}

/// The message directly before a step, where there is exactly one.
fn message_before<'a>(survey: &Survey<'a>, step: &'a Step<'a>) -> Option<&'a Step<'a>> {
    let mut messages = survey.flow.before(step).filter(|before| can_be_watched(survey, before));
    messages.next().filter(|_| messages.next().is_none())
}
