//! Group commit: one thread owns the state, does what is asked of it in batches, and answers only what is on the disk.
//!
//! A job is a closure over the state. Jobs are gathered while the disk is busy with the batch before, at most for two
//! milliseconds and a thousand units of work, and done in one transaction; work whose moment has come is done in the
//! same one. Writing to the disk is what costs time, so a batch of a thousand costs hardly more than one.
//!
//! A job that refuses something says so in what it returns, and has changed nothing. A [`StoreError`] or a panic is
//! something else: the disk is full, or a program is wrong. Then nothing of the batch has happened: the transaction is
//! rolled back, what is held in memory is forgotten ([`Keeper::forget`]) and read again from the disk when it is
//! needed, every job of the batch is answered with a [`Fault`], and the thread goes on with the next one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use thiserror::Error;
use tokio::sync::oneshot;

use super::clock::Clock;
use super::store::StoreError;

/// Units of work in one transaction, at most.
pub const MOST_AT_ONCE: usize = 1_000;

/// Units of work that may wait; what comes beyond them is refused.
pub const MOST_WAITING: usize = 20_000;

/// How long a batch waits for company.
const COMPANY: Duration = Duration::from_millis(2);

/// How long the thread sleeps at most: a clock that jumps is noticed after so long.
const NAP: Duration = Duration::from_secs(1);

/// How long after a failure the work that comes by itself is left alone.
const REST: Duration = Duration::from_millis(250);

/// What the writer's thread owns. It is changed only between [`Keeper::begin`] and [`Keeper::commit`].
pub trait Keeper: Send + 'static {
    /// Begins a transaction.
    ///
    /// # Errors
    /// The store cannot be written.
    fn begin(&mut self, now: Timestamp) -> Result<(), StoreError>;

    /// Writes what is held in memory, and ends the transaction. Once it returns, all is on the disk.
    ///
    /// # Errors
    /// The store could not be written; nothing of the transaction has happened.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Undoes the transaction and drops whatever memory holds of it, the caches included. Must not fail: what cannot be
    /// undone now is undone when the store is next used.
    fn forget(&mut self);

    /// The transaction is on the disk: what it has for others may leave.
    fn committed(&mut self);

    /// The moment at which there is next something to do without being asked.
    fn due(&mut self) -> Option<Timestamp>;

    /// Does what is due, at most so many units of work.
    ///
    /// # Errors
    /// The store cannot be read or written.
    fn work(&mut self, now: Timestamp, most: usize) -> Result<(), StoreError>;
}

/// Why something that was asked of the writer has not happened.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Fault {
    /// Too much waits already.
    #[error("too much is waiting to be written; try again in a moment")]
    Busy,
    /// The server is being stopped.
    #[error("the server is stopping")]
    Stopping,
    /// The disk.
    #[error("the store cannot be written: {0}")]
    Store(String),
    /// The program.
    #[error("the server failed at a task; nothing of it has happened")]
    Broken,
}

/// A handle on the writer's thread; clones lead to the same one.
pub struct Writer<K> {
    shared: Arc<Shared<K>>,
}

impl<K> Clone for Writer<K> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

struct Shared<K> {
    jobs: Mutex<Sender<Message<K>>>,
    waiting: Arc<AtomicUsize>,
    stopping: AtomicBool,
    health: Arc<Health>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// How the writer is, for those who watch it.
#[derive(Debug, Default)]
pub struct Health {
    trouble: Mutex<Option<Fault>>,
    /// Transactions that are on the disk.
    pub commits: AtomicU64,
    /// Transactions that failed.
    pub failures: AtomicU64,
    /// Microseconds that committed transactions took.
    pub busy_us: AtomicU64,
}

impl Health {
    /// Why the last transaction failed; nothing where it did not.
    pub fn trouble(&self) -> Option<Fault> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, outcome: &Result<(), Fault>, took: Duration) {
        match outcome {
            Ok(()) => {
                self.commits.fetch_add(1, Ordering::Relaxed);
                let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
                self.busy_us.fetch_add(micros, Ordering::Relaxed);
            }
            Err(_) => {
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
        }
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = outcome.clone().err();
    }
}

/// The answer to a job, once it is on the disk.
pub type Answer<T> = oneshot::Receiver<Result<T, Fault>>;

impl<K: Keeper> Writer<K> {
    /// Starts the thread. It owns the state until [`Writer::stop`].
    ///
    /// # Errors
    /// The system has no thread left.
    pub fn start(keeper: K, clock: Arc<dyn Clock>) -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let (health, waiting) = (Arc::<Health>::default(), Arc::<AtomicUsize>::default());
        let hand = Hand {
            keeper,
            clock,
            receiver,
            health: Arc::clone(&health),
            waiting: Arc::clone(&waiting),
            in_company: false,
            resting: None,
            stopped: false,
        };
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(move || hand.run())?;
        let shared = Shared {
            jobs: Mutex::new(sender),
            waiting,
            stopping: AtomicBool::new(false),
            health,
            thread: Mutex::new(Some(thread)),
        };
        Ok(Self { shared: Arc::new(shared) })
    }

