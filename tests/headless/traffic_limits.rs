//! Caps, throttles and reading rates, calculated by hand: which limit a call meets, and what it answers.

use jiff::{SignedDuration, Timestamp};
use waymark::journey::*;
use waymark::run::traffic::{Answer, Attempt, Gates, Limits, Portion, Readings, Route};

use crate::build::moment;

const URL: &str = "https://sms.example.com/v1/messages";

/// So many milliseconds after 09:00.
pub fn at(ms: i64) -> Timestamp {
    moment("2026-01-05T09:00:00Z").checked_add(SignedDuration::from_millis(ms)).expect("a moment")
}

pub fn endpoint(cap: Option<Cap>, throttle: Option<i64>) -> Endpoint {
    Endpoint {
        id: "endpoint-sms".into(),
        name: "SMS provider".to_owned(),
        url_pattern: "https://sms.example.com/v1/*".to_owned(),
        methods: vec![Method::Post],
        cap,
        throttle: throttle.map(|max_throughput| Throttle { max_throughput, ..Throttle::default() }),
        ..Endpoint::default()
    }
}

pub fn cap(max_calls: i64, period_ms: i64) -> Option<Cap> {
    Some(Cap { max_calls, period_ms, max_connections: None })
}

fn action(id: &str, url: &str) -> Action {
    Action { id: id.into(), name: id.to_owned(), url: url.to_owned(), method: Method::Post, ..Action::default() }
}

/// A workspace whose one action calls one endpoint.
pub fn limits(endpoint: Endpoint) -> Limits {
    let inventory =
        Inventory { actions: vec![action("action-sms", URL)], endpoints: vec![endpoint], ..Inventory::default() };
    Limits::of(Platform::Waymark, &inventory)
}

pub fn route(limits: &Limits) -> Route<'_> {
    limits.call(&"action-sms".into(), URL)
}

/// What the endpoint answers to an attempt so many milliseconds after 09:00.
pub fn ask(gates: &mut Gates, limits: &Limits, ms: i64) -> Answer {
    gates.ask(&route(limits), &Attempt { key: "any", within_ms: 30_000 }, at(ms))
}

fn passes(gates: &mut Gates, limits: &Limits, ms: i64) -> bool {
    ask(gates, limits, ms) == Answer::Pass
}

