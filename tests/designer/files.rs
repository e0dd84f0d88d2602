//! Files that others change as well: while they are open, and after a window was killed. Nobody's work is lost unasked.

use std::fs;
use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::requests::Request;
use waymark::edit::Edit;
use waymark::journey::{JourneyId, Place};

use crate::window::{Window, click, is_shown, press, run, settle, shown, start, surroundings};

const FILE: &str = "cart-abandonment.journey.ron";

/// The samples saved in a folder and opened from there.
fn opened(folder: &Path) -> (Window, PathBuf) {
    let mut window = start(folder);
    window.get_by_label("Cart abandonment").click();
    settle(&mut window);
    run(&mut window, Action::Save);
    window.get_by_label("Save here").click();
    settle(&mut window);
    let root = window.state().session().root().expect("it was saved").to_owned();
    (window, root)
}

fn id(window: &Window) -> JourneyId {
    window.state().session().journey().expect("a journey").id.clone()
}

fn name(window: &Window) -> String {
    window.state().session().journey().expect("a journey").name.clone()
}

/// An own edit: the journey is called otherwise.
fn rename(window: &mut Window, name: &str) {
    let journey = id(window);
    let (description, note) = (String::new(), String::new());
    let edits = vec![Edit::SetHead { journey, name: name.to_owned(), description, tags: Vec::new(), note }];
    let place = Place::default();
    window.state_mut().ask(Request::Edit { name: "Rename".to_owned(), edits, gesture: None, place });
    settle(window);
}

/// Somebody else calls it otherwise.
fn rename_outside(root: &Path, name: &str) {
    let text = fs::read_to_string(root.join(FILE)).expect("the journey's file");
    let changed = text.replacen("name: \"Cart abandonment\"", &format!("name: \"{name}\""), 1);
    assert_ne!(text, changed);
    fs::write(root.join(FILE), changed).expect("a change");
}

/// Long enough for a look at the files.
fn look(window: &mut Window) {
    for _ in 0..14 {
        window.step();
    }
}

#[test]
fn what_somebody_else_changed_is_shown_where_nothing_of_ours_is_unsaved() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = opened(folder.path());
    rename_outside(&root, "Theirs");
    look(&mut window);
    assert_eq!(name(&window), "Theirs");
    assert!(!window.state().session().is_edited());
    assert!(window.query_by_label_contains("Somebody else changed 1 file").is_some(), "it is said");
}

#[test]
fn with_own_changes_the_person_says_whose_version_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = opened(folder.path());
    rename(&mut window, "Ours");
    rename_outside(&root, "Theirs");
    look(&mut window);
    assert!(window.query_by_label(FILE).is_some(), "the question names the file");
    click(&mut window, Role::Button, "Save mine as a copy…");
    click(&mut window, Role::Button, "Save here");
    let copy = window.state().session().root().expect("a copy").to_owned();
    assert_ne!(copy, root);
    let in_file = |root: &Path, name: &str| {
        let journeys = fs::read_dir(root).expect("the folder").flatten();
        journeys.filter_map(|entry| fs::read_to_string(entry.path()).ok()).any(|text| text.contains(name))
    };
    assert!(in_file(&copy, "name: \"Ours\"") && in_file(&root, "name: \"Theirs\""), "neither is lost");

    rename(&mut window, "Ours again");
    let text = fs::read_to_string(copy.join("ours.journey.ron")).expect("the copy's file");
    fs::write(copy.join("ours.journey.ron"), text.replace("\"Ours\"", "\"Theirs again\"")).expect("a change");
    look(&mut window);
    click(&mut window, Role::Button, "Keep mine");
    assert_eq!(name(&window), "Ours again");
    run(&mut window, Action::Save);
    assert!(in_file(&copy, "name: \"Ours again\"") && !in_file(&copy, "Theirs again"), "it was decided so");
}

