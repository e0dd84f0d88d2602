//! The engine of the server: each event once, journeys in each of their states, versions side by side, and little room.

use jiff::{SignedDuration, Timestamp};
use waymark::journey::*;
use waymark::run::{Outcome, Reason};
use waymark::serve::engine::{Chance, FINISHED_DAYS, Incoming, MOST_UNDER_WAY, Parcel, Reacted, Receipt, SEEN_DAYS};
use waymark::serve::store::{Activations, Definitions, Wanted};
use waymark::serve::writer::Keeper as _;

use crate::build::*;
use crate::server::Server;

fn start() -> Timestamp {
    moment("2026-01-05T09:00:00Z")
}

fn later(hours: i64) -> Timestamp {
    start().checked_add(SignedDuration::from_hours(hours)).expect("a moment")
}

fn event(id: &str, subject: &str) -> Incoming {
    Incoming { id: id.to_owned(), event: "Go".to_owned(), subject: Some(subject.to_owned()), data: String::new() }
}

/// Waits for an hour, and then calls.
fn story() -> Story {
    let crm = Namespace { id: "namespace-crm".into(), name: "CRM".to_owned(), symbol: String::new(), people: true };
    let story = Story::new().with(Item::Action(posting("action-a", "Send"))).with(Item::Namespace(crm)).event(
        "Go",
        "",
        r#"{"total": 5}"#,
    );
    let event = story.inventory.get::<Event>(&event_id("Go")).expect("the event").clone();
    story
        .with(Item::Event(Event { namespace: Some("namespace-crm".into()), ..event }))
        .properties(|properties| properties.reentrance.wait = Duration::Minutes(0))
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Hours(1)))
        .then("call", call("action-a", &[], true))
}

fn live(story: &Story) -> Server {
    let mut server = Server::new(Chance::default());
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Live);
    server
}

fn happen(server: &mut Server, at: Timestamp, event: &Incoming) -> Receipt {
    server.transact(at, |engine| engine.happen(event))
}

/// Numbers of the attempts that were handed over, and forgets them.
fn left(server: &Server) -> Vec<i64> {
    std::mem::take(&mut *server.parcels.lock().expect("parcels")).iter().map(|parcel| parcel.number).collect()
}

fn ends(server: &mut Server, profile: &str) -> Vec<String> {
    let runs = server.runs_of(&profile.into());
    runs.iter().map(|run| run.end.map_or_else(|| "inside".to_owned(), |(reason, _)| reason.to_string())).collect()
}

#[test]
fn an_event_is_taken_once_however_often_it_is_sent() {
    let mut server = live(&story());
    assert_eq!(happen(&mut server, start(), &event("e-1", "profile-kim")), Receipt::Newcomer);
    assert_eq!(happen(&mut server, later(2), &event("e-1", "profile-kim")), Receipt::Again);
    server.kill();
    assert_eq!(happen(&mut server, later(24 * SEEN_DAYS), &event("e-1", "profile-kim")), Receipt::Again);
    assert_eq!(happen(&mut server, later(24 * (SEEN_DAYS + 1)), &event("e-1", "profile-kim")), Receipt::Taken);
}

#[test]
fn who_is_known_by_an_identity_is_the_same_person_each_time() {
    let mut server = live(&story());
    happen(&mut server, start(), &event("e-1", "CRM:17"));
    happen(&mut server, start(), &event("e-2", "CRM:17"));
    let people: Vec<String> = server.transact(start(), |engine| {
        let mut statement = engine.store.connection().prepare("SELECT profile FROM person")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    });
    assert_eq!(people.len(), 1);
    assert!(!people[0].contains("17"), "the id does not show the identity: {people:?}");
    assert_eq!(ends(&mut server, &people[0]), ["inside", "discarded:JOURNEY_INSTANCE_ID_NOT_CREATED"]);
}

#[test]
fn what_no_journey_knows_and_what_is_nobodys_is_refused() {
    let mut server = live(&story());
    let other = Incoming { event: "Never".to_owned(), ..event("e-1", "profile-kim") };
    assert_eq!(happen(&mut server, start(), &other), Receipt::Unknown);
    assert_eq!(happen(&mut server, start(), &Incoming { subject: None, ..event("e-2", "") }), Receipt::Nobodys);
    assert_eq!(happen(&mut server, start(), &event("e-2", "Unheard of:17")), Receipt::Stranger);
    // It was not taken, so the same event may come again, whole.
    assert_eq!(happen(&mut server, start(), &event("e-2", "profile-kim")), Receipt::Newcomer);
}

