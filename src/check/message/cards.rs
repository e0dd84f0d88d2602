//! Facts about messages that nobody can see in a document.

use crate::check::{Card, Family, Severity, source};

/// Why no rule looks at fragments.
const NO_FRAGMENTS: &str = "A message holds the whole of its text here; it cannot name a fragment of another place.";

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "channel-legacy-activity",
        Family::Message,
        Severity::Info,
        "Since March 2026 one Action activity stands for email, push and text messages; older activities keep working.",
        &[source::CHANNEL_ACTION],
        "A message here says only what carries it; how the platform draws it is no part of a document.",
    ),
    Card::told(
        "email-attachments",
        Family::Message,
        Severity::Error,
        "By older text emails have no attachments; an add-on has them since.",
        &[source::GUARDRAILS],
        "A message cannot have an attachment here.",
    ),
    Card::told(
        "inapp-journey-lifespan",
        Family::Message,
        Severity::Info,
        "What waits for people in an app or on a page goes when their journey ends.",
        &[source::GUARDRAILS],
        "The dry run says where it is shown and when the journey ends; how long somebody looks at it is no step.",
    ),
    Card::told(
        "content-fragment-max-size",
        Family::Message,
        Severity::Error,
        "A content fragment is at most 700 KB large; an editor warns far earlier.",
        &[source::GUARDRAILS],
        NO_FRAGMENTS,
    ),
    Card::told(
        "content-fragment-count-variant",
        Family::Message,
        Severity::Error,
        "A variant of a message holds fewer than 60 content fragments.",
        &[source::GUARDRAILS],
        NO_FRAGMENTS,
    ),
    Card::told(
        "content-fragment-count-message",
        Family::Message,
        Severity::Error,
        "All variants of a message together hold fewer than 120 content fragments.",
        &[source::GUARDRAILS],
        NO_FRAGMENTS,
    ),
    Card::told(
        "content-fragment-live",
        Family::Message,
        Severity::Error,
        "A message uses content fragments that are live only.",
        &[source::GUARDRAILS],
        NO_FRAGMENTS,
    ),
    Card::told(
        "content-fragment-context",
        Family::Message,
        Severity::Error,
        "Content fragments know nothing of the journey; visual ones stand in emails only, and in-app messages take none.",
        &[source::GUARDRAILS],
        NO_FRAGMENTS,
    ),
    Card::told(
        "channel-3-retries",
        Family::Message,
        Severity::Info,
        "A message that could not be handed over is tried again up to three times, as every action is.",
        &[source::GUARDRAILS],
        "The dry run takes a channel's answer as the last one, after all attempts.",
    ),
];
