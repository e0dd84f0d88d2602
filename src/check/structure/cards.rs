//! Facts about journeys as a whole that no document can break.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "end-tag-immutable",
        Family::Structure,
        Severity::Error,
        "The end of a path is drawn by itself; only its label can be edited.",
        &[source::END_JOURNEY],
        "A journey cannot be written otherwise: ends are not activities.",
    ),
    Card::told(
        "journey-readonly-once-live",
        Family::Structure,
        Severity::Error,
        "Of a live journey only names, labels and descriptions can be changed.",
        &[source::PUBLISH],
        "Whether a journey is live belongs to an environment, never to the document.",
    ),
    Card::shown(
        "journey-global-timeout",
        Family::Structure,
        "Whoever is still inside 91 days after entering is taken out; older text said 30 days, then 90.",
        &[source::GUARDRAILS, source::JOURNEY_PROPERTIES],
        "The dry run shows it: such a run ends with the reason instanceTimedout.",
    ),
    Card::told(
        "journey-payload-indicator",
        Family::Structure,
        Severity::Info,
        "The size of a journey can be seen beside how large it may be.",
        &[source::JOURNEY_PROPERTIES],
        "It is a figure, no fault: journey-payload-near-limit reports from 90 % on.",
    ),
    Card::shown(
        "parallel-first-event-wins",
        Family::Structure,
        "Of several steps that wait side by side, the first to happen decides the path.",
        &[source::ABOUT_ACTIVITIES],
        "The dry run shows it.",
    ),
    Card::shown(
        "instance-event-stack",
        Family::Structure,
        "While a step is at work, such as a call that is not answered yet, at most 10 events of the person wait for it; \
         others are discarded.",
        &[source::GUARDRAILS],
        "The dry run shows it: what waited is taken by the step that listens then, and what is discarded says \
         maxInstanceStackEventsReached.",
    ),
    Card::shown(
        "exit-evaluation",
        Family::Structure,
        "Any one exit criterion suffices; they are looked at from top to bottom, those over the profile only before \
         an action.",
        &[source::JOURNEY_PROPERTIES],
        "The dry run shows it.",
    ),
    Card::shown(
        "exit-audience-delay",
        Family::Structure,
        "An exit criterion over an audience holds up to 10 minutes later.",
        &[source::JOURNEY_PROPERTIES, source::GUARDRAILS],
        "How long the platform takes varies; the dry run takes all ten minutes, in which people go on.",
    ),
];
