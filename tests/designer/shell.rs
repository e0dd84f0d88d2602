//! The window around the canvas: begin, be told what is wrong, mend it, run, save, recover, export.

use std::path::Path;

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::Finding;
use waymark::designer::Designer;
use waymark::designer::actions::{Action, TABLE};
use waymark::designer::requests::{Request, Selection};
use waymark::designer::words::word;
use waymark::edit::{Edit, Spot, Stencil};
use waymark::journey::{Activity, ExitCriterion, ExitWhen, Item, Journey, Kind, Method, Place, Platform, Port};

use crate::window::{Window, press, run, settle, shown, start, surroundings, write};

fn open_sample(window: &mut Window) {
    window.get_by_label("Cart abandonment").click();
    settle(window);
}

fn edit(window: &mut Window, name: &str, edits: Vec<Edit>) {
    let place = Place::default();
    window.state_mut().ask(Request::Edit { name: name.to_owned(), edits, gesture: None, place });
    settle(window);
}

#[test]
fn a_sample_opens_as_a_copy_that_no_folder_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let session = window.state().session();
    assert_eq!(session.journey().expect("a journey").name, "Cart abandonment");
    assert!(session.root().is_none());
    assert!(!session.is_edited());
}

#[test]
fn find_step_goes_from_one_step_that_says_the_words_to_the_next() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Find a step").type_text("reminder");
    settle(&mut window);
    let here = |window: &Window| window.state().session().selection().single().cloned();
    let first = here(&window).expect("typing jumps to the first");
    press(&mut window, Modifiers::NONE, Key::Enter);
    let second = here(&window).expect("Enter jumps to the next");
    assert_ne!(first, second);
    press(&mut window, Modifiers::SHIFT, Key::Enter);
    assert_eq!(here(&window), Some(first), "Shift and Enter jump back");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Close the search").is_none());
}

#[test]
fn a_step_from_the_palette_follows_the_selected_one_and_undo_takes_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run(&mut window, Action::NewJourney);
    window.state_mut().ask(Request::Add(waymark::edit::Stencil::Event));
    settle(&mut window);
    window.state_mut().ask(Request::Add(waymark::edit::Stencil::Wait));
    settle(&mut window);
    let journey = window.state().session().journey().expect("a journey").clone();
    assert_eq!(journey.activities.len(), 2);
    assert_eq!(journey.connections.len(), 1);
    let selected = window.state().session().selection().single().cloned().expect("the new step is selected");
    assert!(matches!(journey.activity(&selected).expect("the step").kind, Kind::Wait(_)));
    press(&mut window, Modifiers::COMMAND, Key::Z);
    assert_eq!(window.state().session().journey().expect("a journey").activities.len(), 1);
}

#[test]
fn the_history_says_what_was_done_and_where() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let journey = window.state().session().journey().expect("a journey").clone();
    let entry = journey.activities.iter().find(|step| step.label == "Cart abandoned").expect("the entry");
    let line = journey.connections.iter().find(|wire| wire.from == entry.id).expect("a line").id.clone();
    let last = |window: &Window| window.state().session().next_undo().expect("a step").name.clone();
    let mut done = |selection: Selection, action: Action, told: &str| {
        window.state_mut().ask(Request::Select(selection));
        settle(&mut window);
        run(&mut window, action);
        assert_eq!(last(&window), told);
        run(&mut window, Action::Undo);
    };
    let both: Vec<_> = journey.activities.iter().take(2).map(|step| step.id.clone()).collect();
    let line = Selection { activities: Vec::new(), connections: vec![line] };
    done(line, Action::Delete, "Remove the line from “Cart abandoned” to “Give them an hour”");
    done(Selection::activity(&entry.id), Action::Delete, "Delete “Cart abandoned”");
    done(Selection::activity(&entry.id), Action::Duplicate, "Duplicate “Cart abandoned”");
    let both = Selection { activities: both, connections: Vec::new() };
    done(both, Action::Delete, "Delete 2 steps of “Cart abandonment”");
}

