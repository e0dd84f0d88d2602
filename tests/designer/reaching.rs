//! How people are let in and what waits for them: waves, several runs of one person, the hour that suits, messages in
//! apps and on pages, as a person sets them up.

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::check::Sketch;
use waymark::check::example::steps;
use waymark::designer::Designer;
use waymark::designer::requests::{Request, Selection};
use waymark::designer::samples;
use waymark::edit::Stencil;
use waymark::journey::{
    Activity, ActivityId, Condition, Duration, Kind, Medium, Message, Place, Port, SendTime, Test, Wait, Waves,
};

use crate::window::{Window, ask, click, click_label, of_size, over, press, settle, write};

/// The samples with this journey open, and the step of this id in the inspector.
fn open(journey: &str, step: &str) -> Window {
    let workspace = samples::workspace();
    let found = workspace.journeys.values().find(|known| known.name == journey).expect("a sample of this name");
    let mut window = of_size(Designer::new(workspace.clone(), 7), vec2(1440.0, 2000.0));
    ask(&mut window, Request::OpenJourney(found.id.clone()));
    ask(&mut window, Request::Select(Selection::activity(&ActivityId::from(step))));
    window
}

fn step<'w>(window: &'w Window, id: &str) -> &'w Activity {
    let journey = window.state().session().journey().expect("a journey");
    journey.activity(&ActivityId::from(id)).expect("a step")
}

fn waves(window: &Window) -> Option<&Waves> {
    match &step(window, "read-ctl2").kind {
        Kind::ReadAudience(read) => read.waves.as_ref(),
        _ => None,
    }
}

#[test]
fn waves_say_how_many_people_come_in_with_each_and_when() {
    let mut window = open("Winter sale", "read-ctl2");
    // 42,000 people got the catalogue; a tenth of them is let in first.
    window.get_by_label("About 4,200 people, as soon as the audience is read");
    window.get_by_label("About 21,000 people, 6 hours after the first");
    click_label(&mut window, "Let people in by waves");
    assert_eq!(waves(&window), None);
    assert!(window.query_by_label_contains("About").is_none());
    click_label(&mut window, "Let people in by waves");
    assert_eq!(waves(&window), Some(&Waves::evenly(3, Duration::Hours(1))));
    window.get_by_label("About 14,000 people, 2 hours after the first");
    click_label(&mut window, "Add a wave");
    assert_eq!(waves(&window).map(|waves| waves.waves.len()), Some(4));
    window.get_by_label("About 10,500 people, 3 hours after the first");
}

#[test]
fn a_person_may_be_inside_several_times_once_it_is_said_what_tells_the_runs_apart() {
    let mut window = open("Winter sale", "read-ctl2");
    assert!(window.query_by_label("Told apart by").is_none());
    click_label(&mut window, "A person may be inside several times at once");
    window.get_by_role_and_label(Role::Label, "Told apart by");
    window.get_by_role_and_label(Role::Label, "What kind of identity that is");
    let Kind::ReadAudience(read) = &step(&window, "read-ctl2").kind else { panic!("a read audience") };
    assert!(read.supplemental.is_some());
}

#[test]
fn a_test_run_says_which_booking_each_run_is_about() {
    let mut window = open("Before arrival and during the stay", "event-bkd2");
    press(&mut window, Modifiers::NONE, Key::F5);
    assert!(
        window.query_all_by_role(Role::ListItem).any(|_| true)
            && window.query_by_label_contains("Anna Testberg · B-5512").is_some(),
        "the booking of the event's sample"
    );
}

#[test]
fn a_message_is_sent_when_it_suits_each_person_and_a_text_message_cannot_be() {
    let mut window = open("Winter sale", "email-lst6");
    click_label(&mut window, "Send when it suits each person");
    let Kind::Message(Message { send_time, .. }) = &step(&window, "email-lst6").kind else { panic!("a message") };
    assert_eq!(send_time, &Some(SendTime::default()));
    window.get_by_label("A test run picks an hour by chance: what suits whom, the platform learns.");
    let window = open("Winter sale", "whatsapp-sl6");
    assert!(window.query_by_label("Send when it suits each person").is_none());
}

#[test]
fn what_waits_in_an_app_asks_for_no_address_and_says_that_nothing_is_sent() {
    let window = open("Winter sale", "inapp-hll9");
    assert!(window.query_by_label("Send to another address").is_none());
    assert!(window.query_by_label("Rule set").is_none());
    window.get_by_label_contains("Nothing is sent: people find it when they open the app or page");
    let window = open("Winter sale", "email-lst6");
    assert!(window.query_by_label("Send to another address").is_some());
    assert!(window.query_by_label_contains("Nothing is sent").is_none());
}

