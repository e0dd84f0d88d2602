//! Rules about versions, and facts about publishing, pausing and ending a journey. What state a journey is in belongs
//! to an environment, never to the document: of that no rule knows more than which versions somebody marked as
//! published.

mod action_locked;
mod decision_change;
mod event_locked;
mod event_start;
mod exit_paused_only;
mod from_latest;
mod group_locked;
mod held_profiles;
mod incremental;
mod merge_policy_change;
mod published;
mod qualification_audience;
mod qualification_start;
mod read_start;
mod reentrance;

use super::example::steps;
use super::{Card, Family, Rule, Severity, Sketch, source};
use crate::journey::{Duration, Kind};

/// The rules of this family.
pub(super) const RULES: &[&Rule] = &[
    &from_latest::RULE,
    &event_start::RULE,
    &qualification_start::RULE,
    &qualification_audience::RULE,
    &reentrance::RULE,
    &read_start::RULE,
    &incremental::RULE,
    &event_locked::RULE,
    &action_locked::RULE,
    &group_locked::RULE,
    &decision_change::RULE,
    &merge_policy_change::RULE,
    &exit_paused_only::RULE,
    &held_profiles::RULE,
];

const STATE: &str = "Which state a journey is in belongs to an environment, never to the document.";

/// The cards of this family.
pub(super) const CARDS: &[Card] = &[
    Card::told(
        "exit-draft-only",
        Family::Lifecycle,
        Severity::Error,
        "Exit criteria over events and audiences are changed while a journey is a draft.",
        &[source::JOURNEY_PROPERTIES],
        STATE,
    ),
    Card::told(
        "version-previous-closes",
        Family::Lifecycle,
        Severity::Info,
        "A new version closes the one before it: who is inside goes on there, who comes again enters the new one.",
        &[source::PUBLISH],
        STATE,
    ),
    Card::shown(
        "pause-live-only",
        Family::Lifecycle,
        "Only a live journey can be paused.",
        &[source::PAUSE],
        "A server refuses anything else; a scenario that pauses a paused journey changes nothing.",
    ),
    Card::shown(
        "pause-duration",
        Family::Lifecycle,
        "A pause lasts 1 to 14 days; then the journey goes on by itself.",
        &[source::PAUSE],
        "A scenario pauses a journey for so many days, and a server too.",
    ),
    Card::told(
        "pause-bulk",
        Family::Lifecycle,
        Severity::Error,
        "At most 10 journeys are paused, or go on, in one go.",
        &[source::JOURNEY_LIST],
        "It concerns the list of journeys on the platform, not a journey.",
    ),
    Card::shown(
        "pause-entries-discarded",
        Family::Lifecycle,
        "While a journey is paused nobody enters it; who is inside goes on to the next action and is held or leaves \
         there.",
        &[source::PAUSE],
        "The dry run of a scenario that pauses the journey shows who is not let in, and who is held.",
    ),
    Card::shown(
        "resume-rate",
        Family::Lifecycle,
        "After a pause 5,000 people a second go on, with their attributes read anew.",
        &[source::PAUSE],
        "The dry run of a scenario in which the journey goes on shows when each of them does.",
    ),
    Card::shown(
        "pause-global-timeout",
        Family::Lifecycle,
        "The 91 days that people may stay inside also count while a journey is paused.",
        &[source::PAUSE],
        "The dry run of a scenario that pauses the journey shows it.",
    ),
    Card::told(
        "pause-inbound",
        Family::Lifecycle,
        Severity::Info,
        "In-app and web messages that are already shown stay while a journey is paused.",
        &[source::PAUSE],
        STATE,
    ),
    Card::told(
        "publish-blocked-by-errors",
        Family::Lifecycle,
        Severity::Error,
        "A journey with an error is not published.",
        &[source::PUBLISH],
        "It is what an error means here: only a journey without one is cleared.",
    ),
    Card::told(
        "publish-approval-policy",
        Family::Lifecycle,
        Severity::Error,
        "Where an approval policy holds, somebody approves a journey before it is published.",
        &[source::PUBLISH],
        "Who approved what is known to the platform only.",
    ),
    Card::told(
        "publish-asset-expiry",
        Family::Lifecycle,
        Severity::Info,
        "Pictures of messages stay available for 730 days after the first publication; then the journey is published \
         again.",
        &[source::PUBLISH],
        "When a journey was published first is known to the platform only.",
    ),
    Card::told(
        "publish-restart-impossible",
        Family::Lifecycle,
        Severity::Info,
        "A journey that was closed or stopped cannot begin again; only a finished one can be deleted.",
        &[source::END_JOURNEY],
        STATE,
    ),
    Card::told(
        "aq-activation-delay",
        Family::Lifecycle,
        Severity::Info,
        "An audience qualification listens up to 10 minutes after publication.",
        &[source::GUARDRAILS],
        "How long the platform takes varies; the dry run listens from its start.",
    ),
    Card::told(
        "first-action-latency",
        Family::Lifecycle,
        Severity::Info,
        "Up to 5 minutes may pass between an event and the first action of its journey.",
        &[source::GUARDRAILS],
        "How long the platform takes varies; the dry run acts at once.",
    ),
];

/// Whether people come in one by one, as something happens.
fn is_event(kind: &Kind) -> bool {
    matches!(kind, Kind::Event(_) | Kind::BusinessEvent(_))
}

/// The shortest journey that begins so.
fn short(sketch: Sketch) -> Sketch {
    sketch.then(steps::wait(Duration::Hours(1)))
}
