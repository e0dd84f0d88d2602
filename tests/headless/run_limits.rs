//! Limits while a journey runs: what is refused, what waits, what a retry costs, and how fast an audience comes in.

use waymark::journey::*;
use waymark::simulate::{Run, Status};

use crate::build::*;

const NAMES: [&str; 5] = ["anna", "ben", "chloe", "dara", "emil"];

/// So many people, all of whom call at 09:00 through one endpoint, with a path for errors.
pub fn calling(people: usize, cap: Option<Cap>, throttle: Option<i64>) -> Story {
    let endpoint = Endpoint {
        id: "endpoint-a".into(),
        name: "Messages".to_owned(),
        url_pattern: "https://api.example.com/*".to_owned(),
        methods: vec![Method::Post],
        cap,
        throttle: throttle.map(|max_throughput| Throttle { max_throughput, ..Throttle::default() }),
        ..Endpoint::default()
    };
    let story = Story::new().with(Item::Endpoint(endpoint)).with(Item::Action(posting("action-a", "Send")));
    NAMES[1..people]
        .iter()
        .fold(story, |story, name| story.person(name, &[]))
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("call", call("action-a", &[], true))
        .happens(Duration::Seconds(0), arrives("Go"))
}

pub fn cap(max_calls: i64, period_ms: i64) -> Option<Cap> {
    Some(Cap { max_calls, period_ms, max_connections: None })
}

fn from() -> Answerer {
    Answerer::Action("action-a".into())
}

/// When each person's call came back, and why so: "09:00:01.900 answered 200".
fn calls(story: &Story) -> Vec<String> {
    let said = |run: &Run| {
        let at = lines(run)[1]["2026-01-05T".len()..].split('Z').next().unwrap_or_default().to_owned();
        format!("{at} {}", because(run, 1))
    };
    story.trace().runs.iter().map(said).collect()
}

#[test]
fn what_a_cap_refuses_is_never_sent_and_takes_the_error_path() {
    let runs = calling(3, cap(2, 1_000), None).at("call", Port::Error).then("sorry", email("Sorry", "")).trace().runs;
    let steps: Vec<String> = runs.iter().map(|run| lines(run)[1].clone()).collect();
    assert_eq!(
        steps,
        [
            "2026-01-05T09:00:00.000Z call ended | POST https://api.example.com/v1",
            "2026-01-05T09:00:00.000Z call ended | POST https://api.example.com/v1",
            "2026-01-05T09:00:00.000Z call capped error",
        ]
    );
    assert_eq!(because(&runs[2], 1), "refused: “Messages” lets 2 calls a second through");
    assert_eq!(runs[2].steps[2].activity.as_str(), "sorry");
}

#[test]
fn everybody_makes_a_call_of_their_own_though_all_of_them_say_the_same() {
    let runs = calling(3, None, None).trace().runs;
    let sent: Vec<_> = runs.iter().filter_map(|run| run.steps[1].action.as_ref()).collect();
    assert_eq!(sent.len(), 3);
    assert!(sent.windows(2).all(|pair| pair[0].url == pair[1].url && pair[0].body == pair[1].body), "{sent:?}");
}

#[test]
fn without_an_error_path_a_call_that_is_refused_ends_the_journey_and_later_steps_can_ask_for_it() {
    let capped = data(&[("path-capped", "@action{Send.jo_status_code} == \"capped\"")], true);
    let asked = calling(2, cap(1, 1_000), None).at("call", Port::Error).then("which", capped);
    assert_eq!(lines(&asked.trace().runs[1])[2], "2026-01-05T09:00:00.000Z which ended path-capped");

    let mut story = calling(2, cap(1, 1_000), None);
    for activity in &mut story.journey.activities {
        if activity.id.as_str() == "call" {
            activity.kind = call("action-a", &[], false);
        }
    }
    let run = story.trace().runs.remove(1);
    assert_eq!(run.steps[1].status, Status::Capped);
    assert_eq!(run.end.reason.to_string(), "error");
}

#[test]
fn a_call_beyond_a_throttle_waits_for_its_turn_and_its_time_begins_then() {
    // One a second, each answered after 900 ms, and a second for every call: were the queue part of that, Ben's and
    // Chloé's would be too late.
    let story = calling(3, None, Some(1)).properties(|properties| properties.timeout_seconds = 1).replies(
        from(),
        200,
        900,
        "",
        None,
    );
    assert_eq!(
        calls(&story),
        [
            "09:00:00.900 answered 200",
            "09:00:01.900 answered 200, after 1 second in the queue",
            "09:00:02.900 answered 200, after 2 seconds in the queue",
        ]
    );
    // An answer that takes longer than the second is too late, by the call's own time.
    let mut slow = story;
    slow.scenario.replies[0].milliseconds = 1_001;
    assert_eq!(calls(&slow)[1], "09:00:02.000 no answer within 1 seconds, after 1 second in the queue");
}

