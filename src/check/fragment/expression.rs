//! What a fragment asks and says can be read.

use super::{all, place, with};
use crate::check::example::steps;
use crate::check::expression::HARMLESS;
use crate::check::survey::{Flow, Formula, formulas_of};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::expression::{Code, Problem, Target};
use crate::journey::{Fragment, Port};

pub(super) const RULE: Rule = Rule {
    id: "waymark-fragment-expression",
    aliases: &[],
    family: Family::Fragment,
    severity: Severity::Warning,
    summary: "The expressions of a fragment can be read and evaluated.",
    why: "A fragment is copied with its mistakes into every journey that takes it, and none of those can be published.",
    sources: &[source::FRAGMENTS, source::EXPRESSION_EDITOR],
    flagged: || with(asking("@event{OrderPlaced.total} > \"a lot\""), "activities"),
    passing: || with(asking("@event{OrderPlaced.total} > 100"), "activities"),
    mending: Mending::None("What was meant only the author knows, who mends it in a draft of the fragment."),
    check: Check::Workspace(check),
};

fn asking(condition: &str) -> Sketch {
    Sketch::empty().then(steps::data(&[condition])).by(Port::Branch(steps::path(0))).then(steps::email())
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for fragment in all(estate) {
        // Its steps are read as those of a journey of its own.
        let journey = fragment.as_journey();
        let flow = Flow::of(&journey);
        for formula in formulas_of(estate, &journey, &flow) {
            let is_meant =
                |problem: &&Problem| !HARMLESS.contains(&problem.code) && !is_of_others(fragment, &formula, problem);
            let Some(problem) = formula.typed.problems.iter().find(is_meant) else { continue };
            let step = formula.step.map(|step| flow.steps[step].activity.label_or_id()).unwrap_or_default();
            let message = format!("'{step}' in the fragment '{}': {}", fragment.name, problem.message);
            findings.report(place(fragment, "activities"), message);
        }
    }
}

/// Decisions and lookups that the fragment does not make itself are those of the journeys that take it.
fn is_of_others(fragment: &Fragment, formula: &Formula<'_>, problem: &Problem) -> bool {
    let makes = |name: &str| fragment.activities.iter().any(|step| step.kind.output().is_some_and(|made| made == name));
    let is_around = |span: crate::expression::Span| span.start <= problem.span.start && problem.span.end <= span.end;
    problem.code == Code::UnknownField
        && formula.references().iter().any(|reference| match &reference.target {
            Target::Decision(name) | Target::DatasetLookup(name) => is_around(reference.span) && !makes(name),
            _ => false,
        })
}
