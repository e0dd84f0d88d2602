//! What runs on a server, in the window: every state of it, figures on cards, who is inside, one person's path in the
//! view of the test run.

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use tokio::runtime::Runtime;
use waymark::designer::actions::Action;
use waymark::designer::requests::{DrawerTab, Request};
use waymark::exchange::json;
use waymark::journey::{Definition, Environment, JourneyId, Platform, Secret, Workspace, files};
use waymark::push::{Client, Manner};
use waymark::run::{Entry, Program};
use waymark::secrets::{Revealed, Secrets};
use waymark::serve::clock::HandClock;
use waymark::serve::{Server, Settings};
use waymark::wire::{ActivationWish, Event, JourneyState};

use crate::window::{Window, ask, click, is_shown, over, settle, write};

/// A server on this machine, with a clock of its own, and how to ask it.
pub struct House {
    pub runtime: Runtime,
    pub server: Option<Server>,
    clock: Arc<HandClock>,
    pub client: Client,
    _folder: tempfile::TempDir,
}

/// Whatever is asked for is known.
struct Known;

impl Secrets for Known {
    fn reveal(&self, name: &Secret) -> Option<Revealed> {
        (name.as_str() != "NOWHERE").then(|| Revealed::new(name.clone(), "a value"))
    }
}

impl House {
    pub fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(HandClock::new("2026-03-02T09:12:00Z".parse().unwrap()));
        let mut settings = Settings::new(folder.path());
        settings.listen.set_port(0);
        let started = Server::start(settings, clock.clone(), Arc::new(Known));
        let server = runtime.block_on(started).unwrap();
        let client = Client::new(&server.url(), None, &Manner::default()).unwrap();
        Self { runtime, server: Some(server), clock, client, _folder: folder }
    }

    /// Has a journey live.
    pub fn push(&self, workspace: &Workspace, journey: &JourneyId) {
        let definition = Definition::of(workspace, journey).unwrap();
        let (hash, text) = (json::hash(&definition), json::write(&definition));
        self.runtime.block_on(async {
            self.client.put_version(journey, &hash, text, false).await.unwrap();
            let wish = ActivationWish::new(hash, JourneyState::Live);
            self.client.put_activation(journey, &wish, "*").await.unwrap();
        });
    }

    /// Somebody comes in.
    fn comes(&self, workspace: &Workspace, journey: &JourneyId, who: &str) {
        let program = Program::compile(workspace, journey).unwrap();
        let Entry::Event(Some(id)) = program.entry() else { panic!("an event") };
        let event = workspace.inventory.get::<waymark::journey::Event>(&id).unwrap();
        let data = serde_json::from_str(&event.sample).unwrap();
        let event =
            Event { id: who.to_owned(), kind: event.name.clone(), subject: Some(who.to_owned()), time: None, data };
        self.runtime.block_on(self.client.send(&[event])).unwrap();
    }

    fn later(&self, minutes: i64) {
        use waymark::serve::clock::Clock as _;
        self.clock.set(self.clock.now() + jiff::SignedDuration::from_mins(minutes));
    }
}

impl Drop for House {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.stop());
        }
    }
}

/// The samples, in which a server at this address is an environment.
pub fn samples(url: &str) -> (Workspace, JourneyId) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
    let mut workspace = files::open(&folder).unwrap().workspace;
    let journey = workspace.journeys.values().find(|journey| journey.name == "Cart abandonment").unwrap().id.clone();
    let environment = Environment {
        id: "environment-test".into(),
        name: "Test server".to_owned(),
        platform: Platform::Waymark,
        url: url.to_owned(),
        ..Environment::default()
    };
    let inventory = Arc::make_mut(&mut workspace.inventory);
    inventory.environments = if url.is_empty() { Vec::new() } else { vec![environment] };
    (workspace, journey)
}

fn watching(workspace: &Workspace, journey: &JourneyId) -> Window {
    let mut window = over(workspace.clone());
    ask(&mut window, Request::OpenJourney(journey.clone()));
    ask(&mut window, Request::Show(DrawerTab::Live));
    window
}

