//! No fragment leads into another journey.

use std::collections::BTreeSet;

use super::{all, changed, place, with};
use crate::check::example::steps;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{ActivityId, Duration, Fragment, Kind};

pub(super) const RULE: Rule = Rule {
    id: "jfragment-jump",
    aliases: &[],
    family: Family::Fragment,
    severity: Severity::Error,
    summary: "A fragment holds no jump.",
    why: "The platform refuses it: a jump belongs to one journey, and a fragment is copied into many.",
    sources: &[source::FRAGMENTS],
    flagged: || with(thanks().then(steps::jump("journey-1")), "activities"),
    passing: || with(thanks(), "activities"),
    mending: Mending::Offers("Takes the jump out of the fragment, which becomes a draft."),
    check: Check::Workspace(check),
};

fn thanks() -> Sketch {
    Sketch::empty().then(steps::wait(Duration::Hours(1)))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for fragment in all(estate) {
        let jumps = fragment.activities.iter().filter(|step| matches!(step.kind, Kind::Jump(_)));
        let jumps: BTreeSet<&ActivityId> = jumps.map(|step| &step.id).collect();
        if jumps.is_empty() {
            continue;
        }
        let message =
            format!("The fragment '{}' jumps to another journey; jump from the journey itself.", fragment.name);
        let mut mended = Fragment::clone(fragment);
        mended.activities.retain(|step| !jumps.contains(&step.id));
        mended.connections.retain(|wire| !jumps.contains(&wire.from) && !jumps.contains(&wire.to));
        mended.ends.retain(|end| !jumps.contains(&end.from));
        mended.layout.retain(|placement| !jumps.contains(&placement.activity));
        findings
            .report(place(fragment, "activities"), message)
            .suggested("Take the jump out of it", changed(fragment, mended));
    }
}
