//! Facts about jumps that show in a dry run, or belong to the platform's.

use crate::check::{Card, Family, Severity, source};

const FAMILY: Family = Family::Jump;

pub(in crate::check) const CARDS: &[Card] = &[
    Card::shown(
        "jump-first-event-only",
        FAMILY,
        "A jump leads to the first event of the other journey, never to a later one.",
        &[source::JUMP],
        "The dry run shows it: who jumps enters the other journey at its beginning.",
    ),
    Card::shown(
        "jump-already-in-target",
        FAMILY,
        "Who is already in the other journey goes on here; nothing happens there, and it is no error.",
        &[source::JUMP],
        "The dry run shows it.",
    ),
    Card::shown(
        "jump-runtime-failure",
        FAMILY,
        "A jump fails, and takes its error path, where the other journey does not let the person in again.",
        &[source::JUMP],
        "The dry run shows it.",
    ),
    Card::told(
        "jump-dry-run",
        FAMILY,
        Severity::Info,
        "In the platform's dry run jumps are not carried out.",
        &[source::DRY_RUN],
        "A dry run of Waymark follows them within the workspace.",
    ),
];
