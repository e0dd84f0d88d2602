//! The canvas in its window: what stays where it is while panels come and go, and after an undo.

use egui::Rect;
use waymark::designer::actions::Action;
use waymark::designer::requests::DrawerTab;
use waymark::edit::{Clip, Edit, Stencil};
use waymark::journey::Place;

use super::*;
use crate::window::{Window, ask, over, run, settle};

/// The window over one journey.
fn window(journeys: Vec<Journey>) -> Window {
    let mut workspace = Workspace::default();
    workspace.journeys.extend(journeys.into_iter().map(|journey| (journey.id.clone(), Arc::new(journey))));
    over(workspace)
}

fn wait(window: &Window) -> Rect {
    window.query_all_by_label_contains("Wait 1 hour, wait").next().expect("the card").rect()
}

#[track_caller]
fn assert_still(window: &Window, before: Rect, what: &str) {
    let now = wait(window);
    assert!(now.min.distance(before.min) < 0.6 && now.max.distance(before.max) < 0.6, "{what}: {before} became {now}");
}

#[test]
fn nothing_moves_while_panels_close_and_open_beside_the_canvas() {
    let mut window = window(vec![journey()]);
    let before = wait(&window);
    for panel in [Action::TogglePalette, Action::ToggleInspector, Action::ToggleDrawer] {
        for _ in 0..2 {
            run(&mut window, panel);
            assert_still(&window, before, &format!("{panel:?}"));
        }
    }
    ask(&mut window, Request::Show(DrawerTab::Problems));
    ask(&mut window, Request::Select(Selection::activity(&id("wait-1"))));
    assert_still(&window, before, "selecting");
}

#[test]
fn nothing_moves_while_a_panel_is_dragged_wider() {
    let mut window = window(vec![journey()]);
    let before = wait(&window);
    let edge = pos2(1440.0 - window.state().settings().inspector_width, 400.0);
    for (at, pressed) in [(edge, true), (edge - vec2(90.0, 0.0), true), (edge - vec2(90.0, 0.0), false)] {
        window.hover_at(at);
        window.step();
        let button = egui::PointerButton::Primary;
        window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        settle(&mut window);
    }
    assert!(window.state().settings().inspector_width > 380.0, "{}", window.state().settings().inspector_width);
    assert_still(&window, before, "a wider inspector");
}

#[test]
fn whoever_comes_back_from_the_inventory_or_another_journey_finds_the_canvas_as_it_was() {
    let other = Journey { id: "journey-other".into(), name: "Other".into(), ..Journey::default() };
    let mut window = window(vec![journey(), other]);
    ask(&mut window, Request::OpenJourney(JOURNEY.into()));
    window.hover_at(wait(&window).center());
    window.event(egui::Event::Zoom(1.2));
    settle(&mut window);
    let before = wait(&window);
    for _ in 0..2 {
        run(&mut window, Action::Inventory);
    }
    assert_still(&window, before, "the inventory");
    ask(&mut window, Request::OpenJourney("journey-other".into()));
    ask(&mut window, Request::OpenJourney(JOURNEY.into()));
    assert_still(&window, before, "another journey");
}

