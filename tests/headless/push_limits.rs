//! What a push says of calls: endpoints and their limits, also those that other journeys share, secrets that are
//! missing, and calls that would never be sent.

use std::path::Path;

use waymark::exchange::json as form;
use waymark::journey::{Cap, Definition, JourneyId};
use waymark::push::Despite;
use waymark::wire::*;

use crate::push::{CART, STAGING, change, client, parcel, push_file, to_staging, wanted, workspace};
use crate::serve_house::{open, sample};

/// All that is said when the journey for the day of a match is pushed to the staging server.
async fn match_day_to_staging(folder: &Path, arguments: &[&str]) -> String {
    let path = folder.join("match-day.journey.ron");
    let (_, said, words) = push_file(&path, &[&["--to", STAGING], arguments].concat()).await;
    said + &words
}

#[test]
fn an_endpoint_that_is_deployed_otherwise_is_shown_and_deployed_only_when_asked() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let match_day = sample("match-day");
        let Some(endpoint) = match_day.inventory.endpoints.first() else { panic!("the sample has an endpoint") };
        let mut there = Endpoint::from(endpoint);
        there.cap = Some(EndpointCap { max_calls: 7, period_ms: 1_000, max_connections: None });
        there.throttle = None;
        let client = client(&house.server.url());
        client.put_endpoint(&there, None).await.expect("deployed");
        let run = async |arguments: &[&str]| match_day_to_staging(folder.path(), arguments).await;
        let said = run(&[]).await;
        assert!(said.contains("at most 7 calls per 1000 ms deployed there, "), "{said}");
        assert!(said.contains("what is deployed there rules"), "{said}");
        let id = endpoint.id.clone();
        let cap = async || client.endpoint(&id).await.expect("an answer").and_then(|found| found.value.cap);
        assert_eq!(cap().await, there.cap);
        let said = run(&["--endpoints"]).await;
        assert!(said.contains(&format!("will deploy the endpoint {}", endpoint.name)), "{said}");
        assert_eq!(cap().await, Endpoint::from(endpoint).cap);
    });
}

