//! A wire leads from somewhere to somewhere.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::graph::Loose;
use crate::journey::{Duration, Place, Port};

pub(super) const RULE: Rule = Rule {
    id: "waymark-dangling-connection",
    aliases: &[],
    family: Family::Reference,
    severity: Severity::Error,
    summary: "Both ends of a line exist, and the way out by which it leaves.",
    why: "Nobody can say where people go by such a line. It comes from an edit by hand or from a merge.",
    sources: &[source::WAYMARK],
    flagged: || start().wire("wait-2", Port::Next, "email-9").at_wire("wire-2"),
    passing: start,
    mending: Mending::Offers("Takes the line away."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::wait(Duration::Hours(1)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for loose in &survey.flow.dangling {
        let Some(wire) = survey.journey.connections.get(loose.connection) else { continue };
        let message = match loose.why {
            Loose::From => match survey.flow.step(&wire.to) {
                Some(to) => format!("The line to {} begins at a step that is not in this journey.", survey.name(to)),
                None => "A line leads between two steps that are not in this journey.".to_owned(),
            },
            Loose::To => match survey.flow.step(&wire.from) {
                Some(from) => format!("A line from {} leads to a step that is not in this journey.", survey.name(from)),
                None => "A line leads between two steps that are not in this journey.".to_owned(),
            },
            Loose::Port => {
                let from = survey.flow.step(&wire.from).map_or_else(|| wire.from.to_string(), |step| survey.name(step));
                format!("A line leaves {from} by a way out that it does not have.")
            }
        };
        findings
            .report(Place::connection(&survey.journey.id, &wire.id), message)
            .safe("Take the line away", vec![survey.mend().disconnect(wire)]);
    }
}