#[test]
fn nothing_leaves_before_its_commit_and_what_has_no_answer_leaves_again_with_the_same_key() {
    let mut server = live(&story());
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    server.die_within(later(1), |engine| engine.work(later(1), 100));
    assert!(left(&server).is_empty(), "it was never committed");
    server.work(later(1));
    let keys = |server: &Server| {
        let parcels = server.parcels.lock().expect("parcels");
        parcels.iter().map(|parcel| parcel.key.clone()).collect::<Vec<_>>()
    };
    let key = keys(&server);
    assert_eq!(key, ["journey-test/profile-kim/1/call/1"]);
    server.kill();
    server.work(later(1));
    assert_eq!(keys(&server), key);
    let number = left(&server)[0];
    let answer = Outcome::Answered { status: 200, body: String::new() };
    server.transact(later(1), |engine| engine.answered(number, answer.clone()));
    assert_eq!(ends(&mut server, "profile-kim"), ["completed"]);
    // The other side answers twice, and the server begins anew: nothing more happens.
    server.transact(later(1), |engine| engine.answered(number, answer.clone()));
    server.kill();
    server.work(later(2));
    assert!(left(&server).is_empty());
    assert_eq!(server.runs_of(&"profile-kim".into())[0].steps.len(), 3);
}

#[test]
fn in_a_paused_journey_nobody_enters_and_whoever_comes_to_an_action_is_held() {
    let (story, mut server) = (story(), live(&story()));
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Paused);
    happen(&mut server, start(), &event("e-2", "profile-lou"));
    assert_eq!(ends(&mut server, "profile-lou"), ["discarded:PAUSED_JOURNEY_VERSION"], "it is counted");
    // The wait of an hour goes on, and is over when somebody works; the call is held, also over a restart.
    server.work(later(5));
    server.kill();
    server.work(later(5));
    let steps: Vec<_> = server.runs_of(&"profile-kim".into())[0].steps.iter().map(|step| step.at).collect();
    assert_eq!(steps, [start(), later(5)]);
    assert!(left(&server).is_empty());
    server.push(later(6), &story.workspace(), &story.journey.id, Wanted::Live);
    server.work(later(6));
    assert_eq!(left(&server).len(), 1);
    happen(&mut server, later(6), &event("e-3", "profile-lou"));
    assert_eq!(ends(&mut server, "profile-lou")[1], "inside");
}

#[test]
fn a_paused_journey_goes_on_by_itself_and_says_so() {
    let (story, mut server) = (story(), live(&story()));
    let journey = &story.journey.id;
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    let now = later(2);
    let held = |engine: &mut waymark::serve::engine::Engine| {
        let number = Definitions(engine.store.connection()).of(journey)?[0].number;
        engine.want_pause(journey, number, AtAction::Hold, 3)
    };
    server.transact(start(), held);
    server.work(now);
    assert!(left(&server).is_empty());
    server.kill();
    // Three days after the pause began, and not a moment before.
    let early = later(72).checked_sub(SignedDuration::from_millis(1)).expect("a moment");
    server.work(early);
    assert!(left(&server).is_empty());
    server.work(later(72));
    assert_eq!(left(&server).len(), 1);
    let seen = Activations(server.engine().store.connection()).of(journey).expect("a store").expect("an activation");
    assert_eq!((seen.generation, seen.state, seen.observed_state), (3, Wanted::Live, Some(Wanted::Live)));
    happen(&mut server, later(73), &event("e-2", "profile-lou"));
    assert_eq!(ends(&mut server, "profile-lou"), ["inside"]);
}

#[test]
fn what_a_paused_journey_would_send_waits_until_it_is_live_again() {
    let story = story()
        .at("entry", Port::Next)
        .then("other", listen("Go", Duration::Days(2), false))
        .then("mail", email("Now", "or never"));
    let mut server = live(&story);
    let email = [("email".to_owned(), Value::Text("kim@example.com".to_owned()))];
    let kim = Profile { id: "profile-kim".into(), attributes: email.into(), ..Profile::default() };
    server.transact(start(), |engine| engine.learn(&kim));
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Paused);
    // What happens is taken, so that nobody gets what is out of date; what is to be sent waits.
    happen(&mut server, start(), &event("e-2", "profile-kim"));
    server.work(start());
    assert_eq!(server.runs_of(&"profile-kim".into())[0].steps.last().expect("a step").activity.as_str(), "other");
    assert!(left(&server).is_empty());
    server.kill();
    server.push(later(1), &story.workspace(), &story.journey.id, Wanted::Live);
    server.work(later(1));
    assert_eq!(left(&server).len(), 1);
}

