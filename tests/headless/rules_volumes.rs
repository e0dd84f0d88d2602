//! Guardrails that add up what the journeys of a workspace ask of other systems.

use waymark::check::example::steps;
use waymark::check::{Checker, Sketch};
use waymark::edit::{self, Edit};
use waymark::journey::{
    Action, ActionId, Binding, Cap, Destination, Duration, Endpoint, Evaluation, Experiment, ExperimentKind, Inventory,
    Kind, Parameter, Platform, Port, Scaling, SplitPath, Test, Throttle, Wait,
};

const DROPS: &str = "capping-drops-calls";

/// What a rule says, in the order of the report.
fn said(sketch: &Sketch, rule: &str) -> Vec<String> {
    let report = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
    let findings = report.findings.iter().filter(|finding| finding.rule == rule);
    findings.map(|finding| finding.message.clone()).collect()
}

fn places(sketch: &Sketch, rule: &str) -> Vec<String> {
    let report = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
    let findings = report.findings.iter().filter(|finding| finding.rule == rule);
    findings.filter_map(|finding| Some(finding.place.activity.as_ref()?.to_string())).collect()
}

/// So many orders a second.
fn orders(peak: i64) -> impl Fn(&mut Inventory) {
    move |inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-order") {
            event.peak_per_second = Some(peak);
        }
    }
}

/// Audiences of so many people.
fn of_size(size: i64) -> impl Fn(&mut Inventory) {
    move |inventory| inventory.audiences.iter_mut().for_each(|audience| audience.size = Some(size))
}

fn throttled(throughput: i64) -> impl Fn(&mut Inventory) {
    move |inventory| {
        for endpoint in &mut inventory.endpoints {
            endpoint.cap = None;
            endpoint.throttle = Some(Throttle { max_throughput: throughput, ..Throttle::default() });
        }
    }
}

#[test]
fn chance_shares_calls_out_and_other_conditions_do_not() {
    let split = |share: u32| {
        let split = Sketch::event().then(steps::split(&[share, 10_000 - share])).by(Port::Branch(steps::path(0)));
        split.then(steps::call()).inventory(orders(900))
    };
    assert_eq!(said(&split(1_000), DROPS), [""; 0], "90 a second");
    assert_eq!(said(&split(9_000), DROPS).len(), 1, "810 a second");
    let asked = Sketch::event().then(steps::data(&["1 == 1"])).by(Port::Branch(steps::path(0))).then(steps::call());
    assert_eq!(said(&asked.inventory(orders(900)), DROPS).len(), 1, "all of them may take the path");
}

#[test]
fn an_experiment_shares_calls_out_as_long_as_its_shares_stay() {
    let trial = |change: fn(&mut Experiment)| {
        let treatments = [1_000, 8_000].into_iter().enumerate().map(|(index, share)| {
            let label = format!("Treatment {}", index + 1);
            SplitPath { id: steps::path(index), label, share }
        });
        let metric = "Unique clicks".to_owned();
        let mut trial =
            Experiment { metric, treatments: treatments.collect(), holdout: 1_000, ..Experiment::default() };
        change(&mut trial);
        let drawn = Sketch::event().then(steps::condition(Test::Experiment(trial)));
        drawn.by(Port::Branch(steps::path(0))).then(steps::call()).inventory(orders(900))
    };
    assert_eq!(said(&trial(|_| {}), DROPS), [""; 0], "90 a second");
    assert_eq!(said(&trial(|trial| trial.kind = ExperimentKind::Adaptive), DROPS).len(), 1);
    assert_eq!(said(&trial(|trial| trial.scaling = Some(Scaling::default())), DROPS).len(), 1);
}

/// A journey that begins with the order and jumps to a second one, which begins with the payment and calls.
fn jumping(share: u32) -> Sketch {
    let mut jump = steps::jump("journey-2");
    if let Kind::Jump(jump) = &mut jump {
        jump.entry = Some("event-paid".into());
    }
    let split = Sketch::event().then(steps::split(&[share, 10_000 - share])).by(Port::Branch(steps::path(0)));
    let target = Sketch::empty().then(steps::event("event-paid")).then(steps::call());
    split.then(jump).with_second(target, "Paid")
}

