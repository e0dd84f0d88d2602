//! A cap counts over a period that the platform knows.

use super::{own, own_item, place, replaced, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{CapRule, Period};

pub(super) const RULE: Rule = Rule {
    id: "channel-cap-period",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Error,
    summary: "A cap on messages counts over 1 to 23 hours, 1 to 30 days, 1 to 4 weeks or 1 to 3 months.",
    why: "The platform takes no other periods. It counts in UTC, and its weeks begin on Sunday.",
    sources: &[source::CHANNEL_CAPPING],
    flagged: || over(6).at_item(own_item(), "rules.0"),
    passing: || over(2),
    mending: Mending::Offers("Takes the nearest period that is possible."),
    check: Check::Workspace(check),
};

fn over(weeks: i64) -> Sketch {
    with(own(vec![CapRule::Frequency { medium: None, at_most: 3, every: weeks, period: Period::Week }]))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for set in &estate.inventory().rule_sets {
        for (index, rule) in set.rules.iter().enumerate() {
            let CapRule::Frequency { medium, at_most, every, period } = rule else { continue };
            let (most, unit) = match period {
                Period::Hour => (23, "hour"),
                Period::Day => (30, "day"),
                Period::Week => (4, "week"),
                Period::Month => (3, "month"),
            };
            if (1..=most).contains(every) {
                continue;
            }
            let nearest = (*every).clamp(1, most);
            let plural = |count: i64| format!("{count} {unit}{}", if count == 1 { "" } else { "s" });
            let message =
                format!("A cap of '{}' counts over {}; possible are 1 to {}.", set.name, plural(*every), plural(most));
            let mended = CapRule::Frequency { medium: *medium, at_most: *at_most, every: nearest, period: *period };
            findings
                .report(place(set, index), message)
                .suggested(format!("Count over {}", plural(nearest)), replaced(set, index, Some(mended)));
        }
    }
}