/// A window with unsaved changes was killed, and somebody changed the file after that.
fn killed(folder: &Path) -> (Window, PathBuf) {
    let (mut window, root) = opened(folder);
    rename(&mut window, "Ours");
    drop(window);
    rename_outside(&root, "Theirs");
    let mut window = shown(Designer::start(surroundings(folder, 9), None));
    assert!(is_shown(&window, &format!("Folder: {}", root.display())) && is_shown(&window, "Last change: "));
    click(&mut window, Role::Button, "Recover");
    assert!(window.query_by_label(FILE).is_some(), "the question names the file");
    (window, root)
}

fn left_over(folder: &Path) -> usize {
    let kept = fs::read_dir(folder.join("state/recovery")).expect("the person's folder").flatten();
    kept.filter(|entry| entry.path().to_string_lossy().ends_with(".recovery.ron")).count()
}

#[test]
fn what_is_recovered_over_changed_files_can_be_kept_as_a_copy() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = killed(folder.path());
    click(&mut window, Role::Button, "Save mine as a copy…");
    click(&mut window, Role::Button, "Save here");
    assert_eq!(name(&window), "Ours");
    assert_ne!(window.state().session().root(), Some(root.as_path()));
    assert!(fs::read_to_string(root.join(FILE)).expect("their file").contains("Theirs"));
    assert_eq!(left_over(folder.path()), 0, "nothing is unsaved");
}

#[test]
fn what_is_recovered_over_changed_files_can_be_kept_instead_of_theirs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = killed(folder.path());
    click(&mut window, Role::Button, "Keep mine");
    assert_eq!(name(&window), "Ours");
    assert!(fs::read_to_string(root.join(FILE)).expect("their file").contains("Theirs"), "until it is saved");
    assert_eq!(left_over(folder.path()), 1, "a copy stands while it is unsaved");
    run(&mut window, Action::Save);
    assert!(!window.state().session().is_edited());
    let again = waymark::journey::files::open(&root).expect("the workspace").workspace;
    assert!(again.journeys.values().any(|journey| journey.name == "Ours"));
}

#[test]
fn what_is_recovered_over_changed_files_can_be_given_up_for_theirs() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = killed(folder.path());
    click(&mut window, Role::Button, "Keep theirs");
    assert_eq!(window.state().session().root(), Some(root.as_path()));
    assert!(window.state().session().workspace().journeys.values().any(|journey| journey.name == "Theirs"));
    assert_eq!(left_over(folder.path()), 0);
}

#[test]
fn what_is_recovered_without_its_folder_says_which_folder_and_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = opened(folder.path());
    rename(&mut window, "Ours");
    drop(window);
    fs::remove_file(root.join("workspace.ron")).expect("no workspace any more");
    let why = waymark::journey::files::open(&root).expect_err("no workspace").to_string();
    assert!(why.contains(&root.display().to_string()), "{why}");

    let mut window = shown(Designer::start(surroundings(folder.path(), 9), None));
    click(&mut window, Role::Button, "Recover");
    assert_eq!(name(&window), "Ours");
    assert_eq!(window.state().session().root(), None);
    assert!(window.query_all_by_label_contains(&why).next().is_some(), "{why}");
}

#[test]
fn a_recovery_copy_that_cannot_be_read_is_named_and_stays_and_the_next_one_is_offered() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, _root) = opened(folder.path());
    rename(&mut window, "Ours");
    drop(window);
    let damaged = folder.path().join("state/recovery/damaged.recovery.ron");
    fs::write(&damaged, "(format: what").expect("a damaged copy");
    let newest = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    fs::File::options().write(true).open(&damaged).and_then(|file| file.set_modified(newest)).expect("a time");
    let why = waymark::journey::files::recovery::read(&damaged).expect_err("damage").to_string();

    let mut window = shown(Designer::start(surroundings(folder.path(), 9), None));
    let said = |text: &str| window.query_all_by_label_contains(text).next().is_some();
    assert!(said("damaged.recovery.ron") && said(&why), "which file, and why");
    click(&mut window, Role::Button, "Recover");
    assert_eq!(name(&window), "Ours");
    assert_eq!(fs::read_to_string(&damaged).expect("the damaged copy"), "(format: what");
}

