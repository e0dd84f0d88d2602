//! `waymark rules`: the guardrails themselves.

mod json;

use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::{Outcome, picture, unlike};
use crate::check::example::Sketch;
use crate::check::{self, Checker, Family, Finding, Guardrail, Mending, Rule, Source};
use crate::journey::{Platform, nearest};

/// Arguments of `waymark rules`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Explain only this rule.
    pub id: Option<String>,
    /// How rules are printed; as JSON, they are a list of objects.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How rules are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// A list of objects.
    Json,
    /// A page with a table for each family.
    Markdown,
}

/// Prints the rules.
pub fn run(arguments: &Arguments) -> Outcome {
    match print(arguments.id.as_deref(), arguments.format) {
        Ok(text) => {
            super::say(&text);
            Outcome::Fine
        }
        Err(complaint) => {
            eprintln!("waymark: {complaint}");
            Outcome::Unreadable
        }
    }
}

/// What the command prints.
///
/// # Errors
/// A sentence where there is no rule or card of this id.
pub fn print(id: Option<&str>, format: Format) -> Result<String, String> {
    let entries: Vec<Guardrail> =
        check::guardrails().filter(|known| id.is_none_or(|id| known.answers_to(id))).collect();
    match (id, entries.as_slice()) {
        (Some(id), []) => Err(unknown(id)),
        (_, entries) if format == Format::Json => {
            let rows: Vec<json::Row> = entries.iter().copied().map(json::Row::of).collect();
            serde_json::to_string_pretty(&rows).map(|text| text + "\n").map_err(|error| error.to_string())
        }
        (_, entries) if format == Format::Markdown => Ok(markdown(entries)),
        (Some(_), entries) => Ok(entries.iter().copied().map(explained).collect::<Vec<_>>().join("\n")),
        (None, entries) => Ok(entries.iter().copied().map(line).collect::<String>() + LEGEND),
    }
}

/// Ids that are named where nobody has the written one.
const NAMED: usize = 3;

/// Nobody has this id; somebody may have meant another.
fn unknown(id: &str) -> String {
    let known: Vec<&str> = check::guardrails().flat_map(|known| [&[known.id()], known.aliases()].concat()).collect();
    let meant: Vec<&str> = match nearest(id, known.iter().copied()) {
        Some(near) => vec![near],
        None if id.is_empty() => Vec::new(),
        // Whoever remembers a part of it.
        None => known.into_iter().filter(|known| known.contains(id)).take(NAMED).collect(),
    };
    match meant.as_slice() {
        [] => format!("there is no rule {id}; `waymark rules` lists them all"),
        meant => format!("there is no rule {id}; is {} meant? `waymark rules` lists them all", meant.join(" or ")),
    }
}

/// A table for each family; rules and cards of one family stand together.
fn markdown(entries: &[Guardrail]) -> String {
    let mut families: Vec<Family> = entries.iter().map(|entry| entry.family()).collect();
    families.sort_unstable();
    families.dedup();
    let mut page = "# Guardrails\n".to_owned();
    for family in families {
        let title = family.word();
        let heads = "Id | Kind | ajo | blueprint | waymark | What must hold | Why | Remedy | Source";
        page += &format!("\n## {title}\n\n| {heads} |\n");
        page += &format!("|{}\n", " --- |".repeat(9));
        let of_family = || entries.iter().filter(|entry| entry.family() == family);
        for entry in of_family() {
            let weights = Platform::ALL.map(|known| weight(*entry, known)).join(" | ");
            let cells = [entry.summary(), entry.why(), &remedy(*entry), &sources(entry.sources())]
                .map(|cell| cell.replace('|', "\\|"));
            let names: Vec<String> =
                std::iter::once(&entry.id()).chain(entry.aliases()).map(|name| format!("`{name}`")).collect();
            page += &format!("| {} | {} | {weights} | {} |\n", names.join("<br>"), entry.kind(), cells.join(" | "));
        }
        for entry in of_family() {
            let shown = match entry {
                Guardrail::Rule(rule) => format!("```text\n{}```\n", examples(rule)),
                Guardrail::Card(card) => {
                    let proofs: Vec<String> = card.proofs().map(|proof| format!("`{proof}`")).collect();
                    if proofs.is_empty() {
                        continue;
                    }
                    format!("Shown by the tests {}.\n", proofs.join(", "))
                }
            };
            page += &format!("\n### `{}`\n\n{shown}", entry.id());
        }
    }
    page
}

