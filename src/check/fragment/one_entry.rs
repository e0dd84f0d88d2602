//! A fragment is one piece.

use super::{all, place, with};
use crate::check::example::steps;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{Duration, Port};

pub(super) const RULE: Rule = Rule {
    id: "jfragment-one-entry",
    aliases: &[],
    family: Family::Fragment,
    severity: Severity::Error,
    summary: "The steps of a fragment hang together and begin with one of them.",
    why: "The platform puts a fragment into one line: people come to one step of it, and to the others from there.",
    sources: &[source::FRAGMENTS],
    flagged: || with(apart(), "connections"),
    passing: || with(apart().wire("wait-1", Port::Next, "email-2"), "connections"),
    mending: Mending::None("Only its author knows in which order the steps belong."),
    check: Check::Workspace(check),
};

fn apart() -> Sketch {
    Sketch::empty().then(steps::wait(Duration::Hours(1))).apart(steps::email())
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for fragment in all(estate) {
        let message = match fragment.entries().len() {
            1 => continue,
            0 if fragment.activities.is_empty() => {
                format!("The fragment '{}' holds no step; keep some steps of a journey as it.", fragment.name)
            }
            0 => format!("The fragment '{}' has no first step: its lines go round.", fragment.name),
            many => format!(
                "The fragment '{}' begins with {many} steps; keep connected steps with one beginning.",
                fragment.name
            ),
        };
        findings.report(place(fragment, "connections"), message);
    }
}
