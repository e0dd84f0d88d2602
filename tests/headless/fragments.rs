//! Stories of fragments: kept from a journey, activated, copied into others.

use std::sync::Arc;

use waymark::check::example::steps;
use waymark::check::{Checker, Sketch};
use waymark::edit::fragment::{self, Refused};
use waymark::edit::{self, Edit, EditError, Spot};
use waymark::journey::{
    Duration, Fragment, FragmentStatus, Item, ItemRef, Journey, JourneyId, Platform, Port, Workspace, files,
};

use super::edit_worlds::{Dice, carry_out};

fn first() -> JourneyId {
    Sketch::JOURNEY.into()
}

/// A journey with an event, a wait, an email and a text for whom no email reaches; the last three are a fragment.
fn kept(status: FragmentStatus) -> Workspace {
    let sketch = Sketch::event()
        .then(steps::wait(Duration::Days(1)))
        .then(steps::email())
        .by(Port::Error)
        .then(steps::sms())
        .with_second(Sketch::event().then(steps::wait(Duration::Hours(1))).then(steps::push()), "Other");
    let mut workspace = sketch.workspace;
    let steps = ["wait-2", "email-3", "sms-4"].map(Into::into);
    let mut piece = fragment::keep(&workspace, &first(), &steps, "Thank people").unwrap();
    piece.status = status;
    carry_out(&mut workspace, vec![put(piece)], &mut Dice(3));
    workspace
}

fn put(fragment: Fragment) -> Edit {
    Edit::Put(Box::new(Item::Fragment(fragment)))
}

fn only(workspace: &Workspace) -> Fragment {
    workspace.inventory.fragments[0].clone()
}

fn other(workspace: &Workspace) -> Journey {
    Journey::clone(&workspace.journeys[&"journey-2".into()])
}

fn leads(journey: &Journey, from: &str, port: &Port) -> Option<String> {
    let wire = journey.connections.iter().find(|wire| wire.from.as_str() == from && wire.port == *port)?;
    Some(journey.activity(&wire.to)?.label.clone())
}

#[test]
fn a_fragment_is_kept_with_its_wires_and_lies_in_a_file_of_its_own() {
    let workspace = kept(FragmentStatus::Draft);
    let piece = only(&workspace);
    assert_eq!(piece.activities.len(), 3);
    assert_eq!(piece.connections.len(), 2, "the wire from the event is none of it");
    assert_eq!(piece.entries().iter().map(|step| step.id.as_str()).collect::<Vec<_>>(), ["wait-2"]);
    let folder = tempfile::tempdir().unwrap();
    files::save(&workspace, &mut files::Files::default(), folder.path()).unwrap();
    assert!(folder.path().join("fragments.ron").is_file());
    assert_eq!(only(&files::open(folder.path()).unwrap().workspace), piece);
}

#[test]
fn a_broken_fragment_costs_only_itself_and_keeps_its_file_from_being_written() {
    let mut workspace = kept(FragmentStatus::Draft);
    carry_out(
        &mut workspace,
        vec![put(Fragment { id: "fragment-zzzz".into(), name: "Second".into(), ..only(&kept(FragmentStatus::Draft)) })],
        &mut Dice(4),
    );
    let folder = tempfile::tempdir().unwrap();
    files::save(&workspace, &mut files::Files::default(), folder.path()).unwrap();
    let file = folder.path().join("fragments.ron");
    let text = std::fs::read_to_string(&file).unwrap();
    let line = text.lines().position(|line| line.contains("Days(1)")).unwrap() + 1;
    std::fs::write(&file, text.replacen("Days(1)", "Dawns(1)", 1)).unwrap();
    let mut opened = files::open(folder.path()).unwrap();
    assert_eq!(opened.workspace.inventory.fragments.len(), 1);
    let problems = opened.files.problems();
    assert!(problems.len() == 1 && problems[0].contains(&format!("fragments.ron:{line}:")), "{problems:?}");
    carry_out(&mut opened.workspace, vec![Edit::Remove(ItemRef::Fragment("fragment-zzzz".into()))], &mut Dice(5));
    let refused = files::save(&opened.workspace, &mut opened.files, folder.path());
    assert!(matches!(refused, Err(files::SaveError::Damaged(_))), "{refused:?}");
}

