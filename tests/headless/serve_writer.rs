//! Group commit: what is answered is on the disk, what fails has not happened, and the thread goes on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use waymark::serve::clock::{Clock as _, HandClock};
use waymark::serve::engine::Engine;
use waymark::serve::store::{Definitions, Readers, Store, StoreError};
use waymark::serve::writer::{Fault, Keeper, MOST_AT_ONCE, MOST_WAITING, Writer};

use crate::build::moment;

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
}

fn clock() -> Arc<HandClock> {
    Arc::new(HandClock::new(moment("2026-01-05T09:00:00Z")))
}

/// Counts in memory what a disk would hold: `kept` is what is committed.
struct Counter {
    now: i64,
    kept: Arc<AtomicI64>,
    handed_over: Arc<AtomicI64>,
    is_full: Arc<AtomicBool>,
    due: Option<Timestamp>,
    worked: i64,
    work_fails: Arc<AtomicBool>,
}

impl Counter {
    fn new() -> Self {
        Self {
            now: 0,
            kept: Arc::default(),
            handed_over: Arc::default(),
            is_full: Arc::default(),
            due: None,
            worked: 0,
            work_fails: Arc::default(),
        }
    }
}

fn full() -> StoreError {
    StoreError::Unreadable("the disk is full".to_owned())
}

impl Keeper for Counter {
    fn begin(&mut self, _: Timestamp) -> Result<(), StoreError> {
        Ok(())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        if self.is_full.load(Ordering::SeqCst) {
            return Err(full());
        }
        self.kept.store(self.now, Ordering::SeqCst);
        Ok(())
    }

    fn forget(&mut self) {
        self.now = self.kept.load(Ordering::SeqCst);
    }

    fn committed(&mut self) {
        self.handed_over.store(self.now, Ordering::SeqCst);
    }

    fn due(&mut self) -> Option<Timestamp> {
        self.due
    }

    fn work(&mut self, _: Timestamp, _: usize) -> Result<(), StoreError> {
        if self.work_fails.load(Ordering::SeqCst) {
            return Err(full());
        }
        self.worked += 1;
        self.due = None;
        Ok(())
    }
}

#[test]
fn jobs_that_come_together_share_one_wait_for_the_disk() {
    let folder = tempfile::tempdir().expect("a folder");
    let engine = Engine::new(Store::open(folder.path()).expect("a new store"));
    let readers = Readers::open(folder.path()).expect("readers");
    let writer = Writer::start(engine, clock()).expect("a thread");
    let count = 5_000_usize;
    let answers: Vec<_> = (0..count)
        .map(|number| {
            writer.tell(1, move |engine: &mut Engine, now| {
                let definitions = Definitions(engine.store.connection());
                definitions.put(&format!("{number}"), &"journey-cart".into(), "Cart", "{}", now)
            })
        })
        .collect();
    for answer in answers {
        assert_eq!(answer.blocking_recv().expect("an answer"), Ok(true));
    }
    let kept = readers.read(|c| Definitions(c).of(&"journey-cart".into())).expect("readable").len();
    assert_eq!(kept, count, "what is answered can be read");
    let commits = usize::try_from(writer.health().commits.load(Ordering::Relaxed)).expect("small");
    assert!(commits >= count / MOST_AT_ONCE, "no transaction is larger than it may be: {commits}");
    assert!(commits < count / 20, "{commits} transactions for {count} jobs");
    assert_eq!(writer.waiting(), 0);
    writer.stop();
}

#[test]
fn a_transaction_that_fails_answers_every_job_and_leaves_nothing_behind() {
    let counter = Counter::new();
    let (kept, handed_over, is_full) = (counter.kept.clone(), counter.handed_over.clone(), counter.is_full.clone());
    let writer = Writer::start(counter, clock()).expect("a thread");
    let add = || {
        writer.tell(1, |counter: &mut Counter, _| {
            counter.now += 1;
            Ok(counter.now)
        })
    };
    assert_eq!(add().blocking_recv().expect("an answer"), Ok(1));
    is_full.store(true, Ordering::SeqCst);
    let answers: Vec<_> = (0..50).map(|_| add()).collect();
    for answer in answers {
        let fault = answer.blocking_recv().expect("an answer").expect_err("the disk is full");
        assert_eq!(fault, Fault::Store("the disk is full".to_owned()));
    }
    assert_eq!(kept.load(Ordering::SeqCst), 1);
    assert_eq!(handed_over.load(Ordering::SeqCst), 1, "nothing leaves before its commit");
    assert!(writer.health().trouble().is_some());
    is_full.store(false, Ordering::SeqCst);
    assert_eq!(add().blocking_recv().expect("an answer"), Ok(2), "it goes on from what is on the disk");
    assert_eq!(writer.health().trouble(), None);
    writer.stop();
}

