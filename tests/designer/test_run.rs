//! The test run prepared in the window: what happens and when, what other systems answer, and scenarios that no longer
//! come out as expected.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::Designer;
use waymark::designer::requests::Request;
use waymark::edit::Edit;
use waymark::journey::{Answerer, Duration, Kind, Place, Scenario, Wait, What};
use waymark::simulate::Reason;

use crate::window::{Window, click, click_text, press, settle, shown, start, surroundings, tap, write};

/// The sample of the abandoned cart, run.
fn run_sample(window: &mut Window) {
    window.get_by_label("Cart abandonment").click();
    settle(window);
    press(window, Modifiers::NONE, Key::F5);
}

/// Takes an entry of the list under this label.
fn choose(window: &mut Window, label: &str, entry: &str) {
    click(window, Role::ComboBox, label);
    click(window, Role::ListBoxOption, entry);
}

fn prepared(window: &Window) -> &Scenario {
    window.state().session().rehearsal().scenario().expect("a scenario")
}

fn ends(window: &Window) -> Vec<Reason> {
    let trace = window.state().session().rehearsal().trace().expect("a trace");
    trace.runs.iter().map(|run| run.end.reason).collect()
}

#[test]
fn an_event_is_let_happen_with_values_of_its_own_changed_and_taken_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    assert_eq!(ends(&window)[0], Reason::Completed);

    click(&mut window, Role::Button, "Add event…");
    write(&mut window, "Order total in EUR", "a lot");
    assert!(window.query_by_label_contains("this has to be a number").is_some());
    assert!(window.query_by_label("Write as JSON").is_none(), "JSON would lose what is no number");
    write(&mut window, "Order total in EUR", "17.5");
    assert!(window.query_by_label("Write as JSON").is_some());
    click(&mut window, Role::Button, "Run with this");
    let added = prepared(&window).happenings.last().expect("it was added").clone();
    assert_eq!(added.after, Duration::Minutes(30), "in the middle of the hour that Anna waits");
    assert!(added.profile.is_some(), "it happens to whom we look at");
    let What::Event { payload, .. } = &added.what else { panic!("{added:?}") };
    let payload: serde_json::Value = serde_json::from_str(payload).expect("JSON");
    assert!(payload.to_string().contains("17.5"), "{payload}");
    assert!(payload.as_object().is_some_and(|fields| fields.len() >= 2), "the sample's other values stay: {payload}");
    assert_eq!(ends(&window)[0], Reason::ExitCriteria, "who buys is left in peace");

    click(&mut window, Role::RadioButton, "Beside the run: What happens");
    click_text(&mut window, "Purchase arrives, Mon 5 Jan, 10:30");
    write(&mut window, "Order total in EUR", "129.95");
    choose(&mut window, "To whom", "everybody");
    click(&mut window, Role::Button, "Run with the change");
    assert!(ends(&window).iter().all(|end| *end == Reason::ExitCriteria), "{:?}", ends(&window));
    let changed = prepared(&window).happenings.last().expect("it is still there");
    let What::Event { payload, .. } = &changed.what else { panic!("{changed:?}") };
    assert_eq!(payload, "", "the sample's own values need not be written down");

    click_text(&mut window, "Take out: Purchase arrives");
    assert_eq!(prepared(&window).happenings.len(), 1);
    assert_eq!(ends(&window)[0], Reason::Completed);
}

#[test]
fn reactions_audiences_and_data_can_happen_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);

    click(&mut window, Role::Button, "Add event…");
    choose(&mut window, "What happens", "Somebody reacts to a message");
    choose(&mut window, "Message", "You left something");
    choose(&mut window, "What the person does", "Clicks in it");
    click(&mut window, Role::Button, "Run with this");
    let reacted = |window: &Window| {
        prepared(window).happenings.iter().any(|happening| matches!(happening.what, What::React { .. }))
    };
    assert!(reacted(&window));

    click(&mut window, Role::Button, "Add event…");
    choose(&mut window, "What happens", "Somebody leaves an audience");
    click(&mut window, Role::Button, "Run with this");
    assert!(prepared(&window).happenings.iter().any(|it| matches!(it.what, What::LeaveAudience(_))));

    click(&mut window, Role::Button, "Add event…");
    choose(&mut window, "What happens", "A person's data changes");
    click(&mut window, Role::Button, "Cancel");
    assert!(!prepared(&window).happenings.iter().any(|it| matches!(it.what, What::Attribute { .. })));
}

