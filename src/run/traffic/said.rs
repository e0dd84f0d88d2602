//! Limits in plain words, for the trace.

use crate::journey::{Cap, Duration, QUEUE_HOURS, Throttle, grouped};

use super::cap::Full;
use super::limits::{Limit, Rule};

/// "refused: “SMS provider” lets 700 calls a second through"
pub(super) fn capped(rule: &Rule, cap: &Cap, full: Full) -> String {
    let name = name(rule);
    let connections = cap.max_connections.filter(|_| full == Full::Connections);
    if let Some(most) = connections {
        let plural = if most == 1 { "connection" } else { "connections" };
        return format!("refused: {name} takes {} {plural} at once", grouped(most));
    }
    let through = format!("{name} lets {} {} through", calls(cap.max_calls), period(cap.period_ms));
    match rule.limit {
        Limit::Host(_) => format!("refused: {through} where no limit is set"),
        Limit::SlowHost(_) => format!("refused: {through}, because it answers slowly"),
        _ => format!("refused: {through}"),
    }
}

/// "given up after 6 hours in the queue of “Arena seats”, which lets 250 calls a second through"
pub(super) fn given_up(rule: &Rule, throttle: &Throttle) -> String {
    let (name, calls) = (name(rule), calls(throttle.max_throughput));
    format!("given up after {QUEUE_HOURS} hours in the queue of {name}, which lets {calls} a second through")
}

/// "lets 250 calls a second through, the rest waits its turn"; nothing where nothing is limited.
pub(super) fn lets(rule: &Rule) -> String {
    let throttle = rule.throttle.as_ref();
    let waits =
        throttle.map(|it| format!("lets {} a second through, the rest waits its turn", calls(it.max_throughput)));
    let capped = rule.cap.as_ref().map(|cap| {
        let at_once = cap.max_connections.map(|most| format!(" and takes {} at once", grouped(most)));
        let through = format!("lets {} {} through", calls(cap.max_calls), period(cap.period_ms));
        format!("{through}{}, the rest is refused", at_once.unwrap_or_default())
    });
    waits.into_iter().chain(capped).collect::<Vec<_>>().join("; ")
}

fn calls(count: i64) -> String {
    format!("{} {}", grouped(count), if count == 1 { "call" } else { "calls" })
}

fn name(rule: &Rule) -> String {
    match rule.limit {
        Limit::Host(_) | Limit::SlowHost(_) | Limit::CampaignHost(_) => rule.name.clone(),
        Limit::Endpoint(_) | Limit::DataSource(_) | Limit::Campaign(_) => format!("“{}”", rule.name),
    }
}

/// "a second", "in 5 minutes"
fn period(ms: i64) -> String {
    let period = match ms {
        3_600_000 => return "an hour".to_owned(),
        60_000 => return "a minute".to_owned(),
        1_000 => return "a second".to_owned(),
        ms if ms % 3_600_000 == 0 => Duration::Hours(ms / 3_600_000),
        ms if ms % 60_000 == 0 => Duration::Minutes(ms / 60_000),
        ms if ms % 1_000 == 0 => Duration::Seconds(ms / 1_000),
        ms => return format!("in {} ms", grouped(ms)),
    };
    format!("in {period}")
}
