//! Facts about publishing, pausing and ending a journey. What state a journey is in belongs to an environment, never
//! to the document: no rule can look at it.

use super::{Card, Family, Severity, Source, source};

const STATE: &str = "Which state a journey is in belongs to an environment, never to the document.";

const fn told(
    id: &'static str,
    severity: Severity,
    summary: &'static str,
    sources: &'static [Source],
    reason: &'static str,
) -> Card {
    Card::told(id, Family::Lifecycle, severity, summary, sources, reason)
}

/// The cards of this family.
pub(super) const CARDS: &[Card] = &[
    told(
        "exit-draft-only",
        Severity::Error,
        "Exit criteria over events and audiences are changed while a journey is a draft.",
        &[source::JOURNEY_PROPERTIES],
        STATE,
    ),
    told(
        "exit-profile-attribute-paused-only",
        Severity::Error,
        "An exit criterion over the profile is set while a journey is paused, and only then.",
        &[source::JOURNEY_PROPERTIES, source::PAUSE],
        STATE,
    ),
    told("pause-live-only", Severity::Error, "Only a live journey can be paused.", &[source::PAUSE], STATE),
    told(
        "pause-duration",
        Severity::Error,
        "A pause lasts 1 to 14 days; then the journey goes on by itself.",
        &[source::PAUSE],
        STATE,
    ),
    told(
        "pause-org-profiles",
        Severity::Info,
        "All paused journeys together hold at most 10,000,000 people; others are discarded.",
        &[source::PAUSE],
        "How many people wait in paused journeys is known to the platform only.",
    ),
    told(
        "pause-bulk",
        Severity::Error,
        "At most 10 journeys are paused, or go on, in one go.",
        &[source::JOURNEY_LIST],
        "It concerns the list of journeys on the platform, not a journey.",
    ),
    told(
        "pause-entries-discarded",
        Severity::Info,
        "While a journey is paused nobody enters it; who is inside goes on to the next action and is held or leaves \
         there.",
        &[source::PAUSE],
        STATE,
    ),
    told(
        "resume-rate",
        Severity::Info,
        "After a pause 5,000 people a second go on, with their attributes read anew.",
        &[source::PAUSE],
        STATE,
    ),
    told(
        "pause-global-timeout",
        Severity::Info,
        "The 91 days that people may stay inside also count while a journey is paused.",
        &[source::PAUSE],
        STATE,
    ),
    told(
        "pause-inbound",
        Severity::Info,
        "In-app and web messages that are already shown stay while a journey is paused.",
        &[source::PAUSE],
        STATE,
    ),
    told(
        "publish-blocked-by-errors",
        Severity::Error,
        "A journey with an error is not published.",
        &[source::PUBLISH],
        "It is what an error means here: only a journey without one is cleared.",
    ),
    told(
        "publish-approval-policy",
        Severity::Error,
        "Where an approval policy holds, somebody approves a journey before it is published.",
        &[source::PUBLISH],
        "Who approved what is known to the platform only.",
    ),
    told(
        "publish-asset-expiry",
        Severity::Info,
        "Pictures of messages stay available for 730 days after the first publication; then the journey is published \
         again.",
        &[source::PUBLISH],
        "When a journey was published first is known to the platform only.",
    ),
    told(
        "publish-decision-change",
        Severity::Warning,
        "A journey is published again after an offer decision in it has changed.",
        &[source::PUBLISH],
        "Decisions live on the platform; a document does not see them change.",
    ),
    told(
        "publish-merge-policy-change",
        Severity::Warning,
        "A live journey is published again after the merge policy of its audience has changed.",
        &[source::JOURNEY_PROPERTIES],
        STATE,
    ),
    told(
        "publish-restart-impossible",
        Severity::Info,
        "A journey that was closed or stopped cannot begin again; only a finished one can be deleted.",
        &[source::END_JOURNEY],
        STATE,
    ),
    told(
        "aq-activation-delay",
        Severity::Info,
        "An audience qualification listens up to 10 minutes after publication.",
        &[source::GUARDRAILS],
        "How long the platform takes varies; the dry run listens from its start.",
    ),
    told(
        "first-action-latency",
        Severity::Info,
        "Up to 5 minutes may pass between an event and the first action of its journey.",
        &[source::GUARDRAILS],
        "How long the platform takes varies; the dry run acts at once.",
    ),
];
