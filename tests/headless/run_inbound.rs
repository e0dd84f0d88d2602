//! What people find in apps and on pages, and several of such messages at once.

use waymark::journey::*;

use crate::build::*;

fn place(id: &str, medium: Medium, location: &str) -> Item {
    Item::Channel(Channel {
        id: id.into(),
        name: id.to_owned(),
        medium,
        location: location.to_owned(),
        ..Channel::default()
    })
}

fn found(medium: Medium, channel: &str, body: &str) -> Message {
    Message { medium, channel: Some(channel.into()), subject: "Hello".into(), body: body.into(), ..Message::default() }
}

fn story() -> Story {
    Story::new()
        .event("Opened", "", "{}")
        .with(place("app", Medium::InApp, "com.example.shop"))
        .with(place("page", Medium::Web, "https://shop.example.com/"))
        .then("entry", on("Opened"))
        .happens(Duration::Hours(0), arrives("Opened"))
}

#[test]
fn an_in_app_message_is_shown_where_its_channel_says_and_the_person_goes_on_at_once() {
    let shown = found(Medium::InApp, "app", "{{ #{ExperiencePlatform.Customer.email} }}");
    let run = story().then("show", Kind::Message(shown)).then("pause", wait(Duration::Days(3))).run();
    assert_eq!(
        lines(&run)[1],
        "2026-01-05T09:00:00.000Z show transitions | app to com.example.shop: Hello",
        "an app is asked for no address of the person"
    );
    assert_eq!(because(&run, 1), "shown in com.example.shop while the journey lasts");
    assert_eq!(run.steps[1].message.as_ref().unwrap().body, "anna@example.com");
    assert_eq!(run.end.at, moment("2026-01-08T09:00:00Z"));
}

#[test]
fn a_web_page_has_no_title_and_whatsapp_needs_the_consent_of_the_person() {
    let page = story().then("show", Kind::Message(found(Medium::Web, "page", "<b>Sale</b>"))).run();
    assert_eq!(page.steps[1].message.as_ref().unwrap().subject, "");
    let chat = |agrees: Option<bool>| {
        let story = story().with_person("anna", |anna| {
            anna.consent = agrees.map(|agrees| (Medium::WhatsApp, agrees)).into_iter().collect();
        });
        let run = story.then("chat", Kind::Message(found(Medium::WhatsApp, "none", "Sale"))).run();
        (run.steps[1].message.is_some(), because(&run, 1).to_owned())
    };
    assert_eq!(chat(None), (true, "sent to profile-anna".to_owned()));
    assert_eq!(chat(Some(false)), (false, "not sent: no consent to WhatsApp".to_owned()));
}

#[test]
fn what_people_have_to_know_reaches_them_without_consent_and_marketing_does_not() {
    let mail = |purpose: Option<Purpose>| {
        let channel =
            Channel { purpose, ..Channel { id: "mails".into(), name: "Mails".to_owned(), ..Channel::default() } };
        let story = story().with(Item::Channel(channel)).with_person("anna", |anna| {
            anna.consent = [(Medium::Email, false)].into_iter().collect();
        });
        let run = story.then("mail", Kind::Message(found(Medium::Email, "mails", "Hello"))).run();
        because(&run, 1).to_owned()
    };
    assert_eq!(mail(Some(Purpose::Transactional)), "sent to profile-anna");
    assert_eq!(mail(Some(Purpose::Marketing)), "not sent: no consent to email");
    assert_eq!(mail(None), "not sent: no consent to email", "who has not decided asks everybody");
}

fn several(error_path: bool) -> Kind {
    let messages = vec![found(Medium::InApp, "app", "In the app"), found(Medium::Web, "page", "On the page")];
    Kind::MultiAction(MultiAction { messages, error_path })
}

#[test]
fn a_multi_action_shows_all_its_messages_in_one_step() {
    let run = story().then("show", several(false)).run();
    assert_eq!(
        lines(&run),
        [
            "2026-01-05T09:00:00.000Z entry transitions",
            "2026-01-05T09:00:00.000Z show ended | app to com.example.shop: Hello | page to https://shop.example.com/",
            "2026-01-05T09:00:00.000Z completed",
        ]
    );
    assert_eq!(because(&run, 1), "shown in com.example.shop, https://shop.example.com/ while the journey lasts");
    assert_eq!(run.steps[1].messages().count(), 2);
}

