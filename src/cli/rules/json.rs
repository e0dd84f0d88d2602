//! Guardrails as JSON: whatever their card says, for programs. What is there stays; fields are only added.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{finding_of, sources};
use crate::check::platform::{Numbers, limits};
use crate::check::{Guardrail, Mending, Rule, Source};
use crate::cli::page::Spot;
use crate::cli::{picture, unlike};
use crate::journey::Platform;

/// A guardrail.
#[derive(Serialize)]
pub(super) struct Row {
    id: &'static str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    aliases: &'static [&'static str],
    kind: &'static str,
    family: &'static str,
    severity: &'static str,
    summary: &'static str,
    why: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<Remedy>,
    /// The limits that it reads, by platform.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    limits: BTreeMap<&'static str, BTreeMap<&'static str, Value>>,
    source: String,
    sources: Vec<Page>,
    platforms: Vec<&'static str>,
    /// How much it weighs on each of them.
    severities: BTreeMap<&'static str, &'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    examples: Option<Examples>,
    /// The tests that show a behaviour.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    proofs: Vec<&'static str>,
}

/// Whether it can be mended by a program, and what that does, or why it cannot.
#[derive(Serialize)]
struct Remedy {
    offered: bool,
    text: &'static str,
}

#[derive(Serialize)]
struct Page {
    title: &'static str,
    /// In the documentation's repository.
    #[serde(skip_serializing_if = "str::is_empty")]
    path: &'static str,
}

#[derive(Serialize)]
struct Examples {
    platform: &'static str,
    flagged: Flagged,
    passing: Passing,
}

#[derive(Serialize)]
struct Flagged {
    /// What is said of it.
    message: Option<String>,
    journey: Option<String>,
    place: Spot,
    /// Its journeys, drawn in letters.
    picture: String,
}

#[derive(Serialize)]
struct Passing {
    picture: String,
    /// What is otherwise in it.
    differs: Vec<String>,
}

impl Row {
    pub(super) fn of(entry: Guardrail) -> Self {
        let holds = || Platform::ALL.into_iter().filter_map(|on| entry.on(on).map(|severity| (on, severity)));
        let named = |name: &'static str| {
            let on = holds().filter_map(|(on, _)| Some((on.name(), Numbers::named(on, name)?)));
            (name, on.collect())
        };
        let page = |source: &Source| Page { title: source.title, path: source.path };
        let (remedy, examples, proofs) = match entry {
            Guardrail::Rule(rule) => (Some(Remedy::of(rule)), Some(Examples::of(rule)), Vec::new()),
            Guardrail::Card(card) => (None, None, card.proofs().collect()),
        };
        Self {
            id: entry.id(),
            aliases: entry.aliases(),
            kind: entry.kind(),
            family: entry.family().word(),
            severity: entry.severity().word(),
            summary: entry.summary(),
            why: entry.why(),
            remedy,
            limits: limits(entry.id()).iter().copied().map(named).collect(),
            source: sources(entry.sources()),
            sources: entry.sources().iter().map(page).collect(),
            platforms: holds().map(|(on, _)| on.name()).collect(),
            severities: holds().map(|(on, severity)| (on.name(), severity.word())).collect(),
            examples,
            proofs,
        }
    }
}

impl Remedy {
    fn of(rule: &Rule) -> Self {
        match rule.mending {
            Mending::Offers(text) => Self { offered: true, text },
            Mending::None(text) => Self { offered: false, text },
        }
    }
}

impl Examples {
    fn of(rule: &Rule) -> Self {
        let (flagged, passing) = ((rule.flagged)(), (rule.passing)());
        let message = finding_of(rule, &flagged).map(|finding| finding.message.clone());
        Self {
            platform: flagged.platform.name(),
            passing: Passing { picture: picture::of(&passing), differs: unlike::unlike(&flagged, &passing) },
            flagged: Flagged {
                message,
                journey: flagged.place.journey.as_ref().map(ToString::to_string),
                picture: picture::of(&flagged),
                place: Spot::of(&flagged.place, None),
            },
        }
    }
}
