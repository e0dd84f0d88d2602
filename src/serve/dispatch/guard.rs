//! Which addresses may be called at all: those of the open internet, and hosts that the server's owner names.
//!
//! A name is judged by the addresses that it resolves to at the moment of the connection, so that a name which
//! changes its mind after a check gains nothing.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use thiserror::Error;

/// A host that may be called although it is private, or without TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allowed {
    host: String,
    port: Option<u16>,
}

impl Allowed {
    /// Reads `127.0.0.1`, `sink.internal:8080`, `[::1]:9000`; without a port every port is meant.
    ///
    /// # Errors
    /// Says what the text lacks.
    pub fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.is_empty() && (!host.contains(':') || host.ends_with(']')) => (
                host,
                Some(port.parse().map_err(|_| format!("{port} is no port; write a host such as sink.internal:8080"))?),
            ),
            _ => (text, None),
        };
        let host = bare(host).to_ascii_lowercase();
        if host.is_empty() || host.contains(['/', '@', '*', '?']) {
            return Err(format!("{text} is no host; write one such as sink.internal:8080"));
        }
        Ok(Self { host, port })
    }
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.port {
            Some(port) => write!(f, "{}:{port}", self.host),
            None => f.write_str(&self.host),
        }
    }
}

/// Why an address is not called.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum Refusal {
    /// Neither `http` nor `https`.
    #[error("only https is called")]
    Scheme,
    /// `http`, and nobody allowed it.
    #[error("{0} would be called without TLS, and is not among the allowed hosts (--allow-host)")]
    Plain(String),
    /// A private address, and nobody allowed it.
    #[error("{0} is not on the open internet, and is not among the allowed hosts (--allow-host)")]
    Private(String),
    /// Allowed, but on another port.
    #[error("{0} is allowed on another port only")]
    Port(String),
    /// A user name or password stands in it.
    #[error("the address of {0} holds a user name")]
    User(String),
}

/// What may be called.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    allowed: Arc<[Allowed]>,
}

impl Guard {
    pub(super) fn new(allowed: &[Allowed]) -> Self {
        Self { allowed: allowed.into() }
    }

    /// Whether an address may be called, as far as it tells by itself; names are looked at again when they resolve.
    pub(super) fn admit(&self, url: &Url) -> Result<(), Refusal> {
        let host = url.host_str().map(bare).filter(|host| !host.is_empty()).ok_or(Refusal::Scheme)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::User(host.to_owned()));
        }
        let mut named = self.named(host).peekable();
        if named.peek().is_some() {
            let port = url.port_or_known_default();
            return if !matches!(url.scheme(), "http" | "https") {
                Err(Refusal::Scheme)
            } else if named.any(|allowed| allowed.port.is_none() || allowed.port == port) {
                Ok(())
            } else {
                Err(Refusal::Port(host.to_owned()))
            };
        }
        match url.scheme() {
            "https" => {}
            "http" => return Err(Refusal::Plain(host.to_owned())),
            _ => return Err(Refusal::Scheme),
        }
        match host.parse::<IpAddr>() {
            Ok(address) if !is_open(address) => Err(Refusal::Private(host.to_owned())),
            _ => Ok(()),
        }
    }

    /// Whether a host may be reached that is no address of the web; true where TLS may be left out, because it is named
    /// among the allowed. A name is judged by its addresses of this moment; who gives others a moment later meets TLS,
    /// which asks for a certificate of that name.
    pub(super) async fn reach(&self, host: &str, port: u16) -> Result<bool, Refusal> {
        let mut named = self.named(host).peekable();
        if named.peek().is_some() {
            let fits = named.any(|allowed| allowed.port.is_none_or(|allowed| allowed == port));
            return if fits { Ok(true) } else { Err(Refusal::Port(host.to_owned())) };
        }
        let found = match host.parse::<IpAddr>() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            // A name without an address is nobody's; the attempt at it says so.
            Err(_) => tokio::net::lookup_host((host, port)).await.map(Iterator::collect).unwrap_or_default(),
        };
        if !found.is_empty() {
            self.kept(host, found)?;
        }
        Ok(false)
    }

    fn named<'g>(&'g self, host: &'g str) -> impl Iterator<Item = &'g Allowed> {
        self.allowed.iter().filter(move |allowed| allowed.host.eq_ignore_ascii_case(host))
    }

    /// The addresses of a name that may be called.
    fn kept(&self, host: &str, found: Vec<SocketAddr>) -> Result<Vec<SocketAddr>, Refusal> {
        if self.named(host).next().is_some() {
            return Ok(found);
        }
        let open: Vec<SocketAddr> = found.into_iter().filter(|address| is_open(address.ip())).collect();
        if open.is_empty() { Err(Refusal::Private(host.to_owned())) } else { Ok(open) }
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let host = name.as_str().to_owned();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            if found.is_empty() {
                return Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address").into());
            }
            let kept = guard.kept(&host, found)?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

pub(super) fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// Whether an address belongs to the open internet (the special registries of RFC 6890 left out, and what clouds keep
/// for their own machines).
pub(super) fn is_open(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_open_v4(address),
        IpAddr::V6(address) => is_open_v6(address),
    }
}

fn is_open_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let own = matches!((a, b, c), (0 | 10 | 127, ..) | (169, 254, _) | (172, 16..=31, _) | (192, 168, _));
    let shared = matches!((a, b, c), (100, 64..=127, _) | (198, 18..=19, _) | (192, 88, 99) | (224.., ..));
    let examples = matches!((a, b, c), (192, 0, 0 | 2) | (198, 51, 100) | (203, 0, 113));
    // The last one: where Azure's machines find their own platform.
    !(own || shared || examples) && address != Ipv4Addr::new(168, 63, 129, 16)
}

fn is_open_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = address.to_ipv4_mapped() {
        return is_open_v4(inner);
    }
    let segments = address.segments();
    match segments {
        // Translated addresses are as open as the address inside.
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            let [a, b] = high.to_be_bytes();
            let [c, d] = low.to_be_bytes();
            is_open_v4(Ipv4Addr::new(a, b, c, d))
        }
        // Of all of IPv6, only 2000::/3 is given out; in it are tunnels, examples and tests.
        [0x2001, 0..=0x01ff, ..] | [0x2001, 0x0db8, ..] | [0x2002, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        [first, ..] => (0x2000..=0x3fff).contains(&first),
    }
}
