//! The JSON form of a definition: reads back as it was, as the schema says, under a hash that stays.

use std::process::Command;
use std::sync::Arc;
use std::sync::OnceLock;

use jsonschema::Validator;
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use serde_json::Value as Json;
use sha2::{Digest, Sha256};
use waymark::exchange::json;
use waymark::journey::{Definition, Inventory, Journey, Workspace};

use crate::arbitrary;

fn validator() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| {
        let schema: Json = serde_json::from_str(&json::schema()).unwrap();
        jsonschema::draft202012::new(&schema).unwrap()
    })
}

/// Everything that an inventory can hold beside what never leaves the workspace.
fn definition(workspace: &Workspace, journey: Journey) -> Definition {
    let inventory = Inventory {
        fragments: Vec::new(),
        profiles: Vec::new(),
        environments: Vec::new(),
        ..(*workspace.inventory).clone()
    };
    let mut alone = Workspace::default();
    let id = journey.id.clone();
    alone.journeys.insert(id.clone(), Arc::new(journey));
    Definition { inventory, ..Definition::of(&alone, &id).unwrap() }
}

/// Every number in the text is an integer below 2^53.
fn numbers_are_whole(json: &Json) -> bool {
    match json {
        Json::Number(number) => number.as_i64().is_some_and(|number| number.abs() < 1 << 53),
        Json::Array(items) => items.iter().all(numbers_are_whole),
        Json::Object(members) => members.values().all(numbers_are_whole),
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_definition_reads_back_and_is_as_the_schema_says(
        workspace in arbitrary::workspace(),
        journey in arbitrary::journey(),
    ) {
        let definition = definition(&workspace, journey);
        let text = json::write(&definition);
        let read = json::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        prop_assert_eq!(json::hash(&read), json::hash(&definition));
        prop_assert!(read == definition);
        let json: Json = serde_json::from_str(&text).unwrap();
        prop_assert!(numbers_are_whole(&json));
        let complaints: Vec<_> = validator().iter_errors(&json).map(|e| format!("{} at {}", e, e.instance_path)).collect();
        prop_assert!(complaints.is_empty(), "{:?}\n{}", complaints, text);
    }
}

const SMALL: &str = r#"{
  "format": 1,
  "journey": {
    "id": "journey-abcdefghjkmn",
    "name": "Welcome",
    "properties": {"zone": "UTC", "reentrance": {"allowed": true, "wait": {"type": "minutes", "amount": 5}},
                   "timeoutSeconds": 30, "schedule": {"every": {"type": "asSoonAsPossible"}}},
    "activities": [
      {"id": "wait-k7qd", "kind": {"type": "wait", "until": {"type": "duration", "duration": {"type": "hours", "amount": 1}}}}
    ]
  },
  "inventory": {}
}"#;

#[test]
fn the_form_is_canonical_and_its_hash_stays_the_same_for_ever() {
    let definition = json::read(SMALL).unwrap();
    let text = json::write(&definition);
    assert_eq!(
        text,
        r#"{"format":1,"inventory":{},"journey":{"activities":[{"id":"wait-k7qd","kind":{"type":"wait","until":{"duration":{"amount":1,"type":"hours"},"type":"duration"}}}],"id":"journey-abcdefghjkmn","name":"Welcome","properties":{"reentrance":{"allowed":true,"wait":{"amount":5,"type":"minutes"}},"schedule":{"every":{"type":"asSoonAsPossible"}},"timeoutSeconds":30,"zone":"UTC"}}}"#
    );
    assert_eq!(json::hash(&definition), "47eac34bde89038fc8369987dcef68eb2db84f25419d278270142853a55486ab");
}

#[test]
fn the_schema_that_is_published_is_that_of_the_types() {
    let published = include_str!("../../assets/definition.schema.json");
    // Where the form changed on purpose: `waymark export --schema -o assets/definition.schema.json`.
    assert!(published == json::schema(), "the published schema is not that of the types any more");
}

