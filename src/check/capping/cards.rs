//! Facts about caps that only show while journeys run.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "capping-rating-missing",
        Family::Capping,
        Severity::Error,
        "A cap says how many calls it lets through, and in which time.",
        &[source::CAPPING],
        "A cap cannot be written without them.",
    ),
    Card::told(
        "capping-payload-invalid",
        Family::Capping,
        Severity::Error,
        "The configuration of a cap is JSON of the right shape.",
        &[source::CAPPING],
        "It is never written by hand here.",
    ),
    Card::told(
        "throttling-payload-invalid",
        Family::Capping,
        Severity::Error,
        "The configuration of a throttle is JSON of the right shape.",
        &[source::THROTTLING],
        "It is never written by hand here.",
    ),
    Card::told(
        "capping-service-name",
        Family::Capping,
        Severity::Error,
        "Limits concern custom actions or data sources.",
        &[source::CAPPING],
        "An endpoint can be about nothing else.",
    ),
    Card::told(
        "waymark-can-deploy-method",
        Family::Capping,
        Severity::Info,
        "Whether a limit can be deployed is asked by POST on the API's page, by GET in its OpenAPI description.",
        &[source::CAPPING, source::THROTTLING],
        "It is asked while a limit is deployed, outside of any journey; what answers in tests here listens to GET.",
    ),
];
