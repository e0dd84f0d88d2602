//! From a journey to its [`Model`]: first everything that it asks is gathered, step by step; then each way out is said
//! in diagrams.

use std::sync::Arc;

use crate::expression::{Expected, Expr, template};
use crate::journey::graph::Graph;
use crate::journey::{
    Activity, Audience, Channel, Condition, Event, EventIdType, EventKind, ExitWhen, Expression, Journey, Kind,
    Message, Test, Wait, Workspace,
};

use super::collect::{Collected, Place, sound};
use super::logic::{Logic, Slot};
use super::model::{Ask, Model, Reason, Step, Way, asks_outside, leaving};
use super::region::Question;
use super::shape::{Shape, shape};
use super::term::{Key, STATUS, Terms};
use super::{clock, ways};

/// What the journey itself asks of fields, beside conditions.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// That nothing is there before a reply or an event has come.
    pub nothing: Vec<Place>,
    /// Whether there is an address, by step.
    pub addresses: Vec<Option<Place>>,
    /// Whether a call went well, by action.
    pub success: Vec<(String, Place)>,
    /// The conditions that ask the clock, in the order of their answers.
    pub clocks: Vec<usize>,
}

/// The model; `None` where the journey asks more than diagrams have room for.
pub(super) fn model<'a>(workspace: &'a Workspace, journey: &'a Journey, entry: usize) -> Option<Model<'a>> {
    let graph = Graph::of(journey);
    let shape = shape(journey, &graph, entry);
    let mut asked = Collected::new(Terms { inventory: &workspace.inventory }, journey);
    let mut own = Own { addresses: (0..shape.steps.len()).map(|_| None).collect(), ..Own::default() };
    let mut order: Vec<(usize, usize)> = Vec::new();
    for index in 0..shape.steps.len() {
        let before = asked.fields.len();
        gather(&mut asked, &mut own, journey, &shape, index);
        if index == 0 {
            gather_properties(&mut asked, journey);
        }
        order.push((before, asked.fields.len()));
    }
    natives(&mut asked, &mut own);
    asked.settle();
    clocks(&mut asked, &own, &shape);
    let mut slots = Vec::new();
    for (index, (from, to)) in order.iter().enumerate() {
        slots.extend((*from..*to).map(Slot::Field));
        let ways = shape.steps[index].ways.len();
        slots.push(Slot::Ways(if ways > 1 { ways } else { 0 }));
    }
    let last = order.last().map_or(0, |(_, to)| *to);
    slots.extend((last..asked.fields.len()).map(Slot::Field));
    let (logic, taken) = Logic::new(asked, &slots)?;
    let leaving = leaving(journey, &logic);
    let mut steps = Vec::new();
    for (index, planned) in shape.steps.iter().enumerate() {
        let chances = ways::of(&logic, &own, journey, &shape, index);
        let ways = planned.ways.iter().zip(chances).enumerate().map(|(place, (way, chances))| Way {
            out: way.out.clone(),
            target: way.target,
            back: way.back,
            taken: taken[index].get(place).copied(),
            chances,
        });
        steps.push(Step { activity: planned.activity, ways: ways.collect() });
    }
    let start = start(&logic, &own, &shape);
    let is_cyclic = steps.iter().flat_map(|step| &step.ways).any(|way| way.back);
    Some(Model { journey, inventory: &workspace.inventory, logic, steps, start, leaving, is_cyclic })
}

/// The rule by which a record is an event, where there is one.
pub(super) fn rule(event: &Event) -> Option<Arc<Expr>> {
    match &event.id_type {
        EventIdType::RuleBased(rule) => sound(rule),
        EventIdType::SystemGenerated(_) => None,
    }
}

/// The expression that yields a message's address; `None` where nothing is asked of the person.
pub(super) fn address<'a>(message: &'a Message, channel: Option<&'a Channel>) -> Option<&'a Expression> {
    if message.medium.is_inbound() && channel.is_some_and(|channel| !channel.location.is_empty()) {
        return None;
    }
    let own = if message.address.is_empty() { channel.map(|channel| &channel.address) } else { Some(&message.address) };
    own.filter(|address| !address.is_empty())
}

