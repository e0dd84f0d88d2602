//! What the window takes from the machine: the clock, chance, the person's folder, file dialogs. Tests bring
//! their own, so that nothing in them depends on the machine.

use std::hash::{BuildHasher, Hasher};
use std::path::PathBuf;

use jiff::Timestamp;

/// See the module.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// The clock.
    pub now: fn() -> Timestamp,
    /// Where the ids of new objects begin.
    pub chance: u64,
    /// The folder for settings and recovery files; `None` keeps nothing.
    pub folder: Option<PathBuf>,
    /// Whether the system's own file dialogs are asked first.
    pub system_dialogs: bool,
    /// Where a built-in file browser begins.
    pub home: PathBuf,
}

impl Default for Surroundings {
    fn default() -> Self {
        Self {
            now: || Timestamp::UNIX_EPOCH,
            chance: 1,
            folder: None,
            system_dialogs: false,
            home: std::env::temp_dir(),
        }
    }
}

impl Surroundings {
    /// Those of this machine and person.
    pub fn of_this_machine() -> Self {
        let folders = directories::ProjectDirs::from("", "", "waymark");
        let folder = folders.map(|folders| folders.state_dir().unwrap_or(folders.data_local_dir()).to_owned());
        let home = directories::UserDirs::new()
            .map(|user| user.document_dir().filter(|folder| folder.is_dir()).unwrap_or(user.home_dir()).to_owned());
        Self {
            now: Timestamp::now,
            // The keys of a new hasher are drawn by the operating system.
            chance: std::hash::RandomState::new().build_hasher().finish(),
            folder,
            system_dialogs: std::env::var_os("WAYMARK_BUILT_IN_DIALOGS").is_none(),
            home: home.unwrap_or_else(|| PathBuf::from("/")),
        }
    }
}
