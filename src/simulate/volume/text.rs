//! A forecast for people: a page in the terminal, losses first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::report::{Activity, EndpointVolume, Forecast, JourneyVolume, Loss};
use crate::journey::grouped;
use crate::run::Reason;

/// Losses that are listed one by one.
const MOST_LOSSES: usize = 20;

/// The forecast in plain text. Moments are UTC.
pub fn text(forecast: &Forecast) -> String {
    let mut page = String::new();
    let journeys = forecast.journeys.len();
    let word = if journeys == 1 { "journey" } else { "journeys" };
    line(
        &mut page,
        format_args!(
            "{} people through {journeys} {word}, seed {}: {} to {} (UTC)",
            count(u64::from(forecast.people)),
            forecast.seed,
            moment(forecast.start),
            moment(forecast.end),
        ),
    );
    if forecast.cancelled {
        line(&mut page, format_args!("Broken off before its end: what follows is only the beginning."));
    }
    losses(&mut page, &forecast.losses);
    heading(&mut page, "What the journeys share");
    let places: Vec<_> = forecast.endpoints.iter().chain(&forecast.budgets).collect();
    if places.is_empty() {
        line(&mut page, format_args!("  No call left."));
    }
    places.iter().for_each(|place| endpoint(&mut page, place));
    heading(&mut page, "Journeys");
    forecast.journeys.iter().for_each(|journey| self::journey(&mut page, journey));
    for left_out in &forecast.left_out {
        line(&mut page, format_args!("  {}: lets nobody in: {}", left_out.name, left_out.because));
    }
    messages(&mut page, forecast);
    if !forecast.assumptions.is_empty() {
        heading(&mut page, "Assumed, where nobody stated it");
        forecast.assumptions.iter().for_each(|sentence| line(&mut page, format_args!("  {sentence}")));
    }
    page
}

fn line(page: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing into a text never fails.
    let _ = page.write_fmt(text);
    page.push('\n');
}

fn heading(page: &mut String, text: &str) {
    line(page, format_args!("\n{text}"));
}

fn losses(page: &mut String, losses: &[Loss]) {
    let lost: Vec<&Loss> = losses.iter().filter(|loss| loss.activity.is_some()).collect();
    if lost.is_empty() {
        heading(page, "Nothing is lost: every call and every message gets through.");
    } else {
        heading(page, "Lost");
    }
    for loss in lost.iter().take(MOST_LOSSES) {
        line(
            page,
            format_args!("  {:>11} × “{}” in “{}” {}", count(loss.people), loss.label, loss.name, while_of(loss)),
        );
        let because = if loss.because.is_empty() { &loss.cause } else { &loss.because };
        line(page, format_args!("                {because}"));
    }
    if lost.len() > MOST_LOSSES {
        line(page, format_args!("  and {} more kinds of losses; --format json has them all", lost.len() - MOST_LOSSES));
    }
    let refused: Vec<&Loss> = losses.iter().filter(|loss| loss.activity.is_none()).collect();
    if !refused.is_empty() {
        heading(page, "Not let in");
    }
    for loss in refused {
        let why = match Reason::from_word(&loss.cause) {
            Some(Reason::Discarded(discard)) => refusal(discard),
            _ => loss.cause.as_str(),
        };
        line(page, format_args!("  {:>11} × “{}” {}: {why}", count(loss.people), loss.name, while_of(loss)));
    }
}

fn while_of(loss: &Loss) -> String {
    if loss.first == loss.last {
        format!("at {}", moment(loss.first))
    } else {
        format!("from {} to {}", moment(loss.first), moment(loss.last))
    }
}

fn refusal(discard: crate::run::Discard) -> &'static str {
    use crate::run::Discard;
    match discard {
        Discard::NotSuitable => "the event does not meet the journey's condition",
        Discard::NoJourney => "the journey is not open then",
        Discard::NotCreated => "inside already, or not to come back yet",
        Discard::NoKey => "without the identity that the journey needs",
        Discard::Paused => "the journey is paused",
        Discard::CapReached => "as many journeys as their rule set allows already",
        Discard::LowerPriority => "a journey of higher priority comes soon",
        Discard::StackFull => "ten events of theirs wait already",
    }
}

