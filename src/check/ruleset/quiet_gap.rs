//! Quiet hours that go on after midnight do so every night.

use jiff::civil::Time;

use super::{nights, own, own_item, place, quiet, replaced, window, with};
use crate::check::{Check, Estate, Family, Findings, Mending, Rule, Severity, Sketch, source};
use crate::journey::{CapRule, QuietHours, QuietWindow, Weekday};

pub(super) const RULE: Rule = Rule {
    id: "quiet-hours-gap",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Warning,
    summary: "A quiet night that is written as two windows goes on after midnight on every day on which it began.",
    why: "The days of a window are those on which it begins. Evenings from Monday to Friday need mornings from Tuesday to \
          Saturday; otherwise messages go out in the middle of one night.",
    sources: &[source::QUIET_HOURS],
    flagged: || mornings(&WORKDAYS).at_item(own_item(), "rules.0"),
    passing: || {
        use Weekday::{Friday, Saturday, Thursday, Tuesday, Wednesday};
        mornings(&[Tuesday, Wednesday, Thursday, Friday, Saturday])
    },
    mending: Mending::Offers("Adds the missing mornings."),
    check: Check::Workspace(check),
};

const WORKDAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

fn mornings(days: &[Weekday]) -> Sketch {
    let evening = QuietWindow { days: WORKDAYS.to_vec(), ..window(22, 0) };
    let morning = QuietWindow { days: days.to_vec(), ..window(0, 7) };
    with(own(vec![CapRule::QuietHours(nights(vec![evening, morning]))]))
}

fn check(estate: &Estate<'_>, findings: &mut Findings) {
    for set in &estate.inventory().rule_sets {
        for (index, hours) in quiet(set) {
            let Some((day, mended)) = broken_night(hours) else { continue };
            let message = format!(
                "The quiet hours of '{}' stop at midnight on {}, and begin again on other mornings only.",
                set.name,
                day.name()
            );
            findings
                .report(place(set, index), message)
                .suggested("Add the missing mornings", replaced(set, index, Some(CapRule::QuietHours(mended))));
        }
    }
}

/// The first day whose evening has no morning, and the quiet hours with all mornings that their evenings need.
fn broken_night(hours: &QuietHours) -> Option<(Weekday, QuietHours)> {
    // A night that ends at midnight on purpose has no morning at all.
    let morning = hours.windows.iter().position(|window| window.from == Time::midnight())?;
    let covered = |day: Weekday| {
        let mut mornings = hours.windows.iter().filter(|window| window.from == Time::midnight());
        mornings.any(|window| window.days.is_empty() || window.days.contains(&day))
    };
    let evenings = hours.windows.iter().filter(|window| ends_at_midnight(window));
    let days =
        evenings.flat_map(|window| if window.days.is_empty() { Weekday::ALL.to_vec() } else { window.days.clone() });
    let missing: Vec<Weekday> = days.filter(|day| !covered(day.next())).collect();
    let first = *missing.first()?;
    let mut mended = hours.clone();
    let days = &mut mended.windows[morning].days;
    days.extend(missing.into_iter().map(Weekday::next));
    days.sort();
    days.dedup();
    Some((first, mended))
}

fn ends_at_midnight(window: &QuietWindow) -> bool {
    window.from > Time::midnight()
        && (window.to == Time::midnight() || (window.to.hour(), window.to.minute()) == (23, 59))
}
