//! The window without a screen, and what a person does with it: by accessible labels, the pointer and the keyboard.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::requests::Request;
use waymark::designer::session::Session;
use waymark::designer::surroundings::Surroundings;
use waymark::designer::theme;
use waymark::journey::Workspace;

pub type Window = Harness<'static, Designer>;

/// A machine whose files all lie in one folder, at a moment that never moves.
pub fn surroundings(folder: &Path, chance: u64) -> Surroundings {
    Surroundings {
        now: || "2026-03-02T09:12:00Z".parse().expect("a moment"),
        chance,
        folder: Some(folder.join("state")),
        system_dialogs: false,
        home: folder.to_owned(),
    }
}

/// The program as it starts on that machine.
pub fn start(folder: &Path) -> Window {
    shown(Designer::start(surroundings(folder, 7), None))
}

/// The window of a designer.
pub fn shown(designer: Designer) -> Window {
    of_size(designer, vec2(1440.0, 900.0))
}

/// The window over one workspace, that looks after no files.
pub fn over(workspace: Workspace) -> Window {
    shown(Designer::new(workspace, 7))
}

/// As [`shown`], of another size in points.
pub fn of_size(designer: Designer, size: Vec2) -> Window {
    let mut window = Harness::builder().with_size(size).with_max_steps(40).with_step_dt(0.25).build_ui_state(
        |ui, designer: &mut Designer| {
            if ui.ctx().cumulative_pass_nr() == 0 {
                theme::apply(ui.ctx());
            }
            designer.ui(ui);
        },
        designer,
    );
    settle(&mut window);
    window
}

/// A few frames: a window that looks after its files never falls quite asleep.
pub fn settle(window: &mut Window) {
    for _ in 0..6 {
        window.step();
    }
}

/// Draws until nothing of this kind is under way beside the window any more.
#[track_caller]
pub fn finish(window: &mut Window, is_under_way: impl Fn(&Session) -> bool) {
    let until = Instant::now() + Duration::from_secs(180);
    while is_under_way(window.state().session()) {
        assert!(Instant::now() < until, "it never ends");
        thread::sleep(Duration::from_millis(20));
        settle(window);
    }
    settle(window);
}

pub fn ask(window: &mut Window, request: Request) {
    window.state_mut().ask(request);
    settle(window);
}

pub fn run(window: &mut Window, action: Action) {
    ask(window, Request::Run(action));
}

pub fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    settle(window);
}

#[track_caller]
pub fn click(window: &mut Window, role: Role, label: &str) {
    let found = window.query_all_by_role_and_label(role, label).next();
    found.unwrap_or_else(|| panic!("no {role:?} is labelled {label:?}")).click();
    settle(window);
}

/// Whatever is named so.
#[track_caller]
pub fn click_label(window: &mut Window, label: &str) {
    let found = window.query_all_by_label(label).next();
    found.unwrap_or_else(|| panic!("nothing is labelled {label:?}")).click();
    settle(window);
}

/// Whatever has this in its name.
#[track_caller]
pub fn click_text(window: &mut Window, text: &str) {
    let found = window.query_all_by_label_contains(text).next();
    found.unwrap_or_else(|| panic!("nothing is labelled {text:?}")).click();
    settle(window);
}

/// A click by the pointer, pressed and let go within one frame as a light tap on a busy machine is.
#[track_caller]
pub fn tap(window: &mut Window, role: Role, label: &str) {
    let found = window.query_all_by_role_and_label(role, label).next();
    let at = found.unwrap_or_else(|| panic!("no {role:?} is labelled {label:?}")).rect().center();
    window.hover_at(at);
    settle(window);
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        window.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers });
    }
    settle(window);
}

/// Writes into a field of one line, over what stood there.
#[track_caller]
pub fn write(window: &mut Window, label: &str, text: &str) {
    write_into(window, Role::TextInput, label, text);
}

/// As [`write()`], into a field of this kind.
#[track_caller]
pub fn write_into(window: &mut Window, role: Role, label: &str, text: &str) {
    let found = window.query_all_by_role_and_label(role, label).next();
    found.unwrap_or_else(|| panic!("no field is labelled {label:?}")).focus();
    settle(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.step();
    let found = window.query_all_by_role_and_label(role, label).next();
    found.expect("the field is still there").type_text(text);
    settle(window);
}

pub fn is_shown(window: &Window, label: &str) -> bool {
    window.query_all_by_label_contains(label).next().is_some()
}
