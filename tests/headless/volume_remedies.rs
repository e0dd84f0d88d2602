//! The smallest change that loses nothing: found by search, tried out in the forecast, and offered with its proof.

use std::cell::RefCell;
use std::sync::Arc;

use waymark::edit;
use waymark::journey::files::{self, Files};
use waymark::journey::*;
use waymark::simulate::volume::{Forecast, Offer, Turns, forecast, remedies, smallest};

use crate::build::*;
use crate::run_limits::{calling, cap};
use crate::volume::{at_once, messages, population, ran, waymark, with};

fn offers(workspace: &Workspace) -> Vec<Offer> {
    remedies(workspace, (1, None), None, &ran(workspace), |_| true)
}

fn turned(offers: &[Offer], turns: Turns) -> &Offer {
    offers.iter().find(|offer| offer.turns == turns).unwrap_or_else(|| panic!("{turns:?} among {offers:?}"))
}

fn titles(offers: &[Offer]) -> Vec<&str> {
    offers.iter().map(|offer| offer.remedy.title.as_str()).collect()
}

/// What becomes of everybody once the change is made.
fn mended(workspace: &Workspace, edits: &[edit::Edit]) -> Forecast {
    let mut workspace = workspace.clone();
    edit::apply_all(&mut workspace, edits).expect("a change that can be made");
    ran(&workspace)
}

/// So many people of an audience that is read when the journey begins, all of whom call at once through one endpoint.
fn reading(people: u32, cap: Option<Cap>, throttle: Option<i64>) -> Workspace {
    let mut story = calling(1, cap, throttle).audience("gold", "");
    for activity in &mut story.journey.activities {
        if activity.id.as_str() == "entry" {
            activity.kind = read("gold");
        }
    }
    let memberships = vec![MembershipShare { audience: "audience-gold".into(), share: WHOLE, ..Default::default() }];
    with(&story, Population { memberships, arrivals: Vec::new(), ..population(people, at_once()) })
}

/// The workspace on Waymark's own server, which reads as slowly as anybody wants.
fn on_waymark(mut workspace: Workspace) -> Workspace {
    Arc::make_mut(&mut workspace.settings).platform = Platform::Waymark;
    workspace
}

fn read_of(workspace: &Workspace, edits: &[edit::Edit]) -> ReadAudience {
    let mut workspace = workspace.clone();
    edit::apply_all(&mut workspace, edits).expect("a change that can be made");
    let journey = &workspace.journeys[&"journey-test".into()];
    let read = journey.activities.iter().find_map(|activity| match &activity.kind {
        Kind::ReadAudience(read) => Some(read.clone()),
        _ => None,
    });
    read.expect("a reading")
}

#[test]
fn a_search_finds_the_smallest_number_that_suffices_and_asks_little_where_its_guess_is_near() {
    for wanted in [1, 2, 7, 500, 999, 1_000] {
        for guess in [-5, 1, wanted - 1, wanted, wanted + 1, 640, 5_000] {
            let asked = RefCell::new(Vec::new());
            let found = smallest((1, 1_000), guess, |number| {
                asked.borrow_mut().push(number);
                Some(number >= wanted)
            });
            assert_eq!(found, Some(wanted), "from {guess}");
            let asked = asked.into_inner();
            assert!(asked.iter().all(|number| (1..=1_000).contains(number)), "{asked:?}");
            let most = if guess == wanted { 2 } else { 20 };
            assert!(asked.len() <= most, "{wanted} from {guess}: {asked:?}");
        }
    }
    assert_eq!(smallest((1, 1_000), 3, |_| Some(false)), None);
    assert_eq!(smallest((4, 3), 3, |_| Some(true)), None);
    assert_eq!(smallest((1, 1_000), 3, |_| None), None, "it may be broken off");
}

#[test]
fn the_fastest_reading_that_loses_nothing_is_as_fast_as_the_cap() {
    // 1,000 people, one call each, 30 a second: at 30 a second nothing is lost, at 31 one of each second.
    let workspace = on_waymark(reading(1_000, cap(30, 1_000), None));
    let offers = offers(&workspace);
    let offer = turned(&offers, Turns::Rate);
    assert_eq!(offer.remedy.title, "Read 30 people a second");
    assert_eq!(read_of(&workspace, &offer.remedy.edits).reading_rate, 30);
    assert_eq!(
        offer.because,
        "30 people a second × 1 call each = 30 a second; “Messages” lets 30 calls a second through, the rest is refused."
    );
    assert_eq!((offer.before.lost, offer.before.calls), (970, 30));
    assert_eq!((offer.after.lost, offer.after.calls, offer.after.busiest_second), (0, 1_000, 30));
    // The last ten of 1,000 come in the 34th second.
    let start = default_start();
    assert_eq!(offer.after.last_call.map(|at| at.duration_since(start).as_secs()), Some(33));
    assert!(!mended(&workspace, &offer.remedy.edits).loses_calls());
    let mut faster = offer.remedy.edits.clone();
    let [edit::Edit::SetActivity { activity, .. }] = faster.as_mut_slice() else { panic!("{faster:?}") };
    let Kind::ReadAudience(read) = &mut activity.kind else { panic!("a reading") };
    read.reading_rate = 31;
    assert!(mended(&workspace, &faster).loses_calls());
}

