//! A workspace on disk: written as it is, read as it was, and never overwritten unasked.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use waymark::journey::files::{self, Files, SaveError, Saved};
use waymark::journey::{Activity, Event, Journey, Kind, Place, Scenario, Wait, Workspace};

use crate::arbitrary;

/// Every file of a folder with its bytes.
pub fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut content = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            content.extend(self::content(&path));
        } else {
            content.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    content
}

fn saved(workspace: &Workspace) -> (tempfile::TempDir, Files) {
    let folder = tempfile::tempdir().unwrap();
    let mut files = Files::default();
    files::save(workspace, &mut files, folder.path()).unwrap();
    (folder, files)
}

fn journey(id: &str, name: &str) -> Arc<Journey> {
    let wait = Activity { id: "wait-k7qd".into(), kind: Kind::Wait(Wait::default()), ..Activity::default() };
    Arc::new(Journey { format: 1, id: id.into(), name: name.to_owned(), activities: vec![wait], ..Journey::default() })
}

/// A workspace with one event and two journeys of the same name.
fn small() -> Workspace {
    let mut workspace = Workspace::default();
    let event = Event { id: "event-k7qd".into(), name: "Order".to_owned(), ..Event::default() };
    Arc::make_mut(&mut workspace.inventory).events.push(event);
    for id in ["journey-aaaa", "journey-bbbb"] {
        workspace.journeys.insert(id.into(), journey(id, "Cart abandonment"));
    }
    workspace
}

fn names(paths: &[PathBuf]) -> Vec<String> {
    paths.iter().map(|path| path.to_string_lossy().replace('\\', "/")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_workspace_is_read_as_it_was_written_and_an_unchanged_one_is_not_written(
        mut workspace in arbitrary::workspace(),
    ) {
        // What was recorded is a file of somebody else's: where it is not there, its scenario is told of.
        for scenario in workspace.scenarios.values_mut() {
            Arc::make_mut(scenario).recordings.clear();
        }
        let (folder, mut files) = saved(&workspace);
        let opened = files::open(folder.path()).unwrap();
        prop_assert_eq!(opened.files.problems(), Vec::<String>::new());
        prop_assert!(opened.workspace == workspace);
        let before = content(folder.path());
        prop_assert_eq!(files::save(&workspace, &mut files, folder.path()).unwrap(), Saved::default());

        let mut again = Files::default();
        let second = tempfile::tempdir().unwrap();
        files::save(&opened.workspace, &mut again, second.path()).unwrap();
        let bytes = |content: BTreeMap<PathBuf, Vec<u8>>| content.into_values().collect::<Vec<_>>();
        prop_assert_eq!(bytes(content(second.path())), bytes(before));
    }
}

#[test]
fn only_what_changed_is_written_the_inventory_first() {
    let mut workspace = small();
    let (folder, mut files) = saved(&workspace);
    let path = files.journey_file(&"journey-bbbb".into()).unwrap().to_owned();
    assert_eq!(names(&[path]), ["cart-abandonment-2.journey.ron"]);

    Arc::make_mut(workspace.journeys.get_mut(&"journey-aaaa".into()).unwrap()).note = "Ask the shop.".to_owned();
    Arc::make_mut(&mut workspace.inventory).events[0].description = "An order".to_owned();
    let done = files::save(&workspace, &mut files, folder.path()).unwrap();

    assert_eq!(names(&done.written), ["events.ron", "cart-abandonment.journey.ron"]);
    assert_eq!(files::changed_outside(&files), Vec::<PathBuf>::new());
}

#[test]
fn a_file_follows_the_name_that_it_was_made_from_and_keeps_one_that_a_person_chose() {
    let mut workspace = small();
    let (folder, _) = saved(&workspace);
    fs::rename(folder.path().join("cart-abandonment-2.journey.ron"), folder.path().join("mine.journey.ron")).unwrap();
    let mut files = files::open(folder.path()).unwrap().files;
    for id in ["journey-aaaa", "journey-bbbb"] {
        Arc::make_mut(workspace.journeys.get_mut(&id.into()).unwrap()).name = "Basket".to_owned();
    }
    let done = files::save(&workspace, &mut files, folder.path()).unwrap();
    assert_eq!(names(&done.written), ["basket.journey.ron", "mine.journey.ron"]);
    assert_eq!(names(&done.removed), ["cart-abandonment.journey.ron"]);
    assert!(files::open(folder.path()).unwrap().workspace == workspace);
}

#[test]
fn scenarios_lie_beside_their_journey_and_go_with_it() {
    let mut workspace = small();
    let scenario = Scenario {
        name: "Buys at once".to_owned(),
        ..Scenario::new("scenario-k7qd".into(), "journey-aaaa".into(), "2026-01-05T09:00:00Z".parse().unwrap())
    };
    workspace.scenarios.insert(scenario.id.clone(), Arc::new(scenario));
    let (folder, mut files) = saved(&workspace);
    let path = Path::new("scenarios/cart-abandonment/buys-at-once.scenario.ron");
    assert!(folder.path().join(path).is_file());

    Arc::make_mut(workspace.journeys.get_mut(&"journey-aaaa".into()).unwrap()).name = "Basket".to_owned();
    files::save(&workspace, &mut files, folder.path()).unwrap();
    assert!(folder.path().join("scenarios/basket/buys-at-once.scenario.ron").is_file());
    assert!(!folder.path().join("scenarios/cart-abandonment").exists());

    workspace.journeys.remove(&"journey-aaaa".into());
    workspace.scenarios.clear();
    let done = files::save(&workspace, &mut files, folder.path()).unwrap();
    assert_eq!(names(&done.removed), ["basket.journey.ron", "scenarios/basket/buys-at-once.scenario.ron"]);
}

#[test]
fn a_broken_entry_costs_only_itself_and_makes_its_file_read_only() {
    let mut workspace = small();
    let (folder, _) = saved(&workspace);
    let path = folder.path().join("events.ron");
    let broken = "(\n    format: 1,\n    events: [\n        (id: \"event-k7qd\", name: \"Order\"),\n        (id: \"event-xxxx\", nam: 5), // a remark\n    ],\n)\n";
    fs::write(&path, broken).unwrap();

    let opened = files::open(folder.path()).unwrap();
    let mut files = opened.files;
    assert_eq!(opened.workspace.inventory.events.len(), 1);
    let damaged = &files.damaged[0];
    assert_eq!((damaged.line, damaged.column, damaged.text.as_str()), (5, 28, "(id: \"event-xxxx\", nam: 5)"));
    assert!(damaged.error.contains("no field `nam`"), "{}", damaged.error);

    // Another file is saved all the same.
    workspace = opened.workspace;
    Arc::make_mut(workspace.journeys.get_mut(&"journey-aaaa".into()).unwrap()).note = "Ask.".to_owned();
    files::save(&workspace, &mut files, folder.path()).unwrap();

    Arc::make_mut(&mut workspace.inventory).events[0].description = "An order".to_owned();
    let before = content(folder.path());
    let refused = files::save(&workspace, &mut files, folder.path());
    assert!(matches!(refused, Err(SaveError::Damaged(_))), "{refused:?}");
    assert_eq!(content(folder.path()), before);

    files.give_up(Path::new("events.ron"));
    files::save(&workspace, &mut files, folder.path()).unwrap();
    assert!(files::open(folder.path()).unwrap().workspace == workspace);
}

#[test]
fn a_file_that_somebody_else_changed_is_noticed_and_not_overwritten_unasked() {
    let mut workspace = small();
    let (folder, mut files) = saved(&workspace);
    let path = folder.path().join("events.ron");
    let theirs = fs::read_to_string(&path).unwrap().replace("Order", "Purchase");
    fs::write(&path, &theirs).unwrap();
    fs::write(folder.path().join("new.journey.ron"), "(format: 1, id: \"journey-cccc\", name: \"New\")").unwrap();

    assert_eq!(names(&files::changed_outside(&files)), ["events.ron", "new.journey.ron"]);
    Arc::make_mut(&mut workspace.inventory).events[0].description = "An order".to_owned();
    let refused = files::save(&workspace, &mut files, folder.path());
    assert!(matches!(refused, Err(SaveError::ChangedOutside(_))), "{refused:?}");
    assert_eq!(fs::read_to_string(&path).unwrap(), theirs);

    files.accept_outside(Path::new("events.ron"));
    files::save(&workspace, &mut files, folder.path()).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("An order"));
}