fn gather(asked: &mut Collected<'_>, own: &mut Own, journey: &Journey, shape: &Shape<'_>, index: usize) {
    let activity = shape.steps[index].activity;
    let place = activity.id.as_str();
    let inventory = asked.terms.inventory;
    match &activity.kind {
        Kind::Condition(Condition { test, .. }) => match test {
            Test::Time(_) | Test::Date(_) => {
                asked.field(&Key::Clock);
                own.clocks.push(index);
            }
            test => {
                for path in test.questions().unwrap_or_default() {
                    if let Some(tree) = sound(&path.expression) {
                        asked.expression(&tree, place);
                    }
                }
            }
        },
        Kind::Event(chosen) => {
            let event = chosen.event.as_ref().and_then(|id| inventory.get::<Event>(id));
            if let Some(rule) = event.filter(|event| event.kind == EventKind::Unitary).and_then(rule) {
                asked.expression(&rule, "rule");
            }
        }
        Kind::AudienceQualification(qualification) => {
            let audience = qualification.audience.as_ref().and_then(|id| inventory.get::<Audience>(id));
            audience.into_iter().for_each(|audience| asked.member(&audience.name));
        }
        Kind::ReadAudience(read) => {
            let audience = read.audience.as_ref().and_then(|id| inventory.get::<Audience>(id));
            audience.into_iter().for_each(|audience| asked.member(&audience.name));
        }
        Kind::Message(message) => {
            let channel = message.channel.as_ref().and_then(|id| inventory.get::<Channel>(id));
            if channel.is_none_or(Channel::asks_consent) {
                asked.field(&Key::Consent(message.medium));
            }
            let tree = address(message, channel).and_then(sound);
            let key = tree.and_then(|tree| match &tree.bare().kind {
                crate::expression::ExprKind::Field(reference) if reference.default.is_none() => {
                    asked.terms.key(reference).filter(|key| asked.terms.domain(key).is_some())
                }
                _ => None,
            });
            if let Some(key @ Key::Profile(_)) = key {
                own.addresses[index] = Some(asked.ask(&key, Question::NotBlank));
            }
        }
        _ => {}
    }
    if matches!(activity.kind, Kind::Event(_)) && index > 0 {
        for criterion in &journey.properties.exit_criteria {
            if let ExitWhen::Event { condition, .. } = &criterion.when
                && let Some(tree) = sound(condition)
            {
                asked.expression(&tree, "exit");
            }
        }
    }
}

fn gather_properties(asked: &mut Collected<'_>, journey: &Journey) {
    for criterion in &journey.properties.exit_criteria {
        match &criterion.when {
            ExitWhen::Profile(expression) => {
                if let Some(tree) = sound(expression) {
                    asked.expression(&tree, "exit");
                }
            }
            ExitWhen::Audience { audience: Some(id), .. } => {
                let audience = asked.terms.inventory.get::<Audience>(id);
                audience.into_iter().for_each(|audience| asked.member(&audience.name));
            }
            _ => {}
        }
    }
}

/// What the journey asks of replies and events by itself.
fn natives(asked: &mut Collected<'_>, own: &mut Own) {
    let keys: Vec<Key> = asked.fields.iter().map(|field| field.key.clone()).collect();
    for key in keys {
        match &key {
            Key::Reply { action, path } => {
                if path == STATUS {
                    own.success.push((action.clone(), asked.ask(&key, Question::Success)));
                }
                own.nothing.push(asked.ask(&key, Question::Nothing));
            }
            Key::Event { .. } => own.nothing.push(asked.ask(&key, Question::Nothing)),
            _ => {}
        }
    }
}

fn clocks(asked: &mut Collected<'_>, own: &Own, shape: &Shape<'_>) {
    let Some(field) = asked.index.get(&Key::Clock).copied() else { return };
    let tests: Vec<&Test> = own
        .clocks
        .iter()
        .filter_map(|index| match &shape.steps[*index].activity.kind {
            Kind::Condition(condition) => Some(&condition.test),
            _ => None,
        })
        .collect();
    asked.fields[field].regions = clock::regions(&tests);
}

