//! The test run prepared in the window: what happens and when, what other systems answer, and scenarios that no longer
//! come out as expected.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::clock::Clock;
use waymark::designer::rehearsal::{Change, Rehearse};
use waymark::designer::requests::Request;
use waymark::edit::new::{Draft, NewItem};
use waymark::edit::{Edit, Stencil};
use waymark::journey::{Answerer, Duration, Field, ItemRef, Kind, Place, Profile, Scenario, Wait, What};
use waymark::simulate::Reason;

use crate::window::{Window, click, click_text, of_size, press, settle, shown, start, surroundings, tap, write};

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

/// How the names of the first two set-ups of one's own begin.
const FIRST: &str = "Not saved: ";
const SECOND: &str = "Not saved, no. 2: ";

/// Takes the set-up of one's own whose name begins so.
fn choose_own(window: &mut Window, begins: &str) {
    click(window, Role::ComboBox, "Scenario");
    click_own(window, begins);
}

fn click_own(window: &mut Window, begins: &str) {
    let own = window
        .query_all_by_role(Role::ListBoxOption)
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.starts_with(begins)));
    own.unwrap_or_else(|| panic!("no set-up is called {begins}…")).click();
    settle(window);
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
    assert!(window.query_by_label_contains("All bring the same values").is_none());
    choose(&mut window, "To whom", "everybody");
    assert!(window.query_by_label_contains("Each brings their own name").is_some());
    write(&mut window, "Order total in EUR", "20");
    assert!(window.query_by_label_contains("All bring the same values").is_some());
    write(&mut window, "Order total in EUR", "129.95");
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
        window.query_all_by_label_contains("Give them an hour, Mon 10:00 – 11:00").next().is_some(),
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
    assert_eq!(window.state().session().item(), Some(&ItemRef::Profile(person)));
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
    choose_own(&mut third, FIRST);
    assert_eq!(prepared(&third), &set_up, "and may still go back");
    choose(&mut third, "Scenario", "Forget this set-up");
    assert_eq!(prepared(&third).happenings.len(), before);
    click(&mut third, Role::ComboBox, "Scenario");
    assert!(third.query_by_label_contains(FIRST).is_none());
}

/// A workspace whose welcome begins with an event that carries what describes a person, and two test profiles.
fn welcome(folder: &std::path::Path) -> Window {
    // High enough that the preview stands in view below the fields.
    let mut window = of_size(Designer::start(surroundings(folder, 7), None), egui::vec2(1440.0, 1400.0));
    crate::window::run(&mut window, Action::NewJourney);
    window.state_mut().ask(Request::Add(Stencil::Event));
    settle(&mut window);
    let mut made = window.state().session().workspace().clone();
    let journey = window.state().session().journey().expect("a journey").id.clone();
    let put = |window: &mut Window, edits: Vec<Edit>| {
        let (name, place) = ("Prepare".to_owned(), Place::default());
        window.state_mut().ask(Request::Edit { name, edits, gesture: None, place });
        settle(window);
    };
    let nobody = made.inventory.profiles.iter().map(|it| Edit::Remove(ItemRef::Profile(it.id.clone()))).collect();
    put(&mut window, nobody);
    for name in ["Kim Prov", "Hans Muster"] {
        let Some(Draft::Profile(mut profile)) = Draft::begin(&made, NewItem::Profile, name) else {
            panic!("asked for")
        };
        let email = format!("{}@example.com", name.to_lowercase().replace(' ', "."));
        profile.identities.values_mut().for_each(|identity| identity.clone_from(&email));
        put(&mut window, Draft::Profile(profile).edits(&made));
        made = window.state().session().workspace().clone();
    }
    let Some(Draft::Event(mut draft)) = Draft::begin(&made, NewItem::Event, "Registered") else { panic!("asked for") };
    let value = |path: &str| Field { path: path.to_owned(), ..Field::default() };
    draft.values = vec![value("firstName"), value("colour")];
    put(&mut window, Draft::Event(draft).edits(&made));
    let session = window.state().session();
    let event = session.workspace().inventory.events.first().expect("the event").id.clone();
    let mut entry = session.journey().expect("a journey").activities.first().expect("its entry").clone();
    let Kind::Event(kind) = &mut entry.kind else { panic!("{entry:?}") };
    kind.event = Some(event);
    put(&mut window, vec![Edit::SetActivity { journey, activity: Box::new(entry) }]);
    window
}

