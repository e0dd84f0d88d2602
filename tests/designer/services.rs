//! Well-known services: chosen from a list, made in one step, with what is left to fill in marked.

use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use waymark::designer::Designer;
use waymark::designer::actions::Action as Wish;
use waymark::designer::requests::Request;
use waymark::edit::Stencil;
use waymark::edit::{Edit, new};
use waymark::journey::*;

use crate::objects::begun;
use crate::window::{Window, ask, click, is_shown, of_size, press, write, write_into};

/// A workspace for our own server with one empty journey.
fn window() -> Window {
    let mut workspace = begun();
    std::sync::Arc::make_mut(&mut workspace.settings).platform = Platform::Waymark;
    let mut window = of_size(Designer::new(workspace, 7), vec2(1280.0, 800.0));
    let journey = window.state().session().workspace().journeys.keys().next().cloned().expect("a journey");
    ask(&mut window, Request::OpenJourney(journey));
    window
}

fn inventory(window: &Window) -> &Inventory {
    &window.state().session().workspace().inventory
}

fn put(window: &mut Window, item: Item) {
    let edits = vec![Edit::Put(Box::new(item))];
    ask(window, Request::Edit { name: String::new(), edits, gesture: None, place: Place::default() });
}

fn channel(medium: Medium) -> Channel {
    let made = new::item(&Workspace::default(), new::NewItem::Channel(medium)).pop();
    let Some(Edit::Put(item)) = made else { panic!("a channel is put") };
    let Item::Channel(channel) = *item else { panic!("a channel is made") };
    Channel { id: "channel-a".into(), name: "Offers".to_owned(), ..channel }
}