#[test]
fn an_error_is_seen_in_the_list_and_mended_by_its_remedy_in_one_step() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let mut settings = window.state().session().workspace().settings.as_ref().clone();
    settings.platform = Platform::Blueprint;
    edit(&mut window, "Check strictly", vec![Edit::SetSettings(Box::new(settings))]);
    let actions = &window.state().session().workspace().inventory.actions;
    let is_post = |action: &&waymark::journey::Action| {
        action.destination == waymark::journey::Destination::ThirdParty && action.method == Method::Post
    };
    let mut action = actions.iter().find(is_post).expect("an action by POST").clone();
    let action_id = action.id.clone();
    let before = window.state().session().report().errors();
    action.method = Method::Get;
    edit(&mut window, "Use GET", vec![Edit::Put(Box::new(Item::Action(action)))]);
    let session = window.state().session();
    assert!(session.report().errors() > before, "GET is an error where only POST and PUT reach another system");
    let remedy = session.findings().flat_map(|found| &found.remedies).find(|remedy| remedy.title.contains("POST"));
    let title = remedy.expect("a remedy").title.clone();
    run(&mut window, Action::Problems);
    window.get_all_by_label(&title).next().expect("its button").click();
    settle(&mut window);
    let method = |window: &Window| {
        let inventory = &window.state().session().workspace().inventory;
        inventory.get::<waymark::journey::Action>(&action_id).expect("the action").method
    };
    assert_eq!(method(&window), Method::Post);
    run(&mut window, Action::Undo);
    assert_eq!(method(&window), Method::Get);
}

#[test]
fn a_test_run_shows_each_profile_and_can_be_stepped_through() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    press(&mut window, Modifiers::NONE, Key::F5);
    let rehearsal = window.state().session().rehearsal();
    let runs = rehearsal.trace().expect("a trace").runs.len();
    assert!(runs >= 2, "{runs} runs");
    let last = rehearsal.step();
    assert!(window.state().session().trail().is_some(), "the path is painted");
    window.get_by_label("Back").click();
    settle(&mut window);
    assert_eq!(window.state().session().rehearsal().step(), last - 1);
}

#[test]
fn a_run_saved_as_a_scenario_passes_until_the_journey_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    press(&mut window, Modifiers::NONE, Key::F5);
    window.get_by_label("Save as scenario").click();
    settle(&mut window);
    let name = window.get_by_label("Name of the scenario");
    name.focus();
    settle(&mut window);
    window.get_by_label("Name of the scenario").type_text(" twice");
    settle(&mut window);
    window.get_by_label("Save").click();
    settle(&mut window);
    let session = window.state().session();
    assert!(session.workspace().scenarios.values().any(|scenario| scenario.name.contains("twice")));
    let verdicts = session.rehearsal().verdicts();
    assert!(verdicts.iter().all(|verdict| verdict.outcome.as_ref().is_ok_and(Vec::is_empty)), "{verdicts:?}");
}

#[test]
fn what_is_saved_into_a_new_folder_opens_again_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    run(&mut window, Action::Save);
    window.get_by_label("Save here").click();
    settle(&mut window);
    let root = window.state().session().root().expect("it was saved").to_owned();
    assert!(root.join("workspace.ron").is_file(), "{}", root.display());
    assert!(!window.state().session().is_edited());
    let saved = window.state().session().workspace().journeys.clone();
    let again = shown(Designer::start(surroundings(folder.path(), 8), Some(&root)));
    assert_eq!(again.state().session().workspace().journeys, saved);
    assert_eq!(again.state().settings().recents.first().expect("a recent workspace").path, root);
}

#[test]
fn a_command_is_found_by_a_few_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    press(&mut window, Modifiers::COMMAND, Key::K);
    window.get_by_label("What would you like to do?").type_text("dark");
    settle(&mut window);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(window.state().settings().look, waymark::designer::settings::Look::Dark);
}

