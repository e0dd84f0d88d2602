//! Erasing one person among many: no byte of theirs is left in any file, whatever waits without them goes on, and
//! whoever watches misses nothing.

use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use waymark::journey::*;
use waymark::run::conduct::Reading;
use waymark::run::{Entry, Outcome, Program};
use waymark::serve::engine::{Chance, Incoming, Shown};
use waymark::serve::store::{self, MIGRATIONS, Store, Wanted};

use crate::build::*;
use crate::serve_house::sample;
use crate::server::Server;

const PEOPLE: usize = 1_500;

/// Part of every id of those who are erased, and of nothing else.
const ERASED: &str = "willvanish";

fn after(hours: i64) -> Timestamp {
    moment("2026-01-05T09:00:00Z").checked_add(SignedDuration::from_hours(hours)).expect("a moment")
}

/// Everybody, each with an id that stands anywhere in their order; every 25th is to be erased.
fn people() -> Vec<String> {
    let word = |n: usize| if n % 25 == 7 { ERASED } else { "stays" };
    (0..PEOPLE).map(|n| format!("{:08x}-{}-{n}", n.wrapping_mul(2_654_435_761) & 0xffff_ffff, word(n))).collect()
}

fn erased(people: &[String]) -> Vec<ProfileId> {
    people.iter().filter(|id| id.contains(ERASED)).map(|id| ProfileId(id.clone())).collect()
}