fn value(window: &Window, label: &str) -> String {
    let found = window.query_all_by_role_and_label(Role::TextInput, label).next();
    found.and_then(|node| node.accesskit_node().value()).unwrap_or_else(|| panic!("no field is labelled {label:?}"))
}

fn chosen(window: &Window, label: &str) -> String {
    window.get_by_role_and_label(Role::ComboBox, label).accesskit_node().value().expect("a choice")
}

#[test]
fn the_next_person_comes_in_at_the_start_with_values_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = welcome(folder.path());
    press(&mut window, Modifiers::NONE, Key::F5);
    click(&mut window, Role::RadioButton, "Beside the run: What happens");
    click_text(&mut window, "Take out: Registered arrives");

    click(&mut window, Role::Button, "Add event…");
    assert_eq!(chosen(&window, "To whom"), "Kim Prov");
    assert_eq!((value(&window, "firstName"), value(&window, "colour")), ("Kim".to_owned(), "Colour".to_owned()));
    click(&mut window, Role::Button, "Run with this");

    click(&mut window, Role::Button, "Add event…");
    assert_eq!(chosen(&window, "To whom"), "Hans Muster", "nothing happens to him yet");
    assert_eq!(value(&window, "firstName"), "Hans");
    write(&mut window, "colour", "green");
    choose(&mut window, "To whom", "Kim Prov");
    assert_eq!(value(&window, "firstName"), "Kim", "what nobody typed follows");
    assert_eq!(value(&window, "colour"), "green", "what somebody typed stays");
    write(&mut window, "firstName", "Johnny");
    choose(&mut window, "To whom", "Hans Muster");
    assert_eq!(value(&window, "firstName"), "Johnny");
    click(&mut window, Role::Button, "Run with this");
    let added = prepared(&window).happenings.last().expect("it was added").clone();
    assert_eq!(added.after, Duration::Minutes(0), "at the start");
    let What::Event { payload, .. } = &added.what else { panic!("{added:?}") };
    let payload: serde_json::Value = serde_json::from_str(payload).expect("JSON");
    assert_eq!((&payload["firstName"], &payload["colour"]), (&"Johnny".into(), &"green".into()));
    assert!(payload.to_string().contains("hans.muster@example.com"), "{payload}");
    assert_eq!(ends(&window).len(), 2);

    click(&mut window, Role::Button, "Add event…");
    assert_eq!(chosen(&window, "To whom"), "Hans Muster", "who came in last, as everybody has come in");
    // What is known with values of its own keeps those that somebody typed when it is about another person.
    click(&mut window, Role::Button, "Cancel");
    click_text(&mut window, "Registered arrives, Mon 5 Jan, 09:00 · Hans Muster");
    choose(&mut window, "To whom", "Kim Prov");
    assert_eq!(value(&window, "firstName"), "Johnny");
    assert!(window.query_all_by_value("kim.prov@example.com").next().is_some());
}

#[test]
fn a_preview_shows_the_event_as_the_chosen_person_brings_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = welcome(folder.path());
    window.state_mut().ask(Request::Add(Stencil::Email));
    settle(&mut window);
    let session = window.state().session();
    let journey = session.journey().expect("a journey").clone();
    let is_message = |activity: &&waymark::journey::Activity| matches!(activity.kind, Kind::Message(_));
    let mut letter = journey.activities.iter().find(is_message).expect("the email").clone();
    let Kind::Message(message) = &mut letter.kind else { panic!("{letter:?}") };
    message.body = "Hello {{@event{Registered.firstName}}}, in {{@event{Registered.colour}}}".into();
    let edits = vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(letter.clone()) }];
    let (name, place) = ("Write".to_owned(), Place::default());
    window.state_mut().ask(Request::Edit { name, edits, gesture: None, place });
    window.state_mut().ask(Request::GoTo(Place::activity(&journey.id, &letter.id)));
    settle(&mut window);
    assert!(window.query_by_label("Hello Kim, in Colour").is_some());
    choose(&mut window, "As a test profile sees it", "Hans Muster");
    assert!(window.query_by_label("Hello Hans, in Colour").is_some());
}

