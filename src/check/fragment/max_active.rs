//! So many fragments are in use at once.

use super::{all, drawn, place};
use crate::check::example::steps;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::Edit;
use crate::journey::{Duration, Fragment, FragmentId, FragmentStatus, Item, ItemRef};

pub(super) const RULE: Rule = Rule {
    id: "jfragment-max-active",
    aliases: &[],
    family: Family::Fragment,
    severity: Severity::Error,
    summary: "At most 200 fragments of a sandbox are active.",
    why: "The platform activates no further one.",
    sources: &[source::FRAGMENTS],
    flagged: || many(FragmentStatus::Active),
    passing: || many(FragmentStatus::Archived),
    mending: Mending::Offers("Archives the one that is too many."),
    check: Check::Workspace(check),
};

fn many(last: FragmentStatus) -> Sketch {
    let piece = drawn(Sketch::empty().then(steps::wait(Duration::Hours(1))));
    let fragments = (1..=201).map(|number| Fragment {
        id: FragmentId(format!("fragment-{number:03}")),
        name: format!("Pause {number}"),
        status: if number == 201 { last } else { FragmentStatus::Active },
        ..piece.clone()
    });
    Sketch::event()
        .inventory(|inventory| inventory.fragments.extend(fragments))
        .at_item(ItemRef::Fragment("fragment-201".into()), "status")
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_active_fragments;
    let others = Estate::count(estate.organization().and_then(|known| known.other_fragments));
    let active = || all(estate).filter(|fragment| fragment.status == FragmentStatus::Active);
    for fragment in active().skip(most.saturating_sub(others)) {
        let mended = Fragment { status: FragmentStatus::Archived, ..fragment.clone() };
        let message = format!(
            "{} fragments are active, of at most {most}; archive '{}' or another one.",
            active().count() + others,
            fragment.name
        );
        findings
            .report(place(fragment, "status"), message)
            .suggested(format!("Archive '{}'", fragment.name), vec![Edit::Put(Box::new(Item::Fragment(mended)))]);
    }
}
