//! Lists of people over the wire: taken whole and once, refused at every fault, told of in the same words, and let into
//! a journey.

use reqwest::StatusCode;
use serde_json::json;
use waymark::journey::Definition;
use waymark::run::{Entry, Program};

use crate::serve_api_people::{activate, cart, events, instances, list, with};
use crate::serve_house::{Answer, open, sample, send};

#[test]
fn a_list_of_people_is_taken_whole_and_once() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        let namespace = cart.inventory.namespaces[0].name.clone();
        let lines = format!(
            "{}\n\n{}\n",
            json!({"id": "profile-anna", "attributes": {"person": {"name": {"firstName": "Anna"}}}, "consent": {"email": true}}),
            json!({"identities": {&namespace: "bo-1"}, "zone": "Europe/Stockholm"}),
        );
        let nameless = list(&house, "", "application/x-ndjson", &lines).await;
        assert_eq!(nameless.status, StatusCode::BAD_REQUEST);
        let first = list(&house, "monday", "application/x-ndjson", &lines).await;
        let two = json!({"accepted": 2, "newPeople": 2});
        assert_eq!((first.status, first.json()), (StatusCode::ACCEPTED, two.clone()), "{first:?}");
        let again = list(&house, "monday", "application/x-ndjson", &lines).await;
        assert_eq!((again.status, again.json()), (StatusCode::ACCEPTED, two.clone()), "as the first time");
        let other = list(&house, "monday", "application/x-ndjson", "{\"id\":\"profile-c\"}").await;
        assert_eq!(other.errors(), [(String::new(), "idempotency-key".to_owned())]);

        let known = with(&event, &[("id", json!("by-identity")), ("subject", json!(format!("{namespace}:bo-1")))]);
        assert_eq!(events(&house, &[known]).await.json()["results"][0]["result"], "taken");

        let table =
            format!("id,identity.{namespace},person.name.firstName,consent.sms\nprofile-dora,,Dora,yes\n,eve-1,Eve,\n");
        let table = list(&house, "tuesday", "text/csv", &table).await;
        assert_eq!((table.status, table.json()), (StatusCode::ACCEPTED, two), "{table:?}");
        let known = list(&house, "friday", "text/csv", "id\nprofile-dora\nprofile-fay\n").await;
        assert_eq!(known.json(), json!({"accepted": 2, "newPeople": 1}));
    });
}

