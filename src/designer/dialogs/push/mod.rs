//! Push: to which environment, what will change there, what became of it, and in which state the journey is there.
//!
//! Here stands what was asked and what came of it; `shown` draws it, `deeds` what can become of what runs there. The
//! server is asked by an errand, never by a frame.

mod deeds;
mod shown;

pub use deeds::{state_chip, state_said};
pub use shown::version_name;

use std::sync::Arc;

use egui::Context;
use jiff::Timestamp;

use super::dialog;
use crate::check::{Cleared, Finding, Severity};
use crate::designer::errand::{Errand, Job, Looked, News, Trouble};
use crate::designer::live::servers;
use crate::designer::requests::Requests;
use crate::designer::session::Session;
use crate::designer::words::{phrase, word};
use crate::journey::{Environment, EnvironmentId, Journey, Lifecycle, Platform};
use crate::push::{Asked, Despite, Parcel, Turn};
use crate::wire;

/// What somebody else must do for it.
#[derive(Debug)]
pub enum Decision {
    /// It is left.
    Close,
    /// The version that was handed over is kept, before it lets people in.
    Keep,
    /// Something was seen: what the server can run, and what it does with the journey.
    Seen {
        /// In which environment.
        environment: EnvironmentId,
        /// The types of activities that it runs.
        activities: Vec<String>,
        /// What it does with the journey.
        there: Option<Box<wire::Journey>>,
    },
}

/// What is under way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Doing {
    #[default]
    Looking,
    Pushing,
    Bringing(Lifecycle),
}

/// What the person asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Choose,
    Again,
    Cancel,
    HandOver,
    Live,
    Bring(Turn),
}

/// What would be handed over, or what stands in its way.
type Packed = Result<Box<Parcel>, Vec<Arc<Finding>>>;

/// See the module.
#[derive(Default)]
pub struct PushDialog {
    environment: Option<EnvironmentId>,
    /// What would be handed over, or what stands in its way; by the revision of the document.
    parcel: Option<(u64, Packed)>,
    errand: Option<Errand>,
    doing: Doing,
    /// Whether the version lets people in once it is there.
    live: bool,
    endpoints: bool,
    /// With what in the way of calls there people are let in all the same.
    despite: Despite,
    looked: Option<Box<Looked>>,
    trouble: Option<Trouble>,
    /// What was done last, in words.
    done: Option<String>,
    /// What is asked before something is done to what runs there.
    doubt: Option<deeds::Doubt>,
    begun: bool,
}

impl PushDialog {
    /// Draws one frame; what was decided, once something is.
    pub fn ui(
        &mut self,
        context: &Context,
        session: &Session,
        now: Timestamp,
        requests: &mut Requests,
    ) -> Option<Decision> {
        let Some(journey) = session.journey().cloned() else { return Some(Decision::Close) };
        self.prepare(session, &journey, now);
        let environment = self.chosen(session);
        if !self.begun {
            self.begun = true;
            self.look(context, environment.as_ref(), &journey);
        }
        let mut decision = environment.as_ref().and_then(|known| self.hear(context, known, &journey));
        let title = phrase("pushing.title", &[("name", &journey.name)]);
        let mut wish = None;
        let left = dialog(context, "push", &title, 620.0, |ui| {
            if self.draw(ui, session, environment.as_ref(), &mut wish, requests) {
                decision = Some(Decision::Close);
            }
        });
        if let (Some(wish), Some(environment)) = (wish, self.chosen(session)) {
            self.grant(context, wish, &environment, &journey);
        }
        decision.or(left.then_some(Decision::Close))
    }

    /// Goes on once the version is kept, or says why it is not.
    pub fn kept(&mut self, context: &Context, session: &Session, kept: Result<(), String>) {
        let (Some(journey), Some(environment)) = (session.journey().cloned(), self.chosen(session)) else { return };
        if let Err(why) = kept {
            self.errand = None;
            self.done = Some(phrase("pushing.not_kept", &[("why", &why)]));
            return;
        }
        // What is kept is what was handed over: only the number of the draft is another one.
        if let (Some((revision, _)), Some(Ok(plan))) =
            (&mut self.parcel, self.looked.as_ref().and_then(|it| it.plan.clone()))
        {
            *revision = session.revision();
            let Some((_, Ok(parcel))) = &self.parcel else { return };
            let job = Job::Activate(parcel.clone(), Box::new(plan));
            self.errand = Some(Errand::begin(context, &environment, &journey.id, job));
        }
    }

    fn chosen(&self, session: &Session) -> Option<Environment> {
        let mut all = servers(session.workspace());
        let watched = session.live().environment();
        let wanted = self.environment.as_ref().or(watched);
        let found = servers(session.workspace()).find(|known| Some(&known.id) == wanted);
        found.or_else(|| all.next()).cloned()
    }

