//! Messages that a cap counts have time between them.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::check::example::{Sketch, steps};
use crate::check::survey::Step;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::journey::{CapRule, Duration, Kind, Period, RuleSet};

pub(super) const RULE: Rule = Rule {
    id: "channel-cap-spacing",
    aliases: &[],
    family: Family::RuleSet,
    severity: Severity::Warning,
    summary: "Two messages that a cap counts are at least two hours apart.",
    why: "A message counts once it is delivered; one that follows at once is let through though the cap is reached.",
    sources: &[source::CHANNEL_CAPPING],
    flagged: || apart(Duration::Minutes(10)).at_step("email-4", "rule_set"),
    passing: || apart(Duration::Hours(3)),
    mending: Mending::Offers("Puts a wait of that length before the second message."),
    check: Check::Journey(check),
};

fn apart(pause: Duration) -> Sketch {
    let first = Sketch::event().then(capped()).then(steps::wait(pause)).then(capped());
    let rules = vec![CapRule::Frequency { medium: None, at_most: 3, every: 1, period: Period::Week }];
    first.inventory(|inventory| inventory.rule_sets.push(super::own(rules)))
}

fn capped() -> Kind {
    let mut kind = steps::email();
    if let Kind::Message(message) = &mut kind {
        message.rule_set = Some("rules-own".into());
    }
    kind
}

/// Whether a cap on messages counts what the step sends.
fn counted(survey: &Survey<'_>, step: &Step<'_>) -> bool {
    let Kind::Message(message) = step.kind() else { return false };
    let set = survey.estate.get::<RuleSet>(message.rule_set.as_ref()).filter(|set| set.active);
    set.is_some_and(|set| {
        set.rules.iter().any(|rule| {
            matches!(rule, CapRule::Frequency { medium, .. } if medium.is_none_or(|medium| medium == message.medium))
        })
    })
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let pause = Duration::Hours(survey.estate.numbers.cap_spacing_hours);
    let (least, hours) = (pause.milliseconds(), hours(survey.estate.numbers.cap_spacing_hours));
    let counted: Vec<bool> = survey.steps().map(|step| counted(survey, step)).collect();
    if counted.iter().filter(|counted| **counted).count() < 2 {
        return;
    }
    for (index, (from, passed, wire)) in nearest(survey, &counted, least) {
        let (step, before) = (&survey.flow.steps[index], &survey.flow.steps[from]);
        let message = format!(
            "{} may follow {} after {} minutes; the cap counts a message only once it is delivered, so leave {hours}.",
            survey.title(step),
            survey.name(before),
            passed / 60_000
        );
        let wire = &survey.flow.wires[wire];
        findings.report(survey.field(step, "rule_set"), message).suggested(
            format!("Wait {hours} before it"),
            survey.mend().insert(wire, &format!("{hours} apart"), steps::wait(pause)),
        );
    }
}

fn hours(number: i64) -> String {
    if number == 1 { "1 hour".to_owned() } else { format!("{number} hours") }
}

/// For each counted message that may follow another one too soon: which one, after how long, and by which wire it is
/// reached. One walk from all messages at once, so that a long journey costs no more than its wires.
fn nearest(survey: &Survey<'_>, counted: &[bool], least: i64) -> Vec<(usize, (usize, i64, usize))> {
    let flow = survey.flow;
    let mut reached: Vec<Option<(usize, i64, usize)>> = vec![None; flow.steps.len()];
    let mut open = BinaryHeap::new();
    let leave = |open: &mut BinaryHeap<_>, index: usize, since: i64, origin: usize| {
        let step = &flow.steps[index];
        for &wire in &step.leaving {
            let pause = since.saturating_add(step.left_at_the_soonest(&flow.wires[wire].connection.port));
            if pause < least {
                open.push(Reverse((pause, flow.wires[wire].to, origin, wire)));
            }
        }
    };
    for (index, _) in counted.iter().enumerate().filter(|(_, counted)| **counted) {
        leave(&mut open, index, 0, index);
    }
    while let Some(Reverse((pause, index, origin, wire))) = open.pop() {
        if reached[index].is_some() {
            continue;
        }
        reached[index] = Some((origin, pause, wire));
        if !counted[index] {
            leave(&mut open, index, pause, origin);
        }
    }
    let found = reached.into_iter().enumerate().filter(|(index, _)| counted[*index]);
    found.filter_map(|(index, reached)| Some((index, reached?))).collect()
}