/// Makes a test person from the tab.
fn make_person(window: &mut Window, name: &str) {
    click(window, Role::Link, "New test person…");
    write(window, "Name", name);
    click(window, Role::Button, "Make test profile");
}

#[test]
fn whom_somebody_makes_in_the_tab_takes_part_and_the_tab_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = welcome(folder.path());
    press(&mut window, Modifiers::NONE, Key::F5);
    let takes_part = |window: &Window, name: &str| {
        let session = window.state().session();
        let made = session.workspace().inventory.profiles.iter().find(|it| it.name == name).expect("it is made");
        prepared(window).profiles.contains(&made.id)
    };
    make_person(&mut window, "Ida Test");
    assert!(takes_part(&window, "Ida Test"), "as everybody does where nothing is set up");
    assert_eq!(ends(&window).len(), 3, "and comes in as they do");
    assert!(!window.state().session().in_inventory(), "the canvas is still there");

    click(&mut window, Role::Button, "Add event…");
    click(&mut window, Role::Button, "Run with this");
    let happenings = prepared(&window).happenings.clone();
    make_person(&mut window, "Ole Test");
    assert!(takes_part(&window, "Ole Test"), "also in what was set up by hand");
    assert_eq!(prepared(&window).happenings, happenings, "which stays as it is");
    assert!(!window.state().session().in_inventory());
    let run = window.state().session().rehearsal().run().expect("a run");
    let looked = window.state().session().workspace().inventory.get::<Profile>(&run.profile).map(|it| &it.name);
    assert_eq!(looked.map(String::as_str), Some("Ole Test"), "the new one is looked at");
    let row = window.query_all_by_label_contains("Ole Test: ").next().expect("their row").rect();
    let more = window.get_by_role_and_label(Role::Link, "New test person…").rect();
    let tabs = window.get_by_role_and_label(Role::Tab, "Test run").rect();
    assert!(tabs.bottom() <= row.top() && row.bottom() <= more.top(), "{tabs:?} {row:?} {more:?}");
}

#[test]
fn what_was_set_up_waits_while_somebody_looks_at_another_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    let add = |window: &mut Window| {
        click(window, Role::Button, "Add event…");
        click(window, Role::Button, "Run with this");
        prepared(window).clone()
    };
    let own = add(&mut window);
    choose(&mut window, "Scenario", "A text for a large cart · passes");
    assert_ne!(prepared(&window), &own);
    let changed = add(&mut window);
    choose_own(&mut window, FIRST);
    assert_eq!(prepared(&window), &own);
    choose(&mut window, "Scenario", "A text for a large cart · changed, not saved");
    assert_eq!(prepared(&window), &changed, "each waits for itself");
    click(&mut window, Role::Button, "Save changes");
    choose(&mut window, "Scenario", "Every test profile once");
    click(&mut window, Role::ComboBox, "Scenario");
    assert!(
        window.query_by_label("A text for a large cart · passes").is_some(),
        "nothing of it waits once it is saved"
    );
    click_own(&mut window, FIRST);
    assert_eq!(prepared(&window), &own);
}

/// One more event happens; what is set up then.
fn add_event(window: &mut Window) -> Scenario {
    click(window, Role::Button, "Add event…");
    click(window, Role::Button, "Run with this");
    prepared(window).clone()
}

/// A folder of this machine with a copy of the samples in it.
fn samples_on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in waymark::designer::samples::FILES {
        let file = folder.path().join("workspace").join(name);
        std::fs::create_dir_all(file.parent().expect("its folder")).expect("a folder");
        std::fs::write(file, text).expect("a copy");
    }
    folder
}

