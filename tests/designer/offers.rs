//! After a forecast that loses calls the window looks for the smallest changes that lose nothing, offers each with what
//! becomes of the calls by it, and makes it as one step that can be undone.

use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use waymark::designer::actions::Action;

use crate::volume::{capped, foresee, label_of, opened};
use crate::window::{Window, click, finish, is_shown, run};

/// A forecast of so many people, whose text messages meet a cap of two a second.
fn lossy(people: u32) -> Window {
    let mut window = opened(capped(2, 1_000), people);
    click(&mut window, Role::Button, "Forecast");
    foresee(&mut window);
    window
}

/// Draws until the search is over.
fn search(window: &mut Window) {
    finish(window, |session| session.forecasting().search().progress().is_some());
}

#[test]
fn a_change_that_loses_nothing_is_found_offered_applied_as_one_step_and_keeps_its_word() {
    let mut window = lossy(300);
    search(&mut window);
    let session = window.state().session();
    let offers = session.forecasting().search().found().expect("a search").clone();
    let best = offers.first().expect("something loses nothing");
    assert!(best.before.lost > 0 && best.after.lost == 0, "{best:?}");
    let before = session.workspace().clone();
    for line in [
        best.remedy.title.clone(),
        format!("Lost: 0 instead of {}", best.before.lost),
        format!("Sent: {} instead of {}", best.after.calls, best.before.calls),
    ] {
        assert!(is_shown(&window, &line), "{line}");
    }

    click(&mut window, Role::Button, &format!("Apply: {}", best.remedy.title));
    let session = window.state().session();
    assert_eq!(session.next_undo().expect("a step").name, best.remedy.title);
    assert!(is_shown(&window, "Of an earlier version") && is_shown(&window, "has changed since. Forecast again"));
    assert!(window.query_by_role_and_label(Role::Button, &format!("Apply: {}", best.remedy.title)).is_none());

    click(&mut window, Role::Button, "Forecast again");
    foresee(&mut window);
    let forecasting = window.state().session().forecasting();
    let forecast = &forecasting.found().expect("figures").forecast;
    assert!(!forecast.loses_calls() && forecasting.search().progress().is_none());
    let place = forecast.place(&best.place).expect("the endpoint");
    assert_eq!((place.calls, place.last_call), (best.after.calls, best.after.last_call), "as it was offered");
    assert!(!is_shown(&window, "What would lose nothing"));

    run(&mut window, Action::Undo);
    assert_eq!(window.state().session().workspace(), &before);
}

#[test]
fn an_undo_of_what_was_applied_brings_the_offers_back() {
    let mut window = lossy(60);
    search(&mut window);
    let title = window.state().session().forecasting().search().found().expect("a search")[0].remedy.title.clone();
    click(&mut window, Role::Button, &format!("Apply: {title}"));
    assert!(is_shown(&window, "Of an earlier version"));
    run(&mut window, Action::Undo);
    assert!(!is_shown(&window, "Of an earlier version"));
    assert!(window.query_by_role_and_label(Role::Button, &format!("Apply: {title}")).is_some());
}

#[test]
fn the_search_says_how_far_it_is_and_is_given_up_and_begun_again() {
    let mut window = lossy(2_000);
    assert!(is_shown(&window, "Trying changes"), "it begins by itself");
    click(&mut window, Role::Button, "Cancel");
    let forecasting = window.state().session().forecasting();
    assert!(forecasting.search().progress().is_none() && forecasting.search().found().is_none());
    assert!(forecasting.found().is_some(), "the figures stay");
    click(&mut window, Role::Button, "Look for a change");
    finish(&mut window, |session| matches!(session.forecasting().search().progress(), Some((None, _))));
    let told = label_of(&window, "Change ");
    assert!(told.contains(" is tried out: ") && told.contains("in virtual time"), "{told}");
    click(&mut window, Role::Button, "Cancel");
    assert!(is_shown(&window, "Look for a change"));
}

#[test]
fn where_no_change_suffices_it_says_so() {
    let mut window = opened(capped(1, 600_000), 300);
    click(&mut window, Role::Button, "Forecast");
    foresee(&mut window);
    search(&mut window);
    assert!(is_shown(&window, "No slower reading, waves, throttle or spread by itself would lose nothing."));
}
