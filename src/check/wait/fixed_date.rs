//! A wait until a fixed moment lets everybody go at once.

use crate::check::example::{Sketch, steps};
use crate::check::survey::crowd::{Crowd, Room, Volume};
use crate::check::survey::load;
use crate::check::survey::rate::{Rush, Way};
use crate::check::survey::{Formula, Step};
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::expression::Expected;
use crate::journey::{Kind, Wait};

pub(super) const RULE: Rule = Rule {
    id: "wait-fixed-date",
    aliases: &[],
    family: Family::Wait,
    severity: Severity::Warning,
    summary: "Where many people wait, the moment depends on the person, the event or the hour at which they come.",
    why: "A fixed moment lets everybody go on at the same instant, which can mean more than 20,000 people a second for the \
          systems behind it, or more than their caps let through.",
    sources: &[source::WAIT, source::ENTRY_MANAGEMENT],
    flagged: || waiting("toDateTimeOnly(\"2026-12-24T09:00:00\")").at_step("wait-2", "wait"),
    passing: || waiting("#{ExperiencePlatform.ProfileFieldGroup.loyalty.until}"),
    mending: Mending::None("On what the moment should depend is for the author to say."),
    check: Check::Journey(check),
};

/// Functions whose value differs from one call to the next.
const CHANGING: [&str; 3] = ["now", "nowWithDelta", "random"];

fn waiting(until: &str) -> Sketch {
    Sketch::event().then(steps::wait_until(until)).then(steps::email())
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    for step in survey.steps() {
        let place = match step.kind() {
            Kind::Wait(Wait::Date(_)) => survey.field(step, "wait"),
            Kind::Wait(Wait::Custom(_)) => {
                let mut formulas = survey.formulas.iter();
                let moment = formulas.find(|it| it.step == Some(step.index) && it.expected == Expected::WAIT);
                let Some(moment) = moment.filter(|formula| is_fixed(formula)) else { continue };
                survey.place_of(moment)
            }
            _ => continue,
        };
        let most = survey.estate.numbers.resume_per_second;
        let (name, by) = (survey.name(step), survey.estate.by());
        let message = match crowd_at(survey, step) {
            None => format!(
                "Everybody would leave {name} at the same instant, and nobody stated how many; other systems may then see \
                 more than {most} people a second.",
                most = grouped(most),
            ),
            Some(people) if people > most => format!(
                "Up to {people} people{by} would leave {name} at the same instant, {} more than the {most} a second that \
                 other systems are to expect.",
                grouped(people - most),
                people = grouped(people),
                most = grouped(most),
            ),
            Some(people) => match overrun(survey, step, people) {
                Some(text) => text,
                None => continue,
            },
        };
        findings.report(place, message);
    }
}

/// Whether everybody gets the same moment.
fn is_fixed(formula: &Formula<'_>) -> bool {
    let Some(tree) = formula.parsed.sound().filter(|_| formula.is_constant()) else { return false };
    !tree.calls().iter().any(|call| CHANGING.contains(&&*call.name))
}

/// How many people may be waiting, where the inventory says so: of events those of a day at its busiest.
fn crowd_at(survey: &Survey<'_>, step: &Step<'_>) -> Option<i64> {
    let rush = survey.rush()?;
    let all = Rush { people: Some(rush.people.unwrap_or(rush.per_second.saturating_mul(86_400))), ..rush };
    let come = load::worst(survey.flow, survey.flow.entry?, None, |other| usize::from(other == step.index));
    Some(Volume::of(&all, come.min(load::ONE_CALL)).in_all())
}

/// What is too small behind the wait for so many people at once.
fn overrun(survey: &Survey<'_>, step: &Step<'_>, people: i64) -> Option<String> {
    let at_once = Rush { way: Way::Reading, per_second: people, people: Some(people) };
    let calls = survey.calls();
    load::limits_of(&calls).into_iter().find_map(|limit| {
        let of_limit = |step: usize| calls.iter().filter(|call| call.step == step && call.limit == *limit).count();
        let volume = Volume::of(&at_once, load::worst(survey.flow, step.index, Some(0), of_limit));
        let room = Room::of(survey.estate, limit);
        let excess = room.excess(&volume)?;
        let crowd = Crowd { own: volume, ..Crowd::default() };
        Some(format!(
            "Up to {} people{} would leave {} at the same instant: {}; {}.",
            grouped(people),
            survey.estate.by(),
            survey.name(step),
            crowd.said(&room.name, excess.period_ms),
            excess.said()
        ))
    })
}
