//! What a journey refers to exists.

use super::{exists, near, noun};
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
    flagged: || Sketch::empty().then(steps::event("event-ordre")).at("event"),
    passing: || Sketch::empty().then(steps::event("event-order")),
    mending: Mending::Offers("Takes the object whose id or name is nearest, where one is near."),
    check: Check::Journey(check),
};

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let inventory = survey.estate.inventory();
    let mut missing: Vec<(Place, ItemRef)> = Vec::new();
    let mut look = |place: &dyn Fn() -> Place, field: std::fmt::Arguments<'_>, word: Word, id: &str| {
        if let Word::Item(kind) = word
            && let Some(reference) = ItemRef::of(kind, id)
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
        let says = format!("{named} names the {} {}, which does not exist", noun(&reference), reference.as_str());
        let Some(meant) = near::object(inventory, &reference) else {
            findings.report(place, format!("{says}; choose another."));
            continue;
        };
        let (step, field) = (place.activity.as_ref().and_then(|id| survey.flow.step(id)), place.field.clone());
        let (field, (asked, title)) = (field.unwrap_or_default(), meant.asked());
        let edits = match step {
            Some(step) => survey.mend().refer(step, &field, &meant.id),
            None => survey.mend().property_refers(&field, &meant.id),
        };
        findings.report(place, format!("{says}; {asked}")).suggested(title, edits);
    }
}