#[test]
fn a_call_that_is_tried_again_waits_for_another_turn_and_keeps_the_time_that_is_left() {
    // Anna fails at 09:00:00.300 and stands behind Ben, whose turn is at 1 s: hers is at 2 s. The answer takes 700 ms;
    // 300 + 700 ms are all of her second.
    let story = calling(2, None, Some(1))
        .properties(|properties| properties.timeout_seconds = 1)
        .replies(from(), 503, 300, "", Some(1))
        .replies(from(), 200, 700, "", None);
    assert_eq!(
        calls(&story),
        [
            "09:00:02.700 answered 200 after 1 retry (before: http_503), after 1.7 seconds in the queue",
            "09:00:01.700 answered 200, after 1 second in the queue",
        ]
    );
}

#[test]
fn each_retry_takes_a_place_of_the_cap_again() {
    // Four places a minute. Anna's call fails three times and takes all of them; nothing is left for Ben.
    let story = calling(2, cap(4, 60_000), None).replies(from(), 503, 0, "", Some(3));
    assert_eq!(
        calls(&story),
        [
            "09:00:00.000 answered 200 after 3 retries (before: http_503)",
            "09:00:00.000 refused: “Messages” lets 4 calls a minute through",
        ]
    );
    // Two places: Anna's third attempt is refused. What was sent before is told.
    let runs = calling(1, cap(2, 60_000), None).replies(from(), 503, 0, "", None).trace().runs;
    assert_eq!(
        because(&runs[0], 1),
        "refused: “Messages” lets 2 calls a minute through after 2 retries (before: http_503)"
    );
    assert!(runs[0].steps[1].action.is_some());
}

#[test]
fn connections_are_free_again_when_the_answer_has_come() {
    let one = Some(Cap { max_calls: 100, period_ms: 1_000, max_connections: Some(1) });
    let story = calling(2, one, None).replies(from(), 200, 400, "", None);
    let story = story.happens_to(Some("ben"), Duration::Seconds(1), arrives("Go"));
    let mut story = story.properties(|properties| properties.reentrance.wait = Duration::Minutes(0));
    assert_eq!(
        calls(&story),
        [
            "09:00:00.400 answered 200",
            "09:00:00.000 refused: “Messages” takes 1 connection at once",
            "09:00:01.400 answered 200",
        ]
    );
    // An answer that never comes is waited for as long as the call may take, here one second.
    story.journey.properties.timeout_seconds = 1;
    story.scenario.replies[0].milliseconds = 5_000;
    assert_eq!(calls(&story)[2], "09:00:02.000 no answer within 1 seconds");
}

#[test]
fn journeys_share_the_limits_of_what_they_call() {
    // One call a second. Anna calls here, and at the same moment in the journey to which she jumps.
    let jump =
        Kind::Jump(Jump { target: Some("journey-other".into()), entry: Some(event_id("Go")), ..Jump::default() });
    let mut other = Story::new().then("other-entry", on("Go")).then("other-call", call("action-a", &[], true)).journey;
    other.id = "journey-other".into();
    let mut story = calling(1, None, Some(1)).then("jump", jump);
    story.others = vec![other];
    assert_eq!(calls(&story), ["09:00:00.000 answered 200", "09:00:01.000 answered 200, after 1 second in the queue"]);
}

#[test]
fn whose_queue_is_too_long_waits_six_hours_and_is_given_up() {
    assert_eq!(
        calls(&calling(1, None, Some(0))),
        ["15:00:00.000 given up after 6 hours in the queue of “Messages”, which lets 0 calls a second through",]
    );
}

#[test]
fn who_leaves_while_a_call_waits_for_its_turn_is_not_called() {
    let mut story = calling(2, None, Some(1)).event("Stop", "", "{}");
    story.journey.properties.exit_criteria = vec![ExitCriterion {
        id: "exit-stop".into(),
        when: ExitWhen::Event { event: Some(event_id("Stop")), condition: Expression::default() },
        ..ExitCriterion::default()
    }];
    let story = story.happens_to(Some("ben"), Duration::Seconds(0), arrives("Stop"));
    let run = story.trace().runs.remove(1);
    assert_eq!(run.end.reason.to_string(), "exitCriteria");
    assert!(run.steps.iter().all(|step| step.action.is_none()));
}

