//! What a journey refers to exists.

use super::{exists, noun, reference};
use crate::check::example::{Sketch, steps};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{ItemRef, Place, Word};

pub(super) const RULE: Rule = Rule {
    id: "waymark-unknown-object",
    aliases: &[],
    family: Family::Reference,
    severity: Severity::Error,
    summary: "Every event, audience, action and the like that a journey names exists in the workspace.",
    why: "Whatever is gone can neither be checked nor run.",
    sources: &[source::WAYMARK],
    flagged: || Sketch::empty().then(steps::event("event-lost")).at("event"),
    passing: || Sketch::empty().then(steps::event("event-order")),
    mending: Mending::None("Which object was meant is for the author to say."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let inventory = survey.estate.inventory();
    let mut missing: Vec<(Place, ItemRef)> = Vec::new();
    let mut look = |place: &dyn Fn() -> Place, field: std::fmt::Arguments<'_>, word: Word, id: &str| {
        if let Word::Item(kind) = word
            && let Some(reference) = reference(kind, id)
            && !exists(inventory, &reference)
        {
            missing.push((place().field(field.to_string()), reference));
        }
    };
    let journey = || Place::journey(&survey.journey.id);
    survey.journey.properties.walk(&mut |field, word, id| look(&journey, field, word, id));
    for step in survey.steps() {
        let activity = || survey.place(step);
        step.activity.walk(&mut |field, word, id| look(&activity, field, word, id));
    }
    for (place, reference) in missing {
        let named = match place.activity.as_ref().and_then(|id| survey.flow.step(id)) {
            Some(step) => survey.title(step),
            None => "This journey".to_owned(),
        };
        let noun = noun(&reference);
        let id = reference.as_str();
        findings.report(place, format!("{named} names the {noun} {id}, which does not exist; choose another."));
    }
}