#[test]
fn who_begins_to_jump_in_is_noticed_by_a_checker_that_knew_both_journeys_before() {
    let jumping = jumping(10_000).inventory(orders(600));
    let mut without = jumping.workspace.clone();
    let mut first = (*without.journeys[&"journey-1".into()]).clone();
    for activity in &mut first.activities {
        if let Kind::Jump(jump) = &mut activity.kind {
            jump.target = None;
        }
    }
    without.journeys.insert("journey-1".into(), first.into());
    let mut checker = Checker::new();
    for (workspace, lost) in [(&without, 0), (&jumping.workspace, 1), (&without, 0)] {
        let report = checker.check(workspace, jumping.platform, Sketch::now());
        assert_eq!(report.findings.iter().filter(|finding| finding.rule == DROPS).count(), lost);
    }
}

#[test]
fn who_jumps_in_calls_too() {
    let paid = |peak: i64| {
        move |inventory: &mut Inventory| {
            for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
                event.peak_per_second = Some(peak);
            }
        }
    };
    let journeys = |sketch: &Sketch| {
        let report = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
        let findings = report.findings.iter().filter(|finding| finding.rule == DROPS);
        findings.filter_map(|finding| Some(finding.place.journey.as_ref()?.to_string())).collect::<Vec<_>>()
    };
    let both = jumping(5_000).inventory(orders(600)).inventory(paid(300));
    assert_eq!(journeys(&both), ["journey-2"]);
    assert_eq!(
        said(&both, DROPS),
        [
            "With 'Custom action 2' 600 calls a second come to 'Messages', 300 of them by people who jump in; the cap lets \
             500 through: 100 a second are lost."
        ]
    );
    assert_eq!(said(&jumping(2_500).inventory(orders(600)).inventory(paid(300)), DROPS), [""; 0], "450 a second");
    // Where nobody states how often the other event comes, those who jump are still known.
    assert_eq!(said(&jumping(10_000).inventory(orders(600)), DROPS).len(), 1);
    assert_eq!(said(&jumping(10_000).inventory(orders(400)), DROPS), [""; 0]);
    // And over one more journey.
    let mut over = jumping(10_000).inventory(orders(600));
    let mut first = (*over.workspace.journeys[&"journey-1".into()]).clone();
    first.id = "journey-0".into();
    for activity in &mut first.activities {
        if let Kind::Jump(jump) = &mut activity.kind {
            jump.target = Some("journey-1".into());
        }
    }
    over.workspace.journeys.insert("journey-0".into(), first.into());
    let text = said(&over, DROPS).concat();
    assert!(text.contains("1,200 calls a second come to 'Messages', 1,200 of them by people who jump in"), "{text}");
}

#[test]
fn what_one_jump_changes_in_another_journey_is_found_at_once() {
    let mut workspace = jumping(10_000).inventory(orders(600)).workspace;
    let mut kept = Checker::new();
    let mut found = |workspace: &waymark::journey::Workspace| {
        let report = kept.check(workspace, Platform::Ajo, Sketch::now());
        assert_eq!(report, Checker::new().check(workspace, Platform::Ajo, Sketch::now()));
        report.findings.iter().filter(|finding| finding.rule == DROPS).count()
    };
    assert_eq!(found(&workspace), 1);
    edit::apply(&mut workspace, &Edit::RemoveActivity { journey: "journey-1".into(), activity: "jump-3".into() })
        .unwrap();
    assert_eq!(found(&workspace), 0);
}

#[test]
fn a_cap_before_campaign_and_what_campaign_takes_are_one_fault() {
    let capped = |calls: i64, period_ms: i64| {
        let sent = Sketch::event().then(steps::campaign()).inventory(orders(20)).inventory(move |inventory| {
            let action = inventory.actions.iter_mut().find(|action| action.id.as_str() == "action-campaign").unwrap();
            action.endpoint = Some("endpoint-campaign".into());
            action.destination = Destination::CampaignV8;
            let cap = Cap { max_calls: calls, period_ms, max_connections: Some(50) };
            inventory.endpoints.push(Endpoint {
                id: "endpoint-campaign".into(),
                name: "Before Campaign".to_owned(),
                url_pattern: "https://shop-rt.campaign.example.com/*".to_owned(),
                cap: Some(cap),
                ..inventory.endpoints[0].clone()
            });
            inventory.campaign_instances.iter_mut().for_each(|instance| instance.product = Destination::CampaignV8);
        });
        let report = Checker::new().check(&sent.workspace, sent.platform, Sketch::now());
        let lost = report.findings.iter().filter(|finding| finding.message.contains("are lost"));
        lost.map(|finding| finding.rule).collect::<Vec<_>>()
    };
    assert_eq!(capped(25, 60_000), [DROPS], "the rest never comes to Campaign");
    assert_eq!(capped(15, 1_000), ["campaign-cap-4000-5min"], "15 a second is more than Campaign takes");
    assert_eq!(capped(4_000, 300_000), ["campaign-cap-4000-5min"]);
}

