//! The bare command: opens the designer; where there is no display, shows what the terminal can show.

use std::path::Path;

use super::Outcome;

/// Opens the designer with the document at the path, if there is one.
#[cfg(not(feature = "designer"))]
pub fn designer(_path: Option<&Path>) -> Outcome {
    eprintln!("waymark: this build has no window; `waymark --help` lists what the terminal can do");
    Outcome::Unreadable
}

/// Opens the designer with the document at the path, if there is one.
#[cfg(feature = "designer")]
pub fn designer(path: Option<&Path>) -> Outcome {
    match crate::designer::app::open(path.map(Path::to_owned)) {
        Ok(()) => Outcome::Fine,
        Err(error) => {
            eprintln!("waymark: {error}; here is the check and the test run of a sample instead.");
            sample()
        }
    }
}

/// The check and the test run of the sample with which people begin.
#[cfg(feature = "designer")]
fn sample() -> Outcome {
    use crate::check::Checker;
    use crate::designer::samples;
    use crate::simulate::{default_scenario, dry_run, text};

    let workspace = samples::workspace();
    let Some(journey) = samples::gallery().into_iter().next() else { return Outcome::Fine };
    let name = workspace.journeys.get(&journey).map_or("", |known| known.name.as_str());
    let report = Checker::new().check(workspace, workspace.settings.platform, jiff::Timestamp::now());
    let mut page = format!("Check of “{name}”\n");
    let own = report.findings.iter().filter(|found| found.place.journey.as_ref() == Some(&journey));
    for finding in own.clone() {
        page += &format!("{}: {} ({})\n", finding.severity.word(), finding.message, finding.rule);
    }
    if own.count() == 0 {
        page += "Nothing would be refused, dropped or delayed.\n";
    }
    page += &format!("\nTest run of “{name}”\n");
    match default_scenario(workspace, &journey).and_then(|scenario| dry_run(workspace, &scenario)) {
        Ok(trace) => page += &text(&trace, workspace),
        Err(error) => page += &format!("{error}\n"),
    }
    page += "\n`waymark --help` lists what else the terminal can do.\n";
    super::say(&page);
    Outcome::Fine
}