#[test]
fn a_damaged_file_opens_says_where_and_is_not_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (window, root) = opened(folder.path());
    drop(window);
    let text = fs::read_to_string(root.join(FILE)).expect("the journey's file");
    let damaged = text.replacen("kind: Wait(", "kind: Wat(", 1);
    assert_ne!(text, damaged);
    fs::write(root.join(FILE), &damaged).expect("damage");
    let mut window = shown(Designer::start(surroundings(folder.path(), 10), Some(&root.join(FILE))));
    let line = damaged.lines().position(|line| line.contains("Wat(")).expect("a line") + 1;
    let place = format!("{FILE}, line {line}, column");
    assert!(window.query_all_by_label_contains(&place).next().is_some(), "file, line and column: {place}");
    let loose = window.state().session().problems().filter(|found| found.rule == "waymark-dangling-connection");
    let (loose, offered): (Vec<_>, Vec<_>) = loose.map(|found| (found.message.clone(), found.remedies.len())).unzip();
    assert!(loose.len() > 1 && loose.iter().all(|said| said.contains("could not be read")), "{loose:?}");
    assert!(offered.iter().all(|remedies| *remedies == 0), "its wires are not taken away by a click");
    assert!(!is_shown(&window, "Take the line away"));
    rename(&mut window, "Ours");
    run(&mut window, Action::Save);
    assert_eq!(fs::read_to_string(root.join(FILE)).expect("the journey's file"), damaged, "not a byte");
    assert!(window.state().session().is_edited(), "and it is not taken for saved");
}

/// A file as a desktop hands it over.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_file_that_is_dropped_on_the_window_opens() {
    let folder = tempfile::tempdir().expect("a folder");
    let (window, root) = opened(folder.path());
    drop(window);
    let mut window = start(folder.path());
    let file = std::sync::Arc::new(Dropped(root.join("match-day.journey.ron")));
    window.input_mut().dropped_files.push(file);
    settle(&mut window);
    assert_eq!(window.state().session().root(), Some(root.as_path()));
    assert_eq!(window.state().session().journey().expect("a journey").name, "Match day");
}

#[test]
fn a_file_that_stands_there_is_written_over_only_when_that_was_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = opened(folder.path());
    let taken = root.join("cart-abandonment.json");
    fs::write(&taken, "somebody else's").expect("a file");
    run(&mut window, Action::Export);
    click(&mut window, Role::Button, "Choose a file…");
    click(&mut window, Role::Button, "Save here");
    assert_eq!(fs::read_to_string(&taken).expect("the file"), "somebody else's");
    assert!(is_shown(&window, "“cart-abandonment.json” is there already."));
    click(&mut window, Role::Button, "Write over it");
    assert!(fs::read_to_string(&taken).expect("the file").starts_with('{'));
}

#[test]
fn both_forms_leave_in_one_go_under_one_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = opened(folder.path());
    let (definition, sheet) = (root.join("cart-abandonment.json"), root.join("cart-abandonment.md"));
    let export = |window: &mut Window| {
        run(window, Action::Export);
        click(window, Role::CheckBox, "Build sheet for Adobe Journey Optimizer");
        click(window, Role::Button, "Choose a file…");
        click(window, Role::Button, "Save here");
    };
    export(&mut window);
    let text = fs::read_to_string(&definition).expect("the definition");
    assert!(text.starts_with('{') && fs::read_to_string(&sheet).expect("the sheet").starts_with('#'));
    let said = "Exported cart-abandonment.json and cart-abandonment.md.";
    assert!(is_shown(&window, said));
    let hash = waymark::exchange::json::hash(&waymark::exchange::json::read(&text).expect("a definition"));
    click(&mut window, Role::Link, &format!("Copy hash {}…", &hash[..8]));

    // What stands beside it is not written over unasked either.
    fs::remove_file(&definition).expect("gone");
    fs::write(&sheet, "somebody else's").expect("a file");
    export(&mut window);
    assert!(is_shown(&window, "Write over what is there?"));
    click(&mut window, Role::Button, "Cancel");
    assert_eq!(fs::read_to_string(&sheet).expect("the sheet"), "somebody else's");
    assert!(!definition.exists());
    export(&mut window);
    click(&mut window, Role::Button, "Write over it");
    assert!(definition.exists() && fs::read_to_string(&sheet).expect("the sheet").starts_with('#'));
}

