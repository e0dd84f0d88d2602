//! A name means one fragment.

use super::{all, changed, drawn, place};
use crate::check::example::steps;
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{Duration, Fragment, ItemRef};

pub(super) const RULE: Rule = Rule {
    id: "jfragment-name-unique",
    aliases: &[],
    family: Family::Fragment,
    severity: Severity::Error,
    summary: "No two fragments of a sandbox have the same name.",
    why: "The platform does not save the second one.",
    sources: &[source::FRAGMENTS],
    flagged: || two("Thank people"),
    passing: || two("Say goodbye"),
    mending: Mending::Offers("Adds a number to the second name; what is in use becomes a draft."),
    check: Check::Workspace(check),
};

fn two(name: &str) -> Sketch {
    let wait = || Sketch::empty().then(steps::wait(Duration::Hours(1)));
    let second = Fragment { id: "fragment-two".into(), name: name.to_owned(), ..drawn(wait()) };
    Sketch::event()
        .inventory(|inventory| inventory.fragments.extend([drawn(wait()), second]))
        .at_item(ItemRef::Fragment("fragment-two".into()), "name")
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    // Names are told apart as people do: by their letters, not by their size or the blanks around them.
    let bare = |name: &str| name.trim().to_lowercase();
    let mut known: Vec<String> = Vec::new();
    for fragment in all(estate) {
        let name = bare(&fragment.name);
        if name.is_empty() || !known.contains(&name) {
            known.push(name);
            continue;
        }
        let free = (2_usize..)
            .map(|number| format!("{} {number}", fragment.name.trim()))
            .find(|free| !all(estate).any(|other| bare(&other.name) == bare(free)));
        let message = format!("Two fragments are called '{}'; give one another name.", fragment.name);
        let finding = findings.report(place(fragment, "name"), message);
        if let Some(free) = free {
            let mended = Fragment { name: free.clone(), ..fragment.clone() };
            finding.suggested(format!("Call this one '{free}'"), changed(fragment, mended));
        }
    }
}