#[test]
fn a_reaction_moves_the_run_whose_message_it_was_and_is_taken_once() {
    let reaction = Reaction { reaction: ReactionKind::Clicked, timeout_path: true, ..Reaction::default() };
    let clicked = Reaction { message: Some("mail".into()), timeout: Some(Duration::Days(2)), ..reaction };
    let story = Story::new()
        .event("Go", "", r#"{"total": 5}"#)
        .then("entry", on("Go"))
        .then("mail", email("Hello", "you"))
        .then("clicked", Kind::Reaction(clicked))
        .then("rest", wait(Duration::Hours(1)));
    let mut server = live(&story);
    let email = [("email".to_owned(), Value::Text("kim@example.com".to_owned()))];
    let kim = Profile { id: "profile-kim".into(), attributes: email.into(), ..Profile::default() };
    server.transact(start(), |engine| engine.learn(&kim));
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    let key = server.parcels.lock().expect("parcels")[0].key.clone();
    let number = left(&server)[0];
    let fine = Outcome::Answered { status: 200, body: String::new() };
    server.transact(start(), |engine| engine.answered(number, fine.clone()));
    let (journey, profile, run, message) = waymark::run::key_parts(&key).expect("a key");
    assert_eq!((journey, profile, run, message), ("journey-test", "profile-kim", 1, "mail"));
    let by_key = |id: &str| Reacted {
        id: id.to_owned(),
        subject: profile.to_owned(),
        journey: journey.into(),
        run: Some(run),
        message: message.into(),
        reaction: ReactionKind::Clicked,
    };
    let mut hear = |reacted: Reacted| {
        let receipt = server.transact(later(1), |engine| engine.hear(&reacted));
        server.kill();
        (receipt, server.runs_of(&"profile-kim".into())[0].steps.len())
    };
    // What says something else moves nobody.
    assert_eq!(hear(Reacted { run: Some(2), ..by_key("r-1") }), (Receipt::Taken, 2));
    assert_eq!(hear(Reacted { journey: "journey-none".into(), ..by_key("r-2") }), (Receipt::Unknown, 2));
    assert_eq!(hear(Reacted { subject: "profile-lou".into(), ..by_key("r-3") }), (Receipt::Nobodys, 2));
    assert_eq!(hear(Reacted { subject: "Unheard:x".into(), ..by_key("r-4") }), (Receipt::Stranger, 2));
    assert_eq!(hear(Reacted { reaction: ReactionKind::Opened, ..by_key("r-5") }), (Receipt::Taken, 2));
    // An event of the same id is another thing.
    assert_eq!(hear(by_key("e-1")), (Receipt::Taken, 3));
    assert_eq!(hear(by_key("e-1")), (Receipt::Again, 3));
    assert!(
        server.transact(later(1), |engine| engine.hear(&Reacted { subject: "profile-lou".into(), ..by_key("r-6") }))
            == Receipt::Nobodys,
        "nobody becomes known by a reaction"
    );
}

#[test]
fn a_closed_journey_lets_nobody_in_and_those_inside_finish() {
    let (story, mut server) = (story(), live(&story()));
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Closed);
    happen(&mut server, start(), &event("e-2", "profile-lou"));
    assert!(server.runs_of(&"profile-lou".into()).is_empty());
    server.work(later(1));
    assert_eq!(left(&server).len(), 1);
}

#[test]
fn from_a_stopped_journey_everybody_leaves_at_once_however_many_they_are() {
    let (story, mut server) = (story(), live(&story()));
    server.transact(start(), |engine| {
        for number in 0..1_300 {
            engine.happen(&event(&format!("e-{number}"), &format!("profile-{number:04}")))?;
        }
        Ok(())
    });
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Stopped);
    while server.engine().next_due().is_some_and(|due| due <= start()) {
        server.work(start());
    }
    for number in [0, 499, 500, 999, 1_299] {
        assert_eq!(ends(&mut server, &format!("profile-{number:04}")), ["stopped"]);
    }
    // Nothing is left to be done for them.
    assert_eq!(server.engine().next_due(), None);
}

