//! Figures of journeys: they say at every moment what going through all runs and steps says, also after a restart, an
//! erasure, and a long time.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use rusqlite::Connection;
use waymark::journey::*;
use waymark::run::{Counts, Discard, Reason};
use waymark::serve::engine::{Chance, FINISHED_DAYS, Incoming, RunFilter, Shown};
use waymark::serve::store::{Figures, Journeys, MIGRATIONS, Wanted};
use waymark::serve::writer::Keeper as _;

use crate::build::*;
use crate::random_journey;
use crate::server::{Kills, Server, servable, serve_watched};

/// What is counted, and which: `pause waiting`, `call error 500`, `ended completed`.
type Lines = BTreeMap<String, i64>;

/// What going through everything that is kept says, by version.
fn gone_through(store: &Connection) -> BTreeMap<String, Lines> {
    let mut versions: BTreeMap<String, Lines> = BTreeMap::new();
    for (_, journey, _) in Journeys(store).all().expect("journeys") {
        let runs = Shown(store).runs(Some(&JourneyId(journey)), &RunFilter::default(), usize::MAX).expect("runs").0;
        for run in runs {
            let lines = versions.entry(run.version.clone()).or_default();
            let mut one = |line: String| *lines.entry(line).or_default() += 1;
            if run.entry > 0 {
                one("entered".to_owned());
            }
            if let Some((_, reason)) = &run.ended {
                one(format!("ended {reason}"));
            }
            for waiting in &run.waiting {
                one(format!("{} waiting", waiting.activity));
            }
            for shown in Shown(store).steps_of(run.number, 0, usize::MAX).expect("steps") {
                let step = serde_json::to_value(&shown.step).expect("a step");
                let (activity, status) = (step["activity"].as_str().unwrap(), step["status"].as_str().unwrap());
                one(format!("{activity} status {status}"));
                match (step["branch"].as_str(), status) {
                    (Some(branch), _) => one(format!("{activity} branch {branch}")),
                    (None, "transitions") => one(format!("{activity} branch next")),
                    _ => {}
                }
                if let Some(cause) = step["effort"]["error"].as_str() {
                    one(format!("{activity} error {cause}"));
                }
                assert_eq!(
                    step["effort"]["error"].is_string(),
                    matches!(status, "error" | "capped" | "timedout"),
                    "{step}"
                );
            }
        }
    }
    versions
}

fn kept(store: &Connection) -> BTreeMap<String, Lines> {
    let mut versions = BTreeMap::new();
    for (_, journey, _) in Journeys(store).all().expect("journeys") {
        for (hash, counts) in Figures(store).of(&JourneyId(journey)).expect("figures") {
            let lines: Lines = lines(&counts).into_iter().filter(|(_, count)| *count != 0).collect();
            if !lines.is_empty() {
                versions.insert(hash, lines);
            }
        }
    }
    versions
}

fn lines(counts: &Counts) -> Lines {
    let mut lines = Lines::from([("entered".to_owned(), counts.entered)]);
    lines.extend(counts.ended.iter().map(|(reason, count)| (format!("ended {reason}"), *count)));
    for (activity, counts) in &counts.activities {
        lines.insert(format!("{activity} waiting"), counts.waiting);
        lines
            .extend(counts.statuses.iter().map(|(word, count)| (format!("{activity} status {}", word.word()), *count)));
        lines.extend(counts.errors.iter().map(|(word, count)| (format!("{activity} error {word}"), *count)));
        lines.extend(counts.branches.iter().map(|(word, count)| (format!("{activity} branch {word}"), *count)));
    }
    lines
}

fn agree(server: &mut Server) {
    let store = server.engine().store.connection();
    assert_eq!(kept(store), gone_through(store));
}

proptest! {
    // The same thirty every time.
    #![proptest_config(ProptestConfig {
        cases: 30,
        max_shrink_iters: 100,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(20_260_106),
        ..ProptestConfig::default()
    })]

    #[test]
    fn figures_say_at_every_moment_what_going_through_all_steps_says(bytes in vec(any::<u8>(), 0..160), each in 2_usize..9) {
        let story = random_journey::story(&bytes);
        let (workspace, scenario) = servable(&story.workspace(), &story.scenario);
        serve_watched(&workspace, &scenario, Kills::Each(each), agree);
    }
}

