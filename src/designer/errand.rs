//! Something that a server is asked for, on a thread of its own: the window draws on meanwhile, and whoever gives the
//! errand up ends it.

use std::fmt;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use egui::Context;
use tokio::sync::oneshot;

use crate::journey::{Environment, JourneyId};
use crate::push::carry_out::{activate, bring, hand_over, look, seen};
use crate::push::{Asked, Client, ClientError, Manner, Parcel, Plan, PushError, Turn};
use crate::secrets::{Keychain, Missing, Ordinary};
use crate::wire::{Capabilities, Journey};

/// So long it may take to unlock the keychain by hand.
const UNLOCKING: Duration = Duration::from_secs(30);

/// So long an answer of the server may take.
const PATIENCE: Duration = Duration::from_secs(10);

static SECRETS: LazyLock<Arc<Ordinary>> =
    LazyLock::new(|| Arc::new(Ordinary::new(Keychain::of_this_system(UNLOCKING))));

/// Where the window finds the values of secrets.
pub fn secrets() -> Arc<Ordinary> {
    Arc::clone(&SECRETS)
}

/// What a server is asked for.
#[derive(Clone, Debug)]
pub enum Job {
    /// What it can run, what it does with the journey, and what a push would change.
    Look(Option<Box<Parcel>>, Asked),
    /// To take the version, and to deploy what the plan says.
    HandOver(Box<Parcel>, Box<Plan>),
    /// To let people in by the version.
    Activate(Box<Parcel>, Box<Plan>),
    /// To bring what runs there into another state.
    Bring(Turn),
}

/// What came of it.
#[derive(Clone, Debug)]
pub enum News {
    /// This is there, and this would change.
    Looked(Box<Looked>),
    /// The version is there.
    HandedOver,
    /// It is so.
    Done,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Looked {
    /// What the server can run.
    pub can: Capabilities,
    /// What it does with the journey; nothing where it has none of it.
    pub there: Option<Journey>,
    /// What a push would change, or why there can be none; nothing where there is nothing to push.
    pub plan: Option<Result<Plan, PushError>>,
}

/// Why nothing came of it.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// The token is not to be found.
    NoToken(Missing),
    /// The server.
    Push(PushError),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoToken(missing) => missing.fmt(f),
            Self::Push(error) => error.fmt(f),
        }
    }
}

impl From<PushError> for Trouble {
    fn from(error: PushError) -> Self {
        Self::Push(error)
    }
}

impl From<ClientError> for Trouble {
    fn from(error: ClientError) -> Self {
        Self::Push(error.into())
    }
}

/// An errand that is under way; it ends when this does.
pub struct Errand {
    news: Receiver<Result<News, Trouble>>,
    _end: oneshot::Sender<()>,
}

impl Errand {
    /// Sends somebody.
    pub fn begin(context: &Context, environment: &Environment, journey: &JourneyId, job: Job) -> Self {
        let (tell, news) = channel();
        let (end, ended) = oneshot::channel();
        let (context, environment, journey) = (context.clone(), environment.clone(), journey.clone());
        let run = move || {
            let said = go(&environment, &journey, job, ended);
            if let Some(said) = said {
                // Nobody may be waiting any more.
                let _ = tell.send(said);
            }
            context.request_repaint();
        };
        // Without a thread nobody sends, which reads as an errand that failed.
        let _thread = thread::Builder::new().name("push".to_owned()).spawn(run);
        Self { news, _end: end }
    }

    /// What came of it, once something has.
    pub fn news(&self) -> Option<Result<News, Trouble>> {
        match self.news.try_recv() {
            Ok(said) => Some(said),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                let why = "the program could not ask".to_owned();
                Some(Err(ClientError::NoClient { why }.into()))
            }
        }
    }
}

/// Does it; nothing where nobody wants it any more.
fn go(
    environment: &Environment,
    journey: &JourneyId,
    job: Job,
    ended: oneshot::Receiver<()>,
) -> Option<Result<News, Trouble>> {
    let client = match client(environment) {
        Ok(client) => client,
        Err(trouble) => return Some(Err(trouble)),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Some(Err(ClientError::NoClient { why: error.to_string() }.into())),
    };
    runtime.block_on(async {
        tokio::select! {
            said = ask(&client, journey, job) => Some(said),
            _ = ended => None,
        }
    })
}

fn client(environment: &Environment) -> Result<Client, Trouble> {
    let token = match environment.token.as_str() {
        "" => None,
        _ => Some(SECRETS.find(&environment.token).map_err(Trouble::NoToken)?),
    };
    let manner = Manner { answer_within: PATIENCE, ..Manner::default() };
    Ok(Client::new(&environment.url, token, &manner)?)
}

async fn ask(client: &Client, journey: &JourneyId, job: Job) -> Result<News, Trouble> {
    Ok(match job {
        Job::Look(parcel, asked) => {
            let can = client.capabilities().await?;
            let there = seen(client, journey).await?;
            let plan = match &parcel {
                Some(parcel) => match look(client, parcel, asked).await {
                    // Without an answer there is nothing to show at all.
                    Err(PushError::Client(error)) if error.problem().is_none() => return Err(error.into()),
                    plan => Some(plan),
                },
                None => None,
            };
            News::Looked(Box::new(Looked { can, there, plan }))
        }
        Job::HandOver(parcel, plan) => {
            hand_over(client, &parcel, &plan).await?;
            News::HandedOver
        }
        Job::Activate(parcel, plan) => {
            activate(client, &parcel, &plan).await?;
            News::Done
        }
        Job::Bring(turn) => {
            bring(client, journey, turn).await?;
            News::Done
        }
    })
}