#[test]
fn an_answer_of_another_system_a_start_and_an_end_are_set() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    click(&mut window, Role::RadioButton, "Beside the run: Set up");
    click(&mut window, Role::Button, "SendText: as declared");
    choose(&mut window, "What the status means", "404: not found");
    choose(&mut window, "To calls for", "Anna Testberg");
    click(&mut window, Role::Button, "Run with this answer");
    let reply = prepared(&window).replies.first().expect("an answer").clone();
    assert!(matches!(reply.from, Answerer::Action(_)) && reply.status == 404 && reply.profile.is_some());
    let run = &window.state().session().rehearsal().trace().expect("a trace").runs[0];
    assert!(run.steps.iter().any(|step| step.branch.as_deref() == Some("error")), "{:#?}", run.steps);

    write(&mut window, "Starts at", "2026-07-01 08:15");
    assert_eq!(prepared(&window).start.to_string(), "2026-07-01T06:15:00Z", "08:15 in Stockholm in summer");
    let first = window.state().session().rehearsal().trace().expect("a trace").runs[0].steps[0].at;
    assert_eq!(first.to_string(), "2026-07-01T06:15:00Z");
}

#[test]
fn a_scenario_that_differs_is_compared_and_taken_as_expected() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    let verdicts = window.state().session().rehearsal().verdicts();
    assert!(verdicts.len() >= 4, "the saved scenarios are judged by the first run: {verdicts:?}");
    choose(&mut window, "Scenario", "A text for a large cart · passes");
    assert!(window.query_by_label("as expected").is_some());

    let journey = window.state().session().journey().expect("a journey").clone();
    let mut wait = journey.activities.iter().find(|it| it.id.as_str() == "wait-hour").expect("the wait").clone();
    wait.kind = Kind::Wait(Wait::Duration(Duration::Hours(2)));
    let edits = vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(wait) }];
    let place = Place::default();
    window.state_mut().ask(Request::Edit { name: "Wait longer".to_owned(), edits, gesture: None, place });
    settle(&mut window);

    click_text(&mut window, "2 runs differ");
    let cells = |label: &str| window.query_all_by_role_and_label(Role::Cell, label).count();
    assert_eq!((cells("Expected"), cells("Came out")), (2, 2), "both runs");
    assert_eq!(cells("Mon 11:00  Give them an hour"), 1, "what was expected");
    assert_eq!(cells("Mon 12:00  Give them an hour"), 1, "what came out");
    click(&mut window, Role::Button, "Take as expected");
    assert!(window.query_by_label("as expected").is_some());
    let left = window.query_all_by_role_and_label(Role::Cell, "Came out").count();
    assert_eq!(left, 0, "nothing is left to compare");
    let session = window.state().session();
    let kept = session.workspace().scenarios.values().find(|it| it.name == "A text for a large cart");
    let steps = &kept.expect("the scenario").expect[0].steps;
    assert!(steps.iter().any(|step| step.starts_with("2026-01-05T11:00:00.000Z wait-hour")), "{steps:?}");
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert!(window.query_by_label("2 runs differ").is_some(), "one step takes it back");
}

#[test]
fn what_differs_is_said_in_the_words_of_the_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    let scenarios = &window.state().session().workspace().scenarios;
    let found = scenarios.values().find(|it| it.name == "A text for a large cart");
    let mut scenario = Scenario::clone(found.expect("the scenario"));
    scenario.expect[0].end = "exitCriteria".to_owned();
    scenario.expect[0].steps[1] = "2026-01-05T10:00:00.000Z wait-hour capped".to_owned();
    let edits = vec![Edit::PutScenario(Box::new(scenario))];
    let place = Place::default();
    window.state_mut().ask(Request::Edit { name: "Expect otherwise".to_owned(), edits, gesture: None, place });
    settle(&mut window);
    choose(&mut window, "Scenario", "A text for a large cart · differs");
    click_text(&mut window, "1 run differs");
    for cell in [
        "Mon 11:00  Give them an hour: Refused by the cap.",
        "End · Left early: an exit criterion was met",
        "End · Went through",
    ] {
        assert_eq!(window.query_all_by_role_and_label(Role::Cell, cell).count(), 1, "{cell}");
    }
}

#[test]
fn a_scenario_is_saved_under_a_name_changed_and_renamed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    click(&mut window, Role::Button, "Save as scenario");
    write(&mut window, "Name of the scenario", "Everybody at once");
    click(&mut window, Role::Button, "Save");
    let named = |window: &Window, name: &str| {
        window.state().session().workspace().scenarios.values().filter(|it| it.name == name).count()
    };
    assert_eq!(named(&window, "Everybody at once"), 1);

    click(&mut window, Role::RadioButton, "Beside the run: What happens");
    click_text(&mut window, "Take out: CartAbandoned arrives");
    assert!(window.query_by_label_contains("Nobody came in").is_some());
    click(&mut window, Role::Button, "Save changes");
    let saved = window.state().session().workspace().scenarios.values().find(|it| it.name == "Everybody at once");
    assert!(saved.is_some_and(|scenario| scenario.happenings.is_empty() && scenario.expect.is_empty()));

    choose(&mut window, "Scenario", "Rename the scenario");
    write(&mut window, "Name of the scenario", "Nobody at all");
    click(&mut window, Role::Button, "Save");
    assert_eq!((named(&window, "Everybody at once"), named(&window, "Nobody at all")), (0, 1));
}

