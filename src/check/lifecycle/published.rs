//! What was published with a journey and must stay as it was: objects of the inventory, beside what they are now.

use crate::check::{Estate, Survey};
use crate::expression::{Renamed, rename};
use crate::journey::{Event, EventIdType, Expression, Journey, JourneyId, Version};

/// The versions of the workspace's journeys that were published last.
pub(super) fn all<'a>(estate: &Estate<'a>) -> impl Iterator<Item = (&'a Journey, &'a Version)> {
    let journeys = estate.workspace.journeys.iter();
    let workspace = estate.workspace;
    journeys.filter_map(move |(id, journey)| Some((journey.as_ref(), latest(workspace.versions_of(id))?)))
}

/// The version that was published last, where nothing new is under way.
pub(super) fn in_force<'a>(survey: &Survey<'a>) -> Option<&'a Version> {
    let id: &JourneyId = &survey.journey.id;
    latest(survey.estate.workspace.versions_of(id)).filter(|_| survey.version_before.is_none())
}

fn latest<'a>(versions: impl DoubleEndedIterator<Item = &'a std::sync::Arc<Version>>) -> Option<&'a Version> {
    versions.rev().find(|version| version.published.is_some()).map(AsRef::as_ref)
}

/// The event as it must stay, with what may change as it is now: its name, what it means, further fields.
pub(super) fn event(was: &Event, now: &Event) -> Event {
    let renamed = Renamed::Event { from: was.name.clone(), to: now.name.clone() };
    let text = |known: &Expression| {
        rename(known.as_str(), &renamed).map_or_else(|| known.clone(), |text| text.as_str().into())
    };
    let mut fields = now.fields.clone();
    fields.extend(was.fields.iter().filter(|field| !now.fields.contains(field)).cloned());
    Event {
        kind: was.kind,
        id_type: match &was.id_type {
            EventIdType::RuleBased(condition) => EventIdType::RuleBased(text(condition)),
            EventIdType::SystemGenerated(id) => EventIdType::SystemGenerated(id.clone()),
        },
        schema: was.schema.clone(),
        namespace: was.namespace.clone(),
        profile_identifier: text(&was.profile_identifier),
        fields,
        ..now.clone()
    }
}