    /// Has something done and waits until it is on the disk. `weight` is how many units of work it is: the events of a
    /// batch, say.
    ///
    /// # Errors
    /// [`Fault`]: it has not happened.
    pub async fn ask<T: Send + 'static>(
        &self,
        weight: usize,
        job: impl FnOnce(&mut K, Timestamp) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, Fault> {
        if self.shared.waiting.load(Ordering::Relaxed) >= MOST_WAITING {
            return Err(Fault::Busy);
        }
        self.tell(weight, job).await.unwrap_or(Err(Fault::Stopping))
    }

    /// Has something done, however much waits: what comes back from the outside is never refused. The answer may be
    /// left alone.
    pub fn tell<T: Send + 'static>(
        &self,
        weight: usize,
        job: impl FnOnce(&mut K, Timestamp) -> Result<T, StoreError> + Send + 'static,
    ) -> Answer<T> {
        let (reply, answer) = oneshot::channel();
        let asked = Box::new(Asked { weight, job: Some(job), result: None, reply });
        if self.shared.stopping.load(Ordering::SeqCst) {
            asked.answer(Err(&Fault::Stopping));
            return answer;
        }
        self.shared.waiting.fetch_add(weight, Ordering::Relaxed);
        self.send(Message::Job(asked));
        answer
    }

    /// How many units of work wait.
    pub fn waiting(&self) -> usize {
        self.shared.waiting.load(Ordering::Relaxed)
    }

    /// How it is.
    pub fn health(&self) -> &Health {
        &self.shared.health
    }

    /// Does what was asked before, takes nothing more, and ends the thread. Returns when it has ended; called on the
    /// thread itself, or a second time, it does nothing.
    pub fn stop(&self) {
        self.shared.stopping.store(true, Ordering::SeqCst);
        self.send(Message::Stop);
        let thread = self.shared.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread.filter(|thread| thread.thread().id() != std::thread::current().id()) {
            // A panic outside of a batch has been printed; there is nobody left to tell.
            let _ = thread.join();
        }
    }

    fn send(&self, message: Message<K>) {
        let jobs = self.shared.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(unsent) = jobs.send(message) {
            unsent.0.refuse();
        }
    }
}

enum Message<K> {
    Job(Box<dyn Job<K>>),
    Stop,
}

impl<K> Message<K> {
    fn refuse(self) {
        if let Self::Job(job) = self {
            job.answer(Err(&Fault::Stopping));
        }
    }
}

/// Something to be done. It keeps what came out of it until that may be told.
trait Job<K>: Send {
    fn weight(&self) -> usize;
    fn run(&mut self, keeper: &mut K, now: Timestamp) -> Result<(), StoreError>;
    fn answer(self: Box<Self>, outcome: Result<(), &Fault>);
}

struct Asked<F, T> {
    weight: usize,
    job: Option<F>,
    result: Option<T>,
    reply: oneshot::Sender<Result<T, Fault>>,
}

impl<K, T, F> Job<K> for Asked<F, T>
where
    T: Send,
    F: FnOnce(&mut K, Timestamp) -> Result<T, StoreError> + Send,
{
    fn weight(&self) -> usize {
        self.weight
    }

    fn run(&mut self, keeper: &mut K, now: Timestamp) -> Result<(), StoreError> {
        if let Some(job) = self.job.take() {
            self.result = Some(job(keeper, now)?);
        }
        Ok(())
    }

    fn answer(self: Box<Self>, outcome: Result<(), &Fault>) {
        let result = match (outcome, self.result) {
            (Ok(()), Some(result)) => Ok(result),
            (Ok(()), None) => Err(Fault::Broken),
            (Err(fault), _) => Err(fault.clone()),
        };
        // Whoever asked may have gone; what is done is done.
        let _ = self.reply.send(result);
    }
}