#[test]
fn a_full_disk_is_an_answer_and_no_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::open(folder.path()).expect("a new store");
    let pages: i64 = store.connection().pragma_query_value(None, "page_count", |row| row.get(0)).expect("a number");
    let limit = |store: &Store, pages: i64| {
        store.connection().pragma_update_and_check(None, "max_page_count", pages, |row| row.get::<_, i64>(0))
    };
    limit(&store, pages + 20).expect("a limit");
    let writer = Writer::start(Engine::new(store), clock()).expect("a thread");
    let put = |number: usize| {
        writer.tell(1, move |engine: &mut Engine, now| {
            let definitions = Definitions(engine.store.connection());
            definitions.put(&format!("{number}"), &"journey-cart".into(), "", &"x".repeat(2_000), now)
        })
    };
    let outcomes: Vec<_> = (0..100).map(|number| put(number).blocking_recv().expect("an answer")).collect();
    let fitted = outcomes.iter().take_while(|outcome| outcome.is_ok()).count();
    assert!((20..=60).contains(&fitted), "{fitted} fitted");
    assert!(matches!(&outcomes[99], Err(Fault::Store(words)) if words.contains("full")), "{:?}", outcomes[99]);
    writer
        .tell(1, move |engine: &mut Engine, _| {
            limit(&engine.store, 1_000_000)?;
            Ok(())
        })
        .blocking_recv()
        .expect("an answer")
        .expect("room again");
    assert_eq!(put(1_000).blocking_recv().expect("an answer"), Ok(true), "the same process goes on");
    writer.stop();
    let store = Store::open(folder.path()).expect("a sound store");
    let kept = Definitions(store.connection()).of(&"journey-cart".into()).expect("readable").len();
    assert_eq!(kept, outcomes.iter().filter(|outcome| outcome.is_ok()).count() + 1);
}

#[test]
fn a_job_that_panics_takes_nothing_with_it_but_its_batch() {
    let writer = Writer::start(Counter::new(), clock()).expect("a thread");
    let broken = writer.tell(1, |counter: &mut Counter, _| -> Result<(), StoreError> {
        counter.now = 999;
        panic!("on purpose")
    });
    assert_eq!(broken.blocking_recv().expect("an answer"), Err(Fault::Broken));
    let next = writer.tell(1, |counter: &mut Counter, _| Ok(counter.now));
    assert_eq!(next.blocking_recv().expect("an answer"), Ok(0), "what it had changed is forgotten");
    writer.stop();
}

#[test]
fn what_is_due_is_done_when_the_clock_says_so() {
    let clock = clock();
    let mut counter = Counter::new();
    counter.due = Some(clock.now() + jiff::SignedDuration::from_hours(24 * 90));
    let writer = Writer::start(counter, clock.clone()).expect("a thread");
    let worked = || writer.tell(1, |counter: &mut Counter, _| Ok(counter.worked)).blocking_recv().expect("an answer");
    assert_eq!(worked(), Ok(0));
    clock.advance(90 * 24 * 3_600_000);
    let patience = Instant::now() + Duration::from_secs(5);
    while worked() == Ok(0) && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(worked(), Ok(1), "once, and nobody had to ask");
    writer.stop();
}

#[test]
fn work_that_fails_by_itself_fails_nobody_elses_job() {
    let clock = clock();
    let mut counter = Counter::new();
    counter.due = Some(clock.now());
    let fails = counter.work_fails.clone();
    fails.store(true, Ordering::SeqCst);
    let writer = Writer::start(counter, clock).expect("a thread");
    let patience = Instant::now() + Duration::from_secs(5);
    while writer.health().failures.load(Ordering::Relaxed) == 0 && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(1));
    }
    for number in 1..=200 {
        let answer = writer.tell(1, |counter: &mut Counter, _| {
            counter.now += 1;
            Ok(counter.now)
        });
        assert_eq!(answer.blocking_recv().expect("an answer"), Ok(number));
        std::thread::sleep(Duration::from_millis(2));
    }
    let failures = writer.health().failures.load(Ordering::Relaxed);
    assert!((1..=10).contains(&failures), "it rests between two tries: {failures}");
    fails.store(false, Ordering::SeqCst);
    let patience = Instant::now() + Duration::from_secs(5);
    let worked = || writer.tell(1, |counter: &mut Counter, _| Ok(counter.worked)).blocking_recv().expect("an answer");
    while worked() == Ok(0) && Instant::now() < patience {
        std::thread::sleep(Duration::from_millis(5));
    }
    assert_eq!(worked(), Ok(1), "and tries again");
    writer.stop();
}

#[test]
fn what_was_asked_before_the_stop_is_done_and_nothing_after_it() {
    let counter = Counter::new();
    let kept = counter.kept.clone();
    let writer = Writer::start(counter, clock()).expect("a thread");
    let add = || {
        writer.tell(1, |counter: &mut Counter, _| {
            counter.now += 1;
            Ok(())
        })
    };
    let before: Vec<_> = (0..2_500).map(|_| add()).collect();
    writer.stop();
    for answer in before {
        assert_eq!(answer.blocking_recv().expect("an answer"), Ok(()));
    }
    assert_eq!(kept.load(Ordering::SeqCst), 2_500);
    assert_eq!(add().blocking_recv().expect("an answer"), Err(Fault::Stopping));
    writer.stop();
}

#[test]
fn too_much_that_waits_is_refused_but_never_what_comes_back_from_outside() {
    let runtime = runtime();
    let writer = Writer::start(Counter::new(), clock()).expect("a thread");
    let (open, gate) = std::sync::mpsc::channel::<()>();
    let blocked = writer.tell(1, move |_: &mut Counter, _| {
        // Holds the thread until the test lets it go.
        let _ = gate.recv();
        Ok(())
    });
    let heavy = writer.tell(MOST_WAITING, |_: &mut Counter, _| Ok(()));
    let refused = runtime.block_on(writer.ask(1, |_: &mut Counter, _| Ok(())));
    assert_eq!(refused, Err(Fault::Busy));
    let reply = writer.tell(1, |_: &mut Counter, _| Ok(()));
    open.send(()).expect("the thread waits");
    for answer in [blocked, heavy, reply] {
        assert_eq!(answer.blocking_recv().expect("an answer"), Ok(()));
    }
    assert_eq!(runtime.block_on(writer.ask(1, |_: &mut Counter, _| Ok(()))), Ok(()), "there is room again");
    writer.stop();
}
