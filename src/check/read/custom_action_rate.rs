//! Reading fast overruns slow systems.

use crate::check::capping::drops;
use crate::check::example::{Sketch, steps};
use crate::check::survey::crowd::{By, TRIES};
use crate::check::survey::load::Limit;
use crate::check::survey::rate::Way;
use crate::check::{Check, Family, Findings, Mending, Rule, Severity, Survey, source};
use crate::edit::describe::grouped;
use crate::journey::{Activity, Cap, Kind};

pub(super) const RULE: Rule = Rule {
    id: "read-audience-custom-action-rate",
    aliases: &[],
    family: Family::ReadAudience,
    severity: Severity::Warning,
    summary: "An audience is not read faster than the systems that the journey calls can answer.",
    why: "People reach the calls as fast as they are read, and each makes all the calls on the way; what exceeds a cap is \
          dropped and never sent. A throttle lets it wait instead.",
    sources: &[source::ACTION_CONFIGURATION, source::GUARDRAILS, source::BLUEPRINT_THIRD_PARTY],
    flagged: || reading(5_000).at_step("read-1", "reading_rate"),
    passing: || reading(500),
    mending: Mending::Offers("Reads as slowly as the system needs, where the platform can."),
    check: Check::Journey(check),
};

fn reading(rate: i64) -> Sketch {
    let mut call = steps::call();
    if let Kind::CustomAction(call) = &mut call {
        call.values.insert("body.to".to_owned(), "'+15550100'".into());
    }
    Sketch::read().with(|step| set(step, rate)).then(call).inventory(|inventory| {
        for audience in &mut inventory.audiences {
            audience.size = Some(100_000);
        }
        for endpoint in &mut inventory.endpoints {
            endpoint.cap = Some(Cap { max_calls: 4_000, period_ms: 1_000, max_connections: Some(100) });
            endpoint.capacity_per_second = Some(4_000);
        }
    })
}

fn set(activity: &mut Activity, rate: i64) {
    if let Kind::ReadAudience(read) = &mut activity.kind {
        read.reading_rate = rate;
    }
}

fn check(survey: &Survey<'_>, findings: &mut Findings) {
    let Some(rush) = survey.rush().filter(|rush| rush.way == Way::Reading) else { return };
    let reads = survey.each(|kind| match kind {
        Kind::ReadAudience(read) => Some(read),
        _ => None,
    });
    let Some((read_step, _)) = reads.into_iter().next() else { return };
    let of_system = |limit: &Limit| matches!(limit, Limit::Endpoint(_) | Limit::Host(_) | Limit::SlowHost(_));
    let found = survey.too_much(of_system, |_, room, volume| room.excess(volume).is_some());
    // The narrowest of them decides how fast to read.
    let narrowest = found.iter().filter_map(|found| Some((found.room.excess(&found.crowd.all())?, found)));
    let Some((excess, found)) = narrowest.min_by_key(|(excess, _)| excess.fit_a_second()) else { return };
    let Some((_, arithmetic)) = drops::message(survey, found) else { return };
    let rate = grouped(rush.per_second);
    let message = format!("{} reads {rate} people a second. {arithmetic}", survey.title(read_step));
    let finding = findings.report(survey.field(read_step, "reading_rate"), message);
    // What a cap takes is shared by calls that are tried again; what others send has its place already.
    let tries = if excess.by == By::Cap { TRIES } else { 1 };
    let free = excess.fit_a_second() / tries - found.crowd.others.per_second();
    let calls = found.crowd.own.per_second().max(1);
    let slower = free.saturating_mul(rush.per_second) / calls;
    let (least, most) = survey.estate.numbers.reading_rate;
    if found.room.throttle.is_none() && (least..=most).contains(&slower) && slower < rush.per_second {
        let edits = survey.mend().step(read_step, |activity| set(activity, slower));
        finding.suggested(format!("Read {} a second", grouped(slower)), edits);
    }
}
