//! Facts about custom actions that no document can break, or that nobody can see in one.

use crate::check::card::CardKind::{Behaviour, Card as Told};
use crate::check::{Card, Family, Severity, source};

const fn told(
    id: &'static str,
    severity: Severity,
    summary: &'static str,
    sources: &'static [crate::check::Source],
    reason: &'static str,
) -> Card {
    Card { id, kind: Told, family: Family::Action, severity, summary, sources, reason }
}

pub(in crate::check) const CARDS: &[Card] = &[
    told(
        "custom-action-default-headers",
        Severity::Error,
        "The headers Content-Type and Charset are always sent.",
        &[source::ACTION_CONFIGURATION],
        "They are not part of an action's own headers here, so that nobody can take them away.",
    ),
    told(
        "custom-action-builtin-undeletable",
        Severity::Error,
        "Built-in actions cannot be deleted.",
        &[source::GUARDRAILS],
        "Built-in actions are activities of the palette here, not objects of the inventory.",
    ),
    told(
        "custom-action-locked-when-used",
        Severity::Error,
        "Of an action in use only name, description, address and authentication can be changed.",
        &[source::ACTION_CONFIGURATION],
        "Whether a journey is published belongs to an environment, never to the document.",
    ),
    told(
        "custom-action-auth-type",
        Severity::Error,
        "An action signs in with nothing, a user name and password, an API key, or custom authentication (tokens, \
         OAuth2).",
        &[source::EXTERNAL_DATA_SOURCES, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        "An action cannot be written with any other: the document knows only these.",
    ),
    told(
        "custom-auth-cache-exclusive",
        Severity::Error,
        "A token is kept for a stated time or for the time that the reply states, never both.",
        &[source::EXTERNAL_DATA_SOURCES],
        "A document can state only one of them.",
    ),
    told(
        "custom-auth-cache-unit",
        Severity::Error,
        "The time for which a token is kept has a unit from milliseconds to years.",
        &[source::EXTERNAL_DATA_SOURCES],
        "A length of time always has its unit here.",
    ),
    told(
        "custom-action-rest-required",
        Severity::Error,
        "A system that a journey calls must have a REST API for single messages.",
        &[source::BLUEPRINT_THIRD_PARTY, source::CUSTOM_ACTIONS],
        "Whether it has one cannot be seen in an address; ask its vendor.",
    ),
    told(
        "seed-sandbox-no-packaging",
        Severity::Info,
        "By the blueprints single objects cannot be moved between sandboxes; today copying between sandboxes exists.",
        &[source::COPY_OBJECTS, source::BLUEPRINT_CAMPAIGN_V7, source::BLUEPRINT_THIRD_PARTY],
        "It concerns the platform, not a journey; here objects travel as files.",
    ),
    Card {
        id: "custom-action-retries",
        kind: Behaviour,
        family: Family::Action,
        severity: Severity::Info,
        summary: "A failed call is repeated up to three times within the timeout, except after 401, 403 and 404.",
        sources: &[source::GUARDRAILS, source::EXTERNAL_SYSTEMS],
        reason: "The dry run does it.",
    },
];
