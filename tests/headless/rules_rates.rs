//! Guardrails that compare how many people come with what a system takes.

use waymark::check::{self, Checker, Sketch, example::steps};
use waymark::journey::{DataSource, DataSourceKind, Destination, FieldGroup, Kind, Platform, Port};

fn reports(sketch: &Sketch, platform: Platform, rule: &str) -> bool {
    let report = Checker::new().check(&sketch.workspace, platform, Sketch::now());
    report.findings.iter().any(|finding| finding.rule == rule)
}

fn flagged(rule: &str) -> Sketch {
    (check::rule(rule).unwrap().flagged)()
}

#[test]
fn long_timeouts_are_found_for_readings_too() {
    let reading = |rate: i64| {
        let mut read = steps::read();
        if let Kind::ReadAudience(read) = &mut read {
            read.reading_rate = rate;
        }
        let everybody = Sketch::empty().then(read).then(steps::call());
        everybody.inventory(|inventory| inventory.audiences.iter_mut().for_each(|audience| audience.size = None))
    };
    const RULE: &str = "journey-timeout-long-high-volume";
    assert!(reports(&reading(1_000), Platform::Ajo, RULE));
    assert!(!reports(&reading(999), Platform::Ajo, RULE));
    let few = reading(1_000).inventory(|inventory| inventory.audiences.iter_mut().for_each(|it| it.size = Some(999)));
    assert!(!reports(&few, Platform::Ajo, RULE), "an audience of 999 never brings 1,000 a second");
}

#[test]
fn long_timeouts_are_found_where_only_a_data_source_is_asked() {
    let asking = |kind: DataSourceKind| {
        let summary = steps::data(&[r#"#{Weather.Forecast.summary} == "rain""#]);
        let journey = Sketch::event().then(summary).by(Port::Branch(steps::path(0))).then(steps::email());
        journey.inventory(|inventory| {
            inventory.events.iter_mut().for_each(|event| event.peak_per_second = Some(2_000));
            let group = FieldGroup {
                name: "Forecast".to_owned(),
                response: r#"{"summary": "rain"}"#.to_owned(),
                ..FieldGroup::default()
            };
            let name = "Weather".to_owned();
            let id = "source-weather".into();
            inventory.data_sources.push(DataSource {
                id,
                name,
                kind,
                field_groups: vec![group],
                ..DataSource::default()
            });
        })
    };
    let external =
        DataSourceKind::External { url: "https://weather.example.com".to_owned(), authentication: Default::default() };
    const RULE: &str = "journey-timeout-long-high-volume";
    assert!(reports(&asking(external), Platform::Ajo, RULE));
    assert!(!reports(&asking(DataSourceKind::Platform), Platform::Ajo, RULE), "no call leaves the platform");
}

#[test]
fn a_rule_about_a_standing_limit_is_on_where_that_limit_stands() {
    for platform in Platform::ALL {
        let standing = platform.standing();
        let limits = [
            ("custom-action-default-cap", standing.host.is_some()),
            ("custom-action-slow-cap", standing.slow_host.is_some()),
            ("datasource-rate-15", standing.data_source.is_some()),
            ("capping-not-deployed", standing.deploys),
        ];
        for (rule, stands) in limits {
            let weight = check::platform::severity(check::rule(rule).unwrap(), platform);
            assert_eq!(weight.is_some(), stands, "{rule} on {}", platform.name());
        }
        // Campaign takes what it takes, and a queue lasts as long, whoever calls. By the blueprints any throttle is an
        // error in itself.
        let queue = check::platform::severity(check::rule("throttling-queue-overflow").unwrap(), platform);
        assert_eq!(queue.is_some(), platform != Platform::Blueprint);
    }
}

#[test]
fn limits_that_nobody_deployed_hold_on_our_own_server() {
    const RULE: &str = "capping-drops-calls";
    // What the other side says it can take holds in any case.
    let drafted = flagged(RULE).inventory(|inventory| {
        for endpoint in &mut inventory.endpoints {
            (endpoint.deployed, endpoint.capacity_per_second) = (false, None);
        }
    });
    assert!(!reports(&drafted, Platform::Ajo, RULE));
    assert!(reports(&drafted, Platform::Waymark, RULE));
}

#[test]
fn by_the_blueprints_campaign_v8_takes_a_million_an_hour() {
    const CAP: &str = "campaign-cap-4000-5min";
    let of = |destination: Destination| {
        flagged(CAP).inventory(|inventory| {
            for action in inventory.actions.iter_mut().filter(|it| it.destination != Destination::ThirdParty) {
                action.destination = destination;
            }
        })
    };
    assert!(reports(&of(Destination::CampaignV8), Platform::Ajo, CAP));
    assert!(!reports(&of(Destination::CampaignV8), Platform::Blueprint, CAP));
    // The two limits of v7 are nearly one number, and are said once.
    assert!(reports(&of(Destination::CampaignV7), Platform::Blueprint, "campaign-v7-throughput"));
    assert!(!reports(&of(Destination::CampaignV7), Platform::Blueprint, CAP));
    assert!(reports(&flagged("campaign-v8-throughput"), Platform::Blueprint, "campaign-v8-throughput"));
}

#[test]
fn a_wait_or_a_second_event_gives_a_new_profile_its_time() {
    const RULE: &str = "profile-creation-race";
    let journey = |between: Option<Kind>| {
        let begun = Sketch::event();
        let begun = between.into_iter().fold(begun, Sketch::then);
        begun.then(steps::email()).inventory(|inventory| {
            inventory.events.iter_mut().for_each(|event| event.creates_profiles = true);
        })
    };
    let waiting = steps::wait(waymark::journey::Duration::Minutes(5));
    assert!(reports(&journey(None), Platform::Ajo, RULE));
    assert!(reports(&journey(Some(steps::call())), Platform::Ajo, RULE), "a call takes no time that can be relied on");
    assert!(!reports(&journey(Some(waiting)), Platform::Ajo, RULE));
    assert!(!reports(&journey(Some(steps::event("event-paid"))), Platform::Ajo, RULE));
    assert!(!reports(&journey(None), Platform::Waymark, RULE), "its own server reads what was just written");
}
