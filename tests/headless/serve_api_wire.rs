//! The wire itself: limits, slow senders, and a description that lists every route.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::Value;
use waymark::serve::Settings;
use waymark::serve::api;

use crate::serve_house::{open, with};

/// Sends bytes as they are; yields what comes back until the other side hangs up, and how long that took.
fn raw(address: std::net::SocketAddr, parts: &[&str], pause: Duration) -> (String, Duration) {
    let began = Instant::now();
    let mut stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a timeout");
    for part in parts {
        if stream.write_all(part.as_bytes()).is_err() {
            break;
        }
        std::thread::sleep(pause);
    }
    let mut bytes = Vec::new();
    // A connection that is cut off has said what it had to say.
    let _ = stream.read_to_end(&mut bytes);
    (String::from_utf8_lossy(&bytes).into_owned(), began.elapsed())
}

fn hasty(settings: &mut Settings) {
    settings.limits.headers_within = Duration::from_millis(300);
    settings.limits.body_within = Duration::from_millis(300);
    settings.limits.silence = Duration::from_millis(900);
}

#[test]
fn whoever_sends_too_slowly_is_let_go() {
    with(hasty, |house| async move {
        let address = house.server.address();
        let slow = move |parts: Vec<&'static str>| {
            tokio::task::spawn_blocking(move || raw(address, &parts, Duration::from_millis(100)))
        };
        let letters = vec!["G", "E", "T", " ", "/", "h", "e", "a", "l", "t", "h", "z"];
        let (answer, took) = slow(letters).await.expect("a thread");
        assert!(!answer.contains("200 OK") && took < Duration::from_secs(5), "{answer:?} after {took:?}");

        let head = "PUT /v1/endpoints/a HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 9\r\n\r\n";
        let (answer, took) = slow(vec![head, "{", " ", " ", " ", " ", " "]).await.expect("a thread");
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer:?} after {took:?}");
        assert!(answer.contains("application/problem+json"), "{answer}");

        let (answer, took) = slow(vec![]).await.expect("a thread");
        assert!(answer.is_empty() && took < Duration::from_secs(5), "who says nothing is let go: {took:?}");
        assert_eq!(house.get("/healthz").await.status, StatusCode::OK, "others were answered all the while");
    });
}