#[test]
fn a_copy_hangs_after_a_step_in_a_wire_or_by_itself() {
    let workspace = kept(FragmentStatus::Active);
    let id = only(&workspace).id;
    let target = JourneyId::from("journey-2");
    let after = Spot::After { from: "push-3".into(), port: Port::Next };
    let wire = other(&workspace).leaving(&"event-1".into(), &Port::Next).next().unwrap().id.clone();
    for (spot, from, onwards) in [
        (after, Some("push-3"), None),
        (Spot::Into(wire), Some("event-1"), Some("Wait 2")),
        (Spot::At { x: 0, y: 900 }, None, None),
    ] {
        let mut world = workspace.clone();
        let edits = fragment::insert(&world, &target, &id, &spot).unwrap();
        carry_out(&mut world, edits, &mut Dice(7));
        let journey = other(&world);
        assert_eq!(journey.activities.len(), 6, "three steps more at {spot:?}");
        let new = |label: &str| {
            let is_new = |id: &str| other(&workspace).activity(&id.into()).is_none();
            let step = journey.activities.iter().find(|step| step.label == label && is_new(step.id.as_str()));
            step.unwrap_or_else(|| panic!("{label} is there")).id.clone()
        };
        if let Some(from) = from {
            let next = journey.leaving(&from.into(), &Port::Next).next().map(|wire| wire.to.clone());
            assert_eq!(next, Some(new("Wait 2")), "at {spot:?}");
        }
        assert_eq!(leads(&journey, new("Email 3").as_str(), &Port::Error).as_deref(), Some("Text message 4"));
        assert_eq!(leads(&journey, new("Email 3").as_str(), &Port::Next).as_deref(), onwards, "at {spot:?}");
        let mut places: Vec<_> = journey.layout.iter().map(|place| (place.x, place.y)).collect();
        places.sort_unstable();
        places.dedup();
        assert_eq!(places.len(), 6, "no card lies on another");
        assert_eq!(only(&world), only(&workspace), "the fragment is as it was");
        let report = Checker::new().check(&world, Platform::Waymark, Sketch::now());
        let errors: Vec<_> = report.findings.iter().filter(|f| f.rule == "structure-cycle").collect();
        assert!(errors.is_empty());
    }
}

#[test]
fn only_an_active_fragment_is_copied_and_an_empty_canvas_begins_with_an_entry() {
    let target = JourneyId::from("journey-2");
    let spot = Spot::At { x: 0, y: 900 };
    for status in [FragmentStatus::Draft, FragmentStatus::Archived] {
        let workspace = kept(status);
        let refused = fragment::insert(&workspace, &target, &only(&workspace).id, &spot);
        assert_eq!(refused, Err(Refused::NotActive));
    }
    let mut workspace = kept(FragmentStatus::Active);
    let empty = Journey { id: "journey-empty".into(), ..Journey::default() };
    workspace.journeys.insert(empty.id.clone(), Arc::new(empty.clone()));
    let id = only(&workspace).id;
    assert_eq!(fragment::insert(&workspace, &empty.id, &id, &spot), Err(Refused::NoEntry));
    let whole = ["event-1", "wait-2"].map(Into::into);
    let mut begins = fragment::keep(&workspace, &first(), &whole, "Begin").unwrap();
    (begins.id, begins.status) = ("fragment-begin".into(), FragmentStatus::Active);
    let begin = begins.id.clone();
    carry_out(&mut workspace, vec![put(begins)], &mut Dice(8));
    let edits = fragment::insert(&workspace, &empty.id, &begin, &spot).unwrap();
    carry_out(&mut workspace, edits, &mut Dice(9));
    assert_eq!(workspace.journeys[&empty.id].activities.len(), 2);
}

