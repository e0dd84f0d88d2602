//! What people's events say in a forecast: dates that move with the event, and what the population draws.

use std::sync::Arc;

use waymark::journey::*;
use waymark::simulate::volume::{Forecast, forecast};

use crate::build::*;
use crate::run_limits::cap;
use crate::volume::{at_once, messages, population, ran, samples, waymark, with};

/// Everybody books a stay, and is called when it is over, through an endpoint that takes one call a second. The sample's
/// stay ends five days after the moment at which test runs begin.
fn stays(sample: &str) -> Story {
    let endpoint = Endpoint {
        id: "endpoint-a".into(),
        name: "Messages".to_owned(),
        url_pattern: "https://api.example.com/*".to_owned(),
        methods: vec![Method::Post],
        cap: cap(1, 1_000),
        ..Endpoint::default()
    };
    let field = |path: &str, kind| Field { path: path.to_owned(), kind, ..Field::default() };
    let schema = Schema {
        id: "schema-stay".into(),
        name: "Stay".to_owned(),
        fields: vec![
            field("timestamp", ValueType::DateTime),
            field("leaves", ValueType::DateTimeOnly),
            field("day", ValueType::DateOnly),
            field("nights", ValueType::Integer),
        ],
        ..Schema::default()
    };
    let booked = Event {
        id: event_id("Go"),
        name: "Go".to_owned(),
        schema: Some(schema.id.clone()),
        id_type: EventIdType::RuleBased("".into()),
        sample: sample.to_owned(),
        ..Event::default()
    };
    Story::new()
        .with(Item::Endpoint(endpoint))
        .with(Item::Action(posting("action-a", "Send")))
        .with(Item::Schema(schema))
        .with(Item::Event(booked))
        .then("entry", on("Go"))
        .then("wait", wait_custom("@event{Go.leaves}"))
        .then("call", call("action-a", &[], true))
}

const SAMPLE: &str = r#"{"leaves": "2026-01-10T09:00:00", "day": "2026-01-10", "nights": 5}"#;

/// One booking each minute.
fn by_the_minute(people: u32) -> Population {
    population(people, Pace::Steady { per_second: 1.0 / 60.0 })
}

fn refused(forecast: &Forecast) -> (u64, u64) {
    (messages(forecast).calls, messages(forecast).capped)
}

/// How long after the start the last thing happened, in seconds.
fn lasted(forecast: &Forecast) -> i64 {
    forecast.end.as_second() - forecast.start.as_second()
}

#[test]
fn dates_of_a_sample_lie_as_far_from_each_event_as_from_the_moment_of_the_sample() {
    // Bookings at 09:00, 09:01, … 09:59; each stay ends five days later, at a minute of its own.
    let forecast = ran(&with(&stays(SAMPLE), by_the_minute(60)));
    assert_eq!(refused(&forecast), (60, 0));
    assert_eq!(lasted(&forecast), 5 * 86_400 + 59 * 60);
    // Those who book at one moment leave at one moment.
    assert_eq!(refused(&ran(&with(&stays(SAMPLE), population(60, at_once())))), (1, 59));
    // A year later stays end a year later.
    let later = Population { start: Some(moment("2027-01-05T09:00:00Z")), ..by_the_minute(60) };
    let forecast = ran(&with(&stays(SAMPLE), later));
    assert_eq!((refused(&forecast), lasted(&forecast)), ((60, 0), 5 * 86_400 + 59 * 60));
}

#[test]
fn a_sample_that_says_when_it_was_made_is_of_that_moment() {
    // Made on 8 January at noon, the stay ends on the 10th at nine: 45 hours later.
    let sample = r#"{"timestamp": "2026-01-08T12:00:00Z", "leaves": "2026-01-10T09:00:00"}"#;
    let forecast = ran(&with(&stays(sample), by_the_minute(60)));
    assert_eq!((refused(&forecast), lasted(&forecast)), ((60, 0), 45 * 3_600 + 59 * 60));
}