#[test]
fn a_body_or_headers_that_are_too_large_are_refused() {
    let set_up = |settings: &mut Settings| {
        settings.limits.body_bytes = 10_000;
        settings.limits.header_bytes = 9_000;
    };
    with(set_up, |house| async move {
        let large = house.put("/v1/endpoints/a", &" ".repeat(10_001)).await;
        assert_eq!(large.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert!(large.errors().is_empty());
        let fits = house.put("/v1/endpoints/a", &" ".repeat(10_000)).await;
        assert_eq!(fits.status, StatusCode::BAD_REQUEST, "it is read, and is no JSON");

        let address = house.server.address();
        let chunked = "PUT /v1/endpoints/a HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
        let chunk: &'static str = Box::leak(format!("1000\r\n{}\r\n", " ".repeat(0x1000)).into_boxed_str());
        let parts = vec![chunked, chunk, chunk, chunk, "0\r\n\r\n"];
        let blocking = tokio::task::spawn_blocking(move || raw(address, &parts, Duration::ZERO));
        let (answer, _) = blocking.await.expect("a thread");
        assert!(answer.starts_with("HTTP/1.1 413"), "the length was not announced: {answer:?}");

        let headers =
            crate::serve_house::send(house.request("GET", "/healthz").header("x-long", "a".repeat(12_000))).await;
        assert_eq!(headers.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
        let mut many = house.request("GET", "/healthz");
        for number in 0..100 {
            many = many.header(format!("x-{number}"), "a");
        }
        assert_eq!(crate::serve_house::send(many).await.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    });
}

#[test]
fn so_many_connections_and_no_more() {
    with(
        |settings| settings.limits.connections = 3,
        |house| async move {
            let address = house.server.address();
            let held: Vec<TcpStream> = (0..3).map(|_| TcpStream::connect(address).expect("a connection")).collect();
            // The server takes them in one after the other.
            tokio::time::sleep(Duration::from_millis(200)).await;
            let request = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
            let ask = move || raw(address, &[request], Duration::ZERO).0;
            let full = tokio::task::spawn_blocking(ask).await.expect("a thread");
            assert!(full.is_empty(), "there is no room: {full:?}");
            drop(held);
            tokio::time::sleep(Duration::from_millis(200)).await;
            let room = tokio::task::spawn_blocking(ask).await.expect("a thread");
            assert!(room.starts_with("HTTP/1.1 200"), "{room:?}");
        },
    );
}

#[test]
fn a_stop_lets_answers_finish_and_takes_nothing_new() {
    open(|house| async move {
        let address = house.server.address();
        let (begin, held) = std::sync::mpsc::channel::<()>();
        let _blocked = house.server.writer().tell(1, move |_, _| {
            let _ = held.recv_timeout(Duration::from_millis(700));
            Ok(())
        });
        let body = r#"{"name":"Shop","urlPattern":"https://shop.example.com/*"}"#;
        let request = house.request("PUT", "/v1/endpoints/a").header("content-type", "application/json").body(body);
        let slow = tokio::spawn(crate::serve_house::send(request));
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!slow.is_finished(), "it waits for the disk");
        std::sync::Arc::into_inner(house).expect("the only handle").server.stop().await;
        assert_eq!(slow.await.expect("a task").status, StatusCode::CREATED);
        drop(begin);
        assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
    });
}

#[test]
fn the_description_lists_every_route_and_leads_nowhere_wrong() {
    let document = api::document();
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")), "{}", document["openapi"]);
    let mut names = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        let declared: BTreeSet<&str> = path.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect();
        for (method, operation) in operations.as_object().expect("operations") {
            let name = operation["operationId"].as_str().expect("a name");
            assert!(names.insert(name.to_owned()), "{name} names two operations");
            let responses = operation["responses"].as_object().expect("responses");
            assert!(!responses.contains_key("default"), "{method} {path} says with what it is refused");
            assert!(["400", "401", "500"].iter().all(|status| responses.contains_key(*status)), "{method} {path}");
            let words = ["summary", "description"].map(|field| operation[field].as_str().unwrap_or_default());
            assert!(words.iter().any(|text| !text.is_empty()), "{method} {path} does not say what it does");
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            let in_path: BTreeSet<&str> = parameters
                .iter()
                .filter(|parameter| parameter["in"] == "path")
                .filter_map(|parameter| parameter["name"].as_str())
                .collect();
            assert_eq!(in_path, declared, "{method} {path}");
        }
    }
    let mut references = Vec::new();
    collect(document, &mut references);
    assert!(references.len() > 20, "{}", references.len());
    for reference in references {
        let pointer = reference.strip_prefix('#').expect("a place in the document");
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value.as_str().filter(|_| name == "$ref") {
                    Some(reference) => found.push(reference.to_owned()),
                    None => collect(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}

#[test]
fn every_route_of_the_description_is_answered_and_every_handler_is_in_it() {
    let document = api::document();
    let paths = document["paths"].as_object().expect("paths");
    open(|house| async move {
        assert_eq!(&house.get("/v1/openapi.json").await.json(), document);
        for (path, operations) in paths {
            let filled = path.replace(['{', '}'], "");
            for method in ["GET", "PUT", "POST", "DELETE", "PATCH"] {
                let request = house.request(method, &filled).header("content-type", "text/plain").body("");
                let answer = crate::serve_house::send(request).await;
                let is_listed = operations.get(method.to_lowercase()).is_some();
                assert_eq!(answer.status == StatusCode::METHOD_NOT_ALLOWED, !is_listed, "{method} {path}");
                let is_no_route = answer.text.contains("there is nothing at this address");
                assert!(!is_no_route, "{method} {path} is described and not there");
            }
        }
    });
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/serve/api");
    let texts: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "rs"))
        .map(|entry| std::fs::read_to_string(entry.path()).expect("a file"))
        .collect();
    let handlers: usize = texts.iter().map(|text| text.matches("#[utoipa::path(").count()).sum();
    let listed: usize = paths.values().map(|operations| operations.as_object().map_or(0, serde_json::Map::len)).sum();
    assert_eq!(handlers, listed, "a handler was written and not routed");
    assert!(texts.iter().all(|text| !text.contains(".route(")), "a route beside the description");
}