#[test]
fn journeys_and_objects_are_found_by_a_few_letters_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    for (letters, found) in [("match d", "Match day"), ("alder arena em", "Alder Arena email")] {
        press(&mut window, Modifiers::COMMAND, Key::K);
        window.get_by_label("What would you like to do?").type_text(letters);
        settle(&mut window);
        press(&mut window, Modifiers::NONE, Key::Enter);
        let session = window.state().session();
        let item = session.item().and_then(|item| session.workspace().inventory.item(item));
        let shown = item.map(|item| item.name().to_owned());
        assert_eq!(shown.unwrap_or(session.journey().expect("a journey").name.clone()), found);
    }
}

#[test]
fn after_a_kill_the_next_start_offers_what_was_unsaved() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let id = window.state().session().journey().expect("a journey").id.clone();
    edit(&mut window, "Delete it", vec![Edit::RemoveJourney(id.clone())]);
    // Dropped without a word, as by a kill: the lock is let go of, the copy stays.
    drop(window);
    let mut window = shown(Designer::start(surroundings(folder.path(), 9), None));
    window.get_by_label("Recover").click();
    settle(&mut window);
    let session = window.state().session();
    assert!(session.is_edited());
    assert!(!session.workspace().journeys.contains_key(&id), "the edit is there");
    assert!(!session.workspace().journeys.is_empty());
}

#[test]
fn export_is_refused_while_an_error_stands_and_says_which() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run(&mut window, Action::NewJourney);
    window.state_mut().ask(Request::Add(waymark::edit::Stencil::Event));
    settle(&mut window);
    run(&mut window, Action::Export);
    let go = window.get_by_label("Choose a file…");
    assert!(go.accesskit_node().is_disabled(), "nothing leaves while errors stand");
    assert!(window.query_all_by_label_contains("stand").next().is_some(), "the errors are listed");
}

#[test]
fn a_path_of_their_own_for_whom_a_step_fails_says_that_nothing_follows_on_it_yet() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run(&mut window, Action::NewJourney);
    for stencil in [Stencil::Event, Stencil::Email] {
        window.state_mut().ask(Request::Add(stencil));
        settle(&mut window);
    }
    let session_event = |window: &Window| {
        let journey = window.state().session().journey().cloned().expect("a journey");
        journey.activities.iter().find(|step| matches!(step.kind, Kind::Event(_))).expect("an event").id.clone()
    };
    let session = window.state().session();
    let email = session.selection().single().cloned().expect("the email is selected");
    let journey = session.journey().expect("a journey").id.clone();
    let set = |window: &mut Window, error_path: bool| {
        let mut step =
            window.state().session().journey().and_then(|known| known.activity(&email)).cloned().expect("it");
        if let Kind::Message(message) = &mut step.kind {
            message.error_path = error_path;
        }
        edit(window, "", vec![Edit::SetActivity { journey: journey.clone(), activity: Box::new(step) }]);
    };
    let says = |window: &Window| window.query_by_label_contains("Nothing follows on it yet").is_some();
    // Only where something follows is anybody lost who goes no further.
    let onwards = Spot::After { from: email.clone(), port: Port::Next };
    let edits = waymark::edit::add(window.state().session().workspace(), &journey, Stencil::Wait, &onwards);
    edit(&mut window, "", edits);
    window.state_mut().ask(Request::Select(Selection::activity(&email)));
    settle(&mut window);
    set(&mut window, false);
    assert!(!says(&window));
    // Of a step that is still being filled in nothing is said, so the step is left first.
    let event = session_event(&window);
    window.state_mut().ask(Request::Select(Selection::activity(&event)));
    settle(&mut window);
    window.state_mut().ask(Request::Select(Selection::activity(&email)));
    settle(&mut window);
    let is_it =
        |found: &&Finding| found.rule == "alternative-path-missing" && found.place.activity.as_ref() == Some(&email);
    let found = window.state().session().problems().find(is_it).cloned().expect("it is said");
    edit(&mut window, "", found.remedies[0].edits.clone());
    assert!(says(&window), "the remedy says what it left open");
    let session = window.state().session();
    let spot = Spot::After { from: email.clone(), port: Port::Error };
    let edits = waymark::edit::add(session.workspace(), &journey, Stencil::Wait, &spot);
    edit(&mut window, "", edits);
    window.state_mut().ask(Request::Select(Selection::activity(&email)));
    settle(&mut window);
    assert!(!says(&window) && window.query_by_label_contains("goes on along the path “failed”").is_some());
}

