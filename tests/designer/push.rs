//! Pushing from the window: a journey goes live, is paused, closed and stopped; a server that does not answer, or that
//! cannot run it, is a state like any other.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::actions::Action;
use waymark::designer::requests::{DrawerTab, Request};
use waymark::exchange::json;
use waymark::journey::{Authentication, Definition, JourneyId, Lifecycle};
use waymark::wire::{ActivationWish, JourneyPause, JourneyState, PausedAction};

use crate::live::{House, samples, sees};
use crate::window::{Window, ask, click, is_shown, over, run, settle, write};

fn pushing(url: &str) -> (Window, JourneyId) {
    let (workspace, journey) = samples(url);
    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(journey.clone()));
    run(&mut window, Action::Push);
    (window, journey)
}

fn press(window: &mut Window, label: &str) {
    let found = window.query_all_by_role_and_label(Role::Button, label).next();
    found.unwrap_or_else(|| panic!("no button is labelled {label:?}")).click_accesskit();
    settle(window);
}

fn seen(window: &Window, journey: &JourneyId) -> Option<Lifecycle> {
    let seen = window.state().session().files().observed(journey)?;
    seen.environments.first().map(|seen| seen.state)
}

fn wanted(house: &House, journey: &JourneyId) -> Option<JourneyState> {
    let found = house.runtime.block_on(house.client.journey(journey)).expect("an answer");
    found.and_then(|found| found.value.spec).map(|spec| spec.state)
}

fn paused(house: &House, journey: &JourneyId) -> Option<JourneyPause> {
    let found = house.runtime.block_on(house.client.journey(journey)).expect("an answer");
    found.and_then(|found| found.value.status.pause)
}

fn offers(window: &Window, label: &str) -> bool {
    window.query_all_by_role_and_label(Role::Button, label).next().is_some()
}

#[test]
fn a_journey_goes_live_is_paused_resumed_closed_and_stopped() {
    let house = House::start();
    let url = house.server.as_ref().expect("a server").url();
    let (mut window, journey) = pushing(&url);
    sees(&mut window, "Nothing of this journey runs there yet.");
    sees(&mut window, "The whole journey is new there.");
    assert!(window.query_by_label_contains("leave at least once").is_some(), "it is said where she activates");
    assert_eq!(wanted(&house, &journey), None, "looking changes nothing");

    press(&mut window, "Only hand over");
    sees(&mut window, "Test server has it. Nobody is let in by it until you say so.");
    sees(&mut window, "It is there, and nobody is let in yet.");
    assert!(window.get_by_label("Only hand over").accesskit_node().is_disabled(), "it is there");

    press(&mut window, "Push and let people in");
    sees(&mut window, "It is live on Test server.");
    sees(&mut window, "It is there as it is drawn here.");
    let session = window.state().session();
    assert_eq!(session.workspace().latest_version(&journey).map(|kept| kept.number), Some(1), "what runs is kept");
    let step = session.next_undo().expect("a step").name.clone();
    assert!(step.starts_with("Keep version 1 of"), "{step}");
    assert_eq!((wanted(&house, &journey), seen(&window, &journey)), (Some(JourneyState::Live), Some(Lifecycle::Live)));
    assert!(!offers(&window, "Push and let people in"), "nothing is to be done");

    press(&mut window, "Pause");
    assert_eq!(wanted(&house, &journey), Some(JourneyState::Live), "it is asked how first");
    click(&mut window, Role::Link, "Cancel");
    press(&mut window, "Pause");
    window.get_by_role_and_label(Role::RadioButton, "Leaves the journey").click_accesskit();
    settle(&mut window);
    write(&mut window, "Resume by itself after (days)", "15");
    assert!(is_shown(&window, "1 to 14 days."));
    assert!(window.get_by_label("Pause it").accesskit_node().is_disabled());
    write(&mut window, "Resume by itself after (days)", "3");
    press(&mut window, "Pause it");
    sees(&mut window, "It is paused on Test server.");
    sees(
        &mut window,
        "Who reaches a message or another action leaves the journey. It goes on by itself on Thu 5 Mar 2026",
    );
    let pause = paused(&house, &journey).expect("a pause");
    assert_eq!(pause.at_actions, PausedAction::Discard);
    assert_eq!(pause.until.duration_since(pause.since).as_hours(), 3 * 24);
    assert_eq!(seen(&window, &journey), Some(Lifecycle::Paused));
    assert!(!offers(&window, "Push and let people in"), "it is there: it goes on");

    for (deed, done, state) in [
        ("Resume", "It is live on Test server.", Lifecycle::Live),
        ("Close to new people", "It is closed to new people on Test server.", Lifecycle::Closed),
    ] {
        press(&mut window, deed);
        if state == Lifecycle::Closed {
            sees(&mut window, "that is final: only a new version lets people in again");
            assert_eq!(wanted(&house, &journey), Some(JourneyState::Live), "it is asked first");
            press(&mut window, "Close it to new people");
        }
        sees(&mut window, done);
        sees(&mut window, "There now");
        assert_eq!((wanted(&house, &journey), seen(&window, &journey)), (Some(state.into()), Some(state)));
    }
    press(&mut window, "Stop");
    assert!(is_shown(
        &window,
        "Everybody who is inside leaves at once and cannot be brought back, and this version is over for good."
    ));
    assert_eq!(wanted(&house, &journey), Some(JourneyState::Closed), "it is asked first");
    press(&mut window, "Stop it for everybody");
    sees(&mut window, "It is stopped on Test server.");
    assert_eq!(wanted(&house, &journey), Some(JourneyState::Stopped));

    sees(&mut window, "There now");
    press(&mut window, "Close");
    run(&mut window, Action::Properties);
    assert!(window.query_all_by_label("Where it runs").next().is_some(), "it stands with the journey");

    run(&mut window, Action::Push);
    sees(&mut window, "It is there as it is drawn here.");
    assert!(!offers(&window, "Push and let people in"), "what is stopped stays stopped");
    sees(
        &mut window,
        "This version was stopped there, which is final. Change something and push that as a new version.",
    );
    assert!(window.query_by_label("Resume").is_none());
}