/// What is known of whoever comes in.
fn start(logic: &Logic<'_>, own: &Own, shape: &Shape<'_>) -> Vec<Ask> {
    let inventory = logic.asked.terms.inventory;
    let entry = shape.steps[0].activity;
    let mut asks = Vec::new();
    let mut brought = None;
    let mut member = |id: &Option<crate::journey::AudienceId>, inside: Option<bool>| {
        let audience = id.as_ref().and_then(|id| inventory.get::<Audience>(id));
        if let (Some(audience), Some(inside)) = (audience, inside) {
            let inside_now = logic.member(&audience.name);
            asks.push(Ask::Only(if inside { inside_now } else { inside_now.not() }, Reason::Entry));
        }
    };
    match &entry.kind {
        Kind::Event(chosen) => {
            let event = chosen.event.as_ref().and_then(|id| inventory.get::<Event>(id));
            if let Some(event) = event {
                brought = Some(event.name.clone());
                if let Some(rule) = rule(event) {
                    asks.push(Ask::Only(logic.truth(&rule, "rule").yes, Reason::Entry));
                }
            }
        }
        Kind::BusinessEvent(chosen) => {
            let event = chosen.event.as_ref().and_then(|id| inventory.get::<Event>(id));
            brought = event.map(|event| event.name.clone());
            if let Some(Kind::ReadAudience(read)) = shape.steps.get(1).map(|step| &step.activity.kind) {
                member(&read.audience, Some(true));
            }
        }
        Kind::AudienceQualification(qualification) => {
            let counts = |entered| crate::run::instance::counts(qualification.behaviour.unwrap_or_default(), entered);
            let inside = match (counts(true), counts(false)) {
                (true, false) => Some(true),
                (false, true) => Some(false),
                _ => None,
            };
            member(&qualification.audience, inside);
        }
        // By waves people come in later, when they may be members no longer.
        Kind::ReadAudience(read) if read.waves.is_none() => member(&read.audience, Some(true)),
        _ => {}
    }
    for place in &own.nothing {
        let is_brought = matches!(&logic.asked.fields[place.field].key,
            Key::Event { event, .. } if Some(event) == brought.as_ref());
        if !is_brought {
            asks.push(Ask::Only(logic.answer(place).yes, Reason::Before));
        }
    }
    asks
}

/// What may become of expressions that are worked out at a step.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Hazard {
    /// One may fail for somebody.
    pub fails: bool,
    /// An external source is asked first.
    pub waits: bool,
}

impl Hazard {
    fn of_tree(logic: &Logic<'_>, tree: &Expr) -> Self {
        let waits = asks_outside(&logic.asked, tree);
        Self { fails: waits || (!is_plain(tree) && logic.asked.may_fail(tree, Expected::Any)), waits }
    }

    /// Of an expression; nothing of one that is not filled in.
    pub(super) fn of(logic: &Logic<'_>, expression: &Expression) -> Self {
        if expression.is_empty() {
            return Self::default();
        }
        sound(expression).map_or(Self { fails: true, waits: false }, |tree| Self::of_tree(logic, &tree))
    }

    /// Of a text with expressions in it.
    pub(super) fn of_text(logic: &Logic<'_>, text: &str) -> Self {
        let template = template::parse(text);
        let broken = Self { fails: !template.errors.is_empty(), waits: false };
        template.slots().fold(broken, |all, slot| {
            all.and(slot.parsed.sound().map_or(Self { fails: true, waits: false }, |tree| Self::of_tree(logic, tree)))
        })
    }

    /// Both.
    pub(super) fn and(self, other: Self) -> Self {
        Self { fails: self.fails || other.fails, waits: self.waits || other.waits }
    }
}

/// Whether it only names a field or a constant: that never fails, whatever is there.
fn is_plain(tree: &Expr) -> bool {
    use crate::expression::ExprKind::{Boolean, Decimal, Field, Integer, Null, Text};
    match &tree.bare().kind {
        Field(reference) => {
            reference.path.iter().all(|step| step.name().is_some()) && reference.default.as_ref().is_none_or(is_plain)
        }
        kind => matches!(kind, Boolean(_) | Decimal(_) | Integer(_) | Null | Text(_)),
    }
}

/// The whole of what a wait asks.
pub(super) fn wait_expression(activity: &Activity) -> Option<&Expression> {
    match &activity.kind {
        Kind::Wait(Wait::Custom(expression)) => Some(expression),
        _ => None,
    }
}
