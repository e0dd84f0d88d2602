//! Which expressions read what some people, or all of them, do not bring along.

use super::brought::{Datum, heard};
use super::implied::is_kept_of_failures;
use super::{Formula, Survey};
use crate::expression::{Reference, Target};
use crate::journey::{Event, ExitWhen, Kind, Port};

/// An expression that reads what is not there.
pub struct Absent {
    /// Its place in [`Survey::formulas`].
    pub formula: usize,
    /// What it reads: "the event 'OrderPaid'".
    pub what: String,
    /// Whether nobody at all can bring it.
    pub for_everybody: bool,
    /// By which way out of which step, by index, people come who do not bring it.
    pub by: Option<Way>,
}

/// Everything that is read where it is not there, each thing once for an expression.
pub(super) fn absent(survey: &Survey<'_>) -> Vec<Absent> {
    let mut found = Vec::new();
    let begins_with = survey.only_event_of_entry();
    for (number, formula) in survey.formulas.iter().enumerate() {
        let references = formula.references();
        for (index, reference) in references.iter().enumerate() {
            let is_known = |name: &str| begins_with == Some(name);
            // Everybody enters with it: nothing is to be worked out.
            let is_there = matches!(&reference.target, Target::Event(name) if is_known(name));
            let is_again = references[..index].iter().any(|earlier| same(earlier, reference));
            if is_there || is_again {
                continue;
            }
            if reference.target == Target::Supplemental && !tells_runs_apart(survey) {
                found.push(Absent { formula: number, what: what(&reference.target), for_everybody: true, by: None });
                continue;
            }
            let Some(datum) = survey.datum(&reference.target) else { continue };
            if let Some((for_everybody, by)) = read(survey, formula, reference, &datum) {
                found.push(Absent { formula: number, what: what(&reference.target), for_everybody, by });
            }
        }
    }
    found
}

/// Whether two references ask for the same, as far as it matters whether a step has brought it.
fn same(one: &Reference, other: &Reference) -> bool {
    one.target == other.target && is_about_the_call(one) == is_about_the_call(other)
}

/// The status of a call and what it said of an error are there where it failed, too.
fn is_about_the_call(reference: &Reference) -> bool {
    matches!(reference.target, Target::Action(_))
        && reference.path.first().is_some_and(|name| is_kept_of_failures(name))
}

/// A way out of a step.
type Way = (usize, Port);

/// Whether nobody brings what is read, and if only some do not, by which way they come; `None` where it is there.
fn read(
    survey: &Survey<'_>,
    formula: &Formula<'_>,
    reference: &Reference,
    datum: &Datum,
) -> Option<(bool, Option<Way>)> {
    // That no step before brings a decision or a lookup of this name is said where the name is read.
    let is_named_by_steps = matches!(datum, Datum::Decision(_) | Datum::Lookup(_));
    let Some(step) = formula.step.map(|step| &survey.flow.steps[step]) else {
        let never =
            !is_named_by_steps && !is_own_of_criterion(survey, formula, datum) && !survey.somebody_brings(datum);
        return never.then_some((true, None));
    };
    let presence = survey.presence(datum, step);
    if presence.is_impossible() {
        return (!is_named_by_steps).then_some((true, None));
    }
    let is_open = presence.lacking || presence.failed && !is_about_the_call(reference);
    // Whoever asks once whether it is there, or how the call went, knows that it may not be; so do the paths of a
    // condition of which one asks.
    let is_path = |known: &Formula<'_>| known.step == formula.step && known.field.starts_with("paths.");
    let is_beside = |known: &&Formula<'_>| std::ptr::eq(*known, formula) || is_path(known) && is_path(formula);
    let is_provided = survey.formulas.iter().filter(is_beside).flat_map(Formula::references).any(|known| {
        known.target == reference.target && (known.provided || !presence.lacking && is_about_the_call(known))
    });
    let by = || survey.lacking_by(datum, step).map(|(from, port)| (from.index, port.clone()));
    (is_open && !is_provided).then(|| (false, by()))
}

/// Whether anything in the journey says which run of a person is meant.
fn tells_runs_apart(survey: &Survey<'_>) -> bool {
    survey.steps().any(|step| match step.kind() {
        Kind::ReadAudience(read) => read.supplemental.is_some(),
        kind => survey.estate.get::<Event>(heard(kind)).is_some_and(|event| event.supplemental.is_some()),
    })
}

/// An exit criterion is about an event of its own, which has just come.
fn is_own_of_criterion(survey: &Survey<'_>, formula: &Formula<'_>, datum: &Datum) -> bool {
    let criterion = formula.field.strip_prefix("properties.exit_criteria.").and_then(|rest| rest.split('.').next());
    survey.journey.properties.exit_criteria.iter().any(|known| {
        Some(known.id.as_str()) == criterion
            && matches!((&known.when, datum), (ExitWhen::Event { event, .. }, Datum::Event(id)) if event.as_ref() == Some(id))
    })
}

fn what(target: &Target) -> String {
    match target {
        Target::Event(name) => format!("the event '{name}'"),
        Target::Action(name) => format!("the reply of '{name}'"),
        Target::Decision(name) => format!("the decision '{name}'"),
        Target::DatasetLookup(name) => format!("the records of '{name}'"),
        Target::Supplemental => "the supplemental identifier".to_owned(),
        _ => "this".to_owned(),
    }
}
