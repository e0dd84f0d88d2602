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
    Card::told(
        "custom-action-null-sample",
        Family::Action,
        Severity::Warning,
        "By older text a sample of a request holds no null; today an action says whether nulls are sent.",
        &[source::ACTION_CONFIGURATION],
        "A request is described field by field here, each with its type; there is no sample.",
    ),
    Card::told(
        "custom-auth-cache-default",
        Family::Action,
        Severity::Info,
        "A token for which nobody says how long it lives is kept for an hour, for each journey by itself.",
        &[source::EXTERNAL_DATA_SOURCES],
        "It is what happens where nothing else is said; there is nothing to break.",
    ),
    Card::told(
        "custom-action-redirect",
        Family::Action,
        Severity::Info,
        "Where a system answers with another address (302), the platform calls that one.",
        &[source::ACTION_CONFIGURATION],
        "What a system answers is not known before it is called.",
    ),
    Card::told(
        "custom-action-tls",
        Family::Action,
        Severity::Info,
        "Calls are encrypted by TLS 1.3 or 1.2, with a certificate of the platform where the system asks for one.",
        &[source::ACTION_CONFIGURATION],
        "It is agreed between the two systems at each call.",
    ),
    Card::shown(
        "custom-action-one-call-per-profile",
        Family::Action,
        "Each person is a call of their own, also where the answer is the same for everybody.",
        &[source::ACTION_RESPONSE],
        "The dry run shows it.",
    ),
    Card::shown(
        "custom-action-status-code-field",
        Family::Action,
        "Later steps can read the status of a call as jo_status_code.",
        &[source::ACTION_RESPONSE],
        "The dry run shows it; on the platform an action that is older than this field is saved anew first.",
    ),
    Card::told(
        "custom-action-alert-errors",
        Family::Action,
        Severity::Info,
        "Where more than a fifth of the calls of five minutes fail, the platform raises an alert.",
        &[source::ALERTS],
        "Alerts belong to the platform on which the journey runs.",
    ),
];
