//! What the server keeps: one server per folder, tables that grow, copies while it runs, tokens that nobody can read.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use waymark::serve::store::{
    self, Activations, Definitions, MIGRATIONS, OpenError, Readers, Scope, Store, Tokens, Wanted,
};

use crate::build::moment;

fn now() -> Timestamp {
    moment("2026-01-05T09:00:00Z")
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

fn fill(store: &Store, count: i64) {
    store.begin().expect("a transaction");
    for number in 0..count {
        let definitions = Definitions(store.connection());
        let hash = format!("{number:064}");
        assert!(definitions.put(&hash, &"journey-cart".into(), "Cart", "{}", now()).expect("room"));
    }
    store.commit().expect("a commit");
}

#[test]
fn a_second_server_on_the_same_folder_is_told_who_works_there() {
    let folder = folder();
    let first = Store::open(folder.path()).expect("a new store");
    let refused = Store::open(folder.path()).expect_err("one server only").to_string();
    let process = format!("process {}", std::process::id());
    assert!(refused.contains("another server works on") && refused.contains(&process), "{refused}");
    assert!(refused.contains("--data"), "it says what to do: {refused}");
    drop(first);
    Store::open(folder.path()).expect("the lock goes with the server");
}

#[test]
fn what_is_kept_is_there_after_a_restart() {
    let folder = folder();
    fill(&Store::open(folder.path()).expect("a new store"), 2);
    let store = Store::open(folder.path()).expect("the same store");
    let kept = Definitions(store.connection()).of(&"journey-cart".into()).expect("readable");
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0].hash, format!("{:064}", 1), "the newest comes first");
    let again = Definitions(store.connection()).put(&kept[0].hash, &"journey-other".into(), "", "[]", now());
    assert!(!again.expect("no error"), "a definition is never changed");
    assert_eq!(Definitions(store.connection()).text(kept[0].number).expect("a text"), "{}");
}

#[test]
fn a_newer_or_foreign_file_is_left_alone() {
    let newer = folder();
    drop(Store::open(newer.path()).expect("a new store"));
    set_version(newer.path(), MIGRATIONS.len() + 1);
    assert!(matches!(Store::open(newer.path()), Err(OpenError::Newer { .. })));
    assert!(matches!(Readers::open(newer.path()), Err(OpenError::Newer { .. })), "readers look as well");

    let foreign = folder();
    let other = Connection::open(store::file(foreign.path())).expect("a file");
    other.execute_batch("CREATE TABLE recipe (name TEXT)").expect("a table");
    drop(other);
    assert!(matches!(Store::open(foreign.path()), Err(OpenError::Foreign { .. })));
}

fn set_version(folder: &Path, version: usize) {
    let connection = Connection::open(store::file(folder)).expect("a file");
    connection.pragma_update(None, "user_version", i64::try_from(version).expect("small")).expect("a version");
}

#[test]
fn every_older_version_of_the_tables_is_brought_up_to_date() {
    for version in 0..MIGRATIONS.len() {
        let folder = folder();
        let old = Connection::open(store::file(folder.path())).expect("a file");
        for sql in &MIGRATIONS[..version] {
            old.execute_batch(sql).expect("tables");
        }
        if version > 0 {
            old.pragma_update(None, "application_id", 0x5741_594d).expect("a mark");
            old.pragma_update(None, "user_version", i64::try_from(version).expect("small")).expect("a version");
        }
        drop(old);
        fill(&Store::open(folder.path()).expect("an old store"), 1);
    }
}

#[test]
fn a_commit_reaches_the_disk_before_it_returns() {
    let folder = folder();
    let store = Store::open(folder.path()).expect("a new store");
    let setting = |name| store.connection().pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    assert_eq!(setting("synchronous").expect("a setting"), 2, "FULL");
    assert_eq!(setting("foreign_keys").expect("a setting"), 1);
    let mode: String =
        store.connection().pragma_query_value(None, "journal_mode", |row| row.get(0)).expect("a setting");
    assert_eq!(mode, "wal");
}

#[test]
fn a_copy_made_while_somebody_writes_is_whole() {
    let folder = folder();
    let store = Store::open(folder.path()).expect("a new store");
    fill(&store, 100);
    store.begin().expect("a transaction");
    let definitions = Definitions(store.connection());
    definitions.put("not-committed", &"journey-cart".into(), "Cart", "{}", now()).expect("room");
    let copy = folder.path().join("copy").join("waymark.db");
    std::fs::create_dir(folder.path().join("copy")).expect("a folder");
    store::back_up(folder.path(), &copy).expect("a copy");
    store.commit().expect("the writer was not disturbed");

    let restored = Store::open(copy.parent().expect("a folder")).expect("a copy is a store");
    assert_eq!(Definitions(restored.connection()).of(&"journey-cart".into()).expect("readable").len(), 100);
}