#[test]
fn a_limit_that_becomes_another_one_for_other_journeys_is_said_before() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let client = client(&house.server.url());
        let mine = sample("match-day");
        let cap = |max_calls| Some(EndpointCap { max_calls, period_ms: 1_000, max_connections: None });
        let set = |definition: &mut Definition, max_calls| {
            let endpoint = &mut definition.inventory.endpoints[0];
            (endpoint.cap, endpoint.throttle) =
                (Some(Cap { max_calls, period_ms: 1_000, max_connections: None }), None);
        };
        let mut other = mine.clone();
        (other.journey.id, other.journey.name) = ("journey-another7k4m2".into(), "Another day".to_owned());
        set(&mut other, 7);
        let hash = house.push(&other).await;
        let wish = |state| ActivationWish::new(hash.clone(), state);
        client.put_activation(&other.journey.id, &wish(JourneyState::Live), "*").await.expect("live");

        let in_force = async || client.endpoints().await.expect("endpoints").endpoints.remove(0);
        let brought = in_force().await;
        assert_eq!((brought.cap.clone(), brought.status), (cap(7), Some(EndpointStatus::default())));
        let origin =
            EndpointOrigin { journey: other.journey.id.0.clone(), name: "Another day".into(), version: hash.clone() };
        assert_eq!(brought.brought_by, Some(origin));
        let alone = client.endpoint(&mine.inventory.endpoints[0].id).await.expect("an answer").expect("an endpoint");
        assert_eq!((alone.value, alone.tag.as_str()), (brought, "\"0\""));

        let run = async |arguments: &[&str]| match_day_to_staging(folder.path(), arguments).await;
        let changes = |said: &str| said.lines().find(|line| line.starts_with("this changes")).map(str::to_owned);
        let said = run(&["--dry-run"]).await;
        assert_eq!(changes(&said), None, "nobody is let in by it");
        // What is said of an endpoint is what GET /v1/endpoints says of it.
        let name = &mine.inventory.endpoints[0].name;
        let brought =
            format!("endpoint {name}: at most 7 calls per 1000 ms there, as the journey “Another day” brings it, ");
        assert!(said.contains(&brought) && !said.contains("not deployed"), "{said}");
        assert!(!said.contains("what is deployed there rules"), "nothing is deployed: {said}");
        let said = changes(&run(&["--dry-run", "--activate"]).await).expect("it says so");
        assert!(said.starts_with("this changes the ") && said.contains(name), "{said}");
        assert!(said.contains(" from at most 7 calls per 1000 ms to "), "{said}");
        assert!(said.ends_with("which the journey “Another day” uses too"), "{said}");
        assert!(changes(&run(&["--activate"]).await).is_some());
        let mine_in_force = async || in_force().await.brought_by.map(|origin| origin.journey);
        assert_eq!(mine_in_force().await, Some(mine.journey.id.0.clone()));
        let said = run(&["--dry-run"]).await;
        assert!(
            said.contains(&format!(" holds there too, as the journey “{}” brings it", mine.journey.name)),
            "{said}"
        );
        client.put_activation(&other.journey.id, &wish(JourneyState::Paused), "*").await.expect("paused");
        assert_eq!(mine_in_force().await, Some(mine.journey.id.0.clone()), "a pause makes nothing newer");

        let mut deployed = Endpoint::from(&mine.inventory.endpoints[0]);
        deployed.cap = cap(3);
        deployed.throttle = None;
        client.put_endpoint(&deployed, Some("\"0\"")).await.expect("it is not deployed yet");
        let rules = in_force().await;
        assert_eq!((rules.cap, rules.brought_by), (cap(3), None));
        assert_eq!(changes(&run(&["--dry-run", "--activate"]).await), None, "what is deployed rules");
        let said = changes(&run(&["--dry-run", "--endpoints"]).await).expect("it says so");
        assert!(said.contains(" from at most 3 calls per 1000 ms to "), "{said}");
        client.put_activation(&other.journey.id, &wish(JourneyState::Stopped), "*").await.expect("stopped");
        assert_eq!(changes(&run(&["--dry-run", "--endpoints"]).await), None, "nobody else calls it any more");
    });
}

#[test]
fn nobody_is_let_in_by_a_version_whose_secrets_are_missing_unless_that_is_said() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        change(folder.path(), "actions.ron", "SMS_CLIENT_SECRET", "SMS_OTHER_SECRET");
        let (code, said, words) = to_staging(folder.path(), &["--activate"]).await;
        assert_eq!(code, 3, "{said} {words}");
        assert!(said.contains("the server does not find the secret SMS_OTHER_SECRET\n"), "{said}");
        assert!(words.contains("all the same (--allow-missing-secrets)"), "{words}");
        let journey = async || client(&house.server.url()).journey(&CART.into()).await.expect("an answer");
        assert!(journey().await.is_none(), "nothing is handed over that would wait for nothing");
        let (code, _, words) = to_staging(folder.path(), &[]).await;
        assert_eq!(code, 0, "a version may be handed over before: {words}");

        let parcel = parcel(folder.path());
        let (client, id) = (client(&house.server.url()), JourneyId::from(CART));
        let wish = |state| ActivationWish::new(parcel.hash.clone(), state);
        let refused = client.put_activation(&id, &wish(JourneyState::Live), "*").await.expect_err("refused");
        let problem = refused.problem().expect("a problem").clone();
        assert_eq!((problem.status, problem.word()), (409, Some("missing-secrets")));
        let [error] = problem.errors.as_slice() else { panic!("{problem:?}") };
        assert_eq!((error.pointer.as_str(), error.code.as_str()), ("/version", "missing-secret"));
        assert!(error.detail.contains("WAYMARK_SECRET_SMS_OTHER_SECRET"), "{error:?}");
        assert_eq!(wanted(&house).await, None);

        let (code, _, words) = to_staging(folder.path(), &["--activate", "--allow-missing-secrets"]).await;
        assert_eq!(code, 0, "{words}");
        assert_eq!(wanted(&house).await, Some((parcel.hash.clone(), JourneyState::Live)));
        client.put_activation(&id, &wish(JourneyState::Live), "*").await.expect("it is so already");
        for state in [JourneyState::Paused, JourneyState::Live] {
            client.put_activation(&id, &wish(state), "*").await.expect("a pause ends without being asked again");
        }
    });
}