#[test]
fn those_inside_stay_on_their_version() {
    let (first, mut server) = (story(), live(&story()));
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    let second = first.at("call", Port::Next).then("mail", email("Thanks", "a lot"));
    server.push(start(), &second.workspace(), &second.journey.id, Wanted::Live);
    happen(&mut server, start(), &event("e-2", "profile-lou"));
    server.work(later(1));
    for number in left(&server) {
        let answer = Outcome::Answered { status: 200, body: String::new() };
        server.transact(later(1), |engine| engine.answered(number, answer));
    }
    let mut last = |profile: &str| {
        let steps = server.runs_of(&profile.into()).remove(0).steps;
        steps.last().expect("a step").activity.to_string()
    };
    assert_eq!(last("profile-kim"), "call");
    assert_eq!(last("profile-lou"), "mail", "the second version has a message after the call");
}

#[test]
fn who_was_there_before_a_journey_is_live_enters_by_no_audience() {
    let story = Story::new()
        .audience("rich", "#{ExperiencePlatform.Customer.points} >= 100")
        .event("Go", "", "{}")
        .then("entry", qualification("rich", Behaviour::Enter))
        .then("pause", wait(Duration::Hours(1)));
    let person = |id: &str, points: i64| Profile {
        id: id.into(),
        attributes: [("points".to_owned(), Value::Integer(points))].into(),
        ..Profile::default()
    };
    let mut server = Server::new(Chance::default());
    server.transact(start(), |engine| engine.learn(&person("profile-old", 150)));
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Live);
    let points = |points| vec![("points".to_owned(), Value::Integer(points))];
    server.transact(later(1), |engine| engine.write("profile-old", points(160)));
    server.transact(later(1), |engine| engine.learn(&person("profile-new", 150)));
    assert_eq!(ends(&mut server, "profile-old"), [""; 0]);
    assert_eq!(ends(&mut server, "profile-new"), ["inside"]);
    server.transact(later(2), |engine| engine.write("profile-old", points(0)));
    server.transact(later(3), |engine| engine.write("profile-old", points(100)));
    assert_eq!(ends(&mut server, "profile-old"), ["inside"]);
}

#[test]
fn a_new_version_swallows_nothing_that_comes_true_before_somebody_looks() {
    let story = Story::new()
        .audience("late", "now() > toDateTime(\"2026-01-05T10:30:00Z\")")
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("listens", qualification("late", Behaviour::Enter));
    let mut server = Server::new(Chance::default());
    let workspace = story.workspace();
    server.push(start(), &workspace, &story.journey.id, Wanted::Live);
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    let mut changed = workspace.clone();
    let journey = changed.journeys.get_mut(&story.journey.id).expect("the journey");
    std::sync::Arc::make_mut(journey).description = "Said better".to_owned();
    server.push(start(), &changed, &story.journey.id, Wanted::Live);
    happen(&mut server, later(2), &event("e-2", "profile-kim"));
    assert_eq!(ends(&mut server, "profile-kim")[0], "completed");
}

#[test]
fn who_was_there_before_enters_when_their_time_comes() {
    let story = Story::new()
        .audience("late", "now() > toDateTime(\"2026-01-05T10:30:00Z\")")
        .event("Go", "", "{}")
        .then("entry", on("Go"))
        .then("listens", qualification("late", Behaviour::Enter));
    let mut server = Server::new(Chance::default());
    let kim = Profile { id: "profile-kim".into(), ..Profile::default() };
    server.transact(start(), |engine| engine.learn(&kim));
    server.push(start(), &story.workspace(), &story.journey.id, Wanted::Live);
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    happen(&mut server, later(1), &event("e-2", "profile-kim"));
    assert_eq!(ends(&mut server, "profile-kim")[0], "inside");
    happen(&mut server, later(2), &event("e-3", "profile-kim"));
    assert_eq!(ends(&mut server, "profile-kim")[0], "completed");
}

