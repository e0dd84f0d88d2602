//! Listening: for events, changes of membership and reactions, in mid-journey and as exit criteria.

use jiff::Timestamp;

use crate::journey::{ActivityId, AudienceId, Behaviour, EventId, ExitCriterionId, ReactionKind, Value};
use crate::run::plan::{Does, ExitPlan, Node};
use crate::run::program::Recognition;
use crate::run::state::Qualification;
use crate::run::world::World;
use crate::run::{Effect, Payload, Persona, Program, Reason, State, Status, Waiting, WaitingFor, words};

use super::arrive::Arrival;
use super::leave::Departure;
use super::{Machine, after, pause, supplemental};

/// Where senders put the orchestration eventID.
const EVENT_ID: [&str; 4] = ["_experience", "campaign", "orchestration", "eventID"];

impl WaitingFor {
    /// When this is over by itself.
    pub fn due(&self) -> Option<Timestamp> {
        match self {
            Self::Moment(at) => Some(*at),
            Self::Event { until, .. } | Self::Qualification { until, .. } | Self::Reaction { until, .. } => *until,
            _ => None,
        }
    }

    /// Whether an answer is waited for, rather than a moment or what a person does.
    pub(in crate::run) fn is_work(&self) -> bool {
        match self {
            Self::Reply { .. }
            | Self::Channel { .. }
            | Self::Channels { .. }
            | Self::Answer { .. }
            | Self::Data { .. }
            | Self::Place
            | Self::Jump => true,
            Self::Moment(_)
            | Self::Event { .. }
            | Self::Qualification { .. }
            | Self::Reaction { .. }
            | Self::Paused { .. } => false,
        }
    }
}

/// Events of one run that wait at most while a step is at work ("Guardrails and limitations",
/// help/using/start/guardrails.md).
const MOST_STACKED: usize = 10;

