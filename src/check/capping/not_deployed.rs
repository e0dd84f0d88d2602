//! Limits hold once they are deployed.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::Edit;
use crate::journey::{Endpoint, Item, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "capping-not-deployed",
    aliases: &[],
    family: Family::Capping,
    severity: Severity::Warning,
    summary: "The limits of an endpoint are deployed.",
    why: "A limit that was created or changed but not deployed holds for nobody, and the other system gets every call at \
          once.",
    sources: &[source::CAPPING, source::THROTTLING],
    flagged: || super::with(|it| it.deployed = false).at_item(super::messages(), "deployed"),
    passing: || super::with(|it| it.deployed = true),
    mending: Mending::Offers("Notes that the limits are deployed."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for endpoint in estate.inventory().endpoints.iter().filter(|endpoint| !endpoint.deployed) {
        if endpoint.cap.is_none() && endpoint.throttle.is_none() {
            continue;
        }
        let mended = Endpoint { deployed: true, ..endpoint.clone() };
        findings
            .report(
                Place::item(ItemRef::Endpoint(endpoint.id.clone())).field("deployed"),
                format!("The limits of '{}' hold nothing back until they are deployed.", endpoint.name),
            )
            .suggested("It is deployed by now", vec![Edit::Put(Box::new(Item::Endpoint(mended)))]);
    }
}
