//! What happens in a scenario, in the words of the list, the line of steps and the forms.

use jiff::{SignedDuration, Timestamp};

use super::super::outcome;
use crate::designer::icons::Icon;
use crate::designer::session::Session;
use crate::designer::words::{count, phrase, word};
use crate::expression::title;
use crate::journey::{
    Action, Answerer, AtAction, Audience, DataSource, Dataset, DecisionPolicy, Duration, Event, EventKind, Reply,
    Scenario, SchemaClass, What,
};

/// Which sort of thing it is.
pub fn sort(what: &What) -> &'static str {
    match what {
        What::Event { .. } => word("happens.sort_event"),
        What::EnterAudience(_) => word("happens.sort_enter"),
        What::LeaveAudience(_) => word("happens.sort_leave"),
        What::React { .. } => word("happens.sort_react"),
        What::Attribute { .. } => word("happens.sort_attribute"),
        What::ReadAudience => word("happens.sort_read"),
        What::Pause { .. } => word("happens.sort_pause"),
        What::Resume => word("happens.sort_resume"),
    }
}

/// What happens, in a few words.
pub fn what(what: &What, session: &Session) -> String {
    let inventory = &session.workspace().inventory;
    let audience = |id| inventory.get::<Audience>(id).map_or("", |audience| audience.name.as_str());
    match what {
        What::Event { event, .. } => {
            let name = inventory
                .get::<Event>(event)
                .map_or_else(|| event.to_string(), |event| title::of_event(event).to_owned());
            phrase("happens.event_arrives", &[("event", &name)])
        }
        What::EnterAudience(id) => phrase("happens.enters", &[("audience", audience(id))]),
        What::LeaveAudience(id) => phrase("happens.leaves", &[("audience", audience(id))]),
        What::React { message, reaction } => {
            let journey = session.journey().map(|journey| journey.id.clone()).unwrap_or_default();
            let name = session.activity_name(&journey, message).unwrap_or_else(|| message.to_string());
            let key = match reaction {
                crate::journey::ReactionKind::Opened => "happens.opened",
                crate::journey::ReactionKind::Clicked => "happens.clicked",
                crate::journey::ReactionKind::Sent => "happens.sent",
                crate::journey::ReactionKind::Failed => "happens.failed",
            };
            phrase(key, &[("message", &name)])
        }
        What::Attribute { field, value } => {
            let shown = value.text();
            let shown = if shown.is_empty() { word("happens.nothing").to_owned() } else { shown };
            phrase("happens.becomes", &[("field", &attribute(field, session)), ("value", &shown)])
        }
        What::ReadAudience => word("happens.reads").to_owned(),
        What::Pause { at_actions: AtAction::Hold, .. } => word("happens.pauses_hold").to_owned(),
        What::Pause { at_actions: AtAction::Discard, .. } => word("happens.pauses_discard").to_owned(),
        What::Resume => word("happens.resumes").to_owned(),
    }
}

/// What people call the field of a person at this path.
fn attribute(path: &str, session: &Session) -> String {
    let schemas = session.workspace().inventory.schemas.iter();
    let of_people = schemas.filter(|schema| schema.class == SchemaClass::IndividualProfile);
    let known = of_people.flat_map(|schema| &schema.fields).find(|field| field.path == path);
    known.map_or_else(|| title::of_path(path), title::of)
}

/// What a scenario holds, in a few words by which it is told from others: what others answer, what happens, to whom.
pub fn contents(scenario: &Scenario, session: &Session) -> String {
    let answers = scenario.replies.iter().map(|reply| {
        let key = if reply.fault.is_some() { "scenario.answers_not" } else { "scenario.answers" };
        phrase(key, &[("name", &answerer(&reply.from, session)), ("what", &said(reply))])
    });
    let mut newest: Vec<String> = answers.collect();
    // The latest is what somebody added to what everybody brings.
    newest.extend(scenario.happenings.iter().rev().map(|happening| what(&happening.what, session)));
    newest.dedup();
    let people = match scenario.profiles.as_slice() {
        [only] => super::people::name(session, only),
        several => count("scenario.people", several.len()),
    };
    let shown = newest.iter().take(2).cloned().chain([people]).collect::<Vec<_>>().join(", ");
    let left = newest.len().saturating_sub(2);
    if left == 0 { shown } else { phrase("scenario.and_more", &[("what", &shown), ("n", &left.to_string())]) }
}

/// Its sign.
pub fn icon(what: &What, session: &Session) -> Icon {
    match what {
        What::Event { event, .. } => match session.workspace().inventory.get::<Event>(event).map(|event| event.kind) {
            Some(EventKind::Business) => Icon::BusinessEvent,
            _ => Icon::Event,
        },
        What::EnterAudience(_) | What::LeaveAudience(_) => Icon::AudienceQualification,
        What::React { .. } => Icon::Reaction,
        What::Attribute { .. } => Icon::UpdateProfile,
        What::ReadAudience => Icon::ReadAudience,
        What::Pause { .. } | What::Resume => Icon::Wait,
    }
}

/// When it happens.
pub fn moment(scenario: &Scenario, after: Duration) -> Timestamp {
    let after = SignedDuration::from_millis(after.milliseconds());
    scenario.start.checked_add(after).unwrap_or(Timestamp::MAX)
}

/// Who answers.
pub fn answerer(from: &Answerer, session: &Session) -> String {
    let inventory = &session.workspace().inventory;
    let journey = session.journey().map(|journey| journey.id.clone()).unwrap_or_default();
    match from {
        Answerer::Action(id) => {
            inventory.get::<Action>(id).map_or_else(|| id.to_string(), |it| title::of_action(it).to_owned())
        }
        Answerer::DataSource(id) => {
            inventory.get::<DataSource>(id).map_or_else(|| id.to_string(), |it| it.name.clone())
        }
        Answerer::DecisionPolicy(id) => {
            inventory.get::<DecisionPolicy>(id).map_or_else(|| id.to_string(), |it| it.name.clone())
        }
        Answerer::Dataset(id) => inventory.get::<Dataset>(id).map_or_else(|| id.to_string(), |it| it.name.clone()),
        Answerer::Message(id) => session.activity_name(&journey, id).unwrap_or_else(|| id.to_string()),
    }
}

/// What it answers, or why it does not.
fn said(reply: &Reply) -> String {
    reply.fault.as_ref().map_or_else(|| reply.status.to_string(), |fault| outcome::cause(fault.word()))
}

/// What it answers: "503 after 250 ms, once, to Anna".
pub fn reply(reply: &Reply, session: &Session) -> String {
    let mut text = said(reply);
    if reply.milliseconds > 0 {
        text = phrase("answers.after", &[("what", &text), ("n", &reply.milliseconds.to_string())]);
    }
    if let Some(times) = reply.times {
        let times = usize::try_from(times).unwrap_or(usize::MAX);
        text = format!("{text}, {}", crate::designer::words::count("answers.times", times));
    }
    if let Some(profile) = &reply.profile {
        let name = super::people::name(session, profile);
        text = phrase("answers.to", &[("what", &text), ("name", &name)]);
    }
    text
}
