//! Stories of versions: kept, marked, gone back to, and what the guardrails hold a new one against.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use waymark::check::example::steps;
use waymark::check::{Checker, Cleared, Sketch};
use waymark::edit::{Edit, EditError, History, Step, apply, apply_all, version};
use waymark::exchange::diff;
use waymark::journey::files::{self, Files, recovery};
use waymark::journey::{
    DataSource, Duration, Event, Item, ItemRef, Journey, JourneyId, Kind, Place, Platform, Port, Properties,
    Reentrance, Version, Wait, Workspace,
};

fn id() -> JourneyId {
    Sketch::JOURNEY.into()
}

fn moment() -> Timestamp {
    "2026-02-01T09:00:00.25Z".parse().unwrap()
}

/// An event, a wait and a call, of which version 1 is kept.
fn kept() -> Workspace {
    let mut workspace = Sketch::event().then(steps::wait(Duration::Hours(1))).then(steps::call()).workspace;
    let edits = version::keep(&workspace, &id(), moment());
    apply_all(&mut workspace, &edits).unwrap();
    workspace
}

fn draft(workspace: &Workspace) -> &Journey {
    &workspace.journeys[&id()]
}

fn first(workspace: &Workspace) -> &Version {
    &workspace.versions[&(id(), 1)]
}

/// Another wait, and no call any more.
fn drawn_on(workspace: &mut Workspace) {
    let mut wait = draft(workspace).activity(&"wait-2".into()).unwrap().clone();
    wait.kind = Kind::Wait(Wait::Duration(Duration::Days(2)));
    let edits = [
        Edit::SetActivity { journey: id(), activity: Box::new(wait) },
        Edit::RemoveActivity { journey: id(), activity: "action-3".into() },
    ];
    apply_all(workspace, &edits).unwrap();
}

fn texts(folder: &Path, file: &str) -> String {
    std::fs::read_to_string(folder.join(file)).unwrap()
}

#[test]
fn a_version_is_what_the_journey_was_and_lies_in_a_file_of_its_own() {
    let mut workspace = kept();
    assert_eq!(draft(&workspace).based_on, Some(1));
    assert_eq!(first(&workspace).kept.to_string(), "2026-02-01T09:00:00Z", "files say seconds");
    assert!(!version::differs(&workspace, first(&workspace)));
    let known = first(&workspace).clone();
    drawn_on(&mut workspace);
    assert_eq!(*first(&workspace), known);
    assert!(version::differs(&workspace, first(&workspace)));
    let next = version::keep(&workspace, &id(), moment());
    apply_all(&mut workspace, &next).unwrap();
    assert_eq!(workspace.latest_version(&id()).unwrap().number, 2);
    assert_eq!(apply_all(&mut workspace, &next), Err(EditError::Taken("2 of journey-1".to_owned())));

    let folder = tempfile::tempdir().unwrap();
    let mut saved = Files::default();
    files::save(&workspace, &mut saved, folder.path()).unwrap();
    let opened = files::open(folder.path()).unwrap();
    assert_eq!(opened.files.problems(), Vec::<String>::new());
    assert!(opened.workspace == workspace, "it is read as it was written");
    let before = texts(folder.path(), "versions/order-journey/1.version.ron");

    // No rename touches a version; its folder follows the name of the journey.
    let head = |name: &str| Edit::SetHead {
        journey: id(),
        name: name.to_owned(),
        description: String::new(),
        tags: Vec::new(),
        note: String::new(),
    };
    let rename = Edit::Rename { item: ItemRef::Event("event-order".into()), name: "Bought".to_owned() };
    apply_all(&mut workspace, &[rename, head("Thanks")]).unwrap();
    files::save(&workspace, &mut saved, folder.path()).unwrap();
    assert_eq!(texts(folder.path(), "versions/thanks/1.version.ron"), before);
    assert!(!folder.path().join("versions/order-journey").exists());
    apply(&mut workspace, &Edit::RemoveJourney(id())).unwrap();
    files::save(&workspace, &mut saved, folder.path()).unwrap();
    assert!(!folder.path().join("versions/thanks").exists(), "a journey takes its versions along");
}

