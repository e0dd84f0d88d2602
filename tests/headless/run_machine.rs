//! The machine itself: total on any input in any order, indifferent to how it is driven, and faithful to old states.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use waymark::journey::*;
use waymark::run::{Effect, Input, JumpOutcome, Need, Outcome, Person, Program, Reason, State, Trigger, instance};
use waymark::simulate::default_start;

use crate::build::*;

/// A journey with every kind of step, in parallel and in a circle, right and wrong.
fn everything() -> Story {
    let weather = DataSource {
        id: "source-weather".into(),
        name: "Weather".to_owned(),
        kind: DataSourceKind::External { url: String::new(), authentication: Authentication::None },
        field_groups: vec![FieldGroup {
            name: "Now".to_owned(),
            response: r#"{"rain": 80}"#.to_owned(),
            ..FieldGroup::default()
        }],
        ..DataSource::default()
    };
    let jump = Kind::Jump(Jump { target: Some("journey-other".into()), error_path: true, ..Jump::default() });
    let update = Kind::UpdateProfile(UpdateProfile {
        fields: vec![FieldUpdate { field: "tier".to_owned(), value: "\"gold\"".into() }],
        ..UpdateProfile::default()
    });
    let cap = ProfileCap { id: "path-in".into(), label: String::new(), limit: 3 };
    let split = |id: &str, share| SplitPath { id: id.into(), label: String::new(), share };
    let reaction = Reaction { message: Some("mail".into()), timeout: Some(Duration::Hours(1)), ..Reaction::default() };
    Story::new()
        .with(Item::DataSource(weather))
        .with(Item::Action(posting("action-a", "Send")))
        .event("Go", "", r#"{"total": 5}"#)
        .event("Paid", "@event{Paid.total} > 1", r#"{"total": 5}"#)
        .audience("gold", "")
        .properties(|properties| {
            properties.exit_criteria = vec![ExitCriterion {
                id: "exit-1".into(),
                label: String::new(),
                when: ExitWhen::Event { event: Some(event_id("Paid")), condition: "@event{Paid.total} > 90".into() },
            }];
        })
        .then("entry", on("Go"))
        .then("call", call("action-a", &[], true))
        .then("which", data(&[("path-wet", "#{Weather.Now.rain} > 50")], true))
        .at("which", branch("path-wet"))
        .then("mail", email("Hello {{ random() }}", "{{ uuid() }}"))
        .then("reacts", Kind::Reaction(reaction))
        .then("capped", condition(Test::ProfileCap(cap), false))
        .at("capped", branch("path-in"))
        .then("update", update)
        .then("split", condition(Test::Split(vec![split("path-a", 5_000), split("path-b", 4_000)]), false))
        .at("split", branch("path-a"))
        .then("paid", listen("Paid", Duration::Hours(2), true))
        .at("split", branch("path-a"))
        .then("gold", qualification("gold", Behaviour::Both))
        .at("split", branch("path-a"))
        .then("pause", wait(Duration::Days(1)))
        .then("jump", jump)
        .then("custom", wait_custom("toDateTimeOnly(@event{Go.when})"))
        .at("jump", Port::Error)
        .joins("call")
        .at("split", branch("path-b"))
        .then("nothing", Kind::Event(EventActivity::default()))
        .at("call", Port::Error)
        .joins("which")
        .happens(Duration::Seconds(0), arrives("Go"))
}

fn activity() -> impl Strategy<Value = ActivityId> {
    let names = [
        "entry", "call", "which", "mail", "reacts", "capped", "update", "split", "paid", "gold", "pause", "jump",
        "custom", "nowhere",
    ];
    prop::sample::select(names.to_vec()).prop_map(ActivityId::from)
}

fn outcome() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        (
            prop::sample::select(vec![0_u16, 200, 302, 401, 404, 429, 500, u16::MAX]),
            prop::sample::select(vec!["", "{", "[1, null]", "\u{0}“ö”", r#"{"rain": {}}"#]),
        )
            .prop_map(|(status, body)| Outcome::Answered { status, body: body.to_owned() }),
        Just(Outcome::Answered { status: 200, body: r#"{"rain": 90}"#.to_owned() }),
        Just(Outcome::TimedOut),
        Just(Outcome::Capped { because: "full".to_owned() }),
        Just(Outcome::Failed),
        Just(Outcome::Barred(Obstacle::Secret)),
    ]
}

fn payload() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<i64>().prop_map(|total| Value::Object([("total".to_owned(), Value::Integer(total))].into())),
        prop::sample::select(vec!["", "\u{0}“ö”", "5"]).prop_map(|text| Value::Text(text.to_owned())),
        any::<f64>().prop_map(|number| Value::List(vec![Value::Decimal(number)])),
    ]
}

fn input() -> impl Strategy<Value = Input> {
    let event = || prop::sample::select(vec!["Go", "Paid", "None"]).prop_map(event_id);
    let visit = || prop_oneof![0_u64..4, any::<u64>()];
    let trigger = prop_oneof![
        (event(), payload()).prop_map(|(event, payload)| Trigger::Event { event, payload: payload.into() }),
        any::<bool>().prop_map(|entered| Trigger::Qualification { audience: "audience-gold".into(), entered }),
        payload().prop_map(|payload| Trigger::Reading { event: None, payload: payload.into(), wave: None }),
    ];
    let need = (activity(), visit()).prop_map(|(activity, visit)| Need {
        activity,
        visit,
        source: "source-weather".into(),
        group: "Now".to_owned(),
        params: Default::default(),
    });
    prop_oneof![
        2 => trigger.prop_map(Input::Enter),
        4 => (activity(), visit()).prop_map(|(activity, visit)| Input::Timer { activity, visit }),
        2 => (event(), payload()).prop_map(|(event, payload)| Input::Event { event, payload: payload.into() }),
        1 => any::<bool>().prop_map(|entered| Input::Qualified { audience: "audience-gold".into(), entered }),
        1 => activity().prop_map(|message| Input::Reacted { message, reaction: ReactionKind::Opened }),
        4 => (activity(), visit(), 0_u32..5, 0_u32..3, outcome())
            .prop_map(|(activity, visit, attempt, part, outcome)| Input::Replied { activity, visit, attempt, part, outcome }),
        2 => (activity(), visit(), 0_u32..5, -9_000_000_000_i64..9_000_000_000).prop_map(|(activity, visit, attempt, at)| {
            let until = jiff::Timestamp::from_millisecond(at).expect("a moment");
            Input::Held { activity, visit, attempt, until }
        }),
        2 => (need, outcome()).prop_map(|(need, outcome)| Input::Fetched { need, outcome }),
        2 => (activity(), visit(), any::<Option<u64>>())
            .prop_map(|(activity, visit, place)| Input::Counted { activity, visit, place }),
        2 => (activity(), visit(), prop::sample::select(vec![
            JumpOutcome::Entered,
            JumpOutcome::AlreadyInside,
            JumpOutcome::Refused,
            JumpOutcome::Broken,
            JumpOutcome::NotHere,
        ]))
            .prop_map(|(activity, visit, outcome)| Input::Jumped { activity, visit, outcome }),
        1 => Just(Input::Leave(Reason::Stopped)),
    ]
}

struct Bench {
    program: &'static Program,
    person: &'static Person,
    state: State,
}

fn bench() -> Bench {
    static COMPILED: LazyLock<(Program, Person)> = LazyLock::new(|| {
        let workspace = everything().workspace();
        let program = Program::compile(&workspace, &"journey-test".into()).expect("a journey that compiles");
        (program, Person::of(&workspace.inventory.profiles[0]))
    });
    let (program, person) = &*COMPILED;
    Bench { program, person, state: State::new("journey-test".into(), person.id.clone(), 7, 1) }
}

/// What a patient world would answer to an effect.
fn answer(effect: &Effect, outcome: &Outcome) -> Option<Input> {
    Some(match effect.clone() {
        Effect::WakeAt { activity, visit, .. } if visit > 0 => Input::Timer { activity, visit },
        Effect::Call { activity, visit, attempt, .. } => {
            Input::Replied { activity, visit, attempt, part: 0, outcome: outcome.clone() }
        }
        Effect::Send { activity, visit, attempt, part, .. } => {
            Input::Replied { activity, visit, attempt, part, outcome: outcome.clone() }
        }
        Effect::Consult { activity, visit, .. } => {
            Input::Replied { activity, visit, attempt: 0, part: 0, outcome: outcome.clone() }
        }
        Effect::Fetch { need, .. } => Input::Fetched { need, outcome: outcome.clone() },
        Effect::Count { activity, visit, .. } => Input::Counted { activity, visit, place: Some(1) },
        Effect::Jump { activity, visit, .. } => Input::Jumped { activity, visit, outcome: JumpOutcome::Entered },
        _ => return None,
    })
}

/// Now and then the journey is paused.
fn pause(chance: i64) -> Option<AtAction> {
    match chance.rem_euclid(5) {
        0 => Some(AtAction::Hold),
        1 => Some(AtAction::Discard),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn no_input_in_any_order_breaks_a_run(
        inputs in prop::collection::vec((input(), outcome(), any::<bool>(), -1_000_i64..200_000_000), 0..40),
    ) {
        let mut bench = bench();
        let mut now = default_start();
        let mut open: Vec<Input> = Vec::new();
        let begin = Input::Enter(Trigger::Event { event: event_id("Go"), payload: Value::Null.into() });
        let mut ended = 0;
        for (random, outcome, fitting, milliseconds) in std::iter::once((begin, Outcome::Failed, false, 0)).chain(inputs) {
            now = now.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(now);
            let input = if fitting { open.pop().unwrap_or(random) } else { random };
            let pause = pause(milliseconds);
            let effects = instance::step(bench.program, &mut bench.state, bench.person, (now, pause), input);
            open.extend(bench.state.is_held().then_some(Input::Resumed { since: now }));
            open.extend(effects.iter().filter_map(|effect| answer(effect, &outcome)));
            ended += effects.iter().filter(|effect| matches!(effect, Effect::Ended(_))).count();
            // A run ends once, and after that nothing moves it.
            prop_assert!(ended <= 1);
            prop_assert_eq!(ended == 1, bench.state.end.is_some());
            // Whoever is inside waits for something.
            prop_assert_eq!(bench.state.end.is_none(), !bench.state.waiting.is_empty());
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn a_run_that_is_stored_after_each_input_is_the_same_run(
        inputs in prop::collection::vec((input(), outcome(), any::<bool>(), 0_i64..100_000_000), 1..20),
    ) {
        let (mut kept, mut stored) = (bench(), bench());
        let mut now = default_start();
        let mut open: Vec<Input> = Vec::new();
        for (random, outcome, fitting, milliseconds) in inputs {
            now = now.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(now);
            let input = if fitting { open.pop().unwrap_or(random) } else { random };
            let now = (now, pause(milliseconds));
            let effects = instance::step(kept.program, &mut kept.state, kept.person, now, input.clone());
            open.extend(kept.state.is_held().then_some(Input::Resumed { since: now.0 }));
            let text = ron::to_string(&stored.state).expect("a state that is written");
            stored.state = ron::from_str(&text).expect("a state that is read");
            prop_assert_eq!(&effects, &instance::step(stored.program, &mut stored.state, stored.person, now, input));
            open.extend(effects.iter().filter_map(|effect| answer(effect, &outcome)));
        }
        prop_assert_eq!(kept.state, stored.state);
    }
}

#[test]
fn everybody_together_and_everybody_alone_leave_the_same_trace() {
    let mut story = everything();
    for index in 0..20 {
        story = story.person(&format!("p{index:02}"), &[("email", Value::Text(format!("p{index}@example.com")))]);
    }
    // A cap is shared by nature, and so are the 15 calls a second to a data source, which our own server does not
    // limit; without them nobody notices the others.
    story.platform = Platform::Waymark;
    for activity in &mut story.journey.activities {
        if let Kind::Condition(Condition { test: Test::ProfileCap(cap), .. }) = &mut activity.kind {
            cap.limit = 1_000;
        }
    }
    let because_of_others = |run: &mut waymark::simulate::Run| {
        for step in &mut run.steps {
            if step.activity.as_str() == "capped" {
                step.because = None;
            }
        }
    };
    let mut together = story.trace().runs;
    together.iter_mut().for_each(because_of_others);
    assert_eq!(together.len(), 21);
    for run in together {
        let mut alone = story.scenario.clone();
        alone.profiles = vec![run.profile.clone()];
        let mut trace = waymark::simulate::dry_run(&story.workspace(), &alone).unwrap();
        trace.runs.iter_mut().for_each(because_of_others);
        assert_eq!(trace.runs, [run]);
    }
}

#[test]
fn the_same_inputs_give_the_same_trace_byte_for_byte_on_any_number_of_threads() {
    let story = everything();
    let (workspace, scenario) = (story.workspace(), story.scenario.clone());
    let expected = story.trace().to_json_lines();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (workspace, scenario) = (workspace.clone(), scenario.clone());
            std::thread::spawn(move || waymark::simulate::dry_run(&workspace, &scenario).unwrap().to_json_lines())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("a thread that ends"), expected);
    }
}

/// Written by machine 1 while Anna waited for her payment, two hours after she came in. Never to be changed: states
/// like this one lie in stores.
const STATE_1: &str = include_str!("run_state_1.ron");

#[test]
fn a_state_of_version_1_resumes() {
    let story = Story::new()
        .event("Go", "", r#"{"total": 5}"#)
        .event("Paid", "", r#"{"total": 5}"#)
        .with(Item::Action(Action { response: r#"{"points": 7}"#.to_owned(), ..posting("action-a", "Send") }))
        .then("entry", on("Go"))
        .then("call", call("action-a", &[], false))
        .then("pause", wait(Duration::Hours(2)))
        .then("paid", listen("Paid", Duration::Days(1), true))
        .then("which", data(&[("path-seven", "@action{Send.points} + @event{Go.total} == 12")], true));
    let workspace = story.workspace();
    let program = Program::compile(&workspace, &story.journey.id).unwrap();
    let person = Person::of(&workspace.inventory.profiles[0]);
    let mut state: State = ron::from_str(STATE_1).expect("a stored state");
    assert_eq!(state.waiting.len(), 1);
    let at = |text: &str| -> Timestamp { moment(text) };
    // A timer of an earlier visit is stale.
    let stale = Input::Timer { activity: "pause".into(), visit: 1 };
    assert!(instance::step(&program, &mut state, &person, (at("2026-01-05T11:30:00Z"), None), stale).is_empty());
    let paid = Input::Event { event: event_id("Paid"), payload: Value::Null.into() };
    let effects = instance::step(&program, &mut state, &person, (at("2026-01-05T12:00:00Z"), None), paid);
    let lines: Vec<String> = effects
        .iter()
        .map(|effect| match effect {
            Effect::Trace(step) => step.line(),
            Effect::Ended(end) => end.reason.to_string(),
            other => format!("{other:?}"),
        })
        .collect();
    assert_eq!(
        lines,
        ["2026-01-05T12:00:00.000Z paid transitions", "2026-01-05T12:00:00.000Z which ended path-seven", "completed"]
    );
}
