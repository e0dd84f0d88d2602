//! The operating system's keychain: Keychain Services, Credential Manager, or a Secret Service.
//!
//! It is asked on a thread of its own, because it may wait for a person who unlocks it, or for a service that never
//! answers. Whoever asks waits only so long, and while one question hangs no other is put.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use thiserror::Error;

use crate::journey::Secret;

/// Under which service the keychain has what is ours.
const SERVICE: &str = "waymark";

/// Why the keychain says nothing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeychainError {
    /// There is none, or it refuses.
    #[error("this system has no keychain that answers ({0})")]
    None(String),
    /// It did not answer in time.
    #[error("this system's keychain did not answer within {} s", .0.as_secs_f32())]
    Slow(Duration),
    /// What it keeps is no text.
    #[error("what the keychain has under this name cannot be used: {0}")]
    Unusable(String),
}

/// Where a keychain keeps what it is given.
pub trait Vault: Send + Sync + 'static {
    /// What stands under this name.
    ///
    /// # Errors
    /// It cannot be asked; so with the others.
    fn get(&self, name: &str) -> Result<Option<String>, KeychainError>;

    /// Puts a value under this name.
    ///
    /// # Errors
    /// It cannot be asked.
    fn set(&self, name: &str, value: &str) -> Result<(), KeychainError>;

    /// Takes out what stands under this name; false where nothing does.
    ///
    /// # Errors
    /// It cannot be asked.
    fn forget(&self, name: &str) -> Result<bool, KeychainError>;
}

/// A keychain that is asked with patience, but not for ever.
#[derive(Clone)]
pub struct Keychain {
    vault: Arc<dyn Vault>,
    patience: Duration,
    hangs: Arc<AtomicBool>,
    turn: Arc<Mutex<()>>,
}

impl Keychain {
    /// The operating system's.
    pub fn of_this_system(patience: Duration) -> Self {
        Self::new(System, patience)
    }

    /// Any.
    pub fn new(vault: impl Vault, patience: Duration) -> Self {
        Self { vault: Arc::new(vault), patience, hangs: Arc::default(), turn: Arc::default() }
    }

    /// What it has under this name.
    ///
    /// # Errors
    /// There is none, or it does not answer; so with the others.
    pub fn get(&self, name: &Secret) -> Result<Option<String>, KeychainError> {
        let name = name.as_str().to_owned();
        self.ask(move |vault| vault.get(&name))
    }

    /// Keeps a value.
    ///
    /// # Errors
    /// See [`Keychain::get`].
    pub fn set(&self, name: &Secret, value: String) -> Result<(), KeychainError> {
        let name = name.as_str().to_owned();
        self.ask(move |vault| vault.set(&name, &value))
    }

    /// Takes a value out; false where there was none.
    ///
    /// # Errors
    /// See [`Keychain::get`].
    pub fn forget(&self, name: &Secret) -> Result<bool, KeychainError> {
        let name = name.as_str().to_owned();
        self.ask(move |vault| vault.forget(&name))
    }

    fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&dyn Vault) -> Result<T, KeychainError> + Send + 'static,
    ) -> Result<T, KeychainError> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if self.hangs.load(Ordering::Acquire) {
            return Err(KeychainError::Slow(self.patience));
        }
        let (answer, answered) = channel();
        let (vault, hangs) = (Arc::clone(&self.vault), Arc::clone(&self.hangs));
        self.hangs.store(true, Ordering::Release);
        let asked = thread::Builder::new().name("keychain".to_owned()).spawn(move || {
            let said = question(&*vault);
            hangs.store(false, Ordering::Release);
            // Nobody may wait for it any more.
            let _ = answer.send(said);
        });
        if let Err(error) = asked {
            self.hangs.store(false, Ordering::Release);
            return Err(KeychainError::None(error.to_string()));
        }
        answered.recv_timeout(self.patience).unwrap_or_else(|error| match error {
            RecvTimeoutError::Timeout => Err(KeychainError::Slow(self.patience)),
            RecvTimeoutError::Disconnected => Err(KeychainError::None("it failed".to_owned())),
        })
    }
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Keychain").field("patience", &self.patience).finish_non_exhaustive()
    }
}

/// The operating system's own.
struct System;

impl System {
    fn entry(name: &str) -> Result<keyring::Entry, KeychainError> {
        if let Err(error) = keyring::Entry::store_status() {
            return Err(KeychainError::None(error.to_string()));
        }
        keyring::Entry::new(SERVICE, name).map_err(said)
    }
}

impl Vault for System {
    fn get(&self, name: &str) -> Result<Option<String>, KeychainError> {
        match Self::entry(name)?.get_password() {
            Ok(value) => Ok(Some(value)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(said(error)),
        }
    }

    fn set(&self, name: &str, value: &str) -> Result<(), KeychainError> {
        Self::entry(name)?.set_password(value).map_err(said)
    }

    fn forget(&self, name: &str) -> Result<bool, KeychainError> {
        match Self::entry(name)?.delete_credential() {
            Ok(()) => Ok(true),
            Err(keyring::Error::NoEntry) => Ok(false),
            Err(error) => Err(said(error)),
        }
    }
}

/// In words; what it carries of values is left out.
fn said(error: keyring::Error) -> KeychainError {
    match error {
        keyring::Error::BadEncoding(_) => KeychainError::Unusable("it is no text".to_owned()),
        keyring::Error::Ambiguous(_) => KeychainError::Unusable("there are several".to_owned()),
        error => KeychainError::None(error.to_string()),
    }
}