/// The program as it starts with the cart journey of that folder, and its test run.
fn test_run_of_the_cart(folder: &Path, chance: u64) -> Window {
    let path = folder.join("workspace/cart-abandonment.journey.ron");
    let mut window = shown(Designer::start(surroundings(folder, chance), Some(&path)));
    press(&mut window, Modifiers::NONE, Key::F5);
    window
}

#[test]
fn each_set_up_of_ones_own_waits_for_itself_also_after_the_window_was_closed() {
    let folder = samples_on_disk();
    let open = |chance| test_run_of_the_cart(folder.path(), chance);
    let (saved, every) = ("A text for a large cart · passes", "Every test profile once");
    let mut first = open(7);
    let one = add_event(&mut first);
    choose(&mut first, "Scenario", every);
    add_event(&mut first);
    let two = add_event(&mut first);
    assert_ne!(one.happenings, two.happenings);
    let both = |window: &mut Window| {
        for (name, set_up) in [(FIRST, &one), (SECOND, &two)] {
            choose_own(window, name);
            assert_eq!(prepared(window), set_up, "{name}");
        }
    };
    choose(&mut first, "Scenario", saved);
    both(&mut first);
    choose(&mut first, "Scenario", saved);
    drop(first);
    let mut second = open(8);
    both(&mut second);
    drop(second);
    let mut third = open(9);
    assert_eq!(prepared(&third), &two, "which was open last");
    both(&mut third);
    choose(&mut third, "Scenario", "Forget this set-up");
    click(&mut third, Role::ComboBox, "Scenario");
    assert!(third.query_by_label_contains(FIRST).is_some());
    assert!(third.query_by_label_contains(SECOND).is_none(), "only that one is forgotten");
}

#[test]
fn a_test_run_begins_with_the_scenario_that_was_open_last_also_after_the_window_was_closed() {
    let folder = samples_on_disk();
    let open = |chance| test_run_of_the_cart(folder.path(), chance);
    let name = |window: &Window| prepared(window).name.clone();
    let mut first = open(7);
    let every = name(&first);
    choose(&mut first, "Scenario", "Bought after all · passes");
    drop(first);
    let mut second = open(8);
    assert_eq!(name(&second), "Bought after all");
    choose(&mut second, "Scenario", "Every test profile once");
    assert_eq!(name(&second), every);
}

#[test]
fn set_ups_of_ones_own_are_told_apart_by_what_is_in_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    add_event(&mut window);
    click(&mut window, Role::ComboBox, "Scenario");
    let mut options = window.query_all_by_role(Role::ListBoxOption);
    let label = options.find_map(|node| node.accesskit_node().label().filter(|label| label.starts_with(FIRST)));
    let label = label.expect("the set-up");
    assert!(label.contains("people") && label.len() > FIRST.len() + 12, "{label}");
    let event = match &prepared(&window).happenings.last().expect("an event").what {
        What::Event { event, .. } => event.clone(),
        other => panic!("{other:?}"),
    };
    let event = window.state().session().workspace().inventory.get::<waymark::journey::Event>(&event).expect("it");
    assert!(label.contains(waymark::expression::title::of_event(event)), "{label}");
}

#[test]
fn of_many_set_ups_of_ones_own_the_oldest_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    for seed in 1..=10 {
        let wish = Rehearse::Change(Box::new(Change::Seed(100 + seed)));
        window.state_mut().ask(Request::Rehearse(wish));
        window.state_mut().ask(Request::Rehearse(Rehearse::Reset));
        settle(&mut window);
    }
    let rehearsal = window.state().session().rehearsal();
    let seeds: Vec<u64> = rehearsal.aside().iter().map(|known| known.seed).collect();
    assert_eq!(seeds, (103..=110).collect::<Vec<_>>());
    choose_own(&mut window, "Not saved, no. 3: ");
    assert_eq!(prepared(&window).seed, 103);
}