/// Waits until somewhere stands this.
#[track_caller]
pub fn sees(window: &mut Window, text: &str) {
    let until = Instant::now() + Duration::from_secs(20);
    while !is_shown(window, text) {
        let seen = format!("{:?}", window.state().session().live().seen());
        assert!(Instant::now() < until, "{text:?} is never shown; seen: {seen}");
        thread::sleep(Duration::from_millis(30));
        settle(window);
    }
}

#[test]
fn without_a_server_the_tab_says_how_one_is_set_up() {
    let (workspace, journey) = samples("");
    let mut window = watching(&workspace, &journey);
    sees(&mut window, "No server is set up");
    click(&mut window, Role::Button, "Add an environment");
    assert_eq!(window.state().session().workspace().inventory.environments.len(), 1);
}

#[test]
fn a_server_that_does_not_answer_is_said_so_and_holds_up_nobody() {
    // A port at which nobody listens.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (workspace, journey) = samples(&format!("http://127.0.0.1:{port}"));
    let mut window = watching(&workspace, &journey);
    sees(&mut window, "Test server does not answer");
    sees(&mut window, "asked again");
}

#[test]
fn drawing_does_not_wait_for_a_server_that_takes_a_connection_and_says_nothing() {
    let drawn = |url: &str| {
        let (workspace, journey) = samples(url);
        let began = Instant::now();
        watching(&workspace, &journey);
        began.elapsed()
    };
    // Beside the same without a server, since the machine may be busy.
    let usual = drawn("");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let took = drawn(&format!("http://{}", silent.local_addr().unwrap()));
    assert!(took < usual * 4 + Duration::from_secs(3), "{took:?}, and {usual:?} without a server");
}

#[test]
fn no_row_moves_while_the_pointer_is_in_the_list() {
    let house = House::start();
    let (workspace, journey) = samples(&house.server.as_ref().unwrap().url());
    let mut window = watching(&workspace, &journey);
    house.push(&workspace, &journey);
    house.comes(&workspace, &journey, "profile-anna");
    house.later(1);
    house.comes(&workspace, &journey, "profile-bo");
    sees(&mut window, "profile-bo: At “");
    sees(&mut window, "profile-anna: At “");
    let row = |window: &Window, who: &str| {
        let label = format!("{who}: At “");
        window.query_all_by_label_contains(&label).next().map(|row| row.rect())
    };
    let (anna, bo) = (row(&window, "profile-anna").expect("a row"), row(&window, "profile-bo").expect("a row"));
    assert!(bo.top() < anna.top(), "the newest first");
    window.hover_at(anna.center());
    settle(&mut window);
    house.later(1);
    house.comes(&workspace, &journey, "profile-cleo");
    sees(&mut window, "1 more came in meanwhile.");
    assert_eq!((row(&window, "profile-anna"), row(&window, "profile-bo")), (Some(anna), Some(bo)));
    assert_eq!(row(&window, "profile-cleo"), None);
    window.hover_at(egui::pos2(700.0, 300.0));
    sees(&mut window, "profile-cleo: At “");
    let cleo = row(&window, "profile-cleo").expect("a row");
    assert_eq!(cleo.top(), bo.top(), "who came last stands on top");
}