impl Machine<'_> {
    /// An event of the person.
    pub(super) fn event(&mut self, event: &EventId, payload: Payload) {
        if !suits(self.program, self.state, self.person, self.now, event, &payload) {
            return;
        }
        // An event about another booking than that of this run is none of its business.
        if let Some(own) = &self.state.supplemental
            && let Some(carried) = supplemental::of_event(self.program, self.person, self.now, event, &payload)
            && !carried.contains(own)
        {
            return;
        }
        if let Some((exit, because)) = self.event_exit(event, &payload) {
            self.exit(&exit, &because);
            return;
        }
        let awaits =
            |waiting: &&Waiting| matches!(&waiting.what, WaitingFor::Event { event: meant, .. } if meant == event);
        let Some(activity) = self.state.waiting.iter().find(awaits).map(|waiting| waiting.activity.clone()) else {
            return self.stack(event, payload);
        };
        let Some((index, _)) = self.program.node(&activity) else { return };
        self.state.events.insert(event.clone(), payload);
        let because = self.told(|| format!("{} arrived", self.event_name(event)));
        self.travel(index, Departure::next(because));
    }

    /// Nobody listens, but somebody will perhaps, once the step is done that is at work: the event waits until then.
    fn stack(&mut self, event: &EventId, payload: Payload) {
        let listens = |node: &Node| matches!(&node.does, Does::Event(Some(meant)) if meant == event);
        let mut later = self.program.nodes.iter().enumerate().filter(|(index, _)| *index != self.program.entry);
        if !self.state.is_at_work() || !later.any(|(_, node)| listens(node)) {
            return;
        }
        let kept = self.state.stacked.len() < MOST_STACKED;
        if kept {
            self.state.stacked.push((event.clone(), payload));
        }
        self.effects.push(Effect::Stacked { kept });
    }

    /// Takes the events that came meanwhile, one after the other, as long as no step is at work again.
    pub(super) fn unstack(&mut self) {
        while self.state.end.is_none() && !self.state.stacked.is_empty() && !self.state.is_at_work() {
            let (event, payload) = self.state.stacked.remove(0);
            self.event(&event, payload);
        }
    }

    /// A change of membership.
    pub(super) fn qualified(&mut self, audience: &AudienceId, entered: bool) {
        let words = qualification_words(self.program, audience, entered);
        let left = self.program.exits.iter().find(|exit| {
            matches!(&exit.when, ExitPlan::Audience { audience: Some(meant), behaviour }
                if meant == audience && counts(*behaviour, entered))
        });
        if let Some(exit) = left {
            let because = exit_words(&exit.label, &words);
            match self.program.audience_exit_minutes {
                0 => return self.exit(&exit.id, &because),
                minutes => {
                    let because = format!("{because} {minutes} minutes before");
                    let at = after(self.now, minutes.saturating_mul(60_000));
                    self.effects.push(Effect::LeaveAt { at, exit: exit.id.clone(), because });
                }
            }
        }
        let awaits = |waiting: &&Waiting| {
            matches!(&waiting.what, WaitingFor::Qualification { audience: meant, entrances, exits, .. }
                if meant == audience && if entered { *entrances } else { *exits })
        };
        let Some(activity) = self.state.waiting.iter().find(awaits).map(|waiting| waiting.activity.clone()) else {
            return;
        };
        let Some((index, _)) = self.program.node(&activity) else { return };
        self.state.qualification = Some(Qualification { audience: audience.clone(), entered, at: self.now });
        self.travel(index, Departure::next(words));
    }

    /// A reaction to a message.
    pub(super) fn reacted(&mut self, message: &ActivityId, reaction: ReactionKind) {
        let awaits = |waiting: &&Waiting| {
            matches!(&waiting.what, WaitingFor::Reaction { message: meant, reaction: wanted, .. }
                if meant == message && *wanted == reaction)
        };
        let Some(activity) = self.state.waiting.iter().find(awaits).map(|waiting| waiting.activity.clone()) else {
            return;
        };
        let Some((index, _)) = self.program.node(&activity) else { return };
        self.travel(index, Departure::next(format!("the message was {}", reaction_word(reaction))));
    }

    /// Why a read audience let somebody in, in words.
    pub(super) fn reading_words(&self, index: usize) -> String {
        match self.program.nodes.get(index).map(|node| &node.does) {
            Some(Does::Reading { audience: Some(audience), .. }) => {
                format!("was in “{}”", audience_name(self.program, audience))
            }
            _ => "the audience was read".to_owned(),
        }
    }

    /// The first exit criterion that this event meets, in words; one that cannot be evaluated is not met.
    fn event_exit(&self, event: &EventId, payload: &Payload) -> Option<(ExitCriterionId, String)> {
        let mut world = self.world(self.program.entry)?;
        world.incoming = Some((event, payload));
        for exit in &self.program.exits {
            let ExitPlan::Event { event: Some(meant), condition } = &exit.when else { continue };
            if meant != event {
                continue;
            }
            world.seen();
            if condition.is_empty() || condition.holds(&world).unwrap_or(false) {
                let seen = world.seen().join(", ");
                let seen = if seen.is_empty() { format!("{} arrived", self.event_name(event)) } else { seen };
                return Some((exit.id.clone(), exit_words(&exit.label, &seen)));
            }
        }
        None
    }

    pub(super) fn exit(&mut self, exit: &ExitCriterionId, because: &str) {
        self.drop_waiting(Status::Waiting, because, Some(exit));
        self.finish(Reason::ExitCriteria);
    }
}

/// Whether a record is this event.
pub(super) fn suits(
    program: &Program,
    state: &State,
    person: &dyn Persona,
    now: Timestamp,
    event: &EventId,
    payload: &Payload,
) -> bool {
    let (Some(plan), Some(node)) = (program.events.get(event), program.nodes.get(program.entry)) else { return false };
    match &plan.recognition {
        // An event that is still being set up is taken at its word.
        Recognition::Rule(rule) if rule.is_empty() => true,
        Recognition::Rule(rule) => {
            let mut world = World::new(program, state, person, now, node);
            world.incoming = Some((event, payload));
            rule.holds(&world).unwrap_or(false)
        }
        Recognition::Orchestration(id) => match payload.select(event, &EVENT_ID, person) {
            Value::Text(sent) => &sent == id,
            _ => true,
        },
    }
}

/// Begins to listen for an event.
pub(super) fn for_event(world: &World<'_>, event: Option<&EventId>) -> Arrival {
    match event {
        Some(event) => listen(world, |until| WaitingFor::Event { event: event.clone(), until }),
        None => Arrival::Leave(Departure::broken("no event is chosen here")),
    }
}

/// Begins to listen for a change of membership.
pub(super) fn for_qualification(world: &World<'_>, audience: Option<&AudienceId>, behaviour: Behaviour) -> Arrival {
    match audience {
        Some(audience) => listen(world, |until| WaitingFor::Qualification {
            audience: audience.clone(),
            entrances: counts(behaviour, true),
            exits: counts(behaviour, false),
            until,
        }),
        None => Arrival::Leave(Departure::broken("no audience is chosen here")),
    }
}

