//! Remedies: seen before they are applied, and all safe ones at once.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Rect, pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::example::steps;
use waymark::check::{Checker, Sketch, rule};
use waymark::designer::actions::Action;
use waymark::designer::requests::Request;
use waymark::edit::Edit;
use waymark::journey::{
    ActionCall, Activity, Condition, Duration, ItemRef, Journey, JourneyId, Kind, Place, Platform, Test, Workspace,
};

use crate::window::{Window, ask, click, click_label, is_shown, over, press, run, settle};

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

/// Two waits that are too long, in the list of problems.
fn two_long_waits() -> Window {
    let wait = || steps::wait(Duration::Days(120));
    let mut window = over(Sketch::event().then(wait()).then(wait()).then(steps::update()).workspace);
    run(&mut window, Action::Problems);
    window
}

#[test]
fn a_second_click_where_something_was_mended_mends_nothing_else() {
    let mut window = two_long_waits();
    let count =
        |window: &Window| window.state().session().findings().filter(|found| found.rule == "wait-max-duration").count();
    assert_eq!(count(&window), 2);
    let at = window.query_all_by_label("Wait 90 days").next().expect("a remedy").rect().center();
    let click_there = |window: &mut Window| {
        window.hover_at(at);
        settle(window);
        for pressed in [true, false] {
            let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
            window.input_mut().events.push(Event::PointerButton { pos: at, button, pressed, modifiers });
        }
        settle(window);
    };
    click_there(&mut window);
    assert_eq!(count(&window), 1);
    assert!(is_shown(&window, "Wait 2: Mended: Wait 90 days"), "its row stays");
    for _ in 0..3 {
        click_there(&mut window);
        assert_eq!(count(&window), 1, "the other one is as it was");
    }
    window.hover_at(pos2(720.0, 300.0));
    settle(&mut window);
    assert!(!is_shown(&window, "Wait 2: Mended: Wait 90 days"), "once the pointer leaves, the list closes up");
    click_there(&mut window);
    assert_eq!(count(&window), 0, "whoever comes back mends the next");
}

#[test]
fn the_best_remedy_comes_first_and_why_last_as_at_the_field() {
    let window = two_long_waits();
    let left = |label: &str| window.query_all_by_label(label).next().expect("it is there").rect().left();
    assert!(left("Wait 90 days") < left("Wait 120 hours"), "the first remedy of the finding is the first to be read");
    assert!(left("Wait 120 hours") < left("Why?"));
}

#[test]
fn a_long_name_is_read_whole_where_the_list_has_room() {
    let name = "How long until we ask them again";
    let sketch = Sketch::event().then(steps::wait(Duration::Days(120))).with(|step| step.label = name.to_owned());
    let mut window = over(sketch.then(steps::update()).workspace);
    run(&mut window, Action::Problems);
    let names = window.query_all_by_role_and_label(Role::Label, name);
    let wide = names.map(|name| name.rect().width()).fold(0.0, f32::max);
    assert!(wide > 200.0, "{wide}");
}

#[test]
fn everything_that_is_safe_is_mended_by_one_click_and_one_undo() {
    let sketch = flagged("custom-action-header-rfc7230").inventory(|inventory| {
        let broken = inventory.actions.iter().find_map(|action| action.headers.first().cloned()).expect("a header");
        inventory.actions.iter_mut().for_each(|action| action.headers = vec![broken.clone()]);
    });
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
fn a_remedy_says_in_words_what_it_would_write() {
    let mut window = over(Sketch::event().then(steps::wait(Duration::Days(120))).then(steps::update()).workspace);
    run(&mut window, Action::Problems);
    let finding = window.state().session().findings().find(|found| found.rule == "wait-max-duration").cloned();
    let remedy = finding.expect("a finding").remedies.first().expect("a remedy").title.clone();
    rest_on(&mut window, &remedy);
    assert!(is_shown(&window, "This would change:"), "{remedy}");
    assert!(is_shown(&window, "120 days → 90 days"), "{remedy}");
}

#[test]
fn shares_are_said_in_percent_and_whose_they_are() {
    let sketch = Sketch::event().then(steps::split(&[5000, 3000])).then(steps::update());
    let before = sketch.workspace;
    let mut after = before.clone();
    let journey = after.journeys.values_mut().next().map(Arc::make_mut).expect("a journey");
    for step in &mut journey.activities {
        if let Kind::Condition(Condition { test: Test::Split(paths), .. }) = &mut step.kind {
            paths[1].share = 5000;
        }
    }
    let said = waymark::designer::differs::changes(&before, &after);
    assert_eq!(said, ["Group 2, Share: 30 % → 50 %"]);
}

#[test]
fn what_is_said_of_one_object_at_several_steps_is_one_row() {
    let mut window = over(flagged("aq-composition-audience").then(steps::qualification()).workspace);
    run(&mut window, Action::Problems);
    let session = window.state().session();
    let found: Vec<_> = session.problems().filter(|found| found.rule == "aq-composition-audience").cloned().collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].message, found[1].message);
    let rows = |window: &Window| {
        let said = |row: &str| row.ends_with(&found[0].message);
        let rows = window.query_all_by_role(Role::ListItem);
        rows.filter(|row| row.accesskit_node().label().is_some_and(|label| said(&label))).count()
    };
    assert_eq!(rows(&window), 1);
    click_label(&mut window, "List the 2 steps");
    assert_eq!(rows(&window), 3, "the row and its two steps");
    click_label(&mut window, "List the 2 steps no longer");
    assert_eq!(rows(&window), 1);
}