#[test]
fn a_list_opens_in_one_dialog_after_another_and_escape_closes_only_the_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    for _ in 0..3 {
        click(&mut window, Role::Button, "Add event…");
        for whom in ["everybody", "Anna Testberg", "everybody"] {
            tap(&mut window, Role::ComboBox, "To whom");
            // What lies under the dialog feels no tap.
            tap(&mut window, Role::ListBoxOption, whom);
            let chosen = window.get_by_role_and_label(Role::ComboBox, "To whom");
            assert_eq!(chosen.accesskit_node().value().as_deref(), Some(whom));
        }
        tap(&mut window, Role::ComboBox, "To whom");
        press(&mut window, Modifiers::NONE, Key::Escape);
        assert!(window.query_by_role_and_label(Role::ListBoxOption, "everybody").is_none(), "Escape closes the list");
        click(&mut window, Role::Button, "Run with this");
    }
    click(&mut window, Role::Button, "Add event…");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Run with this").is_none(), "without a list, Escape leaves the dialog");
}

#[test]
fn every_person_has_a_line_that_says_what_they_got_and_a_way_to_what_is_known_of_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    let trace = window.state().session().rehearsal().trace().expect("a trace").clone();
    let run = &trace.runs[0];
    let label = |window: &Window, name: &str| {
        let begin = format!("{name}: ");
        let said = window.query_all_by_label_contains(&begin).next();
        said.and_then(|node| node.accesskit_node().label()).expect("a line of their own")
    };
    let anna = label(&window, "Anna Testberg");
    let deeds = run.steps.iter().filter(|step| step.action.is_some() || step.message.is_some());
    let mut rest = anna.as_str();
    for step in deeds {
        let name = window.state().session().activity_name(&run.journey, &step.activity).expect("a name");
        let at = rest.find(&name).unwrap_or_else(|| panic!("{name} is not said in its order: {anna}"));
        rest = &rest[at + name.len()..];
    }
    assert!(
        window.query_all_by_label_contains("Give them an hour, Mon 10:00 – Mon 11:00").next().is_some(),
        "from when until when"
    );

    let happening = prepared(&window).happenings[0].clone();
    let person = run.profile.clone();
    let only = waymark::journey::Happening { profile: Some(person.clone()), ..happening };
    let change = waymark::designer::rehearsal::Change::Replace(0, only);
    window.state_mut().ask(Request::Rehearse(waymark::designer::rehearsal::Rehearse::Change(Box::new(change))));
    settle(&mut window);
    let others = window.state().session().workspace().inventory.profiles.iter().filter(|it| it.id != person);
    let names: Vec<String> = others.filter(|it| it.test_profile).map(|it| it.name.clone()).collect();
    assert!(!names.is_empty());
    for name in names {
        assert!(label(&window, &name).contains("no event names them"));
    }

    click(&mut window, Role::Link, "New test person…");
    press(&mut window, Modifiers::NONE, Key::Escape);
    if window.query_by_label("Cancel").is_some() {
        click(&mut window, Role::Button, "Cancel");
    }
    click(&mut window, Role::Button, "Change Anna Testberg");
    assert_eq!(window.state().session().item(), Some(&waymark::journey::ItemRef::Profile(person)));
}

#[test]
fn what_was_set_up_is_there_again_after_the_window_was_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("workspace");
    std::fs::create_dir(&root).expect("a folder");
    for file in std::fs::read_dir("journeys").expect("the samples").flatten().filter(|file| file.path().is_file()) {
        std::fs::copy(file.path(), root.join(file.file_name())).expect("a copy");
    }
    let open = |chance| shown(Designer::start(surroundings(folder.path(), chance), Some(&root)));
    let mut first = open(7);
    press(&mut first, Modifiers::NONE, Key::F5);
    let before = prepared(&first).happenings.len();
    click(&mut first, Role::Button, "Add event…");
    click(&mut first, Role::Button, "Run with this");
    click(&mut first, Role::RadioButton, "Beside the run: What happens");
    assert!(first.query_by_label_contains("Not saved as a scenario").is_some());
    let set_up = prepared(&first).clone();
    assert_eq!(set_up.happenings.len(), before + 1);
    assert!(!first.state().session().is_edited(), "it is no change of the document");
    drop(first);

    let mut second = open(8);
    press(&mut second, Modifiers::NONE, Key::F5);
    assert_eq!(prepared(&second), &set_up);
    choose(&mut second, "Scenario", "Every test profile once");
    assert_eq!(prepared(&second).happenings.len(), before);
    drop(second);

    let mut third = open(9);
    press(&mut third, Modifiers::NONE, Key::F5);
    assert_eq!(prepared(&third).happenings.len(), before, "who begins anew has begun anew");
}
