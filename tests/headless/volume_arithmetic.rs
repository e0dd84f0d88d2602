//! Crowds calculated by hand, the arithmetic above each figure; and the same at its edge, person by person.

use std::collections::BTreeMap;

use jiff::civil::Time;
use waymark::journey::*;
use waymark::run::Status;
use waymark::simulate::volume::{EndpointVolume, Forecast};

use crate::build::*;
use crate::run_limits::{calling, cap, mailing};
use crate::volume::{at_once, messages, population, ran, with};

/// Everybody calls an instance of Campaign when an event comes.
fn campaign() -> Story {
    let action = Action {
        destination: Destination::CampaignV8,
        instance: Some("instance-shop".into()),
        ..posting("action-a", "Send")
    };
    let instance =
        CampaignInstance { id: "instance-shop".into(), name: "Shop".to_owned(), ..CampaignInstance::default() };
    calling(1, None, None).with(Item::Action(action)).with(Item::CampaignInstance(instance))
}

fn budget(forecast: &Forecast) -> &EndpointVolume {
    forecast.budgets.iter().find(|it| it.name == "Shop").expect("the instance")
}

#[test]
fn campaign_takes_4_000_calls_in_any_five_minutes_of_a_stream() {
    // 20 a second for 400 seconds are 8,000. The first 200 seconds fill the 4,000 places; the next 100 seconds bring
    // 2,000, all refused; after 300 seconds the first call is five minutes old, and each second frees the 20 places that
    // it needs: the last 2,000 go through. Periods of the clock would have let 3,000 through until 09:05, then 4,000,
    // and refused the last 1,000.
    let stream = population(8_000, Pace::Steady { per_second: 20.0 });
    let start = Some(moment("2026-01-05T09:02:30Z"));
    let forecast = ran(&with(&campaign(), Population { start, ..stream }));
    assert_eq!((budget(&forecast).calls, budget(&forecast).capped), (6_000, 2_000));
    let refused = &forecast.losses[0];
    assert_eq!(refused.because, "refused: “Shop” lets 4,000 calls in 5 minutes through");
    assert_eq!(refused.first, moment("2026-01-05T09:05:50Z"));
    // 100 seconds of 50 ms each: the last is refused 50 ms before the first place is free.
    assert_eq!(refused.last, moment("2026-01-05T09:07:29.950Z"));
}

#[test]
fn a_place_of_campaign_is_free_again_after_five_minutes_to_the_millisecond() {
    // 4,000 at 09:00:00.000. Ben comes one millisecond before those are five minutes old, Chloé when they are.
    let story = (0..4_000).fold(campaign(), |story, number| {
        let name = format!("p{number:04}");
        let story = story.person(&name, &[]);
        story.happens_to(Some(&name), Duration::Seconds(0), arrives("Go"))
    });
    let mut story = story.person("ben", &[]).person("chloe", &[]).scenario(|scenario| {
        scenario.profiles.retain(|profile| profile.as_str() != "profile-anna");
        scenario.happenings.remove(0);
    });
    for (who, after, milliseconds) in [("ben", 299, 999), ("chloe", 300, 0)] {
        let profile = Some(ProfileId(format!("profile-{who}")));
        let after = Duration::Seconds(after);
        story.scenario.happenings.push(Happening { after, milliseconds, profile, what: arrives("Go") });
    }
    let runs = story.trace().runs;
    assert_eq!(runs.len(), 4_002);
    let refused: Vec<&str> =
        runs.iter().filter(|run| run.steps[1].status == Status::Capped).map(|run| run.profile.as_str()).collect();
    assert_eq!(refused, ["profile-ben"]);
}

#[test]
fn in_a_crowd_retries_take_places_that_others_wanted() {
    // Four places a minute; everything is answered with 503 after 250 ms, and tried again at once, three times at most.
    // 0 ms: three people take three places. 250 ms: the first retry takes the fourth, the two others are refused.
    // 500 ms: the second retry of the first is refused as well. Four calls, one of them a retry; all three are lost.
    let failing = SystemBehaviour {
        system: System::Endpoint("endpoint-a".into()),
        latency: Lapse::Always(0.25),
        answers: vec![AnswerShare { status: 503, share: WHOLE }],
        capacity_per_second: None,
    };
    let crowd = |people| Population { systems: vec![failing.clone()], ..population(people, at_once()) };
    let story = calling(1, cap(4, 60_000), None);
    let forecast = ran(&with(&story, crowd(3)));
    let endpoint = messages(&forecast);
    assert_eq!((endpoint.calls, endpoint.retries, endpoint.capped), (4, 1, 3));
    assert_eq!(endpoint.answers, BTreeMap::from([("503".to_owned(), 4)]));
    assert_eq!(forecast.end.duration_since(forecast.start).as_millis(), 500);
    // One person alone has all four, and is given up after the third retry.
    let forecast = ran(&with(&story, crowd(1)));
    let endpoint = messages(&forecast);
    assert_eq!((endpoint.calls, endpoint.retries, endpoint.capped), (4, 3, 0));
    assert_eq!(forecast.losses[0].cause, "503");
}