fn story() -> Story {
    Story::new()
        .person("anna", &[("points", Value::Integer(5))])
        .event("Go", "@event{Go.total} > 1", r#"{"total": 5}"#)
        .then("entry", on("Go"))
        .then("pause", wait(Duration::Hours(2)))
        .then("mail", email("Hello", "{{ now() }}"))
}

const NOON: &str = "2026-01-05T12:00:00Z";

fn go(server: &mut Server, id: &str, who: &str, total: i64) {
    let incoming = Incoming {
        id: id.to_owned(),
        event: "Go".to_owned(),
        subject: Some(who.to_owned()),
        data: format!(r#"{{"total": {total}}}"#),
    };
    server.transact(moment(NOON), |engine| engine.happen(&incoming));
}

fn of_journey(server: &mut Server) -> Counts {
    let journey = story().journey.id;
    let mut all = Counts::default();
    for (_, counts) in Figures(server.engine().store.connection()).of(&journey).expect("figures") {
        all.add(&counts);
    }
    all
}

fn live() -> Server {
    let mut server = Server::new(Chance::default());
    let workspace = story().workspace();
    server.push(moment(NOON), &workspace, &story().journey.id, Wanted::Live);
    for who in ["anna", "ben", "cleo"] {
        go(&mut server, who, who, 5);
    }
    go(&mut server, "small", "dora", 0);
    server
}

#[test]
fn who_is_erased_leaves_figures_and_is_not_inside_any_more() {
    let mut server = live();
    let counts = of_journey(&mut server);
    assert_eq!((counts.entered, counts.inside()), (3, 3));
    assert_eq!(counts.ended, BTreeMap::from([(Reason::Discarded(Discard::NotSuitable), 1)]));
    assert_eq!(counts.activities[&"pause".into()].waiting, 3);
    // Erased, and back at once: that goes with them.
    server.transact(moment(NOON), |engine| {
        assert!(engine.erase(&"anna".into())?);
        let again = Incoming {
            id: "again".to_owned(),
            event: "Go".to_owned(),
            subject: Some("anna".to_owned()),
            data: r#"{"total": 5}"#.to_owned(),
        };
        engine.happen(&again).map(drop)
    });
    let counts = of_journey(&mut server);
    assert_eq!(counts.inside(), 2);
    assert_eq!(counts.entered - counts.ended[&Reason::Stopped], 2);
    let pause = &counts.activities[&"pause".into()];
    assert_eq!((pause.waiting, pause.reached()), (2, counts.entered));
    assert_eq!(
        Shown(server.engine().store.connection())
            .runs(Some(&story().journey.id), &RunFilter::default(), 9)
            .unwrap()
            .0
            .len(),
        3
    );
}

#[test]
fn figures_stay_when_old_runs_are_forgotten() {
    let mut server = live();
    let journey = story().journey.id;
    for run in Shown(server.engine().store.connection()).runs(Some(&journey), &RunFilter::default(), 9).unwrap().0 {
        server.transact(moment(NOON), |engine| engine.leave(run.number, Reason::Stopped));
    }
    let before = of_journey(&mut server);
    assert_eq!((before.inside(), before.ended[&Reason::Stopped]), (0, 3));
    let much_later = moment(NOON) + jiff::SignedDuration::from_hours(24 * (FINISHED_DAYS + 1));
    server.transact(much_later, |engine| engine.work(much_later, 1_000));
    assert!(
        Shown(server.engine().store.connection()).runs(Some(&journey), &RunFilter::default(), 9).unwrap().0.is_empty()
    );
    assert_eq!(of_journey(&mut server), before);
}

#[test]
fn an_older_store_is_counted_once() {
    let mut server = live();
    let before = of_journey(&mut server);
    let store = server.engine().store.connection();
    // As it was before anybody counted: without what later versions brought.
    for sql in &MIGRATIONS[3..] {
        for index in sql.lines().filter_map(|line| line.strip_prefix("CREATE INDEX ")) {
            let name = index.trim_start_matches("IF NOT EXISTS ").split(' ').next().expect("its name");
            store.execute_batch(&format!("DROP INDEX IF EXISTS {name}")).unwrap();
        }
        for table in sql.lines().filter_map(|line| line.strip_prefix("CREATE TABLE ")?.split(' ').next()) {
            store.execute_batch(&format!("DROP TABLE {table}")).unwrap();
        }
        for line in sql.lines().filter(|line| line.starts_with("ALTER TABLE ")) {
            let (table, column) = line.split_once(" ADD COLUMN ").expect("a column");
            let column = column.split(' ').next().expect("its name");
            store.execute_batch(&format!("{table} DROP COLUMN {column}")).unwrap();
        }
    }
    store.execute_batch("DELETE FROM tally WHERE name = 'counted'; PRAGMA user_version = 3").unwrap();
    server.kill();
    go(&mut server, "eve", "eve", 5);
    agree(&mut server);
    let after = of_journey(&mut server);
    assert_eq!((after.entered, after.inside()), (before.entered + 1, before.inside() + 1));
    server.kill();
    go(&mut server, "fay", "fay", 5);
    agree(&mut server);
}
