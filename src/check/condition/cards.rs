//! Facts about conditions that no document shows.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "condition-time-series-simple",
        Family::Condition,
        Severity::Error,
        "Conditions over time series are written in the advanced editor.",
        &[source::CONDITIONS],
        "A document keeps the text of a condition, not the editor in which it was written.",
    ),
    Card::told(
        "experiment-type",
        Family::Condition,
        Severity::Info,
        "The shares of an A/B experiment stay; those of a multi-armed bandit are worked out anew every seven days.",
        &[source::EXPERIMENT],
        "What did best is known from reports only; the dry run keeps to the shares that are stated.",
    ),
    Card::told(
        "experiment-holdout-default",
        Family::Condition,
        Severity::Info,
        "A holdout begins with 10 %.",
        &[source::EXPERIMENT],
        "It begins so here too; any other share is the author's choice.",
    ),
    Card::told(
        "experiment-manual-scale",
        Family::Condition,
        Severity::Info,
        "Who scales the winner by hand waits an hour at most, and no scaling follows by itself any more.",
        &[source::EXPERIMENT],
        "It is done with a live journey, which no document shows.",
    ),
    Card::told(
        "targeting-limited-availability",
        Family::Condition,
        Severity::Info,
        "Targeting rules are not part of every contract; a rule that is picked is copied, and no longer follows its source.",
        &[source::TARGETING],
        "What a contract holds is no part of a document; a rule stands here in full.",
    ),
    Card::shown(
        "condition-first-match",
        Family::Condition,
        "Of several paths that fit, the topmost is taken.",
        &[source::CONDITIONS],
        "The dry run shows it.",
    ),
    Card::told(
        "condition-activity-legacy",
        Family::Condition,
        Severity::Info,
        "On the platform a new condition is an Optimize activity with the method Condition; older ones keep working.",
        &[source::OPTIMIZE],
        "A condition means the same in both; a document does not say how the platform draws it.",
    ),
    Card::shown(
        "condition-profile-cap-scope",
        Family::Condition,
        "A cap counts people from the first on, and fills its own path before the other one.",
        &[source::CONDITIONS],
        "The dry run shows it; on the platform a new version, or a copy, counts from nothing.",
    ),
    Card::told(
        "condition-cross-device",
        Family::Condition,
        Severity::Info,
        "A condition fails for somebody with more than two identities across devices.",
        &[source::CONDITIONS],
        "How many devices people have is known to the platform only.",
    ),
    Card::told(
        "condition-time-default",
        Family::Condition,
        Severity::Info,
        "A condition by time is about hours, days of the week or both, in the time zone of the journey.",
        &[source::CONDITIONS],
        "A path by time can be about nothing else here.",
    ),
];
