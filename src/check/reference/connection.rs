//! A wire leads from somewhere to somewhere.

use super::near::{self, Meant};
use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::graph::Loose;
use crate::journey::{ActivityId, Duration, Place, Port};

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
    mending: Mending::Offers("Leads it to the step whose id or name is nearest, where one is near, or takes it away."),
    check: Check::Journey(check),
};

fn start() -> Sketch {
    Sketch::event().then(steps::wait(Duration::Hours(1)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for loose in &survey.flow.dangling {
        let Some(wire) = survey.journey.connections.get(loose.connection) else { continue };
        let mut message = match loose.why {
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
        let mend = survey.mend();
        let from = survey.flow.step(&wire.from);
        // A name that was typed wrongly is no reason to take the line away.
        let meant = from.filter(|_| matches!(loose.why, Loose::To)).and_then(|_| nearest(survey, &wire.to));
        if let Some(meant) = meant {
            message.push_str(&format!(" '{}' is written; is '{}' meant?", wire.to, meant.activity.id));
        }
        let finding = findings.report(Place::connection(&survey.journey.id, &wire.id), message);
        if let Some(meant) = meant {
            let edits = vec![mend.disconnect(wire), mend.connect(&wire.from, wire.port.clone(), &meant.activity.id, 1)];
            finding.suggested(format!("Lead it to {}", survey.name(meant)), edits);
        }
        let away = vec![mend.disconnect(wire)];
        if from.is_none() && survey.flow.step(&wire.to).is_none() {
            finding.safe("Take the line away", away);
        } else {
            finding.suggested("Take the line away", away);
        }
    }
}

/// The step that is meant by an id that none has.
fn nearest<'a>(survey: &Survey<'a>, id: &ActivityId) -> Option<&'a Step<'a>> {
    let known = survey.steps().map(|step| &step.activity);
    let known = known.map(|known| Meant { id: known.id.to_string(), name: known.label.clone() });
    survey.flow.step(&ActivityId(near::among(id.as_str(), known)?.id))
}
