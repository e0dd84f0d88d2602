//! What is true of fragments and of no fragment in particular: what happens when one is put into a journey.

use crate::check::{Card, Family, Severity, source};

const COPIED: &str = "A copy says nothing of where it comes from: it is refused at the moment of inserting.";

/// The cards of this family.
pub(in crate::check) const CARDS: &[Card] = &[
    Card::told(
        "jfragment-inactive",
        Family::Fragment,
        Severity::Error,
        "Only an active fragment is put into a journey.",
        &[source::FRAGMENTS],
        COPIED,
    ),
    Card::told(
        "jfragment-empty-canvas",
        Family::Fragment,
        Severity::Error,
        "On an empty canvas a fragment begins with an event, an audience qualification or a read audience.",
        &[source::FRAGMENTS],
        COPIED,
    ),
    Card::told(
        "jfragment-copy",
        Family::Fragment,
        Severity::Info,
        "A fragment is copied into a journey and changes there no more; only its draft is changed or deleted, an active \
         one is archived, and an archived one becomes a draft again.",
        &[source::FRAGMENTS],
        "It is how fragments work here: nothing else can be done with them.",
    ),
];
