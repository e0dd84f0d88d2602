//! A jump fills the fields of the event that it sends.

use super::{filled, jumps, target_event};
use crate::check::example::{Sketch, steps};
use crate::check::survey::list;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::jump::unmapped;
use crate::expression::shape;
use crate::journey::{Event, Kind};

pub(super) const RULE: Rule = Rule {
    id: "jump-unmapped-fields",
    aliases: &[],
    family: Family::Jump,
    severity: Severity::Warning,
    summary: "A jump maps every field of the target's event.",
    why: "A field that is not mapped is empty in the other journey. Only the identity is mapped by itself.",
    sources: &[source::JUMP],
    flagged: || jumping(false).at("mapping.total"),
    passing: || jumping(true),
    mending: Mending::Offers("Takes fields of the same name from events that certainly happened before."),
    check: Check::Journey(check),
};

fn jumping(total: bool) -> Sketch {
    let jumping = Sketch::event().then(steps::jump("journey-2")).with(|activity| {
        if let Kind::Jump(jump) = &mut activity.kind
            && !total
        {
            jump.mapping.remove("total");
        }
    });
    jumping.with_second(Sketch::event(), "Second journey")
}

/// What people call a field of an event.
fn title(survey: &Survey<'_>, event: &Event, path: &str) -> String {
    let fields = shape::event_fields(survey.estate.inventory(), event);
    let known = fields.into_iter().find(|field| field.path == path).filter(|field| !field.title.is_empty());
    known.map_or_else(|| path.to_owned(), |field| field.title)
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for (step, jump) in jumps(survey) {
        let event = target_event(survey, jump).filter(|event| jump.entry.as_ref() == Some(&event.id));
        let Some(event) = event else { continue };
        let missing = unmapped(event, &jump.mapping);
        let Some(first) = missing.first() else { continue };
        let titled: Vec<String> = missing.iter().map(|field| title(survey, event, field)).collect();
        let titled: Vec<&str> = titled.iter().map(String::as_str).collect();
        let message =
            format!("{} leaves {} empty; say what the other journey gets there.", survey.title(step), list(&titled));
        let finding = findings.report(survey.field(step, &format!("mapping.{first}")), message);
        let mapping = filled(survey, step, event, &jump.mapping);
        if mapping != jump.mapping {
            let edits = survey.mend().step(step, |activity| {
                if let Kind::Jump(jump) = &mut activity.kind {
                    jump.mapping = mapping;
                }
            });
            finding.suggested("Fill it from fields of the same name", edits);
        }
    }
}