#[test]
fn a_data_source_that_is_asked_too_often_refuses() {
    let source = DataSource {
        id: "source-weather".into(),
        name: "Weather".to_owned(),
        kind: DataSourceKind::External {
            url: "https://weather.example.com/now".to_owned(),
            authentication: Authentication::default(),
        },
        field_groups: vec![FieldGroup {
            name: "Now".to_owned(),
            response: r#"{"rain": 90}"#.to_owned(),
            ..FieldGroup::default()
        }],
        ..DataSource::default()
    };
    let names: Vec<String> = (10..26).map(|index| format!("p{index}")).collect();
    let mut story = names
        .iter()
        .fold(Story::new(), |story, name| story.person(name, &[]))
        .with(Item::DataSource(source))
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("which", data(&[("path-rain", "#{Weather.Now.rain} > 50")], true))
        .happens(Duration::Seconds(0), arrives("Go"));
    story.scenario.profiles.retain(|profile| profile.as_str() != "profile-anna");
    let runs = story.trace().runs;
    assert_eq!(runs.len(), 16);
    assert!(runs[..15].iter().all(|run| lines(run)[1].ends_with("which ended path-rain")));
    assert_eq!(runs[15].steps[1].status, Status::Capped);
    assert_eq!(because(&runs[15], 1), "data source Weather.Now: refused: “Weather” lets 15 calls a second through");
}

fn entries(story: &Story) -> Vec<String> {
    let entry = |run: &Run| {
        let line = &lines(run)[0];
        format!("{} {}", &line["2026-01-05T".len()..][..8], run.profile.as_str().trim_start_matches("profile-"))
    };
    story.trace().runs.iter().map(entry).collect()
}

/// Five people of an audience, so many of them a second.
pub fn slow(rate: i64, waves: Option<Waves>) -> Story {
    let Kind::ReadAudience(read) = read("all") else { panic!("a read audience") };
    let story = NAMES[1..].iter().fold(Story::new().audience("all", "true"), |story, name| story.person(name, &[]));
    story.then("read", Kind::ReadAudience(ReadAudience { reading_rate: rate, waves, ..read }))
}

#[test]
fn an_audience_comes_in_as_fast_as_it_is_read() {
    let read = slow;
    let at_once = ["09:00:00 anna", "09:00:00 ben", "09:00:00 chloe", "09:00:00 dara", "09:00:00 emil"];
    assert_eq!(entries(&read(5, None)), at_once);
    assert_eq!(
        entries(&read(2, None)),
        ["09:00:00 anna", "09:00:00 ben", "09:00:01 chloe", "09:00:01 dara", "09:00:02 emil"]
    );
    // Three and two, a minute apart; one a second.
    assert_eq!(
        entries(&read(1, Some(Waves::evenly(2, Duration::Minutes(1))))),
        ["09:00:00 anna", "09:00:01 ben", "09:00:02 chloe", "09:01:00 dara", "09:01:01 emil"]
    );
    // A wave that begins before the one in front is in stands behind it.
    assert_eq!(
        entries(&read(1, Some(Waves::evenly(2, Duration::Seconds(1))))),
        ["09:00:00 anna", "09:00:01 ben", "09:00:02 chloe", "09:00:03 dara", "09:00:04 emil"]
    );
}

#[test]
fn who_comes_in_is_settled_when_the_audience_is_read_however_slowly() {
    let tier = |tier: &str| What::Attribute { field: "tier".to_owned(), value: Value::Text(tier.to_owned()) };
    let Kind::ReadAudience(slow) = read("gold") else { panic!("a read audience") };
    let gold = [("tier", Value::Text("gold".to_owned()))];
    let story = Story::new()
        .audience("gold", "#{ExperiencePlatform.Customer.tier} == \"gold\"")
        .person("anna", &gold)
        .person("ben", &gold)
        .person("chloe", &[])
        .then("read", Kind::ReadAudience(ReadAudience { reading_rate: 1, ..slow }))
        .happens_to(Some("ben"), Duration::Seconds(0), tier("basic"))
        .happens_to(Some("chloe"), Duration::Seconds(0), tier("gold"));
    assert_eq!(entries(&story), ["09:00:00 anna", "09:00:01 ben"]);
}

