//! Who is watched twice counts twice.

use std::collections::BTreeMap;

use crate::check::example::Sketch;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, source};
use crate::edit::describe::grouped;
use crate::journey::{Audience, AudienceId, Evaluation, ItemRef, Place};

pub(super) const RULE: Rule = Rule {
    id: "event-double-counting",
    aliases: &[],
    family: Family::Qualification,
    severity: Severity::Info,
    summary: "A streaming audience is watched at one place.",
    why: "Whoever qualifies counts once for each place that watches, against the 5,000 events a second of the organization; \
          a raw event that fits several rules counts once for each, too.",
    sources: &[source::EVENTS],
    flagged: || twice("audience-cart").at_item(ItemRef::Audience("audience-cart".into()), ""),
    passing: || twice("audience-other"),
    mending: Mending::None("Which journey can use an audience of its own, or another entry, is for the author to say."),
    check: Check::Workspace(check),
};

fn twice(audience: &str) -> Sketch {
    let second = Sketch::qualification().with(|activity| {
        if let crate::journey::Kind::AudienceQualification(entry) = &mut activity.kind {
            entry.audience = Some(audience.into());
        }
    });
    Sketch::qualification().with_second(second, "Second journey").inventory(|inventory| {
        let Some(cart) = inventory.audiences.iter().find(|audience| audience.id.as_str() == "audience-cart") else {
            return;
        };
        let other = Audience { id: "audience-other".into(), name: "Others".to_owned(), ..cart.clone() };
        inventory.audiences.push(other);
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let mut places: BTreeMap<&AudienceId, usize> = BTreeMap::new();
    for audience in estate.own_outlines().flat_map(|outline| &outline.watched).flatten() {
        *places.entry(audience).or_default() += 1;
    }
    for (id, count) in places.into_iter().filter(|(_, count)| *count > 1) {
        let Some(audience) = estate.get::<Audience>(Some(id)) else { continue };
        if audience.evaluation == Evaluation::Streaming {
            let message = format!(
                "'{}' is watched at {count} places: each person who qualifies counts {count} times against the {} events \
                 a second.",
                audience.name,
                grouped(estate.numbers.event_rate_per_second)
            );
            findings.report(Place::item(ItemRef::Audience(id.clone())), message);
        }
    }
}
