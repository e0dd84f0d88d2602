//! What will never be sent, known before anything is: the addresses of a definition that the owner's policy refuses.

use std::time::Duration;

use reqwest::Url;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::guard::{Guard, bare};
use super::{Policy, Refusal};
use crate::journey::{Authentication, DataSourceKind, Definition, ItemRef};

/// So long the addresses of a name are asked for, which whoever activates waits for; what is not known in time says
/// nothing against it.
const PATIENCE: Duration = Duration::from_millis(500);

/// A call that will never be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The action or data source.
    pub item: ItemRef,
    /// Where in it the address stands.
    pub field: &'static str,
    /// What people call it.
    pub name: String,
    /// Why.
    pub why: String,
}

/// Every call of a definition that this policy refuses, whatever is sent. Names are judged by the addresses that they
/// have at this moment; each attempt looks again.
pub async fn foresee(policy: &Policy, definition: &Definition) -> Vec<Foreseen> {
    let guard = Guard::new(&policy.allowed);
    let (mut refused, mut asked) = (Vec::new(), JoinSet::new());
    for (place, (foreseen, way)) in ways(definition).into_iter().enumerate() {
        if way == Way::File {
            if policy.streams.is_none() {
                let why = "this server has no folder for streams".to_owned();
                refused.push((place, Foreseen { why, ..foreseen }));
            }
            continue;
        }
        let guard = guard.clone();
        asked.spawn(async move {
            let judged = timeout(PATIENCE, way.judge(&guard)).await.unwrap_or(Ok(()));
            judged.err().map(|refusal| (place, Foreseen { why: refusal.to_string(), ..foreseen }))
        });
    }
    while let Some(judged) = asked.join_next().await {
        refused.extend(judged.ok().flatten());
    }
    refused.sort_by_key(|(place, _)| *place);
    refused.into_iter().map(|(_, foreseen)| foreseen).collect()
}

/// Where a call goes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    /// To an address of the web.
    Web(String),
    /// To a server of NATS: its host and its port.
    Nats(String, u16),
    /// Into a file.
    File,
}

impl Way {
    async fn judge(&self, guard: &Guard) -> Result<(), Refusal> {
        // What is no address at all is a finding of the guardrails.
        let (host, port) = match self {
            Self::Web(address) => {
                let Ok(url) = Url::parse(address) else { return Ok(()) };
                guard.admit(&url)?;
                let host = url.host_str().map(bare).unwrap_or_default();
                (host.to_owned(), url.port_or_known_default().unwrap_or_default())
            }
            Self::Nats(host, port) => (host.clone(), *port),
            Self::File => return Ok(()),
        };
        guard.reach(&host, port).await.map(drop)
    }
}

/// Every way of a definition's calls, those to whoever hands out tokens included.
fn ways(definition: &Definition) -> Vec<(Foreseen, Way)> {
    let mut ways = Vec::new();
    for action in &definition.inventory.actions {
        let (field, way) = match &action.stream {
            None => ("url", Way::Web(action.url.clone())),
            Some(stream) => match stream.server() {
                None => ("stream", Way::File),
                Some(server) => ("stream", Way::Nats(server.host.to_owned(), server.port)),
            },
        };
        let item = ItemRef::Action(action.id.clone());
        // A stream is signed in to where it is.
        let signs_in = action.stream.is_none().then_some(&action.authentication);
        add(&mut ways, &item, &action.name, (field, way), signs_in);
    }
    for source in &definition.inventory.data_sources {
        if let DataSourceKind::External { url, authentication } = &source.kind {
            let item = ItemRef::DataSource(source.id.clone());
            add(&mut ways, &item, &source.name, ("url", Way::Web(url.clone())), Some(authentication));
        }
    }
    ways
}

fn add(
    ways: &mut Vec<(Foreseen, Way)>,
    item: &ItemRef,
    name: &str,
    own: (&'static str, Way),
    signs_in: Option<&Authentication>,
) {
    let token = signs_in.and_then(|authentication| match authentication {
        Authentication::Custom(custom) => Some(("authentication.endpoint", Way::Web(custom.endpoint.clone()))),
        _ => None,
    });
    for (field, way) in [own].into_iter().chain(token) {
        let foreseen = Foreseen { item: item.clone(), field, name: name.to_owned(), why: String::new() };
        ways.push((foreseen, way));
    }
}
