//! `waymark rules`: the guardrails themselves.

use clap::Args;
use serde::Serialize;

use super::{Format, Outcome};
use crate::check::{self, Card, Family, Mending, Rule, Severity, Source, platform};
use crate::journey::Platform;

/// Arguments of `waymark rules`.
#[derive(Debug, Args)]
pub struct Arguments {
    /// Explain only this rule.
    pub id: Option<String>,
    /// How rules are printed; as JSON, they are a list of objects.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
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
    let entries: Vec<Entry> = check::rules()
        .iter()
        .copied()
        .map(Entry::Rule)
        .chain(check::cards().iter().map(Entry::Card))
        .filter(|entry| id.is_none_or(|id| entry.answers_to(id)))
        .collect();
    match (id, entries.as_slice()) {
        (Some(id), []) => Err(format!("there is no rule {id}; `waymark rules` lists them all")),
        (_, entries) if format == Format::Json => {
            let rows: Vec<Row> = entries.iter().map(Entry::row).collect();
            serde_json::to_string_pretty(&rows).map(|text| text + "\n").map_err(|error| error.to_string())
        }
        (Some(_), entries) => Ok(entries.iter().map(Entry::explained).collect::<Vec<_>>().join("\n")),
        (None, entries) => Ok(entries.iter().map(Entry::line).collect()),
    }
}

enum Entry {
    Rule(&'static Rule),
    Card(&'static Card),
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
    kind: &'static str,
    family: &'static str,
    severity: &'static str,
    summary: &'static str,
    source: String,
    platforms: Vec<&'static str>,
}

impl Entry {
    fn answers_to(&self, id: &str) -> bool {
        match self {
            Self::Rule(rule) => rule.id == id || rule.aliases.contains(&id),
            Self::Card(card) => card.id == id,
        }
    }

    fn row(&self) -> Row {
        Row {
            id: self.id(),
            kind: match self {
                Self::Rule(_) => "rule",
                Self::Card(card) => card.kind.word(),
            },
            family: self.family().word(),
            severity: self.severity().word(),
            summary: self.summary(),
            source: sources(self.sources()),
            platforms: Platform::ALL.into_iter().filter(|on| self.on(*on).is_some()).map(Platform::name).collect(),
        }
    }

    /// One line of the list.
    fn line(&self) -> String {
        format!("{:<8} {:<44} {}\n", self.severity().word(), self.id(), self.summary())
    }

    /// Everything that is known of it.
    fn explained(&self) -> String {
        let mut text =
            format!("{} ({}, {})\n\n{}\n", self.id(), self.family().word(), self.severity().word(), self.summary());
        match self {
            Self::Rule(rule) => {
                let remedy = match rule.mending {
                    Mending::Offers(remedy) => format!("Remedy: {remedy}"),
                    Mending::None(why) => format!("No remedy: {why}"),
                };
                text += &format!("{}\n\n{remedy}\n", rule.why);
                if !rule.aliases.is_empty() {
                    text += &format!("Also called: {}\n", rule.aliases.join(", "));
                }
            }
            Self::Card(card) => text += &format!("Not checked: {}\n", card.reason),
        }
        text += &format!("Source: {}\n", sources(self.sources()));
        for known in Platform::ALL {
            let weight = self.on(known).map_or("off", Severity::word);
            text += &format!("On {}: {weight}\n", known.name());
        }
        text
    }

    fn on(&self, on: Platform) -> Option<Severity> {
        match self {
            Self::Rule(rule) => platform::severity(rule, on),
            Self::Card(card) => Some(card.severity),
        }
    }

    fn id(&self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.id,
            Self::Card(card) => card.id,
        }
    }

    fn family(&self) -> Family {
        match self {
            Self::Rule(rule) => rule.family,
            Self::Card(card) => card.family,
        }
    }

    fn severity(&self) -> Severity {
        match self {
            Self::Rule(rule) => rule.severity,
            Self::Card(card) => card.severity,
        }
    }

    fn summary(&self) -> &'static str {
        match self {
            Self::Rule(rule) => rule.summary,
            Self::Card(card) => card.summary,
        }
    }

    fn sources(&self) -> &'static [Source] {
        match self {
            Self::Rule(rule) => rule.sources,
            Self::Card(card) => card.sources,
        }
    }
}

/// The public pages, the chief one first.
pub(super) fn sources(sources: &[Source]) -> String {
    sources.iter().map(Source::to_string).collect::<Vec<_>>().join("; ")
}
