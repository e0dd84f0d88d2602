//! Facts about expressions that no document can break.

use crate::check::{Card, Family, Severity, source};

pub(in crate::check) const CARDS: &[Card] = &[Card::told(
    "waymark-duration-text",
    Family::Expression,
    Severity::Info,
    "A length of time as a text is written as ISO 8601, PT1.52S; a table of the documentation says milliseconds, its own \
     example ISO.",
    &[source::EXPRESSION_EDITOR],
    "There is nothing to break: the dry run writes it as the example does.",
)];
