//! The forecast in the window: a crowd meets every journey, the chart and the figures say what is lost, the canvas shows
//! where; the work is done beside the window, and can be given up.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::actions::Action;
use waymark::designer::forecasting::Foresee;
use waymark::designer::requests::Request;
use waymark::journey::{Cap, Kind, Workspace, files};

use crate::window::{Window, ask, click, finish, is_shown, over, press, run, settle, write};

/// The sample of the abandoned cart alone, whose text messages meet an endpoint that takes one call in 10 minutes.
fn narrow() -> Workspace {
    capped(1, 600_000)
}

/// The sample of the abandoned cart alone, whose text messages meet an endpoint with this cap.
pub fn capped(max_calls: i64, period_ms: i64) -> Workspace {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let mut workspace = files::open(&folder).expect("the samples").workspace;
    workspace.journeys.retain(|_, journey| journey.name == "Cart abandonment");
    let inventory = Arc::make_mut(&mut workspace.inventory);
    for endpoint in &mut inventory.endpoints {
        endpoint.throttle = None;
        endpoint.cap = Some(Cap { max_calls, period_ms, max_connections: None });
        endpoint.deployed = true;
    }
    workspace
}

/// The tab with so many people, before anything is forecast.
pub fn opened(workspace: Workspace, people: u32) -> Window {
    let mut window = over(workspace);
    run(&mut window, Action::Volume);
    ask(&mut window, Request::Foresee(Foresee::People(people)));
    window
}

/// Draws until the forecast is over.
pub fn foresee(window: &mut Window) {
    finish(window, |session| session.forecasting().study().progress().is_some());
}

pub fn label_of(window: &Window, begins: &str) -> String {
    let said = window.query_all_by_label_contains(begins).filter_map(|node| {
        let node = node.accesskit_node();
        node.label().or_else(|| node.value())
    });
    said.into_iter().find(|label| label.starts_with(begins)).unwrap_or_else(|| panic!("nothing begins with {begins:?}"))
}

#[test]
fn a_crowd_is_forecast_and_what_a_cap_drops_is_said_drawn_and_lies_on_the_canvas() {
    let mut window = opened(narrow(), 300);
    assert!(is_shown(&window, "See what a crowd would do"));
    click(&mut window, Role::Button, "Forecast");
    foresee(&mut window);

    assert!(is_shown(&window, "People: 300"));
    let forecast = &window.state().session().forecasting().found().expect("figures").forecast;
    let place = window.state().session().forecasting().looked().expect("an endpoint");
    assert!(place.capped > 0, "one call in 10 minutes is too few: {place:?}");
    let (asked, capped, losses) = (place.calls + place.capped, place.capped, forecast.losses.clone());
    assert!(label_of(&window, "Asked: ").contains(&asked.to_string()));
    assert!(label_of(&window, "Dropped by cap: ").contains(&capped.to_string()));
    assert!(label_of(&window, &format!("{}, at most", place.name)).contains("lost a second"), "the chart says its top");

    let loss = losses.iter().find(|loss| loss.cause == "capped").expect("somebody lost it");
    let card = label_of(&window, &format!("{}, ", loss.label));
    assert!(card.contains(" came") && card.contains(&format!("{} lost", loss.people)), "{card}");
    // What would lose nothing stands above it: in a low drawer it is to be scrolled to.
    window.query_all_by_role_and_label(Role::Link, &loss.label).next().expect("a way there").click_accesskit();
    settle(&mut window);
    assert_eq!(window.state().session().selection().single(), loss.activity.as_ref());

    click(&mut window, Role::RadioButton, "Chart: Queue");
    assert!(label_of(&window, &format!("{}, at most", place_name(&window))).contains("waiting"));
    press(&mut window, egui::Modifiers::COMMAND, egui::Key::J);
    assert!(!is_shown(&window, " lost,"), "figures are there while they are looked at");
}

fn place_name(window: &Window) -> String {
    window.state().session().forecasting().looked().expect("an endpoint").name.clone()
}

#[test]
fn figures_say_when_the_journey_has_changed_since_and_not_when_only_a_card_moved() {
    let mut window = opened(narrow(), 60);
    click(&mut window, Role::Button, "Forecast");
    foresee(&mut window);
    let journey = window.state().session().journey().expect("a journey").clone();
    let to = vec![waymark::journey::Placement { activity: journey.activities[0].id.clone(), x: 7, y: 7 }];
    let place = waymark::journey::Place::default();
    let edit = |name: &str, edit| {
        let (name, place) = (name.to_owned(), place.clone());
        Request::Edit { name, edits: vec![edit], gesture: None, place }
    };
    let moved = waymark::edit::Edit::Move { journey: journey.id.clone(), to };
    ask(&mut window, edit("Move a card", moved));
    assert!(!is_shown(&window, "Of an earlier version"));

    let mut wait = journey.activities.iter().find(|it| matches!(it.kind, Kind::Wait(_))).expect("a wait").clone();
    wait.kind = Kind::Wait(waymark::journey::Wait::Duration(waymark::journey::Duration::Hours(9)));
    let changed = waymark::edit::Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(wait) };
    ask(&mut window, edit("Wait longer", changed));
    assert!(is_shown(&window, "Of an earlier version"));
    click(&mut window, Role::Button, "Forecast again");
    foresee(&mut window);
    assert!(!is_shown(&window, "Of an earlier version"));
}

#[test]
fn a_forecast_of_millions_holds_up_no_frame_and_is_given_up_at_once() {
    let mut window = opened(narrow(), 5_000_000);
    click(&mut window, Role::Button, "Forecast");
    let until = Instant::now() + Duration::from_secs(60);
    let mut slowest = Duration::ZERO;
    while !is_shown(&window, "in virtual time") {
        assert!(Instant::now() < until, "it never says how far it is");
        let began = Instant::now();
        window.step();
        slowest = slowest.max(began.elapsed());
        thread::sleep(Duration::from_millis(10));
    }
    assert!(slowest < Duration::from_secs(4), "a frame took {slowest:?}");
    click(&mut window, Role::Button, "Cancel");
    assert!(!is_shown(&window, "Forecasting…") && is_shown(&window, "See what a crowd would do"));
    assert!(window.state().session().forecasting().found().is_none());
}

#[test]
fn the_start_is_set_as_a_day_and_time_of_the_journey() {
    let mut window = opened(narrow(), 40);
    write(&mut window, "Starts at", "2026-07-01 08:15");
    let start = window.state().session().forecasting().start();
    assert_eq!(start.to_string(), "2026-07-01T06:15:00Z", "08:15 in Stockholm in summer");
    click(&mut window, Role::Button, "Forecast");
    foresee(&mut window);
    assert_eq!(window.state().session().forecasting().found().expect("figures").forecast.start, start);
}