fn default_start() -> jiff::Timestamp {
    waymark::simulate::default_start()
}

#[test]
fn an_audience_comes_in_by_as_few_waves_as_suffice_as_close_as_they_may() {
    // 1,000 calls in any 30 minutes: 3,500 people are four waves, and half an hour apart is the closest that there is.
    let workspace = reading(3_500, cap(1_000, 1_800_000), None);
    let offers = offers(&workspace);
    let offer = turned(&offers, Turns::Waves);
    assert_eq!(offer.remedy.title, "Let people in by 4 waves, 30 minutes apart");
    assert_eq!(
        offer.because,
        "3,500 people ÷ 4 = 875 a wave × 1 call each = 875 a wave; “Messages” lets 1,000 calls in 30 minutes through, \
         the rest is refused."
    );
    assert_eq!((offer.before.lost, offer.after.lost, offer.after.calls), (2_500, 0, 3_500));
    let waves = read_of(&workspace, &offer.remedy.edits).waves.expect("waves");
    assert_eq!((waves.waves.len(), waves.interval), (4, Some(Duration::Minutes(30))));
    assert!(!mended(&workspace, &offer.remedy.edits).loses_calls());
    // An audience that is read again and again does not come in by waves.
    let mut daily = workspace;
    let mut journey = (*daily.journeys[&"journey-test".into()]).clone();
    journey.properties.schedule.every = Recurrence::Daily { start: "2026-01-05T10:00:00".parse().unwrap() };
    daily.journeys.insert(journey.id.clone(), Arc::new(journey));
    let offers = self::offers(&daily);
    assert!(offers.iter().all(|offer| offer.turns != Turns::Waves), "{:?}", titles(&offers));
}

#[test]
fn waves_let_a_throttle_work_off_its_queue_before_six_hours_are_over() {
    // One a second takes 21,601 within six hours, and four more of those who are read within the four seconds after.
    let workspace = reading(24_000, None, Some(1));
    let before = ran(&workspace);
    assert_eq!(messages(&before).given_up, 24_000 - 21_605);
    let offers = remedies(&workspace, (1, None), None, &before, |_| true);
    let offer = turned(&offers, Turns::Waves);
    // The last of two waves is read 2 s after it begins and has its turn 23,999 s after all began, six hours later at
    // most: the wave begins after 23,999 - 21,600 - 2 = 2,397 s, which is just below 40 minutes.
    assert_eq!(offer.remedy.title, "Let people in by 2 waves, 40 minutes apart");
    assert_eq!((offer.after.lost, offer.after.calls), (0, 24_000));
}

#[test]
fn a_throttle_takes_the_place_of_a_cap_and_gives_the_system_no_more_than_before() {
    // 1,000 at one moment, 300 a second: 300 now, and then 300 every second, the last 100 after 3 seconds.
    let workspace = with(&calling(1, cap(300, 1_000), None), population(1_000, at_once()));
    let offers = offers(&workspace);
    let offer = turned(&offers, Turns::Throttle);
    assert_eq!(offer.remedy.title, "Throttle “Messages” at 300 calls a second");
    assert_eq!(offer.because, "1,000 calls ÷ 300 a second = 3.3 s; the longest wait is 3.0 s.");
    assert_eq!((offer.before.lost, offer.before.calls), (700, 300));
    assert_eq!((offer.after.lost, offer.after.calls, offer.after.longest_delay_ms), (0, 1_000, 3_000));
    // The soonest comes first.
    assert_eq!(offers[0].turns, Turns::Throttle, "{:?}", titles(&offers));
    // A system of 30 a second is slower than any throttle of this platform, and it may have no second one.
    let slow = with(&calling(1, cap(30, 1_000), None), population(300, at_once()));
    assert!(self::offers(&slow).iter().all(|offer| offer.turns != Turns::Throttle));
    let mut second = workspace;
    Arc::make_mut(&mut second.inventory).put(Item::Endpoint(Endpoint {
        id: "endpoint-b".into(),
        name: "Offers".to_owned(),
        url_pattern: "https://offers.example.com/*".to_owned(),
        throttle: Some(Throttle { max_throughput: 400, ..Throttle::default() }),
        ..Endpoint::default()
    }));
    let offers = self::offers(&second);
    assert!(offers.iter().all(|offer| offer.turns != Turns::Throttle), "{:?}", titles(&offers));
}