fn endpoint(page: &mut String, it: &EndpointVolume) {
    let what = match it.kind.as_str() {
        "host" => " (host without an endpoint)",
        "slowHost" => " (host that answers slowly)",
        "dataSource" => " (data source)",
        "campaign" => " (Campaign)",
        _ => "",
    };
    let lets = if it.lets.is_empty() { "nothing limits it".to_owned() } else { it.lets.clone() };
    line(page, format_args!("  {}{what}: {lets}", it.name));
    let mut said = vec![format!("{} calls", count(it.calls))];
    if let Some(busiest) = &it.busiest_second {
        said.push(format!("{} in the busiest second ({})", count(busiest.count), moment(busiest.at)));
    }
    let mut say = |number: u64, what: &str| {
        if number > 0 {
            said.push(format!("{} {what}", count(number)));
        }
    };
    say(it.capped, "refused by the cap");
    say(it.given_up, "dropped after six hours in the queue");
    say(it.retries, "tried again");
    for (answer, number) in it.answers.iter().filter(|(answer, _)| !is_success(answer)) {
        say(*number, &format!("answered {}", answer_word(answer)));
    }
    line(page, format_args!("      {}", said.join(" · ")));
    if let (Some(queue), Some(delay)) = (&it.longest_queue, &it.longest_delay_ms) {
        line(
            page,
            format_args!(
                "      {} waited their turn, {} at once at most ({}), the longest {}",
                count(it.queued),
                count(queue.count),
                moment(queue.at),
                lasting(delay.count),
            ),
        );
    }
}

fn is_success(answer: &str) -> bool {
    answer.parse().is_ok_and(crate::run::is_success)
}

fn answer_word(answer: &str) -> &str {
    match answer {
        "429" => "429, too many",
        "timedOut" => "too late",
        other => other,
    }
}

fn journey(page: &mut String, journey: &JourneyVolume) {
    let mut said = vec![format!("{} came in", signed(journey.entered))];
    for (reason, number) in &journey.ended {
        match Reason::from_word(reason) {
            Some(Reason::Discarded(_)) | None => {}
            Some(Reason::Completed) => said.push(format!("{} came to the end", signed(*number))),
            Some(Reason::Running) => said.push(format!("{} still inside", signed(*number))),
            Some(reason) => said.push(format!("{} {}", signed(*number), crate::simulate::ending(reason))),
        }
    }
    line(page, format_args!("  {}: {}", journey.name, said.join(" · ")));
    if let (Some(first), Some(last)) = (journey.first, journey.last) {
        line(page, format_args!("      from {} until {}", moment(first), moment(last)));
    }
    for activity in &journey.activities {
        line(page, format_args!("      {:>11}  {}{}", signed(activity.reached), activity.label, went(activity)));
    }
}

fn went(activity: &Activity) -> String {
    let mut said: Vec<String> = Vec::new();
    let ways: BTreeMap<_, _> = activity.branches.iter().filter(|(way, _)| way.as_str() != "next").collect();
    for (way, number) in ways {
        let way = match way.as_str() {
            "other" => "other cases",
            "timeout" => "timeout",
            "error" => "error path",
            branch => activity.labels.get(branch).map_or(branch, String::as_str),
        };
        said.push(format!("{way} {}", signed(*number)));
    }
    for (cause, number) in &activity.errors {
        said.push(format!("failed with {} {}", answer_word(cause), signed(*number)));
    }
    if said.is_empty() { String::new() } else { format!("  ({})", said.join(", ")) }
}

fn messages(page: &mut String, forecast: &Forecast) {
    let messages = &forecast.messages;
    if messages.by_medium.is_empty() {
        return;
    }
    heading(page, "Messages");
    let by = messages.by_medium.iter().map(|(medium, number)| format!("{} by {medium}", count(*number)));
    line(page, format_args!("  {}", by.collect::<Vec<_>>().join(" · ")));
    for (number, days) in &messages.per_person_and_day {
        let word = if *number == 1 { "message" } else { "messages" };
        line(page, format_args!("  {:>11} × {number} {word} to one person on one day", count(*days)));
    }
    if let Some(most) = &messages.most {
        let day = most.day.to_zoned(TimeZone::UTC).strftime("%-d %b");
        line(page, format_args!("  The most: {} to {} on {day}", most.messages, most.person));
    }
}

/// `5 Jan 09:00:01`.
pub(super) fn moment(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%-d %b %H:%M:%S").to_string()
}

pub(super) fn lasting(milliseconds: u64) -> String {
    let seconds = milliseconds / 1_000;
    match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (0, 0, _) => format!("{}.{} s", seconds, milliseconds % 1_000 / 100),
        (0, minutes, seconds) => format!("{minutes} min {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} min"),
    }
}

pub(super) fn count(number: u64) -> String {
    grouped(i64::try_from(number).unwrap_or(i64::MAX))
}

fn signed(number: i64) -> String {
    grouped(number)
}

/// "1 call", "0.25 calls", "400,000 calls".
pub(super) fn calls_of(number: f64) -> String {
    let hundredths = (number * 100.0).round() as i64;
    let (whole, part) = (hundredths / 100, hundredths % 100);
    match (whole, part) {
        (1, 0) => "1 call".to_owned(),
        (whole, 0) => format!("{} calls", grouped(whole)),
        (whole, part) => format!("{}.{part:02} calls", grouped(whole)),
    }
}
