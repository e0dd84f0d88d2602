//! A fragment is small.

use super::{all, place, with};
use crate::check::example::steps;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::Duration;

pub(super) const RULE: Rule = Rule {
    id: "jfragment-max-nodes",
    aliases: &[],
    family: Family::Fragment,
    severity: Severity::Error,
    summary: "A fragment holds at most 20 steps.",
    why: "The platform does not save a larger one.",
    sources: &[source::FRAGMENTS],
    flagged: || with(waits(21), "activities"),
    passing: || with(waits(20), "activities"),
    mending: Mending::None("Only its author knows where it can be parted in two."),
    check: Check::Workspace(check),
};

fn waits(count: usize) -> Sketch {
    (0..count).fold(Sketch::empty(), |sketch, _| sketch.then(steps::wait(Duration::Hours(1))))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_fragment_steps;
    for fragment in all(estate).filter(|fragment| fragment.activities.len() > most) {
        let message = format!(
            "The fragment '{}' holds {} steps, of at most {most}; make two of it.",
            fragment.name,
            fragment.activities.len()
        );
        findings.report(place(fragment, "activities"), message);
    }
}
