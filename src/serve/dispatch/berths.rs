//! Places for attempts at once, shared by endpoints: none takes more of them than it leaves to the others, so that one
//! that hangs keeps nobody else from leaving.
//!
//! An endpoint may take one more while it holds no more than are free. Alone it gets half of all; of several that hang
//! each gets the same, and as many stay free for whoever comes then.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Notify, oneshot};

/// All places.
#[derive(Debug)]
pub(super) struct Berths {
    all: usize,
    docks: Mutex<Docks>,
    left: Notify,
}

#[derive(Debug)]
struct Docks {
    free: usize,
    /// By endpoint; only those of which somebody is here or waits.
    docks: HashMap<String, Dock>,
}

#[derive(Debug, Default)]
struct Dock {
    held: usize,
    waiting: VecDeque<oneshot::Sender<Berth>>,
}

/// A place. It is free again when this ends.
#[derive(Debug)]
pub(super) struct Berth {
    berths: Arc<Berths>,
    endpoint: String,
}

impl Berths {
    /// So many places.
    pub(super) fn new(all: usize) -> Arc<Self> {
        let docks = Docks { free: all, docks: HashMap::new() };
        Arc::new(Self { all, docks: Mutex::new(docks), left: Notify::new() })
    }

    /// A place for an attempt at this endpoint, behind those that wait for the same.
    pub(super) async fn take(self: &Arc<Self>, endpoint: &str) -> Option<Berth> {
        let (sender, turn) = oneshot::channel();
        self.docks().docks.entry(endpoint.to_owned()).or_default().waiting.push_back(sender);
        self.share_out();
        turn.await.ok()
    }

    /// How many are taken.
    pub(super) fn taken(&self) -> usize {
        self.all.saturating_sub(self.docks().free)
    }

    /// Waits until none is taken.
    pub(super) async fn empty(&self) {
        loop {
            let left = self.left.notified();
            if self.taken() == 0 {
                return;
            }
            left.await;
        }
    }

    /// Gives what is free to those who may have it, first to whose endpoint holds least.
    fn share_out(self: &Arc<Self>) {
        // Whoever gave up waiting gives the place back, which is not to happen within the lock.
        let mut declined = Vec::new();
        let mut docks = self.docks();
        while docks.free > 0 {
            let free = docks.free;
            let may = docks.docks.iter_mut().filter(|(_, dock)| dock.held <= free && !dock.waiting.is_empty());
            let Some((endpoint, dock)) = may.min_by_key(|(_, dock)| dock.held) else { break };
            let Some(sender) = dock.waiting.pop_front().filter(|sender| !sender.is_closed()) else { continue };
            let berth = Berth { berths: Arc::clone(self), endpoint: endpoint.clone() };
            dock.held += 1;
            docks.free -= 1;
            declined.extend(sender.send(berth).err());
        }
        docks.docks.retain(|_, dock| dock.held > 0 || !dock.waiting.is_empty());
        drop(docks);
        drop(declined);
    }

    fn docks(&self) -> MutexGuard<'_, Docks> {
        self.docks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Berth {
    fn drop(&mut self) {
        {
            let mut docks = self.berths.docks();
            docks.free += 1;
            if let Some(dock) = docks.docks.get_mut(&self.endpoint) {
                dock.held = dock.held.saturating_sub(1);
            }
        }
        self.berths.left.notify_waiters();
        self.berths.share_out();
    }
}
