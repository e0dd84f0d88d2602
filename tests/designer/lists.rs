//! Lists under the keyboard, and what is said of a field while somebody is in it.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::Designer;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::{Journey, Workspace};

use super::everything::everything;
use crate::window::{Window, of_size};

/// The properties of a journey stand in the inspector.
fn properties() -> Window {
    let mut workspace: Workspace = everything();
    let first = workspace.journeys.keys().next().cloned().expect("a journey");
    workspace.journeys.retain(|id, _| *id == first);
    let mut window = of_size(Designer::new(workspace, 7), egui::vec2(1400.0, 2200.0));
    window.state_mut().ask(Request::Select(Selection::default()));
    window.run_steps(4);
    window
}

fn journey(window: &Window) -> Journey {
    window.state().session().journey().expect("it is open").as_ref().clone()
}

fn open(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::ComboBox, label).click();
    window.run_steps(4);
}

fn press(window: &mut Window, key: Key) {
    window.key_press(key);
    window.run_steps(4);
}

#[test]
fn the_arrows_begin_at_the_line_that_is_chosen_and_stop_at_the_ends() {
    let mut window = properties();
    let unit = "Unit of At the earliest after";
    open(&mut window, unit);
    let lines: Vec<String> = ["seconds", "minutes", "hours", "days", "weeks"].map(str::to_owned).into();
    let now = window.get_by_role_and_label(Role::ComboBox, unit).value().expect("a unit");
    let at = lines.iter().position(|line| *line == now).expect("it is one of the list");
    let lit = |window: &Window| {
        let focused = window.query_all_by_role(Role::ListBoxOption).find(|line| line.is_focused());
        focused.and_then(|line| line.accesskit_node().label())
    };
    assert_eq!(lit(&window).as_deref(), Some(now.as_str()), "it opens where the choice stands");
    press(&mut window, Key::ArrowUp);
    assert_eq!(lit(&window).as_ref(), lines.get(at.saturating_sub(1)));
    for _ in 0..lines.len() {
        press(&mut window, Key::ArrowUp);
    }
    assert_eq!(lit(&window).as_ref(), lines.first(), "up from the first line is the first line");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    assert_eq!(window.get_by_role_and_label(Role::ComboBox, unit).value().as_ref(), lines.get(1));
    assert!(lit(&window).is_none(), "the list is closed");
    assert!(window.get_by_role_and_label(Role::ComboBox, unit).is_focused(), "one goes on from the box");
}

#[test]
fn a_list_with_a_search_box_begins_at_the_line_that_is_chosen_too() {
    let mut window = properties();
    let zone = |window: &Window| journey(window).properties.zone;
    let before = zone(&window);
    open(&mut window, "Time zone");
    window.get_by_role_and_label(Role::TextInput, "Search").type_text("Europe");
    window.run_steps(4);
    press(&mut window, Key::Enter);
    let first = zone(&window);
    assert!(first.starts_with("Europe/") && first != before, "{first}");
    open(&mut window, "Time zone");
    window.get_by_role_and_label(Role::TextInput, "Search").type_text("Africa");
    window.run_steps(4);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    let third = zone(&window);
    open(&mut window, "Time zone");
    press(&mut window, Key::ArrowUp);
    press(&mut window, Key::Enter);
    let second = zone(&window);
    assert!(second.starts_with("Africa/") && second < third, "{second} stands right above {third}");
    open(&mut window, "Time zone");
    press(&mut window, Key::ArrowDown);
    press(&mut window, Key::Enter);
    assert_eq!(zone(&window), third);
}

#[test]
fn nothing_moves_when_the_keyboard_comes_to_a_field_and_goes() {
    let mut window = properties();
    let below = |window: &Window| window.get_by_role_and_label(Role::TextInput, "Journey metrics").rect().top();
    let before = below(&window);
    window.get_by_role_and_label(Role::TextInput, "A call may take at most").focus();
    window.run_steps(4);
    assert!(window.query_by_label("From 1 to 30").is_some(), "its range is said");
    assert!((below(&window) - before).abs() < 0.1, "{} became {}", before, below(&window));
    // It stops nobody: what the platform does not take is a finding at the field.
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, "A call may take at most").type_text("45");
    window.run_steps(4);
    assert_eq!(journey(&window).properties.timeout_seconds, 45);
    window.get_by_role_and_label(Role::TextInput, "Journey metrics").focus();
    window.run_steps(4);
    assert!(window.query_by_label("From 1 to 30").is_none());
    let said = window.query_all_by_label_contains("Calls may take 45 seconds here").next();
    assert!(said.is_some(), "the check speaks");
    window.get_by_role_and_label(Role::TextInput, "A call may take at most").focus();
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(Role::TextInput, "A call may take at most").type_text("30");
    window.run_steps(4);
    window.get_by_role_and_label(Role::TextInput, "Journey metrics").focus();
    window.run_steps(4);
    assert!((below(&window) - before).abs() < 0.1);
}