#[test]
fn an_undo_moves_the_view_only_where_what_it_changes_is_out_of_sight() {
    let mut window = window(vec![journey()]);
    let before = wait(&window);
    let to = vec![place("email-1", 780, 100)];
    let edits = vec![Edit::Move { journey: JOURNEY.into(), to }];
    let place = Place::journey(&JOURNEY.into());
    ask(&mut window, Request::Edit { name: "Move step".into(), edits, gesture: None, place });
    run(&mut window, Action::Undo);
    assert_still(&window, before, "what is undone is in view");
    window.hover_at(before.center());
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(-1800.0, 0.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    settle(&mut window);
    assert!(window.query_by_label_contains("You left something, email").is_none(), "it was scrolled away");
    run(&mut window, Action::Redo);
    window.get_by_label_contains("You left something, email");
}

/// The journey without its condition and what follows: one open end.
fn short() -> Journey {
    let mut short = journey();
    short.activities.retain(|step| ["event-1", "wait-1"].contains(&step.id.as_str()));
    short.layout.retain(|place| ["event-1", "wait-1"].contains(&place.activity.as_str()));
    short.connections.retain(|wire| wire.id.as_str() == "wire-1");
    short
}

fn shown(window: &Window) -> &Journey {
    window.state().session().journey().expect("a journey")
}

#[test]
fn a_step_from_the_palette_goes_to_the_only_open_end() {
    let mut window = window(vec![short()]);
    ask(&mut window, Request::Add(Stencil::Email));
    let wait = id("wait-1");
    let next: Vec<_> = shown(&window).leaving(&wait, &Port::Next).collect();
    assert!(matches!(next.as_slice(), [wire] if wire.to.as_str().starts_with("email-")), "{next:?}");
}

#[test]
fn an_entry_is_never_hung_at_an_open_end() {
    let mut window = window(vec![short()]);
    for stencil in [Stencil::Event, Stencil::BusinessEvent, Stencil::ReadAudience] {
        ask(&mut window, Request::Add(stencil));
        assert_eq!(shown(&window).leaving(&id("wait-1"), &Port::Next).count(), 0, "{stencil:?}");
        ask(&mut window, Request::Select(Selection::activity(&id("wait-1"))));
    }
}

#[test]
fn a_business_event_is_selected_and_not_the_audience_that_comes_with_it() {
    let mut window = window(vec![short()]);
    ask(&mut window, Request::Add(Stencil::BusinessEvent));
    let selected = window.state().session().selection().single().expect("one step");
    assert!(matches!(shown(&window).activity(selected).expect("it").kind, Kind::BusinessEvent(_)));
}

#[test]
fn where_a_step_could_go_to_several_ends_it_stands_by_itself_and_says_so() {
    let mut window = window(vec![journey()]);
    let before = shown(&window).connections.len();
    ask(&mut window, Request::Add(Stencil::Wait));
    assert_eq!(shown(&window).connections.len(), before);
    window.get_by_label_contains("Wait stands by itself");
}

/// The text of the copied wait and condition.
fn copied() -> String {
    let mut workspace = Workspace::default();
    workspace.journeys.insert(JOURNEY.into(), Arc::new(journey()));
    let steps = [id("condition-1"), id("wait-1")];
    Clip::of(&workspace, &JOURNEY.into(), &steps).expect("two steps").text()
}

fn paste(window: &mut Window) {
    window.event(egui::Event::Paste(copied()));
    settle(window);
    settle(window);
}

/// The middle on the screen of what is selected, and that it is new.
fn pasted(window: &Window) -> Rect {
    let selected = &window.state().session().selection().activities;
    assert_eq!(selected.len(), 2, "what was pasted is selected");
    assert!(selected.iter().all(|step| *step != id("wait-1") && *step != id("condition-1")));
    let cards = window.query_all_by_label_contains("Wait 1 hour, wait");
    let cards: Vec<Rect> = cards.map(|card| card.rect()).collect();
    assert_eq!(cards.len(), 2, "both are in view");
    // The original stands in the row of the entry.
    let row = window.get_by_label_contains("Cart abandoned, event").rect().top();
    cards.into_iter().find(|card| (card.top() - row).abs() > 1.0).expect("the copy")
}

#[test]
fn what_is_pasted_by_the_keyboard_lies_around_the_pointer_and_is_selected() {
    let mut window = window(vec![journey()]);
    let at = pos2(700.0, 560.0);
    window.hover_at(at);
    settle(&mut window);
    paste(&mut window);
    pasted(&window);
    let steps = &shown(&window).layout;
    let selected = &window.state().session().selection().activities;
    let x: Vec<i32> = steps.iter().filter(|step| selected.contains(&step.activity)).map(|step| step.x).collect();
    let (wait, zoom) = (wait(&window), wait(&window).width() / 186.0);
    let middle = wait.left() + ((x[0] + x[1] + 186) as f32 * 0.5 - 260.0) * zoom;
    assert!((middle - at.x).abs() < 20.0, "{middle} is not around {at}");
}

#[test]
fn what_is_pasted_while_the_pointer_is_elsewhere_lies_beside_the_original_and_is_in_view() {
    let mut window = window(vec![journey()]);
    window.hover_at(pos2(60.0, 300.0));
    settle(&mut window);
    let original = wait(&window);
    paste(&mut window);
    let copy = pasted(&window);
    assert!((copy.left() - original.left()).abs() < 60.0 && copy.top() > original.bottom(), "{original} {copy}");
}

#[test]
fn what_is_pasted_from_the_menu_lies_where_the_menu_was_opened() {
    let mut window = window(vec![journey()]);
    let at = pos2(600.0, 480.0);
    for pressed in [true, false] {
        let button = egui::PointerButton::Secondary;
        window.hover_at(at);
        window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        window.step();
    }
    settle(&mut window);
    window.get_by_label("Paste").click();
    settle(&mut window);
    window.hover_at(pos2(60.0, 300.0));
    settle(&mut window);
    paste(&mut window);
    let copy = pasted(&window);
    assert!((copy.center().y - at.y).abs() < 20.0, "{copy} is not at {at}");
}

#[test]
fn more_activities_than_the_platform_takes_stand_out_and_say_what_to_do() {
    let mut long = short();
    for number in 0..49 {
        long.activities.push(activity(&format!("wait-a{number}"), "", Kind::Wait(Wait::default())));
    }
    long.sort();
    let mut window = window(vec![long]);
    window.get_by_label_contains("51 of 50 activities. 1 too many").click();
    settle(&mut window);
    window.get_by_label_contains("The limit cannot be raised");
}

#[test]
fn what_the_keyboard_does_on_the_canvas_is_also_among_the_commands() {
    let mut window = window(vec![journey()]);
    run(&mut window, Action::NextStep);
    run(&mut window, Action::NextStep);
    assert_eq!(window.state().session().selection(), &Selection::activity(&id("wait-1")));
    run(&mut window, Action::MoveDown);
    assert_eq!(shown(&window).placement(&id("wait-1")).map(|at| (at.x, at.y)), Some((260, 20)));
    run(&mut window, Action::Connect);
    window.get_by_label("Where does it lead?");
    window.key_press(Key::Escape);
    settle(&mut window);
    run(&mut window, Action::StepMenu);
    window.get_by_label("Connect to…");
    window.key_press(Key::Escape);
    settle(&mut window);
    run(&mut window, Action::AddStep);
    window.get_by_label("Insert a step here");
}

#[test]
fn tab_adds_on_the_canvas_whoever_has_the_keyboard_there() {
    let mut window = window(vec![short()]);
    window.key_press(Key::Tab);
    settle(&mut window);
    window.get_by_label("What comes next?");
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "What comes next?").type_text("text message");
    settle(&mut window);
    window.key_press(Key::Enter);
    settle(&mut window);
    assert!(shown(&window).activities.iter().any(|step| step.id.as_str().starts_with("sms-")), "found by another word");
}

