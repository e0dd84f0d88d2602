//! Facts about Campaign that nobody can see in a document.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "campaign-authoring-in-campaign",
        Family::Campaign,
        Severity::Info,
        "Messages that Campaign sends are written in Campaign.",
        &[source::BLUEPRINT_CAMPAIGN_V7],
        "Their content is not part of a journey: here only the values that they need are mapped.",
    ),
    Card::told(
        "campaign-push-token-sdk",
        Family::Campaign,
        Severity::Info,
        "Where both products send push notifications, tokens may have to be collected in both; Campaign v8 needs its \
         own SDK.",
        &[source::BLUEPRINT_CAMPAIGN_V7],
        "How an app collects its tokens cannot be seen in a journey.",
    ),
    Card::told(
        "campaign-v7v8-with-native",
        Family::Campaign,
        Severity::Info,
        "Messages of Campaign v7 or v8 and of the platform's own channels may stand in one journey; older text forbade \
         it.",
        &[source::GUARDRAILS],
        "It is allowed now.",
    ),
];
