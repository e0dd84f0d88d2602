//! Nobody asks for what cannot have happened.

use crate::check::example::{Sketch, steps};
use crate::check::survey::Absent;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::Port;

pub(super) const RULE: Rule = Rule {
    id: "waymark-data-never",
    aliases: &[],
    family: Family::Expression,
    severity: Severity::Error,
    summary: "An expression reads events that can have happened before its step, and replies of actions that can have \
              been called there.",
    why: "The platform's editor offers only the fields of what the journey has brought. Elsewhere they are empty for \
          everybody: a condition is never true, and a message has a gap.",
    sources: &[source::EXPRESSION_EDITOR, source::EXPRESSION_FIELDS],
    flagged: || asking(Sketch::event()).at("paths.path-1.expression"),
    passing: || asking(Sketch::event().then(steps::event("event-paid"))),
    mending: Mending::None(
        "Whether the event is listened for before, or something else is asked, is for the author to say.",
    ),
    check: Check::Journey(check),
};

fn asking(sketch: Sketch) -> Sketch {
    sketch.then(steps::data(&["@event{OrderPaid.orderId} != \"\""])).by(Port::Branch(steps::path(0)))
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for Absent { formula, what, .. } in survey.absent().iter().filter(|absent| absent.for_everybody) {
        let formula = &survey.formulas[*formula];
        let message = match formula.step {
            Some(step) => {
                let step = survey.title(&survey.flow.steps[step]);
                format!("{step} reads {what}, which nobody has there: no step before it brings it.")
            }
            None => format!("This reads {what}, which nobody has: no step of the journey brings it."),
        };
        findings.report(survey.place_of(formula), message);
    }
}