#[test]
fn nobody_is_let_in_by_a_version_whose_calls_would_never_be_sent_unless_that_is_said() {
    open(|house| async move {
        let folder = workspace(&house.server.url());
        let (code, said, words) = to_staging(folder.path(), &["--activate"]).await;
        assert_eq!(code, 0, "{said} {words}");
        to_staging(folder.path(), &["--state", "stopped"]).await;
        change(folder.path(), "actions.ron", "https://sms.example.com/v1/messages", "https://10.0.0.7/v1/messages");

        let (code, said, words) = to_staging(folder.path(), &["--activate"]).await;
        assert_eq!(code, 3, "{said} {words}");
        assert!(words.contains("would never send “") && words.contains("(--allow-refused-calls)"), "{words}");
        let parcel = parcel(folder.path());
        let (client, id) = (client(&house.server.url()), JourneyId::from(CART));
        let known = client.version(&id, &parcel.hash).await.expect("an answer");
        assert_eq!(known, None, "nothing is handed over that would wait for nothing");
        assert_eq!(to_staging(folder.path(), &[]).await.0, 0, "a version may be handed over before");

        let wish = |state| ActivationWish::new(parcel.hash.clone(), state);
        let refused = client.put_activation(&id, &wish(JourneyState::Live), "*").await.expect_err("refused");
        let problem = refused.problem().expect("a problem").clone();
        assert_eq!((problem.status, problem.word()), (409, Some("refused-calls")));
        let [error] = problem.errors.as_slice() else { panic!("{problem:?}") };
        assert_eq!((error.pointer.as_str(), error.code.as_str()), ("/version", "refused-call"));
        assert!(error.detail.contains("10.0.0.7 is not on the open internet"), "{error:?}");
        let other = Despite { missing_secrets: true, ..Despite::default() };
        let asked = client.put_activation_despite(&id, &wish(JourneyState::Live), "*", other).await;
        assert!(asked.is_err(), "one thing that is lived with is not the other");

        let (code, _, words) = to_staging(folder.path(), &["--activate", "--allow-refused-calls"]).await;
        assert_eq!(code, 0, "{words}");
        assert_eq!(wanted(&house).await, Some((parcel.hash.clone(), JourneyState::Live)));
        for state in [JourneyState::Live, JourneyState::Paused, JourneyState::Live] {
            client.put_activation(&id, &wish(state), "*").await.expect("it goes on without being asked again");
        }
        assert_eq!(to_staging(folder.path(), &["--state", "paused"]).await.0, 0);
        let (code, _, words) = to_staging(folder.path(), &["--state", "live"]).await;
        assert_eq!(code, 0, "a pause ends from the terminal too: {words}");
    });
}

#[test]
fn a_dry_run_says_which_calls_would_never_be_sent() {
    open(|house| async move {
        let mut cart = sample("cart-abandonment");
        let asked = async |definition: &Definition| {
            let (hash, text) = (form::hash(definition), form::write(definition));
            let client = client(&house.server.url());
            let taken = client.put_version(&definition.journey.id, &hash, text, true).await.expect("a dry run");
            taken.changes.expect("changes").refusals
        };
        assert_eq!(asked(&cart).await, []);
        cart.inventory.actions[0].url = "https://10.0.0.7/v1/messages".to_owned();
        let refused = asked(&cart).await;
        let [refusal] = refused.as_slice() else { panic!("{refused:?}") };
        assert_eq!(refusal.name, cart.inventory.actions[0].name);
        assert_eq!(refusal.pointer, "/inventory/actions/0/url");
        assert!(refusal.why.contains("10.0.0.7 is not on the open internet"), "{refusal:?}");
    });
}
