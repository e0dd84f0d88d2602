//! Work that takes a while, on a thread of its own: the window draws on meanwhile, sees how far it is, and may give it
//! up. What is worked on is a copy; nobody waits for a lock.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use egui::Context;

/// How often the window learns how far it is.
const TOLD: Duration = Duration::from_millis(120);

/// Work that is under way; whoever drops it gives it up.
#[derive(Debug)]
pub struct Work<P, T> {
    progress: Arc<Mutex<Option<P>>>,
    given_up: Arc<AtomicBool>,
    done: Receiver<T>,
    began: Instant,
}

impl<P: Copy + Send + 'static, T: Send + 'static> Work<P, T> {
    /// Begins. The work tells how far it is, as often as it likes, and ends where it hears `false`.
    pub fn begin(
        context: &Context,
        name: &str,
        work: impl FnOnce(&mut dyn FnMut(&P) -> bool) -> T + Send + 'static,
    ) -> Self {
        let (tell, done) = channel();
        let (progress, given_up) = (Arc::new(Mutex::new(None)), Arc::new(AtomicBool::new(false)));
        let (seen, stops, context) = (Arc::clone(&progress), Arc::clone(&given_up), context.clone());
        let run = move || {
            let mut told: Option<Instant> = None;
            let mut go_on = |now: &P| {
                if told.is_none_or(|told| told.elapsed() >= TOLD) {
                    told = Some(Instant::now());
                    *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(*now);
                    context.request_repaint();
                }
                !stops.load(Ordering::Relaxed)
            };
            let result = work(&mut go_on);
            // Nobody may be waiting any more.
            let _ = tell.send(result);
            context.request_repaint();
        };
        // Without a thread nobody sends, which reads as work that came to nothing.
        let _thread = thread::Builder::new().name(name.to_owned()).spawn(run);
        Self { progress, given_up, done, began: Instant::now() }
    }

    /// How far it is; nothing before it has said so.
    pub fn progress(&self) -> Option<P> {
        *self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For how long it has been under way.
    pub fn lasts(&self) -> Duration {
        self.began.elapsed()
    }

    /// What came of it, once it is over: nothing inside where it came to nothing.
    pub fn result(&self) -> Option<Option<T>> {
        match self.done.try_recv() {
            Ok(result) => Some(Some(result)),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(None),
        }
    }
}

impl<P, T> Drop for Work<P, T> {
    fn drop(&mut self) {
        self.given_up.store(true, Ordering::Relaxed);
    }
}
