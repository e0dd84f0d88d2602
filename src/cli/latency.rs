//! `waymark latency`: how long each message takes from what triggers it, at best, usually and at worst.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::simulate::Format;
use super::subject::{PlatformName, Subject};
use super::{Outcome, say};
use crate::check::{Budget, Part, budgets};
use crate::journey::{Duration, Journey, Platform, length};

/// Arguments of `waymark latency`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Workspace, journey file or exported definition.
    pub path: PathBuf,
    /// The platform whose figures count, instead of the workspace's own.
    #[arg(long, value_enum)]
    pub platform: Option<PlatformName>,
    /// How the budgets are printed; as JSON, one object per line and message.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Prints the budget of every message.
pub fn run(arguments: &Arguments) -> Outcome {
    let subject = match Subject::open(&arguments.path) {
        Ok(subject) => subject,
        Err(outcome) => return outcome,
    };
    let outcome = subject.complain();
    let workspace = &subject.workspace;
    let platform = arguments.platform.map_or(workspace.settings.platform, Platform::from);
    let meant = |journey: &&std::sync::Arc<Journey>| subject.journey.as_ref().is_none_or(|id| id == &journey.id);
    for journey in workspace.journeys.values().filter(meant) {
        let budgets = budgets(journey, &workspace.inventory, platform);
        match arguments.format {
            Format::Text => say(&text(journey, &budgets)),
            Format::Json => budgets.iter().for_each(|budget| say(&line(journey, budget))),
        }
    }
    outcome
}

fn text(journey: &Journey, budgets: &[Budget]) -> String {
    let mut text = format!("{}\n", journey.name);
    if budgets.is_empty() {
        text.push_str("  sends nothing\n");
    }
    for budget in budgets {
        let [least, typical, most] = [budget.least_ms(), budget.typical_ms(), budget.most_ms()].map(length);
        let more = if budget.is_open { ", or any time: something on the way has no stated end" } else { "" };
        text.push_str(&format!(
            "  {}: {least} at best, usually {typical}, {most} at worst{more}\n",
            name(journey, budget)
        ));
        if let Some(promise) = budget.promise {
            let kept = if budget.is_kept() { "kept" } else { "not always kept" };
            text.push_str(&format!("    promised within {promise}: {kept}\n"));
        }
        for part in &budget.parts {
            let [least, typical, most] = [part.least_ms, part.typical_ms, part.most_ms].map(length);
            text.push_str(&format!("    {}: {least}, {typical}, {most} ({})\n", part.name, part.source));
        }
    }
    text
}

fn name<'j>(journey: &'j Journey, budget: &'j Budget) -> &'j str {
    journey.activity(&budget.activity).map_or(budget.activity.as_str(), |activity| activity.label_or_noun())
}

/// A budget as one line of JSON.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    journey: &'a str,
    activity: &'a str,
    least_ms: i64,
    typical_ms: i64,
    most_ms: i64,
    /// True where the most is not known.
    open: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    promise_ms: Option<i64>,
    kept: bool,
    parts: &'a [Part],
}

fn line(journey: &Journey, budget: &Budget) -> String {
    let line = Line {
        journey: journey.id.as_str(),
        activity: budget.activity.as_str(),
        least_ms: budget.least_ms(),
        typical_ms: budget.typical_ms(),
        most_ms: budget.most_ms(),
        open: budget.is_open,
        promise_ms: budget.promise.map(Duration::milliseconds),
        kept: budget.is_kept(),
        parts: &budget.parts,
    };
    // Plain data with text keys: it always has a JSON form.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}
