//! A trace for people: in the terminal, one paragraph per run.

use jiff::Timestamp;

use crate::journey::{Activity, Journey, Profile, Workspace};
use crate::run::{Reason, Status, Step};

use super::{Run, Trace};

/// The trace in plain text; names come from the workspace.
pub fn text(trace: &Trace, workspace: &Workspace) -> String {
    let runs: Vec<String> = trace.runs.iter().map(|run| paragraph(run, workspace)).collect();
    if runs.is_empty() { "Nobody entered.\n".to_owned() } else { runs.join("\n") }
}

fn paragraph(run: &Run, workspace: &Workspace) -> String {
    let journey = workspace.journeys.get(&run.journey);
    let who = workspace.inventory.get::<Profile>(&run.profile).map_or(run.profile.as_str(), |found| &found.name);
    let what = journey.map_or(run.journey.as_str(), |journey| &journey.name);
    let about = run.supplemental.as_ref().map(|id| format!(" for {id}")).unwrap_or_default();
    let mut text = format!("{who} in “{what}”{about}\n");
    let journey = journey.map(|journey| &**journey);
    for step in &run.steps {
        text.push_str(&line(step, journey));
    }
    for misfit in &run.misfits {
        let name = journey.and_then(|journey| journey.activity(&misfit.activity)).map(Activity::label_or_id);
        let name = name.unwrap_or(misfit.activity.as_str());
        text.push_str(&format!("  {}  {name}: {}\n", clock(misfit.at), misfit.message));
    }
    text.push_str(&format!("  {}  {}\n", clock(run.end.at), ending(run.end.reason)));
    text
}

fn line(step: &Step, journey: Option<&Journey>) -> String {
    let activity = journey.and_then(|journey| journey.activity(&step.activity));
    let name = activity.map(Activity::label_or_id);
    let mut text = format!("  {}  {}", clock(step.at), name.unwrap_or(step.activity.as_str()));
    if let Some(because) = &step.because {
        text.push_str(&format!(" — {because}"));
    }
    let ports = match (step.branch.as_deref(), step.status) {
        (Some("other"), _) => " → other cases".to_owned(),
        (Some("timeout"), _) => " → timeout path".to_owned(),
        (Some("error"), _) => " → error path".to_owned(),
        (_, Status::Error | Status::Capped | Status::TimedOut) => " (failed)".to_owned(),
        (_, Status::Waiting) => " (not done)".to_owned(),
        _ => String::new(),
    };
    text.push_str(&ports);
    text.push('\n');
    let mut detail = |words: String| {
        for row in words.lines() {
            text.push_str(&format!("      {row}\n"));
        }
    };
    if let Some(request) = &step.action {
        detail(format!("{} {}", request.method, request.url));
        for (name, value) in &request.headers {
            detail(format!("{name}: {value}"));
        }
        if let Some(body) = &request.body {
            detail(body.to_string());
        }
    }
    for letter in step.messages() {
        detail(format!("{} to {}", letter.channel, letter.to));
        if !letter.subject.is_empty() {
            detail(format!("Subject: {}", letter.subject));
        }
        detail(letter.body.clone());
    }
    text
}

fn clock(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Why a run ended, in words.
pub fn ending(reason: Reason) -> String {
    match reason {
        Reason::Completed => "end of the path".to_owned(),
        Reason::NoPath => "left: no path fits".to_owned(),
        Reason::ExitCriteria => "left by an exit criterion".to_owned(),
        Reason::Error => "stopped by an error".to_owned(),
        Reason::InstanceTimedout => "left after 91 days".to_owned(),
        Reason::Ejected => "taken out by the next run of the journey".to_owned(),
        Reason::JourneyEnded => "left: the journey's end date came".to_owned(),
        Reason::Stopped => "stopped".to_owned(),
        Reason::Paused => "left at an action: the journey is paused".to_owned(),
        Reason::QuietHours => "left at a message: quiet hours drop it".to_owned(),
        Reason::Running => "still inside when the dry run ended".to_owned(),
        Reason::Discarded(discard) => format!("not let in: {}", discard.code()),
    }
}
