//! No fragment leads into another journey.

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
        let is_jump = |id: &ActivityId| {
            fragment.activities.iter().any(|step| &step.id == id && matches!(step.kind, Kind::Jump(_)))
        };
        if !fragment.activities.iter().any(|step| is_jump(&step.id)) {
            continue;
        }
        let message =
            format!("The fragment '{}' jumps to another journey; jump from the journey itself.", fragment.name);
        let mut mended = Fragment::clone(fragment);
        mended.activities.retain(|step| !is_jump(&step.id));
        mended.connections.retain(|wire| !is_jump(&wire.from) && !is_jump(&wire.to));
        mended.ends.retain(|end| !is_jump(&end.from));
        mended.layout.retain(|placement| !is_jump(&placement.activity));
        findings
            .report(place(fragment, "activities"), message)
            .suggested("Take the jump out of it", changed(fragment, mended));
    }
}