#[test]
fn the_zoom_buttons_stay_where_they_are_whatever_the_facts_say() {
    let mut window = window(vec![Journey { id: JOURNEY.into(), name: "Welcome".into(), ..Journey::default() }]);
    let place = |window: &Window| window.get_by_label("Zoom in").rect();
    let before = place(&window);
    for stencil in [Stencil::Event, Stencil::Wait, Stencil::Email] {
        window.state_mut().ask(Request::Add(stencil));
        settle(&mut window);
        run(&mut window, Action::ZoomOut);
        assert_eq!(place(&window), before);
    }
    let said = |text: &str| {
        window.output().shapes.iter().any(|shape| match &shape.shape {
            egui::Shape::Text(shown) => shown.galley.text().contains(text),
            _ => false,
        })
    };
    assert!(said("3 of 50 activities"));
    assert!(said(" KB of 2 MB") || said(" bytes of 2 MB"), "the size stands beside its limit");
}

#[test]
fn who_comes_back_from_the_inventory_finds_the_step_selected() {
    let mut window = window(vec![journey()]);
    let journey = shown(&window).clone();
    let step = journey.activities.first().expect("a step").id.clone();
    window.state_mut().ask(Request::Select(Selection::activity(&step)));
    settle(&mut window);
    for back in [Some(Action::Inventory), None] {
        run(&mut window, Action::Inventory);
        assert!(window.state().session().in_inventory());
        match back {
            Some(action) => run(&mut window, action),
            None => {
                let link = format!("Back to {}", journey.name);
                window.query_all_by_label_contains(&link).next().expect("the way back").click();
                settle(&mut window);
            }
        }
        assert!(!window.state().session().in_inventory());
        assert_eq!(window.state().session().selection().single(), Some(&step), "{back:?}");
    }
}

