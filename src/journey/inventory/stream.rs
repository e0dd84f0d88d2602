//! Streams: what an action appends to in place of a call, for systems that take only batches and read them later.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::journey::activity::is_default;
use crate::journey::{Action, Method};

/// Where an action appends, one entry for each person who comes by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Stream {
    /// Files that Waymark's own server keeps: one JSON object a line.
    File {
        /// What it is called, and the folder of its files below that of the server's streams: small letters, digits,
        /// hyphens.
        name: String,
        /// When the next file begins.
        #[serde(default, skip_serializing_if = "is_default")]
        rotation: Rotation,
    },
    /// A subject of NATS, which a JetStream there keeps.
    JetStream {
        /// Its server: `nats://` or, by TLS from the first byte, `tls://`, a host, a port where it is not 4222.
        server: String,
        /// Its subject: `orders.placed`. `{{country}}` in it is the value of the payload's field with that path.
        subject: String,
    },
}

/// When the next file of a stream begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Rotation {
    /// Each day, in UTC.
    #[default]
    Daily,
    /// Once a file is so large, in megabytes of a million bytes each.
    Size(i64),
}

/// What stands before the name of a stream of files in its address.
pub const FILE_SCHEME: &str = "stream:";

impl Stream {
    /// What a stream of this kind is called.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::File { .. } => "files on the server",
            Self::JetStream { .. } => "JetStream of NATS",
        }
    }

    /// Its address, with this for what stands between `{{` and `}}`: `stream:orders`,
    /// `nats://nats.example.com/orders.placed`.
    pub fn address(&self, value: impl Fn(&str) -> String) -> String {
        match self {
            Self::File { name, .. } => format!("{FILE_SCHEME}{name}"),
            Self::JetStream { server, .. } => format!("{}/{}", server.trim_end_matches('/'), self.subject(value)),
        }
    }

    /// Its subject, with this for what stands between `{{` and `}}`; empty where it has none.
    pub fn subject(&self, value: impl Fn(&str) -> String) -> String {
        let Self::JetStream { subject, .. } = self else { return String::new() };
        let said = |piece| match piece {
            Piece::Fixed(text) => str::to_owned(text),
            Piece::Field(path) => value(path),
        };
        pieces(subject).map(said).collect()
    }

    /// The server of NATS, read; nothing where it cannot be, or holds what has no place there.
    pub fn server(&self) -> Option<Server<'_>> {
        let Self::JetStream { server, .. } = self else { return None };
        let (scheme, rest) = server.split_once("://")?;
        let by_tls = match scheme {
            "nats" => false,
            "tls" => true,
            _ => return None,
        };
        let authority = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match authority.strip_prefix('[').and_then(|inner| inner.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':').or(port.is_empty().then_some("4222"))?),
            None => authority.split_once(':').unwrap_or((authority, "4222")),
        };
        let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        let is_host = !host.is_empty() && host.chars().all(is_sign);
        Some(Server { by_tls, host, port: port.parse().ok()? }).filter(|_| is_host)
    }

    /// What people call it: the name of its files, its subject.
    pub fn name(&self) -> &str {
        match self {
            Self::File { name, .. } => name,
            Self::JetStream { subject, .. } => subject,
        }
    }

    /// The paths that its subject names.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        pieces(if matches!(self, Self::File { .. }) { "" } else { self.name() }).filter_map(|piece| match piece {
            Piece::Field(path) => Some(path),
            Piece::Fixed(_) => None,
        })
    }
}

/// A server of NATS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server<'s> {
    /// Whether TLS begins with the first byte.
    pub by_tls: bool,
    /// Its host, without brackets.
    pub host: &'s str,
    /// Its port.
    pub port: u16,
}

/// Part of a subject.
enum Piece<'s> {
    Fixed(&'s str),
    Field(&'s str),
}

fn pieces(subject: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = subject;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some((path, after)) = rest.strip_prefix("{{").and_then(|inner| inner.split_once("}}")) {
            rest = after;
            return Some(Piece::Field(path.trim()));
        }
        // What is opened and never closed is text.
        let end = rest.find("{{").filter(|start| *start > 0 && rest[*start..].contains("}}")).unwrap_or(rest.len());
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Piece::Fixed(text))
    })
}

impl Action {
    /// What it reaches, as far as that is the same for everybody: the address that it calls, or that of its stream.
    pub fn address(&self) -> Cow<'_, str> {
        match &self.stream {
            None => Cow::Borrowed(&self.url),
            Some(stream) => Cow::Owned(stream.address(|path| format!("{{{{{path}}}}}"))),
        }
    }

    /// By which method endpoints count it: appending is posting.
    pub fn counts_as(&self) -> Method {
        if self.stream.is_some() { Method::Post } else { self.method }
    }
}
