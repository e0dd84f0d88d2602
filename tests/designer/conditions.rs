//! A person's first condition, in a workspace that holds nothing yet: what is offered, what it begins with, what is
//! said of what is not filled in, and what the card of a guardrail shows.

use std::path::Path;

use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::Node;
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::example::steps;
use waymark::check::{Severity, Sketch};
use waymark::designer::actions::Action;
use waymark::designer::requests::{Request, Selection};
use waymark::edit::Stencil;
use waymark::edit::new::{self, NewItem};
use waymark::journey::{Kind, Place, Port, Test};

use crate::window::{Window, ask, click_label, is_shown, over, press, settle, start, tap, write, write_into};

fn new_workspace(folder: &Path) -> Window {
    let mut window = start(folder);
    ask(&mut window, Request::Run(Action::NewWorkspace));
    window
}

fn type_in(window: &mut Window, text: &str) {
    window.get_by_role_and_label(Role::TextInput, "Search").type_text(text);
    settle(window);
}

/// What stands in the search box, and whether it has the keyboard.
fn search(window: &Window) -> Option<(String, bool)> {
    let found = window.query_all_by_role_and_label(Role::TextInput, "Search").next()?;
    Some((found.value().unwrap_or_default(), found.is_focused()))
}

/// The expression of the first path of the condition that is selected.
fn expression(window: &Window) -> String {
    let session = window.state().session();
    let step = session.journey().and_then(|journey| journey.activity(session.selection().single()?)).cloned();
    match step.expect("a step is selected").kind {
        Kind::Condition(condition) => match condition.test {
            Test::Data(paths) => paths[0].expression.0.clone(),
            other => panic!("a condition by data is selected, not {other:?}"),
        },
        other => panic!("a condition is selected, not {other:?}"),
    }
}

fn with_condition(folder: &Path) -> Window {
    let mut window = new_workspace(folder);
    ask(&mut window, Request::Add(Stencil::ReadAudience));
    ask(&mut window, Request::Add(Stencil::DataCondition));
    window
}

#[test]
fn the_persons_own_fields_come_before_what_only_machines_ask_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_condition(folder.path());
    click_label(&mut window, "Add a condition…");
    let top = |label: &str| window.get_by_label(label).rect().top();
    assert!(top("Profile: what is known about the person") < top("First name"));
    assert!(top("Email address") < top("Technical"));
    assert!(top("Technical") < top("journeyUID"));
}

#[test]
fn a_search_box_opens_empty_and_takes_the_first_by_enter() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_condition(folder.path());
    click_label(&mut window, "Add a condition…");
    assert_eq!(search(&window), Some((String::new(), true)), "empty, and with the keyboard");
    type_in(&mut window, "zzz");
    assert!(is_shown(&window, "Nothing found for “zzz”. Try fewer letters."), "what to do next is said");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(search(&window), None, "Escape closes the list");
    click_label(&mut window, "Add a condition…");
    assert_eq!(search(&window), Some((String::new(), true)), "nothing is left of the search before");
    type_in(&mut window, "name");
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(search(&window), None);
    assert_eq!(expression(&window), "#{ExperiencePlatform.ProfileFieldGroup.person.name.lastName} == null");
}

/// What is red at the step that is selected.
fn errors(window: &Window) -> Vec<String> {
    let session = window.state().session();
    let here = session.selection().single().cloned();
    let wrong = session.problems().filter(|found| found.place.activity == here && found.severity == Severity::Error);
    wrong.map(|found| found.message.clone()).collect()
}

/// Whether the control of this name has the keyboard.
fn is_focused(window: &Window, label: &str) -> bool {
    window.query_all_by_label(label).any(|node| node.is_focused())
}

const VALUE: &str = "Value of Row 1 of Who takes this path";
const COMPARISON: &str = "Comparison of Row 1 of Who takes this path";

