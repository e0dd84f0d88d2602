//! How a server is set up, and what it refuses to be: open to others without a lock on the door.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use super::dispatch::Policy;
use super::engine::FINISHED_DAYS;

/// Where a server listens when nothing else is said.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// How a server is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it listens; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// The folder of its store.
    pub data: PathBuf,
    /// With what it proves who it is.
    pub tls: Option<Tls>,
    /// Whether tokens are required on this machine's own address too; beyond it they always are.
    pub require_tokens: bool,
    /// What callers may take.
    pub limits: Limits,
    /// Days for which runs that are over are kept with their steps.
    pub keep_days: i64,
    /// What the server may call, and how.
    pub outside: Policy,
}

/// Certificate and key, each a PEM file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tls {
    /// The certificate, with those that vouch for it after it.
    pub certificate: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// What callers may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Connections at once.
    pub connections: usize,
    /// Bytes of a request's headers.
    pub header_bytes: usize,
    /// Headers of a request.
    pub headers: usize,
    /// Bytes of a request's body.
    pub body_bytes: usize,
    /// How long the headers of a request may take to arrive.
    pub headers_within: Duration,
    /// How long its body may take to arrive.
    pub body_within: Duration,
    /// How long an answer may take.
    pub answer_within: Duration,
    /// How long a connection may stand still, in both directions.
    pub silence: Duration,
    /// Requests a second for each token.
    pub requests_per_second: u32,
    /// Requests that a token may make at once after a rest.
    pub requests_at_once: u32,
    /// How long a stop waits for answers that are under way.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 2_048,
            header_bytes: 32 * 1024,
            headers: 64,
            // As large as a definition may be.
            body_bytes: crate::exchange::json::MAX_BYTES,
            headers_within: Duration::from_secs(10),
            body_within: Duration::from_secs(30),
            answer_within: Duration::from_secs(60),
            silence: Duration::from_secs(75),
            requests_per_second: 1_000,
            requests_at_once: 2_000,
            farewell: Duration::from_secs(10),
        }
    }
}

impl Settings {
    /// A server on this machine's own address, with its store in this folder and the files of streams below it.
    pub fn new(data: impl Into<PathBuf>) -> Self {
        let data = data.into();
        let outside = Policy { streams: Some(data.join("streams")), ..Policy::default() };
        let limits = Limits::default();
        Self {
            listen: DEFAULT_LISTEN,
            data,
            tls: None,
            require_tokens: false,
            limits,
            keep_days: FINISHED_DAYS,
            outside,
        }
    }

    /// Whether nobody needs a token: only on this machine's own address.
    pub fn is_open(&self) -> bool {
        self.listen.ip().is_loopback() && !self.require_tokens
    }
}