#[test]
fn a_problem_of_an_object_says_which_journeys_use_it() {
    let mut workspace = flagged("custom-action-header-rfc7230").workspace;
    run_in(&mut workspace, "Order journey");
    let mut window = over(workspace);
    run(&mut window, Action::Problems);
    assert!(is_shown(&window, "used by Order journey"));
    let journey = window.state().session().journey().expect("a journey").clone();
    let edits = vec![Edit::SetHead {
        journey: journey.id.clone(),
        name: "Orders of those who come in winter".to_owned(),
        description: String::new(),
        tags: Vec::new(),
        note: String::new(),
    }];
    let place = Place::journey(&journey.id);
    ask(&mut window, Request::Edit { name: String::new(), edits, gesture: None, place });
    let label = "used by Orders of those who come in winter";
    let wide = window.query_all_by_label(label).map(|label| label.rect().width()).fold(0.0, f32::max);
    assert!(wide > 220.0, "it is read whole where the list has room: {wide}");
}

/// Makes the first journey call every action of the inventory.
fn run_in(workspace: &mut Workspace, name: &str) {
    let actions: Vec<_> = workspace.inventory.actions.iter().map(|action| action.id.clone()).collect();
    let journey = workspace.journeys.values_mut().next().map(Arc::make_mut).expect("a journey");
    assert_eq!(journey.name, name);
    for (index, action) in actions.into_iter().enumerate() {
        let call = ActionCall { action: Some(action), ..ActionCall::default() };
        let kind = Kind::CustomAction(call);
        journey.activities.push(Activity {
            id: format!("action-z{index}").as_str().into(),
            kind,
            ..Activity::default()
        });
    }
}

#[test]
fn the_card_of_what_was_mended_closes() {
    let mut window = over(Sketch::event().then(steps::wait(Duration::Days(120))).then(steps::update()).workspace);
    ask(&mut window, Request::Explain("wait-max-duration"));
    assert!(is_shown(&window, "Close the card"));
    let finding = window.state().session().findings().find(|found| found.rule == "wait-max-duration").cloned();
    let finding = finding.expect("a finding");
    let edits = finding.remedies[0].edits.clone();
    ask(&mut window, Request::Edit { name: String::new(), edits, gesture: None, place: finding.place });
    assert!(!is_shown(&window, "Close the card"));
    ask(&mut window, Request::Explain("wait-max-duration"));
    assert!(is_shown(&window, "Close the card"), "who looks a guardrail up that holds may read on");
}

#[test]
fn remarks_are_counted_where_nothing_is_wrong() {
    let only_remarks = |sketch: &Sketch| {
        let report = Checker::new().check(&sketch.workspace, Platform::Ajo, Sketch::now());
        report.errors() + report.warnings() == 0 && report.infos() == 2 && report.findings.iter().all(|it| !it.to_do)
    };
    let sketch = waymark::check::rules().iter().map(|rule| (rule.flagged)()).find(only_remarks).expect("an example");
    let mut window = over(sketch.workspace);
    run(&mut window, Action::Problems);
    assert!(is_shown(&window, "No problems, 2 remarks"));
}