#[test]
fn a_connection_is_free_again_when_its_run_has_gone_without_the_answer() {
    let one = Some(Cap { max_calls: 100, period_ms: 1_000, max_connections: Some(1) });
    let story = calling(1, one, None)
        .event("Leave", "", "{}")
        .properties(|properties| {
            let when = ExitWhen::Event { event: Some(event_id("Leave")), condition: "".into() };
            properties.exit_criteria = vec![ExitCriterion { id: "exit-1".into(), label: String::new(), when }];
            properties.reentrance.wait = Duration::Minutes(0);
        })
        .replies(from(), 200, 20_000, "", None)
        .happens(Duration::Seconds(1), arrives("Leave"))
        .happens(Duration::Seconds(60), arrives("Go"));
    let ends: Vec<String> = story.trace().runs.iter().map(|run| run.end.reason.to_string()).collect();
    assert_eq!(ends, ["exitCriteria", "completed"], "the second call has a connection");
}

/// So many people, all of whom get an email at 09:00 through a provider behind one endpoint.
pub fn mailing(people: usize, cap: Option<Cap>, throttle: Option<i64>) -> Story {
    let mut story = calling(people, cap, throttle);
    story.platform = Platform::Waymark;
    let mail = posting("action-a", "Send");
    let channel = Channel {
        id: "channel-a".into(),
        name: "Offers".to_owned(),
        provider: Some("action-a".into()),
        address: "#{ExperiencePlatform.Customer.email}".into(),
        ..Channel::default()
    };
    let story =
        NAMES[..people].iter().fold(story.with(Item::Action(mail)).with(Item::Channel(channel)), |story, name| {
            story.person(name, &[("email", Value::Text(format!("{name}@example.com")))])
        });
    let mut story = story;
    for activity in &mut story.journey.activities {
        if activity.id.as_str() == "call" {
            let message = Message {
                channel: Some("channel-a".into()),
                subject: "Hello".into(),
                body: "Hello".into(),
                error_path: true,
                ..Message::default()
            };
            activity.kind = Kind::Message(message);
        }
    }
    story
}

#[test]
fn a_message_through_a_provider_keeps_the_limits_of_its_endpoint() {
    assert_eq!(
        calls(&mailing(3, cap(2, 1_000), None)),
        [
            "09:00:00.000 sent to anna@example.com",
            "09:00:00.000 sent to ben@example.com",
            "09:00:00.000 refused: “Messages” lets 2 calls a second through",
        ]
    );
    let waiting = calls(&mailing(3, None, Some(1)));
    assert_eq!(
        waiting.iter().map(|line| &line[..12]).collect::<Vec<_>>(),
        ["09:00:00.000", "09:00:01.000", "09:00:02.000"]
    );
    // Connections are free again when the provider has answered.
    let connections = Some(Cap { max_calls: 100, period_ms: 1_000, max_connections: Some(1) });
    let slow = mailing(2, connections, None).replies(Answerer::Message("call".into()), 200, 500, "", None);
    assert!(calls(&slow)[1].contains("refused"), "{:?}", calls(&slow));
    // Where the platform sends by itself there is no call, and no limit.
    let mut ours = mailing(3, cap(1, 1_000), None);
    ours.platform = Platform::Ajo;
    assert!(calls(&ours).iter().all(|line| line.contains("sent to")), "{:?}", calls(&ours));
}

#[test]
fn a_message_that_a_provider_does_not_take_is_tried_again_as_a_call_is() {
    let sender = || Answerer::Message("call".into());
    let again = mailing(1, None, None).replies(sender(), 503, 0, "", Some(2));
    assert_eq!(calls(&again), ["09:00:00.000 sent to anna@example.com after 2 retries (before: http_503)"]);
    let efforts: Vec<_> =
        again.run().steps.iter().map(|step| step.effort.clone()).filter(|it| it.retries > 0).collect();
    assert_eq!(
        efforts.iter().map(|it| (it.retries, it.before.as_deref())).collect::<Vec<_>>(),
        [(2, Some("http_503"))]
    );
    let never = mailing(1, None, None).replies(sender(), 500, 0, "", None);
    assert_eq!(calls(&never), ["09:00:00.000 the channel answered 500 after 3 retries (before: http_500)"]);
    let unknown = mailing(1, None, None).replies(sender(), 404, 0, "", None);
    assert_eq!(calls(&unknown), ["09:00:00.000 the channel answered 404"]);
    // Each attempt takes a place of the throttle.
    let slow = mailing(2, None, Some(1)).replies(sender(), 503, 0, "", Some(1));
    let at: Vec<String> = calls(&slow).iter().map(|line| line[..12].to_owned()).collect();
    assert_eq!(at, ["09:00:01.000", "09:00:02.000"]);
    let mut ours = mailing(1, None, None).replies(sender(), 503, 0, "", Some(1));
    ours.platform = Platform::Ajo;
    assert_eq!(calls(&ours), ["09:00:00.000 the channel answered 503"]);
}
