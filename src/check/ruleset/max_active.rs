//! So many rule sets are active at once.

use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::edit::Edit;
use crate::journey::{Item, ItemRef, Organization, Place, RuleDomain, RuleSet, RuleSetId};

pub(super) const RULE: Rule = Rule {
    id: "ruleset-max-active",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Error,
    summary: "At most 10 rule sets for messages, and 10 for journeys, are active at once.",
    why: "The platform activates no further one; the global rule set does not count.",
    sources: &[source::RULE_SETS],
    flagged: || eleven(true).at_item(ItemRef::RuleSet("rules-k".into()), "active"),
    passing: || eleven(false),
    mending: Mending::Offers("Deactivates the one that is too many."),
    check: Check::Workspace(check),
};

fn eleven(all: bool) -> Sketch {
    Sketch::event().inventory(|inventory| {
        for letter in 'a'..='k' {
            let id = RuleSetId(format!("rules-{letter}"));
            let name = format!("Rules {letter}");
            inventory.rule_sets.push(RuleSet { id, name, active: all || letter != 'k', ..RuleSet::default() });
        }
    })
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_active_rule_sets;
    let known = estate.organization();
    let of = |count: fn(&Organization) -> Option<i64>| Estate::count(known.and_then(count));
    let others = [
        (RuleDomain::Channel, "messages", of(|known| known.other_channel_rule_sets)),
        (RuleDomain::Journey, "journeys", of(|known| known.other_journey_rule_sets)),
    ];
    for (domain, word, others) in others {
        let sets = estate.inventory().rule_sets.iter();
        let active: Vec<&RuleSet> = sets.filter(|set| set.active && !set.global && set.domain == domain).collect();
        for set in active.iter().skip(most.saturating_sub(others)) {
            let mended = RuleSet { active: false, ..(*set).clone() };
            let message = format!(
                "{} rule sets for {word} are active, of at most {most}; deactivate '{}' or another one.",
                active.len() + others,
                set.name
            );
            findings
                .report(Place::item(ItemRef::RuleSet(set.id.clone())).field("active"), message)
                .suggested(format!("Deactivate '{}'", set.name), vec![Edit::Put(Box::new(Item::RuleSet(mended)))]);
        }
    }
}
