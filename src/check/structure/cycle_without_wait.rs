//! Who goes in circles rests once a round.

use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{Duration, Place, Port};

pub(super) const RULE: Rule = Rule {
    id: "waymark-cycle-without-wait",
    aliases: &[],
    family: Family::Structure,
    severity: Severity::Error,
    summary: "A circle holds a wait or an event.",
    why: "Otherwise people go round and round in no time, and every message in the circle is sent again and again.",
    sources: &[source::WAYMARK],
    flagged: || circle(Port::Branch(steps::path(0))).at_wire("wire-3"),
    passing: || {
        circle(Port::Branch(steps::path(0))).journey(|journey| journey.connections.retain(|wire| wire.id.0 != "wire-3"))
    },
    mending: Mending::Offers("Puts a wait of one hour into the circle, or takes the line away that closes it."),
    check: Check::Journey(check),
};

fn circle(port: Port) -> Sketch {
    Sketch::event().then(steps::email()).then(steps::split(&[5_000, 5_000])).wire("condition-3", port, "email-2")
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for wire in survey.flow.closing_wires(|step| !step.holds()) {
        let wire = &survey.flow.wires[wire];
        let (from, to) = (&survey.flow.steps[wire.from], &survey.flow.steps[wire.to]);
        let message = format!(
            "{} leads back to {} without a wait; people would go round in no time.",
            survey.title(from),
            survey.name(to)
        );
        let mend = survey.mend();
        findings
            .report(Place::connection(&survey.journey.id, &wire.connection.id), message)
            .suggested("Wait an hour in each round", mend.insert(wire, "Rest", steps::wait(Duration::Hours(1))))
            .suggested("Take the line away", vec![mend.disconnect(wire.connection)]);
    }
}
