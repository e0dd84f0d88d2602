//! The guardrails, looked up: every id has its card, and is found by words.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::example::steps;
use waymark::check::{CardKind, Sketch, cards, guardrails};
use waymark::designer::actions::Action;
use waymark::designer::requests::Request;
use waymark::edit::Edit;
use waymark::journey::{Place, Workspace};

use crate::window::{Window, ask, click, is_shown, over, press, run, settle, write};

fn rows(window: &Window) -> usize {
    window.query_all_by_role(Role::ListItem).count()
}

#[test]
fn what_no_rule_checks_has_its_card_too() {
    let mut window = over(Workspace::default());
    for card in cards() {
        window.state_mut().ask(Request::LookUp(card.id));
        (0..3).for_each(|_| window.step());
        assert!(is_shown(&window, &format!("Reports and the command line call it {}.", card.id)), "{}", card.id);
        assert!(is_shown(&window, card.reason), "{}", card.id);
        let head = if card.kind == CardKind::Behaviour { "A test run shows it" } else { "Why nothing checks it" };
        assert!(is_shown(&window, head), "{}", card.id);
        if let Some(proof) = card.proofs().next() {
            let said = proof.replace('_', " ");
            assert!(is_shown(&window, said.get(1..).expect("a sentence")), "{}", card.id);
        }
    }
    // Another name of a rule opens the rule.
    let known = guardrails().find(|known| !known.aliases().is_empty()).expect("a rule with another name");
    ask(&mut window, Request::LookUp(known.aliases()[0]));
    assert!(is_shown(&window, &format!("Reports and the command line call it {}.", known.id())));
    assert!(is_shown(&window, "Also called"));
}

#[test]
fn a_guardrail_is_found_by_words_among_all_of_them() {
    let mut window = over(Workspace::default());
    run(&mut window, Action::Guardrails);
    assert!(is_shown(&window, &format!("{} guardrails", guardrails().count())));
    let search = "Search by words, such as “wait 90 days”";
    write(&mut window, search, "dry run jumps");
    let found = "In the platform's dry run jumps are not carried out.";
    assert!(is_shown(&window, found) && is_shown(&window, "A dry run of Waymark follows them within the workspace."));
    let few = rows(&window);
    assert!((1..10).contains(&few), "{few}");

    write(&mut window, search, "jump-dry-run");
    assert!(is_shown(&window, "1 guardrail"), "the name that reports say finds it");

    write(&mut window, search, "wait");
    let first = window.query_all_by_label_contains("Reports and the command line call it").count();
    assert_eq!(first, 1, "the card of the first is open");
    let open = |window: &Window| guardrails().find(|known| is_shown(window, &format!("call it {}.", known.id())));
    let before = open(&window).expect("a card").id();
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    let after = open(&window).expect("a card").id();
    assert_ne!(before, after, "the arrows walk through the list");
    click(&mut window, Role::RadioButton, "Which: Told");
    assert!(is_shown(&window, "Why nothing checks it"));
    write(&mut window, search, "no such guardrail anywhere");
    assert!(is_shown(&window, "No guardrail speaks of that. Try fewer words."));
    click(&mut window, Role::Button, "Close");
    assert!(!is_shown(&window, search));
}

#[test]
fn the_command_palette_leads_to_a_guardrail() {
    let mut window = over(Workspace::default());
    run(&mut window, Action::Commands);
    write(&mut window, "What would you like to do?", "jumps are not carried out");
    press(&mut window, Modifiers::NONE, Key::Enter);
    settle(&mut window);
    assert!(is_shown(&window, "Reports and the command line call it jump-dry-run."));
}

#[test]
fn what_the_command_palette_remembers_follows_the_words_and_the_document() {
    let mut window = over(Sketch::event().then(steps::update()).workspace);
    run(&mut window, Action::Commands);
    let asked = "What would you like to do?";
    write(&mut window, asked, "qualify");
    let step = "Qualify the lead";
    // The card of the step lies behind the list.
    let is_listed = |window: &Window| window.query_all_by_role_and_label(Role::ListItem, step).next().is_some();
    assert!(!is_listed(&window));
    let journey = window.state().session().journey().expect("a journey").clone();
    let mut activity = journey.activities[1].clone();
    activity.label = step.to_owned();
    let place = Place::activity(&journey.id, &activity.id);
    let edits = vec![Edit::SetActivity { journey: journey.id.clone(), activity: Box::new(activity) }];
    ask(&mut window, Request::Edit { name: "Call it otherwise".to_owned(), edits, gesture: None, place });
    assert!(is_listed(&window), "the document changed under it");
    write(&mut window, asked, "duplicate");
    assert!(!is_listed(&window), "other words were asked");
}

#[test]
fn the_pictures_of_a_guardrail_show_what_was_added_and_every_journey() {
    let mut window = over(Workspace::default());
    ask(&mut window, Request::LookUp("journey-max-activities"));
    let images = |window: &Window| -> Vec<String> {
        window.query_all_by_role(Role::Image).filter_map(|image| image.accesskit_node().label()).collect()
    };
    let drawn = images(&window);
    assert!(drawn.iter().any(|steps| steps.starts_with("Event 1, ") && steps.ends_with(", Email 51")), "{drawn:?}");
    assert!(drawn.iter().any(|steps| steps.starts_with("Event 1, ") && steps.ends_with(", Email 50")), "{drawn:?}");
    ask(&mut window, Request::LookUp("event-double-counting"));
    assert_eq!(images(&window).iter().filter(|steps| *steps == "Audience qualification 1").count(), 4);
    assert_eq!(window.query_all_by_label("Second journey").count(), 2);
}