/// The thread's own side.
struct Hand<K> {
    keeper: K,
    clock: Arc<dyn Clock>,
    receiver: Receiver<Message<K>>,
    health: Arc<Health>,
    waiting: Arc<AtomicUsize>,
    /// Whether the batch before had more than one job: then it is worth to wait for company.
    in_company: bool,
    /// Until when the work that comes by itself is left alone, because it failed.
    resting: Option<Instant>,
    stopped: bool,
}

type Batch<K> = Vec<Box<dyn Job<K>>>;

impl<K: Keeper> Hand<K> {
    fn run(mut self) {
        while !self.stopped {
            let mut batch = Vec::new();
            self.wait(&mut batch);
            self.gather(&mut batch);
            self.settle(batch);
        }
        // Whoever came too late is told so.
        while let Ok(message) = self.receiver.try_recv() {
            message.refuse();
        }
    }

    /// Sleeps until there is a job, or something is due.
    fn wait(&mut self, batch: &mut Batch<K>) {
        let patience = self.patience();
        match self.receiver.recv_timeout(patience) {
            Ok(message) => self.take(message, batch),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => self.stopped = true,
        }
    }

    fn patience(&mut self) -> Duration {
        if let Some(until) = self.resting {
            return until.saturating_duration_since(Instant::now());
        }
        self.keeper.due().map_or(NAP, |due| self.clock.until(due).min(NAP))
    }

    fn gather(&mut self, batch: &mut Batch<K>) {
        let mut weight: usize = batch.iter().map(|job| job.weight()).sum();
        let closes = Instant::now() + COMPANY;
        while !batch.is_empty() && weight < MOST_AT_ONCE && !self.stopped {
            let left = if self.in_company { closes.saturating_duration_since(Instant::now()) } else { Duration::ZERO };
            let Ok(message) = self.receiver.recv_timeout(left) else { break };
            self.take(message, batch);
            weight += batch.last().map_or(0, |job| job.weight());
        }
        self.in_company = batch.len() > 1;
    }

    fn take(&mut self, message: Message<K>, batch: &mut Batch<K>) {
        match message {
            Message::Job(job) => batch.push(job),
            Message::Stop => self.stopped = true,
        }
    }

    /// Does a batch, and what is due beside it.
    fn settle(&mut self, mut batch: Batch<K>) {
        let now = self.clock.now();
        let rested = self.resting.is_none_or(|until| until <= Instant::now());
        let is_due = rested && self.keeper.due().is_some_and(|due| due <= now);
        // What has failed before must not take others' jobs with it.
        let together = is_due && self.resting.is_none();
        if !batch.is_empty() || together {
            let weight: usize = batch.iter().map(|job| job.weight()).sum();
            let outcome = self.transact(&mut batch, together.then(|| MOST_AT_ONCE.saturating_sub(weight).max(1)), now);
            self.waiting.fetch_sub(weight, Ordering::Relaxed);
            for job in batch {
                job.answer(outcome.as_ref().copied());
            }
            if outcome.is_err() {
                self.resting = Some(Instant::now() + REST);
                return;
            }
        }
        if is_due && !together {
            let outcome = self.transact(&mut Vec::new(), Some(MOST_AT_ONCE), now);
            self.resting = outcome.err().map(|_| Instant::now() + REST);
        } else if rested {
            self.resting = None;
        }
    }

    /// One transaction: the jobs, then so much of what is due.
    fn transact(&mut self, batch: &mut Batch<K>, due: Option<usize>, now: Timestamp) -> Result<(), Fault> {
        let began = Instant::now();
        let keeper = &mut self.keeper;
        let tried = catch_unwind(AssertUnwindSafe(|| {
            keeper.begin(now)?;
            for job in batch.iter_mut() {
                job.run(keeper, now)?;
            }
            if let Some(most) = due {
                keeper.work(now, most)?;
            }
            keeper.commit()
        }));
        let outcome = match tried {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Fault::Store(error.to_string())),
            Err(_) => Err(Fault::Broken),
        };
        match &outcome {
            Ok(()) => self.keeper.committed(),
            Err(fault) => {
                tracing::error!(%fault, jobs = batch.len(), "a transaction failed; nothing of it has happened");
                self.keeper.forget();
            }
        }
        self.health.note(&outcome, began.elapsed());
        outcome
    }
}
