//! What panels say to a person: titles of fields, the schedule at the step that reads, what an empty choice means;
//! and that nothing moves under the hand.

use egui::accesskit::Role;
use egui::vec2;
use egui_kittest::kittest::Queryable;
use waymark::designer::Designer;
use waymark::designer::actions::Action;
use waymark::designer::requests::{Request, Selection};
use waymark::designer::samples;
use waymark::edit::Edit;
use waymark::journey::{Kind, Place, Recurrence, Test};

use crate::window::{Window, ask, of_size};

/// The samples, with the first step open that `wanted` says, in the inspector.
fn at(wanted: impl Fn(&Kind) -> bool) -> Window {
    let workspace = samples::workspace();
    let (id, step) = workspace
        .journeys
        .values()
        .find_map(|journey| {
            journey.activities.iter().find(|step| wanted(&step.kind)).map(|step| (&journey.id, &step.id))
        })
        .expect("a sample with such a step");
    let mut window = of_size(Designer::new(workspace.clone(), 7), vec2(1400.0, 1200.0));
    ask(&mut window, Request::OpenJourney(id.clone()));
    ask(&mut window, Request::Select(Selection::activity(step)));
    window
}

#[test]
fn nothing_below_a_field_moves_when_the_keyboard_comes_to_it() {
    let mut window = at(|kind| matches!(kind, Kind::Wait(_)));
    let below = |window: &Window| window.get_by_role_and_label(Role::MultilineTextInput, "Description").rect();
    let before = below(&window);
    window.get_by_role_and_label(Role::TextInput, "Label").focus();
    window.run_steps(3);
    assert!(window.get_by_role_and_label(Role::TextInput, "Label").is_focused());
    assert_eq!(below(&window), before);
}

#[test]
fn a_field_of_a_schema_is_called_by_its_title() {
    let window =
        at(|kind| matches!(kind, Kind::UpdateProfile(update) if update.fields[0].field == "shop.lastReminder"));
    window.get_by_role_and_label(Role::Label, "Last cart reminder");
    assert!(window.query_by_label("shop.lastReminder").is_none());
}

#[test]
fn the_step_that_reads_says_when_and_leads_to_where_that_is_changed() {
    let mut window = at(|kind| matches!(kind, Kind::ReadAudience(read) if read.reading_rate == 600));
    window.get_by_label("Every week on Tue, from 2027-01-05 09:00");
    window.get_by_label("Change in the journey's properties").click();
    window.run_steps(4);
    assert_eq!(*window.state().session().selection(), Selection::default());
    assert!(window.get_by_label("Runs").rect().is_positive());
    let window = at(|kind| matches!(kind, Kind::ReadAudience(read) if read.reading_rate == 500));
    window.get_by_label("Whenever the business event comes");
}

#[test]
fn a_schedule_of_one_hour_or_without_a_day_reads_as_a_sentence() {
    let mut window = at(|kind| matches!(kind, Kind::ReadAudience(read) if read.reading_rate == 600));
    let start = jiff::civil::date(2027, 1, 5).at(9, 0, 0, 0);
    for (every, said) in [
        (Recurrence::Weekly { start, days: Vec::new() }, "Every week"),
        (Recurrence::Hourly { start, hours: 1 }, "Every hour, from 2027-01-05 09:00"),
        (Recurrence::Hourly { start, hours: 2 }, "Every 2 hours, from 2027-01-05 09:00"),
    ] {
        let journey = window.state().session().journey().expect("a journey").clone();
        let mut properties = journey.properties.clone();
        properties.schedule.every = every;
        let edits = vec![Edit::SetProperties { journey: journey.id.clone(), properties: Box::new(properties) }];
        let place = Place::default();
        ask(&mut window, Request::Edit { name: "Change when it runs".to_owned(), edits, gesture: None, place });
        window.get_by_label(said);
    }
}

#[test]
fn where_no_day_is_chosen_it_says_that_every_day_counts() {
    let said = |any: bool| {
        let window = at(|kind| match kind {
            Kind::Condition(condition) => {
                matches!(&condition.test, Test::Time(paths) if paths.iter().all(|path| path.days.is_empty() == any))
            }
            _ => false,
        });
        window.query_by_label("None chosen: every day").is_some()
    };
    assert!(said(true));
    assert!(!said(false));
}

#[test]
fn why_a_step_went_so_is_said_with_titles_and_on_the_clock_of_the_journey() {
    let mut window =
        at(|kind| matches!(kind, Kind::UpdateProfile(update) if update.fields[0].field == "shop.lastReminder"));
    ask(&mut window, Request::Run(Action::TestRun));
    window.run_steps(8);
    window.get_by_label("Last cart reminder becomes Mon 5 Jan 2026, 11:00");
}

#[test]
fn in_a_small_window_a_problem_is_read_in_lines_and_not_in_letters() {
    let mut window = at(|kind| matches!(kind, Kind::Wait(_)));
    window.set_size(egui::vec2(720.0, 450.0));
    ask(&mut window, Request::Run(Action::Problems));
    let rows: Vec<_> = window.query_all_by_role(Role::ListItem).map(|row| row.rect()).collect();
    assert!(!rows.is_empty());
    for row in rows {
        assert!(row.height() < 200.0, "{row:?}");
    }
}