#[test]
fn an_export_is_proposed_beside_the_journey_under_its_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    let typed = |window: &Window, label: &str| {
        window.get_by_role_and_label(egui::accesskit::Role::TextInput, label).value().unwrap_or_default()
    };
    let export = |window: &mut Window| {
        run(window, Action::Export);
        window.get_by_label("Choose a file…").click();
        settle(window);
    };
    open_sample(&mut window);
    export(&mut window);
    assert_eq!(typed(&window, "Path"), folder.path().display().to_string(), "nothing was chosen yet: the documents");
    let elsewhere = folder.path().join("handed over");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let path = window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Path");
    path.focus();
    settle(&mut window);
    window.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    window.get_by_role_and_label(egui::accesskit::Role::TextInput, "Path").type_text(&elsewhere.display().to_string());
    settle(&mut window);
    let name = typed(&window, "Name of the file");
    window.get_by_label("Save here").click();
    settle(&mut window);
    assert!(elsewhere.join(&name).exists(), "{name}");
    assert!(name.starts_with("cart-abandonment"), "{name}");
    run(&mut window, Action::SaveAs);
    let new = typed(&window, "Path");
    assert_eq!(Path::new(&new).parent(), Some(elsewhere.as_path()), "where something was chosen last");
    assert!(!Path::new(&new).exists(), "a folder of the workspace's own: {new}");
    window.get_by_label("Save here").click();
    settle(&mut window);
    let root = window.state().session().root().expect("it is saved").to_owned();
    export(&mut window);
    assert_eq!(typed(&window, "Path"), root.display().to_string(), "the workspace's own folder");
}

#[test]
fn a_dialog_begins_in_the_folder_into_which_something_was_saved_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let chosen = folder.path().join("documents");
    std::fs::create_dir(&chosen).expect("a folder");
    std::fs::write(chosen.join("a letter"), "Dear Kim").expect("a file");
    let mut window = start(folder.path());
    let proposed = |window: &Window| window.get_by_role_and_label(Role::TextInput, "Path").value().unwrap_or_default();
    open_sample(&mut window);
    run(&mut window, Action::Save);
    write(&mut window, "Path", &chosen.display().to_string());
    window.get_by_label("Save here").click();
    settle(&mut window);
    let root = window.state().session().root().expect("it is saved").to_owned();
    assert_eq!(root.parent(), Some(chosen.as_path()), "what is in the folder stays by itself");

    run(&mut window, Action::Welcome);
    window.get_by_label("Near the store").click();
    settle(&mut window);
    run(&mut window, Action::Save);
    let around = |window: &Window| Path::new(&proposed(window)).parent().map(Path::to_owned);
    assert_eq!(around(&window).as_ref(), Some(&chosen), "in the folder that was chosen, not in the one around it");
    assert_ne!(proposed(&window), root.display().to_string(), "another workspace lies there already");
    press(&mut window, Modifiers::NONE, Key::Escape);

    run(&mut window, Action::Export);
    window.get_by_label("Choose a file…").click();
    settle(&mut window);
    write(&mut window, "Path", &chosen.join("a letter").display().to_string());
    window.get_by_label("Save here").click();
    settle(&mut window);
    assert!(window.query_by_label_contains("could not be written").is_some(), "a letter is no folder");
    run(&mut window, Action::Save);
    assert_eq!(around(&window), Some(chosen), "what failed is not remembered");
}

