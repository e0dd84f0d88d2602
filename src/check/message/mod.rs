//! Rules about messages: what they hold, and from where they are sent.

mod active_inbound;
mod cards;
mod channel_purpose;
mod content_adaptive;
mod content_letter;
mod content_scaling;
mod decision;
mod held_out_reaction;
mod inapp_healthcare;
mod inapp_personalization;
mod inbound_rate;
mod inbound_time;
mod language_attribute;
mod language_count;
mod language_name;
mod language_twice;
mod latency;
mod multi_count;
mod multi_outbound;
mod priority;
mod provider;
mod provider_medium;
mod rapid_audience;
mod rapid_delivery;
mod rapid_personalized;
mod send_time_channel;
mod send_time_window;
mod shared_domain;
mod size_authored;
mod size_max;
mod size_recommended;
mod stop_missing;
mod treatment_count;
mod treatment_name;
mod unsubscribe_missing;

use super::survey::{Step, Survey};
use super::{Rule, Sketch};
use crate::check::example::steps;
use crate::journey::{
    Channel, Content, ContentExperiment, Kind, Languages, Medium, Message, Optimization, Purpose, SplitPath,
    Translation, Treatment,
};

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
    &inbound_rate::RULE,
    &active_inbound::RULE,
    &multi_outbound::RULE,
    &multi_count::RULE,
    &channel_purpose::RULE,
    &provider::RULE,
    &provider_medium::RULE,
    &unsubscribe_missing::RULE,
    &stop_missing::RULE,
    &priority::RULE,
    &rapid_delivery::RULE,
    &rapid_personalized::RULE,
    &rapid_audience::RULE,
    &language_twice::RULE,
    &language_name::RULE,
    &language_count::RULE,
    &language_attribute::RULE,
    &content_adaptive::RULE,
    &content_scaling::RULE,
    &content_letter::RULE,
    &treatment_count::RULE,
    &treatment_name::RULE,
    &held_out_reaction::RULE,
    &latency::RULE,
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
    // Each person gets one language.
    message.wordings().map(|wording| wording.bytes()).max().unwrap_or_default()
}

/// The messages that are written in several languages, each with its step and what stands before its fields' names.
fn written_in_several<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, String, &'a Message)> {
    survey.flow.steps.iter().flat_map(|step| {
        let messages = step.kind().messages().iter().enumerate();
        let several = messages.filter(|(_, message)| message.languages.is_some());
        several.map(move |(index, message)| (step, step.kind().before_fields(index), message))
    })
}

/// The messages of a journey that do not say the same to everybody, each with its step and its number among the step's.
fn contents<'a>(survey: &Survey<'a>) -> impl Iterator<Item = (&'a Step<'a>, usize, &'a Message)> {
    survey.flow.steps.iter().flat_map(|step| {
        let messages = step.activity.kind.messages().iter().enumerate();
        let several = messages.filter(|(_, message)| message.optimization.is_some());
        several.map(move |(index, message)| (step, index, message))
    })
}

/// A message compared with another one: 45 % each, 10 % held out, judged by clicks.
fn experiment(mut kind: Kind, change: impl FnOnce(&mut ContentExperiment)) -> Kind {
    if let Kind::Message(message) = &mut kind {
        let content =
            Content { subject: message.subject.clone(), body: "It comes tomorrow.".into(), ..Content::default() };
        let (id, label) = (steps::path(1), "Short text".to_owned());
        let mut experiment = ContentExperiment {
            metric: "Unique clicks".to_owned(),
            own: SplitPath { id: steps::path(0), label: "Long text".to_owned(), share: 4_500 },
            treatments: vec![Treatment { id, label, share: 4_500, content }],
            holdout: 1_000,
            ..ContentExperiment::default()
        };
        change(&mut experiment);
        message.optimization = Some(Optimization::Experiment(experiment));
    }
    kind
}

/// What says which language a person of the sketches reads.
const LANGUAGE: &str = "#{ExperiencePlatform.ProfileFieldGroup.preferredLanguage}";

/// An email in English and in these languages.
fn in_languages(others: &[&str]) -> Sketch {
    let translation = |language: &&str| Translation {
        language: (*language).to_owned(),
        subject: "Merci".into(),
        body: "Votre commande est en route.".into(),
        ..Translation::default()
    };
    let others = others.iter().map(translation).collect();
    let languages = Languages { default: "en-GB".to_owned(), chosen_by: LANGUAGE.into(), others };
    Sketch::event().then(steps::email()).with(|step| {
        if let Kind::Message(message) = &mut step.kind {
            message.languages = Some(languages);
        }
    })
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
