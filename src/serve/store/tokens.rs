//! Tokens: who may ask for what. Only the hash of a token is kept, so that nobody can read one here.
//!
//! A token is `waymark_<id>_<secret>`. The id finds the row; the secret is 256 bits of chance, so that its SHA-256 is
//! as good as one that is slow to work out, and is compared in constant time.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{StoreError, moment};
use crate::journey::hex;

/// The table of tokens.
#[derive(Clone, Copy, Debug)]
pub struct Tokens<'a>(pub &'a Connection);

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// Pushing definitions and endpoints.
    JourneysWrite,
    /// Saying what state a journey is to be in.
    JourneysActivate,
    /// Sending events, people and entries.
    EventsWrite,
    /// Looking at journeys, people inside and what they did.
    InstancesRead,
    /// Ending runs, erasing people.
    Operate,
    /// Reading the server's own figures.
    MetricsRead,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 6] = [
        Self::JourneysWrite,
        Self::JourneysActivate,
        Self::EventsWrite,
        Self::InstancesRead,
        Self::Operate,
        Self::MetricsRead,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::JourneysWrite => "journeys:write",
            Self::JourneysActivate => "journeys:activate",
            Self::EventsWrite => "events:write",
            Self::InstancesRead => "instances:read",
            Self::Operate => "operate",
            Self::MetricsRead => "metrics:read",
        }
    }

    /// The scope of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// A token without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its public half.
    pub id: String,
    /// What it is for, in its owner's words.
    pub note: String,
    /// What it allows.
    pub scopes: BTreeSet<Scope>,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends; never where absent.
    pub expires: Option<Timestamp>,
}

const PREFIX: &str = "waymark_";

impl Tokens<'_> {
    /// Makes a token from 40 bytes of chance. Its text is yielded here and never again.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn add(
        &self,
        note: &str,
        scopes: &BTreeSet<Scope>,
        expires: Option<Timestamp>,
        chance: &[u8; 40],
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let (id, secret) = (hex(&chance[..8]), hex(&chance[8..]));
        let words: Vec<&str> = scopes.iter().map(|scope| scope.word()).collect();
        let sql = "INSERT INTO token (id, note, hash, scopes, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let expires = expires.map(Timestamp::as_millisecond);
        self.0.prepare_cached(sql)?.execute((
            &id,
            note,
            hash(&secret).as_slice(),
            words.join(" "),
            now.as_millisecond(),
            expires,
        ))?;
        Ok(format!("{PREFIX}{id}_{secret}"))
    }

    /// The token of this text, whether it is over or not; nothing where it is none of ours.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn of(&self, text: &str) -> Result<Option<Token>, StoreError> {
        let halves = text.strip_prefix(PREFIX).and_then(|rest| rest.split_once('_'));
        let Some((id, secret)) = halves else { return Ok(None) };
        let sql = "SELECT id, note, scopes, created_at, expires_at, hash FROM token WHERE id = ?1";
        let mut statement = self.0.prepare_cached(sql)?;
        let found = statement
            .query_row([id], |row| {
                Ok(((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?), row.get::<_, Vec<u8>>(5)?))
            })
            .optional()?;
        match found {
            Some((columns, kept)) if bool::from(kept.as_slice().ct_eq(hash(secret).as_slice())) => {
                token(columns).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// All of them, the oldest first.
    ///
    /// # Errors
    /// The store cannot be read.
    pub fn all(&self) -> Result<Vec<Token>, StoreError> {
        let sql = "SELECT id, note, scopes, created_at, expires_at FROM token ORDER BY created_at, id";
        let mut statement = self.0.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.try_into())?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(token).collect()
    }

    /// Takes a token back, by the half before its secret; false where there is none.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn revoke(&self, id: &str) -> Result<bool, StoreError> {
        Ok(self.0.prepare_cached("DELETE FROM token WHERE id = ?1")?.execute([id])? == 1)
    }
}

type Columns = (String, String, String, i64, Option<i64>);

fn token((id, note, scopes, created, expires): Columns) -> Result<Token, StoreError> {
    Ok(Token {
        id,
        note,
        scopes: scopes.split(' ').filter_map(Scope::of).collect(),
        created: moment(created)?,
        expires: expires.map(moment).transpose()?,
    })
}

fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret).into()
}
