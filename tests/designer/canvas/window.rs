//! The canvas in its window: what stays where it is while panels come and go, and after an undo.

use egui::Rect;
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::requests::DrawerTab;
use waymark::edit::Edit;
use waymark::journey::Place;

use super::*;

type Window = Harness<'static, Designer>;

/// The window over one journey.
fn window(journeys: Vec<Journey>) -> Window {
    let mut workspace = Workspace::default();
    workspace.journeys.extend(journeys.into_iter().map(|journey| (journey.id.clone(), Arc::new(journey))));
    let mut window =
        Harness::builder().with_size(vec2(1440.0, 900.0)).with_max_steps(40).with_step_dt(0.1).build_ui_state(
            |ui, designer: &mut Designer| {
                if ui.ctx().cumulative_pass_nr() == 0 {
                    theme::apply(ui.ctx());
                }
                designer.ui(ui);
            },
            Designer::new(workspace, 7),
        );
    settle(&mut window);
    window
}

/// A few frames: a window that looks after its files never falls quite asleep.
fn settle(window: &mut Window) {
    for _ in 0..8 {
        window.step();
    }
}

fn ask(window: &mut Window, request: Request) {
    window.state_mut().ask(request);
    settle(window);
}

fn run(window: &mut Window, action: Action) {
    ask(window, Request::Run(action));
}

fn wait(window: &Window) -> Rect {
    window.get_by_label("Wait 1 hour, wait").rect()
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