#[test]
fn finished_runs_are_forgotten_in_the_end_and_the_others_are_not() {
    let mut server = live(&story());
    happen(&mut server, start(), &event("e-1", "profile-kim"));
    let run = server.runs_of(&"profile-kim".into())[0].number;
    server.transact(start(), |engine| engine.leave(run, Reason::Stopped));
    let last = later(24 * FINISHED_DAYS);
    happen(&mut server, last, &event("e-2", "profile-lou"));
    server.work(last);
    assert_eq!(ends(&mut server, "profile-kim").len(), 1);
    let after = last.checked_add(SignedDuration::from_hours(1)).expect("a moment");
    server.work(after);
    assert_eq!(ends(&mut server, "profile-kim").len(), 0);
    assert_eq!(ends(&mut server, "profile-lou").len(), 1);
}

#[test]
fn a_waiting_run_takes_less_than_a_kilobyte() {
    const RUNS: usize = 10_000;
    let story = story();
    let mut server = live(&story);
    let size = |server: &mut Server| -> i64 {
        let store = server.engine().store.connection();
        store
            .query_row("SELECT sum(pgsize) FROM dbstat", [], |row| row.get(0))
            .or_else(|_| {
                store.query_row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size", [], |row| {
                    row.get(0)
                })
            })
            .expect("a size")
    };
    let before = size(&mut server);
    for batch in 0..RUNS / 1_000 {
        server.transact(start(), |engine| {
            for number in batch * 1_000..(batch + 1) * 1_000 {
                let data = format!(r#"{{"total": {number}.5}}"#);
                let subject = format!("profile-{number:012}");
                engine.happen(&Incoming { data, ..event(&format!("event-{number}"), &subject) })?;
            }
            Ok(())
        });
    }
    let bytes = (size(&mut server) - before) / i64::try_from(RUNS).expect("a number");
    println!("{bytes} bytes for each waiting run, with its person, its entry, its timers, its steps and its event");
    assert!(bytes < 1_000, "{bytes} bytes for each waiting run");
}

#[test]
fn attempts_at_an_endpoint_that_does_not_answer_leave_room_for_those_at_others() {
    let other = Action { url: "https://other.example.com/v1".to_owned(), ..posting("action-b", "Other") };
    let story = Story::new()
        .with(Item::Action(posting("action-a", "Send")))
        .with(Item::Action(other))
        .event("Go", "", r#"{"total": 5}"#)
        .then("entry", on("Go"))
        .then("fork", data(&[("large", "@event{Go.total} > 50")], true))
        .at("fork", branch("large"))
        .then("hangs", call("action-a", &[], true))
        .at("fork", Port::Other)
        .then("answers", call("action-b", &[], true));
    let mut server = live(&story);
    let come = |server: &mut Server, people: std::ops::Range<usize>, total: u64| {
        server.transact(start(), |engine| {
            people.clone().try_for_each(|number| {
                let data = format!(r#"{{"total": {total}}}"#);
                let incoming = Incoming { data, ..event(&format!("e-{number}"), &format!("person-{number}")) };
                engine.happen(&incoming).map(drop)
            })
        });
    };
    let left = |server: &Server| -> Vec<Parcel> { std::mem::take(&mut *server.parcels.lock().expect("parcels")) };
    // More than may be under way at all, and nobody answers.
    for part in 0..(MOST_UNDER_WAY + 500) / 500 {
        come(&mut server, part * 500..(part + 1) * 500, 60);
    }
    let hanging = left(&server);
    assert_eq!(hanging.len(), MOST_UNDER_WAY / 2 + 1);
    // Others come after all of these, and leave.
    come(&mut server, 100_000..100_010, 5);
    let others = left(&server);
    assert_eq!(others.len(), 10);
    assert!(others.iter().all(|parcel| parcel.key.contains("/answers/")), "{:?}", others[0].key);
    // Whoever is answered makes room for the next at the same endpoint, in order; nobody is lost.
    let last = hanging[hanging.len() - 1].number;
    let answered = waymark::run::Outcome::Answered { status: 200, body: String::new() };
    let heard = others.iter().chain(hanging.iter().take(3));
    let heard: Vec<i64> = heard.map(|parcel| parcel.number).collect();
    server.transact(start(), |engine| heard.iter().try_for_each(|number| engine.answered(*number, answered.clone())));
    let next: Vec<i64> = left(&server).iter().map(|parcel| parcel.number).collect();
    assert_eq!(next, [last + 1, last + 2, last + 3]);
}
