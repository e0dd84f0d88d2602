//! Where people keep secrets: in the environment first, then in the keychain, whose answers are remembered for a while.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::{Environment, Keychain, KeychainError, Revealed, Secrets};
use crate::journey::Secret;

/// How long an answer of the keychain holds.
const FRESH: Duration = Duration::from_secs(60);

/// What the keychain said.
type Said = Result<Option<Revealed>, KeychainError>;

/// The environment, then the keychain.
#[derive(Debug)]
pub struct Ordinary {
    environment: Environment,
    keychain: Keychain,
    known: Mutex<BTreeMap<Secret, (Instant, Said)>>,
}

/// A secret that is not to be found, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Which.
    pub name: Secret,
    /// The variable that could hold it.
    pub variable: String,
    /// Why the keychain could not be asked.
    pub keychain: Option<KeychainError>,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, variable, keychain } = self;
        write!(f, "the secret {} is not to be found: set the environment variable {variable}", name.as_str())?;
        match keychain {
            None => write!(f, ", or keep it in the keychain by `waymark secret set {}`", name.as_str()),
            Some(why) => write!(f, "; {why}"),
        }
    }
}

impl std::error::Error for Missing {}

impl Ordinary {
    /// The usual places.
    pub fn new(keychain: Keychain) -> Self {
        Self::in_places(Environment::default(), keychain)
    }

    /// These places.
    pub fn in_places(environment: Environment, keychain: Keychain) -> Self {
        Self { environment, keychain, known: Mutex::default() }
    }

    /// The value under this name.
    ///
    /// # Errors
    /// It is nowhere.
    pub fn find(&self, name: &Secret) -> Result<Revealed, Missing> {
        if let Some(found) = self.environment.reveal(name) {
            return Ok(found);
        }
        let missing = |keychain| Missing { name: name.clone(), variable: self.environment.variable(name), keychain };
        match self.kept(name) {
            Ok(found) => found.ok_or_else(|| missing(None)),
            Err(why) => Err(missing(Some(why))),
        }
    }

    fn kept(&self, name: &Secret) -> Result<Option<Revealed>, KeychainError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, said)) = known.get(name).filter(|(at, _)| at.elapsed() < FRESH) {
            return said.clone();
        }
        let said = self.keychain.get(name).map(|found| found.map(|value| Revealed::new(name.clone(), value)));
        known.insert(name.clone(), (Instant::now(), said.clone()));
        said
    }
}

impl Secrets for Ordinary {
    fn reveal(&self, name: &Secret) -> Option<Revealed> {
        self.find(name).ok()
    }
}
