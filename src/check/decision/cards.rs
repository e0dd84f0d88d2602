//! Facts about content decisions and dataset lookups that no rule can check.

use crate::check::{Card, Family, Severity, source};

const FAMILY: Family = Family::Decision;

pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "decision-advanced-mode-only",
        FAMILY,
        Severity::Error,
        "What a content decision chose, or a lookup found, can be asked in the advanced mode of the editor only.",
        &[source::CONTENT_DECISION, source::DATASET_LOOKUP],
        "A journey here keeps every condition as the text of the advanced mode, and the build sheet says to type it \
         there; there is no condition in the simple mode.",
    ),
    Card::told(
        "lookup-key-simple-mode",
        FAMILY,
        Severity::Error,
        "The key of a lookup is defined in the advanced mode; one of the simple mode is not found by later steps.",
        &[source::DATASET_LOOKUP],
        "A key here is the text of the advanced mode, and the build sheet says to type it there.",
    ),
    Card::told(
        "decision-consent-delay",
        FAMILY,
        Severity::Info,
        "A change of a consent policy takes up to 48 hours until decision policies follow it.",
        &[source::CONTENT_DECISION],
        "Consent policies belong to the organization, and when one was changed no document says.",
    ),
    Card::shown(
        "lookup-size",
        FAMILY,
        "One lookup brings 10 KB at most.",
        &[source::DATASET_LOOKUP],
        "The dry run leaves out the records that are too much, and says how many; what the platform does with them is \
         not documented.",
    ),
];