#[test]
fn a_burst_is_spread_by_the_shortest_wait_that_loses_nothing() {
    let workspace = with(&calling(1, cap(30, 1_000), None), population(2_000, at_once()));
    let offers = offers(&workspace);
    assert_eq!(offers.len(), 1, "{:?}", titles(&offers));
    let offer = turned(&offers, Turns::Spread);
    assert_eq!((offer.before.lost, offer.after.lost, offer.after.calls), (1_970, 0, 2_000));
    assert!(offer.after.busiest_second <= 30 && offer.after.busiest_second > 20, "{offer:?}");
    let after = mended(&workspace, &offer.remedy.edits);
    assert!(!after.loses_calls());
    assert_eq!(messages(&after).last_call, offer.after.last_call, "what is applied is what was proved");
    // Ten seconds less are too short, and no less than 2,000 ÷ 30 could ever do.
    let seconds = |text: &str| -> i64 {
        let number = text.split("random() * ").nth(1).and_then(|rest| rest.split('.').next()).expect("a length");
        number.parse().expect("seconds")
    };
    let mut shorter = offer.remedy.edits.clone();
    let mut found = 0;
    for edit in &mut shorter {
        if let edit::Edit::AddActivity { activity, .. } = edit
            && let Kind::Wait(Wait::Custom(text)) = &mut activity.kind
        {
            found = seconds(text.as_str());
            let less = text.as_str().replace(&format!("{found}.0"), &format!("{}.0", found - 10));
            *text = less.as_str().into();
        }
    }
    assert!(found > 2_000 / 30, "{found}");
    assert!(mended(&workspace, &shorter).loses_calls(), "{found} is the shortest");
}

#[test]
fn the_wait_that_spreads_stands_before_its_step_and_on_no_other_card() {
    let mut workspace = with(&calling(1, cap(30, 1_000), None), population(200, at_once()));
    let id = "journey-test".into();
    let mut journey = (*workspace.journeys[&id]).clone();
    // Every step stands as close behind the one before as cards can.
    let steps = journey.activities.iter().map(|step| step.id.clone());
    let row = ["entry", "call"].map(ActivityId::from);
    let x = |step: &ActivityId| row.iter().position(|known| known == step).map_or(500, |at| at as i32 * 200);
    journey.layout = steps.map(|step| Placement { x: x(&step), y: 40, activity: step }).collect();
    workspace.journeys.insert(id.clone(), Arc::new(journey));
    let offers = offers(&workspace);
    edit::apply_all(&mut workspace, &turned(&offers, Turns::Spread).remedy.edits).expect("a change that can be made");
    let layout = &workspace.journeys[&id].layout;
    for (at, one) in layout.iter().enumerate() {
        for other in &layout[at + 1..] {
            assert!(!edit::grid::overlap((one.x, one.y), (other.x, other.y)), "{one:?} on {other:?}");
        }
    }
    let place = |begins: &str| layout.iter().find(|it| it.activity.as_str().starts_with(begins)).expect("a card");
    let (entry, wait, call) = (place("entry"), place("wait"), place("call"));
    assert!(entry.x < wait.x && wait.x < call.x && wait.y == call.y, "{entry:?} {wait:?} {call:?}");
}

#[test]
fn a_wait_that_spreads_already_is_made_longer_rather_than_followed_by_another() {
    let mut workspace = with(&calling(1, cap(30, 1_000), None), population(2_000, at_once()));
    let first = offers(&workspace);
    edit::apply_all(&mut workspace, &turned(&first, Turns::Spread).remedy.edits).unwrap();
    let steps = workspace.journeys[&"journey-test".into()].activities.len();
    workspace.population = Some(Arc::new(population(4_000, at_once())));
    let offers = offers(&workspace);
    let longer = turned(&offers, Turns::Spread);
    edit::apply_all(&mut workspace, &longer.remedy.edits).unwrap();
    assert_eq!(workspace.journeys[&"journey-test".into()].activities.len(), steps);
    assert!(!ran(&workspace).loses_calls());
}

