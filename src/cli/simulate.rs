//! `waymark simulate`: a journey in virtual time, and its trace.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::refused::{Refused, journey_at};
use super::subject::Subject;
use super::{Outcome, say};
use crate::journey::text_form::from_ron;
use crate::journey::{Inventory, JourneyId, Scenario, Workspace, files};
use crate::simulate::{default_scenario, dry_run, text};

/// Arguments of `waymark simulate`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Journey file or exported definition.
    pub journey: PathBuf,
    /// Scenario file; may be given several times. Without one each test profile enters once.
    #[arg(long = "scenario", value_name = "FILE")]
    pub scenarios: Vec<PathBuf>,
    /// Where chance begins, instead of the scenario's own seed.
    #[arg(long)]
    pub seed: Option<u64>,
    /// How the trace is printed; as JSON, it is one object per line and run.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How a command prints its result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs.
    Json,
}

/// Runs the journey and prints its trace.
pub fn run(arguments: &Arguments) -> Outcome {
    traces(arguments).unwrap_or_else(Refused::outcome)
}

fn traces(arguments: &Arguments) -> Result<Outcome, Refused> {
    let (subject, journey, outcome) = journey_at(&arguments.journey)?;
    if arguments.scenarios.is_empty() {
        if subject.definition.is_some() {
            return Err(Refused::Because("an exported definition has no test profiles: name a --scenario".to_owned()));
        }
        let scenario = default_scenario(&subject.workspace, &journey).map_err(Refused::by)?;
        print_trace(arguments, &subject.workspace, scenario)?;
    }
    for file in &arguments.scenarios {
        let (workspace, scenario) = with_scenario(&subject, &journey, file)?;
        print_trace(arguments, &workspace, scenario)?;
    }
    Ok(outcome)
}

fn print_trace(arguments: &Arguments, workspace: &Workspace, mut scenario: Scenario) -> Result<(), Refused> {
    scenario.seed = arguments.seed.unwrap_or(scenario.seed);
    let trace = dry_run(workspace, &scenario).map_err(Refused::by)?;
    match arguments.format {
        Format::Text => say(&text(&trace, workspace)),
        Format::Json => say(&trace.to_json_lines()),
    }
    Ok(())
}

/// The journey with its own inventory, and the profiles of the scenario's workspace.
fn with_scenario(subject: &Subject, journey: &JourneyId, file: &Path) -> Result<(Workspace, Scenario), Refused> {
    let source = files::read_text(file).map_err(Refused::by)?;
    let mut scenario: Scenario =
        from_ron(&source).map_err(|error| Refused::Because(format!("{}:{error}", file.display())))?;
    let folder = file.parent().unwrap_or(Path::new(""));
    if let Some(error) = files::read_recordings(folder, &mut scenario).into_iter().next() {
        return Err(Refused::Because(error.to_string()));
    }
    if &scenario.journey != journey {
        let why = format!("{} is a scenario of {}, not of {journey}", file.display(), scenario.journey);
        return Err(Refused::Because(why));
    }
    let mut workspace = subject.workspace.clone();
    if let Some(root) = workspace_around(file) {
        let around = Subject::open(&root).map_err(Refused::Said)?;
        let mut inventory = Inventory::clone(&workspace.inventory);
        inventory.profiles.clone_from(&around.workspace.inventory.profiles);
        workspace.inventory = Arc::new(inventory);
    }
    Ok((workspace, scenario))
}

/// The nearest folder upwards that is a workspace.
fn workspace_around(file: &Path) -> Option<PathBuf> {
    let whole = file.canonicalize().ok()?;
    whole.ancestors().find(|folder| folder.join(files::WORKSPACE_FILE).is_file()).map(Path::to_owned)
}
