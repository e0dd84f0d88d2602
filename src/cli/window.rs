//! The bare command: opens the designer; where there is no display, shows what the terminal can show.

use std::path::Path;

use super::Outcome;
#[cfg(feature = "designer")]
use super::subject::Subject;

/// Opens the designer with the document at the path, if there is one.
#[cfg(not(feature = "designer"))]
pub fn designer(_path: Option<&Path>) -> Outcome {
    eprintln!("waymark: this build has no window; `waymark --help` lists what the terminal can do");
    Outcome::Unreadable
}

/// Opens the designer with the document at the path, if there is one.
#[cfg(feature = "designer")]
pub fn designer(path: Option<&Path>) -> Outcome {
    let Err(error) = crate::designer::app::open(path.map(Path::to_owned)) else { return Outcome::Fine };
    let what = if path.is_some() { "that document" } else { "a sample" };
    eprintln!("waymark: {error}; here is the check and the test run of {what} instead.");
    let outcome = path.map_or_else(sample, document);
    if outcome != Outcome::Unreadable {
        super::say("`waymark --help` lists what else the terminal can do.\n");
    }
    outcome
}

/// The check and the test run of the sample with which people begin.
#[cfg(feature = "designer")]
fn sample() -> Outcome {
    use crate::designer::samples;
    use crate::journey::files::Files;

    let journey = samples::gallery().into_iter().next();
    told(&Subject { workspace: samples::workspace().clone(), journey, files: Files::default(), definition: None })
}

/// The check of what a path names, and the test run of every journey in it.
#[cfg(feature = "designer")]
fn document(path: &Path) -> Outcome {
    match Subject::open(path) {
        Ok(subject) => subject.complain().and(told(&subject)),
        Err(outcome) => outcome,
    }
}

/// Prints what the command `check` says, and how the test profiles fare.
#[cfg(feature = "designer")]
fn told(subject: &Subject) -> Outcome {
    use crate::simulate::{default_scenario, dry_run, text};

    let workspace = &subject.workspace;
    let name = |id| workspace.journeys.get(id).map_or("", |known| known.name.as_str());
    let (found, outcome) = super::check::told(subject);
    super::say(&format!(
        "Check of “{}”\n{found}\n",
        subject.journey.as_ref().map_or(workspace.settings.name.as_str(), name)
    ));
    let journeys: Vec<_> = match &subject.journey {
        Some(journey) => vec![journey],
        None => workspace.journeys.keys().collect(),
    };
    for journey in &journeys {
        let run = match default_scenario(workspace, journey).and_then(|scenario| dry_run(workspace, &scenario)) {
            Ok(trace) => text(&trace, workspace),
            Err(error) => format!("{error}\n"),
        };
        super::say(&format!("Test run of “{}”\n{run}\n", name(journey)));
    }
    if journeys.is_empty() {
        super::say("There is no journey in it yet, so there is nothing to run.\n\n");
    }
    outcome
}
