//! A person as far as a run looks at them: read only. Whoever drives the run keeps it up to date; a host that has people
//! in great numbers may work out no more of each than is asked for.

use std::borrow::Cow;
use std::fmt::Debug;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::journey::{AudienceId, EventId, Medium, NamespaceId, PastEvent, ProfileId, Value};

/// What runs ask of one person at one moment.
pub trait Persona: Debug {
    /// Who.
    fn id(&self) -> &ProfileId;
    /// Their time zone, where a known one is given.
    fn zone(&self) -> Option<&TimeZone>;
    /// Whether they have an identity of this type.
    fn has_identity(&self, namespace: &NamespaceId) -> bool;
    /// An attribute, by names in order, as [`crate::expression::shape::select`] finds it.
    fn attribute(&self, path: &[&str]) -> Value;
    /// Whether they agreed to messages of a medium; nothing where nothing is said.
    fn consents(&self, medium: Medium) -> Option<bool>;
    /// Whether they are in an audience now.
    fn is_in(&self, audience: &AudienceId) -> bool;
    /// What happened before.
    fn history(&self) -> Cow<'_, [PastEvent]>;
    /// What the record says at a path by which they brought this event at a moment: asked where it was left at
    /// [`super::Payload::Own`].
    fn brought(&self, _event: &EventId, _at: Timestamp, _path: &[&str]) -> Value {
        Value::Null
    }
}

impl<P: Persona + ?Sized> Persona for &P {
    fn id(&self) -> &ProfileId {
        (**self).id()
    }

    fn zone(&self) -> Option<&TimeZone> {
        (**self).zone()
    }

    fn has_identity(&self, namespace: &NamespaceId) -> bool {
        (**self).has_identity(namespace)
    }

    fn attribute(&self, path: &[&str]) -> Value {
        (**self).attribute(path)
    }

    fn consents(&self, medium: Medium) -> Option<bool> {
        (**self).consents(medium)
    }

    fn is_in(&self, audience: &AudienceId) -> bool {
        (**self).is_in(audience)
    }

    fn history(&self) -> Cow<'_, [PastEvent]> {
        (**self).history()
    }

    fn brought(&self, event: &EventId, at: Timestamp, path: &[&str]) -> Value {
        (**self).brought(event, at, path)
    }
}
