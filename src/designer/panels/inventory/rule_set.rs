//! Rule sets: caps and quiet hours.

use egui::Ui;
use jiff::Timestamp;

use crate::designer::fields::{Form, Range, Row};
use crate::designer::panels::inspector::SENT;
use crate::designer::words::{phrase, word};
use crate::journey::{CapRule, Medium, Period, QuietHours, RuleDomain, RuleSet};

use super::quiet;

const DOMAINS: [(RuleDomain, &str); 2] =
    [(RuleDomain::Channel, "rules.channel"), (RuleDomain::Journey, "rules.journey")];
const PERIODS: [(Period, &str); 4] = [
    (Period::Hour, "period.hour"),
    (Period::Day, "period.day"),
    (Period::Week, "period.week"),
    (Period::Month, "period.month"),
];

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Frequency,
    Quiet,
    Entries,
    Concurrent,
}

const WAYS: [(Way, &str); 4] = [
    (Way::Frequency, "rules.frequency"),
    (Way::Quiet, "rules.quiet"),
    (Way::Entries, "rules.entries"),
    (Way::Concurrent, "rules.concurrent"),
];

pub(super) fn fields(form: &mut Form<'_>, ui: &mut Ui, rules: &mut RuleSet) {
    const OWNER: &str = "RuleSet";
    form.choice(ui, OWNER, "domain", &mut rules.domain, &DOMAINS);
    form.switch(ui, OWNER, "global", &mut rules.global);
    form.switch(ui, OWNER, "active", &mut rules.active);
    if rules.active || rules.activated.is_some() {
        // A working day's morning; the person then types the moment that is meant.
        let begin = Timestamp::constant(1_767_600_000, 0);
        form.instant_or_none(ui, OWNER, "activated", &mut rules.activated, "UTC", begin);
    }
    let domain = rules.domain;
    let row = Row {
        add: "rules.add",
        make: &|_| if domain == RuleDomain::Channel { frequency() } else { entries() },
        key: &|_, index| index.to_string(),
        title: &|rule: &CapRule, index| {
            let name =
                word(WAYS.iter().find(|(way, _)| *way == self::way(rule)).map_or("rules.frequency", |(_, key)| key));
            phrase("rules.number", &[("n", &(index + 1).to_string()), ("kind", name)])
        },
        fold: None,
        at_most: 50,
    };
    form.rows(ui, OWNER, "rules", &mut rules.rules, &row, |form, ui, rule, _| self::rule(form, ui, rule));
}

fn frequency() -> CapRule {
    CapRule::Frequency { medium: None, at_most: 3, every: 1, period: Period::Day }
}

fn entries() -> CapRule {
    CapRule::JourneyEntries { at_most: 3, every: 1, period: Period::Week }
}

fn way(rule: &CapRule) -> Way {
    match rule {
        CapRule::Frequency { .. } => Way::Frequency,
        CapRule::QuietHours(_) => Way::Quiet,
        CapRule::JourneyEntries { .. } => Way::Entries,
        CapRule::ConcurrentJourneys { .. } => Way::Concurrent,
    }
}

fn rule(form: &mut Form<'_>, ui: &mut Ui, rule: &mut CapRule) {
    let mut way = way(rule);
    if form.variant_named(ui, "rules.way", &mut way, &WAYS) {
        *rule = match way {
            Way::Frequency => frequency(),
            Way::Quiet => CapRule::QuietHours(QuietHours { windows: vec![quiet::night()], ..QuietHours::default() }),
            Way::Entries => entries(),
            Way::Concurrent => CapRule::ConcurrentJourneys { at_most: 1, look_ahead_days: None },
        };
    }
    match rule {
        CapRule::Frequency { medium, at_most, every, period } => {
            const OWNER: &str = "CapRule.Frequency";
            let mut choices: Vec<(Option<Medium>, &'static str)> = vec![(None, "rules.all_media")];
            choices.extend(SENT.iter().map(|(medium, key)| (Some(*medium), *key)));
            form.choice(ui, OWNER, "medium", medium, &choices);
            form.number(ui, OWNER, "at_most", at_most, Range::from(1, "units.messages"));
            within(form, ui, OWNER, every, period);
        }
        CapRule::QuietHours(hours) => quiet::fields(form, ui, hours),
        CapRule::JourneyEntries { at_most, every, period } => {
            const OWNER: &str = "CapRule.JourneyEntries";
            form.number(ui, OWNER, "at_most", at_most, Range::from(1, "units.entries"));
            within(form, ui, OWNER, every, period);
        }
        CapRule::ConcurrentJourneys { at_most, look_ahead_days } => {
            const OWNER: &str = "CapRule.ConcurrentJourneys";
            form.number(ui, OWNER, "at_most", at_most, Range::from(1, "units.journeys"));
            form.number_or_none(ui, OWNER, "look_ahead_days", look_ahead_days, Range::between(1, 30, "units.days"));
        }
    }
}

/// "2" and "days" read as one answer.
fn within(form: &mut Form<'_>, ui: &mut Ui, owner: &'static str, every: &mut i64, period: &mut Period) {
    ui.columns(2, |columns| {
        form.number(&mut columns[0], owner, "every", every, Range::from(1, "units.none"));
        form.choice(&mut columns[1], owner, "period", period, &PERIODS);
    });
}
