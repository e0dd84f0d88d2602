//! Who enters, when, and why not: each kind of entry, calculated by hand.

use waymark::journey::*;
use waymark::simulate::{Reason, default_scenario, dry_run};

use crate::build::*;

/// The start of every default scenario, and its end 91 days later: 2026-01-05 + 91 days = 2026-04-06.
const START: &str = "2026-01-05T09:00:00.000Z";

#[test]
fn a_rule_based_event_lets_in_whom_its_condition_fits() {
    let story = Story::new()
        .event("Ordered", "@event{Ordered.total} > 100", r#"{"total": 120}"#)
        .then("entry", on("Ordered"))
        .happens(Duration::Seconds(0), arrives("Ordered"));
    assert_eq!(lines(&story.run()), [format!("{START} entry ended"), format!("{START} completed")]);

    let story = Story::new()
        .event("Ordered", "@event{Ordered.total} > 100", r#"{"total": 120}"#)
        .then("entry", on("Ordered"))
        .happens(Duration::Seconds(0), arrives_with("Ordered", r#"{"total": 100}"#));
    assert_eq!(lines(&story.run()), [format!("{START} discarded:notSuitableInitialEvent")], "100 is not above 100");
}

#[test]
fn a_system_generated_event_must_carry_its_own_id() {
    let story = |payload: &str| {
        let event = Event {
            id: event_id("Ordered"),
            name: "Ordered".to_owned(),
            id_type: EventIdType::SystemGenerated("a1b2".to_owned()),
            sample: "{}".to_owned(),
            streamed: true,
            ..Event::default()
        };
        Story::new()
            .with(Item::Event(event))
            .then("entry", on("Ordered"))
            .happens(Duration::Seconds(0), arrives_with("Ordered", payload))
            .run()
            .end
            .reason
            .to_string()
    };
    let with = |id: &str| format!(r#"{{"_experience": {{"campaign": {{"orchestration": {{"eventID": "{id}"}}}}}}}}"#);
    assert_eq!(story(&with("a1b2")), "completed");
    assert_eq!(story(&with("other")), "discarded:notSuitableInitialEvent");
    assert_eq!(story("{}"), "completed", "a scenario names the event, so the sender's id may be left out");
}

#[test]
fn a_business_event_lets_in_everybody_in_the_audience() {
    let business = Event {
        id: event_id("Restocked"),
        name: "Restocked".to_owned(),
        kind: EventKind::Business,
        sample: r#"{"sku": "L-1"}"#.to_owned(),
        streamed: true,
        ..Event::default()
    };
    let story = Story::new()
        .with(Item::Event(business))
        .audience("watching", "")
        .with_person("anna", |anna| anna.audiences = vec!["audience-watching".into()])
        .person("ben", &[])
        .then("entry", Kind::BusinessEvent(BusinessEventActivity { event: Some(event_id("Restocked")) }))
        .then("read", read("watching"))
        .then("which", data(&[("path-l1", "@event{Restocked.sku} == \"L-1\"")], false))
        .happens(Duration::Hours(1), arrives("Restocked"));
    // 09:00 + 1 hour; Ben is not in the audience, so there is one run and it is Anna's.
    let run = story.run();
    assert_eq!(run.profile.as_str(), "profile-anna");
    assert_eq!(
        lines(&run),
        [
            "2026-01-05T10:00:00.000Z entry transitions",
            "2026-01-05T10:00:00.000Z read transitions",
            "2026-01-05T10:00:00.000Z which ended path-l1",
            "2026-01-05T10:00:00.000Z completed",
        ]
    );
}

#[test]
fn who_was_in_an_audience_before_is_let_in_by_no_qualification() {
    let runs = |rule: &str| {
        let story = Story::new()
            .audience("gold", rule)
            .then("entry", qualification("gold", Behaviour::Enter))
            .happens(Duration::Hours(1), What::Attribute { field: "points".to_owned(), value: Value::Integer(100) });
        story.trace().runs.len()
    };
    assert_eq!(runs("true"), 0, "a member from the start on");
    assert_eq!(runs("#{ExperiencePlatform.Customer.points} >= 100"), 1, "who becomes one later");
}

#[test]
fn audience_qualification_takes_entrances_exits_or_both() {
    let entries = |behaviour| {
        let story = Story::new()
            .audience("gold", "")
            .properties(|properties| properties.reentrance.wait = Duration::Minutes(5))
            .then("entry", qualification("gold", behaviour))
            .happens(Duration::Hours(1), What::EnterAudience("audience-gold".into()))
            .happens(Duration::Hours(2), What::EnterAudience("audience-gold".into()))
            .happens(Duration::Hours(3), What::LeaveAudience("audience-gold".into()));
        let runs = story.trace().runs;
        runs.iter().map(|run| run.end.at.to_string()).collect::<Vec<_>>()
    };
    // In at 10:00, again at 11:00 (no change: she is in already), out at 12:00.
    assert_eq!(entries(Behaviour::Enter), ["2026-01-05T10:00:00Z"]);
    assert_eq!(entries(Behaviour::Exit), ["2026-01-05T12:00:00Z"]);
    assert_eq!(entries(Behaviour::Both), ["2026-01-05T10:00:00Z", "2026-01-05T12:00:00Z"]);
}

#[test]
fn a_rule_over_attributes_qualifies_when_they_change() {
    let points = |points| What::Attribute { field: "points".to_owned(), value: Value::Integer(points) };
    let story = Story::new()
        .audience("gold", "#{ExperiencePlatform.Customer.points} >= 1000")
        .person("anna", &[("points", Value::Integer(900))])
        .then("entry", qualification("gold", Behaviour::Enter))
        .happens(Duration::Hours(1), points(950))
        .happens(Duration::Hours(2), points(1000));
    // 950 is below 1,000; 1,000 is not: two hours after 09:00.
    assert_eq!(lines(&story.run()), ["2026-01-05T11:00:00.000Z entry ended", "2026-01-05T11:00:00.000Z completed"]);
    assert_eq!(because(&story.run(), 0), "entered “gold”");
}

fn reading(every: Recurrence, until: &str) -> Vec<String> {
    let story = Story::new()
        .audience("all", "true")
        .properties(|properties| {
            properties.zone = "Europe/Stockholm".to_owned();
            properties.schedule.every = every;
        })
        .then("read", read("all"))
        .until(until);
    story.trace().runs.iter().map(|run| run.end.at.to_string()).collect()
}

#[test]
fn what_an_update_writes_may_qualify_people_at_once() {
    let update = Kind::UpdateProfile(UpdateProfile {
        fields: vec![FieldUpdate { field: "points".to_owned(), value: "0".into() }],
        ..UpdateProfile::default()
    });
    let story = Story::new()
        .audience("gold", "#{ExperiencePlatform.Customer.points} >= 1000")
        .person("anna", &[("points", Value::Integer(900))])
        .properties(|properties| properties.reentrance.wait = Duration::Minutes(0))
        .then("entry", qualification("gold", Behaviour::Both))
        .then("which", data(&[("path-in", "@event{AudienceQualification.status} == \"realized\"")], true))
        .at("which", branch("path-in"))
        .then("update", update)
        .happens(Duration::Hours(1), What::Attribute { field: "points".to_owned(), value: Value::Integer(1000) });
    let runs = story.trace().runs;
    // In with 1,000 points; the update takes them away; out again at the same moment.
    let branches: Vec<String> = runs.iter().map(|run| run.steps[1].branch.clone().unwrap_or_default()).collect();
    assert_eq!(branches, ["path-in", "other"]);
    assert!(runs.iter().all(|run| run.end.at == moment("2026-01-05T10:00:00Z")));
}

#[test]
fn a_read_audience_runs_as_soon_as_possible_or_once() {
    assert_eq!(reading(Recurrence::AsSoonAsPossible, "2026-01-10T00:00:00Z"), ["2026-01-05T09:00:00Z"]);
    // 12:00 in Stockholm in winter is 11:00 UTC.
    let once = Recurrence::Once("2026-01-06T12:00:00".parse().unwrap());
    assert_eq!(reading(once, "2026-01-10T00:00:00Z"), ["2026-01-06T11:00:00Z"]);
    // Before the dry run begins there is no run.
    let past = Recurrence::Once("2026-01-04T12:00:00".parse().unwrap());
    assert!(reading(past, "2026-01-10T00:00:00Z").is_empty());
}

#[test]
fn a_read_audience_runs_every_so_many_hours() {
    // From 06:30 Stockholm = 05:30 UTC every 2 hours; the dry run begins at 09:00 UTC: 09:30, 11:30, 13:30.
    let hourly = Recurrence::Hourly { start: "2026-01-05T06:30:00".parse().unwrap(), hours: 2 };
    assert_eq!(
        reading(hourly, "2026-01-05T14:00:00Z"),
        ["2026-01-05T09:30:00Z", "2026-01-05T11:30:00Z", "2026-01-05T13:30:00Z"]
    );
}

#[test]
fn a_daily_run_keeps_its_hour_across_the_change_to_summer_time() {
    // Stockholm: UTC+1 until 2026-03-29 01:00 UTC, then UTC+2. 08:00 local is 07:00, then 06:00 UTC.
    let story = Story::new()
        .audience("all", "true")
        .properties(|properties| {
            properties.zone = "Europe/Stockholm".to_owned();
            properties.schedule.every = Recurrence::Daily { start: "2026-03-28T08:00:00".parse().unwrap() };
        })
        .then("read", read("all"))
        .starting("2026-03-28T00:00:00Z")
        .until("2026-03-30T12:00:00Z");
    let at: Vec<String> = story.trace().runs.iter().map(|run| run.end.at.to_string()).collect();
    assert_eq!(at, ["2026-03-28T07:00:00Z", "2026-03-29T06:00:00Z", "2026-03-30T06:00:00Z"]);
}

#[test]
fn weekly_and_monthly_runs_keep_to_their_days() {
    // 2026-01-05 is a Monday. Tuesdays and Fridays at 10:00 Stockholm = 09:00 UTC.
    let weekly = Recurrence::Weekly {
        start: "2026-01-05T10:00:00".parse().unwrap(),
        days: vec![Weekday::Tuesday, Weekday::Friday],
    };
    assert_eq!(
        reading(weekly, "2026-01-14T00:00:00Z"),
        ["2026-01-06T09:00:00Z", "2026-01-09T09:00:00Z", "2026-01-13T09:00:00Z"]
    );
    // On the 31st; February has 28 days, and from 29 March Stockholm is two hours ahead of UTC.
    let monthly = Recurrence::Monthly { start: "2026-01-01T10:00:00".parse().unwrap(), day: 31 };
    assert_eq!(
        reading(monthly, "2026-04-01T00:00:00Z"),
        ["2026-01-31T09:00:00Z", "2026-02-28T09:00:00Z", "2026-03-31T08:00:00Z"]
    );
}

#[test]
fn an_incremental_reading_takes_only_who_came_since() {
    let story = Story::new()
        .audience("new", "")
        .person("ben", &[])
        .with_person("anna", |anna| anna.audiences = vec!["audience-new".into()])
        .properties(|properties| {
            properties.schedule.every = Recurrence::Daily { start: "2026-01-05T12:00:00".parse().unwrap() };
            properties.schedule.incremental = true;
        })
        .then("read", read("new"))
        .happens_to(Some("ben"), Duration::Days(1), What::EnterAudience("audience-new".into()))
        .until("2026-01-08T00:00:00Z");
    let runs: Vec<String> = story.trace().runs.iter().map(|run| format!("{} {}", run.profile, run.end.at)).collect();
    // Day 1: Anna, who was there before. Ben comes at 09:00 on day 2: the reading at 12:00. Day 3: nobody new.
    assert_eq!(runs, ["profile-anna 2026-01-05T12:00:00Z", "profile-ben 2026-01-06T12:00:00Z"]);
}

#[test]
fn a_recurring_reading_lets_nobody_in_twice_unless_it_is_forced_to() {
    let ends = |force| {
        let story = Story::new()
            .audience("all", "true")
            .properties(|properties| {
                properties.schedule.every = Recurrence::Daily { start: "2026-01-05T12:00:00".parse().unwrap() };
                properties.schedule.force_reentrance = force;
            })
            .then("read", read("all"))
            .then("wait", wait(Duration::Hours(30)))
            .until("2026-01-07T00:00:00Z");
        story.trace().runs.iter().map(|run| format!("{} {}", run.end.at, run.end.reason)).collect::<Vec<_>>()
    };
    // In at 12:00 on the 5th, done 30 hours later, at 18:00 on the 6th; the reading of the 6th at 12:00 meets her
    // inside.
    assert_eq!(
        ends(false),
        ["2026-01-06T18:00:00Z completed", "2026-01-06T12:00:00Z discarded:JOURNEY_INSTANCE_ID_NOT_CREATED"]
    );
    assert_eq!(ends(true), ["2026-01-06T12:00:00Z ejected", "2026-01-07T00:00:00Z running"]);
}

#[test]
fn who_lacks_the_identity_of_the_reading_does_not_enter() {
    let read = ReadAudience {
        audience: Some("audience-all".into()),
        namespace: Some("namespace-crm".into()),
        ..ReadAudience::default()
    };
    let story = Story::new().audience("all", "true").then("read", Kind::ReadAudience(read));
    assert_eq!(story.run().end.reason.to_string(), "discarded:EXTERNAL_KEY_COMPUTATION_ERROR");
    let story = story.with_person("anna", |anna| {
        anna.identities.insert("namespace-crm".into(), "C-1".to_owned());
    });
    assert_eq!(story.run().end.reason, Reason::Completed);
}

#[test]
fn outside_its_dates_a_journey_lets_nobody_in_and_at_its_end_everybody_leaves() {
    let story = Story::new()
        .event("Ordered", "", "{}")
        .properties(|properties| {
            properties.start = Some(moment("2026-01-05T10:00:00Z"));
            properties.end = Some(moment("2026-01-05T12:00:00Z"));
        })
        .then("entry", on("Ordered"))
        .then("wait", wait(Duration::Days(1)))
        .happens(Duration::Minutes(59), arrives("Ordered"))
        .happens(Duration::Minutes(60), arrives("Ordered"))
        .happens(Duration::Hours(3), arrives("Ordered"));
    let ends: Vec<String> = story.trace().runs.iter().map(|run| format!("{} {}", run.end.at, run.end.reason)).collect();
    assert_eq!(
        ends,
        [
            "2026-01-05T09:59:00Z discarded:EVENT_WITH_NO_JOURNEY",
            "2026-01-05T12:00:00Z journeyEnded",
            "2026-01-05T12:00:00Z discarded:EVENT_WITH_NO_JOURNEY",
        ]
    );
}

#[test]
fn a_schedule_stops_where_the_journey_ends() {
    let story = Story::new()
        .audience("all", "true")
        .properties(|properties| {
            properties.end = Some(moment("2026-01-07T12:00:00Z"));
            properties.schedule.every = Recurrence::Daily { start: "2026-01-05T12:00:00".parse().unwrap() };
        })
        .then("read", read("all"))
        .until("2026-01-10T00:00:00Z");
    // At the very moment of the end the journey is closed.
    let at: Vec<String> = story.trace().runs.iter().map(|run| run.end.at.to_string()).collect();
    assert_eq!(at, ["2026-01-05T12:00:00Z", "2026-01-06T12:00:00Z"]);
}

#[test]
fn without_a_scenario_each_test_profile_enters_once() {
    let by_event = Story::new().event("Ordered", "", "{}").then("entry", on("Ordered"));
    let daily = Recurrence::Daily { start: "2026-01-05T12:00:00".parse().unwrap() };
    let by_reading = Story::new()
        .audience("all", "true")
        .properties(|properties| properties.schedule.every = daily)
        .then("entry", read("all"));
    let by_exit = Story::new().audience("gold", "").then("entry", qualification("gold", Behaviour::Exit));
    for story in [by_event, by_reading, by_exit] {
        let story = story.person("ben", &[]).with(Item::Profile(Profile {
            id: "profile-real".into(),
            name: "Not for tests".to_owned(),
            test_profile: false,
            ..Profile::default()
        }));
        let workspace = story.workspace();
        let scenario = default_scenario(&workspace, &story.journey.id).unwrap();
        assert_eq!((scenario.seed, scenario.start), (1, moment("2026-01-05T09:00:00Z")));
        let runs = dry_run(&workspace, &scenario).unwrap().runs;
        let who: Vec<String> = runs.iter().map(|run| format!("{} {}", run.profile, run.end.at)).collect();
        assert_eq!(who, ["profile-anna 2026-01-05T09:00:00Z", "profile-ben 2026-01-05T09:00:00Z"]);
    }
}

#[test]
fn without_a_scenario_nobody_brings_the_name_of_somebody_else() {
    let text = |text: &str| Value::Text(text.to_owned());
    let named = |name: &str| [("person.name.firstName", text(name)), ("email", text("somebody@example.com"))];
    let story = Story::new()
        .event("Ordered", "", r#"{"firstName": "Kim", "total": 12}"#)
        .then("entry", on("Ordered"))
        .then("mail", email("Thanks, {{ @event{Ordered.firstName} }}", "{{ @event{Ordered.total} }}"))
        .person("ben", &named("Ben"))
        .person("eve", &named("Eve"));
    let workspace = story.workspace();
    let scenario = default_scenario(&workspace, &story.journey.id).unwrap();
    let runs = dry_run(&workspace, &scenario).unwrap().runs;
    let letters = runs.iter().flat_map(|run| &run.steps).filter_map(|step| step.message.as_ref());
    let said: Vec<(&str, &str)> = letters.map(|letter| (letter.subject.as_str(), letter.body.as_str())).collect();
    assert_eq!(said[1..], [("Thanks, Ben", "12"), ("Thanks, Eve", "12")]);
}

/// Whether Anna counts as inside after two hours; something happens to her in between.
fn inside_later(story: Story) -> bool {
    let run = story
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Hours(2)))
        .then("which", data(&[("inside", "inAudience(\"asked\")")], true))
        .happens(Duration::Seconds(0), arrives("Go"))
        .run();
    run.steps.last().expect("steps").branch.as_deref() == Some("inside")
}

#[test]
fn a_rule_that_asks_for_the_time_is_worked_out_at_each_moment() {
    let rule = |at: &str| Story::new().audience("asked", &format!("now() > toDateTime(\"{at}\")"));
    assert!(inside_later(rule("2026-01-05T10:30:00Z")), "it began at 09:00, when the rule did not hold");
    assert!(!inside_later(rule("2026-01-05T11:30:00Z")));
}

#[test]
fn a_rule_follows_what_it_rests_on() {
    let rested = || Story::new().audience("asked", "inAudience(\"base\")").audience("base", "");
    assert!(!inside_later(rested()));
    let base = || AudienceId("audience-base".to_owned());
    let entering = rested().happens(Duration::Hours(1), What::EnterAudience(base()));
    assert!(inside_later(entering.happens(Duration::Minutes(90), arrives("Other"))));
    let written = Story::new()
        .person("anna", &[("tier", Value::Text("basic".to_owned()))])
        .audience("asked", "matchRegExp(#{ExperiencePlatform.Customer.tier}, \"go+ld\")");
    let gold = What::Attribute { field: "tier".to_owned(), value: Value::Text("gooold".to_owned()) };
    assert!(inside_later(written.happens(Duration::Hours(1), gold)));
}
