//! How long a message takes from its trigger: in its panel, along its path on the canvas, and at its step of a test run.

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::budgets;
use waymark::designer::Designer;
use waymark::designer::names::lasting;
use waymark::designer::rehearsal::Rehearse;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::ActivityId;

use crate::window::{Window, ask, click, is_shown, of_size, press};

/// The sample of the abandoned cart, with this step selected.
fn at(step: &str) -> Window {
    let (workspace, journey) = crate::coverage::cart();
    // The whole panel is in view.
    let mut window = of_size(Designer::new(workspace, 7), vec2(1440.0, 2600.0));
    ask(&mut window, Request::OpenJourney(journey));
    ask(&mut window, Request::Select(Selection::activity(&ActivityId::from(step))));
    window
}

fn cards(window: &Window) -> Vec<String> {
    let labels = window.query_all_by_role(Role::Button).filter_map(|node| node.accesskit_node().label());
    labels.filter(|label| label.contains(", after ") || label.contains(", within ")).collect()
}

#[test]
fn a_message_says_what_its_way_takes_and_the_canvas_shows_where() {
    let mut window = at("email-rem6");
    let session = window.state().session();
    let journey = session.journey().expect("a journey");
    let budgets = budgets(journey, &session.workspace().inventory, session.platform());
    let budget = budgets.iter().find(|it| it.activity.as_str() == "email-rem6").expect("it is sent");
    let said = format!(
        "Usually {}; at best {}, at worst {}.",
        lasting(budget.typical_ms()),
        lasting(budget.least_ms()),
        lasting(budget.most_ms())
    );
    assert!(is_shown(&window, &said), "{said}");
    let waits = budget.parts.iter().find(|part| part.name.starts_with("waits")).expect("an hour is waited");
    let waits = format!("Waits and timeouts on the way: {}", lasting(waits.most_ms));
    assert!(is_shown(&window, &waits), "{waits}");

    assert!(cards(&window).is_empty(), "nobody asked for it");
    click(&mut window, Role::Link, "Show along the path");
    let shown = cards(&window);
    let says = |begins: &str| shown.iter().find(|label| label.starts_with(begins));
    assert!(says("Cart abandoned").is_some_and(|label| label.contains("within 6 min")), "{shown:?}");
    assert!(says("Is it worth a text?").is_some_and(|label| label.contains("after 1 h to 1 h 6 min")), "{shown:?}");
    assert!(says("You left something").is_some(), "{shown:?}");
    assert!(says("Reminder in the app").is_none(), "not on the way: {shown:?}");

    // Another message has another way; what is no message has none.
    ask(&mut window, Request::Select(Selection::activity(&ActivityId::from("push-gd5a"))));
    assert!(cards(&window).iter().any(|label| label.starts_with("Reminder in the app")));
    ask(&mut window, Request::Select(Selection::activity(&ActivityId::from("wait-hour"))));
    assert!(cards(&window).is_empty() && !is_shown(&window, "How long it takes"));
    ask(&mut window, Request::Select(Selection::activity(&ActivityId::from("push-gd5a"))));
    // A test run has times of its own: they give way while these are asked for.
    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(cards(&window).iter().any(|label| label.starts_with("Reminder in the app")));
    click(&mut window, Role::Link, "No longer along the path");
    assert!(cards(&window).is_empty() && window.state().session().trail().is_some());
}

#[test]
fn a_test_run_says_at_a_message_what_its_way_takes() {
    let mut window = at("wait-hour");
    press(&mut window, Modifiers::NONE, Key::F5);
    let trace = window.state().session().rehearsal().trace().expect("a run");
    let of = |run: &waymark::simulate::Run| run.steps.iter().position(|step| step.message.is_some());
    let (run, step) = trace.runs.iter().enumerate().find_map(|(at, run)| Some((at, of(run)?))).expect("a message");
    ask(&mut window, Request::Rehearse(Rehearse::Choose(run)));
    ask(&mut window, Request::Rehearse(Rehearse::Look(0)));
    assert!(!is_shown(&window, "How long it takes from its trigger"));
    ask(&mut window, Request::Rehearse(Rehearse::Look(step)));
    assert!(is_shown(&window, "How long it takes from its trigger") && is_shown(&window, "at worst"));
}