#[test]
fn what_a_new_step_lacks_is_to_do_until_the_person_leaves_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run(&mut window, Action::NewJourney);
    let errors = |window: &Window| {
        let session = window.state().session();
        session.findings().filter(|found| found.severity == waymark::check::Severity::Error && !found.to_do).count()
    };
    assert_eq!(errors(&window), 0, "an empty canvas shows no red");
    window.state_mut().ask(Request::Add(waymark::edit::Stencil::Event));
    settle(&mut window);
    let to_do = window.state().session().findings().filter(|found| found.to_do).count();
    assert!(to_do > 0, "the event is still to be chosen");
    let event = window.state().session().selection().single().cloned().expect("the event is selected");
    let before = errors(&window);
    // Another page is no other step.
    for request in [
        Request::Select(Selection::default()),
        Request::Run(Action::Inventory),
        Request::CloseItem,
        Request::Select(Selection::activity(&event)),
    ] {
        window.state_mut().ask(request);
        settle(&mut window);
        assert_eq!(errors(&window), before, "nobody has gone on to another step");
    }
    window.state_mut().ask(Request::Add(waymark::edit::Stencil::Wait));
    settle(&mut window);
    assert!(errors(&window) > before, "left unfilled for another step, it is an error");
}

#[test]
fn the_sheet_of_shortcuts_names_every_key_of_the_table_and_escape_closes_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    press(&mut window, Modifiers::NONE, Key::F1);
    for row in TABLE.iter().filter(|row| !row.shortcuts.is_empty()) {
        let keys: Vec<String> = row.shortcuts.iter().map(|keys| window.ctx.format_shortcut(keys)).collect();
        let keys = keys.join(word("keys.or"));
        let all = |label: &str| window.query_all_by_label(label).map(|node| node.rect()).collect::<Vec<_>>();
        // One column of the sheet is about half of it wide.
        let is_line = |name: egui::Rect, keys: egui::Rect| {
            let (level, width) = (name.center().y - keys.center().y, keys.right() - name.left());
            level.abs() < 3.0 && name.right() < keys.left() && width < 360.0
        };
        let (names, all_keys) = (all(row.name()), all(&keys));
        let is_there = names.iter().any(|name| all_keys.iter().any(|keys| is_line(*name, *keys)));
        assert!(is_there, "no line of the sheet says {:?} and {keys:?}: {names:?}, {all_keys:?}", row.name());
    }
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(window.query_by_label("Find step…").is_none(), "the sheet is gone");
}

#[test]
fn what_came_along_with_a_step_is_to_do_until_somebody_looked_at_it_and_left() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    run(&mut window, Action::NewJourney);
    window.state_mut().ask(Request::Add(waymark::edit::Stencil::BusinessEvent));
    settle(&mut window);
    let journey = window.state().session().journey().expect("a journey").clone();
    let is_read = |kind: &Kind| matches!(kind, Kind::ReadAudience(_));
    let read = journey.activities.iter().find(|known| is_read(&known.kind)).expect("it brings its read audience");
    let event = journey.activities.iter().find(|known| !is_read(&known.kind)).expect("the business event");
    for (id, wrong) in [(&event.id, false), (&read.id, false), (&event.id, true)] {
        window.state_mut().ask(Request::Select(Selection::activity(id)));
        settle(&mut window);
        let place = Place::activity(&journey.id, &read.id);
        let left = window
            .state()
            .session()
            .report()
            .of(&place)
            .any(|found| found.severity == waymark::check::Severity::Error && !found.to_do);
        assert_eq!(left, wrong, "while {id} is looked at");
    }
}

#[test]
fn what_a_journey_lacks_is_to_do_until_the_person_goes_to_another_journey() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let session = window.state().session();
    let journey = session.journey().expect("a journey").clone();
    let other = session.workspace().journeys.keys().find(|id| **id != journey.id).expect("another one").clone();
    let mut properties = journey.properties.clone();
    let when = ExitWhen::Profile("#{ExperiencePlatform.Customer.person.name.firstName} == null".into());
    properties.exit_criteria.push(ExitCriterion { id: "exit-name".into(), label: String::new(), when });
    edit(&mut window, "", vec![Edit::SetProperties { journey: journey.id.clone(), properties: Box::new(properties) }]);
    let to_do = |window: &Window| {
        let session = window.state().session();
        let mut found = session.findings().filter(|found| found.rule == "waymark-condition-value-missing");
        found.next().expect("a value is missing").to_do
    };
    assert!(to_do(&window), "the person is filling it in");
    window.state_mut().ask(Request::OpenJourney(other));
    settle(&mut window);
    assert!(!to_do(&window), "they have left it");
    window.state_mut().ask(Request::OpenJourney(journey.id.clone()));
    settle(&mut window);
    assert!(!to_do(&window), "and it stays wrong");
}