#[test]
fn the_list_of_next_steps_opens_beside_the_end_even_where_the_inspector_lies() {
    let mut window = window(vec![short()]);
    let label = "Go on after Wait 1 hour";
    let end = |window: &Window| window.query_all_by_label_contains(label).next().expect("its end").rect();
    let edge = 1440.0 - window.state().settings().inspector_width;
    // Scrolled until the end stands at the right edge of the canvas.
    let right = edge - end(&window).right() - 30.0;
    window.hover_at(wait(&window).center());
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(right, 0.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    settle(&mut window);
    let place = end(&window);
    assert!((edge - place.right()).abs() < 80.0, "{place:?} at {edge}");
    window.query_all_by_label_contains(label).next().expect("its end").click();
    settle(&mut window);
    let title = window.get_by_label("What comes next?").rect();
    assert!((title.left() - place.right()).abs() < 40.0, "{title:?} is not beside {place:?}");
    assert!(window.get_by_role_and_label(egui::accesskit::Role::TextInput, "What comes next?").rect().right() < 1440.0);
    assert!((title.top() - place.top()).abs() < 60.0, "{title:?} begins at the height of {place:?}");
}

#[test]
fn the_drawer_follows_the_height_of_the_window_until_somebody_drags_it() {
    use crate::window::of_size;
    use waymark::designer::Designer;
    let tall = |height: f32| {
        let mut workspace = Workspace::default();
        workspace.journeys.insert(JOURNEY.into(), Arc::new(journey()));
        of_size(Designer::new(workspace, 7), vec2(1440.0, height))
    };
    let top = |window: &Window| window.get_by_role_and_label(egui::accesskit::Role::Tab, "Problems").rect().top();
    let mut window = tall(900.0);
    assert!(900.0 - top(&window) > 300.0, "several lines of a test run have room: {}", top(&window));
    window.set_size(vec2(1440.0, 1200.0));
    settle(&mut window);
    let lower = 1200.0 - top(&window);
    assert!(lower > 380.0, "{lower}");
    let edge = pos2(600.0, top(&window));
    for (at, pressed) in [(edge, true), (edge + vec2(0.0, 100.0), true), (edge + vec2(0.0, 100.0), false)] {
        window.hover_at(at);
        window.step();
        let button = egui::PointerButton::Primary;
        window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        settle(&mut window);
    }
    let dragged = window.state().settings().drawer_dragged.expect("somebody dragged it");
    assert!((dragged - (lower - 100.0)).abs() < 12.0, "{dragged}");
    window.set_size(vec2(1440.0, 900.0));
    settle(&mut window);
    assert!((900.0 - top(&window) - dragged).abs() < 12.0, "it stays as it was dragged");
}
