//! Quiet hours stand where they can hold.

use super::{night, nights, own, own_item, place, quiet, replaced, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{CapRule, QuietHours, RuleDomain, RuleSet};

pub(super) const RULE: Rule = Rule {
    id: "quiet-hours-scope",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Error,
    summary: "Quiet hours stand in a local rule set for messages, and hold emails, text messages, WhatsApp messages and \
              push notifications.",
    why: "The platform knows them nowhere else: not in the global rule set, not for journeys, not for letters.",
    sources: &[source::QUIET_HOURS],
    flagged: || global(true).at_item(own_item(), "rules.0"),
    passing: || global(false),
    mending: Mending::Offers("Takes the letters out of the quiet hours, or the quiet hours out of the rule set."),
    check: Check::Workspace(check),
};

fn global(global: bool) -> Sketch {
    with(RuleSet { global, ..own(vec![CapRule::QuietHours(nights(vec![night()]))]) })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for set in &estate.inventory().rule_sets {
        for (index, hours) in quiet(set) {
            let why = match (set.domain, set.global) {
                (RuleDomain::Journey, _) => "it is for journeys, and only messages can wait for the morning",
                (RuleDomain::Channel, true) => "it is the global one, which has no quiet hours",
                (RuleDomain::Channel, false) if hours.media.iter().any(|medium| !medium.can_be_quiet()) => {
                    let mended = without_letters(hours).map(CapRule::QuietHours);
                    findings
                        .report(
                            place(set, index),
                            format!("Quiet hours in '{}' hold no letters, and nothing in apps or on pages.", set.name),
                        )
                        .suggested("Leave the others out", replaced(set, index, mended));
                    continue;
                }
                _ => continue,
            };
            findings
                .report(place(set, index), format!("'{}' has quiet hours, but {why}.", set.name))
                .suggested("Take the quiet hours out", replaced(set, index, None));
        }
    }
}

/// The quiet hours without letters and what people find by themselves; nothing where they were for letters alone, since
/// an empty list means everything.
fn without_letters(hours: &QuietHours) -> Option<QuietHours> {
    let mut rest = hours.clone();
    rest.media.retain(|medium| medium.can_be_quiet());
    (!rest.media.is_empty()).then_some(rest)
}
