//! Waits, each kind, and the two nights on which clocks change.

use waymark::journey::*;

use crate::build::*;

fn waits(zone: &str, start: &str, kind: Kind) -> Vec<String> {
    let story = Story::new()
        .event("Go", "", r#"{"deadline": "2026-02-04T20:00:00"}"#)
        .properties(|properties| properties.zone = zone.to_owned())
        .starting(start)
        .then("entry", on("Go"))
        .then("wait", kind)
        .happens(Duration::Seconds(0), arrives("Go"));
    lines(&story.run())[1..].to_vec()
}

#[test]
fn a_duration_is_counted_in_hours_not_in_calendar_days() {
    // Two days are 48 hours, also across the spring night: 10:00 UTC plus 48 hours.
    assert_eq!(
        waits("Europe/Stockholm", "2026-03-28T10:00:00Z", wait(Duration::Days(2))),
        ["2026-03-30T10:00:00.000Z wait ended", "2026-03-30T10:00:00.000Z completed"]
    );
    assert_eq!(
        waits("UTC", "2026-01-05T09:00:00Z", wait(Duration::Minutes(90))),
        ["2026-01-05T10:30:00.000Z wait ended", "2026-01-05T10:30:00.000Z completed"]
    );
}

#[test]
fn a_date_is_read_on_the_journeys_clock() {
    // 08:00 in Stockholm on 1 February is 07:00 UTC.
    let at = waits("Europe/Stockholm", "2026-01-05T09:00:00Z", wait_until("2026-02-01T08:00:00"));
    assert_eq!(at[0], "2026-02-01T07:00:00.000Z wait ended");
    // A date that is past is no wait.
    let at = waits("Europe/Stockholm", "2026-02-05T09:00:00Z", wait_until("2026-02-01T08:00:00"));
    assert_eq!(at[0], "2026-02-05T09:00:00.000Z wait ended");
}

#[test]
fn in_the_spring_night_the_missing_hour_moves_on() {
    // 2026-03-29: at 02:00 Stockholm (01:00 UTC) clocks go to 03:00. 02:30 does not exist: 03:30 summer time, 01:30
    // UTC.
    let at = waits("Europe/Stockholm", "2026-03-28T10:00:00Z", wait_until("2026-03-29T02:30:00"));
    assert_eq!(at[0], "2026-03-29T01:30:00.000Z wait ended");
    // The moment before and the moment after the gap.
    let at = waits("Europe/Stockholm", "2026-03-28T10:00:00Z", wait_until("2026-03-29T01:59:00"));
    assert_eq!(at[0], "2026-03-29T00:59:00.000Z wait ended");
    let at = waits("Europe/Stockholm", "2026-03-28T10:00:00Z", wait_until("2026-03-29T03:00:00"));
    assert_eq!(at[0], "2026-03-29T01:00:00.000Z wait ended");
}

#[test]
fn in_the_autumn_night_the_doubled_hour_is_the_first() {
    // 2026-10-25: at 03:00 summer time (01:00 UTC) clocks go back to 02:00. 02:30 is 00:30 UTC and again 01:30 UTC.
    let at = waits("Europe/Stockholm", "2026-10-24T10:00:00Z", wait_until("2026-10-25T02:30:00"));
    assert_eq!(at[0], "2026-10-25T00:30:00.000Z wait ended");
    let at = waits("Europe/Stockholm", "2026-10-24T10:00:00Z", wait_until("2026-10-25T03:00:00"));
    assert_eq!(at[0], "2026-10-25T02:00:00.000Z wait ended", "after both: winter time");
}

#[test]
fn a_custom_wait_reads_its_date_in_the_journeys_zone() {
    // 2026-02-04 20:00 without zone, in New York (UTC-5): 01:00 UTC on the 5th.
    let kind = || wait_custom("toDateTimeOnly(@event{Go.deadline})");
    let at = waits("America/New_York", "2026-01-05T09:00:00Z", kind());
    assert_eq!(at[0], "2026-02-05T01:00:00.000Z wait ended");
    // Two days before: 2026-02-02 20:00 in New York.
    let before = wait_custom("(toDateTimeOnly(@event{Go.deadline})) + (toDuration(\"-P2D\"))");
    assert_eq!(waits("America/New_York", "2026-01-05T09:00:00Z", before)[0], "2026-02-03T01:00:00.000Z wait ended");
    // Nothing to wait for is an error, and a wait has no path for it.
    let at = waits("UTC", "2026-01-05T09:00:00Z", wait_custom("toDateTimeOnly(@event{Go.nothing})"));
    assert_eq!(at, ["2026-01-05T09:00:00.000Z wait error", "2026-01-05T09:00:00.000Z error"]);
}

#[test]
fn the_persons_own_zone_counts_where_the_journey_says_so() {
    let story = |own: bool, zone: &str| {
        Story::new()
            .event("Go", "", "{}")
            .properties(|properties| {
                properties.zone = "Europe/Stockholm".to_owned();
                properties.use_profile_zone = own;
            })
            .with_person("anna", |anna| anna.zone = zone.to_owned())
            .then("entry", on("Go"))
            .then("wait", wait_until("2026-01-06T08:00:00"))
            .happens(Duration::Seconds(0), arrives("Go"))
            .run()
            .steps[1]
            .at
            .to_string()
    };
    assert_eq!(story(true, "America/New_York"), "2026-01-06T13:00:00Z", "08:00 in New York, UTC-5");
    assert_eq!(story(false, "America/New_York"), "2026-01-06T07:00:00Z", "08:00 in Stockholm, UTC+1");
    assert_eq!(story(true, ""), "2026-01-06T07:00:00Z", "a person without zone: the journey's own");
    assert_eq!(story(true, "Mars/Olympus"), "2026-01-06T07:00:00Z", "a zone that nobody knows: the journey's own");
}

#[test]
fn ninety_days_pass_at_once() {
    // 2026-01-05 + 90 days: 26 days to 31 January, 28 of February, 31 of March, 5 of April = 5 April.
    assert_eq!(
        waits("UTC", "2026-01-05T09:00:00Z", wait(Duration::Days(90))),
        ["2026-04-05T09:00:00.000Z wait ended", "2026-04-05T09:00:00.000Z completed"]
    );
}

#[test]
fn nobody_begins_a_wait_that_would_outlast_the_91_days() {
    let story = |second| {
        let story = Story::new()
            .event("Go", "", "{}")
            .then("entry", on("Go"))
            .then("first", wait(Duration::Days(90)))
            .then("second", wait(second))
            .happens(Duration::Seconds(0), arrives("Go"));
        lines(&story.run())[2..].to_vec()
    };
    // 90 + 1 days are exactly 91; a second more is too long, and shows on the day on which it would begin.
    assert_eq!(
        story(Duration::Hours(24)),
        ["2026-04-06T09:00:00.000Z second ended", "2026-04-06T09:00:00.000Z completed"]
    );
    assert_eq!(
        story(Duration::Seconds(86_401)),
        ["2026-04-05T09:00:00.000Z second instanceTimedout", "2026-04-05T09:00:00.000Z instanceTimedout"]
    );
}