#[test]
fn who_comes_in_is_seen_on_the_cards_in_the_list_and_step_by_step() {
    let house = House::start();
    let (workspace, journey) = samples(&house.server.as_ref().unwrap().url());
    let mut window = watching(&workspace, &journey);
    sees(&mut window, "Test server does not know this journey");

    house.push(&workspace, &journey);
    sees(&mut window, "Nobody has come in yet.");
    house.comes(&workspace, &journey, "profile-anna");
    house.comes(&workspace, &journey, "profile-bo");
    sees(&mut window, "profile-anna: At “");
    sees(&mut window, ", 2 came, 2 here");
    sees(&mut window, "2 came in");
    let event = workspace.journeys[&journey].roots().next().unwrap();
    let news = window.query_all_by_label_contains("profile-bo: ").count();
    assert!(news >= 2, "a row of the list, and a step as it happened at {}", event.id);

    // One person's path, in the view of the test run; the canvas shows it instead of figures.
    let person = |window: &Window, who: &str| {
        let rows = window.query_all_by_role(Role::ListItem);
        let mut named = rows.filter_map(|node| node.accesskit_node().label());
        named.find(|label| label.starts_with(&format!("{who}: "))).unwrap_or_else(|| panic!("{who} is not listed"))
    };
    let anna = person(&window, "profile-anna");
    click(&mut window, Role::ListItem, &anna);
    sees(&mut window, "as it happened");
    assert!(!is_shown(&window, ", 2 came"));
    assert!(
        is_shown(&window, "Where they are now") && !is_shown(&window, "How it ended"),
        "who is inside is somewhere"
    );
    let run = window.state().session().live().run().unwrap().clone();
    assert_eq!((run.profile.as_str(), run.steps.len() > 1), ("profile-anna", true));
    click(&mut window, Role::Button, "Back");
    assert_eq!(window.state().session().live().step(), run.steps.len() - 2);

    // What happens meanwhile comes by itself.
    house.later(60);
    let until = Instant::now() + Duration::from_secs(20);
    while window.state().session().live().run().is_none_or(|now| now.steps.len() <= run.steps.len()) {
        assert!(Instant::now() < until, "the path never goes on");
        thread::sleep(Duration::from_millis(30));
        settle(&mut window);
    }
    click(&mut window, Role::Button, "Everybody");
    sees(&mut window, " came");

    // What really happened is gone through again as a test run, and one undo takes the person out again.
    let anna = person(&window, "profile-anna");
    click(&mut window, Role::ListItem, &anna);
    sees(&mut window, "as it happened");
    let real = window.state().session().live().run().unwrap().clone();
    assert!(is_shown(&window, "stays on the server, unless you replay it"), "it is said beforehand");
    let people = window.state().session().workspace().inventory.profiles.len();
    click(&mut window, Role::Button, "Replay here");
    sees(&mut window, "This is a test run of what happened.");
    let again = window.state().session().rehearsal().run().unwrap().clone();
    let told = |run: &waymark::simulate::Run| {
        let done = run.steps.iter().filter(|step| step.status != waymark::run::Status::Waiting);
        done.map(|step| (step.at, step.activity.clone(), step.status, step.branch.clone())).collect::<Vec<_>>()
    };
    assert_eq!(told(&again)[..told(&real).len()], told(&real)[..]);
    assert_eq!(window.state().session().workspace().inventory.profiles.len(), people + 1);
    ask(&mut window, Request::Run(Action::Undo));
    assert_eq!(window.state().session().workspace().inventory.profiles.len(), people);
    ask(&mut window, Request::Show(DrawerTab::Live));
    // The person who was looked at still is.
    click(&mut window, Role::Button, "Everybody");
    sees(&mut window, " came");

    write(&mut window, "Look for a person", "profile-bo");
    let until = Instant::now() + Duration::from_secs(20);
    while window.state().session().live().seen().instances.len() != 1 {
        assert!(Instant::now() < until, "the list is never filtered");
        thread::sleep(Duration::from_millis(30));
        settle(&mut window);
    }
    person(&window, "profile-bo");
}

#[test]
fn a_server_that_goes_away_leaves_what_was_seen() {
    let mut house = House::start();
    let (workspace, journey) = samples(&house.server.as_ref().unwrap().url());
    house.push(&workspace, &journey);
    house.comes(&workspace, &journey, "profile-anna");
    let mut window = watching(&workspace, &journey);
    sees(&mut window, "profile-anna: At “");
    let server = house.server.take().unwrap();
    house.runtime.block_on(server.stop());
    sees(&mut window, "No answer");
    assert!(is_shown(&window, "profile-anna: At “"), "what was seen stays");
    ask(&mut window, Request::Show(DrawerTab::Problems));
    assert!(!is_shown(&window, ", 1 came"), "figures are there while they are looked at");
}