#[test]
fn a_crowd_that_comes_in_by_waves_meets_a_cap_wave_by_wave() {
    // 600 people in three waves of 200, two hours apart, read at 100 a second: each wave brings 100 in each of two
    // seconds to a cap of 50 a second. 3 · 2 · 50 = 300 go through and 300 are refused.
    let Kind::ReadAudience(reading) = read("all") else { panic!("a read audience") };
    let waves = Some(Waves::evenly(3, Duration::Hours(2)));
    let mut story = Story::new()
        .with(Item::Endpoint(calling(1, cap(50, 1_000), None).inventory.endpoints[0].clone()))
        .with(Item::Action(posting("action-a", "Send")))
        .audience("all", "")
        .then("read", Kind::ReadAudience(ReadAudience { reading_rate: 100, waves, ..reading }))
        .then("call", call("action-a", &[], true));
    story.platform = Platform::Waymark;
    let memberships = vec![MembershipShare { audience: "audience-all".into(), share: WHOLE, ..Default::default() }];
    let people = Population { memberships, arrivals: Vec::new(), ..population(600, at_once()) };
    let forecast = ran(&with(&story, people));
    assert_eq!((messages(&forecast).calls, messages(&forecast).capped), (300, 300));
    let journey = &forecast.journeys[0];
    assert_eq!((journey.entered, journey.busiest_second), (600, 100));
    assert_eq!(forecast.end, moment("2026-01-05T13:00:01Z"));
}

/// Mails through a provider, held from ten in the evening until seven in the morning.
fn by_day(people: usize, limit: Option<Cap>) -> Story {
    let time = |hour| Time::new(hour, 0, 0, 0).expect("a time");
    let night = QuietWindow { days: Vec::new(), from: time(22), to: time(7) };
    let quiet = QuietHours { windows: vec![night], zone: "UTC".to_owned(), ..QuietHours::default() };
    let rules = vec![CapRule::QuietHours(quiet)];
    let set = RuleSet { id: "rules-calm".into(), name: "Calm".to_owned(), rules, ..RuleSet::default() };
    let mut story = mailing(people, limit, None).with(Item::RuleSet(set));
    for activity in &mut story.journey.activities {
        if let Kind::Message(message) = &mut activity.kind {
            message.rule_set = Some("rules-calm".into());
        }
    }
    story
}

#[test]
fn what_a_night_held_goes_out_at_once_in_the_morning_and_meets_the_cap() {
    // 100 an hour from 21:00 on, 1,100 in all. The 100 before 22:00 go out as they come. The 900 of the night go out at
    // 07:00:00, with the one who comes in that moment: 100 of 901 through a cap of 100 a second, 801 refused. The 99
    // after that go out as they come: 100 + 100 + 99 = 299.
    let stream = population(1_100, Pace::Steady { per_second: 1.0 / 36.0 });
    let start = Some(moment("2026-01-05T21:00:00Z"));
    let forecast = ran(&with(&by_day(1, cap(100, 1_000)), Population { start, ..stream }));
    assert_eq!((messages(&forecast).calls, messages(&forecast).capped), (299, 801));
    let morning = moment("2026-01-06T07:00:00Z");
    assert_eq!((forecast.losses[0].first, forecast.losses[0].last), (morning, morning));
    // Person by person: three in one night, of whom the cap lets two through in the morning.
    let runs = by_day(3, cap(2, 1_000)).starting("2026-01-05T23:00:00Z").trace().runs;
    let at: Vec<(String, Status)> = runs.iter().map(|run| (run.steps[1].at.to_string(), run.steps[1].status)).collect();
    let seven = |status| ("2026-01-06T07:00:00Z".to_owned(), status);
    assert_eq!(at, [seven(Status::Ended), seven(Status::Ended), seven(Status::Capped)]);
}