#[test]
fn nothing_is_exported_while_no_form_is_ticked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, _) = opened(folder.path());
    run(&mut window, Action::Export);
    click(&mut window, Role::CheckBox, "JSON definition");
    assert!(window.get_by_label("Choose a file…").accesskit_node().is_disabled());
}

#[test]
fn a_folder_that_is_new_here_opens_at_what_is_wrong() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, root) = opened(folder.path());
    let files = fs::read_dir(&root).expect("the folder").filter_map(|entry| Some(entry.ok()?.path()));
    let texts = files.filter_map(|file| Some((file.clone(), fs::read_to_string(file).ok()?)));
    let (file, text) = texts.into_iter().find(|(_, text)| text.contains("reading_rate: 600,")).expect("a journey");
    let wrong = text.replacen("reading_rate: 600", "reading_rate: 60000", 1);
    assert_ne!(text, wrong);
    fs::write(&file, wrong).expect("a mistake");
    let elsewhere = tempfile::tempdir().expect("another machine");
    let window = shown(Designer::start(surroundings(elsewhere.path(), 7), Some(&root)));
    let session = window.state().session();
    assert!(session.problems().any(|found| found.place.journey.as_ref() == Some(&id(&window))), "{}", name(&window));
    assert!(session.journey().is_some_and(|journey| journey.name.contains("miss you")), "{}", name(&window));
}

/// A line of the file that no longer closes what it opened.
fn damage(root: &Path) -> (PathBuf, String) {
    let file = root.join("near-the-store.journey.ron");
    let whole = fs::read_to_string(&file).expect("the journey's file");
    let list = whole.find("activities: [").expect("its steps");
    let broken = whole[..list].to_owned() + &whole[list..].replacen("    ],\n", "    ),\n", 1);
    assert_ne!(broken, whole);
    fs::write(&file, broken).expect("a damaged file");
    (file, whole)
}

#[test]
fn a_journey_whose_file_cannot_be_read_is_an_error_and_stays_in_the_list() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut window, root) = opened(folder.path());
    let before = window.state().session().workspace().journeys.len();
    drop(window);
    let (file, whole) = damage(&root);
    window = shown(Designer::start(surroundings(folder.path(), 3), Some(&root)));
    assert_eq!(window.state().session().workspace().journeys.len(), before - 1);
    assert!(window.query_all_by_label("1 error").next().is_some(), "the pill says it");
    assert!(window.query_by_label_contains("No problems").is_none());
    let row = window.query_all_by_role(Role::ListItem).find_map(|row| {
        let said = row.accesskit_node().label()?;
        said.starts_with("near-the-store.journey.ron, line ").then_some(said)
    });
    assert!(row.expect("the list says where").contains("column"), "where it is");

    let title = window.state().session().journey().expect("another journey").name.clone();
    let button = window
        .query_all_by_role(Role::Button)
        .find(|button| button.accesskit_node().label().is_some_and(|label| label.trim() == title));
    button.expect("the list of journeys").click();
    settle(&mut window);
    assert!(window.query_by_label("near-the-store.journey.ron: could not be read").is_some(), "it is not gone");
    press(&mut window, Modifiers::NONE, Key::Escape);

    click(&mut window, Role::Button, "Show the file");
    assert!(window.query_by_label_contains(": ),").is_some(), "the line itself is shown");
    assert!(window.query_by_label_contains("Mend the line").is_some());
    click(&mut window, Role::Button, "Close");

    click(&mut window, Role::Button, "Read again");
    assert!(is_shown(&window, "No file has changed"), "nobody mended it yet");
    fs::write(&file, whole).expect("it is mended");
    click(&mut window, Role::Button, "Read again");
    assert_eq!(window.state().session().workspace().journeys.len(), before);
    assert!(window.query_all_by_label("1 error").next().is_none());
}
