//! Somebody who watches a journey on a server, on a thread of their own: whoever draws looks at what was seen last and
//! never waits.
//!
//! Steps come as they are done; what they change (figures, who is inside, the path that is looked at) is asked for
//! again shortly after, once for many of them. What changes without a step (the journey's state, queues) is asked for
//! now and then.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::stream::{self, Told};
use crate::journey::{JourneyId, ProfileId, Secret};
use crate::push::client::Which;
use crate::push::{Client, ClientError, Manner};
use crate::run::Counts;
use crate::secrets::Secrets;
use crate::wire::{Endpoint, Instance, InstanceState, Journey, Record, TracedStep};

/// How long after a step what it changed is asked for: a burst of them is asked for once.
const TOGETHER: Duration = Duration::from_millis(250);

/// How often is looked for what changes without a step.
const LOOK: Duration = Duration::from_secs(3);

/// How long an answer may take before the server counts as silent.
const PATIENCE: Duration = Duration::from_secs(5);

/// Instances that are listed at once.
const LISTED: usize = 200;

/// Steps of one person that are shown at most.
const LONGEST: usize = 5_000;

/// The newest steps that are kept.
const NEWEST: usize = 50;

/// What is watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Address of the server.
    pub url: String,
    /// Name of the secret that opens it; empty where none is needed.
    pub token: Secret,
    /// Which journey.
    pub journey: JourneyId,
}

/// What somebody wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// Those inside, or those who left; all of them where absent.
    pub state: Option<InstanceState>,
    /// Only this person.
    pub profile: Option<ProfileId>,
    /// Whose path.
    pub key: Option<String>,
    /// Whether all that is needed to go through it again is wanted too.
    pub record: bool,
}

/// How the server stands to what is watched.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Standing {
    /// It was asked and has not answered yet.
    #[default]
    Asked,
    /// It knows no version of the journey.
    NotPushed,
    /// It answered.
    Answered,
    /// It did not, or refused; what was seen before stays.
    Silent(ClientError),
}

/// A person's path.
#[derive(Clone, Debug, PartialEq)]
pub struct At {
    /// Whose.
    pub instance: Instance,
    /// What was done.
    pub steps: Vec<TracedStep>,
}

/// What was seen last.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// How the server stands to it.
    pub standing: Standing,
    /// Whether steps come as they are done.
    pub is_live: bool,
    /// When it answered last.
    pub at: Option<Timestamp>,
    /// The journey there.
    pub journey: Option<Journey>,
    /// Its figures, over all versions.
    pub counts: Counts,
    /// The people who were asked for, the newest first.
    pub instances: Vec<Instance>,
    /// Whether there are more of them.
    pub has_more: bool,
    /// The path that is looked at.
    pub path: Option<At>,
    /// All that is needed to go through it again, once that was wanted.
    pub record: Option<Arc<Record>>,
    /// Endpoints that are deployed there.
    pub endpoints: Vec<Endpoint>,
    /// The newest steps, the newest first.
    pub news: VecDeque<TracedStep>,
    /// Grows with everything that is seen anew.
    pub revision: u64,
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    seen: Arc<Mutex<Arc<Seen>>>,
    wishes: UnboundedSender<Wish>,
}

impl Watcher {
    /// Begins to watch; `wake` is called whenever something was seen anew, from another thread. What hinders it is seen
    /// as well.
    pub fn start(
        target: Target,
        wish: Wish,
        secrets: Arc<dyn Secrets>,
        now: fn() -> Timestamp,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        let (wishes, asked) = unbounded_channel();
        let seen = Arc::<Mutex<Arc<Seen>>>::default();
        let board = Board { seen: Arc::clone(&seen), wake: Box::new(wake), now };
        let begun = thread::Builder::new().name("watch".to_owned()).spawn(move || {
            if let Err(error) = begin(&target, wish, &*secrets, asked, &board) {
                board.change(|seen| seen.standing = Standing::Silent(error));
            }
        });
        if let Err(error) = begun {
            let why = ClientError::NoClient { why: error.to_string() };
            let silent = Seen { standing: Standing::Silent(why), ..Seen::default() };
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(silent);
        }
        Self { seen, wishes }
    }