fn holds(file: &Path, word: &str) -> bool {
    let bytes = std::fs::read(file).expect("a file");
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

/// A text of so many pieces, each with the id: what is alike in them is kept once, so each has something of its own too.
fn unlike(id: &str, pieces: usize) -> String {
    let own = |piece: usize| {
        Sha256::digest(format!("{piece} {id}")).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    (0..pieces).map(|piece| format!("{id} {} ", own(piece))).collect()
}

/// Which files of a folder hold this word.
fn holding(folder: &Path, word: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    files.filter(|path| path.is_file() && holds(path, word)).map(|path| path.display().to_string()).collect()
}

/// Does what is due by then, and answers what leaves.
fn goes_on(server: &mut Server, at: Timestamp) {
    loop {
        server.work(at);
        let parcels = std::mem::take(&mut *server.parcels.lock().expect("parcels"));
        let is_all = parcels.is_empty() && server.engine().next_due().is_none_or(|next| next > at);
        server.transact(at, |engine| {
            let answer = Outcome::Answered { status: 200, body: "{}".to_owned() };
            parcels.iter().try_for_each(|parcel| engine.answered(parcel.number, answer.clone()))
        });
        if is_all {
            return;
        }
    }
}

/// The same people, deleted row by row as SQLite does it where it overwrites no more than the pages in use.
fn delete_only(copy: &Path) {
    let store = Connection::open(copy).expect("a copy");
    store.query_row("PRAGMA secure_delete = FAST", [], |_| Ok(())).expect("a setting");
    let gone = format!("SELECT id FROM person WHERE profile LIKE '%{ERASED}%'");
    for table in ["outbox", "step", "heard"] {
        let runs = format!("SELECT id FROM run WHERE person IN ({gone})");
        store.execute(&format!("DELETE FROM {table} WHERE run IN ({runs})"), []).expect("deleted");
    }
    for table in ["was", "plan", "run", "entry", "identity"] {
        store.execute(&format!("DELETE FROM {table} WHERE person IN ({gone})"), []).expect("deleted");
    }
    store.execute(&format!("DELETE FROM person WHERE id IN ({gone})"), []).expect("deleted");
}

#[test]
fn of_those_who_are_erased_among_many_no_byte_is_left_in_any_file() {
    let cart = sample("cart-abandonment");
    let (workspace, journey) = (cart.workspace(), cart.journey.id.clone());
    let program = Program::compile(&workspace, &journey).expect("a program");
    let Entry::Event(Some(id)) = program.entry() else { panic!("an event") };
    let event = cart.inventory.get::<Event>(&id).expect("the event");
    let mut server = Server::new(Chance::default());
    server.push(after(0), &workspace, &journey, Wanted::Live);
    let people = people();
    for (index, some) in people.chunks(100).enumerate() {
        let at = after(0).checked_add(SignedDuration::from_mins(i64::try_from(index).expect("few"))).expect("a moment");
        server.transact(at, |engine| {
            for id in some {
                let mut data: Json = serde_json::from_str(&event.sample).expect("a sample");
                data["cart"]["id"] = format!("cart of {id}").into();
                let (subject, data) = (Some(id.clone()), data.to_string());
                engine.happen(&Incoming { id: id.clone(), event: event.name.clone(), subject, data })?;
            }
            Ok(())
        });
        goes_on(&mut server, at);
    }
    for (round, hours) in [1, 2, 5, 24, 49].into_iter().enumerate() {
        goes_on(&mut server, after(hours));
        // What is known of people changes its length, so that rows move to other pages.
        for some in people.chunks(50).rev() {
            server.transact(after(hours), |engine| {
                some.iter().enumerate().try_for_each(|(n, id)| {
                    let said = Value::Text(unlike(id, 1 + (n + 3 * round) % 23));
                    let attributes = [("person.name.firstName".to_owned(), said)].into();
                    engine.learn(&Profile { id: ProfileId(id.clone()), attributes, ..Profile::default() })
                })
            });
        }
    }
    let copy = server.folder.path().join("copy.db");
    store::back_up(server.folder.path(), &copy).expect("a copy");
    delete_only(&copy);
    assert!(holds(&copy, ERASED), "deleting alone leaves something, or this would show nothing");
    std::fs::remove_file(&copy).expect("a file");

    let erased = erased(&people);
    server.transact(after(50), |engine| {
        erased.iter().try_for_each(|profile| engine.erase(profile).map(|known| assert!(known)))
    });
    assert_eq!(holding(server.folder.path(), ERASED), [""; 0]);
    let checked: String = {
        let store = server.engine().store.connection();
        store.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a word")
    };
    assert_eq!(checked, "ok");
    goes_on(&mut server, after(24 * 20));
    assert_eq!(holding(server.folder.path(), ERASED), [""; 0], "nothing of it comes back");
    server.kill();
    server.work(after(24 * 20));
    assert_eq!(server.runs_of(&ProfileId(people[0].clone())).len(), 1, "the others are as they were");
}

/// How many were let in, are inside, and were not let in.
fn totals(server: &mut Server, journey: &JourneyId) -> (i64, i64, i64) {
    let totals = store::Figures(server.engine().store.connection()).totals(journey).expect("figures");
    (totals.entered, totals.inside, totals.discarded)
}

fn reading(waves: Option<Waves>) -> (Story, Server) {
    let Kind::ReadAudience(all) = read("all") else { panic!("a read audience") };
    let story = Story::new()
        .audience("all", "true")
        .then("read", Kind::ReadAudience(ReadAudience { waves, ..all }))
        .then("pause", wait(Duration::Days(30)));
    let mut server = Server::new(Chance::default());
    server.push(after(0), &story.workspace(), &story.journey.id, Wanted::Live);
    for some in people().chunks(100) {
        server.transact(after(0), |engine| {
            some.iter().try_for_each(|id| engine.learn(&Profile { id: ProfileId(id.clone()), ..Profile::default() }))
        });
    }
    (story, server)
}

#[test]
fn who_is_erased_is_taken_out_of_waves_that_are_still_to_come() {
    let (story, mut server) = reading(Some(Waves::evenly(3, Duration::Hours(2))));
    let journey = &story.journey.id;
    server.transact(after(1), |engine| engine.read(journey, Reading::default()));
    let erased = erased(&people());
    server.transact(after(1), |engine| erased.iter().try_for_each(|profile| engine.erase(profile).map(drop)));
    assert_eq!(holding(server.folder.path(), ERASED), [""; 0]);
    goes_on(&mut server, after(6));
    let left = i64::try_from(PEOPLE - erased.len()).expect("few");
    let (_, inside, _) = totals(&mut server, journey);
    assert_eq!(inside, left, "everybody else comes in with their wave");
}

#[test]
fn a_reading_goes_on_where_it_was_when_the_person_that_it_came_to_is_erased() {
    let (story, mut server) = reading(None);
    let journey = &story.journey.id;
    let mut order = people();
    order.sort();
    server.transact(after(1), |engine| engine.read(journey, Reading::default()));
    let (entered, _, _) = totals(&mut server, journey);
    let upto = usize::try_from(entered).expect("few");
    assert!((1..PEOPLE).contains(&upto), "it is done portion by portion");
    let last = ProfileId(order[upto - 1].clone());
    server.transact(after(1), |engine| engine.erase(&last));
    assert_eq!(holding(server.folder.path(), last.as_str()), [""; 0]);
    goes_on(&mut server, after(2));
    let all = i64::try_from(PEOPLE).expect("few");
    // Whom the journey's own schedule reads beside that is inside already.
    let (entered, inside, _) = totals(&mut server, journey);
    assert_eq!((entered, inside), (all, all - 1), "nobody twice, and nobody passed over");
}

#[test]
fn the_number_of_a_step_is_never_given_again() {
    let story =
        Story::new().event("Go", "", r#"{"total": 5}"#).then("entry", on("Go")).then("pause", wait(Duration::Days(30)));
    let mut server = Server::new(Chance::default());
    server.push(after(0), &story.workspace(), &story.journey.id, Wanted::Live);
    let enters = |server: &mut Server, who: &str| {
        let (id, event, subject) = (who.to_owned(), "Go".to_owned(), Some(who.to_owned()));
        server.transact(after(0), |engine| engine.happen(&Incoming { id, event, subject, data: String::new() }));
        Shown(server.engine().store.connection()).last_step().expect("a number")
    };
    enters(&mut server, "anna");
    let last = enters(&mut server, "ben");
    assert!(server.transact(after(0), |engine| engine.erase(&"ben".into())));
    let after_erasing = Shown(server.engine().store.connection()).last_step().expect("a number");
    assert!(after_erasing >= last, "{after_erasing} after {last}");
    server.kill();
    assert!(enters(&mut server, "chloe") > after_erasing);
    let new = Shown(server.engine().store.connection()).steps(after_erasing, 10).expect("steps");
    assert!(!new.is_empty() && new.iter().all(|step| step.profile.as_str() == "chloe"), "{new:?}");
}

#[test]
fn steps_of_an_older_store_go_on_after_its_last_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let old = Connection::open(store::file(folder.path())).expect("a file");
    let version = MIGRATIONS.iter().position(|sql| sql.contains("'last step'")).expect("the tables that number steps");
    for sql in &MIGRATIONS[..version] {
        old.execute_batch(sql).expect("tables");
    }
    old.execute_batch("INSERT INTO step VALUES (41, 1, x'')").expect("a step");
    old.pragma_update(None, "application_id", 0x5741_594d).expect("a mark");
    old.pragma_update(None, "user_version", i64::try_from(version).expect("small")).expect("a version");
    drop(old);
    let store = Store::open(folder.path()).expect("an old store");
    assert_eq!(Shown(store.connection()).last_step().expect("a number"), 41);
}

#[test]
fn a_backup_that_is_put_back_brings_nobody_back_who_was_erased() {
    let mut server = Server::new(Chance::default());
    let known = |server: &mut Server, who: &str| server.transact(after(0), |engine| engine.meant(who)).is_some();
    let comes = |server: &mut Server, who: &str| {
        server.transact(after(0), |engine| engine.learn(&Profile { id: who.into(), ..Profile::default() }));
    };
    for who in ["anna-stays", "ben-willvanish", "chloe-stays"] {
        comes(&mut server, who);
    }
    assert!(server.transact(after(0), |engine| engine.erase(&"chloe-stays".into())));
    comes(&mut server, "chloe-stays");
    let folder = server.folder.path().to_owned();
    let copy = tempfile::tempdir().expect("a folder");
    store::back_up(&folder, &copy.path().join("copy.db")).expect("a copy");
    assert!(server.transact(after(0), |engine| engine.erase(&"ben-willvanish".into())));
    assert_eq!(holding(&folder, "ben-willvanish"), [""; 0], "the list says it by hashes");

    server.engine = None;
    for left in ["waymark.db-wal", "waymark.db-shm"] {
        let _ = std::fs::remove_file(folder.join(left));
    }
    std::fs::copy(copy.path().join("copy.db"), store::file(&folder)).expect("put back");
    server.kill();
    server.work(after(1));
    assert!(known(&mut server, "anna-stays") && !known(&mut server, "ben-willvanish"));
    assert!(known(&mut server, "chloe-stays"), "who came again after it had come again when the backup was made");
    assert_eq!(holding(&folder, "ben-willvanish"), [""; 0]);
    server.kill();
    comes(&mut server, "ben-willvanish");
    server.kill();
    assert!(known(&mut server, "ben-willvanish"), "who comes again is not erased again");
}