#[test]
fn a_new_condition_asks_for_its_value_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_condition(folder.path());
    click_label(&mut window, "Add a condition…");
    click_label(&mut window, "First name");
    assert_eq!(window.get_by_label(COMPARISON).value().as_deref(), Some("is"));
    assert!(is_focused(&window, VALUE), "the value is typed without another click");
    assert_eq!(errors(&window), Vec::<String>::new(), "nobody has left it yet");
    assert!(is_shown(&window, "1 thing to fill in"));
    assert!(is_shown(&window, "Fill in a value for 'First name'"));
    window.get_by_label(VALUE).type_text("Kim");
    settle(&mut window);
    assert_eq!(expression(&window), "#{ExperiencePlatform.ProfileFieldGroup.person.name.firstName} == \"Kim\"");
    assert!(!is_shown(&window, "thing to fill in"));
    click_label(&mut window, COMPARISON);
    click_label(&mut window, "has a value");
    assert!(expression(&window).ends_with(" is not null"), "{}", expression(&window));
    click_label(&mut window, COMPARISON);
    click_label(&mut window, "contains");
    assert!(is_focused(&window, VALUE));
    assert!(is_shown(&window, "1 thing to fill in"));
}

/// A condition over an order, as some file says it: the amount is compared with a text, and another row is sound.
fn mistyped() -> Window {
    let text = "@event{OrderPlaced.total} > \"100\" and @event{OrderPlaced.orderId} is not null";
    let sketch = Sketch::event().then(steps::data(&[text])).by(Port::Branch(steps::path(0))).then(steps::update());
    let journey = sketch.workspace.journeys.values().next().expect("a journey");
    let condition = journey.activities.iter().find(|step| matches!(step.kind, Kind::Condition(_)));
    let condition = condition.expect("the condition").id.clone();
    let mut window = over(sketch.workspace);
    ask(&mut window, Request::Select(Selection::activity(&condition)));
    window
}

#[test]
fn enter_in_a_box_writes_what_is_shown_in_the_type_of_its_field() {
    let mut window = mistyped();
    assert_eq!(errors(&window).len(), 1, "{:?}", errors(&window));
    assert_eq!(window.get_by_label(VALUE).value().as_deref(), Some("100"));
    window.get_by_label(VALUE).focus();
    settle(&mut window);
    assert!(expression(&window).contains("\"100\""), "to look at it changes nothing");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(expression(&window).starts_with("@event{OrderPlaced.total} > 100.0 and"), "{}", expression(&window));
    assert_eq!(errors(&window), Vec::<String>::new());
}

#[test]
fn the_same_value_typed_anew_is_written_in_the_type_of_its_field() {
    let mut window = mistyped();
    write(&mut window, VALUE, "100");
    assert!(expression(&window).starts_with("@event{OrderPlaced.total} > 100.0 and"), "{}", expression(&window));
}

#[test]
fn after_the_formula_the_keys_go_to_the_field_that_is_clicked() {
    let mut window = mistyped();
    let here = window.state().session().selection().clone();
    for way in ["As a formula", "By choosing"] {
        let radio = window
            .query_all_by_role(Role::RadioButton)
            .find(|one| one.accesskit_node().label().is_some_and(|label| label.ends_with(way)));
        radio.unwrap_or_else(|| panic!("{way}")).click();
        settle(&mut window);
    }
    tap(&mut window, Role::TextInput, VALUE);
    assert!(is_focused(&window, VALUE));
    press(&mut window, Modifiers::COMMAND, Key::A);
    assert_eq!(*window.state().session().selection(), here, "not all steps");
    window.get_by_label(VALUE).type_text("250");
    settle(&mut window);
    assert!(expression(&window).contains("> 250.0"), "{}", expression(&window));
}

#[test]
fn an_emptied_box_is_only_still_to_be_filled_in() {
    let mut window = mistyped();
    window.get_by_label(VALUE).focus();
    settle(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::A);
    press(&mut window, Modifiers::NONE, Key::Backspace);
    assert!(expression(&window).starts_with("@event{OrderPlaced.total} > null"), "{}", expression(&window));
    assert_eq!(errors(&window), Vec::<String>::new());
    assert!(is_shown(&window, "Fill in a value for 'Total'"));
    click_label(&mut window, COMPARISON);
    click_label(&mut window, "is");
    assert!(!is_shown(&window, "Ask whether it has no value"), "who begins wants to fill it in");
}