#[test]
fn the_content_hash_is_that_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("hotel-stay.json");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/journeys/hotel-stay.journey.ron");
    let mut export = Command::new(env!("CARGO_BIN_EXE_waymark"));
    let done = export.args(["export", sample, "--to", "json", "-o"]).arg(&file).output().unwrap();
    assert!(done.status.success() && done.stdout.is_empty());
    let bytes = std::fs::read(&file).unwrap();
    let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(String::from_utf8(done.stderr).unwrap(), format!("waymark: the content hash is {hash}\n"));
    let read = json::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert_eq!(json::hash(&read), hash, "what is read back has the same name");
    let complaints = validator().iter_errors(&serde_json::from_slice::<Json>(&bytes).unwrap()).count();
    assert_eq!(complaints, 0);
}

#[test]
fn a_complaint_has_a_pointer_a_line_and_a_column() {
    let cases = [
        ("\"amount\": 1}", "\"amount\": 1.5}", "/journey/activities/0/kind/until/duration/amount", 9),
        ("\"hours\"", "\"years\"", "/journey/activities/0/kind/until/duration/type", 9),
        ("\"name\": \"Welcome\",", "\"name\": \"Welcome\", \"nmae\": 1,", "/journey/nmae", 5),
        ("\"name\": \"Welcome\",", "", "/journey", 3),
        ("\"format\": 1", "\"format\": 2", "/format", 2),
        ("\"inventory\": {}", "\"inventory\": []", "/inventory", 12),
        ("\"inventory\": {}", "\"inventory\": {}, \"inventory\": {}", "", 13),
        ("\"amount\": 1}", "\"amount\": \"1\"}", "/journey/activities/0/kind/until/duration/amount", 9),
        ("\"inventory\": {}", "\"inventory\": {", "", 13),
    ];
    for (right, wrong, pointer, line) in cases {
        let text = SMALL.replace(right, wrong);
        assert_ne!(text, SMALL);
        let error = json::read(&text).unwrap_err();
        assert_eq!((error.pointer.as_str(), error.line), (pointer, line), "{error}");
    }
}

#[test]
fn an_id_that_stands_twice_is_refused() {
    let once = r#"{"id": "wait-k7qd", "kind": {"type": "wait", "until": {"type": "duration", "duration": {"type": "hours", "amount": 1}}}}"#;
    let error = json::read(&SMALL.replace(once, &format!("{once}, {once}"))).unwrap_err();
    assert!(error.message.contains("wait-k7qd"), "{error}");
}

#[test]
fn a_draft_says_that_it_is_one_and_which_guardrails_stood() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("small.journey.ron");
    let mut journey = json::read(SMALL).unwrap().journey;
    journey.format = waymark::journey::FORMAT;
    std::fs::write(&path, waymark::journey::text_form::to_ron(&journey)).unwrap();
    let waymark = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_waymark"));
        command.current_dir(folder.path()).args(arguments).output().unwrap()
    };
    assert!(!waymark(&["export", "small.journey.ron", "--to", "json", "-o", "small.json"]).status.success());
    let draft = ["export", "small.journey.ron", "--to", "json", "-o", "small.json", "--draft"];
    let exported = waymark(&draft);
    assert!(exported.status.success(), "{exported:?}");
    let text = std::fs::read_to_string(folder.path().join("small.json")).unwrap();
    let shown: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(shown["draft"], true);
    let rules: Vec<&str> = shown["findings"].as_array().unwrap().iter().map(|rule| rule.as_str().unwrap()).collect();
    assert!(!rules.is_empty() && rules.iter().all(|id| waymark::check::rule(id).is_some()), "{rules:?}");
    assert_eq!(validator().iter_errors(&shown).count(), 0);
    assert_eq!(json::write(&json::read(&text).unwrap()), text, "it stays a draft");
    for command in [&["check", "small.json"][..], &["simulate", "small.json"]] {
        let said = String::from_utf8(waymark(command).stderr).unwrap();
        assert!(said.contains("small.json is a draft") && said.contains(rules[0]), "{said}");
    }
    let half = text.replace(r#""draft":true,"#, "");
    assert!(json::read(&half).unwrap_err().to_string().contains("draft"));
}
