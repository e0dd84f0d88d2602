//! Quiet hours have a few windows.

use super::{nights, own, own_item, place, quiet, replaced, window, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{CapRule, QuietHours};

pub(super) const RULE: Rule = Rule {
    id: "quiet-hours-periods",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Error,
    summary: "Quiet hours have one to five windows.",
    why: "The platform saves no more, and without any nothing is quiet.",
    sources: &[source::QUIET_HOURS],
    flagged: || windows(6).at_item(own_item(), "rules.0"),
    passing: || windows(5),
    mending: Mending::Offers("Keeps the first five windows."),
    check: Check::Workspace(check),
};

fn windows(count: i8) -> Sketch {
    let windows = (0..count).map(|number| window(2 * number, 2 * number + 1)).collect();
    with(own(vec![CapRule::QuietHours(nights(windows))]))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    let most = estate.numbers.max_quiet_windows;
    for set in &estate.inventory().rule_sets {
        for (index, hours) in quiet(set) {
            match hours.windows.len() {
                0 => {
                    let message = format!("The quiet hours of '{}' have no window; say from when to when.", set.name);
                    findings.report(place(set, index), message).to_do();
                }
                count if count > most => {
                    let first = hours.windows.iter().take(most).cloned().collect();
                    let mended = QuietHours { windows: first, ..hours.clone() };
                    let message = format!("The quiet hours of '{}' have {count} windows, of at most {most}.", set.name);
                    findings.report(place(set, index), message).suggested(
                        format!("Keep the first {most}"),
                        replaced(set, index, Some(CapRule::QuietHours(mended))),
                    );
                }
                _ => {}
            }
        }
    }
}
