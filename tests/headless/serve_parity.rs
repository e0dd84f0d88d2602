//! The server and the dry run cannot disagree: same people, same happenings, same replies, same trace, same keys.

use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use waymark::journey::files;
use waymark::journey::*;

use crate::build::*;
use crate::random_journey;
use crate::run_limits::{calling, cap, slow};
use crate::server::{Kills, Outcomes, compare, enters_elsewhere, servable, serve};

fn samples() -> Workspace {
    files::open(&Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys")).expect("the samples").workspace
}

/// Every scenario of the samples in which server and dry run differ.
fn differences(kills: Kills) -> Vec<String> {
    let workspace = samples();
    let mut differences = Vec::new();
    let mut compared = 0;
    for scenario in workspace.scenarios.values() {
        let (workspace, scenario) = servable(&workspace, scenario);
        if enters_elsewhere(&workspace, &scenario) {
            continue;
        }
        compared += 1;
        let dry = Outcomes::of_dry_run(&workspace, &scenario);
        let served = serve(&workspace, &scenario, kills);
        if let Some(difference) = dry.difference(&served) {
            differences.push(format!("{}: {difference}", scenario.name));
        }
    }
    assert!(compared + 2 > workspace.scenarios.len(), "only {compared} of {}", workspace.scenarios.len());
    differences
}

#[test]
fn a_server_does_with_every_sample_what_the_dry_run_says() {
    let differences = differences(Kills::Never);
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_server_that_dies_in_the_middle_does_with_every_sample_what_the_dry_run_says() {
    let differences = differences(Kills::Each(5));
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn limits_hold_over_every_restart_as_the_dry_run_says() {
    let from = || Answerer::Action("action-a".into());
    let connections = Some(Cap { max_calls: 100, period_ms: 1_000, max_connections: Some(2) });
    let stories = [
        calling(5, cap(3, 1_000), None),
        calling(5, cap(9, 60_000), None).replies(from(), 503, 100, "", Some(7)),
        calling(5, None, Some(2)).replies(from(), 503, 300, "", Some(3)).replies(from(), 200, 700, "", None),
        calling(5, connections, Some(3)).replies(from(), 200, 1_500, "", None),
        slow(2, None),
        // The second wave begins while the first one still comes in, and stands behind it.
        slow(1, Some(Waves::evenly(2, Duration::Seconds(1)))),
    ];
    for (index, story) in stories.iter().enumerate() {
        for kills in [Kills::Never, Kills::Each(1), Kills::Each(2), Kills::Each(3)] {
            assert_eq!(compare(story, kills), None, "story {index}, {kills:?}");
        }
    }
}

#[test]
fn the_limits_of_a_provider_hold_for_the_messages_that_it_is_handed() {
    let Kind::Message(mail) = email("Hello", "Hello") else { panic!("a message") };
    let endpoint = Endpoint {
        id: "endpoint-a".into(),
        name: "Messages".to_owned(),
        url_pattern: "https://api.example.com/*".to_owned(),
        methods: vec![Method::Post],
        cap: cap(2, 3_600_000),
        deployed: true,
        ..Endpoint::default()
    };
    let channel = Channel {
        id: "channel-mail".into(),
        name: "Mail".to_owned(),
        provider: Some("action-a".into()),
        ..Channel::default()
    };
    let story = ["anna", "ben", "cleo"]
        .into_iter()
        .fold(Story::new(), |story, name| story.person(name, &[("email", Value::Text(format!("{name}@example.com")))]));
    let story = story
        .with(Item::Action(posting("action-a", "Send")))
        .with(Item::Channel(channel))
        .with(Item::Endpoint(endpoint))
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("mail", Kind::Message(Message { channel: Some("channel-mail".into()), ..mail }))
        .happens(Duration::Minutes(1), arrives("Go"));
    let (workspace, scenario) = servable(&story.workspace(), &story.scenario);
    assert_eq!(Outcomes::of_dry_run(&workspace, &scenario).keys.len(), 2, "the third is refused");
    for kills in [Kills::Never, Kills::Each(1), Kills::Each(2)] {
        assert_eq!(compare(&story, kills), None, "{kills:?}");
    }
}

#[test]
fn limits_of_some_values_of_an_address_travel_with_the_journey_and_hold() {
    use crate::run_streams::{appending, subject};
    let endpoint = |pattern: &str| Endpoint {
        id: "endpoint-a".into(),
        name: "Streams".to_owned(),
        url_pattern: pattern.to_owned(),
        methods: vec![Method::Post],
        cap: cap(1, 3_600_000),
        deployed: true,
        ..Endpoint::default()
    };
    let story = |pattern: &str| {
        Story::new()
            .person("anna", &[])
            .person("ben", &[])
            .with(Item::Action(appending("action-nats", "Tell", subject("orders.{{to.country}}"))))
            .with(Item::Endpoint(endpoint(pattern)))
            .event("Go", "", r#"{"total": 5}"#)
            .then("entry", on("Go"))
            .then(
                "tell",
                call("action-nats", &[("body.order", "@event{Go.total}"), ("body.to.country", "\"se\"")], true),
            )
            .happens(Duration::Minutes(1), arrives("Go"))
    };
    for (pattern, passed) in [
        ("nats://nats.example.com/orders.s*", 1),
        ("nats://nats.example.com/orders.se", 1),
        ("nats://nats.example.com/*", 1),
        ("nats://nats.example.com/orders.d*", 2),
        ("nats://nats.example.com/others.*", 2),
    ] {
        let story = story(pattern);
        let (workspace, scenario) = servable(&story.workspace(), &story.scenario);
        assert_eq!(Outcomes::of_dry_run(&workspace, &scenario).keys.len(), passed, "{pattern}");
        assert_eq!(compare(&story, Kills::Never), None, "{pattern}");
    }
}

fn story() -> Story {
    Story::new()
        .with(Item::Action(posting("action-a", "Send")))
        .event("Go", "", r#"{"total": 5}"#)
        .then("entry", on("Go"))
        .then("call", call("action-a", &[], true))
        .then("pause", wait(Duration::Hours(2)))
        .then("mail", email("Hello {{ random() }}", "{{ uuid() }}"))
        .happens(Duration::Seconds(0), arrives("Go"))
}

#[test]
fn a_difference_that_was_planted_is_caught() {
    assert_eq!(compare(&story(), Kills::Never), None);
    let (workspace, scenario) = servable(&story().workspace(), &story().scenario);
    let dry = Outcomes::of_dry_run(&workspace, &scenario);
    // Another chance.
    let other = Scenario { seed: scenario.seed + 1, ..scenario.clone() };
    assert!(dry.difference(&serve(&workspace, &other, Kills::Never)).is_some());
    // One attempt more, which no step shows by itself.
    let mut served = serve(&workspace, &scenario, Kills::Never);
    *served.keys.values_mut().next().expect("a key") += 1;
    assert!(dry.difference(&served).is_some_and(|difference| difference.starts_with("keys")));
    // Another answer.
    let replies = story().replies(Answerer::Action("action-a".into()), 404, 0, "", None).scenario.replies;
    let other = Scenario { replies, ..scenario.clone() };
    assert!(dry.difference(&serve(&workspace, &other, Kills::Never)).is_some());
}

proptest! {
    // The same forty every time; the thousand by name are drawn anew.
    #![proptest_config(ProptestConfig {
        cases: 40,
        max_shrink_iters: 200,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_105),
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_server_does_with_random_journeys_what_the_dry_run_says(bytes in vec(any::<u8>(), 0..160), each in 2_usize..9) {
        let story = random_journey::story(&bytes);
        prop_assert_eq!(compare(&story, Kills::Never), None);
        prop_assert_eq!(compare(&story, Kills::Each(each)), None);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, max_shrink_iters: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    #[ignore = "slow: a thousand journeys"]
    fn a_server_does_with_a_thousand_random_journeys_what_the_dry_run_says(bytes in vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(compare(&random_journey::story(&bytes), Kills::Never), None);
    }
}
