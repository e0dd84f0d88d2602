//! A cap of a single call is doubtful.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::journey::{ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "waymark-cap-of-one",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "A cap lets more than one call through in each period.",
    why: "The page of the Capping API asks for a number greater than 1, the API's own description for at least 1: it may \
          be refused with ERR_ENDPOINTCONFIG_107.",
    sources: &[source::CAPPING],
    flagged: || super::calls::with(1).at_item(ItemRef::Endpoint("endpoint-messages".into()), "cap.max_calls"),
    passing: || super::calls::with(100),
    mending: Mending::None(
        "How many calls the other system takes is for its owner to say; a longer period takes more.",
    ),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in &estate.inventory().endpoints {
        if endpoint.cap.as_ref().is_some_and(|cap| cap.max_calls == 1) {
            let message = format!("The cap of '{}' lets a single call through in each period.", endpoint.name);
            findings.report(Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("cap.max_calls"), message);
        }
    }
}