#[test]
fn only_a_draft_is_changed_renamed_and_deleted_and_names_in_it_follow_renames() {
    let mut workspace = kept(FragmentStatus::Active);
    let piece = only(&workspace);
    let item = ItemRef::Fragment(piece.id.clone());
    let refused = EditError::NoDraft("Thank people".to_owned());
    let other = Fragment { description: "Other".to_owned(), ..piece.clone() };
    for edit in
        [put(other.clone()), Edit::Rename { item: item.clone(), name: "Other".to_owned() }, Edit::Remove(item.clone())]
    {
        assert_eq!(edit::apply(&mut workspace, &edit), Err(refused.clone()), "{edit:?}");
    }
    for status in [FragmentStatus::Archived, FragmentStatus::Draft] {
        edit::apply(&mut workspace, &put(Fragment { status, ..piece.clone() })).unwrap();
    }
    edit::apply(&mut workspace, &put(Fragment { status: FragmentStatus::Draft, ..other })).unwrap();
    edit::apply(&mut workspace, &Edit::Remove(item)).unwrap();
    assert!(workspace.inventory.fragments.is_empty());

    // What an expression in an active fragment names is called otherwise there too.
    let mut workspace = Sketch::event().then(steps::call()).workspace;
    let mut calls = fragment::keep(&workspace, &first(), &["action-2".into()], "Text").unwrap();
    (calls.id, calls.status) = ("fragment-call".into(), FragmentStatus::Active);
    carry_out(&mut workspace, vec![put(calls)], &mut Dice(10));
    let rename = Edit::Rename { item: ItemRef::Event("event-order".into()), name: "Bought".to_owned() };
    edit::apply(&mut workspace, &rename).unwrap();
    let text = format!("{:?}", only(&workspace).activities);
    assert!(text.contains("@event{Bought.phone}") && !text.contains("OrderPlaced"), "{text}");
}

#[test]
fn a_fragment_is_read_as_a_journey_is_and_what_it_does_not_fetch_itself_is_left_to_the_journeys_that_take_it() {
    let found = |question: &str, own: Option<waymark::journey::Kind>| -> Vec<String> {
        let drawn = match own {
            Some(kind) => Sketch::empty().then(kind).then(steps::data(&[question])),
            None => Sketch::empty().then(steps::data(&[question])),
        };
        let journey = drawn.workspace.journeys.into_values().next().expect("a journey");
        let kept = Fragment {
            id: "fragment-own".into(),
            name: "Ask".to_owned(),
            activities: journey.activities.clone(),
            connections: journey.connections.clone(),
            ..Fragment::default()
        };
        let sketch = Sketch::event().inventory(|inventory| inventory.fragments.push(kept));
        let report = Checker::new().check(&sketch.workspace, sketch.platform, Sketch::now());
        let ours = report.findings.iter().filter(|finding| finding.rule == "waymark-fragment-expression");
        ours.map(|finding| finding.message.clone()).collect()
    };
    let wrong = found("@event{OrderPlaced.totl} > 1", None);
    assert!(
        wrong.len() == 1 && wrong[0].starts_with("'Condition 1' in the fragment 'Ask': There is no field"),
        "{wrong:?}"
    );
    // The event will have happened in the journey; so will have what that fetches.
    assert_eq!(found("@event{OrderPlaced.total} > 1", None), [""; 0]);
    assert_eq!(found("listSize(@datasetLookup{Elsewhere.entities}) > 1", None), [""; 0]);
    assert_eq!(found("@datasetLookup{Product.entities.first().stock} > 1", Some(steps::lookup())), [""; 0]);
    assert_eq!(found("@datasetLookup{Product.entities.first().colour} > 1", Some(steps::lookup())).len(), 1);
}