#[test]
fn going_back_is_one_step_and_brings_back_what_is_gone_under_the_names_of_now() {
    let mut workspace = kept();
    drawn_on(&mut workspace);
    let edits = [
        Edit::Remove(ItemRef::Action("action-text".into())),
        Edit::Rename { item: ItemRef::Event("event-order".into()), name: "Bought".to_owned() },
        Edit::SetHead {
            journey: id(),
            name: "Thanks".to_owned(),
            description: String::new(),
            tags: Vec::new(),
            note: "Ask Ada".to_owned(),
        },
    ];
    apply_all(&mut workspace, &edits).unwrap();
    let before = workspace.clone();
    let mut history = History::default();
    let back = version::go_back(&workspace, &id(), 1);
    history.commit(&mut workspace, Step { name: String::new(), place: Place::default() }, &back, None).unwrap();
    let now = draft(&workspace);
    assert_eq!(now.activities.len(), 3);
    assert!(matches!(now.activity(&"wait-2".into()).unwrap().kind, Kind::Wait(Wait::Duration(Duration::Hours(1)))));
    assert!(workspace.inventory.item(&ItemRef::Action("action-text".into())).is_some());
    let call = format!("{:?}", now.activity(&"action-3".into()).unwrap().kind);
    assert!(call.contains("@event{Bought.phone}"), "{call}");
    assert_eq!((now.name.as_str(), now.note.as_str(), now.based_on), ("Thanks", "Ask Ada", Some(1)));
    history.undo(&mut workspace).unwrap();
    assert!(workspace == before);
}

#[test]
fn a_version_that_cannot_be_read_whole_costs_only_itself() {
    let workspace = kept();
    let folder = tempfile::tempdir().unwrap();
    let mut saved = Files::default();
    files::save(&workspace, &mut saved, folder.path()).unwrap();
    let path = Path::new("versions/order-journey/1.version.ron");
    let text = texts(folder.path(), "versions/order-journey/1.version.ron");
    let line = text.lines().position(|line| line.contains("Hours(1)")).unwrap() + 1;
    std::fs::write(folder.path().join(path), text.replacen("Hours(1)", "Ours(1)", 1)).unwrap();
    assert_eq!(files::changed_outside(&saved), [path]);
    let mut opened = files::open(folder.path()).unwrap();
    let problems = opened.files.problems();
    assert!(problems.len() == 1 && problems[0].contains(&format!("1.version.ron:{line}:")), "{problems:?}");
    assert!(opened.files.is_damaged(opened.files.version_file(&(id(), 1)).unwrap()));
    let mark = Edit::SetPublished { journey: id(), version: 1, at: Some(moment()) };
    apply(&mut opened.workspace, &mark).unwrap();
    let refused = files::save(&opened.workspace, &mut opened.files, folder.path());
    assert!(matches!(refused, Err(files::SaveError::Damaged(_))), "{refused:?}");
    // One that cannot be read at all keeps its number.
    let mut unread = opened.workspace.clone();
    unread.versions.clear();
    assert_eq!(Version::next(&unread, &id(), moment()).unwrap().number, 2);
    // The journey itself is saved all the same.
    let mut opened = files::open(folder.path()).unwrap();
    drawn_on(&mut opened.workspace);
    files::save(&opened.workspace, &mut opened.files, folder.path()).unwrap();
    assert!(texts(folder.path(), "versions/order-journey/1.version.ron").contains("Ours(1)"));
    // Of two files with one number the later one is not read.
    std::fs::write(folder.path().join("versions/order-journey/1-again.version.ron"), &text).unwrap();
    let problems = files::open(folder.path()).unwrap().files.problems();
    assert!(problems.iter().any(|problem| problem.contains("the number 1 is already used")), "{problems:?}");
}

#[test]
fn what_was_published_is_not_removed_and_what_was_not_takes_the_draft_back_to_the_one_before() {
    let mut workspace = kept();
    drawn_on(&mut workspace);
    let next = version::keep(&workspace, &id(), moment());
    apply_all(&mut workspace, &next).unwrap();
    let mark = |at| Edit::SetPublished { journey: id(), version: 1, at };
    apply(&mut workspace, &mark(Some(moment()))).unwrap();
    let remove = |version| Edit::RemoveVersion { journey: id(), version };
    assert_eq!(apply(&mut workspace, &remove(1)), Err(EditError::Published(1)));
    apply(&mut workspace, &remove(2)).unwrap();
    assert_eq!(draft(&workspace).based_on, Some(1));
    assert_eq!(apply(&mut workspace, &remove(2)), Err(EditError::NoVersion(id(), 2)));
    apply_all(&mut workspace, &[mark(None), remove(1)]).unwrap();
    assert_eq!(draft(&workspace).based_on, None);
    assert!(workspace.versions.is_empty());
}

