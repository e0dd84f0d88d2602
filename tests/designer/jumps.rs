//! A jump in the inspector: whereto it can lead, and what becomes of its fields when it leads elsewhere.

use std::sync::Arc;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::Sketch;
use waymark::check::example::steps;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::{Journey, JourneyId, Jump, Kind, Workspace};

use crate::window::{Window, ask, click, is_shown, over};

fn add(workspace: &mut Workspace, id: &str, name: &str, of: &Sketch) {
    let mut journey = Journey::clone(of.workspace.journeys.values().next().expect("a journey"));
    (journey.id, journey.name) = (JourneyId::from(id), name.to_owned());
    workspace.journeys.insert(journey.id.clone(), Arc::new(journey));
}

/// A jump to a journey that begins with an audience; beside it stand one that begins with the same event as before,
/// and one that begins with another.
fn window() -> Window {
    let mut workspace = Sketch::event().then(steps::jump("journey-audience")).workspace;
    add(&mut workspace, "journey-audience", "Winning back", &Sketch::qualification());
    add(&mut workspace, "journey-orders", "After an order", &Sketch::event().then(steps::update()));
    let paid = Sketch::empty().then(steps::event("event-paid"));
    add(&mut workspace, "journey-paid", "After the payment", &paid);
    let open = JourneyId::from(Sketch::JOURNEY);
    let jump = workspace.journeys[&open].activities.iter().find(|step| matches!(step.kind, Kind::Jump(_)));
    let jump = jump.expect("the jump").id.clone();
    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(open));
    ask(&mut window, Request::Select(Selection::activity(&jump)));
    window
}

fn jump(window: &Window) -> Jump {
    let session = window.state().session();
    let step = session.journey().and_then(|journey| journey.activity(session.selection().single()?)).cloned();
    match step.expect("a step is selected").kind {
        Kind::Jump(jump) => jump,
        other => panic!("a jump is selected, not {other:?}"),
    }
}

#[test]
fn a_journey_that_cannot_be_entered_is_listed_with_the_reason() {
    let mut window = window();
    click(&mut window, Role::ComboBox, "To the journey");
    let refused = "Winning back: Begins with an audience.";
    let row = window.get_by_label(refused);
    assert!(row.accesskit_node().is_disabled());
    let last = row.rect().top();
    let fits = window.query_all_by_role_and_label(Role::ListBoxOption, "After an order").next().expect("it is offered");
    assert!(fits.rect().top() < last, "what fits comes first");
}

#[test]
fn another_target_keeps_the_fields_that_still_fit() {
    let mut window = window();
    let before = jump(&window).mapping;
    assert!(before.contains_key("orderId") && before.contains_key("total"));
    click(&mut window, Role::ComboBox, "To the journey");
    click(&mut window, Role::ListBoxOption, "After an order");
    assert_eq!(jump(&window).target, Some("journey-orders".into()));
    assert_eq!(jump(&window).mapping, before, "it begins with the same event");
    assert!(!is_shown(&window, "now begins with the event"));
    click(&mut window, Role::ComboBox, "To the journey");
    click(&mut window, Role::ListBoxOption, "After the payment");
    let after = jump(&window);
    assert_eq!(after.entry, Some("event-paid".into()));
    assert_eq!(after.mapping.get("orderId"), before.get("orderId"));
    assert!(!after.mapping.contains_key("total"), "a payment has no such field");
    assert!(!is_shown(&window, "now begins with the event"), "the person has just chosen it");
}
