//! In a test run: why somebody never came to a step, the moments at which their way was decided, and which branch flips
//! where one value is another one.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::rehearsal::Rehearse;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::files;

use crate::window::{Window, ask, click, is_shown, over, press, settle, write};

/// The sample of the abandoned cart, run.
fn run_sample() -> Window {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let workspace = files::open(&folder).expect("the samples").workspace;
    let journey = workspace.journeys.values().find(|it| it.name == "Cart abandonment").expect("it").id.clone();
    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(journey));
    press(&mut window, Modifiers::NONE, Key::F5);
    window
}

fn activity(window: &Window, label: &str) -> waymark::journey::ActivityId {
    let journey = window.state().session().journey().expect("a journey").clone();
    journey.activities.iter().find(|it| it.label == label).unwrap_or_else(|| panic!("no {label}")).id.clone()
}

/// Clicks as a screen reader does: also where the list has to be scrolled.
fn choose(window: &mut Window, role: Role, label: &str) {
    let found = window.query_all_by_role_and_label(role, label).next();
    found.unwrap_or_else(|| panic!("no {role:?} is labelled {label:?}")).click_accesskit();
    settle(window);
}

/// The number of a run that never comes to a step.
fn without(window: &Window, step: &waymark::journey::ActivityId) -> usize {
    let trace = window.state().session().rehearsal().trace().expect("a trace");
    let is_without = |run: &waymark::simulate::Run| run.steps.iter().all(|it| &it.activity != step);
    trace.runs.iter().position(is_without).expect("somebody never comes there")
}

#[test]
fn a_selected_step_says_why_this_person_never_came_there_and_shows_the_moment() {
    let mut window = run_sample();
    let email = activity(&window, "You left something");
    let run = without(&window, &email);
    ask(&mut window, Request::Rehearse(Rehearse::Choose(run)));
    assert!(!is_shown(&window, "does not come to"));
    ask(&mut window, Request::Select(Selection::activity(&email)));
    assert!(is_shown(&window, "does not come to “You left something”"));
    assert!(is_shown(&window, "at “Is it worth a text?”, the way is “"), "where and which way");
    assert!(is_shown(&window, "leads there."));
    click(&mut window, Role::Link, "Show the moment");
    let session = window.state().session();
    let looked = &session.rehearsal().run().expect("a run").steps[session.rehearsal().step()];
    assert_eq!(session.activity_name(&session.journey().unwrap().id, &looked.activity).unwrap(), "Is it worth a text?");
}

#[test]
fn the_moments_that_decided_are_listed_and_led_to() {
    let mut window = run_sample();
    ask(&mut window, Request::Rehearse(Rehearse::Look(0)));
    let rows = window.query_all_by_role(Role::ListItem).filter_map(|node| node.accesskit_node().label());
    let row = rows.into_iter().find(|row| row.starts_with("Is it worth a text? → ")).expect("a decision");
    choose(&mut window, Role::ListItem, &row);
    assert!(window.state().session().rehearsal().step() > 0);
    assert!(is_shown(&window, "What if it were…"));
}

#[test]
fn another_value_says_which_branch_flips_and_changes_nothing_until_it_is_wanted() {
    let mut window = run_sample();
    let text = activity(&window, "Text about the cart");
    let session = window.state().session();
    let trace = session.rehearsal().trace().expect("a trace");
    let run = trace.runs.iter().position(|run| run.steps.iter().any(|it| it.activity == text)).expect("a text");
    ask(&mut window, Request::Rehearse(Rehearse::Choose(run)));
    let decided = activity(&window, "Is it worth a text?");
    let step = window.state().session().rehearsal().run().unwrap().steps.iter().position(|it| it.activity == decided);
    ask(&mut window, Request::Rehearse(Rehearse::Look(step.expect("the condition"))));
    settle(&mut window);
    let fields = window.query_all_by_role(Role::TextInput).filter_map(|node| node.accesskit_node().label());
    let field = fields.into_iter().find(|it| it.starts_with("What if: ") && it.contains("otal")).expect("the total");

    let before = window.state().session().rehearsal().run().unwrap().clone();
    write(&mut window, &field, "12");
    assert!(is_shown(&window, "flips to “"));
    assert_eq!(window.state().session().rehearsal().run().unwrap(), &before, "nothing changed");
    choose(&mut window, Role::Button, "Have it so");
    let after = window.state().session().rehearsal().run().unwrap();
    assert!(after.steps.iter().all(|it| it.activity != text), "the other way is taken now");
    assert!(!window.state().session().is_edited(), "a value of an event is no change of the document");
}
