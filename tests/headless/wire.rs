//! What server and clients say to each other is read back as it was written, and what a newer server adds is no fault.

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use waymark::wire::*;

/// Reads a value, writes it, and finds the same JSON again.
#[track_caller]
fn both_ways<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: Value) -> T {
    let value: T = serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(serde_json::to_value(&value).expect("JSON"), json);
    value
}

/// The same, and with something more that is passed over.
#[track_caller]
fn answer<T: Serialize + DeserializeOwned + PartialEq + Debug>(json: Value) -> T {
    let value: T = both_ways(json.clone());
    let mut newer = json;
    newer["somethingNew"] = json!({"a": 1});
    assert_eq!(serde_json::from_value::<T>(newer).expect("what is new is passed over"), value);
    value
}

fn endpoint() -> Value {
    json!({
        "id": "endpoint-arena", "name": "Arena", "urlPattern": "https://arena.example.com/*", "methods": ["POST"],
        "service": "dataSource", "cap": {"maxCalls": 10, "periodMs": 1000, "maxConnections": 5},
        "throttle": {"description": "by contract", "maxThroughput": 200}, "responseTimeMs": 80,
        "capacityPerSecond": 90, "capacityUnstated": true, "deployed": false,
        "status": {"waiting": 1, "sentLastMinute": 2, "capped": 3}
    })
}

#[test]
fn every_answer_is_read_back_as_it_was_written() {
    let can: Capabilities = answer(json!({
        "version": "1.2.3", "platform": "waymark", "engine": "embedded", "formats": [1], "machine": 1, "zones": "2026a",
        "activities": ["wait"], "streams": ["file"], "limits": {"bodyBytes": 10, "requestsPerSecond": 5}
    }));
    assert_eq!(can.limits.requests_per_second, 5);
    let journey = json!({
        "id": "journey-a", "name": "A",
        "spec": {"version": "ab", "state": "live", "generation": 2, "since": "2026-01-05T09:00:00Z"},
        "status": {"observedGeneration": 1, "state": "paused", "version": "cd", "since": "2026-01-04T09:00:00Z",
                   "entered": 9, "inside": 4, "discarded": 2},
        "versions": [{"version": "ab", "received": "2026-01-05T08:00:00Z"}]
    });
    let read: Journey = answer(journey.clone());
    assert_eq!(read.status.state, Some(JourneyState::Paused));
    answer::<Journeys>(json!({"journeys": [journey]}));
    let figures = json!({
        "entered": 9, "inside": 4, "ended": {"completed": 5}, "discarded": {"notSuitableInitialEvent": 2},
        "activities": {"call-a": {
            "reached": 9, "waiting": 4, "statuses": {"error": 1, "transitions": 4}, "errors": {"503": 1},
            "branches": {"next": 4}
        }}
    });
    let counts: JourneyCounts = answer(json!({
        "journey": "journey-a", "total": figures, "versions": [{"version": "ab", "counts": figures}]
    }));
    let there = waymark::run::Counts::from(&counts.total);
    assert_eq!((there.inside(), Counts::from(&there)), (4, counts.total), "there and back");
    let never: Journey = answer(json!({"id": "journey-a", "name": "A", "status": {"observedGeneration": 0}}));
    assert_eq!((never.spec, never.versions), (None, Vec::new()));

    let taken: VersionTaken = answer(json!({
        "journey": "journey-a", "version": "ab",
        "findings": [{"rule": "event-indefinite-listen", "severity": "warning", "pointer": "/a", "message": "It waits."}],
        "changes": {
            "isNew": true, "activation": {"version": "cd", "state": "stopped", "generation": 7},
            "differences": {"added": ["wait-a"], "removed": ["wait-b"], "changed": ["wait-c"], "lines": true,
                            "properties": false, "objects": ["Purchase"]},
            "endpoints": [{"definition": endpoint(), "deployed": endpoint()}], "missingSecrets": ["ARENA_KEY"]
        }
    }));
    assert!(taken.changes.is_some_and(|changes| changes.is_new));
    answer::<VersionTaken>(json!({"journey": "journey-a", "version": "ab", "findings": []}));
    answer::<Endpoints>(json!({"endpoints": [endpoint()]}));
    answer::<EventsTaken>(
        json!({"newPeople": 1, "results": [{"id": "1", "result": "taken"}, {"id": "2", "result": "nobody"}]}),
    );
    answer::<Accepted>(json!({"accepted": 3, "newPeople": 2}));
    answer::<Health>(json!({"status": "ok"}));

    let inside = json!({"key": "run-1", "journey": "journey-a", "version": "ab", "profile": "profile-a", "entry": 1,
                        "began": "2026-01-05T09:00:00Z", "waiting": ["wait-a"]});
    answer::<Instance>(inside.clone());
    let over: Instance =
        answer(json!({"key": "run-2", "journey": "journey-a", "version": "ab", "profile": "profile-a",
        "entry": 2, "supplemental": "order-1", "began": "2026-01-05T09:00:00Z", "ended": "2026-01-05T10:00:00Z",
        "reason": "completed"}));
    assert_eq!(over.reason.as_deref(), Some("completed"));
    answer::<Instances>(json!({"instances": [inside], "next": "run-1"}));
    let steps: TracedSteps = answer(json!({"next": 5, "steps": [{
        "number": 5, "key": "run-1", "journey": "journey-a", "profile": "profile-a", "activity": "action-a",
        "at": "2026-01-05T09:00:00.000Z", "status": "transitions", "branch": "error", "because": "the status was 500",
        "action": {"method": "POST", "url": "https://a.example.com", "headers": {"a": "b"}, "body": {"n": [1, 2.5, null]}},
        "message": {"channel": "email", "to": "anna@example.com", "body": "Hello"}
    }]}));
    let request = steps.steps.first().and_then(|step| step.step.action.as_ref()).expect("a request");
    assert_eq!(request.body, Some(json!({"n": [1, 2.5, null]})));

    let problem: Problem = answer(json!({
        "type": "urn:waymark:problem:stale", "title": "It has changed", "status": 412, "detail": "read it again",
        "errors": [{"pointer": "/a/0", "code": "form", "detail": "must be a text"}]
    }));
    assert_eq!(problem.word(), Some("stale"));
}

#[test]
fn every_question_is_read_back_as_it_was_written_and_says_only_what_it_must() {
    both_ways::<ActivationWish>(json!({"version": "ab", "state": "closed"}));
    both_ways::<EntriesWanted>(json!({"profiles": ["email:anna@example.com"]}));
    both_ways::<Endpoint>(endpoint());
    both_ways::<Event>(json!({"id": "1", "type": "Purchase"}));
    both_ways::<Event>(json!({"id": "1", "type": "Purchase", "subject": "email:anna@example.com",
                              "time": "2026-01-05T09:00:00Z", "data": {"total": 3}}));
    both_ways::<Person>(json!({}));
    both_ways::<Person>(
        json!({"id": "profile-a", "zone": "Europe/Berlin", "identities": {"email": "anna@example.com"},
        "attributes": {"city": "Berlin"}, "consent": {"email": true}, "audiences": {"vip": false}}),
    );
    let more = json!({"version": "ab", "state": "closed", "when": "now"});
    assert!(
        serde_json::from_value::<ActivationWish>(more).is_err(),
        "what a server does not know it must not pass over"
    );
}
