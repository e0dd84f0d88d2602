//! A fair judgement by the clock on a machine that others use too: one test at a time, a witness that says for how long
//! the machine stood still, and a second and third round. A busy machine makes calls later and fewer, never more: what
//! holds in one round, the program can do; what never may be is asserted in every round.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{JoinHandle, sleep, spawn};
use std::time::{Duration, Instant};

const ROUNDS: usize = 3;

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// Nobody else of this program works while this is held.
pub fn alone() -> MutexGuard<'static, ()> {
    ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Holds if one of three rounds holds; says what each of them found.
#[track_caller]
pub fn in_one_of_three(mut round: impl FnMut() -> Result<(), String>) {
    let mut found = Vec::new();
    for _ in 0..ROUNDS {
        match round() {
            Ok(()) => return,
            Err(fault) => {
                println!("not in this round: {fault}");
                found.push(fault);
            }
        }
    }
    panic!("in no round: {}", found.join("; "));
}

/// Sleeps a moment again and again, and knows by how much it overslept.
pub struct Witness {
    lost: Arc<AtomicI64>,
    ends: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// What every sleep may take longer without the machine having stood still.
const USUAL: Duration = Duration::from_millis(3);

impl Witness {
    pub fn begin() -> Self {
        let (lost, ends) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
        let (tell, told) = (Arc::clone(&lost), Arc::clone(&ends));
        let thread = spawn(move || {
            let nap = Duration::from_millis(2);
            while !told.load(Ordering::Relaxed) {
                let before = Instant::now();
                sleep(nap);
                let late = before.elapsed().saturating_sub(nap);
                if late > USUAL {
                    tell.fetch_add(late.as_millis() as i64, Ordering::Relaxed);
                }
            }
        });
        Self { lost, ends, thread: Some(thread) }
    }

    /// For how many milliseconds the machine stood still since the beginning.
    pub fn lost_ms(&self) -> i64 {
        self.lost.load(Ordering::Relaxed)
    }
}

impl Drop for Witness {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