#[test]
fn a_message_in_an_app_comes_with_time_to_be_seen() {
    let mut window = open("Winter sale", "email-lst6");
    let before = window.state().session().journey().expect("a journey").activities.len();
    ask(&mut window, Request::Add(Stencil::InApp));
    let journey = window.state().session().journey().expect("a journey").clone();
    assert_eq!(journey.activities.len(), before + 2);
    let after = |id: &ActivityId| journey.leaving(id, &Port::Next).next().map(|wire| wire.to.clone());
    let message = after(&"email-lst6".into()).expect("it follows what was selected");
    assert!(matches!(&step(&window, message.as_str()).kind, Kind::Message(Message { medium: Medium::InApp, .. })));
    let next = after(&message).expect("a wait follows");
    assert_eq!(step(&window, next.as_str()).kind, Kind::Wait(Wait::Duration(Duration::Days(3))));
}

#[test]
fn an_experiment_adds_its_shares_up_holds_people_out_and_divides_the_rest() {
    let mut window = open("Winter sale", "condition-wch4");
    let experiment = |window: &Window| match &step(window, "condition-wch4").kind {
        Kind::Condition(Condition { test: Test::Experiment(experiment), .. }) => experiment.clone(),
        other => panic!("{other:?}"),
    };
    window.get_by_label("Together 100 %");
    assert!(window.query_by_label("Hold 10 % out").is_none(), "somebody is held out already");
    write(&mut window, "Held out", "0");
    window.get_by_label("Together 90 %");
    click_label(&mut window, "Hold 10 % out");
    window.get_by_label("Together 100 %");
    write(&mut window, "Held out", "25");
    let inspector = window.get_by_label_contains("Together ").rect().left() - 20.0;
    let offered = window.query_all_by_label("Share evenly").filter(|link| link.rect().left() > inspector);
    assert_eq!(offered.count(), 1, "by what is wrong, not beside it once more");
    click_label(&mut window, "Share evenly");
    assert_eq!(experiment(&window).treatments.iter().map(|path| path.share).collect::<Vec<_>>(), [3_750, 3_750]);
    assert!(window.query_by_label("If somebody matches no path").is_none());
}

#[test]
fn rules_over_people_become_conditions_and_back_without_being_asked_again() {
    let mut window = open("Winter sale", "condition-app6");
    let asked = |window: &Window| match &step(window, "condition-app6").kind {
        Kind::Condition(condition) => condition.test.questions().expect("questions").to_vec(),
        other => panic!("{other:?}"),
    };
    let before = asked(&window);
    for (from, to) in [("Targeting rules", "Data"), ("Data", "Targeting rules")] {
        assert!(window.query_all_by_role(Role::ComboBox).any(|choice| choice.value().as_deref() == Some(from)));
        click(&mut window, Role::ComboBox, "Choose the path by");
        click(&mut window, Role::ListBoxOption, to);
        assert_eq!(asked(&window), before, "what is asked stays");
    }
}

#[test]
fn a_multi_action_takes_more_messages_and_only_such_as_are_found() {
    let mut window = open("Winter sale", "multi-evr4");
    click_label(&mut window, "Add a message");
    let Kind::MultiAction(multi) = &step(&window, "multi-evr4").kind else { panic!("a multi action") };
    assert_eq!(multi.messages.len(), 3);
    assert!(multi.messages.iter().all(|message| message.medium.is_inbound()));
}

#[test]
fn a_message_that_does_not_belong_into_a_multi_action_is_changed_into_one_that_does() {
    let sketch = Sketch::event().then(steps::multi(&[Medium::InApp, Medium::InApp])).with(|step| {
        if let Some(message) = step.kind.messages_mut().get_mut(1) {
            message.medium = Medium::Sms;
        }
    });
    let mut window = over(sketch.workspace);
    let journey = window.state().session().journey().expect("a journey").id.clone();
    ask(&mut window, Request::GoTo(Place::activity(&journey, &"multi-2".into()).field("messages.1.medium")));
    let boxes = window.query_all_by_role(Role::ComboBox);
    let sms = boxes.into_iter().find(|choice| choice.value().as_deref() == Some("SMS")).expect("it says what it is");
    sms.click();
    settle(&mut window);
    let offered: Vec<String> =
        window.query_all_by_role(Role::ListBoxOption).filter_map(|one| one.accesskit_node().label()).collect();
    assert_eq!(offered, ["SMS", "In-app message", "Web", "Code-based experience", "Content card"]);
}

#[test]
fn each_day_of_a_month_stands_below_the_name_of_its_weekday() {
    let mut window = open("Winter sale", "read-ctl2");
    ask(&mut window, Request::Select(Selection::default()));
    click_label(&mut window, "Set People enter from");
    window.get_by_role_and_label(Role::TextInput, "People enter from").focus();
    for _ in 0..3 {
        window.step();
    }
    let days: Vec<(jiff::civil::Date, f32)> = window
        .query_all_by_role(Role::Button)
        .filter_map(|day| Some((day.accesskit_node().label()?.parse().ok()?, day.rect().center().x)))
        .collect();
    assert!(days.len() >= 28, "{days:?}");
    let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let heads = names
        .map(|name| window.query_all_by_role_and_label(Role::Label, name).next().expect("a weekday").rect().center().x);
    for (day, x) in days {
        let head = heads[usize::try_from(day.weekday().to_monday_zero_offset()).expect("a weekday")];
        assert!((head - x).abs() < 1.0, "{day}: {x}, {head}");
    }
}