#[test]
fn several_calls_on_one_way_add_up_and_those_on_different_ways_do_not() {
    let twice = Sketch::event().then(steps::call()).then(steps::call()).inventory(orders(300));
    assert_eq!(places(&twice, DROPS), ["action-3"], "at the call that is too much");
    assert_eq!(
        said(&twice, DROPS),
        [
            "With 'Custom action 3' 600 calls a second come to 'Messages'; the cap lets 500 through: 100 a second are lost."
        ]
    );
    let fork = Sketch::event().then(steps::data(&["1 == 1"])).by(Port::Branch(steps::path(0))).then(steps::call());
    let either = fork.from("condition-2", Port::Other).then(steps::call()).inventory(orders(300));
    assert_eq!(said(&either, DROPS), [""; 0]);
}

#[test]
fn people_who_come_in_one_go_are_past_the_first_call_before_a_long_wait_ends() {
    const READ: &str = "read-audience-custom-action-rate";
    let mut call = steps::call();
    if let Kind::CustomAction(call) = &mut call {
        call.values.insert("body.to".to_owned(), "'+15550100'".into());
    }
    let reading = |wait: Duration| {
        let read = Sketch::read().then(call.clone()).then(steps::wait(wait)).then(call.clone());
        read.inventory(of_size(300))
    };
    assert_eq!(said(&reading(Duration::Days(1)), READ), [""; 0]);
    let mut twice = Sketch::read().then(call.clone()).then(call.clone()).inventory(of_size(300));
    assert_eq!(said(&twice, READ).len(), 1, "600 at once");
    twice = twice.inventory(throttled(500));
    assert_eq!(said(&twice, READ), [""; 0], "a throttle loses nothing");
}

#[test]
fn journeys_share_what_a_system_takes() {
    let one = || Sketch::event().then(steps::call());
    let two = one().with_second(one(), "Another").inventory(orders(300));
    let lost = "600 calls a second come to 'Messages', 300 of them from other journeys; the cap lets 500 through: 100 a \
                second are lost.";
    assert_eq!(said(&two, DROPS), [format!("With 'Custom action 2' {lost}"), format!("With 'Custom action 2' {lost}")]);
    // A journey that is too much by itself is the one to mend.
    let alone = one().then(steps::call()).then(steps::call()).with_second(one(), "Another").inventory(orders(200));
    assert_eq!(places(&alone, DROPS), ["action-4"]);
}

#[test]
fn what_one_journey_asks_changes_what_is_found_in_another() {
    let one = || Sketch::event().then(steps::call());
    let mut workspace = one().with_second(one(), "Another").inventory(orders(300)).workspace;
    let mut kept = Checker::new();
    let mut found = |workspace: &waymark::journey::Workspace| {
        let report = kept.check(workspace, Platform::Ajo, Sketch::now());
        assert_eq!(report, Checker::new().check(workspace, Platform::Ajo, Sketch::now()));
        report.findings.iter().filter(|finding| finding.rule == DROPS).count()
    };
    assert_eq!(found(&workspace), 2);
    let journey = "journey-2".into();
    edit::apply(&mut workspace, &Edit::RemoveActivity { journey, activity: "action-2".into() }).unwrap();
    assert_eq!(found(&workspace), 0);
}