/// What the first words of the lines mean.
const LEGEND: &str = "
error, warning, info: a rule that is checked, and how much it weighs
behaviour: what the platform does by itself; a test run shows it
card: what nobody can see in a journey; it is told only
";

/// What it is, in a word: of a rule how much it weighs; what is never checked has no weight.
fn sort(entry: Guardrail) -> &'static str {
    match entry {
        Guardrail::Rule(rule) => rule.severity.word(),
        Guardrail::Card(card) => card.kind.word(),
    }
}

/// How much a rule weighs on a platform, or whether there holds what is only told.
fn weight(entry: Guardrail, on: Platform) -> &'static str {
    match (entry, entry.on(on)) {
        (_, None) => "off",
        (Guardrail::Rule(_), Some(severity)) => severity.word(),
        (Guardrail::Card(_), Some(_)) => "holds",
    }
}

/// One line of the list.
fn line(entry: Guardrail) -> String {
    let also = match entry.aliases() {
        [] => String::new(),
        aliases => format!(" (also {})", aliases.join(", ")),
    };
    format!("{:<9} {:<44} {}{also}\n", sort(entry), entry.id(), entry.summary())
}

/// Everything that is known of it.
fn explained(entry: Guardrail) -> String {
    let (family, sort) = (entry.family().word(), sort(entry));
    let mut text = format!("{} ({family}, {sort})\n\n{}\n", entry.id(), entry.summary());
    match entry {
        Guardrail::Rule(rule) => {
            text += &format!("{}\n\n", rule.why);
            text += &examples(rule);
            text += &format!("{}\n", remedy(entry));
            if !rule.aliases.is_empty() {
                text += &format!("Also called: {}\n", rule.aliases.join(", "));
            }
        }
        Guardrail::Card(card) => {
            text += &format!("{}\n", remedy(entry));
            for proof in card.proofs() {
                text += &format!("Shown by the test: {proof}\n");
            }
        }
    }
    text += &format!("Source: {}\n", sources(entry.sources()));
    for known in Platform::ALL {
        text += &format!("On {}: {}\n", known.name(), weight(entry, known));
    }
    text
}

/// What it offers, or why nothing.
fn remedy(entry: Guardrail) -> String {
    match entry {
        Guardrail::Rule(rule) => match rule.mending {
            Mending::Offers(remedy) => format!("Remedy: {remedy}"),
            Mending::None(why) => format!("No remedy: {why}"),
        },
        Guardrail::Card(card) => format!("Not checked: {}", card.reason),
    }
}

/// What the check says of a flagged example, at the place that is meant.
fn finding_of(rule: &Rule, flagged: &Sketch) -> Option<Arc<Finding>> {
    let report = Checker::new().check(&flagged.workspace, flagged.platform, Sketch::now());
    report.findings.into_iter().find(|finding| finding.rule == rule.id && finding.place == flagged.place)
}

/// The flagged example with what is said of it, and the passing one where the steps tell them apart.
fn examples(rule: &Rule) -> String {
    let (flagged, passing) = ((rule.flagged)(), (rule.passing)());
    let mut text = String::new();
    if let Some(finding) = finding_of(rule, &flagged) {
        text += &format!("For example: {}\n", finding.message);
    }
    let (wrong, right) = (picture::of(&flagged), picture::of(&passing));
    text += &wrong;
    if !wrong.contains(picture::HERE)
        && let Some(place) = picture::place(&flagged)
    {
        text += &format!("{} {place}\n", picture::HERE.trim());
    }
    if wrong != right && !right.is_empty() {
        text += &format!("This passes:\n{right}");
    }
    for line in unlike::unlike(&flagged, &passing) {
        text += &format!("It passes with {line}\n");
    }
    text
}

/// The public pages, the chief one first.
pub(super) fn sources(sources: &[Source]) -> String {
    sources.iter().map(Source::to_string).collect::<Vec<_>>().join("; ")
}