#[test]
fn what_is_not_canonical_is_read_and_stays_as_it_is_until_it_changes() {
    let (folder, _) = saved(&small());
    let path = folder.path().join("events.ron");
    let by_hand = "\u{feff}// by hand\r\n( format: 1, /* one /* nested */ event */\r\n events: [(name: \"Order\",\r\n  id: \"event-k7qd\")] )";
    fs::write(&path, by_hand).unwrap();

    let opened = files::open(folder.path()).unwrap();
    let mut files = opened.files;
    assert_eq!(files.problems(), Vec::<String>::new());
    assert_eq!(opened.workspace, small());
    assert_eq!(files::save(&opened.workspace, &mut files, folder.path()).unwrap(), Saved::default());
    assert_eq!(fs::read_to_string(&path).unwrap(), by_hand);
}

#[test]
fn places_of_the_document_have_a_file_and_a_line() {
    let (_folder, files) = saved(&small());
    let at = |place: Place| files.locate(&place).map(|location| (names(&[location.file]).remove(0), location.line));
    let journey = "journey-aaaa".into();
    assert_eq!(
        at(Place::activity(&journey, &"wait-k7qd".into())),
        Some(("cart-abandonment.journey.ron".to_owned(), 6))
    );
    assert_eq!(at(Place::journey(&journey).field("name")), Some(("cart-abandonment.journey.ron".to_owned(), 4)));
    let event = waymark::journey::ItemRef::Event("event-k7qd".into());
    assert_eq!(at(Place::item(event)), Some(("events.ron".to_owned(), 4)));
}

#[test]
fn a_damaged_workspace_saved_elsewhere_takes_the_damaged_file_along_as_it_is() {
    let (folder, _) = saved(&small());
    let broken = "(format: 1, audiences: [(id: 5)])";
    fs::write(folder.path().join("audiences.ron"), broken).unwrap();
    fs::write(folder.path().join("cut.journey.ron"), "(format: 1, id: ").unwrap();
    let opened = files::open(folder.path()).unwrap();
    let mut files = opened.files;
    assert_eq!(files.problems().len(), 2, "{:?}", files.problems());

    let second = tempfile::tempdir().unwrap();
    files::save(&opened.workspace, &mut files, second.path()).unwrap();
    assert_eq!(fs::read_to_string(second.path().join("audiences.ron")).unwrap(), broken);
    assert!(second.path().join("cut.journey.ron").is_file());
    assert_eq!(files::open(second.path()).unwrap().files.problems().len(), 2);
    let occupied = files::save(&small(), &mut Files::default(), second.path());
    assert!(matches!(occupied, Err(SaveError::Occupied(_))), "{occupied:?}");
}