#[test]
fn steps_that_were_added_and_never_filled_in_are_wrong_once_the_person_goes_to_another_journey() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let other = window.state().session().journey().expect("a journey").id.clone();
    run(&mut window, Action::NewJourney);
    window.state_mut().ask(Request::Add(waymark::edit::Stencil::BusinessEvent));
    settle(&mut window);
    let journey = window.state().session().journey().expect("a journey").id.clone();
    let still_open = |window: &Window| {
        let here = |found: &&Finding| found.place.journey.as_ref() == Some(&journey) && found.to_do;
        window.state().session().findings().filter(here).count()
    };
    assert!(still_open(&window) > 0, "nobody has looked at the new steps yet");
    window.state_mut().ask(Request::OpenJourney(other));
    settle(&mut window);
    assert_eq!(still_open(&window), 0, "the person has left all of them");
}

#[test]
fn what_another_journeys_step_of_the_same_id_lacks_is_wrong_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let journey = window.state().session().journey().expect("a journey").clone();
    let copy = Journey { id: "journey-copy".into(), name: "A copy".to_owned(), ..journey.as_ref().clone() };
    edit(&mut window, "", vec![Edit::AddJourney(Box::new(copy))]);
    assert_eq!(window.state().session().journey().map(|open| open.name.as_str()), Some("A copy"));
    let is_event = |known: &&Activity| matches!(known.kind, Kind::Event(_));
    let mut event = journey.activities.iter().find(is_event).expect("it begins with an event").clone();
    let id = event.id.clone();
    window.state_mut().ask(Request::Select(Selection::activity(&id)));
    settle(&mut window);
    event.kind = Kind::default();
    edit(&mut window, "", vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(event) }]);
    let place = Place::activity(&journey.id, &id);
    let report = window.state().session().report();
    let lacking: Vec<_> = report.of(&place).filter(|found| found.rule == "activity-missing-required-field").collect();
    assert!(!lacking.is_empty(), "it listens for nothing: {:?}", report.of(&place).collect::<Vec<_>>());
    assert!(lacking.iter().all(|found| !found.to_do), "nobody is at work on that step");
}

#[test]
fn every_action_has_its_words_and_no_two_share_a_shortcut() {
    let mut shortcuts = Vec::new();
    for row in TABLE {
        assert!(!row.name().is_empty(), "{:?} has no words", row.action);
        for shortcut in row.shortcuts {
            assert!(!shortcuts.contains(shortcut), "{:?} shares {shortcut:?}", row.action);
            shortcuts.push(*shortcut);
        }
    }
}

#[test]
fn the_embedded_samples_are_the_files_of_the_folder() {
    fn walk(folder: &Path, root: &Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).expect("the samples").flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if path.extension().is_some_and(|ending| ending == "ron") {
                let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
                found.push((name, std::fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let mut found = Vec::new();
    walk(&root, &root, &mut found);
    found.sort();
    let mut embedded: Vec<(String, String)> =
        waymark::designer::samples::FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    embedded.sort();
    assert_eq!(embedded, found);
}

#[test]
fn escape_brings_back_all_steps_after_some_were_searched_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut window = start(folder.path());
    open_sample(&mut window);
    let is_offered = |window: &Window| window.query_all_by_label("Direct mail").next().is_some();
    assert!(is_offered(&window));
    write(&mut window, word("palette.search"), "wait");
    assert!(!is_offered(&window), "it is no wait");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(is_offered(&window));
}
