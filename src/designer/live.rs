//! What runs on a server, as the window looks at it: which environment, whose path, how far along it. Somebody else
//! watches on a thread of their own; here stands what they saw last, so that drawing never waits.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::journey::{ActivityId, Environment, EnvironmentId, JourneyId, Platform, ProfileId, Workspace};
use crate::run::ActivityCounts;
use crate::simulate::Run;
use crate::watch::{self, Seen, Standing, Target, Watcher, Wish};
use crate::wire::{InstanceState, Record};

use super::clock::Clock;
use super::trail::Trail;

/// Something about what runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Watch {
    /// Look at this environment.
    In(EnvironmentId),
    /// List those inside, those who left, or all.
    List(Option<InstanceState>),
    /// Look for this person; everybody where nothing is typed.
    Search(String),
    /// Look at this instance's path, or at no one's.
    At(Option<String>),
    /// Look at a step of it.
    Step(usize),
    /// Go through that path again as a test run.
    Replay,
}

/// See the module.
#[derive(Default)]
pub struct Live {
    environment: Option<EnvironmentId>,
    watcher: Option<(Target, Watcher)>,
    seen: Arc<Seen>,
    wish: Wish,
    run: Option<Arc<Run>>,
    /// The step that is looked at; the last one where nobody chose another.
    step: Option<usize>,
    shown: bool,
}

impl Live {
    /// The environment that is looked at.
    pub fn environment(&self) -> Option<&EnvironmentId> {
        self.environment.as_ref()
    }

    /// What was seen last.
    pub fn seen(&self) -> &Seen {
        &self.seen
    }

    /// What is wanted.
    pub fn wish(&self) -> &Wish {
        &self.wish
    }

    /// The path that is looked at.
    pub fn run(&self) -> Option<&Arc<Run>> {
        self.run.as_ref()
    }

    /// The number of the step that is looked at.
    pub fn step(&self) -> usize {
        let last = self.run.as_ref().map_or(0, |run| run.steps.len().saturating_sub(1));
        self.step.map_or(last, |step| step.min(last))
    }

    /// Figures by activity, for the canvas: while it is looked at and nobody's path is.
    pub fn counts(&self) -> Option<&BTreeMap<ActivityId, ActivityCounts>> {
        let has_some = self.shown && self.run.is_none() && self.seen.journey.is_some();
        has_some.then_some(&self.seen.counts.activities)
    }

    /// The path up to the step that is looked at.
    pub(super) fn trail(
        &self,
        journey: &JourneyId,
        zone: jiff::tz::TimeZone,
        waits: &dyn Fn(&ActivityId) -> bool,
    ) -> Option<Trail> {
        let run = self.run.as_ref().filter(|run| self.shown && &run.journey == journey)?;
        Some(Trail::of(&run.steps, self.step(), &Clock::of(run, zone), waits))
    }

    pub(super) fn is_shown(&self) -> bool {
        self.shown
    }

    /// What was asked for.
    pub(super) fn carry_out(&mut self, watch: Watch) {
        match watch {
            Watch::In(environment) => {
                self.environment = Some(environment);
                (self.wish.key, self.wish.record) = (None, false);
            }
            Watch::List(state) => self.wish.state = state,
            Watch::Search(text) => {
                self.wish.profile = Some(text.trim().to_owned()).filter(|text| !text.is_empty()).map(ProfileId);
            }
            Watch::At(key) => (self.wish.key, self.wish.record, self.step) = (key, false, None),
            Watch::Replay => self.wish.record = true,
            Watch::Step(step) => {
                self.step = Some(step);
                return;
            }
        }
        if let Some((_, watcher)) = &self.watcher {
            watcher.wish(self.wish.clone());
        }
        self.follow_path(self.seen.at.unwrap_or_default());
    }

    /// Watches from when it is looked at until another journey is.
    pub(super) fn keep_up(
        &mut self,
        workspace: &Workspace,
        journey: Option<&JourneyId>,
        is_shown: bool,
        now: fn() -> Timestamp,
        context: &egui::Context,
    ) {
        self.shown = is_shown;
        // Once it was looked at it is watched on: whoever comes back finds what happened meanwhile.
        let known = self.watcher.as_ref().map(|(target, _)| target.clone());
        let target = match journey {
            Some(journey) if is_shown => self.target(workspace, journey),
            journey => known.filter(|known| Some(&known.journey) == journey),
        };
        if self.watcher.as_ref().map(|(target, _)| target) != target.as_ref() {
            if self
                .watcher
                .as_ref()
                .is_none_or(|(known, _)| Some(&known.journey) != target.as_ref().map(|it| &it.journey))
            {
                (self.wish, self.step) = (Wish::default(), None);
            }
            self.seen = Arc::default();
            self.watcher = target.map(|target| {
                let context = context.clone();
                let wake = move || context.request_repaint();
                let secrets = super::errand::secrets();
                let watcher = Watcher::start(target.clone(), self.wish.clone(), secrets, now, wake);
                (target, watcher)
            });
        }
        if let Some((_, watcher)) = &self.watcher {
            let seen = watcher.seen();
            if seen.revision != self.seen.revision || self.run.is_some() != self.wish.key.is_some() {
                self.seen = seen;
                self.follow_path(now());
            }
        } else {
            self.run = None;
        }
    }

    /// What was asked for to go through a path again, once it is there.
    pub(super) fn take_record(&mut self) -> Option<Arc<Record>> {
        let key = self.wish.key.as_ref().filter(|_| self.wish.record)?;
        let record = self.seen.record.clone().filter(|record| &record.instance.key == key)?;
        self.wish.record = false;
        if let Some((_, watcher)) = &self.watcher {
            watcher.wish(self.wish.clone());
        }
        Some(record)
    }

    fn follow_path(&mut self, now: Timestamp) {
        let path = self.seen.path.as_ref().filter(|path| Some(&path.instance.key) == self.wish.key.as_ref());
        self.run = path.map(|path| Arc::new(watch::path(&path.instance, &path.steps, self.seen.at.unwrap_or(now))));
    }

    fn target(&mut self, workspace: &Workspace, journey: &JourneyId) -> Option<Target> {
        let all: Vec<&Environment> = servers(workspace).collect();
        let chosen = all.iter().find(|known| Some(&known.id) == self.environment.as_ref()).or(all.first())?;
        self.environment = Some(chosen.id.clone());
        Some(Target { url: chosen.url.clone(), token: chosen.token.clone(), journey: journey.clone() })
    }

    /// Whether the server answered and knows the journey.
    pub fn is_known(&self) -> bool {
        self.seen.journey.is_some() && self.seen.standing != Standing::NotPushed
    }
}

/// The environments that a journey can be watched in.
pub fn servers(workspace: &Workspace) -> impl Iterator<Item = &Environment> {
    let all = workspace.inventory.environments.iter();
    all.filter(|known| known.platform == Platform::Waymark && !known.url.trim().is_empty())
}