#[test]
fn a_list_that_cannot_be_understood_is_refused_at_every_fault() {
    open(|house| async move {
        let (cart, _) = cart(&house).await;
        let lines = [
            json!({"attributes": {"a": 1}}),
            json!({"id": "p", "zone": "Mars/Olympus", "identities": {"shoeSize": "44"}}),
            json!({"id": "p", "audiences": {"nobody/knows": true}}),
        ];
        let lines = lines.map(|line| line.to_string()).join("\n");
        let answer = list(&house, "a", "application/x-ndjson", &lines).await;
        let expected = [
            ("/0", "nobody"),
            ("/0/attributes/a", "unknown-attribute"),
            ("/1/zone", "zone"),
            ("/1/identities/shoeSize", "unknown-identity-type"),
            ("/2/audiences/nobody~1knows", "unknown-audience"),
        ];
        let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
        assert_eq!(answer.errors(), expected);
        let form = list(&house, "b", "application/x-ndjson", "{\"id\":\"p\"}\n{\"id\":7}").await;
        assert_eq!(form.errors(), [("/1/id".to_owned(), "form".to_owned())]);
        let broken = list(&house, "c", "application/x-ndjson", "{\"id\":\"p\"}\n{").await;
        assert_eq!((broken.status, broken.errors()[0].0.as_str()), (StatusCode::BAD_REQUEST, "/1"));
        let table = list(&house, "d", "text/csv", "id,consent.smoke\np,yes\n").await;
        assert_eq!(table.errors(), [("/0/consent.smoke".to_owned(), "unknown-medium".to_owned())]);
        let short = list(&house, "e", "text/csv", "id,zone\np\n").await;
        assert_eq!(short.status, StatusCode::BAD_REQUEST);
        assert_eq!(list(&house, "f", "application/json", "{}").await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let many = "{\"id\":\"p\"}\n".repeat(1_001);
        assert_eq!(list(&house, "g", "application/x-ndjson", &many).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(instances(&house, &cart, "").await["instances"], json!([]));
    });
}

#[test]
fn a_word_that_nobody_knows_is_said_once_with_how_many_rows_have_it_and_what_is_known() {
    open(|house| async move {
        let early = list(&house, "early", "text/csv", "identity.shoeSize\n44\n").await;
        let detail = early.json()["errors"][0]["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.ends_with("none is known yet: a journey brings what it knows when it goes live"), "{detail}");

        let (cart, _) = cart(&house).await;
        let rows: String = (0..900).map(|row| format!("{row},yes,{row}\n")).collect();
        let table = format!("identity.shoeSize,audience.Nobody knows,id\n{rows}");
        let answer = list(&house, "a", "text/csv", &table).await;
        let expected =
            [("/0/identities/shoeSize", "unknown-identity-type"), ("/0/audiences/Nobody knows", "unknown-audience")];
        assert_eq!(answer.errors(), expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned())));
        let detail = answer.json()["errors"][0]["detail"].as_str().unwrap_or_default().to_owned();
        assert!(detail.starts_with("line 2, column 1 (identity.shoeSize), and in 899 more rows: "), "{detail}");
        assert!(detail.contains(&format!("known here: {}", cart.inventory.namespaces[0].name)), "{detail}");
        // Whose id is no id is another matter in each row.
        let colons = list(&house, "b", "text/csv", "id\na:1\na:2\n").await;
        assert_eq!(colons.errors().len(), 2, "{colons:?}");
    });
}

#[test]
fn a_person_is_told_of_as_a_list_tells_and_what_is_told_can_be_sent_back() {
    open(|house| async move {
        let (cart, event) = cart(&house).await;
        activate(&house, &sample("gold-welcome"), "live").await;
        let namespace = cart.inventory.namespaces[0].name.clone();
        let anna = json!({
            "id": "profile-anna", "zone": "Europe/Stockholm", "identities": {&namespace: "anna-1"},
            "attributes": {
                "person.name.firstName": "Anna", "person.birthDate": "1990-02-01", "loyalty.points": 1_200,
                "shop.lastOrder": "2026-01-02T09:00:00.000Z", "shop.welcomeDone": false,
            },
            "consent": {"email": false, "whatsApp": true},
        });
        let bo = json!({"id": "profile-bo", "audiences": {"Gold members": true}});
        let taken = list(&house, "a", "application/x-ndjson", &format!("{anna}\n{bo}\n")).await;
        assert_eq!(taken.status, StatusCode::ACCEPTED, "{taken:?}");
        let held = house.get("/v1/profiles/profile-anna").await.json();
        assert_eq!(
            (&held["person"], &held["memberships"]),
            (&anna, &json!(["Gold members"])),
            "as it came; by its rule"
        );
        let held = house.get("/v1/profiles/profile-bo").await.json();
        assert_eq!((&held["person"], &held["memberships"]), (&bo, &json!(["Gold members"])), "as somebody said");

        events(&house, &[event]).await;
        let held = house.get("/v1/profiles/profile-anna").await.json();
        let back = list(&house, "b", "application/x-ndjson", &held["person"].to_string()).await;
        assert_eq!(back.status, StatusCode::ACCEPTED, "{back:?}");
        assert_eq!(house.get("/v1/profiles/profile-anna").await.json(), held, "sent back it changes nothing");
        assert!(!held.to_string().contains("\"Text\""), "no word of the machine is in it: {held}");
        serde_json::from_value::<waymark::wire::PersonHeld>(held).expect("a client reads it");
    });
}

#[test]
fn people_are_let_into_a_journey_that_reads_an_audience() {
    open(|house| async move {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("journeys");
        let opened = waymark::journey::files::open(&folder).expect("the samples");
        let reading = opened.workspace.journeys.keys().find_map(|id| {
            let definition = Definition::of(&opened.workspace, id)?;
            let program = Program::compile(&definition.workspace(), id).ok()?;
            let entry = program.entry();
            matches!(entry, Entry::Reading { business: None, namespace: None, .. } if program.waves().is_none())
                .then_some(definition)
        });
        let reading = reading.or_else(|| {
            opened.workspace.journeys.keys().find_map(|id| {
                let definition = Definition::of(&opened.workspace, id)?;
                let program = Program::compile(&definition.workspace(), id).ok()?;
                matches!(program.entry(), Entry::Reading { business: None, .. }).then_some(definition)
            })
        });
        let reading = reading.expect("a sample that reads an audience");
        let path = format!("/v1/journeys/{}/entries", reading.journey.id);
        let body = json!({"profiles": ["profile-anna", "profile-bo"]}).to_string();
        let ask = async |path: &str, key: &str, body: &str| {
            let request = house.request("POST", path).header("content-type", "application/json");
            send(request.header("idempotency-key", key.to_owned()).body(body.to_owned())).await
        };
        assert_eq!(ask(&path, "a", &body).await.status, StatusCode::NOT_FOUND, "nobody has pushed it");
        house.push(&reading).await;
        assert_eq!(ask(&path, "a", &body).await.status, StatusCode::CONFLICT, "it is not live");
        activate(&house, &reading, "live").await;
        let stranger = ask(&path, "b", r#"{"profiles":["profile-anna","shoeSize:44"]}"#).await;
        assert_eq!(stranger.errors(), [("/profiles/1".to_owned(), "unknown-identity-type".to_owned())]);
        let nameless = ask(&path, "b", r#"{"profiles":["profile-anna"," "]}"#).await;
        assert_eq!(nameless.errors(), [("/profiles/1".to_owned(), "length".to_owned())]);
        let first = ask(&path, "a", &body).await;
        let two = json!({"accepted": 2, "newPeople": 2});
        assert_eq!((first.status, first.json()), (StatusCode::ACCEPTED, two.clone()), "{first:?}");
        let came = instances(&house, &reading, "").await;
        let came = came["instances"].as_array().map(Vec::len).unwrap_or_default();
        assert_eq!(came, 2, "each has a run, let in or refused");
        assert_eq!(ask(&path, "a", &body).await.json(), two);
        let still = instances(&house, &reading, "").await["instances"].as_array().map(Vec::len);
        assert_eq!(still, Some(came), "the same list again is taken once");
        let (cart, _) = cart(&house).await;
        let path = format!("/v1/journeys/{}/entries", cart.journey.id);
        assert_eq!(ask(&path, "c", &body).await.status, StatusCode::CONFLICT, "it begins with an event");
    });
}

#[test]
fn a_fault_of_a_list_is_named_by_its_line_and_column() {
    open(|house| async move {
        cart(&house).await;
        let detail = |answer: &Answer| answer.json()["errors"][0]["detail"].as_str().unwrap_or_default().to_owned();
        let form = list(&house, "a", "application/x-ndjson", "\n{\"id\":\"p\"}\n\n{\"id\":7}\n").await;
        assert_eq!(form.errors(), [("/1/id".to_owned(), "form".to_owned())]);
        assert!(detail(&form).starts_with("line 4, column 7: "), "{form:?}");
        let misfit = list(&house, "b", "application/x-ndjson", "\n\n{\"id\":\"p\",\"zone\":\"Mars\"}").await;
        assert!(detail(&misfit).starts_with("line 3: "), "{misfit:?}");
        let cell = list(&house, "c", "text/csv", "id,consent.Email\np,yes\n\"q\n\",maybe\n").await;
        assert_eq!(cell.errors(), [("/1/consent.Email".to_owned(), "type".to_owned())]);
        assert!(detail(&cell).starts_with("line 3, column 2 (consent.Email): "), "{cell:?}");
        let typo = list(&house, "d", "text/csv", "id,person.name.fristName\np,Anna\n").await;
        assert_eq!(typo.errors(), [("/0/attributes/person.name.fristName".to_owned(), "unknown-attribute".to_owned())]);
        assert!(detail(&typo).starts_with("line 2, column 2 "), "{typo:?}");
        assert!(detail(&typo).contains("is person.name.firstName meant?"), "{typo:?}");
        let colon = list(&house, "e", "text/csv", "id\nemail:anna\n").await;
        assert_eq!(colon.errors(), [("/0/id".to_owned(), "colon".to_owned())]);
        let consent = list(&house, "f", "text/csv", "id,consent.EMAIL,consent.directmail\np,no,yes\n").await;
        assert_eq!(consent.status, StatusCode::ACCEPTED, "{consent:?}");
        let lines = list(&house, "g", "application/x-ndjson", "{\"id\":\"p\",\"consent\":{\"Email\":true}}").await;
        assert_eq!(lines.status, StatusCode::ACCEPTED, "{lines:?}");

        let refused = [
            ("id,zone,id\np,,q\n", "line 1, column 3: id is column 1 already"),
            ("id;zone\np;\n", "commas are expected"),
            ("id,zone\np,\"Europe\nq,\n", "line 2: a quotation mark is opened and never closed"),
            ("\n", "the body is empty"),
        ];
        for (key, (table, words)) in refused.into_iter().enumerate() {
            let answer = list(&house, &format!("table {key}"), "text/csv", table).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{table}");
            let problem = answer.json();
            assert!(problem["detail"].as_str().is_some_and(|detail| detail.contains(words)), "{problem}");
        }
        assert_eq!(list(&house, "n", "application/x-ndjson", " \n").await.status, StatusCode::BAD_REQUEST);
    });
}
