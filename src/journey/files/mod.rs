//! The workspace on disk: a folder of text files, made to live in version control.
//!
//! ```text
//! workspace.ron         settings, namespaces, schemas, merge policies      organization.ron   what the organization allows
//! events.ron  audiences.ron  data-sources.ron  actions.ron  channels.ron  rule-sets.ron  fragments.ron
//! decision-policies.ron  datasets.ron  profiles.ron  environments.ron      population.ron   who the people of a forecast are
//! <name>.journey.ron
//! scenarios/<journey>/<name>.scenario.ron      and the recorded answers that it names, one JSON object per line
//! versions/<journey>/<number>.version.ron     versions/<journey>/environments.ron   where it was last seen to run
//! ```
//!
//! The rim of this room: the only place in it that touches the disk. What is in a file is read part by part
//! ([`super::text_form::Sheet`]); a part that cannot be read is kept as [`Damaged`], and its file is not written
//! until the part is mended or given up. A file that somebody else changed is not written unasked either.

mod assemble;
mod damage;
mod disk;
mod inventory_files;
mod names;
mod observed_file;
mod open;
mod parts;
mod plan;
mod recordings;
pub mod recovery;

mod save;
mod state;
mod version_file;

pub use assemble::{Source, from_texts};
pub use damage::{Damaged, FileError, Unread};
pub use disk::{MAX_WORKSPACE_BYTES, read_text, write_text};
pub use names::slug;
pub use open::{OpenError, Opened, open};
pub use recordings::read_recordings;
pub use save::{SaveError, Saved, save};
pub use state::{Files, Location, changed_outside};

/// The file that makes a folder a workspace.
pub const WORKSPACE_FILE: &str = "workspace.ron";
/// The file of the organization.
pub const ORGANIZATION_FILE: &str = "organization.ron";
/// The file of the people of a forecast.
pub const POPULATION_FILE: &str = "population.ron";
/// How names of journey files end.
pub const JOURNEY_ENDING: &str = ".journey.ron";
/// How names of scenario files end.
pub const SCENARIO_ENDING: &str = ".scenario.ron";
/// The folder of the scenarios.
pub const SCENARIO_FOLDER: &str = "scenarios";
/// How names of version files end.
pub const VERSION_ENDING: &str = ".version.ron";
/// The file of what environments were last seen to do with a journey, in the folder of its versions.
pub const OBSERVED_FILE: &str = "environments.ron";
/// The folder of the versions.
pub const VERSION_FOLDER: &str = "versions";