#[test]
fn what_a_system_can_take_counts_beside_its_cap() {
    let stated = |capacity: i64| {
        Sketch::event().then(steps::call()).inventory(orders(100)).inventory(|inventory| {
            inventory.endpoints.iter_mut().for_each(|endpoint| endpoint.capacity_per_second = Some(capacity));
        })
    };
    assert_eq!(
        said(&stated(80), DROPS),
        ["With 'Custom action 2' 100 calls a second come to 'Messages'; it can take 80: 20 a second are too many."]
    );
    assert_eq!(said(&stated(100), DROPS), [""; 0]);
}

#[test]
fn retries_take_places_of_the_cap() {
    let capped = Sketch::event().then(steps::call()).inventory(orders(30)).inventory(|inventory| {
        let cap = Cap { max_calls: 31, period_ms: 1_000, max_connections: Some(50) };
        inventory.endpoints.iter_mut().for_each(|endpoint| endpoint.cap = Some(cap.clone()));
    });
    assert_eq!(said(&capped, DROPS), [""; 0]);
    assert_eq!(
        said(&capped, "capping-retry-slots"),
        [
            "30 calls a second come to 'Messages'. The cap of 31 a second with 3 retries each carries 7: while the system \
          has trouble, 23 a second are lost."
        ]
    );
}

#[test]
fn a_cap_over_minutes_counts_what_comes_in_them() {
    const CAP: &str = "campaign-cap-4000-5min";
    let sent = |messages: usize| {
        let all = (0..messages).fold(Sketch::event(), |sketch, _| sketch.then(steps::campaign()));
        let of_v8 = |inventory: &mut Inventory| {
            for action in inventory.actions.iter_mut().filter(|action| action.id.as_str() == "action-campaign") {
                action.destination = Destination::CampaignV8;
            }
            for instance in &mut inventory.campaign_instances {
                instance.product = Destination::CampaignV8;
            }
        };
        said(&all.inventory(of_v8).inventory(orders(7)), CAP)
    };
    assert_eq!(sent(1), [""; 0], "2,100 in five minutes");
    assert_eq!(
        sent(2),
        [
            "With 'Campaign message 3' 4,200 calls in 5 minutes come to 'Shop Campaign'; the cap lets 4,000 through: 200 in 5 \
          minutes are lost."
        ]
    );
}

#[test]
fn our_own_server_hands_messages_to_providers_and_keeps_to_their_caps() {
    let carry = |inventory: &mut Inventory| {
        let taken = Parameter { value: Binding::Message(Default::default()), ..Parameter::default() };
        let id = ActionId::from("action-deliver");
        let template = inventory.actions.iter().find(|action| action.name == "SendText").cloned().unwrap();
        let payload = vec![Parameter { path: "to".to_owned(), ..taken }];
        inventory.actions.push(Action { id: id.clone(), name: "Deliver".to_owned(), payload, ..template });
        inventory.channels.iter_mut().for_each(|channel| channel.provider = Some(id.clone()));
    };
    let mailing = Sketch::event().then(steps::email()).inventory(carry).inventory(orders(900));
    assert_eq!(said(&mailing, DROPS), [""; 0], "elsewhere the platform sends by itself");
    assert_eq!(places(&mailing.platform(Platform::Waymark), DROPS), ["email-2"]);
}

#[test]
fn an_audience_that_is_watched_comes_in_a_rush() {
    const RUSH: &str = "aq-streaming-burst";
    let mut call = steps::call();
    if let Kind::CustomAction(call) = &mut call {
        call.values.insert("body.to".to_owned(), "'+15550100'".into());
    }
    let watched = |size: i64| Sketch::qualification().then(call.clone()).inventory(of_size(size));
    assert_eq!(said(&watched(400), RUSH), [""; 0]);
    assert_eq!(
        said(&watched(18_000), RUSH),
        [
            "When the journey goes live, 18,000 people may come, up to 5,000 a second. With 'Custom action 2' 5,000 calls a \
          second come to 'Messages'; the cap lets 500 through: 4,500 a second are lost."
        ]
    );
    let daily = watched(18_000).inventory(|inventory| {
        for audience in &mut inventory.audiences {
            (audience.evaluation, audience.daily_qualifiers) = (Evaluation::Batch, Some(600));
        }
    });
    assert_eq!(said(&daily, DROPS).len(), 1, "600 at once, each day");
}