#[test]
fn whoever_goes_to_a_problem_sees_every_line_of_which_it_speaks() {
    let mut window = over(flagged("actions-in-parallel").workspace);
    let finding = window.state().session().findings().find(|found| found.rule == "actions-in-parallel").cloned();
    let finding = finding.expect("a finding");
    let lines: Vec<_> = finding.remedies.iter().flat_map(|remedy| &remedy.edits).collect();
    let session = window.state().session();
    let journey = session.journey().cloned().expect("a journey");
    let ends: Vec<String> = journey
        .connections
        .iter()
        .filter(|wire| {
            lines.iter().any(|edit| matches!(edit, Edit::Disconnect { connection, .. } if *connection == wire.id))
        })
        .flat_map(|wire| [&wire.from, &wire.to])
        .map(|id| session.activity_name(&journey.id, id).expect("a step"))
        .collect();
    assert!(ends.len() >= 2, "{ends:?}");
    for _ in 0..5 {
        run(&mut window, Action::ZoomIn);
    }
    let seen = |window: &Window, end: &str| {
        // Above the list, whose rows say the names too.
        let canvas = Rect::from_min_max(pos2(208.0, 48.0), pos2(1128.0, 540.0));
        window.query_all_by_label_contains(end).any(|node| canvas.contains_rect(node.rect()))
    };
    assert!(!ends.iter().all(|end| seen(&window, end)), "they are beyond the edge");
    ask(&mut window, Request::GoTo(finding.place));
    for end in &ends {
        assert!(seen(&window, end), "{end}");
    }
}

#[test]
fn what_is_said_while_a_number_is_typed_covers_no_finding() {
    let mut window = over(flagged("read-audience-rate-range").workspace);
    let found = window.state().session().findings().find(|found| found.rule == "read-audience-rate-range").cloned();
    let found = found.expect("a finding");
    ask(&mut window, Request::GoTo(found.place));
    assert!(!is_shown(&window, "From 500 to 20,000"), "the finding says it");
    window.query_all_by_role(Role::TextInput).find(|field| field.is_focused()).expect("its field").type_text("x");
    settle(&mut window);
    let said = window.query_all_by_label_contains("not a whole number").next().expect("it is said").rect();
    let sentences = window.query_all_by_label(&found.message);
    let sentence =
        sentences.max_by(|a, b| a.rect().left().total_cmp(&b.rect().left())).expect("it stands at the field");
    assert!(said.top() >= sentence.rect().bottom(), "{said:?} {:?}", sentence.rect());
}

#[test]
fn where_an_object_is_used_is_listed_under_the_pointer() {
    let mut window = over(Sketch::event().then(steps::update()).workspace);
    ask(&mut window, Request::OpenItem(ItemRef::Event("event-order".into())));
    assert!(!is_shown(&window, "Order journey · "));
    rest_on(&mut window, "Used in ");
    assert!(is_shown(&window, "Order journey · Event"));
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

/// Six actions with the same fault.
fn six_faults() -> Workspace {
    let sketch = flagged("custom-action-header-rfc7230").inventory(|inventory| {
        let broken = inventory.actions.iter().find(|action| !action.headers.is_empty()).cloned().expect("a header");
        let more = 6 - inventory.actions.iter().filter(|action| action.headers == broken.headers).count();
        for number in 0..more {
            let mut copy = broken.clone();
            (copy.id, copy.name) = (format!("action-cpy{}", number + 2).as_str().into(), format!("Copy{number}"));
            inventory.actions.push(copy);
        }
    });
    sketch.workspace
}

#[test]
fn a_guardrail_that_is_broken_in_many_places_is_one_line_with_one_button() {
    let mut window = over(six_faults());
    run(&mut window, Action::Problems);
    let rule = rule("custom-action-header-rfc7230").expect("a rule");
    let found = |window: &Window| window.state().session().problems().filter(|found| found.rule == rule.id).count();
    assert_eq!(found(&window), 6);
    let said = |window: &Window, text: &str| {
        let rows = window.query_all_by_role(Role::ListItem).filter_map(|row| row.accesskit_node().label());
        rows.filter(|said| said.contains(text)).count()
    };
    let folded = said(&window, "Copy");
    assert_eq!((said(&window, "And 5 more problems of this kind."), folded < 2), (1, true));
    click_label(&mut window, "List the 6 places");
    assert!(said(&window, "Copy") >= folded + 4, "each says what is wrong with it");
    click_label(&mut window, "List the 6 places no longer");
    assert_eq!(said(&window, "Copy"), folded);
    let all = window
        .query_all_by_role(Role::Button)
        .find(|button| button.accesskit_node().label().is_some_and(|label| label.contains("all 6")));
    all.expect("one button for all of them").click();
    settle(&mut window);
    assert_eq!(found(&window), 0);
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(found(&window), 6, "one step took all of it back");
}

#[test]
fn the_inventory_shows_where_something_is_wrong_with_an_object() {
    let mut window = over(six_faults());
    run(&mut window, Action::Inventory);
    click_label(&mut window, "Actions, Error");
    assert!(window.query_all_by_label("Copy0, Error").next().is_some());
    assert!(window.query_all_by_label("Events, Error").next().is_none());
}
