//! Findings as `waymark check` prints them: for people with the lines that are meant, and as JSON.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::excerpt::Excerpt;
use super::rules::sources;
use super::subject::Subject;
use crate::check::survey::plural;
use crate::check::{Confidence, Finding, Report, Severity, Suppressed, rule};
use crate::journey::{Place, is_default};

/// What is printed.
#[derive(Default, Serialize)]
pub(super) struct Page {
    pub(super) findings: Vec<Row>,
    /// Those with which somebody lives; they count nowhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) suppressed: Vec<Row>,
    summary: Summary,
    /// The files that findings are about, as they were read.
    #[serde(skip)]
    files: BTreeMap<PathBuf, Option<Rc<str>>>,
}

#[derive(Default, Serialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    infos: usize,
    /// Places that could not be read, and were not checked for that.
    #[serde(skip_serializing_if = "is_default")]
    unreadable: usize,
}

/// A finding as it is printed.
#[derive(Serialize)]
pub(super) struct Row {
    pub(super) rule: &'static str,
    pub(super) severity: &'static str,
    pub(super) journey: Option<String>,
    place: Spot,
    pub(super) message: String,
    remedies: Vec<Offer>,
    source: String,
    /// Why somebody lives with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reason: Option<String>,
    /// Where it is written.
    #[serde(skip)]
    pub(super) at: Option<Written>,
}

/// Where something is written.
pub(super) struct Written {
    /// The file, as the person who runs this can open it.
    pub(super) file: String,
    /// The line on which its entry begins, from 1.
    pub(super) line: usize,
    /// What is written there; nothing where the file could not be read again.
    pub(super) excerpt: Option<Excerpt>,
}

/// A place, as reports say it.
#[derive(Serialize)]
pub(super) struct Spot {
    file: Option<String>,
    object: Option<String>,
    activity: Option<String>,
    connection: Option<String>,
    field: Option<String>,
}

#[derive(Serialize)]
struct Offer {
    title: String,
    confidence: &'static str,
}

impl Spot {
    pub(super) fn of(place: &Place, file: Option<String>) -> Self {
        Self {
            file,
            object: place.item.as_ref().map(|item| item.as_str().to_owned()),
            activity: place.activity.as_ref().map(ToString::to_string),
            connection: place.connection.as_ref().map(ToString::to_string),
            field: place.field.clone(),
        }
    }
}

impl Row {
    fn of(finding: &Finding, subject: &Subject, mut read: impl FnMut(&Path) -> Option<Rc<str>>) -> Self {
        let place = &finding.place;
        let location = subject.files.locate(place);
        let offers = finding.remedies.iter().map(|remedy| Offer {
            title: remedy.title.clone(),
            confidence: match remedy.confidence {
                Confidence::Safe => "safe",
                Confidence::Suggested => "suggested",
            },
        });
        Self {
            rule: finding.rule,
            severity: finding.severity.word(),
            journey: place.journey.as_ref().map(ToString::to_string),
            place: Spot::of(place, location.as_ref().map(|location| location.file.display().to_string())),
            message: finding.message.clone(),
            remedies: offers.collect(),
            reason: None,
            source: rule(finding.rule).map(|rule| sources(rule.sources)).unwrap_or_default(),
            at: location.map(|found| {
                let file = subject.files.root.join(&found.file);
                let excerpt = read(&file).and_then(|text| Excerpt::of(&text, found.line, place.field.as_deref()));
                Written { file: file.display().to_string(), line: found.line, excerpt }
            }),
        }
    }
}

impl Row {
    /// As compilers say it: weight, rule and sentence, the lines that are meant, and what to do.
    fn drawn(&self, renderer: &Renderer) -> String {
        let level = match self.severity {
            "error" => Level::ERROR,
            "warning" => Level::WARNING,
            _ => Level::INFO,
        };
        let level =
            if self.reason.is_some() { Level::NOTE.with_name(format!("suppressed {}", self.severity)) } else { level };
        let mut group = Group::with_title(level.primary_title(&self.message).id(self.rule));
        match &self.at {
            Some(Written { file, excerpt: Some(excerpt), .. }) => {
                let meant = AnnotationKind::Primary.span(excerpt.span.clone());
                let snippet = Snippet::source(&excerpt.text).line_start(excerpt.first).path(file).annotation(meant);
                group = group.element(snippet);
            }
            Some(Written { file, line, .. }) => group = group.element(Origin::path(file).line(*line)),
            None => group = group.elements(self.journey.as_ref().map(Origin::path)),
        }
        let advice = |name: &'static str, text| Level::HELP.with_name(name).message(text);
        let remedies = self.remedies.iter().map(|offer| advice("remedy", offer.title.as_str()));
        let reason = self.reason.as_deref().map(|reason| advice("because", reason));
        renderer.render(&[group.elements(remedies).elements(reason)]) + "\n\n"
    }
}

impl Page {
    pub(super) fn fill(&mut self, subject: &Subject, report: &Report) {
        for finding in &report.findings {
            self.add(finding, subject);
        }
        for suppressed in &report.suppressed {
            self.add_suppressed(suppressed, subject);
        }
    }

    fn add(&mut self, finding: &Finding, subject: &Subject) {
        match finding.severity {
            Severity::Error => self.summary.errors += 1,
            Severity::Warning => self.summary.warnings += 1,
            Severity::Info => self.summary.infos += 1,
        }
        let row = self.row(finding, subject);
        self.findings.push(row);
    }

    fn add_suppressed(&mut self, suppressed: &Suppressed, subject: &Subject) {
        let reason = Some(suppressed.reason.to_string());
        let row = self.row(&suppressed.finding, subject);
        self.suppressed.push(Row { reason, ..row });
    }

    fn row(&mut self, finding: &Finding, subject: &Subject) -> Row {
        let read = |file: &Path| {
            let known = self.files.entry(file.to_owned());
            known.or_insert_with(|| fs::read_to_string(file).ok().map(Rc::from)).clone()
        };
        Row::of(finding, subject, read)
    }

    /// Counts places that could not be read.
    pub(super) fn unreadable(&mut self, places: usize) {
        self.summary.unreadable += places;
    }

    /// How many errors there are.
    pub(super) fn errors(&self) -> usize {
        self.summary.errors
    }

    pub(super) fn json(&self) -> String {
        // Plain texts and numbers are always JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// For people; in colours where they look at a terminal.
    pub(super) fn text(&self, is_terminal: bool) -> String {
        let renderer = if is_terminal { Renderer::styled() } else { Renderer::plain() };
        let text: String = self.findings.iter().chain(&self.suppressed).map(|row| row.drawn(&renderer)).collect();
        let Summary { errors, warnings, infos, unreadable } = self.summary;
        let mut counts = [plural(errors, "error"), plural(warnings, "warning"), plural(infos, "remark")].join(", ");
        if !self.suppressed.is_empty() {
            counts += &format!("; {} suppressed", self.suppressed.len());
        }
        if unreadable > 0 {
            // Whatever stands there is not among the figures.
            counts += &format!("; not checked: {} that could not be read", plural(unreadable, "place"));
        }
        text + &counts + ".\n"
    }
}