#[test]
fn a_data_source_that_is_asked_too_often_gets_the_smallest_change_as_well() {
    // 300 people ask the weather at one moment; 20 questions a second get an answer, and nobody queues for one.
    let endpoint = Endpoint {
        id: "endpoint-w".into(),
        name: "Weather".to_owned(),
        url_pattern: "https://weather.example.com".to_owned(),
        methods: vec![Method::Get, Method::Post],
        service: Service::DataSource,
        cap: cap(20, 1_000),
        ..Endpoint::default()
    };
    let Kind::ReadAudience(all) = read("gold") else { panic!("a reading") };
    let story = Story::new()
        .with(Item::DataSource(weather(&[])))
        .with(Item::Endpoint(endpoint))
        .audience("gold", "")
        .then("read", Kind::ReadAudience(all))
        .then("which", data(&[("wet", "#{Weather.Now.rain} > 50")], true));
    let memberships = vec![MembershipShare { audience: "audience-gold".into(), share: WHOLE, ..Default::default() }];
    let people = Population { memberships, arrivals: Vec::new(), ..population(300, at_once()) };
    let workspace = on_waymark(with(&story, people));
    let offers = offers(&workspace);
    let slower = turned(&offers, Turns::Rate);
    assert_eq!((slower.name.as_str(), slower.before.lost), ("Weather", 280));
    assert_eq!(slower.remedy.title, "Read 20 people a second");
    assert_eq!((slower.after.lost, slower.after.calls), (0, 300));
    assert!(offers.iter().all(|offer| offer.turns != Turns::Throttle), "{:?}", titles(&offers));
    let spread = turned(&offers, Turns::Spread);
    assert!(!mended(&workspace, &spread.remedy.edits).loses_calls());
}

#[test]
fn nothing_is_offered_where_nothing_is_lost_or_no_change_suffices() {
    assert!(offers(&with(&calling(1, cap(500, 1_000), None), population(500, at_once()))).is_empty());
    // 40 a second all day are too many for 30 a second, however they are spread.
    let steady = population(1_000_000, Pace::Steady { per_second: 40.0 });
    let workspace = with(&calling(1, cap(30, 1_000), None), Population { people: Some(200_000), ..steady });
    let before = forecast(&workspace, (1, Some(20_000)), None, |_| true).expect("a forecast");
    let mut asked = 0;
    let none = remedies(&workspace, (1, Some(20_000)), None, &before, |searched| {
        asked = searched.trials;
        false
    });
    assert!(none.is_empty() && asked == 1, "it can be broken off");
}

#[test]
fn the_command_lists_what_would_lose_nothing_and_writes_what_is_chosen() {
    let folder = tempfile::tempdir().expect("a folder");
    let workspace = with(&calling(1, cap(300, 1_000), None), population(1_000, at_once()));
    files::save(&workspace, &mut Files::default(), folder.path()).expect("a workspace");
    let path = folder.path().to_str().expect("a path");
    let (code, text, _) = waymark(&["volume", path]);
    assert_eq!(code, 0);
    assert!(text.contains("\n    1  Throttle “Messages” at 300 calls a second\n"), "{text}");
    assert!(text.contains("now 700 lost, 300 sent, the last at 5 Jan 09:00:00\n"), "{text}");
    assert!(text.contains("then 0 lost, 1,000 sent, the longest wait 3.0 s, the last at 5 Jan 09:00:03\n"), "{text}");
    let tree: serde_json::Value =
        serde_json::from_str(&waymark(&["volume", path, "--format", "json"]).1).expect("JSON");
    let first = &tree["remedies"][0];
    assert_eq!(first["title"], "Throttle “Messages” at 300 calls a second");
    assert_eq!(
        (&first["turns"], &first["before"]["lost"], &first["after"]["lost"]),
        (&"throttle".into(), &700.into(), &0.into())
    );
    let none: serde_json::Value =
        serde_json::from_str(&waymark(&["volume", path, "--format", "json", "--no-remedies"]).1).expect("JSON");
    assert!(none.get("remedies").is_none());

    let before = crate::workspace_files::content(folder.path());
    let (code, text, complaints) = waymark(&["volume", path, "--fix", "9"]);
    assert_eq!((code, text.as_str()), (2, ""));
    assert!(complaints.contains("there is no change 9"), "{complaints}");
    assert_eq!(crate::workspace_files::content(folder.path()), before);
    let (code, text, said) = waymark(&["volume", path, "--fix", "1"]);
    assert_eq!((code, said.as_str()), (0, "changed: Throttle “Messages” at 300 calls a second\n"));
    assert!(text.contains("Nothing is lost"), "{text}");
    let again = files::open(folder.path()).expect("a workspace").workspace;
    let endpoint = again.inventory.get::<Endpoint>(&"endpoint-a".into()).expect("the endpoint");
    assert_eq!(endpoint.throttle.as_ref().map(|throttle| throttle.max_throughput), Some(300));
}