#[test]
fn only_what_was_published_binds_the_next_version_and_clearance_knows_it() {
    let mut workspace = kept();
    let never =
        Properties { reentrance: Reentrance { allowed: false, ..Reentrance::default() }, ..Properties::default() };
    apply(&mut workspace, &Edit::SetProperties { journey: id(), properties: Box::new(never) }).unwrap();
    let cleared = |workspace: &Workspace| Cleared::new(workspace, &id(), Platform::Ajo, Sketch::now());
    assert!(cleared(&workspace).is_ok(), "what is only kept binds nobody");
    apply(&mut workspace, &Edit::SetPublished { journey: id(), version: 1, at: Some(moment()) }).unwrap();
    let report = cleared(&workspace).unwrap_err();
    assert!(report.findings.iter().any(|finding| finding.rule == "version-reentrance-fixed"), "{report:?}");
    let mut elsewhere = workspace.clone();
    elsewhere.journeys.insert(id(), Arc::new(Journey { based_on: None, ..draft(&workspace).clone() }));
    let report = cleared(&elsewhere).unwrap_err();
    assert!(report.findings.iter().any(|finding| finding.rule == "version-from-latest-only"), "{report:?}");
}

#[test]
fn a_recovery_file_holds_the_versions_too() {
    let workspace = kept();
    let folder = tempfile::tempdir().unwrap();
    let keeper = recovery::Keeper::begin(folder.path(), "one").unwrap();
    keeper.write(&workspace, &Files::default()).unwrap();
    let path = std::fs::read_dir(folder.path()).unwrap().flatten().map(|entry| entry.path());
    let path = path.into_iter().find(|path| path.to_string_lossy().ends_with(".recovery.ron")).unwrap();
    assert!(recovery::read(&path).unwrap().workspace == workspace);
}

#[test]
fn what_differs_is_told_by_steps_lines_properties_and_objects() {
    let mut workspace = kept();
    let found = |workspace: &Workspace| {
        let before = first(workspace);
        diff::journeys((&before.journey, &before.inventory), (draft(workspace), &workspace.inventory))
    };
    assert!(found(&workspace).is_empty());
    drawn_on(&mut workspace);
    let changes = found(&workspace);
    assert_eq!((changes.added.len(), changes.removed.len(), changes.changed.len()), (0, 1, 1));
    assert!(!changes.lines && !changes.properties && changes.objects.is_empty(), "{changes:?}");
    let wire = draft(&workspace).leaving(&"event-1".into(), &Port::Next).next().unwrap().id.clone();
    let mut event = workspace.inventory.get::<Event>(&"event-order".into()).unwrap().clone();
    event.description = "Somebody bought".to_owned();
    let edits = [
        Edit::Disconnect { journey: id(), connection: wire },
        Edit::Put(Box::new(waymark::journey::Item::Event(event))),
        Edit::SetProperties {
            journey: id(),
            properties: Box::new(Properties { zone: "Europe/Paris".to_owned(), ..Properties::default() }),
        },
    ];
    apply_all(&mut workspace, &edits).unwrap();
    let changes = found(&workspace);
    assert!(changes.lines && changes.properties, "{changes:?}");
    assert_eq!(changes.objects, ["OrderPlaced"]);
}

#[test]
fn what_a_step_fetches_from_is_kept_with_the_version_and_read_again() {
    let mut workspace = Sketch::event().then(steps::decision()).then(steps::lookup()).workspace;
    let edits = version::keep(&workspace, &id(), moment());
    apply_all(&mut workspace, &edits).unwrap();
    let inventory = &first(&workspace).inventory;
    assert!(!inventory.decision_policies.is_empty() && !inventory.datasets.is_empty());
    let folder = tempfile::tempdir().unwrap();
    files::save(&workspace, &mut Files::default(), folder.path()).unwrap();
    let opened = files::open(folder.path()).unwrap();
    assert!(*first(&opened.workspace) == *first(&workspace), "it is read as it was written");
}

#[test]
fn another_name_or_tag_of_the_journey_makes_no_version_that_guardrails_hold_against_the_last_one() {
    let mut workspace = kept();
    let head = Edit::SetHead {
        journey: id(),
        name: "Thanks".to_owned(),
        description: String::new(),
        tags: vec!["shop".to_owned()],
        note: String::new(),
    };
    apply(&mut workspace, &head).unwrap();
    assert!(version::differs(&workspace, first(&workspace)), "it can be kept");
    assert!(!version::flows_otherwise(draft(&workspace), first(&workspace)), "people go the same ways");
    drawn_on(&mut workspace);
    assert!(version::flows_otherwise(draft(&workspace), first(&workspace)));
}

