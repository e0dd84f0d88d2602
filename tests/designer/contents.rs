//! A message that does not say the same to everybody is written and looked at in the inspector.

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::requests::{Request, Selection};
use waymark::journey::*;

use crate::window::{Window, ask, click, click_label, of_size, settle, write};

fn workspace() -> Workspace {
    let mut inventory = Inventory::default();
    let name = "Chloé Dummont".into();
    inventory.put(Item::Profile(Profile { id: "profile-aaaaaaaaaaaa".into(), name, ..Profile::default() }));
    let message = Message { medium: Medium::InApp, body: "Everything must go".into(), ..Message::default() };
    let step = Activity { id: "inapp-aaaa".into(), kind: Kind::Message(message), ..Activity::default() };
    let journey = Journey {
        format: FORMAT,
        id: "journey-aaaaaaaaaaaa".into(),
        name: "Sale".into(),
        activities: vec![step],
        layout: vec![Placement { activity: "inapp-aaaa".into(), x: 0, y: 0 }],
        ..Journey::default()
    };
    let journeys = [(journey.id.clone(), journey.into())].into();
    Workspace { inventory: inventory.into(), journeys, ..Workspace::default() }
}

fn open() -> Window {
    // High enough that the preview stands in view below the fields.
    let mut window = of_size(Designer::new(workspace(), 7), vec2(1440.0, 2400.0));
    ask(&mut window, Request::OpenJourney("journey-aaaaaaaaaaaa".into()));
    ask(&mut window, Request::Select(Selection::activity(&"inapp-aaaa".into())));
    window
}

fn optimization(window: &Window) -> Option<Optimization> {
    let journey = window.state().session().journey().expect("a journey");
    let Kind::Message(message) = &journey.activities[0].kind else { panic!("a message") };
    message.optimization.clone()
}

fn experiment(window: &Window) -> ContentExperiment {
    match optimization(window) {
        Some(Optimization::Experiment(experiment)) => experiment,
        other => panic!("{other:?}"),
    }
}

fn choose(window: &mut Window, list: &str, entry: &str) {
    click(window, Role::ComboBox, list);
    click(window, Role::ListBoxOption, entry);
}

/// Writes into the second field of this name: that of the other content.
fn write_second(window: &mut Window, label: &str, text: &str) {
    let second = |window: &Window| window.query_all_by_role_and_label(Role::MultilineTextInput, label).count();
    assert_eq!(second(window), 2, "two fields are labelled {label}");
    for _ in 0..2 {
        window.query_all_by_role_and_label(Role::MultilineTextInput, label).nth(1).expect("a field").focus();
        settle(window);
    }
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.step();
    window.query_all_by_role_and_label(Role::MultilineTextInput, label).nth(1).expect("a field").type_text(text);
    settle(window);
}

fn shows(window: &Window, text: &str) -> bool {
    window.query_all_by_role_and_label(Role::Label, text).next().is_some()
}

#[test]
fn two_contents_are_compared_shared_out_and_looked_at() {
    let mut window = open();
    choose(&mut window, "Who gets what", "Experiment");
    let drawn = experiment(&window);
    assert_eq!((drawn.own.share, drawn.treatments[0].share), (5_000, 5_000));
    assert_ne!(drawn.own.id, drawn.treatments[0].id);
    assert_eq!(drawn.treatments[0].content.body.as_str(), "Everything must go", "who compares changes one of two");
    assert!(!drawn.own.id.as_str().contains('?'), "ids are drawn: {}", drawn.own.id);
    write(&mut window, "What counts as success", "Unique clicks");
    write_second(&mut window, "Text", "A few things are left");
    click_label(&mut window, "Hold 10 % out");
    let known = experiment(&window);
    assert_eq!((&*known.metric, known.treatments[0].content.body.as_str()), ("Unique clicks", "A few things are left"));
    assert_eq!((known.own.share, known.treatments[0].share, known.holdout), (4_500, 4_500, 1_000));
    window.get_by_label("Together 100 %");
    assert!(shows(&window, "Everything must go"));
    choose(&mut window, "Content of the preview", "Content 2");
    assert!(shows(&window, "A few things are left") && !shows(&window, "Everything must go"));
    click(&mut window, Role::Switch, "Everybody gets the best content later");
    click(&mut window, Role::Switch, "Decide even without a winner");
    choose(&mut window, "What everybody gets", "The text above");
    let scaling = experiment(&window).scaling.expect("it is scaled");
    assert_eq!(scaling.at, None, "as soon as a winner is found");
    assert_eq!(scaling.fallback.and_then(|fallback| fallback.treatment), Some(known.own.id));
    ask(&mut window, Request::Run(Action::Undo));
    assert_eq!(experiment(&window).scaling.and_then(|scaling| scaling.fallback?.treatment), None);
}

#[test]
fn what_was_compared_is_chosen_by_rules_with_the_same_texts() {
    let mut window = open();
    choose(&mut window, "Who gets what", "Experiment");
    write_second(&mut window, "Text", "A few things are left");
    choose(&mut window, "Who gets what", "By rules");
    let Some(Optimization::Targeting(targeting)) = optimization(&window) else { panic!("rules") };
    assert!(targeting.fallback, "everybody else gets the text above");
    assert_eq!(targeting.rules[0].content.body.as_str(), "A few things are left");
    click(&mut window, Role::Switch, "Everybody else gets the text above");
    let Some(Optimization::Targeting(targeting)) = optimization(&window) else { panic!("rules") };
    assert!(!targeting.fallback);
    choose(&mut window, "Who gets what", "All the same");
    assert_eq!(optimization(&window), None);
}
