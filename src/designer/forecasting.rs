//! The forecast as the window looks at it: how many people from when on, the work under way, what came of it, what
//! would lose nothing, and whether the document has changed since.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use egui::Context;
use jiff::Timestamp;

use crate::journey::{ActivityId, JourneyId, Population, Workspace};
use crate::run::{ActivityCounts, Status};
use crate::simulate::default_start;
use crate::simulate::volume::{
    Activity, EndpointVolume, Forecast, Offer, Progress, Searched, Setting, assume, forecast, people_of, remedies,
};

use super::likeness;
use super::study::Study;
use super::words::{phrase, word};

/// A wish about the forecast.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Foresee {
    /// So many people.
    People(u32),
    /// Virtual time begins then.
    Start(Timestamp),
    /// Where chance begins.
    Seed(u64),
    /// Forecast (again).
    Run,
    /// Give it up.
    Cancel,
    /// Look for the smallest changes that lose nothing (again).
    Search,
    /// Give that up.
    StopSearch,
    /// Look at this endpoint, by its key.
    Look(String),
}

/// What came of a forecast.
#[derive(Debug)]
pub struct Found {
    /// The figures.
    pub forecast: Forecast,
    /// What was asked for.
    pub setting: Setting,
    /// How long it took.
    pub took: Duration,
    /// What became of people at each step, by journey: for the canvas.
    pub counts: BTreeMap<JourneyId, BTreeMap<ActivityId, ActivityCounts>>,
}

impl Found {
    /// What calls meet, whoever loses most first.
    pub fn places(&self) -> Vec<&EndpointVolume> {
        let mut places: Vec<_> = self.forecast.endpoints.iter().chain(&self.forecast.budgets).collect();
        places.sort_by_key(|place| std::cmp::Reverse((lost(place), place.queued, place.calls)));
        places
    }
}

/// Calls that were refused, dropped, or answered with 429.
pub fn lost(place: &EndpointVolume) -> u64 {
    place.capped + place.given_up + place.answers.get("429").copied().unwrap_or(0)
}

/// How many people the document brings, and from when on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Proposal {
    people: Option<u32>,
    start: Timestamp,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Forecasting {
    people: Option<u32>,
    start: Option<Timestamp>,
    seed: Option<u64>,
    proposal: Option<(u64, Proposal)>,
    study: Study<Progress, Found>,
    search: Study<Searched, Vec<Offer>>,
    looked: Option<String>,
    shown: bool,
}

impl Forecasting {
    /// How many people there will be; `None` where only the table of the population says.
    pub fn people(&self) -> Option<u32> {
        self.people.or(self.proposal.and_then(|(_, proposal)| proposal.people))
    }

    /// Virtual time at the beginning.
    pub fn start(&self) -> Timestamp {
        self.start.or(self.proposal.map(|(_, proposal)| proposal.start)).unwrap_or_else(default_start)
    }

    /// Where chance begins.
    pub fn seed(&self) -> u64 {
        self.seed.unwrap_or(1)
    }

    /// The work under way, and what came of the last.
    pub fn study(&self) -> &Study<Progress, Found> {
        &self.study
    }

    /// What came of the last one.
    pub fn found(&self) -> Option<&Arc<Found>> {
        self.study.found()
    }

    /// The search for changes that lose nothing, and what it found.
    pub fn search(&self) -> &Study<Searched, Vec<Offer>> {
        &self.search
    }

    /// The endpoint that is looked at: the one that somebody chose, else whoever loses most.
    pub fn looked(&self) -> Option<&EndpointVolume> {
        let places = self.found()?.places();
        let chosen = places.iter().find(|place| Some(&place.key) == self.looked.as_ref());
        chosen.or(places.first()).copied()
    }

    /// What became of people in this journey, for the canvas, while it is looked at.
    pub fn flow(&self, journey: &JourneyId) -> Option<&BTreeMap<ActivityId, ActivityCounts>> {
        self.found().filter(|_| self.shown)?.counts.get(journey)
    }

    /// Whether it is looked at.
    pub(super) fn is_shown(&self) -> bool {
        self.shown
    }