#[test]
fn what_a_published_journey_uses_keeps_what_the_platform_keeps_and_may_be_called_otherwise_and_grow() {
    let report = |workspace: &Workspace, platform| {
        let mut kept = Checker::new();
        // What was published is no part of any journey: a report that was made before it must not be kept.
        let without = Workspace { versions: Default::default(), ..workspace.clone() };
        kept.check(&without, platform, Sketch::now());
        let report = kept.check(workspace, platform, Sketch::now());
        assert_eq!(report, Checker::new().check(workspace, platform, Sketch::now()));
        let ours = report.findings.iter().filter(|finding| finding.rule.ends_with("-locked-when-used"));
        ours.map(|finding| (finding.rule, finding.place.field.clone().unwrap_or_default())).collect::<Vec<_>>()
    };
    let event = |workspace: &mut Workspace, change: &dyn Fn(&mut Event)| {
        let mut event = workspace.inventory.get::<Event>(&"event-order".into()).unwrap().clone();
        change(&mut event);
        apply(workspace, &Edit::Put(Box::new(Item::Event(event)))).unwrap();
    };
    let none: [(&str, String); 0] = [];
    let mut workspace = kept();
    event(&mut workspace, &|event| event.fields.retain(|field| field != "phone"));
    assert_eq!(report(&workspace, Platform::Ajo), none, "what was only kept binds nobody");
    apply(&mut workspace, &Edit::SetPublished { journey: id(), version: 1, at: Some(moment()) }).unwrap();
    assert_eq!(report(&workspace, Platform::Ajo), [("event-locked-when-used", "fields".to_owned())]);
    assert_eq!(report(&workspace, Platform::Waymark), none, "every version brings what it reaches along");
    event(&mut workspace, &|event| event.fields.extend(["phone", "deliveredAt"].map(str::to_owned)));
    assert_eq!(report(&workspace, Platform::Ajo), none, "another field");
    apply(&mut workspace, &Edit::Rename { item: ItemRef::Event("event-order".into()), name: "Ordered".to_owned() })
        .unwrap();
    assert_eq!(report(&workspace, Platform::Ajo), none, "another name");
    event(&mut workspace, &|event| event.namespace = None);
    assert_eq!(report(&workspace, Platform::Ajo), [("event-locked-when-used", "namespace".to_owned())]); // Nothing that was published is deleted either.
    apply(&mut workspace, &Edit::Remove(ItemRef::Event("event-order".into()))).unwrap();
    let gone = Checker::new().check(&workspace, Platform::Ajo, Sketch::now());
    let finding = gone.findings.iter().find(|finding| finding.rule == "event-locked-when-used").expect("it is gone");
    assert_eq!(finding.message, "'OrderPlaced' is gone, but version 1 of 'Order journey' uses it.");
    apply_all(&mut workspace, &finding.remedies[0].edits).unwrap();
    assert_eq!(report(&workspace, Platform::Ajo), none, "it is back");
}

#[test]
fn a_field_group_that_a_published_journey_uses_is_not_deleted_and_may_be_called_otherwise() {
    let reading = || {
        let asked = steps::data(&["#{ExperiencePlatform.ProfileFieldGroup.loyalty.points} > 100"]);
        Sketch::event().then(asked)
    };
    let published = || reading().published(1, reading()).workspace;
    let found = |workspace: &Workspace| {
        let report = Checker::new().check(workspace, Platform::Ajo, Sketch::now());
        let ours = report.findings.iter().filter(|finding| finding.rule == "fieldgroup-locked-when-used").cloned();
        ours.collect::<Vec<_>>()
    };
    let source = published().inventory.named::<DataSource>("ExperiencePlatform").unwrap().clone();
    assert_eq!(found(&published()), []);

    let mut renamed = published();
    let (from, to) = ("ProfileFieldGroup".to_owned(), "Person".to_owned());
    apply(&mut renamed, &Edit::RenameFieldGroup { source: source.id.clone(), from, to }).unwrap();
    assert_eq!(found(&renamed), [], "under another name it is still there");

    let without = DataSource { field_groups: Vec::new(), ..source.clone() };
    for gone in [Edit::Put(Box::new(Item::DataSource(without))), Edit::Remove(ItemRef::DataSource(source.id))] {
        let mut workspace = published();
        apply(&mut workspace, &gone).unwrap();
        let findings = found(&workspace);
        let [finding] = findings.as_slice() else { panic!("one finding: {findings:?}") };
        assert!(finding.message.contains("'ProfileFieldGroup' is gone"), "{}", finding.message);
        apply_all(&mut workspace, &finding.remedies[0].edits).unwrap();
        assert_eq!(found(&workspace), [], "it is back");
    }
}