#[test]
fn a_multi_action_fails_where_one_of_its_messages_does_and_only_once_all_were_heard() {
    let run = story()
        .then("show", several(true))
        .at("show", Port::Error)
        .then("mail", email("Sorry", "Hello"))
        .replies(Answerer::Message("show".into()), 200, 0, "", Some(1))
        .replies(Answerer::Message("show".into()), 500, 2_000, "", Some(1))
        .run();
    // Two seconds after the first word comes the second, a bad one.
    assert_eq!(run.steps[1].at, moment("2026-01-05T09:00:02Z"));
    assert_eq!(run.steps[1].branch.as_deref(), Some("error"));
    assert_eq!(because(&run, 1), "the channel answered 500");
    assert_eq!(run.steps[2].activity.as_str(), "mail");
}

#[test]
fn of_several_messages_each_that_failed_is_tried_again_by_itself_under_its_own_key() {
    let provider = |inventory: &mut Inventory| {
        for (id, name) in [("app", "In the app"), ("page", "On the page")] {
            let channel = inventory.get::<Channel>(&id.into()).expect("a channel").clone();
            let provider = ActionId(format!("action-{id}"));
            inventory.put(Item::Channel(Channel { provider: Some(provider.clone()), ..channel }));
            inventory.put(Item::Action(Action { id: provider, ..posting("action-a", name) }));
        }
    };
    let show = || Answerer::Message("show".into());
    let mut story = story()
        .then("show", several(false))
        .then("pause", wait(Duration::Hours(1)))
        .replies(show(), 200, 0, "", Some(1))
        .replies(show(), 503, 1_000, "", Some(2))
        .replies(show(), 200, 2_000, "", None);
    provider(&mut story.inventory);
    let (workspace, scenario) = crate::server::servable(&story.workspace(), &story.scenario);
    let (trace, keys) = waymark::simulate::dry_run_with_keys(&workspace, &scenario).expect("a dry run");
    let [run] = &trace.runs[..] else { panic!("one run") };
    let steps = &run.steps[1];
    assert_eq!(steps.at, moment("2026-01-05T09:00:04Z"), "503 after one second twice, then the word after two");
    assert_eq!(
        steps.because.as_deref().unwrap_or_default(),
        "shown in com.example.shop, https://shop.example.com/ while the journey lasts after 2 retries (before: http_503)"
    );
    assert_eq!((steps.effort.retries, steps.effort.error.as_deref()), (2, None));
    let (first, second) = (keys[0].as_str(), keys[1].as_str());
    assert_eq!(keys, [first, second, second, second], "the first is not sent again");
    assert_eq!(second, format!("{first}.1"));
    let told = waymark::run::key_parts(second).expect("a key of ours");
    assert_eq!(Some(told), waymark::run::key_parts(first), "a reaction to either is one to the step");
    for kills in [crate::server::Kills::Never, crate::server::Kills::Each(1), crate::server::Kills::Each(2)] {
        assert_eq!(crate::server::compare(&story, kills), None, "{kills:?}");
    }
    // Where one of them fails for good, all of them were tried as often as any other.
    let mut failing = self::story().then("show", several(false)).replies(show(), 500, 0, "", None);
    provider(&mut failing.inventory);
    let (workspace, scenario) = crate::server::servable(&failing.workspace(), &failing.scenario);
    let (trace, keys) = waymark::simulate::dry_run_with_keys(&workspace, &scenario).expect("a dry run");
    assert_eq!((keys.len(), trace.runs[0].end.reason.to_string()), (8, "error".to_owned()));
}

#[test]
fn a_multi_action_leaves_out_what_cannot_be_written_for_a_person() {
    let none = Kind::MultiAction(MultiAction::default());
    let run = story().then("show", none).run();
    assert_eq!(because(&run, 1), "nothing is shown: there is no message for this person");
    let Kind::MultiAction(mut multi) = several(false) else { panic!("several") };
    multi.messages.push(Message {
        address: "#{ExperiencePlatform.Customer.phone}".into(),
        ..found(Medium::Sms, "none", "A text")
    });
    let run = story().then("show", Kind::MultiAction(multi)).run();
    assert_eq!(run.steps[1].messages().count(), 2, "nobody knows a phone number");
}