#[test]
fn what_a_push_does_to_others_and_what_the_server_lacks_is_said_before() {
    let house = House::start();
    let url = house.server.as_ref().expect("a server").url();
    let (mut workspace, journey) = samples(&url);
    let mut other = Definition::of(&workspace, &journey).expect("a definition");
    (other.journey.id, other.journey.name) = ("journey-another7k4m2".into(), "Another".to_owned());
    for endpoint in &mut other.inventory.endpoints {
        endpoint.cap.iter_mut().for_each(|cap| cap.max_calls = 500);
    }
    let (hash, text) = (json::hash(&other), json::write(&other));
    house.runtime.block_on(async {
        let wish = ActivationWish::new(hash.clone(), JourneyState::Live);
        house.client.put_version(&other.journey.id, &hash, text, false).await.expect("a version");
        house.client.put_activation(&other.journey.id, &wish, "*").await.expect("live");
    });
    let actions = &mut Arc::make_mut(&mut workspace.inventory).actions;
    let called = actions.iter_mut().find(|action| action.name == "SendText").expect("an action");
    called.authentication = Authentication::Bearer("NOWHERE".into());
    called.url = "https://10.0.0.7/v1/messages".to_owned();

    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(journey.clone()));
    run(&mut window, Action::Push);
    sees(
        &mut window,
        "This changes the limit of SMS provider from at most 500 calls a second to at most 700 calls a second, also for “Another”.",
    );
    assert!(
        is_shown(&window, "at most 500 calls a second there, as the journey “Another” brings it"),
        "as it is listed there"
    );
    sees(&mut window, "The server does not find the secret NOWHERE: calls that need it would fail.");
    assert!(window.query_by_label_contains("“SendText” would never be sent: 10.0.0.7").is_some());
    assert!(window.get_by_label("Push and let people in").accesskit_node().is_disabled(), "secrets are missing");
    window.get_by_label("Let people in although secrets are missing there").click_accesskit();
    settle(&mut window);
    assert!(window.get_by_label("Push and let people in").accesskit_node().is_disabled(), "a call is never sent");
    window.get_by_label("Let people in although these are never sent").click_accesskit();
    settle(&mut window);
    press(&mut window, "Push and let people in");
    sees(&mut window, "It is live on Test server.");
    assert_eq!(wanted(&house, &journey), Some(JourneyState::Live));
}