#[test]
fn an_empty_value_is_grey_until_the_step_is_left_and_leads_to_its_box() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_condition(folder.path());
    let here = window.state().session().selection().single().cloned().expect("the condition");
    for title in ["First name", "Last name"] {
        click_label(&mut window, "Add a condition…");
        click_label(&mut window, title);
    }
    window.get_by_label("Value of Row 2 of Who takes this path").type_text("Sample");
    settle(&mut window);
    let journey = window.state().session().journey().cloned().expect("a journey");
    let other = journey.activities.iter().map(|step| step.id.clone()).find(|id| *id != here).expect("the entry");
    ask(&mut window, Request::Select(Selection::activity(&other)));
    ask(&mut window, Request::Select(Selection::activity(&here)));
    assert_eq!(errors(&window).len(), 1, "it was left: {:?}", errors(&window));
    let session = window.state().session();
    let place =
        session.problems().find(|found| found.message.contains("'First name'")).map(|found| found.place.clone());
    ask(&mut window, Request::GoTo(place.expect("it is said")));
    assert!(is_focused(&window, VALUE), "the empty box, not the filled one below it");
    window.get_by_label(VALUE).type_text("Kim");
    settle(&mut window);
    assert_eq!(errors(&window), Vec::<String>::new());
    // What becomes empty again in an old step is grey again, and red once it is left.
    click_label(&mut window, "Add a condition…");
    click_label(&mut window, "Email address");
    assert_eq!(errors(&window), Vec::<String>::new());
    let to_do = |window: &Window| window.state().session().to_dos().any(|found| found.message.contains("'Email"));
    assert!(to_do(&window));
    ask(&mut window, Request::Select(Selection::activity(&other)));
    assert!(!to_do(&window));
}

#[test]
fn a_new_condition_asks_one_question_and_says_what_happens_to_everyone_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_condition(folder.path());
    let session = window.state().session();
    let step = session.journey().and_then(|journey| journey.activity(session.selection().single()?));
    assert_eq!(step.map(|step| step.kind.ports().len()), Some(2), "one path, and the one of everyone else");
    assert!(is_shown(&window, "They go on along the path"));
    click_label(&mut window, "Everyone who fits no path: Leave the journey");
    assert!(is_shown(&window, "For them the journey ends at this step."));
}

#[test]
fn what_is_not_filled_in_is_said_and_leads_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = new_workspace(folder.path());
    ask(&mut window, Request::Add(Stencil::Event));
    let event = window.state().session().selection().single().cloned().expect("the event is selected");
    assert!(is_shown(&window, "1 thing to fill in"));
    assert!(!is_shown(&window, "No problems"), "green would say that all is done");
    ask(&mut window, Request::Select(Selection::default()));
    click_label(&mut window, "1 thing to fill in");
    assert_eq!(window.state().session().selection().single(), Some(&event));
    let focused = window.query_all_by_role_and_label(Role::ComboBox, "Event").any(|node| node.is_focused());
    assert!(focused, "the field that is empty has the keyboard");
}

#[test]
fn a_run_says_what_is_not_filled_in() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = new_workspace(folder.path());
    let edits = new::item(window.state().session().workspace(), NewItem::Audience);
    ask(&mut window, Request::Edit { name: String::new(), edits, gesture: None, place: Place::default() });
    ask(&mut window, Request::Add(Stencil::AudienceQualification));
    ask(&mut window, Request::Add(Stencil::DataCondition));
    ask(&mut window, Request::Run(Action::TestRun));
    let trace = window.state().session().rehearsal().trace().cloned().expect("a run");
    let said = trace.runs.iter().flat_map(|run| &run.steps).filter_map(|step| step.because.clone());
    let said: Vec<String> = said.collect();
    assert!(said.iter().any(|because| because.contains("who takes Path 1 is not filled in yet")), "{said:?}");
}