#[test]
fn a_date_that_stands_as_text_moves_as_well_and_digits_do_not() {
    let mut story = stays(r#"{"leaves": "2026-01-10T09:00:00Z", "order": "20260110"}"#).event(
        "Go",
        "",
        r#"{"leaves": "2026-01-10T09:00:00Z", "order": "20260110"}"#,
    );
    for activity in &mut story.journey.activities {
        if activity.id.as_str() == "wait" {
            activity.kind = wait_custom(r#"toDateTime(@event{Go.leaves})"#);
        }
    }
    let story = story.then("which", data(&[("same", r#"@event{Go.order} == "20260110""#)], true));
    let forecast = ran(&with(&story, by_the_minute(60)));
    assert_eq!((refused(&forecast), lasted(&forecast)), ((60, 0), 5 * 86_400 + 59 * 60));
    let which = forecast.journeys[0].activities.iter().find(|it| it.activity.as_str() == "which").expect("the step");
    assert_eq!(which.branches.get("same"), Some(&60));
}

fn payload(field: &str, draw: Distribution) -> PayloadDraw {
    PayloadDraw { event: event_id("Go"), field: field.to_owned(), given: Vec::new(), missing: 0, draw }
}

#[test]
fn what_the_population_says_of_an_event_takes_the_place_of_its_sample() {
    // All of them leave on one day, whenever they booked: 59 of 60 calls come in the same moment.
    let fixed = Distribution::Constant(Value::DateTimeOnly("2026-01-12T11:00:00".parse().expect("a date and time")));
    let people = Population { payloads: vec![payload("leaves", fixed)], ..by_the_minute(60) };
    assert_eq!(refused(&ran(&with(&stays(SAMPLE), people))), (1, 59));
    // From one to three days after the booking, in whole seconds.
    let stay = Distribution::Moment { from_seconds: 86_400, to_seconds: 3 * 86_400 };
    let people = Population { payloads: vec![payload("leaves", stay)], ..population(2_000, at_once()) };
    let forecast = ran(&with(&stays(SAMPLE), people));
    assert!(lasted(&forecast) <= 3 * 86_400 && lasted(&forecast) > 86_400 * 29 / 10, "{}", lasted(&forecast));
    // Of 2,000 in 172,801 seconds about 2,000² / (2 · 172,801) = 11.6 meet another one.
    assert!((2..=30).contains(&refused(&forecast).1), "{:?}", refused(&forecast));
}

#[test]
fn a_number_is_drawn_each_time_and_only_for_those_of_whom_it_is_said() {
    let story = stays(SAMPLE)
        .person("ben", &[("email", Value::Text("ben@example.com".to_owned()))])
        .then("long", data(&[("long", "@event{Go.nights, defaultValue: 0} > 7")], true));
    let nights = |from, to| Distribution::Uniform { from, to, decimals: 0 };
    let anna = Given { field: "email".to_owned(), is: Value::Text("anna@example.com".to_owned()) };
    let payloads = vec![
        PayloadDraw { given: vec![anna], ..payload("nights", Distribution::Constant(Value::Integer(9))) },
        PayloadDraw { missing: 5_000, ..payload("nights", nights(1.0, 10.0)) },
    ];
    let people = Population { payloads, ..population(8_000, Pace::Steady { per_second: 1.0 }) };
    let forecast = ran(&with(&story, people));
    let step = forecast.journeys[0].activities.iter().find(|it| it.activity.as_str() == "long").expect("the step");
    let long = step.branches["long"];
    // Half are like Anna: 4,000. Of the others half say nothing, and three in ten of the rest stay longer than seven
    // nights: 600. Four standard errors of both draws together are 200.
    assert!(long.abs_diff(4_600) < 200, "{long}");
}

#[test]
fn what_moves_is_said_and_what_the_population_states_is_not() {
    let said = |population: Population| ran(&with(&stays(SAMPLE), population)).assumptions;
    assert_eq!(
        said(by_the_minute(1)),
        [
            "Dates move with the event that says them (“Go”): its sample is taken to be of the moment that its own timestamp \
          names, else of 5 January 2026, 09:00 UTC."
        ]
    );
    let day = Distribution::Day { from_days: 1, to_days: 1 };
    let leaves = Distribution::Moment { from_seconds: 60, to_seconds: 60 };
    let stated = vec![payload("leaves", leaves), payload("day", day)];
    assert_eq!(said(Population { payloads: stated, ..by_the_minute(1) }), [""; 0]);
}

#[test]
fn a_draw_of_an_event_that_nobody_has_is_a_fault() {
    let mut draw = payload("", Distribution::Uniform { from: 2.0, to: 1.0, decimals: 0 });
    draw.event = "event-else".into();
    let people = Population { payloads: vec![draw], ..by_the_minute(1) };
    let workspace = Workspace { population: Some(Arc::new(people)), ..stays(SAMPLE).workspace() };
    let faults = forecast(&workspace, (1, None), None, |_| true).expect_err("faults").to_string();
    let faults: Vec<&str> = faults.lines().collect();
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert!(faults.iter().all(|fault| fault.starts_with("payloads, entry 1: ")), "{faults:?}");
}

#[test]
fn of_the_samples_no_burst_comes_from_a_date_that_is_everybodys() {
    let workspace = samples();
    let forecast = forecast(&workspace, (1, Some(600)), None, |_| true).expect("a forecast");
    let weather = forecast.endpoints.iter().find(|it| it.name.contains("Weather")).expect("the data source");
    assert!(weather.calls > 400, "{} calls", weather.calls);
    // Bookings come at five a second, and so do the questions two days before the stays end.
    assert_eq!((weather.capped, weather.busiest_second.map(|it| it.count)), (0, Some(5)));
}

#[test]
fn an_audience_that_is_read_on_a_stated_day_is_read_on_that_day() {
    let workspace = samples();
    let forecast = forecast(&workspace, (1, Some(500)), None, |_| true).expect("a forecast");
    // Win-back is read on Tuesday, 5 January 2027, at nine in Stockholm; the last word waits for 30 March.
    assert_eq!(forecast.start, moment("2027-01-05T08:00:00Z"));
    let journey = |name: &str| forecast.journeys.iter().find(|it| it.name == name).expect(name);
    let back = journey("We miss you");
    assert_eq!(back.first, Some(moment("2027-01-05T08:00:00Z")));
    assert!(back.entered > 0 && !back.ended.contains_key("instanceTimedout"), "{:?}", back.ended);
    assert_eq!(back.last.map(|at| at.to_string()[..10].to_owned()).as_deref(), Some("2027-03-30"));
    let sale = forecast.journeys.iter().find(|it| it.first == Some(moment("2027-01-14T08:00:00Z")));
    assert!(sale.is_some_and(|it| it.entered > 0), "the sale is read on its own day");
    let (_, text, _) = waymark(&["volume", "journeys", "--profiles", "100", "--no-remedies"]);
    assert!(text.contains("It begins on 5 January 2027, when the audience of “We miss you” is first read."), "{text}");
}
