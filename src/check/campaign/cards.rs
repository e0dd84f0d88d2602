//! Facts about Campaign that nobody can see in a document.

use crate::check::card::CardKind::Card as Told;
use crate::check::{Card, Family, Severity, Source, source};

const fn told(
    id: &'static str,
    severity: Severity,
    summary: &'static str,
    sources: &'static [Source],
    reason: &'static str,
) -> Card {
    Card { id, kind: Told, family: Family::Campaign, severity, summary, sources, reason }
}

pub(in crate::check) const CARDS: &[Card] = &[
    told(
        "campaign-authoring-in-campaign",
        Severity::Info,
        "Messages that Campaign sends are written in Campaign.",
        &[source::BLUEPRINT_CAMPAIGN_V7],
        "Their content is not part of a journey: here only the values that they need are mapped.",
    ),
    told(
        "campaign-push-token-sdk",
        Severity::Info,
        "Where both products send push notifications, tokens may have to be collected in both; Campaign v8 needs its \
         own SDK.",
        &[source::BLUEPRINT_CAMPAIGN_V7],
        "How an app collects its tokens cannot be seen in a journey.",
    ),
    told(
        "campaign-message-published",
        Severity::Error,
        "In Campaign Standard the event and its transactional message are published.",
        &[source::CAMPAIGN_STANDARD_ACTION],
        "What is published in Campaign cannot be seen here.",
    ),
    told(
        "campaign-v7v8-with-native",
        Severity::Info,
        "Messages of Campaign v7 or v8 and of the platform's own channels may stand in one journey; older text forbade \
         it.",
        &[source::GUARDRAILS],
        "It is allowed now.",
    ),
];
