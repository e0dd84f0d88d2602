//! Arriving at an activity: it is done at once, or something has to be waited for.

use std::collections::BTreeMap;

use crate::expression::EvaluationError;
use crate::journey::Value;
use crate::run::plan::{Choice, Does, ExitPlan, JumpPlan, Node};
use crate::run::state::Asked;
use crate::run::world::World;
use crate::run::{Effect, JumpOutcome, Reason, Status, Waiting, WaitingFor, words};

use super::leave::{Departure, Trouble};
use super::{MOST_VISITS, Machine, choose, consult, listen, message, pause, request};

/// What arriving somewhere comes to.
#[derive(Debug)]
pub(super) enum Arrival {
    /// Something has to be waited for.
    Wait(WaitingFor, Vec<Effect>),
    /// It is done.
    Leave(Departure),
}

impl Machine<'_> {
    /// Arrives at the targets in turn. The first that is done at once wins, and the others are not reached.
    pub(super) fn arrive(&mut self, targets: &[usize]) -> Option<(usize, Departure)> {
        for target in targets {
            let node = self.program.nodes.get(*target)?;
            let visit = self.state.visits.entry(node.id.clone()).or_default();
            *visit += 1;
            let visit = *visit;
            if self.state.visits.values().sum::<u64>() > MOST_VISITS {
                let because = format!("broken off: {MOST_VISITS} steps were taken, so the journey goes in circles");
                return Some((*target, Departure::end(Reason::Error, because)));
            }
            match self.visit(*target, &[], false) {
                Arrival::Wait(what, effects) => {
                    self.state.waiting.push(Waiting { activity: node.id.clone(), visit, since: self.now, what });
                    self.effects.extend(effects);
                }
                Arrival::Leave(departure) => return Some((*target, departure)),
            }
        }
        None
    }

    /// What an activity comes to, with what data sources have answered so far; `due` where a message that was held has
    /// its hour.
    pub(super) fn visit(&self, index: usize, answered: &[Asked], due: bool) -> Arrival {
        match self.look(index, answered, due, self.tells) {
            // What failed says why, so it is looked at again.
            Arrival::Leave(departure) if departure.failed.is_some() && !self.tells => {
                self.look(index, answered, due, true)
            }
            arrival => arrival,
        }
    }

    fn look(&self, index: usize, answered: &[Asked], due: bool, tells: bool) -> Arrival {
        let Some(mut world) = self.world(index) else { return Arrival::Leave(Departure::default()) };
        world.answered = answered;
        world.due = due;
        world.tells = tells;
        if let Some(arrival) = self.in_pause(world.node, due) {
            return arrival;
        }
        if world.node.is_action()
            && let Some(departure) = self.profile_exit(&world)
        {
            return Arrival::Leave(departure);
        }
        match self.perform(&world) {
            Ok(arrival) => arrival,
            Err(EvaluationError::NotFetched { .. }) => self.ask(&world, answered),
            Err(error) => Arrival::Leave(failure(&error)),
        }
    }

    fn perform(&self, world: &World<'_>) -> Result<Arrival, EvaluationError> {
        match &world.node.does {
            Does::Event(event) => Ok(listen::for_event(world, event.as_ref())),
            Does::Qualification { audience, behaviour, .. } => {
                Ok(listen::for_qualification(world, audience.as_ref(), *behaviour))
            }
            Does::Reaction { message, reaction } => Ok(listen::for_reaction(world, message.as_ref(), *reaction)),
            Does::Business(_) => Ok(Arrival::Leave(Departure::next(""))),
            Does::Reading { .. } => {
                let index = self.program.index.get(&world.node.id).copied().unwrap_or_default();
                Ok(Arrival::Leave(Departure::next(self.told(|| self.reading_words(index)))))
            }
            Does::Wait(wait) => pause::begin(world, wait, self.deadline()),
            Does::Condition { choice: Choice::Cap(cap), .. } => {
                let ask = Effect::Count {
                    activity: world.node.id.clone(),
                    visit: world.visit,
                    branch: cap.id.clone(),
                    limit: cap.limit,
                };
                Ok(Arrival::Wait(WaitingFor::Place, vec![ask]))
            }
            Does::Condition { choice, other_path } => {
                let forced = self.state.forced.get(&world.node.id);
                choose::choose(world, choice, *other_path, forced).map(Arrival::Leave)
            }
            Does::Decide(Ok(plan)) => consult::decide(world, plan),
            Does::LookUp(Ok(plan)) => consult::look_up(world, plan),
            Does::Jump(plan) => jump(world, plan),
            Does::Message(plan) => message::compose(world, plan),
            Does::Messages(plans) => message::compose_all(world, plans),
            Does::Call(Ok(plan)) => {
                let request = request::build(world, plan)?;
                let call = Effect::Call {
                    activity: world.node.id.clone(),
                    visit: world.visit,
                    attempt: 0,
                    action: plan.action.id.clone(),
                    request: request.clone(),
                    within_ms: self.program.timeout_ms,
                };
                Ok(Arrival::Wait(WaitingFor::Reply { request, attempt: 0, error: None, held_ms: 0 }, vec![call]))
            }
            Does::Call(Err(why)) | Does::Decide(Err(why)) | Does::LookUp(Err(why)) => {
                Ok(Arrival::Leave(Departure::broken(why.as_str())))
            }
            Does::Update(fields) => self.update(world, fields),
        }
    }

    fn ask(&self, world: &World<'_>, answered: &[Asked]) -> Arrival {
        let missing = world.missing();
        let effects =
            missing.iter().map(|need| Effect::Fetch { need: need.clone(), within_ms: self.program.timeout_ms });
        let effects = effects.collect();
        let mut asked = answered.to_vec();
        asked.extend(missing.into_iter().map(|need| Asked { need, outcome: None }));
        Arrival::Wait(WaitingFor::Data { asked, due: world.due }, effects)
    }

    /// Exit criteria over the profile, looked at before each action ("Journey properties",
    /// help/using/building-journeys/journey-properties.md). One that cannot be evaluated is not met.
    fn profile_exit(&self, world: &World<'_>) -> Option<Departure> {
        for exit in &self.program.exits {
            let ExitPlan::Profile(formula) = &exit.when else { continue };
            world.seen();
            if formula.holds(world).unwrap_or(false) {
                let because = listen::exit_words(&exit.label, &world.seen().join(", "));
                let departure = Departure::end(Reason::ExitCriteria, because);
                return Some(Departure { exit: Some(exit.id.clone()), ..departure });
            }
        }
        world.seen();
        None
    }

    fn update(
        &self,
        world: &World<'_>,
        fields: &[(String, crate::run::formula::Formula)],
    ) -> Result<Arrival, EvaluationError> {
        let mut written = Vec::new();
        for (field, formula) in fields {
            written.push((field.clone(), formula.value(world)?));
        }
        let because = |(field, value): &(String, Value)| format!("{field} becomes {}", words::plain(value));
        let mut departure = Departure::next(world.told(|| written.iter().map(because).collect::<Vec<_>>().join(", ")));
        departure.written = written;
        Ok(Arrival::Leave(departure))
    }

    /// The place in a capped path, or none.
    pub(super) fn counted(&mut self, activity: &crate::journey::ActivityId, visit: u64, place: Option<u64>) {
        let Some((index, node)) = self.waiting_for(activity, visit, |what| matches!(what, WaitingFor::Place)) else {
            return;
        };
        let Does::Condition { choice: Choice::Cap(cap), .. } = &node.does else { return };
        let departure = match place {
            Some(place) => {
                Departure::by(crate::journey::Port::Branch(cap.id.clone()), format!("place {place} of {}", cap.limit))
            }
            None => Departure::by(crate::journey::Port::Other, format!("all {} places are taken", cap.limit)),
        };
        self.travel(index, departure);
    }

    /// What became of a jump ("Jump from one journey to another", help/using/building-journeys/jump.md).
    pub(super) fn jumped(&mut self, activity: &crate::journey::ActivityId, visit: u64, outcome: JumpOutcome) {
        let Some((index, _)) = self.waiting_for(activity, visit, |what| matches!(what, WaitingFor::Jump)) else {
            return;
        };
        let departure = match outcome {
            // The same words, so that a definition alone, which lacks the other journey, leaves the same trace.
            JumpOutcome::Entered | JumpOutcome::NotHere => Departure::next("goes on, and into the other journey"),
            JumpOutcome::AlreadyInside => Departure::next("already in the other journey: nothing happens there"),
            JumpOutcome::Refused => Departure::broken("the other journey does not let this person in (again) yet"),
            JumpOutcome::Broken => {
                Departure::broken("there is no such journey, or it begins otherwise than when the jump was set up")
            }
        };
        self.travel(index, departure);
    }

    /// The activity of this visit, where it waits for what is meant.
    pub(super) fn waiting_for(
        &self,
        activity: &crate::journey::ActivityId,
        visit: u64,
        meant: impl Fn(&WaitingFor) -> bool,
    ) -> Option<(usize, &'_ Node)> {
        let waiting = self.state.waiting.get(self.waiting_at(activity, visit)?)?;
        if meant(&waiting.what) { self.program.node(activity) } else { None }
    }
}

fn jump(world: &World<'_>, plan: &JumpPlan) -> Result<Arrival, EvaluationError> {
    let Some(target) = plan.target.clone() else {
        return Ok(Arrival::Leave(Departure::broken("no journey is chosen here")));
    };
    let mut payload = Value::Object(BTreeMap::new());
    for (field, formula) in &plan.mapping {
        payload.put(field, formula.value(world)?);
    }
    let effect = Effect::Jump {
        activity: world.node.id.clone(),
        visit: world.visit,
        target,
        entry: plan.entry.clone(),
        payload,
    };
    Ok(Arrival::Wait(WaitingFor::Jump, vec![effect]))
}

/// A step whose expression, or whose data source, failed.
fn failure(error: &EvaluationError) -> Departure {
    let mut departure = Departure::broken(error.to_string());
    if let EvaluationError::Source { code, .. } = error {
        let status = match code.as_str() {
            "timedOut" => Status::TimedOut,
            "capped" => Status::Capped,
            _ => Status::Error,
        };
        departure.failed = Some(Trouble { status, code: code.clone(), fetch: true });
    }
    departure
}
