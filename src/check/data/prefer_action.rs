//! New look-ups are custom actions.

use super::external::{all, place, weather, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};

pub(super) const RULE: Rule = Rule {
    id: "datasource-prefer-custom-action",
    aliases: &[],
    family: Family::Data,
    severity: Severity::Info,
    summary: "Data of other systems is looked up by a custom action with a reply.",
    why: "The platform advises it for everything new: custom actions can be capped and throttled, and are not held to 15 \
          calls a second.",
    sources: &[source::GUARDRAILS],
    flagged: || with(|_| {}).at_item(weather(), ""),
    passing: Sketch::event,
    mending: Mending::None("An action has another place in the journey than an expression; the author has to draw it."),
    check: Check::Workspace(check),
};

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for external in all(estate.inventory()) {
        let mut whole = place(external.source, "");
        whole.field = None;
        let message = format!(
            "Adobe advises new journeys to ask '{}' by a custom action, whose reply later steps can read.",
            external.source.name
        );
        findings.report(whole, message);
    }
}