#[test]
fn readers_see_what_was_committed_and_change_nothing() {
    let folder = folder();
    let store = Store::open(folder.path()).expect("a new store");
    let readers = Readers::open(folder.path()).expect("readers");
    let count = || readers.read(|c| Definitions(c).newest()).expect("readable").len();
    store.begin().expect("a transaction");
    Definitions(store.connection()).put("h", &"journey-cart".into(), "Cart", "{}", now()).expect("room");
    assert_eq!(count(), 0, "not yet committed");
    store.commit().expect("a commit");
    assert_eq!(count(), 1);
    let written = readers.read(|c| Definitions(c).put("i", &"journey-cart".into(), "Cart", "{}", now()));
    assert!(written.is_err(), "a reader writes nothing");
}

#[test]
fn the_generation_counts_wishes_and_says_which_one_came_true() {
    let folder = folder();
    let store = Store::open(folder.path()).expect("a new store");
    fill(&store, 1);
    let journey = "journey-cart".into();
    let activations = Activations(store.connection());
    assert_eq!(activations.of(&journey).expect("readable"), None);
    assert_eq!(activations.want(&journey, 1, Wanted::Live, now()).expect("a wish"), 1);
    assert_eq!(activations.want(&journey, 1, Wanted::Paused, now()).expect("a wish"), 2);
    activations.observe(&journey, 1, 1, Wanted::Live, now()).expect("observed");
    let found = activations.of(&journey).expect("readable").expect("an activation");
    assert_eq!((found.generation, found.state), (2, Wanted::Paused));
    assert_eq!((found.observed_generation, found.observed_state), (1, Some(Wanted::Live)));
    assert!(activations.want(&journey, 99, Wanted::Live, now()).is_err(), "of a definition that is not there");
}

#[test]
fn a_token_is_found_by_its_text_alone_and_stands_nowhere() {
    let folder = folder();
    let store = Store::open(folder.path()).expect("a new store");
    let tokens = Tokens(store.connection());
    let scopes = BTreeSet::from([Scope::EventsWrite, Scope::InstancesRead]);
    let text = tokens.add("the shop", &scopes, None, &[7; 40], now()).expect("a token");
    let found = tokens.of(&text).expect("readable").expect("the token");
    assert_eq!((found.note.as_str(), &found.scopes), ("the shop", &scopes));

    let secret = text.rsplit('_').next().expect("a secret").to_owned();
    assert_eq!(secret.len(), 64, "256 bits");
    let other_secret = text.replace(&secret, &"0".repeat(64));
    for wrong in ["", "waymark_", "waymark__", &secret, &text[1..], &other_secret, &text.to_uppercase()] {
        assert_eq!(tokens.of(wrong).expect("readable"), None, "{wrong}");
    }
    assert!(tokens.revoke(&found.id).expect("written"));
    assert_eq!(tokens.of(&text).expect("readable"), None);
    assert!(!tokens.revoke(&found.id).expect("written"), "it is gone already");

    tokens.add("again", &scopes, None, &[7; 40], now()).expect("a token");
    drop(store);
    for entry in std::fs::read_dir(folder.path()).expect("a folder").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a file");
        let stands = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!stands, "{} holds the secret", entry.path().display());
    }
}

#[test]
fn tokens_are_made_beside_a_server_that_runs() {
    let folder = folder();
    let make = || {
        let scopes = BTreeSet::from([Scope::Operate]);
        let chance = [u8::from(folder.path().join("x").exists()); 40];
        store::beside(folder.path(), |c| Tokens(c).add("cli", &scopes, None, &chance, now())).expect("a store")
    };
    let alone = make().expect("written where no server runs");
    let server = Store::open(folder.path()).expect("the lock was given back");
    assert!(Tokens(server.connection()).of(&alone).expect("readable").is_some());
    std::fs::write(folder.path().join("x"), "").expect("a file");
    let beside = make().expect("written while a server runs");
    assert!(Tokens(server.connection()).of(&beside).expect("readable").is_some(), "the server sees it at once");
}
