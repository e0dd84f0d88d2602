//! The bare command: opens the designer; where there is no display, shows what the terminal can show.

use std::path::Path;

use super::Outcome;
#[cfg(feature = "designer")]
use crate::journey::{JourneyId, Workspace};

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

    let Some(journey) = samples::gallery().into_iter().next() else { return Outcome::Fine };
    told(samples::workspace(), &[journey])
}

/// The check and the test run of every journey that a path names.
#[cfg(feature = "designer")]
fn document(path: &Path) -> Outcome {
    let subject = match super::subject::Subject::open(path) {
        Ok(subject) => subject,
        Err(outcome) => return outcome,
    };
    let complaints = subject.complain();
    let journeys =
        subject.journey.map_or_else(|| subject.workspace.journeys.keys().cloned().collect(), |one| vec![one]);
    complaints.and(told(&subject.workspace, &journeys))
}

/// Prints what the check says of journeys, and how their test profiles fare.
#[cfg(feature = "designer")]
fn told(workspace: &Workspace, journeys: &[JourneyId]) -> Outcome {
    use crate::check::{Checker, Severity};
    use crate::simulate::{default_scenario, dry_run, text};

    let report = Checker::new().check(workspace, workspace.settings.platform, jiff::Timestamp::now());
    let mut outcome = Outcome::Fine;
    for journey in journeys {
        let name = workspace.journeys.get(journey).map_or("", |known| known.name.as_str());
        let mut page = format!("Check of “{name}”\n");
        let own: Vec<_> =
            report.findings.iter().filter(|found| found.place.journey.as_ref() == Some(journey)).collect();
        for finding in &own {
            page += &format!("{}: {} ({})\n", finding.severity.word(), finding.message, finding.rule);
        }
        if own.is_empty() {
            page += "Nothing would be refused, dropped or delayed.\n";
        }
        if own.iter().any(|finding| finding.severity == Severity::Error) {
            outcome = Outcome::Findings;
        }
        page += &format!("\nTest run of “{name}”\n");
        match default_scenario(workspace, journey).and_then(|scenario| dry_run(workspace, &scenario)) {
            Ok(trace) => page += &text(&trace, workspace),
            Err(error) => page += &format!("{error}\n"),
        }
        super::say(&(page + "\n"));
    }
    outcome
}
