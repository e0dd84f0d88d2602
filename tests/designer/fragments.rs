//! Fragments in the window: kept from a selection, activated in the inventory, put into another journey.

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::actions::Action;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::{Fragment, FragmentStatus, ItemRef};

use crate::window::{Window, ask, click, is_shown, run, settle, start, write};

fn fragments(window: &Window) -> &[Fragment] {
    &window.state().session().workspace().inventory.fragments
}

/// The sample whose cart was left, with some of its steps selected.
fn selected(folder: &std::path::Path, steps: &[&str]) -> Window {
    let mut window = start(folder);
    window.get_by_label("Cart abandonment").click();
    settle(&mut window);
    let activities = steps.iter().map(|id| (*id).into()).collect();
    ask(&mut window, Request::Select(Selection { activities, connections: Vec::new() }));
    window
}

/// Clicks what may lie below the edge of its list.
fn reach(window: &mut Window, label: &str) {
    window.get_by_role_and_label(Role::Button, label).scroll_to_me();
    settle(window);
    click(window, Role::Button, label);
}

fn steps(window: &Window) -> usize {
    window.state().session().journey().expect("a journey").activities.len()
}

#[test]
fn steps_are_kept_as_a_fragment_activated_and_put_into_a_journey_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = selected(folder.path(), &["email-rem6", "reaction-clk7"]);
    run(&mut window, Action::KeepFragment);
    let keep = |window: &Window| window.get_by_role_and_label(Role::Button, "Keep").accesskit_node().is_disabled();
    assert!(keep(&window), "it has no name yet");
    write(&mut window, "Name", "Ask how it was");
    assert!(keep(&window) && is_shown(&window, "Two fragments are called"), "the name is taken");
    write(&mut window, "Name", "Remind by email");
    click(&mut window, Role::Button, "Keep");
    let kept = fragments(&window).iter().find(|known| known.name == "Remind by email").expect("it is kept").clone();
    assert_eq!((kept.status, kept.activities.len()), (FragmentStatus::Draft, 2));
    assert!(window.query_by_role_and_label(Role::Button, "Remind by email").is_none(), "a draft is not offered");

    ask(&mut window, Request::OpenItem(ItemRef::Fragment(kept.id.clone())));
    assert!(is_shown(&window, "It can be changed and deleted"));
    click(&mut window, Role::RadioButton, "Status: Active");
    assert_eq!(fragments(&window).iter().find(|known| known.id == kept.id).unwrap().status, FragmentStatus::Active);
    let delete = window.get_by_role_and_label(Role::Button, "Delete");
    assert!(delete.accesskit_node().is_disabled(), "only a draft is deleted");

    ask(&mut window, Request::CloseItem);
    let before = steps(&window);
    ask(&mut window, Request::Select(Selection::activity(&"email-vch9".into())));
    reach(&mut window, "Remind by email");
    assert_eq!(steps(&window), before + 2);
    let journey = window.state().session().journey().expect("a journey").clone();
    assert!(journey.leaving(&"email-vch9".into(), &waymark::journey::Port::Next).next().is_some(), "it hangs there");
    assert_eq!(window.state().session().selection().activities.len(), 2, "the copy is selected");
    run(&mut window, Action::Undo);
    assert_eq!(steps(&window), before, "one step");
}

#[test]
fn what_a_guardrail_refuses_is_said_before_the_fragment_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = selected(folder.path(), &["email-vch9", "push-gd5a"]);
    run(&mut window, Action::KeepFragment);
    write(&mut window, "Name", "Two ends");
    assert!(is_shown(&window, "begins with 2 steps"));
    assert!(window.get_by_role_and_label(Role::Button, "Keep").accesskit_node().is_disabled());
    click(&mut window, Role::Button, "Cancel");
    assert!(!is_shown(&window, "begins with 2 steps"));
}

#[test]
fn a_draft_is_replaced_by_what_is_selected() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = selected(folder.path(), &["email-vch9"]);
    run(&mut window, Action::KeepFragment);
    write(&mut window, "Name", "A voucher");
    click(&mut window, Role::Button, "Keep");
    ask(
        &mut window,
        Request::Select(Selection {
            activities: vec!["email-rem6".into(), "reaction-clk7".into()],
            connections: Vec::new(),
        }),
    );
    run(&mut window, Action::KeepFragment);
    click(&mut window, Role::RadioButton, "In place of “A voucher”");
    click(&mut window, Role::Button, "Keep");
    let known: Vec<_> = fragments(&window).iter().filter(|known| known.name == "A voucher").collect();
    assert_eq!(known.len(), 1);
    assert_eq!(known[0].activities.len(), 2);
}

#[test]
fn the_list_of_next_steps_offers_fragments_and_an_empty_canvas_only_those_that_people_enter_by() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = selected(folder.path(), &["email-vch9"]);
    let before = steps(&window);
    run(&mut window, Action::AddStep);
    window.get_by_role_and_label(Role::MenuItem, "Ask how it was").scroll_to_me();
    settle(&mut window);
    click(&mut window, Role::MenuItem, "Ask how it was");
    assert_eq!(steps(&window), before + 3);
    run(&mut window, Action::NewJourney);
    let line = window.get_by_role_and_label(Role::Button, "Ask how it was");
    assert!(line.accesskit_node().is_disabled(), "nobody comes in by a wait");
}
