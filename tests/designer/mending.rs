//! Remedies: seen before they are applied, and all safe ones at once.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Key, Modifiers, pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::example::steps;
use waymark::check::{Sketch, rule};
use waymark::designer::actions::Action;
use waymark::designer::requests::Request;
use waymark::edit::Edit;
use waymark::journey::{Duration, Journey, JourneyId};

use crate::window::{Window, ask, click, is_shown, over, press, run, settle};

fn flagged(id: &str) -> Sketch {
    (rule(id).expect("a rule").flagged)()
}

/// Rests the pointer on a button.
#[track_caller]
fn rest_on(window: &mut Window, label: &str) {
    let found = window.query_all_by_label_contains(label).next();
    let at = found.unwrap_or_else(|| panic!("nothing is labelled {label:?}")).rect().center();
    window.hover_at(at);
    settle(window);
}

#[test]
fn a_remedy_is_seen_on_the_canvas_before_it_is_applied() {
    let mut window = over(flagged("actions-in-parallel").workspace);
    run(&mut window, Action::Problems);
    let before = window.state().session().revision();
    let remedy = window.state().session().findings().find(|found| found.rule == "actions-in-parallel");
    let remedy = remedy.and_then(|found| found.remedies.first()).expect("a remedy").title.clone();
    assert!(!is_shown(&window, "Preview:"));
    rest_on(&mut window, &remedy);
    assert!(is_shown(&window, &format!("Preview: {remedy}")));
    assert!(!is_shown(&window, "Nothing on the canvas changes"), "a wire comes and one goes");
    let session = window.state().session();
    assert_eq!(session.revision(), before, "nothing is changed");
    let preview = session.preview().expect("a preview");
    assert!(!preview.report.findings.iter().any(|found| found.rule == "actions-in-parallel"));
    window.hover_at(pos2(720.0, 300.0));
    settle(&mut window);
    assert!(!is_shown(&window, "Preview:") && window.state().session().preview().is_none());
    assert_eq!(window.state().session().revision(), before);
}

#[test]
fn everything_that_is_safe_is_mended_by_one_click_and_one_undo() {
    let sketch = Sketch::event()
        .then(steps::wait(Duration::Days(120)))
        .then(steps::wait(Duration::Days(200)))
        .journey(|journey| journey.properties.timeout_seconds = 90);
    let mut window = over(sketch.workspace);
    run(&mut window, Action::Problems);
    let safe = window.state().session().safe().count();
    assert!(safe >= 2, "{safe}");
    click(&mut window, Role::Button, "Mend them all");
    assert_eq!(window.state().session().safe().count(), 0);
    assert!(is_shown(&window, "Mended"));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().session().safe().count(), safe, "one step took all of it back");
}

#[test]
fn what_is_wrong_in_the_open_journey_is_listed_before_what_is_wrong_in_others() {
    let mut workspace = flagged("actions-in-parallel").workspace;
    let journey = workspace.journeys.values().next().expect("a journey").clone();
    let copy = |id: JourneyId, label: &str| {
        let mut copy = (*journey).clone();
        copy.id = id;
        copy.activities.iter_mut().for_each(|step| step.label = label.to_owned());
        copy
    };
    let both = [copy(journey.id.clone(), "Near"), copy("journey-otheraaaaaaa".into(), "Far")];
    for known in &both {
        workspace.journeys.insert(known.id.clone(), Arc::new(known.clone()));
    }
    let mut window = over(workspace);
    run(&mut window, Action::Problems);
    for (open, first) in [(&both[0].id, "Near"), (&both[1].id, "Far"), (&both[0].id, "Near")] {
        ask(&mut window, Request::OpenJourney(open.clone()));
        let rows = window.query_all_by_role(Role::ListItem);
        let mut rows: Vec<_> = rows.filter_map(|row| Some((row.rect().top(), row.accesskit_node().label()?))).collect();
        rows.retain(|(_, said)| said.starts_with("Near: ") || said.starts_with("Far: "));
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let own = rows.iter().take_while(|(_, said)| said.starts_with(first)).count();
        assert!(own > 0 && own < rows.len(), "{first}: {rows:?}");
        assert!(rows[own..].iter().all(|(_, said)| !said.starts_with(first)), "{first}: {rows:?}");
    }
}

#[test]
fn a_preview_is_of_the_document_as_it_is_and_of_no_other_journey() {
    let mut workspace = flagged("actions-in-parallel").workspace;
    let mut other = Journey::clone(workspace.journeys.values().next().expect("a journey"));
    other.id = "journey-other".into();
    other.name = "A short one".to_owned();
    other.activities.truncate(1);
    other.connections.clear();
    workspace.journeys.insert(other.id.clone(), Arc::new(other));
    let mut window = over(workspace);
    run(&mut window, Action::Problems);
    let session = window.state().session();
    let finding = session.findings().find(|found| found.rule == "actions-in-parallel").expect("a finding").clone();
    rest_on(&mut window, &finding.remedies[0].title);
    let shown = |window: &Window| window.state().session().preview().map(|preview| preview.workspace.clone());
    let first = shown(&window).expect("a preview");
    // The document changes below the resting pointer.
    let journey = finding.place.journey.clone().expect("its journey");
    let rename = Edit::SetHead {
        journey,
        name: "Renamed".to_owned(),
        description: String::new(),
        tags: Vec::new(),
        note: String::new(),
    };
    let edit = Request::Edit { name: String::new(), edits: vec![rename], gesture: None, place: finding.place };
    ask(&mut window, edit);
    let second = shown(&window).expect("the pointer still rests there");
    assert!(first != second && second.journeys.values().any(|journey| journey.name == "Renamed"));
    // A smaller journey is opened: nothing of the other one is drawn over it.
    ask(&mut window, Request::OpenJourney("journey-other".into()));
    assert!(is_shown(&window, "A short one"));
}