fn because(answer: Answer) -> String {
    match answer {
        Answer::Capped { because, .. } | Answer::GiveUp { because, .. } => because,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_cap_counts_in_every_stretch_of_its_period() {
    let limits = limits(endpoint(cap(3, 1_000), None));
    let mut gates = Gates::default();
    let mut at = |ms| passes(&mut gates, &limits, ms);
    assert!(at(0) && at(400) && at(900));
    // The last 1,000 ms hold the calls of 0, 400 and 900.
    assert!(!at(900) && !at(999));
    // The call of 0 is one whole period old; those of 400, 900 and 1,000 are not.
    assert!(at(1_000));
    assert!(!at(1_001) && !at(1_399));
    assert!(at(1_400));
    // 900, 1,000 and 1,400 are less than a period old until 1,899. Those that were refused took no place.
    assert!(!at(1_899) && at(1_900));
    // After a pause all three places are free, at once.
    assert!(at(10_000) && at(10_000) && at(10_000) && !at(10_000));
}

#[test]
fn several_are_sent_within_one_millisecond_as_far_as_the_window_has_places() {
    for (cap, throttle) in [(cap(5, 1_000), None), (None, Some(5))] {
        let limits = limits(endpoint(cap, throttle));
        let mut sending = Gates::default();
        let mut goes = |us| {
            let now = at(0).checked_add(jiff::SignedDuration::from_micros(us)).expect("a moment");
            sending.pace(&route(&limits), now, |period| period).expect("a limit that lets something through") <= now
        };
        assert!((0..5).all(|call| goes(100 + call)), "there are five places, in whichever part of a millisecond");
        assert!(!goes(105) && !goes(1_000_000) && !goes(1_000_104), "a moment before the first is a whole second old");
        assert!(goes(1_001_000) && goes(1_001_001), "counted from the end of the first one's millisecond");
    }
}

#[test]
fn what_a_cap_refuses_is_said_with_its_endpoint_and_its_limit() {
    let said = |calls, period, connections| {
        let cap = Cap { max_calls: calls, period_ms: period, max_connections: connections };
        let limits = limits(endpoint(Some(cap), None));
        let mut gates = Gates::default();
        let full = |index: i64| {
            let key = index.to_string();
            gates.ask(&route(&limits), &Attempt { key: &key, within_ms: 1_000 }, at(0))
        };
        because((0..10_000).map(full).find(|answer| answer != &Answer::Pass).expect("a cap"))
    };
    assert_eq!(said(700, 1_000, None), "refused: “SMS provider” lets 700 calls a second through");
    assert_eq!(said(1, 60_000, None), "refused: “SMS provider” lets 1 call a minute through");
    assert_eq!(said(4_000, 300_000, None), "refused: “SMS provider” lets 4,000 calls in 5 minutes through");
    assert_eq!(said(10, 1_500, None), "refused: “SMS provider” lets 10 calls in 1,500 ms through");
    assert_eq!(said(10, 7_200_000, None), "refused: “SMS provider” lets 10 calls in 2 hours through");
    assert_eq!(said(700, 1_000, Some(50)), "refused: “SMS provider” takes 50 connections at once");
    assert_eq!(said(0, 1_000, None), "refused: “SMS provider” lets 0 calls a second through");
}

#[test]
fn a_throttle_serves_who_came_first_so_many_a_second() {
    let limits = limits(endpoint(None, Some(2)));
    let mut gates = Gates::default();
    let mut turn = |ms| match ask(&mut gates, &limits, ms) {
        Answer::Pass => ms,
        Answer::Wait { until } => until.duration_since(at(0)).as_millis() as i64,
        other => panic!("{other:?}"),
    };
    // Two in each second: five at once leave at 0, 0, 1,000, 1,000 and 2,000.
    assert_eq!([turn(0), turn(0), turn(0), turn(0), turn(0)], [0, 0, 1_000, 1_000, 2_000]);
    // Whoever comes later stands behind them: one place is left at 2,000, the next is at 3,000.
    assert_eq!([turn(500), turn(500)], [2_000, 3_000]);
    // At 3,500 only the call of 3,000 is less than a second old: one leaves at once, the next when that one is a second
    // old.
    assert_eq!([turn(3_500), turn(3_500)], [3_500, 4_000]);
}

#[test]
fn whose_turn_is_more_than_six_hours_away_waits_for_six_hours_in_vain() {
    let limits = limits(endpoint(None, Some(1)));
    let mut gates = Gates::default();
    let hours = |answer: &Answer| matches!(answer, Answer::Wait { until } if *until <= at(21_600_000));
    // One a second and six hours of 3,600 seconds: one at once, and 21,600 that wait for 1 to 21,600 seconds.
    assert_eq!(ask(&mut gates, &limits, 0), Answer::Pass);
    for _ in 1..=21_600 {
        assert!(hours(&ask(&mut gates, &limits, 0)));
    }
    let late = ask(&mut gates, &limits, 0);
    assert!(matches!(&late, Answer::GiveUp { until, .. } if *until == at(21_600_000)), "{late:?}");
    assert_eq!(
        because(late),
        "given up after 6 hours in the queue of “SMS provider”, which lets 1 call a second through"
    );
    // They took no turn: a second later the queue is one second shorter, and exactly one more has its turn in time.
    assert_eq!(ask(&mut gates, &limits, 1_000), Answer::Wait { until: at(21_601_000) });
    assert!(matches!(ask(&mut gates, &limits, 1_000), Answer::GiveUp { .. }));
    // Six hours of queue are as small as its last second.
    assert!(serde_json::to_string(&gates).expect("plain data").len() < 200);
}

#[test]
fn connections_are_taken_until_the_answer_and_never_longer_than_a_call_may_take() {
    let both = Some(Cap { max_calls: 1_000, period_ms: 1_000, max_connections: Some(2) });
    let limits = limits(endpoint(both, None));
    let mut gates = Gates::default();
    let ask = |gates: &mut Gates, key: &str, ms| {
        gates.ask(&route(&limits), &Attempt { key, within_ms: 5_000 }, at(ms)) == Answer::Pass
    };
    assert!(ask(&mut gates, "anna", 0) && ask(&mut gates, "ben", 10) && !ask(&mut gates, "chloe", 20));
    gates.answered("anna");
    assert!(ask(&mut gates, "chloe", 30) && !ask(&mut gates, "dara", 40));
    // Sent again after a crash, Ben's call has its connection already.
    assert!(ask(&mut gates, "ben", 50));
    // Chloé's answer was lost: her call began at 30 and may take 5,000 ms.
    assert!(!ask(&mut gates, "dara", 5_029) && ask(&mut gates, "dara", 5_030));
}

#[test]
fn a_clock_that_goes_back_lets_no_more_through_and_starves_nobody() {
    let limits = limits(endpoint(cap(2, 1_000), None));
    let mut gates = Gates::default();
    let mut at = |ms| passes(&mut gates, &limits, ms);
    assert!(at(5_000) && at(5_000) && !at(5_000));
    // Half a second back, within the period: it stands still until the clock has caught up.
    assert!(!at(4_500) && !at(5_499) && !at(5_999) && at(6_000) && at(6_000));
    // An hour back: what was counted keeps its age, and a period later there is room again.
    let back = 6_000 - 3_600_000;
    assert!(!at(back) && !at(back + 999) && at(back + 1_000) && at(back + 1_000) && !at(back + 1_000));
}

#[test]
fn a_cap_above_a_throttle_sets_the_connections() {
    let both = Some(Cap { max_calls: 400, period_ms: 1_000, max_connections: Some(1) });
    let limits = limits(endpoint(both, Some(1)));
    let mut gates = Gates::default();
    let attempt = |key| Attempt { key, within_ms: 30_000 };
    assert_eq!(gates.ask(&route(&limits), &attempt("anna"), at(0)), Answer::Pass);
    // Ben waits for his turn without a connection, and finds none free when it comes.
    assert_eq!(gates.ask(&route(&limits), &attempt("ben"), at(0)), Answer::Wait { until: at(1_000) });
    let answer = gates.leave(&route(&limits), &attempt("ben"), at(1_000));
    assert_eq!(because(answer), "refused: “SMS provider” takes 1 connection at once");
    assert_eq!(gates.ask(&route(&limits), &attempt("chloe"), at(1_500)), Answer::Wait { until: at(2_000) });
    gates.answered("anna");
    assert_eq!(gates.leave(&route(&limits), &attempt("chloe"), at(2_000)), Answer::Pass);
}

#[test]
fn a_limit_that_is_changed_holds_at_once() {
    let [three, one] = [3, 1].map(|most| limits(endpoint(cap(most, 1_000), None)));
    let mut gates = Gates::default();
    assert!(passes(&mut gates, &three, 0) && passes(&mut gates, &three, 100) && passes(&mut gates, &three, 200));
    // One a second: the call of 200 alone keeps it full until 1,200.
    assert!(!passes(&mut gates, &one, 1_100) && passes(&mut gates, &one, 1_200) && !passes(&mut gates, &one, 1_300));
    assert!(passes(&mut gates, &three, 1_300));

    let [two, one] = [2, 1].map(|most| limits(endpoint(None, Some(most))));
    let mut gates = Gates::default();
    let turns: Vec<Answer> = (0..4).map(|_| ask(&mut gates, &two, 0)).collect();
    assert_eq!(turns[2..], [Answer::Wait { until: at(1_000) }, Answer::Wait { until: at(1_000) }]);
    assert_eq!(ask(&mut gates, &one, 0), Answer::Wait { until: at(2_000) });
}

#[test]
fn a_host_without_a_limit_of_its_own_gets_300_000_calls_a_minute() {
    let inventory = Inventory {
        actions: vec![
            action("action-one", "https://Hooks.example.com/one"),
            action("action-two", "https://hooks.example.com/two"),
            action("action-three", "https://other.example.com/"),
        ],
        ..Inventory::default()
    };
    let limits = Limits::of(Platform::Ajo, &inventory);
    let mut gates = Gates::default();
    let attempt = Attempt { key: "any", within_ms: 30_000 };
    let mut ask = |id: &str, ms| gates.ask(&limits.call(&id.into(), "https://hooks.example.com/"), &attempt, at(ms));
    // Five a millisecond for 60,000 ms are 300,000; both addresses of the host share them.
    for ms in 0..60_000 {
        for call in 0..5 {
            assert_eq!(ask(if call % 2 == 0 { "action-one" } else { "action-two" }, ms), Answer::Pass);
        }
    }
    let sentence = "refused: hooks.example.com lets 300,000 calls a minute through where no limit is set";
    assert_eq!(because(ask("action-one", 59_999)), sentence);
    assert_eq!(ask("action-three", 59_999), Answer::Pass, "another host has its own");
    // At 60,000 the five of 0 are a minute old.
    for _ in 0..5 {
        assert_eq!(ask("action-two", 60_000), Answer::Pass);
    }
    assert_eq!(because(ask("action-two", 60_000)), sentence);
    assert!(Limits::of(Platform::Waymark, &inventory).call(&"action-one".into(), "").is_free());
}

/// The first sentence with which a route refuses a burst at one moment, and how many it let through.
fn burst(route: &Route<'_>) -> (usize, String) {
    let mut gates = Gates::default();
    let attempt = Attempt { key: "any", within_ms: 30_000 };
    let mut answers = (0..200_000).map(|_| gates.ask(route, &attempt, at(0)));
    let mut passed = 0;
    let refused = answers.find(|answer| {
        passed += usize::from(answer == &Answer::Pass);
        answer != &Answer::Pass
    });
    match refused {
        Some(Answer::Wait { .. }) => (passed, "waits".to_owned()),
        Some(refused) => (passed, because(refused)),
        None => (passed, String::new()),
    }
}

#[test]
fn a_slow_host_gets_150_000_calls_in_30_seconds_whatever_is_configured() {
    let slow = |response_time_ms| {
        let endpoint = Endpoint { response_time_ms: Some(response_time_ms), ..endpoint(cap(151_000, 1_000), None) };
        let inventory =
            Inventory { actions: vec![action("action-sms", URL)], endpoints: vec![endpoint], ..Inventory::default() };
        burst(&Limits::of(Platform::Ajo, &inventory).call(&"action-sms".into(), URL))
    };
    let sentence = "refused: sms.example.com lets 150,000 calls in 30 seconds through, because it answers slowly";
    assert_eq!(slow(751), (150_000, sentence.to_owned()));
    assert_eq!(slow(750), (151_000, "refused: “SMS provider” lets 151,000 calls a second through".to_owned()));
}

#[test]
fn an_external_data_source_gets_15_calls_a_second_and_no_queue() {
    let source = DataSource {
        id: "source-weather".into(),
        name: "Weather".to_owned(),
        kind: DataSourceKind::External {
            url: "https://weather.example.com/now".to_owned(),
            authentication: Authentication::default(),
        },
        field_groups: vec![FieldGroup { name: "Now".to_owned(), method: Method::Get, ..FieldGroup::default() }],
        ..DataSource::default()
    };
    let endpoint = |max_calls| Endpoint {
        name: "Weather".to_owned(),
        url_pattern: "https://weather.example.com/*".to_owned(),
        methods: vec![Method::Get],
        service: Service::DataSource,
        ..endpoint(cap(max_calls, 1_000), Some(1))
    };
    let asked = |platform, endpoints| {
        let inventory = Inventory { data_sources: vec![source.clone()], endpoints, ..Inventory::default() };
        burst(&Limits::of(platform, &inventory).fetch(&"source-weather".into(), "Now"))
    };
    let sentence = |calls| format!("refused: “Weather” lets {calls} calls a second through");
    assert_eq!(asked(Platform::Ajo, vec![]), (15, sentence(15)));
    assert_eq!(asked(Platform::Ajo, vec![endpoint(4)]), (4, sentence(4)), "the throttle does nothing");
    assert_eq!(asked(Platform::Waymark, vec![endpoint(40)]), (40, sentence(40)));
    let post = Endpoint { methods: vec![Method::Post], ..endpoint(4) };
    assert_eq!(asked(Platform::Ajo, vec![post]), (15, sentence(15)), "another method");
    let actions = Endpoint { service: Service::Action, ..endpoint(4) };
    assert_eq!(asked(Platform::Ajo, vec![actions]), (15, sentence(15)), "for actions only");
}

#[test]
fn campaign_takes_4_000_calls_in_five_minutes_and_is_never_throttled() {
    let called = |platform, destination, instance: Option<&str>| {
        let action = Action { destination, instance: instance.map(Into::into), ..action("action-sms", URL) };
        let instances = vec![CampaignInstance {
            id: "instance-shop".into(),
            name: "Shop".to_owned(),
            ..CampaignInstance::default()
        }];
        let endpoints = vec![endpoint(cap(9_000, 1_000), Some(200))];
        let inventory =
            Inventory { actions: vec![action], endpoints, campaign_instances: instances, ..Inventory::default() };
        burst(&Limits::of(platform, &inventory).call(&"action-sms".into(), URL))
    };
    let sentence = "refused: “Shop” lets 4,000 calls in 5 minutes through".to_owned();
    for platform in Platform::ALL {
        assert_eq!(called(platform, Destination::CampaignV7, Some("instance-shop")), (4_000, sentence.clone()));
    }
    let host = "refused: sms.example.com lets 4,000 calls in 5 minutes through".to_owned();
    assert_eq!(called(Platform::Ajo, Destination::CampaignStandard, None), (4_000, host));
    let own = "refused: “SMS provider” lets 9,000 calls a second through".to_owned();
    assert_eq!(called(Platform::Blueprint, Destination::CampaignV8, Some("instance-shop")), (9_000, own));
    assert_eq!(called(Platform::Ajo, Destination::ThirdParty, None), (200, "waits".to_owned()));
}

#[test]
fn a_call_meets_the_endpoint_that_it_names_else_the_first_that_fits_and_is_in_force() {
    let called = |platform, change: fn(&mut Action, &mut Endpoint), url: &str| {
        let mut action = action("action-sms", "https://sms.example.com/v1/");
        let mut first = endpoint(cap(1, 1_000), None);
        change(&mut action, &mut first);
        let second = Endpoint { id: "endpoint-second".into(), ..endpoint(cap(2, 1_000), None) };
        let inventory = Inventory { actions: vec![action], endpoints: vec![first, second], ..Inventory::default() };
        burst(&Limits::of(platform, &inventory).call(&"action-sms".into(), url)).0
    };
    let ajo = |change, url| called(Platform::Ajo, change, url);
    assert_eq!(ajo(|_, _| (), URL), 1);
    assert_eq!(ajo(|action, _| action.endpoint = Some("endpoint-second".into()), URL), 2);
    assert_eq!(ajo(|_, first| first.methods = vec![Method::Get], URL), 2);
    assert_eq!(ajo(|_, first| first.service = Service::DataSource, URL), 2);
    // Variable parts of the address decide; its query does not.
    fn urgent(_: &mut Action, first: &mut Endpoint) {
        first.url_pattern = "https://sms.example.com/v1/*/urgent".to_owned();
    }
    assert_eq!(ajo(urgent, "https://sms.example.com/v1/messages/7/urgent?key=%2F"), 1);
    assert_eq!(ajo(urgent, "https://sms.example.com/v1/messages/7/later?to=/urgent"), 2);
    // It was found, and is not in force: the host's own limit stands in. Our own server deploys what it is given.
    fn drafted(_: &mut Action, first: &mut Endpoint) {
        first.deployed = false;
    }
    assert_eq!(ajo(drafted, URL), 200_000);
    assert_eq!(called(Platform::Waymark, drafted, URL), 1);
    assert!(Limits::default().call(&"action-none".into(), URL).is_free());
}

#[test]
fn an_address_fits_a_pattern_as_it_stands() {
    let fits = |pattern: &str, url: &str| {
        let endpoint = Endpoint { url_pattern: pattern.to_owned(), ..Endpoint::default() };
        endpoint.fits(url)
    };
    assert!(fits("https://a.example.com/v1/*", "https://a.example.com/v1/x/y"));
    assert!(fits("https://a.example.com/v1/*", "https://a.example.com/v1"));
    assert!(!fits("https://a.example.com/v1", "https://a.example.com/v1/x"));
    assert!(fits("https://a.example.com/*/send", "https://a.example.com/send/1/send"));
    assert!(!fits("https://a.example.com/*/send", "https://a.example.com/1/sent"));
    assert!(fits("https://a.example.com/*/b/*/c", "https://a.example.com/1/b/2/b/3/c"));
    assert!(!fits("https://a.example.com/*/b/*/c", "https://a.example.com/1/b/c/2"));
    assert!(!fits("https://a.example.com/*", "https://b.example.com/"));
}

#[test]
fn an_audience_comes_in_at_its_reading_rate() {
    let mut readings = Readings::default();
    let mut turn = |waiting, ms| readings.turn(&"journey-test".into(), 5, waiting, at(ms));
    // Twelve people, five a second: 5 at 0, 5 at 1,000, 2 at 2,000.
    assert_eq!(turn(12, 0), Portion { people: 5, at: at(0) });
    assert_eq!(turn(7, 0), Portion { people: 5, at: at(1_000) });
    assert_eq!(turn(2, 0), Portion { people: 2, at: at(2_000) });
    // The next reading half a second later stands behind them: there is room for three.
    assert_eq!(turn(4, 500), Portion { people: 3, at: at(2_000) });
    assert_eq!(turn(1, 500), Portion { people: 1, at: at(3_000) });
}

#[test]
fn all_readings_together_bring_20_000_people_a_second() {
    let mut readings = Readings::default();
    let mut admit = |waiting, ms| readings.admit(waiting, at(ms));
    assert_eq!(admit(15_000, 0), Portion { people: 15_000, at: at(0) });
    // Of 20,000 places 5,000 are left in this second.
    assert_eq!(admit(12_000, 400), Portion { people: 5_000, at: at(400) });
    // At 1,000 those of 0 are a second old, those of 400 are not: 15,000 places.
    assert_eq!(admit(7_000, 400), Portion { people: 7_000, at: at(1_000) });
    assert_eq!(admit(9_000, 1_000), Portion { people: 8_000, at: at(1_000) });
    assert_eq!(admit(1_000, 1_000), Portion { people: 1_000, at: at(1_400) });
}

#[test]
fn a_limit_says_how_many_wait_how_many_it_let_through_and_how_many_it_refused() {
    let figures = |gates: &mut Gates, throttle: Option<i64>, ms| {
        let throttle = throttle.map(|max_throughput| Throttle { max_throughput, ..Throttle::default() });
        // As it is kept: what is written down and read again says the same.
        let text = serde_json::to_string(&gates).unwrap();
        let kept: Gates = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&kept).unwrap(), text);
        let changed = gates.changed();
        let (_, gate) = changed.first().expect("a limit");
        let figures = gate.figures(throttle.as_ref(), at(ms));
        (figures.waiting, figures.sent, figures.refused)
    };
    // Three a second: of ten, three leave at once, seven have their turn one, two and three seconds later.
    let throttled = limits(endpoint(None, Some(3)));
    let mut gates = Gates::default();
    let turns: Vec<Answer> = (0..10).map(|_| ask(&mut gates, &throttled, 0)).collect();
    assert_eq!(figures(&mut gates.clone(), Some(3), 0), (7, 3, 0));
    assert_eq!(figures(&mut gates.clone(), Some(3), 999), (7, 3, 0));
    assert_eq!(figures(&mut gates.clone(), Some(3), 1_000), (4, 3, 0));
    assert_eq!(figures(&mut gates.clone(), Some(3), 3_000), (0, 3, 0));
    // Whoever had their turn leaves, and counts from then on for a minute.
    for turn in turns {
        if let Answer::Wait { until } = turn {
            assert_eq!(gates.leave(&route(&throttled), &Attempt { key: "any", within_ms: 9 }, until), Answer::Pass);
        }
    }
    assert_eq!(figures(&mut gates.clone(), Some(3), 3_000), (0, 10, 0));
    assert_eq!(figures(&mut gates.clone(), Some(3), 60_000), (0, 7, 0));
    assert_eq!(figures(&mut gates, Some(3), 64_000), (0, 0, 0));

    let capped = limits(endpoint(cap(2, 1_000), None));
    let mut gates = Gates::default();
    (0..5).for_each(|_| drop(ask(&mut gates, &capped, 0)));
    assert_eq!(figures(&mut gates, None, 500), (0, 2, 3));
}