#[test]
fn a_queue_is_as_long_as_what_comes_and_what_leaves_say() {
    const QUEUE: &str = "waymark-throttle-queue";
    let peak = |peak: i64| {
        let journey = Sketch::event().then(steps::call()).inventory(throttled(300)).inventory(orders(peak));
        journey.inventory(|inventory| {
            inventory.endpoints.iter_mut().for_each(|endpoint| endpoint.capacity_per_second = None);
        })
    };
    assert_eq!(said(&peak(300), QUEUE), [""; 0]);
    assert_eq!(
        said(&peak(600), QUEUE),
        [
            "600 calls a second come to 'Messages', its throttle sends 300: if that lasts an hour, the last one waits 60 \
          minutes."
        ]
    );
    assert_eq!(said(&peak(600), DROPS), [""; 0], "nothing is lost");
    assert_eq!(said(&peak(6_000), "throttling-queue-overflow").len(), 1, "19 hours");
}

#[test]
fn a_fixed_moment_is_too_much_only_for_more_people_than_what_follows_takes() {
    const FIXED: &str = "wait-fixed-date";
    let date = || Kind::Wait(Wait::Date("2026-12-24T09:00:00".parse().unwrap()));
    let waiting = |size: i64| Sketch::read().then(date()).then(steps::email()).inventory(of_size(size));
    assert_eq!(said(&waiting(3_500), FIXED), [""; 0]);
    assert_eq!(
        said(&waiting(65_000), FIXED),
        [
            "Up to 65,000 people would leave 'Wait 2' at the same instant, 45,000 more than the 20,000 a second that other \
          systems are to expect."
        ]
    );
    let mut call = steps::call();
    if let Kind::CustomAction(call) = &mut call {
        call.values.insert("body.to".to_owned(), "'+15550100'".into());
    }
    let calling = Sketch::read().then(date()).then(call).inventory(of_size(3_500));
    assert_eq!(
        said(&calling, FIXED),
        [
            "Up to 3,500 people would leave 'Wait 2' at the same instant: 3,500 calls a second come to 'Messages'; the cap lets \
          500 through: 3,000 a second are lost."
        ]
    );
}

#[test]
fn events_count_where_a_journey_listens_and_audiences_each_time_they_are_watched() {
    const RATE: &str = "event-ingest-rate";
    let journey = Sketch::event().then(steps::email()).inventory(|inventory| {
        for event in inventory.events.iter_mut().filter(|event| event.id.as_str() == "event-paid") {
            event.peak_per_second = Some(6_000);
        }
    });
    assert_eq!(said(&journey, RATE), [""; 0], "nobody listens to it");
    assert_eq!(said(&journey.then(steps::event("event-paid")).then(steps::email()), RATE).len(), 1);
    let watched = Sketch::qualification().then(steps::email()).inventory(|inventory| {
        inventory.audiences.iter_mut().for_each(|audience| audience.daily_qualifiers = Some(864_000_000));
    });
    assert_eq!(
        said(&watched, RATE),
        [
            "In their busiest seconds events and audiences that journeys watch are 10,000 together, 10,000 of them 'Cart \
          abandoners'; the organization takes 5,000 a second: 5,000 a second wait."
        ]
    );
}

#[test]
fn events_of_journeys_that_read_an_audience_are_counted_apart() {
    const RATE: &str = "event-ingest-rate";
    let coming = |peak: i64| {
        move |inventory: &mut Inventory| {
            inventory.events.iter_mut().for_each(|event| event.peak_per_second = Some(peak))
        }
    };
    let reading = || Sketch::read().then(steps::event("event-paid")).then(steps::email());
    let apart = Sketch::event().then(steps::email()).with_second(reading(), "Reading");
    assert_eq!(said(&apart.inventory(coming(3_000)), RATE), [""; 0], "3,000 here and 3,000 there");
    let listening = Sketch::event().then(steps::event("event-paid")).then(steps::email());
    assert_eq!(said(&listening.inventory(coming(3_000)), RATE).len(), 1, "6,000 together");
    assert_eq!(
        said(&reading().inventory(coming(6_000)), RATE),
        [
            "In their busiest seconds events and audiences that journeys that read an audience watch are 6,000 together, 6,000 \
             of them 'OrderPaid'; the organization takes 5,000 a second: 1,000 a second wait."
        ]
    );
}