#[test]
fn what_somebody_else_did_there_is_said_alike_wherever_it_stands() {
    let house = House::start();
    let url = house.server.as_ref().expect("a server").url();
    let (mut window, journey) = pushing(&url);
    sees(&mut window, "The whole journey is new there.");
    press(&mut window, "Push and let people in");
    sees(&mut window, "It is live on Test server.");
    sees(&mut window, "There now");
    press(&mut window, "Close");
    ask(&mut window, Request::Show(DrawerTab::Live));
    sees(&mut window, "Times of the server, in Stockholm");
    house.runtime.block_on(async {
        let there = house.client.journey(&journey).await.expect("an answer").expect("the journey");
        let version = there.value.spec.expect("a version").version;
        let wish = ActivationWish::new(version, JourneyState::Stopped);
        house.client.put_activation(&journey, &wish, "*").await.expect("stopped");
    });
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while seen(&window, &journey) != Some(Lifecycle::Stopped) {
        assert!(std::time::Instant::now() < until, "it is said to be {:?}", seen(&window, &journey));
        std::thread::sleep(std::time::Duration::from_millis(30));
        settle(&mut window);
    }
    run(&mut window, Action::Properties);
    assert!(window.query_all_by_label("Stopped").count() >= 2, "in the bar and with the journey");
    let told = window.query_all_by_label_contains("· seen ").filter_map(|node| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value())
    });
    let told: Vec<String> = told.collect();
    assert!(told.iter().any(|it| it.ends_with(" in Stockholm")), "one clock for all that is told: {told:?}");
}

#[test]
fn a_server_that_never_answers_is_shown_and_given_up() {
    let mute = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", mute.local_addr().expect("an address"));
    let (mut window, journey) = pushing(&url);
    sees(&mut window, "Asking Test server…");
    press(&mut window, "Cancel");
    sees(&mut window, "Nobody is asked any more.");
    drop(mute);
    press(&mut window, "Ask again");
    sees(&mut window, "It did not work");
    assert!(window.query_by_label_contains("obody answers at http://127.0.0.1").is_some());
    assert_eq!(seen(&window, &journey), None);
}

/// Answers every request for capabilities with these, everything else with nothing.
fn able(activities: &[String]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let can = serde_json::json!({"version": "0.0.1", "platform": "waymark", "engine": "embedded", "formats": [1],
        "machine": 1, "zones": "2026a", "activities": activities,
        "limits": {"bodyBytes": 8_000_000, "requestsPerSecond": 10}});
    let none =
        serde_json::json!({"type": "urn:waymark:problem:not-found", "title": "No", "status": 404, "detail": "No"});
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut bytes = [0; 4096];
            let read = stream.read(&mut bytes).unwrap_or(0);
            let asks = String::from_utf8_lossy(&bytes[..read]).starts_with("GET /v1/capabilities");
            let (status, media, body) = if asks {
                ("200 OK", "application/json", can.to_string())
            } else {
                ("404 Not Found", "application/problem+json", none.to_string())
            };
            let length = body.len();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {media}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
            );
            // Whoever asked may be gone.
            let _ = stream.write_all(format!("{head}{body}").as_bytes());
        }
    });
    url
}

#[test]
fn what_a_server_cannot_run_is_told_by_step_and_greyed_out() {
    let known: Vec<String> = json::activity_types().into_iter().filter(|kind| kind != "wait").collect();
    let (mut window, _) = pushing(&able(&known));
    sees(&mut window, "This server cannot run it");
    assert!(
        window.query_all_by_label_contains("is a step of a kind that the server does not know (wait)").next().is_some()
    );
    press(&mut window, "Close");
    settle(&mut window);
    let session = window.state().session();
    assert!(session.is_beyond_server("wait") && !session.is_beyond_server("customAction"));
    let mut rows = window.query_all_by_label("Wait");
    assert!(rows.any(|row| row.accesskit_node().is_disabled()), "it is greyed out in the palette");
}

#[test]
fn whoever_was_slower_sees_what_the_other_did() {
    let house = House::start();
    let url = house.server.as_ref().expect("a server").url();
    let (mut window, journey) = pushing(&url);
    sees(&mut window, "The whole journey is new there.");
    let (mut theirs, _) = samples(&url);
    let changed = Arc::make_mut(theirs.journeys.get_mut(&journey).expect("the journey"));
    changed.activities[0].note = "Not for people".to_owned();
    changed.activities[0].label = "Called otherwise".to_owned();
    house.push(&theirs, &journey);
    press(&mut window, "Push and let people in");
    sees(&mut window, "Somebody else was faster");
    assert!(is_shown(&window, "What is drawn here has otherwise") && is_shown(&window, "Nothing was changed."));
    press(&mut window, "Ask again");
    sees(&mut window, "There now");
}