    /// What was seen last.
    pub fn seen(&self) -> Arc<Seen> {
        Arc::clone(&self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Something else is wanted from now on.
    pub fn wish(&self, wish: Wish) {
        // Where nobody hears it, nobody watches any more.
        let _ = self.wishes.send(wish);
    }
}

/// Where what was seen is put up.
struct Board {
    seen: Arc<Mutex<Arc<Seen>>>,
    wake: Box<dyn Fn() + Send + Sync>,
    now: fn() -> Timestamp,
}

impl Board {
    fn change(&self, change: impl FnOnce(&mut Seen)) {
        let mut held = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = Arc::make_mut(&mut held);
        change(seen);
        seen.revision += 1;
        drop(held);
        (self.wake)();
    }
}

/// Watches until nobody wants to see anything any more.
fn begin(
    target: &Target,
    wish: Wish,
    secrets: &dyn Secrets,
    asked: UnboundedReceiver<Wish>,
    board: &Board,
) -> Result<(), ClientError> {
    let manner = Manner { connect_within: PATIENCE, answer_within: PATIENCE, ..Manner::default() };
    // Asked for here: a keychain may take its time.
    let token = Some(&target.token).filter(|name| !name.as_str().is_empty()).and_then(|name| secrets.reveal(name));
    let client = Client::new(&target.url, token, &manner)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| ClientError::NoClient { why: error.to_string() })?;
    runtime.block_on(work(&client, &target.journey, wish, asked, board));
    Ok(())
}

async fn work(client: &Client, journey: &JourneyId, mut wish: Wish, mut asked: UnboundedReceiver<Wish>, board: &Board) {
    let news = Notify::new();
    let listening = stream::follow(client, journey, None, |told| {
        match told {
            Told::Open => board.change(|seen| seen.is_live = true),
            Told::Broken(_) => board.change(|seen| seen.is_live = false),
            Told::Step(step) => board.change(|seen| {
                seen.news.push_front(*step);
                seen.news.truncate(NEWEST);
            }),
        }
        news.notify_one();
        ControlFlow::Continue(())
    });
    let looking = async {
        loop {
            match look(client, journey, &wish).await {
                Ok(fresh) => board.change(|seen| {
                    let (news, is_live) = (std::mem::take(&mut seen.news), seen.is_live);
                    *seen = Seen { news, is_live, at: Some((board.now)()), revision: seen.revision, ..fresh };
                }),
                Err(error) => board.change(|seen| seen.standing = Standing::Silent(error)),
            }
            tokio::select! {
                () = news.notified() => tokio::time::sleep(TOGETHER).await,
                () = tokio::time::sleep(LOOK) => {}
                wanted = asked.recv() => match wanted {
                    Some(wanted) => wish = wanted,
                    // Nobody watches any more.
                    None => return,
                },
            }
            // The last of several wishes counts.
            while let Ok(wanted) = asked.try_recv() {
                wish = wanted;
            }
        }
    };
    tokio::select! {
        () = listening => {}
        () = looking => {}
    }
}

/// All that is wanted, once.
async fn look(client: &Client, journey: &JourneyId, wish: &Wish) -> Result<Seen, ClientError> {
    let Some(known) = client.journey(journey).await? else {
        return Ok(Seen { standing: Standing::NotPushed, ..Seen::default() });
    };
    let counts = client.counts(journey).await?.map(|counts| Counts::from(&counts.total)).unwrap_or_default();
    let which = Which { state: wish.state, profile: wish.profile.clone(), limit: Some(LISTED), ..Which::default() };
    let listed = client.instances(journey, &which).await?;
    let path = match &wish.key {
        Some(key) => path(client, key).await?,
        None => None,
    };
    let record = match wish.key.as_ref().filter(|_| wish.record) {
        Some(key) => client.record(key).await?.map(Arc::new),
        None => None,
    };
    Ok(Seen {
        standing: Standing::Answered,
        journey: Some(known.value),
        counts,
        has_more: listed.next.is_some(),
        instances: listed.instances,
        path,
        record,
        endpoints: client.endpoints().await?.endpoints,
        ..Seen::default()
    })
}

async fn path(client: &Client, key: &str) -> Result<Option<At>, ClientError> {
    let Some(instance) = client.instance(key).await? else { return Ok(None) };
    let (mut steps, mut after) = (Vec::new(), 0);
    loop {
        let portion = client.steps(key, after).await?;
        steps.extend(portion.steps);
        match portion.next.filter(|_| steps.len() < LONGEST) {
            Some(next) => after = next,
            None => return Ok(Some(At { instance, steps })),
        }
    }
}