#[test]
fn how_it_ended_names_the_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    let said = |window: &Window, text: &str| window.query_all_by_label_contains(text).next().is_some();
    assert!(said(&window, "At the end “Reminded” after “Note the reminder”, Mon 11:00"));
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = welcome(folder.path());
    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(said(&window, "At the end of the path after “Event”, Mon 09:00"), "an end without a name");
}

/// A run of the sample, whose times a test may move.
fn one_run() -> waymark::simulate::Run {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    window.state().session().rehearsal().run().expect("a run").clone()
}

fn at(text: &str) -> jiff::Timestamp {
    text.parse().expect("a moment")
}

#[test]
fn a_wait_says_until_when_and_long_runs_say_the_day() {
    let mut run = one_run();
    let zone = jiff::tz::TimeZone::get("Europe/Stockholm").expect("a zone");
    let (ten, eleven, later) = (at("2026-01-05T09:00:00Z"), at("2026-01-05T10:00:00Z"), at("2026-01-17T10:00:00Z"));
    let clock = Clock::of(&run, zone.clone());
    assert_eq!(clock.until(ten, eleven), "until\nMon 11:00");
    assert_eq!(clock.span(ten, eleven), "Mon 10:00 – 11:00");
    run.end.at = later;
    let clock = Clock::of(&run, zone);
    assert_eq!((clock.lines(later), clock.until(ten, later)), ("17 Jan\n11:00".into(), "until 17 Jan\n11:00".into()));
    assert_eq!(clock.span(ten, later), "5 Jan 10:00 – 17 Jan 11:00");
}

#[test]
fn short_waits_are_told_by_the_second_and_who_is_still_there_since_when() {
    let mut run = one_run();
    let zone = jiff::tz::TimeZone::get("Europe/Stockholm").expect("a zone");
    let (ten, soon) = (at("2026-01-05T09:00:00Z"), at("2026-01-05T09:00:30Z"));
    assert_eq!(Clock::of(&run, zone.clone()).span(ten, soon), "Mon 10:00 – 10:00", "no step needs more");
    run.steps.truncate(2);
    (run.steps[0].at, run.steps[1].at, run.end.at) = (ten, soon, soon);
    let clock = Clock::of(&run, zone.clone());
    assert_eq!((clock.span(ten, soon), clock.at(ten)), ("Mon 10:00 – 10:00:30".into(), "Mon 10:00".into()));

    // A clock that runs on would say that the stay ends now.
    run.end.reason = waymark::simulate::Reason::Running;
    let clock = Clock::of(&run, zone);
    assert_eq!((clock.span(ten, soon), clock.until(ten, soon)), ("since Mon 10:00".into(), "since\nMon 10:00".into()));
}

#[test]
fn in_a_small_window_the_drawer_lies_below_everything_and_its_tabs_beside_its_button() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run_sample(&mut window);
    for width in [1440.0, 880.0, 720.0, 480.0] {
        window.set_size(egui::vec2(width, 450.0));
        settle(&mut window);
        let tab = window.get_by_role_and_label(Role::Tab, "Test run").rect();
        let fold = window.get_by_role_and_label(Role::Button, "Close the drawer").rect();
        assert!(tab.right() <= fold.left() && fold.right() <= width, "at {width}: {tab:?}, {fold:?}");
        let scenario = window.get_by_role_and_label(Role::ComboBox, "Scenario").rect();
        // Where the tabs leave no room, it stands below them.
        let is_beside = scenario.left() >= tab.right() && scenario.right() <= fold.left();
        let is_below = scenario.top() >= tab.bottom() && scenario.left() >= 0.0 && scenario.right() <= width;
        assert!(is_beside || (width < 600.0 && is_below), "at {width}: {scenario:?}");
        let step = window.query_all_by_label_contains("Note the reminder, Mon 11:00").next().expect("the last step");
        let beside = window.get_by_role_and_label(Role::RadioButton, "Beside the run: Why").rect();
        assert!(width < 720.0 || step.rect().right() <= beside.left(), "at {width}: {:?}, {beside:?}", step.rect());
    }
}