#[test]
fn the_card_of_a_guardrail_says_what_is_wrong_and_what_differs() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = new_workspace(folder.path());
    for rule in waymark::check::rules() {
        let (flagged, passing) = ((rule.flagged)(), (rule.passing)());
        let said = waymark::designer::panels::drawer::differences(&flagged, &passing);
        assert!(!said.is_empty(), "{}: the examples differ in nothing that is said", rule.id);
        assert!(said.iter().all(|what| !what.starts_with(':')), "{}: {said:?}", rule.id);
        // Long values are cut: what is left of them must differ still.
        let is_seen =
            |what: &String| what.split_once(" → ").is_none_or(|(from, to)| !from.ends_with(&format!(": {to}")));
        assert!(said.iter().any(is_seen), "{}: both sides read the same: {said:?}", rule.id);
    }
    ask(&mut window, Request::Explain("wait-max-duration"));
    assert!(is_shown(&window, "The difference: "));
    assert!(is_shown(&window, "Adobe Journey Optimizer: an error"));
}

#[test]
fn a_condition_that_cannot_be_read_says_so_and_not_that_it_is_too_much() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = with_condition(folder.path());
    let way = |window: &mut Window, way: &str| {
        let radio = window
            .query_all_by_role(Role::RadioButton)
            .find(|one| one.accesskit_node().label().is_some_and(|label| label.ends_with(way)));
        radio.unwrap_or_else(|| panic!("{way}")).click();
        settle(window);
    };
    way(&mut window, "As a formula");
    let field = |window: &Window| {
        let texts = window.query_all_by_role(Role::MultilineTextInput);
        let labels: Vec<String> = texts.filter_map(|text| text.accesskit_node().label()).collect();
        labels.into_iter().find(|label| label.starts_with("Who takes this path")).expect("the formula")
    };
    let label = field(&window);
    write_into(&mut window, Role::MultilineTextInput, &label, "loyalty is over 9000 and && foo(");
    way(&mut window, "By choosing");
    assert!(is_shown(&window, "This cannot be read as a condition."));
    assert!(!is_shown(&window, "more than the builder can show"));
    assert_eq!(lit(&window), "As a formula", "the switch says what is shown");
}

/// Which of the two ways to edit a condition is lit.
fn lit(window: &Window) -> String {
    let is_lit = |way: &Node<'_>| way.accesskit_node().toggled() == Some(Toggled::True);
    let ways = window.query_all_by_role(Role::RadioButton).filter(is_lit);
    let mut names = ways.filter_map(|way| way.accesskit_node().label());
    let way = names.find_map(|name| name.strip_prefix("How to edit Who takes this path: ").map(str::to_owned));
    way.expect("a way to edit is lit")
}

#[test]
fn whoever_writes_what_can_be_chosen_in_the_end_is_not_interrupted() {
    let asked = |text: &str| {
        let sketch = Sketch::event().then(steps::data(&[text])).by(Port::Branch(steps::path(0))).then(steps::update());
        let mut window = over(sketch.workspace);
        ask(&mut window, Request::Select(Selection::activity(&"condition-2".into())));
        window
    };
    assert_eq!(lit(&asked("@event{OrderPlaced.total} > 10.0")), "By choosing");
    let more = "@event{OrderPlaced.total} * 2.0 > 10.0";
    let mut window = asked(more);
    assert_eq!(lit(&window), "As a formula");
    assert!(is_shown(&window, "This condition is more than the builder can show"));
    let texts = window.query_all_by_role(Role::MultilineTextInput);
    let labels: Vec<String> = texts.filter_map(|text| text.accesskit_node().label()).collect();
    let label = labels.into_iter().find(|label| label.starts_with("Who takes this path")).expect("the formula");
    write_into(&mut window, Role::MultilineTextInput, &label, "@event{OrderPlaced.total} > 20.0");
    assert_eq!(lit(&window), "As a formula", "the box stays while somebody writes in it");
    assert!(expression(&window).ends_with("> 20.0"));
}