/// Begins to listen for a reaction.
pub(super) fn for_reaction(world: &World<'_>, message: Option<&ActivityId>, reaction: ReactionKind) -> Arrival {
    match message {
        Some(message) => listen(world, |until| WaitingFor::Reaction { message: message.clone(), reaction, until }),
        None => Arrival::Leave(Departure::broken("no message is chosen here")),
    }
}

fn listen(world: &World<'_>, what: impl FnOnce(Option<Timestamp>) -> WaitingFor) -> Arrival {
    let until = world.node.timeout.map(|timeout| after(world.now, timeout.milliseconds()));
    let wake = until.map(|at| Effect::WakeAt { at, activity: world.node.id.clone(), visit: world.visit });
    Arrival::Wait(what(until), wake.into_iter().collect())
}

/// Whether such a change counts.
pub(crate) fn counts(behaviour: Behaviour, entered: bool) -> bool {
    match behaviour {
        Behaviour::Enter => entered,
        Behaviour::Exit => !entered,
        Behaviour::Both => true,
    }
}

/// A change of membership in words.
pub(super) fn qualification_words(program: &Program, audience: &AudienceId, entered: bool) -> String {
    let name = audience_name(program, audience);
    format!("{} “{name}”", if entered { "entered" } else { "left" })
}

fn audience_name<'a>(program: &'a Program, audience: &'a AudienceId) -> &'a str {
    let named = program.audience_names.iter().find(|(_, id)| *id == audience);
    named.map_or(audience.as_str(), |(name, _)| name.as_str())
}

/// An exit criterion that was met, in words.
pub(super) fn exit_words(label: &str, seen: &str) -> String {
    format!("leaves by the exit criterion “{label}”: {seen}")
}

/// Why the timeout of a listening step struck, in words.
pub(super) fn late(program: &Program, waiting: &Waiting, what: &WaitingFor) -> String {
    let timeout = program.node(&waiting.activity).and_then(|(_, node)| node.timeout);
    let within = timeout.map_or_else(String::new, |timeout| format!(" within {timeout}"));
    match what {
        WaitingFor::Reaction { reaction, .. } => format!("the message was not {}{within}", reaction_word(*reaction)),
        WaitingFor::Qualification { audience, .. } => {
            format!("no change in “{}”{within}", audience_name(program, audience))
        }
        WaitingFor::Event { event, .. } => {
            let name = program.events.get(event).map_or(event.as_str(), |plan| plan.name.as_str());
            format!("no {name}{within}")
        }
        _ => format!("nothing came{within}"),
    }
}

/// What is waited for, in words.
pub(super) fn describe(program: &Program, person: &dyn Persona, waiting: &Waiting) -> String {
    let zone = pause::zone(person, program);
    let what = match &waiting.what {
        WaitingFor::Moment(until) => return format!("waits until {}", words::local(*until, zone)),
        WaitingFor::Event { event, .. } => {
            format!("listens for {}", program.events.get(event).map_or(event.as_str(), |plan| plan.name.as_str()))
        }
        WaitingFor::Qualification { audience, .. } => {
            format!("listens for a change in “{}”", audience_name(program, audience))
        }
        WaitingFor::Reaction { reaction, .. } => format!("listens whether the message is {}", reaction_word(*reaction)),
        WaitingFor::Reply { .. } => return "waits for an answer".to_owned(),
        WaitingFor::Channel { .. } => return "waits for the message to be sent".to_owned(),
        WaitingFor::Channels { .. } => return "waits for the messages to be shown".to_owned(),
        WaitingFor::Answer { .. } => return "waits for what the platform holds".to_owned(),
        WaitingFor::Data { .. } => return "waits for a data source".to_owned(),
        WaitingFor::Place => return "waits for its place to be counted".to_owned(),
        WaitingFor::Jump => return "waits to enter the other journey".to_owned(),
        WaitingFor::Paused { .. } => return "is held here until the journey goes on".to_owned(),
    };
    match waiting.what.due() {
        Some(until) => format!("{what} until {}", words::local(until, zone)),
        None => what,
    }
}

fn reaction_word(reaction: ReactionKind) -> &'static str {
    match reaction {
        ReactionKind::Opened => "opened",
        ReactionKind::Clicked => "clicked",
        ReactionKind::Sent => "sent",
        ReactionKind::Failed => "failed",
    }
}
