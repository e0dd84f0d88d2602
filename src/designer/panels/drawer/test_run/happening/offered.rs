//! What can happen in a journey: what the workspace has something for, the likeliest first.

use crate::designer::session::Session;
use crate::journey::{
    Activity, AtAction, AudienceId, Event, EventId, EventKind, ExitCriterion, ExitWhen, Field, Kind, LONGEST_PAUSE,
    ReactionKind, SchemaClass, What,
};

/// The events of the workspace, those that this journey listens to first.
pub(super) fn events(session: &Session) -> Vec<&Event> {
    let used = session.journey().map(|journey| {
        let event = |activity: &Activity| match &activity.kind {
            Kind::Event(event) => event.event.clone(),
            Kind::BusinessEvent(event) => event.event.clone(),
            _ => None,
        };
        let exits = journey.properties.exit_criteria.iter().filter_map(exit_event);
        journey.activities.iter().filter_map(event).chain(exits).collect::<Vec<_>>()
    });
    let used = used.unwrap_or_default();
    let mut events: Vec<&Event> = session.workspace().inventory.events.iter().collect();
    events.sort_by_key(|event| (!used.contains(&event.id), event.kind == EventKind::Business));
    events
}

/// The event that takes people out.
pub(super) fn exit_event(exit: &ExitCriterion) -> Option<EventId> {
    match &exit.when {
        ExitWhen::Event { event, .. } => event.clone(),
        _ => None,
    }
}

/// The steps that send something.
pub(super) fn messages(session: &Session) -> Vec<&Activity> {
    let sends = |activity: &&Activity| matches!(activity.kind, Kind::Message(_) | Kind::Campaign(_));
    session.journey().map(|journey| journey.activities.iter().filter(sends).collect()).unwrap_or_default()
}

/// What is known of people.
pub(super) fn attributes(session: &Session) -> Vec<Field> {
    let schemas = session.workspace().inventory.schemas.iter();
    let fields = schemas.filter(|schema| schema.class == SchemaClass::IndividualProfile).flat_map(|it| &it.fields);
    fields.filter(|field| !field.kind.is_compound()).cloned().collect()
}

/// What can happen in this journey, the likeliest first; only what the workspace has something for.
pub(super) fn offered(session: &Session) -> Vec<What> {
    let mut offered = Vec::new();
    if let Some(event) = events(session).first() {
        offered.push(What::Event { event: event.id.clone(), payload: String::new() });
    }
    if let Some(message) = messages(session).first() {
        offered.push(What::React { message: message.id.clone(), reaction: ReactionKind::Opened });
    }
    if let Some(audience) = session.workspace().inventory.audiences.first() {
        let id = asked_audience(session).unwrap_or_else(|| audience.id.clone());
        offered.push(What::EnterAudience(id.clone()));
        offered.push(What::LeaveAudience(id));
    }
    if let Some(field) = attributes(session).first() {
        offered.push(What::Attribute { field: field.path.clone(), value: crate::journey::Value::Null });
    }
    if session
        .journey()
        .is_some_and(|journey| journey.activities.iter().any(|activity| matches!(activity.kind, Kind::ReadAudience(_))))
    {
        offered.push(What::ReadAudience);
    }
    offered.push(What::Pause { at_actions: AtAction::Hold, days: LONGEST_PAUSE });
    offered.push(What::Resume);
    offered
}

/// The audience to which the journey listens.
fn asked_audience(session: &Session) -> Option<AudienceId> {
    session.journey()?.activities.iter().find_map(|activity| match &activity.kind {
        Kind::AudienceQualification(asked) => asked.audience.clone(),
        _ => None,
    })
}