    fn prepare(&mut self, session: &Session, journey: &Journey, now: Timestamp) {
        let revision = session.revision();
        if self.parcel.as_ref().is_some_and(|(known, _)| *known == revision) {
            return;
        }
        let cleared = Cleared::new(session.workspace(), &journey.id, Platform::Waymark, now);
        let parcel = cleared
            .map(|cleared| Box::new(Parcel::new(cleared)))
            .map_err(|report| report.findings.into_iter().filter(|found| found.severity == Severity::Error).collect());
        self.parcel = Some((revision, parcel));
    }

    fn asked(&self) -> Asked {
        Asked { live: true, endpoints: self.endpoints, despite: self.despite }
    }

    /// Writes into the plan what the person says: as soon as it is there, and when they say otherwise.
    fn say(&mut self) {
        let Some(Ok(plan)) = self.looked.as_mut().and_then(|looked| looked.plan.as_mut()) else { return };
        let wanted = plan.endpoints.iter().filter(|_| self.endpoints).map(|change| change.definition.clone());
        plan.deploys = wanted.collect();
        plan.despite = self.despite;
    }

    fn look(&mut self, context: &Context, environment: Option<&Environment>, journey: &Journey) {
        let Some(environment) = environment else { return };
        let parcel = self.parcel.as_ref().and_then(|(_, parcel)| parcel.as_ref().ok()).cloned();
        (self.doing, self.trouble, self.doubt) = (Doing::Looking, None, None);
        self.errand = Some(Errand::begin(context, environment, &journey.id, Job::Look(parcel, self.asked())));
    }

    /// What came of the errand.
    fn hear(&mut self, context: &Context, environment: &Environment, journey: &Journey) -> Option<Decision> {
        let news = self.errand.as_ref()?.news()?;
        self.errand = None;
        match news {
            Ok(News::Looked(looked)) => {
                let seen = Decision::Seen {
                    environment: environment.id.clone(),
                    activities: looked.can.activities.clone(),
                    there: looked.there.clone().map(Box::new),
                };
                self.looked = Some(looked);
                self.say();
                Some(seen)
            }
            Ok(News::HandedOver) if self.live => Some(Decision::Keep),
            Ok(News::HandedOver) => {
                self.done = Some(phrase("pushing.handed_over", &[("name", &environment.name)]));
                self.look(context, Some(environment), journey);
                None
            }
            Ok(News::Done) => {
                let key = match self.doing {
                    Doing::Bringing(Lifecycle::Paused) => "pushing.is_paused",
                    Doing::Bringing(Lifecycle::Closed) => "pushing.is_closed",
                    Doing::Bringing(Lifecycle::Stopped) => "pushing.is_stopped",
                    _ => "pushing.is_live",
                };
                self.done = Some(phrase(key, &[("name", &environment.name)]));
                self.look(context, Some(environment), journey);
                None
            }
            Err(trouble) => {
                self.trouble = Some(trouble);
                None
            }
        }
    }

    fn grant(&mut self, context: &Context, wish: Wish, environment: &Environment, journey: &Journey) {
        let push = |dialog: &mut Self, live: bool| {
            let plan = dialog.looked.as_ref().and_then(|looked| looked.plan.clone());
            let parcel = dialog.parcel.as_ref().and_then(|(_, parcel)| parcel.as_ref().ok()).cloned();
            let (Some(Ok(plan)), Some(parcel)) = (plan, parcel) else { return };
            (dialog.doing, dialog.live, dialog.trouble, dialog.done) = (Doing::Pushing, live, None, None);
            let job = Job::HandOver(parcel, Box::new(plan));
            dialog.errand = Some(Errand::begin(context, environment, &journey.id, job));
        };
        match wish {
            Wish::Choose | Wish::Again => {
                if wish == Wish::Choose {
                    (self.looked, self.done) = (None, None);
                }
                self.look(context, Some(environment), journey);
            }
            Wish::Cancel => {
                // What was on its way may have been done all the same: what is known of the server counts no more.
                if self.doing != Doing::Looking {
                    (self.looked, self.done) = (None, Some(word("pushing.given_up").to_owned()));
                }
                self.errand = None;
            }
            Wish::HandOver => push(self, false),
            Wish::Live => push(self, true),
            Wish::Bring(turn) => {
                (self.doing, self.trouble, self.done) = (Doing::Bringing(turn.state()), None, None);
                self.doubt = None;
                self.errand = Some(Errand::begin(context, environment, &journey.id, Job::Bring(turn)));
            }
        }
    }
}