#[test]
fn a_service_is_chosen_by_the_keyboard_and_comes_with_its_call_its_sign_in_and_its_limits_in_one_step() {
    let mut window = window();
    ask(&mut window, Request::Run(Wish::Inventory));
    click(&mut window, Role::ListItem, "Actions");
    let before = window.state().session().workspace().clone();
    click(&mut window, Role::Button, "New action");
    assert!(is_shown(&window, "Hands emails to Braze. Carries: Email."));
    // The first of Campaign's three has the keyboard.
    let lit = |window: &Window| {
        let rows = window.query_all_by_role(Role::RadioButton).filter(|row| row.is_focused());
        rows.filter_map(|row| row.accesskit_node().label()).collect::<Vec<_>>()
    };
    for _ in 0..3 {
        press(&mut window, Modifiers::NONE, Key::ArrowDown);
    }
    assert_eq!(lit(&window), ["Airship push notification"]);
    press(&mut window, Modifiers::NONE, Key::ArrowUp);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    press(&mut window, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(lit(&window), ["Braze email"]);
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(is_shown(&window, "250,000 requests an hour for the whole workspace."));
    assert!(is_shown(&window, "A call that fails is tried again up to 3 times."));
    write(&mut window, "Host of your Braze instance", "rest.fra-02.braze.eu");
    assert!(is_shown(&window, "POST\u{a0}https://rest.fra-02.braze.eu/messages/send"));
    click(&mut window, Role::Button, "Make action");

    let [action] = inventory(&window).actions.as_slice() else { panic!("one action is made") };
    assert_eq!((action.name.as_str(), action.description.as_str()), ("BrazeEmail", "Braze email"));
    assert_eq!(action.url, "https://rest.fra-02.braze.eu/messages/send");
    assert_eq!(action.authentication, Authentication::Bearer("BRAZE_REST_API_KEY".into()));
    assert!(action.is_provider() && action.medium == Some(Medium::Email));
    let [endpoint] = inventory(&window).endpoints.as_slice() else { panic!("one endpoint is made") };
    assert_eq!(action.endpoint.as_ref(), Some(&endpoint.id));
    assert_eq!(
        (endpoint.url_pattern.as_str(), endpoint.capacity_per_second),
        ("https://rest.fra-02.braze.eu/*", Some(69))
    );
    assert_eq!(window.state().session().item(), Some(&ItemRef::Action(action.id.clone())), "it is open");
    // What was not said is marked, and what was said is not.
    let left = || window.state().session().findings().filter(|finding| finding.rule == "waymark-made-up-value");
    let left: Vec<String> = left().map(|finding| finding.message.clone()).collect();
    assert_eq!(left.len(), 1, "{left:?}");
    assert!(left[0].starts_with("Enter the identifier of the app for 'BrazeEmail'"), "{left:?}");
    ask(&mut window, Request::Run(Wish::Undo));
    assert_eq!(window.state().session().workspace(), &before);
}

#[test]
fn a_message_without_a_provider_gets_one_from_where_it_is_written() {
    let mut window = window();
    put(&mut window, Item::Channel(channel(Medium::Sms)));
    ask(&mut window, Request::Add(Stencil::Event));
    // The only channel that fits is taken at once.
    ask(&mut window, Request::Add(Stencil::Sms));
    let before = window.state().session().workspace().clone();
    assert!(is_shown(&window, "Choose who carries the messages of 'Offers': 1 journey sends through it."));
    click(&mut window, Role::Link, "Choose a provider…");
    assert!(!is_shown(&window, "Hands emails to Braze"), "a text message is no email");
    click(&mut window, Role::RadioButton, "Twilio text message");
    write(&mut window, "Account SID", "AC5ef8732a3c49700934481addd5ce1659");
    click(&mut window, Role::Button, "Make provider");
    let inventory = inventory(&window);
    let ([action], [channel]) = (inventory.actions.as_slice(), inventory.channels.as_slice()) else {
        panic!("one of each")
    };
    assert_eq!(channel.provider.as_ref(), Some(&action.id));
    assert!(
        matches!(&action.authentication, Authentication::Basic { username, .. } if username == "AC5ef8732a3c49700934481addd5ce1659")
    );
    let rules = ["waymark-channel-provider", "waymark-made-up-value", "waymark-provider-medium"];
    let left = window.state().session().findings().filter(|finding| rules.contains(&finding.rule)).count();
    assert_eq!(left, 0);
    assert!(window.query_by_role_and_label(Role::Link, "Choose a provider…").is_none());
    ask(&mut window, Request::Run(Wish::Undo));
    assert_eq!(window.state().session().workspace(), &before);
}

#[test]
fn a_service_that_steps_call_asks_each_of_them_for_what_a_message_would_tell_it() {
    let mut window = window();
    ask(&mut window, Request::Add(Stencil::Event));
    ask(&mut window, Request::Add(Stencil::CustomAction));
    click(&mut window, Role::ComboBox, "Action");
    click(&mut window, Role::ListBoxOption, "New action…");
    click(&mut window, Role::RadioButton, "SendGrid email");
    click(&mut window, Role::Button, "Make action");
    let [action] = inventory(&window).actions.as_slice() else { panic!("one action is made") };
    assert!(!action.is_provider());
    let asked: Vec<&str> = action
        .bindings()
        .filter_map(|value| match value {
            Binding::Variable(label) => Some(label.as_str()),
            _ => None,
        })
        .collect();
    assert!(asked.starts_with(&["Recipient's address", "Sender's address or number"]), "{asked:?}");
    let findings: Vec<&str> = window.state().session().findings().map(|finding| finding.rule).collect();
    assert!(!findings.contains(&"waymark-message-part"), "{findings:?}");
}

/// The page of an action that sends XML.
fn xml() -> Window {
    let mut window = window();
    let field =
        |path: &str, value| Parameter { path: path.to_owned(), kind: ValueType::String, value, ..Parameter::default() };
    let action = Action {
        id: "action-soap".into(),
        name: "Soap".to_owned(),
        url: "https://soap.example.com/".to_owned(),
        method: Method::Post,
        medium: Some(Medium::Email),
        authentication: Authentication::Bearer("SOAP_TOKEN".into()),
        body: Some(BodyForm::Xml { template: "<m to=\"{{mail}}\"/>".to_owned() }),
        payload: vec![
            field("email", Binding::Message(MessagePart::Address)),
            field("text", Binding::Message(MessagePart::Text)),
        ],
        ..Action::default()
    };
    put(&mut window, Item::Profile(Profile { name: "Kim".to_owned(), id: "profile-kim".into(), ..Profile::default() }));
    put(&mut window, Item::Action(action));
    ask(&mut window, Request::OpenItem(ItemRef::Action("action-soap".into())));
    window
}

fn template(window: &Window) -> String {
    match &inventory(window).actions[0].body {
        Some(BodyForm::Xml { template }) => template.clone(),
        other => panic!("{other:?} is no XML"),
    }
}

#[test]
fn a_place_in_xml_that_names_no_field_is_said_while_it_is_written_and_fields_are_put_in_by_a_click() {
    let mut window = xml();
    assert!(is_shown(&window, "'Soap' has no field 'mail': {{mail}} in line 1 is sent empty."));
    write_into(&mut window, Role::MultilineTextInput, "XML", "<m>{{email}}</m>");
    assert!(!is_shown(&window, "is sent empty"));
    assert!(is_shown(&window, "'text' is never sent"));
    write_into(&mut window, Role::MultilineTextInput, "XML", "<m>{{email</m>");
    assert!(is_shown(&window, "never ends in '}}'"));
    write_into(&mut window, Role::MultilineTextInput, "XML", "<m>{{email}}</n>");
    assert!(is_shown(&window, "What 'Soap' sends is not XML: line 1"));
    write_into(&mut window, Role::MultilineTextInput, "XML", "<m>");
    window.get_by_role_and_label(Role::Button, "Insert text").click_accesskit();
    window.run_steps(4);
    assert_eq!(template(&window), "<m>{{text}}");
}

#[test]
fn the_page_of_an_action_shows_what_it_sends_with_secrets_by_name() {
    let mut window = xml();
    write_into(&mut window, Role::MultilineTextInput, "XML", "<m to=\"{{email}}\">{{text}}</m>");
    assert!(is_shown(&window, "No message goes through it yet: the words in it are made up."));
    for line in [
        "POST https://soap.example.com/",
        "Authorization: Bearer <secret SOAP_TOKEN>",
        "Content-Type: text/xml; charset=utf-8",
        "<m to=\"kim@example.com\">Text of the message</m>",
    ] {
        assert!(is_shown(&window, line), "{line}");
    }
    // The first message that goes through it takes the place of made-up words.
    put(
        &mut window,
        Item::Channel(Channel {
            provider: Some("action-soap".into()),
            address: "'anna@example.com'".into(),
            ..channel(Medium::Email)
        }),
    );
    let journey = window.state().session().workspace().journeys.keys().next().cloned().expect("a journey");
    let kind = Kind::Message(Message {
        medium: Medium::Email,
        channel: Some("channel-a".into()),
        body: "Hello".into(),
        ..Message::default()
    });
    let activity = Activity { id: "email-a".into(), label: "Welcome".to_owned(), kind, ..Activity::default() };
    let edits = vec![Edit::AddActivity { journey, activity: Box::new(activity), x: 0, y: 0 }];
    ask(&mut window, Request::Edit { name: String::new(), edits, gesture: None, place: Place::default() });
    assert!(is_shown(&window, "As Welcome of New journey sends it."));
    assert!(is_shown(&window, "<m to=\"anna@example.com\">Hello</m>"));
}

#[test]
fn a_box_of_xml_shows_at_least_eight_lines_on_a_page_that_is_scrolled_itself() {
    let window = xml();
    let field = window.get_by_role_and_label(Role::MultilineTextInput, "XML").rect();
    let below = window.get_by_role_and_label(Role::Button, "Insert text").rect();
    assert!(below.top() - field.top() > 110.0, "{field:?}, {below:?}");
}
