//! Rule sets: caps and quiet hours.

use crate::exchange::build_sheet::page::{Page, code, row, yes_no};
use crate::exchange::build_sheet::words::{period, weekdays};
use crate::journey::{CapRule, Period, QuietAction, QuietHours, RuleDomain, RuleSet};

use super::medium_name;

pub(super) fn write(page: &mut Page, rule_set: &RuleSet) {
    page.heading(3, &format!("Rule set: {}", rule_set.name));
    let domain = match rule_set.domain {
        RuleDomain::Channel => "Channel",
        RuleDomain::Journey => "Journey",
    };
    page.fields(&[
        row("Where", "Administration > Business rules > Create rule set"),
        row("Name", code(&rule_set.name)),
        row("Domain", domain),
        row("Global", yes_no(rule_set.global)),
        row("Activate it", if rule_set.active { "yes, at least 10 minutes before the journey starts" } else { "no" }),
    ]);
    page.paragraph("Add these rules; what they are called is for you to say. Only steps that name this set obey it:");
    for rule in &rule_set.rules {
        page.item(&cap_rule(rule));
    }
    let nights = |rule: &CapRule| matches!(rule, CapRule::QuietHours(quiet) if quiet.windows.iter().any(|window| window.from > window.to));
    if rule_set.rules.iter().any(nights) {
        page.paragraph(
            "A time over midnight is one time, named by the day on which it begins. Where the form takes no end before \
             the beginning, enter two: one until 23:59, one from 00:00 of the days that follow.",
        );
    }
}

fn cap_rule(rule: &CapRule) -> String {
    match rule {
        CapRule::Frequency { medium, at_most, every, period: unit } => {
            let what = medium.map_or("every channel", medium_name);
            format!("Message capping, {what}: {}", counted(*at_most, *every, *unit))
        }
        CapRule::JourneyEntries { at_most, every, period: unit } => {
            format!("Journey entry cap: {}", counted(*at_most, *every, *unit))
        }
        CapRule::ConcurrentJourneys { at_most, look_ahead_days } => {
            let ahead = look_ahead_days.map_or_else(String::new, |days| format!(", look-ahead {days} days"));
            format!("Journey concurrency cap: at most {at_most} at once{ahead}")
        }
        CapRule::QuietHours(quiet) => quiet_hours(quiet),
    }
}

/// A cap as the form asks for it, and what it comes to.
fn counted(at_most: i64, every: i64, unit: Period) -> String {
    let reset = match unit {
        Period::Hour => "Hourly",
        Period::Day => "Daily",
        Period::Week => "Weekly",
        Period::Month => "Monthly",
    };
    format!("count {at_most}, reset {reset}, every {every}, which is at most {at_most} in {}", period(every, unit))
}

fn quiet_hours(quiet: &QuietHours) -> String {
    let windows: Vec<String> = quiet
        .windows
        .iter()
        .map(|window| {
            let night = if window.from > window.to { " of the next morning, over midnight" } else { "" };
            format!("{} {} to {}{night}", weekdays(&window.days), window.from, window.to)
        })
        .collect();
    let media: Vec<&str> = quiet.media.iter().map(|medium| medium_name(*medium)).collect();
    let media = if media.is_empty() { "every channel".to_owned() } else { media.join(", ") };
    let zone = match (quiet.in_profile_zone, quiet.zone.as_str()) {
        (true, "") => "the recipient's time zone".to_owned(),
        (true, zone) => format!("the recipient's time zone, else {zone}"),
        (false, zone) => zone.to_owned(),
    };
    let then = match quiet.then {
        QuietAction::Queue => "queue the message",
        QuietAction::Discard => "discard the message",
    };
    format!("Quiet hours, {media}: {} in {zone}; then {then}", windows.join("; "))
}
