//! Coverage in the window: every branch with its proof, painted on the canvas, and the test people that are opened as a
//! test run or kept as scenarios.

use std::path::Path;

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::actions::Action;
use waymark::designer::requests::Request;
use waymark::edit::Edit;
use waymark::journey::{Kind, Place, Workspace, files};
use waymark::simulate::cover::Covered;

use crate::window::{Window, ask, click, finish, is_shown, over, run};

fn samples() -> Workspace {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    files::open(&folder).expect("the samples").workspace
}

/// The samples, and which of them is that of the abandoned cart.
pub fn cart() -> (Workspace, waymark::journey::JourneyId) {
    let workspace = samples();
    let journey = workspace.journeys.values().find(|it| it.name == "Cart abandonment").expect("it").id.clone();
    (workspace, journey)
}

/// Decides every branch of the abandoned cart.
fn decided() -> Window {
    let (workspace, journey) = cart();
    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(journey));
    run(&mut window, Action::Coverage);
    let behind = |window: &Window| window.get_by_role_and_label(Role::Tab, "Volume").rect();
    let before = behind(&window);
    click(&mut window, Role::Button, "Decide every branch");
    decide(&mut window);
    assert_eq!(behind(&window), before, "what is decided moves no tab");
    window
}

/// Draws until every branch is decided.
fn decide(window: &mut Window) {
    finish(window, |session| session.covering().study().progress().is_some());
}

fn labels(window: &Window, role: Role) -> Vec<String> {
    window.query_all_by_role(role).filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn every_branch_is_listed_with_its_proof_and_the_test_people_become_scenarios_in_one_step() {
    let mut window = decided();
    let session = window.state().session();
    let journey = session.journey().expect("a journey").id.clone();
    let coverage = session.covering().found(&journey).expect("a coverage").coverage.clone();
    let covered = coverage.count(Covered::Covered);
    assert!(covered > 0 && is_shown(&window, &format!("{covered} of {} branches covered", coverage.branches.len())));
    assert!(is_shown(&window, &format!("{covered}/{}", coverage.branches.len())), "the tab counts them");
    let rows = labels(&window, Role::Button);
    assert!(rows.iter().any(|row| row.starts_with("Is it worth a text? → ")), "{rows:?}");

    let before = session.workspace().scenarios.len();
    click(&mut window, Role::Button, "Save as scenarios");
    let workspace = window.state().session().workspace();
    assert_eq!(workspace.scenarios.len(), before + coverage.scenarios.len());
    for made in &coverage.scenarios {
        let kept = workspace.scenarios.values().find(|it| it.journey == journey && it.name == made.name);
        let kept = kept.expect("it was kept");
        assert!(workspace.inventory.profiles.iter().any(|profile| kept.profiles == [profile.id.clone()]));
    }
    run(&mut window, Action::Undo);
    assert_eq!(window.state().session().workspace().scenarios.len(), before, "one step takes all of it back");
}

#[test]
fn the_way_of_a_test_person_opens_as_a_test_run() {
    let mut window = decided();
    let found = |window: &Window| {
        let session = window.state().session();
        let journey = session.journey().expect("a journey").id.clone();
        session.covering().found(&journey).expect("a coverage").coverage.scenarios[0].clone()
    };
    let first = found(&window);
    click(&mut window, Role::Link, &format!("Open as test run: {}", first.name));
    let rehearsal = window.state().session().rehearsal();
    let trace = rehearsal.trace().expect("it ran");
    assert_eq!(trace.runs[0].profile, first.profile.id);
    let way: Vec<_> = first.path.iter().map(|hop| hop.activity.clone()).collect();
    let went: Vec<_> = trace.runs[0].steps.iter().map(|step| step.activity.clone()).collect();
    assert!(way.iter().all(|step| went.contains(step)), "{way:?} {went:?}");
    assert!(window.state().session().trail().is_some(), "its path is on the canvas");
}

#[test]
fn what_was_decided_says_when_the_journey_has_changed_since() {
    let mut window = decided();
    assert!(!is_shown(&window, "Of an earlier version"));
    let journey = window.state().session().journey().expect("a journey").clone();
    let mut wait = journey.activities.iter().find(|it| matches!(it.kind, Kind::Wait(_))).expect("a wait").clone();
    wait.kind = Kind::Wait(waymark::journey::Wait::Duration(waymark::journey::Duration::Hours(9)));
    let edits = vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(wait) }];
    let request = Request::Edit { name: "Wait".to_owned(), edits, gesture: None, place: Place::default() };
    ask(&mut window, request);
    assert!(is_shown(&window, "Of an earlier version"));
    click(&mut window, Role::Button, "Decide again");
    decide(&mut window);
    assert!(!is_shown(&window, "Of an earlier version"));
}

#[test]
fn the_tabs_of_a_folded_drawer_bring_it_up_again() {
    let (workspace, journey) = cart();
    let mut window = over(workspace);
    ask(&mut window, Request::OpenJourney(journey));
    run(&mut window, Action::ToggleDrawer);
    assert!(!window.state().settings().drawer);
    click(&mut window, Role::Tab, "Coverage");
    assert!(window.state().settings().drawer && is_shown(&window, "Decide every branch"));
}