    /// What was asked for.
    pub(super) fn carry_out(&mut self, wish: Foresee, workspace: &Workspace, root: Option<&Path>, context: &Context) {
        match wish {
            Foresee::People(people) => self.people = Some(people),
            Foresee::Start(start) => self.start = Some(start),
            Foresee::Seed(seed) => self.seed = Some(seed),
            Foresee::Look(key) => self.looked = Some(key),
            Foresee::Cancel => self.study.cancel(),
            Foresee::Search => self.look_for_changes(root, context),
            Foresee::StopSearch => self.search.cancel(),
            Foresee::Run => {
                // What lost nothing then is of the figures that go now.
                self.search = Study::default();
                let setting = Setting { seed: self.seed(), people: self.people, start: self.start };
                let root = root.map(Path::to_owned);
                let find = move |workspace: &Workspace, go_on: &mut dyn FnMut(&Progress) -> bool| {
                    find(workspace, setting, root.as_deref(), go_on)
                };
                self.study.begin(context, "forecast", workspace, find);
            }
        }
    }

    /// Looks for what would lose nothing, where the last forecast loses calls.
    fn look_for_changes(&mut self, root: Option<&Path>, context: &Context) {
        let Some((over, found)) = self.study.found_over().filter(|(_, found)| found.forecast.loses_calls()) else {
            return;
        };
        let (found, root) = (Arc::clone(found), root.map(Path::to_owned));
        let find = move |workspace: &Workspace, go_on: &mut dyn FnMut(&Searched) -> bool| {
            let table = table(workspace, root.as_deref())?;
            Ok(remedies(workspace, found.setting, table.as_deref(), &found.forecast, go_on))
        };
        self.search.begin(context, "remedies", over, find);
    }

    /// Takes what arrived; compares what is there with the document, while it is looked at. A forecast that loses calls
    /// is followed by the search for what would lose nothing.
    pub(super) fn keep_up(
        &mut self,
        (workspace, revision): (&Workspace, u64),
        root: Option<&Path>,
        is_shown: bool,
        context: &Context,
    ) {
        self.shown = is_shown;
        if self.study.take_up(word("volume.broken")) {
            self.look_for_changes(root, context);
        }
        self.search.take_up(word("volume.search_broken"));
        if !is_shown {
            return;
        }
        if self.proposal.is_none_or(|(known, _)| known != revision) {
            self.proposal = Some((revision, Proposal::of(workspace)));
        }
        self.study.compare(workspace, revision, likeness::same_world);
        if self.study.is_outdated() {
            self.search.cancel();
        }
    }
}

impl Proposal {
    fn of(workspace: &Workspace) -> Self {
        let assumed;
        let population: &Population = match &workspace.population {
            Some(population) => population,
            None => {
                assumed = assume(workspace, None).0;
                &assumed
            }
        };
        Self { people: people_of(population), start: population.start.unwrap_or_else(default_start) }
    }
}

fn find(
    workspace: &Workspace,
    setting: Setting,
    root: Option<&Path>,
    go_on: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Found, String> {
    let began = std::time::Instant::now();
    let table = table(workspace, root)?;
    let forecast = forecast(workspace, setting, table.as_deref(), go_on).map_err(|error| error.to_string())?;
    let counts = |activities: &[Activity]| {
        activities.iter().map(|activity| (activity.activity.clone(), counted(activity))).collect::<BTreeMap<_, _>>()
    };
    let counts = forecast.journeys.iter().map(|of| (of.journey.clone(), counts(&of.activities))).collect();
    Ok(Found { forecast, setting, took: began.elapsed(), counts })
}

/// The text of the table of people that the population names.
fn table(workspace: &Workspace, root: Option<&Path>) -> Result<Option<String>, String> {
    let Some(population) = workspace.population.as_ref().filter(|it| !it.file.is_empty()) else { return Ok(None) };
    let path = root.map_or_else(|| Path::new(&population.file).to_owned(), |root| root.join(&population.file));
    let refused = |error: std::io::Error| {
        phrase("volume.no_table", &[("file", &path.display().to_string()), ("why", &error.to_string())])
    };
    std::fs::read_to_string(&path).map(Some).map_err(refused)
}

/// As the canvas counts.
fn counted(activity: &Activity) -> ActivityCounts {
    let statuses = activity.statuses.iter().filter_map(|(word, count)| Some((Status::from_word(word)?, *count)));
    ActivityCounts {
        waiting: 0,
        statuses: statuses.collect(),
        errors: activity.errors.clone(),
        branches: activity.branches.clone(),
    }
}
